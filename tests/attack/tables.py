"""Releases as the tables that disclosure_attacker.py reads.

One variable a segment, `ans` for the state, `wave` for the people who were
first in one release: the last release is the total over waves, those before
it are sums of the first of them. Who belongs where is known to the reader, so
bases are known; what is not told of a cell is left blank.
"""
import csv
import itertools

from made import NONE
from told import STATES


class Naming:
    """Categories of one segment: codes, and what was told of several codes
    together. Those that cross each other are left to our own attack."""

    def __init__(self, case, told, segment):
        self.segment = segment
        sets = []
        for t in reversed(told):
            for (s, _), of in t.groups.items():
                codes = frozenset(of.codes)
                if s == segment and len(codes) > 1 and codes not in sets and \
                        all(codes <= o or o <= codes or not codes & o
                            for o in sets):
                    sets.append(codes)
        codes = case.segments[segment] + [NONE]
        self.sets = {self.name(s): s for s in sets}
        self.sets.update({c: frozenset([c]) for c in codes})
        self.hier = []
        for name, s in self.sets.items():
            above = [o for o in sets if s < o]
            if above:
                self.hier.append((self.name(min(above, key=len)), name))

    @staticmethod
    def name(codes):
        return "+".join(sorted(codes)).replace("(none)", "none")

    def clean(self, name):
        return name.replace("(none)", "none")


class Waves:
    """Cohorts and those up to one; everybody has no name."""

    def __init__(self, n):
        self.spans = {}
        self.hier = []
        for c in range(n if n > 1 else 0):
            self.spans["w%d" % c] = (c, c)
            if 0 < c < n - 1:
                self.spans["to%d" % c] = (0, c)
                self.hier.append(("to%d" % c, "w%d" % c))
                self.hier.append(("to%d" % c,
                                  "to%d" % (c - 1) if c > 1 else "w0"))
        self.n = n

    def name(self, first, last):
        for name, span in self.spans.items():
            if span == (first, last):
                return name
        return None


class Tables:
    def __init__(self, case, units, told):
        self.case, self.units, self.told = case, units, told
        self.waves = Waves(max(u.cohort for u in units) + 1)
        self.naming = {s: Naming(case, told, s) for s in case.segments}

    def head(self):
        for parent, child in self.waves.hier:
            yield "#hier wave %s %s" % (parent, child)
        for s, naming in self.naming.items():
            for parent, child in naming.hier:
                yield "#hier %s %s %s" % (s, naming.clean(parent),
                                          naming.clean(child))

    def cells(self):
        """(dims, units) of all people cells."""
        spans = [(None, (0, self.waves.n - 1))] + list(
            self.waves.spans.items())
        for wave, (first, last) in spans:
            at = "wave=%s;" % wave if wave else ""
            there = [i for i, u in enumerate(self.units)
                     if first <= u.cohort <= last]
            yield at, frozenset(there)
            for s, naming in self.naming.items():
                for name, codes in naming.sets.items():
                    yield at + "%s=%s" % (s, naming.clean(name)), frozenset(
                        i for i in there if self.units[i].codes[s] in codes)

    def write(self, path, lines, rows):
        with open(path, "w", newline="") as f:
            for line in itertools.chain(self.head(), lines):
                f.write(line + "\n")
            out = csv.writer(f, lineterminator="\n")
            out.writerow(["table", "dims", "value", "true"])
            out.writerows(rows)

    def write_people(self, path):
        told = {of.units: n for t in self.told for of, n in t.sizes}
        rows = [["people", dims, told.get(units, ""),
                 sum(self.units[i].people for i in units)]
                for dims, units in self.cells()]
        self.write(path, [], rows)

    def write_answers(self, path, q):
        told = {}
        for t in self.told:
            for f in t.figures:
                if f.question is q and f.state is not None:
                    low, high = told.get((f.of.units, f.state), (0, 10 ** 9))
                    told[f.of.units, f.state] = (max(low, f.least),
                                                 min(high, f.most))
        known, rows = [], []
        for dims, units in self.cells():
            base = sum(self.units[i].base(q) for i in units)
            known.append("#known %s %d %d" % (dims.strip(";"), base, base))
            rows.append(["t", dims, "", base])
            for s in q.possible():
                value = told.get((units, s), "")
                if value:
                    value = "%d..%d" % value if value[0] < value[1] \
                        else value[0]
                x = sum(self.units[i].state(q, s) for i in units)
                rows.append(["t", dims.strip(";") + ";ans=" +
                             STATES[q.kind][s], value, x])
        self.write(path, ["#answer ans"] + known, rows)

    def write_micro(self, path, q):
        rows = [["wave"] + list(self.case.segments) + ["answer"]]
        for u in self.units:
            codes = [self.naming[s].clean(u.codes[s])
                     for s in self.case.segments]
            answers = []
            for s in (q.possible() if q else []):
                answers += [STATES[q.kind][s]] * u.state(q, s)
            answers += [""] * (u.people - len(answers))
            rows += [["w%d" % u.cohort] + codes + [a] for a in answers]
        if self.waves.n == 1:
            rows = [r[1:] for r in rows]
        with open(path, "w", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows(rows)
