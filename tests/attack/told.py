"""What a reader sees of releases, and knows beside it.

The reader has stats.json of every release, knows who belongs to which groups,
who had answered by then, and who of them answered which question (how many of
each group is enough). All about answers comes from the files.
"""
import json
from fractions import Fraction

from made import ITEM, NONE, PLAIN, RISK

OTHER = "(other)"
STATES = {ITEM: ("right", "wrong", "dont_know"),
          RISK: ("risky", "other", "dont_know"),
          PLAIN: ("risky", "answered", "dont_know")}


def code_of(person, segment):
    return person[segment] if person[segment] not in ("", "pns") else NONE


class Unit:
    """People of whom nobody can tell one from another: the same codes, first
    in the same release."""

    def __init__(self, codes, cohort):
        self.codes, self.cohort, self.people = codes, cohort, 0
        self.count = {}  # by question and option

    def base(self, q):
        return sum(self.count[q.name, o]
                   for o, s in zip(q.options, q.states) if s is not None)

    def state(self, q, state):
        return sum(self.count[q.name, o]
                   for o, s in zip(q.options, q.states) if s == state)


def units_of(case, extents):
    """extents: how many people had come by each release, in their order."""
    names = list(case.segments)
    steps = sorted(set(extents))
    found = {}
    for i, p in enumerate(case.people[:steps[-1]]):
        cohort = next(c for c, n in enumerate(steps) if i < n)
        key = tuple(code_of(p, s) for s in names), cohort
        if key not in found:
            found[key] = Unit(dict(zip(names, key[0])), cohort)
            for q in case.questions:
                for o in q.options:
                    found[key].count[q.name, o] = 0
        found[key].people += 1
        for q in case.questions:
            if p[q.name]:
                found[key].count[q.name, p[q.name]] += 1
    return [found[k] for k in sorted(found)], steps


class Set:
    """Whom a row is about. segment None: everybody."""

    def __init__(self, units, cohort, segment=None, codes=()):
        self.cohort, self.segment = cohort, segment
        self.codes = tuple(sorted(codes))
        self.units = frozenset(
            i for i, u in enumerate(units) if u.cohort <= cohort and
            (segment is None or u.codes[segment] in codes))


class Figure:
    """least to most people of a set chose one of these options."""

    def __init__(self, of, question, options, least, most, exact, state=None):
        self.of, self.question, self.options = of, question, options
        self.least, self.most, self.exact = least, most, exact
        self.state = state


def in_band(low, high, n):
    """The least and the most of n whose percentage is in a band."""
    least = -(-low * n // 100)
    return least, n if high == 100 else -(-high * n // 100) - 1


def without_ends(low, high, least, most, n):
    """Habits of 5 % or less and of 95 % or more have bands of their own, so
    that any other band says that it is neither."""
    if (low, high) == (0, 6):
        return least, 5 * n // 100
    if (low, high) == (95, 100):
        return least, most
    if high - low < 5 or (high - low < 10 and (low == 0 or high == 100)):
        least = max(least, 5 * n // 100 + 1)
        most = min(most, -(-95 * n // 100) - 1)
    return least, most


def figure(row, name, of, q, options, n, state=None):
    """None where the row says nothing of it."""
    if row.get(name) is not None:
        x = row[name]
        return Figure(of, q, options, x, x, True, state)
    low, high = row.get(name + "_from"), row.get(name + "_to")
    if low is None:
        return None
    least, most = in_band(low, high, n)
    if of.segment is None and q.name.startswith("habit"):
        least, most = without_ends(low, high, least, most, n)
    return Figure(of, q, options, least, most, False, state)


class Weighted:
    """A weighted share right: (Set, weight of each of its people), all of
    them together everybody."""

    def __init__(self, question, share, groups):
        self.question, self.share, self.groups = question, share, groups


class Told:
    """One release, read. `cohort`: the last of the people it is about."""

    def __init__(self, path, case, units, cohort):
        with open(path) as f:
            self.data = json.load(f)
        self.case, self.units, self.cohort = case, units, cohort
        self.everybody = Set(units, cohort)
        self.groups = {}   # (segment, name in the file): Set
        self.sizes = []    # (Set, people)
        self.hidden = []   # (Set of one category that is not told)
        self.figures = []
        self.read_sizes()
        self.read_states()
        self.read_options()
        self.read_weighted()

    def read_sizes(self):
        merged = {}
        rows = [r for r in self.data["response"] if r["measure"] == "group"]
        for r in rows:
            if r["status"] in ("merged", "withheld"):
                self.hidden.append(Set(self.units, self.cohort, r["segment"],
                                       [r["group"]]))
            if r["status"] == "merged":
                merged.setdefault(r["segment"], []).append(r["group"])
        self.sizes.append((self.everybody, self.data["about"]["responses"]))
        for r in rows:
            if r["status"] != "ok":
                continue
            codes = merged[r["segment"]] if r["group"] == OTHER \
                else [r["group"]]
            of = Set(self.units, self.cohort, r["segment"], codes)
            self.groups[r["segment"], r["group"]] = of
            self.sizes.append((of, r["n"]))

    def set_of(self, row):
        if not row.get("segment"):
            return self.everybody
        return self.groups[row["segment"], row["group"]]

    def base(self, of, q):
        return sum(self.units[i].base(q) for i in of.units)

    def read_states(self):
        by_name = {q.name: q for q in self.case.questions}
        for r in self.data["items"] + self.data["habits"]:
            q = by_name[r["question"]]
            if r["status"] != "ok":
                continue
            of = self.set_of(r)
            for s, name in enumerate(STATES[q.kind]):
                options = [o for o, t in zip(q.options, q.states) if t == s]
                f = figure(r, name, of, q, options, self.base(of, q), s)
                if f and options:
                    self.figures.append(f)

    def read_options(self):
        by_name = {q.name: q for q in self.case.questions}
        for r in self.data["options"]:
            q = by_name.get(r["question"])
            if not q or r["status"] != "ok":
                continue
            f = figure(r, "chosen", self.set_of(r), q, [r["option"]], r["n"])
            if f:
                self.figures.append(f)

    def read_weighted(self):
        """With one segment that is weighted by, and all people in it, weights
        follow from the headcounts."""
        groups = []
        for r in self.data.get("weights", []):
            if r.get("segment") and r.get("stands_for") is not None:
                groups.append((self.groups[r["segment"], r["group"]],
                               Fraction(r["stands_for"], r["n"])))
        self.weighted = []
        covered = frozenset().union(*[of.units for of, _ in groups])
        if covered != self.everybody.units or any(
                NONE in of.codes for of, _ in groups):
            return
        by_name = {q.name: q for q in self.case.questions}
        for r in self.data["items"]:
            # what is worked out from the bands says no more than they do
            if r.get("weighted_method") == "wilson_design":
                self.weighted.append(Weighted(by_name[r["question"]],
                                              r["weighted_right"], groups))
