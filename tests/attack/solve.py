"""An attack of our own: what a reader can be sure of, given everything told.

For one question all data sets that fit every figure of every release are the
whole-number points of a polytope. A number is safe when one of them has
another; where we find none, the solver (glpsol) proves that there is none.

People are taken together in classes: the same published groups, first in the
same release. Classes have one number a state, and the organisation has one
number an option, for groups are told of states only. Within a class anything
goes, so that of a part of a class all follows from the class.
"""
import itertools
import os
import random
import subprocess
import tempfile
from collections import defaultdict

from made import PLAIN

TIME = 20   # seconds for one problem; more is "not decided"


class Target:
    """A number that nobody may be sure of. parts: (class, people of it who
    answered) or, of options, (cohort). limit: it may not be provable that the
    number is that or more (GROUP); None: it may not be provable at all."""

    def __init__(self, kind, label, state, parts, truth, limit=None,
                 option=None):
        self.kind, self.label, self.state = kind, label, state
        self.parts, self.truth, self.limit = parts, truth, limit
        self.option = option


class Model:
    def __init__(self, q, units, figures, weighted, sets):
        self.q, self.units, self.weighted = q, units, weighted
        self.possible = q.possible()
        self.make_classes(sets)
        self.rows, self.bounds = [], {}
        self.figures = figures
        self.make_rows()
        self.calls = 0

    def make_classes(self, sets):
        """Units in the same sets, of one cohort."""
        keys, self.of_unit = {}, []
        for i, u in enumerate(self.units):
            key = (u.cohort,) + tuple(i in s for s in sets)
            self.of_unit.append(keys.setdefault(key, len(keys)))
        self.n = len(keys)
        self.cohort = [None] * self.n
        self.base = [0] * self.n
        self.truth = defaultdict(int)
        for i, u in enumerate(self.units):
            c = self.of_unit[i]
            self.cohort[c] = u.cohort
            self.base[c] += u.base(self.q)
            for s in self.possible:
                self.truth[c, s] += u.state(self.q, s)

    @staticmethod
    def x(c, s):
        return "x%d_%d" % (c, s)

    @staticmethod
    def y(cohort, o):
        return "y%d_%d" % (cohort, o)

    def row(self, terms, op, value):
        self.rows.append((dict(terms), op, value))

    def make_rows(self):
        q = self.q
        for c in range(self.n):
            for s in self.possible:
                self.bounds[self.x(c, s)] = (0, self.base[c])
            self.row([(self.x(c, s), 1) for s in self.possible], "=",
                     self.base[c])
        cohorts = sorted(set(self.cohort))
        for k in cohorts:
            for s in self.possible:
                y = [(self.y(k, o), 1) for o, t in enumerate(q.states)
                     if t == s]
                x = [(self.x(c, s), -1) for c in range(self.n)
                     if self.cohort[c] == k]
                self.row(y + x, "=", 0)
            for o, t in enumerate(q.states):
                refused = sum(u.count[q.name, q.options[o]]
                              for u in self.units if u.cohort == k)
                most = sum(b for c, b in enumerate(self.base)
                           if self.cohort[c] == k)
                self.bounds[self.y(k, o)] = \
                    (refused, refused) if t is None else (0, most)
        for f in self.figures:
            self.add_figure(f)
        for w in self.weighted:
            self.add_weighted(w)

    def add_figure(self, f):
        if f.state is None:
            o = self.q.options.index(f.options[0])
            terms = [(self.y(k, o), 1) for k in range(f.of.cohort + 1)
                     if (self.y(k, o)) in self.bounds]
        else:
            terms = [(self.x(c, f.state), 1)
                     for c in sorted({self.of_unit[i] for i in f.of.units})]
        if not terms:
            return
        if f.least == f.most:
            self.row(terms, "=", f.least)
        else:
            self.row(terms, ">=", f.least)
            self.row(terms, "<=", f.most)

    def add_weighted(self, w):
        """The weighted share right, told to two decimals: in units of a
        millionth of a person, a little wider than it is."""
        total = sum(a * sum(self.units[i].base(self.q) for i in of.units)
                    for of, a in w.groups)
        terms = defaultdict(int)
        for of, a in w.groups:
            for c in {self.of_unit[i] for i in of.units}:
                terms[self.x(c, 0)] += round(a * 10 ** 6)
        slack = 10 ** 6
        self.row(terms, ">=", int((w.share - .005) * total * 10 ** 6) - slack)
        self.row(terms, "<=", int((w.share + .005) * total * 10 ** 6) + slack)

    # ---- values of a target in a solution ----

    def range_of(self, t, value):
        """Least and most that the target can be, given the classes."""
        if t.option is not None:
            n = sum(value[self.y(k, t.option)] for k in t.parts)
            return n, n
        low = high = 0
        for c, n in t.parts:
            x = value[self.x(c, t.state)]
            low += max(0, x - (self.base[c] - n))
            high += min(n, x)
        return low, high

    def is_open(self, t, value):
        low, high = self.range_of(t, value)
        if t.limit is None:
            return low != t.truth or high != t.truth
        return low < t.limit

    # ---- the solver ----

    def true_solution(self):
        value = {self.x(c, s): self.truth[c, s]
                 for c in range(self.n) for s in self.possible}
        for k in set(self.cohort):
            for o, name in enumerate(self.q.options):
                value[self.y(k, o)] = sum(u.count[self.q.name, name]
                                          for u in self.units if u.cohort == k)
        return value

    def fits(self, value):
        for terms, op, right in self.rows:
            left = sum(a * value[v] for v, a in terms.items())
            if (op == "=" and left != right) or \
                    (op == ">=" and left < right) or \
                    (op == "<=" and left > right):
                return False
        return True

    def solve(self, objective, sense, extra_rows=(), extra_bounds=None,
              gap=0.0):
        """(value of the objective, solution, proven), or None."""
        self.calls += 1
        bounds = dict(self.bounds, **(extra_bounds or {}))

        def linear(terms):
            return "\n ".join("%s %d %s" % ("+" if a >= 0 else "-", abs(a), v)
                              for v, a in terms.items())
        names = sorted(bounds)
        text = [sense, " obj: " + linear(objective), "Subject To"]
        for i, (terms, op, right) in enumerate(
                itertools.chain(self.rows, extra_rows)):
            text.append(" r%d: %s %s %d" % (i, linear(terms), op, right))
        text += ["Bounds"] + [" %d <= %s <= %d" % (bounds[v][0], v,
                                                   bounds[v][1])
                              for v in names]
        text += ["General"] + [" " + v for v in names] + ["End"]
        with tempfile.TemporaryDirectory() as folder:
            lp = os.path.join(folder, "p.lp")
            out = os.path.join(folder, "s")
            with open(lp, "w") as f:
                f.write("\n".join(text) + "\n")
            # the writer numbers columns as they first appear in the problem
            names = [v for v in self.order(objective, extra_rows, names)]
            subprocess.run(["glpsol", "--lp", lp, "-w", out, "--tmlim",
                            str(TIME), "--mipgap", str(gap), "--cuts"],
                           stdout=subprocess.DEVNULL, check=False)
            return self.read(out, names)

    def order(self, objective, extra_rows, names):
        seen = dict.fromkeys(objective)
        for terms, _, _ in itertools.chain(self.rows, extra_rows):
            seen.update(dict.fromkeys(terms))
        seen.update(dict.fromkeys(names))
        return seen

    @staticmethod
    def read(path, names):
        if not os.path.exists(path):
            return None
        status = objective = None
        value = {}
        with open(path) as f:
            for line in f:
                w = line.split()
                if w[0] == "s":
                    status, objective = w[4], float(w[5])
                elif w[0] == "j":
                    value[names[int(w[1]) - 1]] = round(float(w[2]))
        if status not in ("o", "f"):
            return None
        return round(objective), value, status == "o"

    def terms_of(self, t):
        if t.option is not None:
            return {self.y(k, t.option): 1 for k in t.parts}
        return {self.x(c, t.state): 1 for c, _ in t.parts}

    # ---- all of it ----

    def still_closed(self, targets, value):
        return [t for t in targets if not self.is_open(t, value)]

    def sweep(self, left, rng, rounds=40):
        """Targets left after some solutions that differ from the truth in as
        much as they can; ever fewer at a time."""
        idle = 0
        for i in range(rounds):
            if not left or idle > 3:
                break
            some = rng.sample(left, -(-len(left) // (1 + i % 8)))
            objective = defaultdict(int)
            for t in some:
                sign = -1 if t.limit is not None else rng.choice((-1, 1))
                if t.limit is None and t.truth == 0:
                    sign = 1
                for v in self.terms_of(t):
                    objective[v] += sign * rng.randint(1, 3)
            objective = {v: a for v, a in objective.items() if a}
            found = objective and self.solve(objective, "Maximize", gap=.1)
            if not found:
                continue
            before = len(left)
            left = self.still_closed(left, found[1])
            idle = idle + 1 if len(left) == before else 0
        return left

    def prove(self, t, left):
        """(True: the target is pinned; False: it is not; None: no answer.
        And those left that the solutions found do not open.)"""
        senses = ["Minimize"] if t.limit is not None else ["Maximize",
                                                           "Minimize"]
        for sense in senses:
            objective, rows, bounds = self.proof(t, sense)
            found = self.solve(objective, sense, rows, bounds)
            if not found:
                return None, left
            left = self.still_closed(left, found[1])
            if self.is_open(t, found[1]):
                return False, left
            if not found[2]:
                return None, left
        return True, left

    def proof(self, t, sense):
        """The target as a linear objective: of a part of a class, with the
        rest of it filled first or last."""
        if t.option is not None:
            return self.terms_of(t), [], {}
        objective, rows, bounds = {}, [], {}
        for i, (c, n) in enumerate(t.parts):
            x, z = self.x(c, t.state), "z%d" % i
            if n == self.base[c]:
                objective[x] = 1
                continue
            objective[z] = 1
            bounds[z] = (0, n)
            if sense == "Minimize":
                rows.append(({z: 1, x: -1}, ">=", n - self.base[c]))
            else:
                rows.append(({z: 1, x: -1}, "<=", 0))
        return objective, rows, bounds

    def attack(self, targets, seed):
        """(breaches, targets not decided)"""
        if not self.fits(self.true_solution()):
            return [Target("UNFIT", "the truth does not fit what was told",
                           None, (), 0)], []
        breaches, undecided = [], []
        left = self.still_closed(targets, self.true_solution())
        left = self.sweep(left, random.Random(seed))
        while left:
            t = left.pop()
            proven, left = self.prove(t, left)
            if proven:
                breaches.append(t)
            elif proven is None:
                undecided.append(t)
        return breaches, undecided


# ---- what nobody may be sure of ----

def cells(units, names, sets_of):
    """Sets of people that the reader can name: segments of which groups were
    told crossed in any way, by codes or by told groups, of those first in one
    release or up to one."""
    last = max(u.cohort for u in units)
    spans = {(c, c) for c in range(last + 1)} | {(0, c)
                                                for c in range(last + 1)}
    found = {}
    for n in range(len(names) + 1):
        for crossed in itertools.combinations(names, n):
            for first, to in spans:
                for grouping in [None] + sets_of:
                    by = defaultdict(list)
                    for i, u in enumerate(units):
                        if first <= u.cohort <= to:
                            by[tuple(grouping[s].get(u.codes[s], u.codes[s])
                                     if grouping else u.codes[s]
                                     for s in crossed)].append(i)
                    for key, members in by.items():
                        label = " ".join("%s=%s" % x
                                         for x in zip(crossed, key))
                        found.setdefault(
                            frozenset(members),
                            "%s of people %d to %d" % (
                                label or "everybody", first, to))
    return found


def nearly(told, units, k):
    """Unions of groups of one segment less unions of those of another where
    fewer than k people are left: (units, label)."""
    found = {}
    by = defaultdict(list)
    for of, _ in told.sizes:
        if of.segment:
            by[of.segment].append(of)
    people = [u.people for u in units]
    for a, b in itertools.permutations(by, 2):
        parent = {("a", i): ("a", i) for i in range(len(by[a]))}
        parent.update({("b", i): ("b", i) for i in range(len(by[b]))})

        def top(x):
            while parent[x] != x:
                x = parent[x]
            return x
        for (i, p), (j, r) in itertools.product(enumerate(by[a]),
                                                enumerate(by[b])):
            if sum(people[u] for u in p.units & r.units) >= k:
                parent[top(("a", i))] = top(("b", j))
        tops = {top(x) for x in parent}
        for t in tops:
            left = frozenset().union(*[p.units for i, p in enumerate(by[a])
                                       if top(("a", i)) == t])
            right = frozenset().union(*[p.units for i, p in enumerate(by[b])
                                        if top(("b", i)) == t])
            rest = left - right
            if rest and right and sum(people[u] for u in rest) < k:
                found[rest] = "groups of %s less groups of %s" % (a, b)
    return found


def differences(sets, rest=True):
    """One published set less another that is a part of it. rest: also all
    others than a group."""
    found = {}
    for a, b in itertools.permutations(sets, 2):
        if b.units < a.units and (rest or a.segment or a.cohort != b.cohort):
            found.setdefault(a.units - b.units, "%s less %s" % (
                label_of(a), label_of(b)))
    return found


def regrouped(sets):
    """Groups of one segment told otherwise before: who has come since to those
    of which one cannot be told without the other. {units: label}"""
    found = {}
    for a, b in itertools.permutations({(s.segment, s.cohort)
                                        for s in sets if s.segment}, 2):
        if a[0] != b[0] or a[1] >= b[1]:
            continue
        old = [s for s in sets if (s.segment, s.cohort) == a]
        new = [s for s in sets if (s.segment, s.cohort) == b]
        while new:
            codes = set(new.pop().codes)
            while any(codes & set(s.codes) and not codes >= set(s.codes)
                      for s in old + new):
                for s in old + new:
                    if codes & set(s.codes):
                        codes |= set(s.codes)
            label = "%s=%s of people %d to %d" % (
                a[0], "+".join(sorted(codes)), a[1] + 1, b[1])
            inside = [frozenset().union(*[s.units for s in sets
                                          if (s.segment, s.cohort) == c and
                                          codes >= set(s.codes)])
                      for c in (a, b)]
            new = [s for s in new if not codes >= set(s.codes)]
            if inside[0] < inside[1]:
                found[inside[1] - inside[0]] = label
    return found


def label_of(of):
    if of.segment is None:
        return "everybody up to %d" % of.cohort
    return "%s=%s up to %d" % (of.segment, "+".join(of.codes), of.cohort)


def targets_of(model, q, k, published, named):
    """published: Sets of all releases; named: {units: label} of other sets."""
    targets = option_targets(model, q, k)
    if q.kind == PLAIN:
        return targets  # that somebody gave some answer is no secret
    exact = {(f.of.units, f.state) for f in model.figures
             if f.exact and f.state is not None}
    always = {of.units: label_of(of) for of in published}
    always.update({u: label for u, label in differences(published,
                                                        False).items()
                   if u not in always})
    for units, label in itertools.chain(always.items(),
                                        ((u, n) for u, n in named.items()
                                         if u not in always)):
        parts = defaultdict(int)
        for i in units:
            parts[model.of_unit[i]] += model.units[i].base(q)
        parts = sorted((c, n) for c, n in parts.items() if n)
        base = sum(n for _, n in parts)
        for s in model.possible:
            x = sum(model.units[i].state(q, s) for i in units)
            if 0 < base < k:
                targets.append(Target("ATOM", label, s, parts, x))
            elif base >= k and units in always:
                if 0 < x < k and (units, s) not in exact:
                    targets.append(Target("EXACT", label, s, parts, x))
                if x >= base - 1:
                    targets.append(Target("GROUP", label, s, parts, x,
                                          base - 1))
    return targets


def option_targets(model, q, k):
    """Of the people who came between two releases, how many chose what."""
    cohorts = sorted(set(model.cohort))
    told = {(f.of.cohort, f.options[0]) for f in model.figures
            if f.exact and f.of.segment is None and len(f.options) == 1}
    base = defaultdict(int)
    for c in range(model.n):
        base[model.cohort[c]] += model.base[c]
    truth = model.true_solution()
    targets = []
    for first, last in itertools.combinations_with_replacement(cohorts, 2):
        span = [c for c in cohorts if first <= c <= last]
        n = sum(base[c] for c in span)
        for o, s in enumerate(q.states):
            x = sum(truth[model.y(c, o)] for c in span)
            if s is None:
                continue
            shown = first == cohorts[0] and (last, q.options[o]) in told
            label = "option %s of people %d to %d" % (q.options[o], first,
                                                      last)
            if n >= k and 0 < x < k and not shown:
                targets.append(Target("EXACT", label, s, span, x, None, o))
            if n >= k and x >= n - 1:
                targets.append(Target("GROUP", label, s, span, x, n - 1, o))
    return targets
