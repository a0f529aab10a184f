#!/usr/bin/env python3
"""Attacks releases of made-up surveys, as a reader of all of them could.

	run.py --conduct FILE [--weak NAME=FILE]... [--tool FILE] [--count N]
	       [--seed N] [--jobs N] [--keep DIR] [--case KIND-SEED]

Each case is a made-up survey with one release or more. From what was written
of them, and from who is in which group, nothing may follow that is promised
not to: about how many people there are nothing at all, of answers no number
under k (EXACT), no group that answers alike (GROUP), nothing about fewer than
k people (ATOM), no two told groups that differ by fewer than k (DIFF). Each
weakened build has to show a breach, or the attack is none.
"""
import argparse
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from multiprocessing import Pool

import made
import solve
import tables
import told

# what each weakened build forgets shows best in these
WEAK_KINDS = {"MERGE": ("tiny", "all"), "EXACT": ("alike", "all"),
              "DIFFERENCE": ("overlap", "all"), "LEDGER": ("waves", "again")}
ON_ANSWERS = ("EXACT", "GROUP", "DIFF", "ATOM", "SMALL GROUP", "UNFIT")


class Outcome:
    def __init__(self, name):
        self.name = name
        self.releases = 0       # that were told and attacked
        self.refused = []       # messages
        self.few = 0            # refused as they must: fewer than k new people
        self.coarsened = 0
        self.breaches = []      # (kind, text)
        self.undecided = 0
        self.questions = self.numbers = 0


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          **more)


class Trial:
    """One case with one build."""

    def __init__(self, case, conduct, folder):
        self.case, self.conduct, self.folder = case, conduct, folder
        self.out = Outcome(case.name())
        self.told = []   # (release, folder of its files)

    def path(self, name):
        return os.path.join(self.folder, name)

    def tell(self, release, number):
        """Import and stats; the advice of a refusal is followed."""
        data, results = self.path("answers.csv"), self.path("made.results")
        made.write_answers(self.case, release, data)
        done = run([self.conduct, "import", data, "--form",
                    self.path("form.csv"), "--min-group", str(self.case.k),
                    "-o", results])
        if done.returncode != 0:
            sys.exit("%s: import: %s" % (self.case.name(), done.stderr))
        without = list(release.without)
        for i in range(5):
            folder = self.path("told%d-%d" % (number, i))
            command = [self.conduct, "stats", results, "-o", folder]
            if without:
                command += ["--without", ",".join(without)]
            if release.frame:
                command += ["--frame", self.path("frame.csv")]
            done = run(command)
            if done.returncode == 0:
                self.told.append((release, folder))
                found = re.search(r"^(\d+) questions? (is|are) told less",
                                  done.stdout, re.M)
                self.out.coarsened += int(found.group(1)) if found else 0
                return
            if done.returncode != 1 or not done.stderr.strip():
                self.out.breaches.append(
                    ("CRASH", "stats ended with %d: %s" % (done.returncode,
                                                           done.stderr)))
                return
            if glob.glob(folder + "/*"):
                self.out.breaches.append(("WRITTEN", "files of a refusal"))
            last = done.stderr.strip().splitlines()[-1]
            if "have been added since" in last:
                self.out.few += 1
                return
            if i == 0:
                self.out.refused.append(last)
            advice = re.search(r"\(--without (\S+)\)", last)
            if not advice or advice.group(1) in without:
                return
            without.append(advice.group(1))

    def read(self):
        extents = [r.people for r, _ in self.told]
        self.units, steps = told.units_of(self.case, extents)
        return [told.Told(f + "/stats.json", self.case, self.units,
                          steps.index(r.people)) for r, f in self.told]

    # ---- our own attack ----

    def attack(self, releases):
        people = [u.people for u in self.units]
        published = {}
        for t in releases:
            for of, n in t.sizes:
                true = sum(people[i] for i in of.units)
                published[of.units] = of
                if n != true:
                    self.breach("UNFIT", "%s are %d, not %d" % (
                        solve.label_of(of), n, true))
                if n < self.case.k:
                    self.breach("SMALL GROUP", "%s: %d people are told of" % (
                        solve.label_of(of), n))
        sets = list(published.values())
        differences = solve.regrouped(sets)
        differences.update(solve.differences(sets))
        for units, label in differences.items():
            n = sum(people[i] for i in units)
            if 0 < n < self.case.k:
                self.breach("DIFF", "%s: %d people" % (label, n))
        named = dict(differences)
        segments = sorted({s for t in releases for s, _ in t.groups})
        named.update(solve.cells(self.units, segments,
                                 [grouping(t) for t in releases]))
        for t in releases:
            named.update(solve.nearly(t, self.units, self.case.k))
        for q in self.case.questions:
            self.attack_question(q, releases, sets, named)

    def attack_question(self, q, releases, sets, named):
        figures = [f for t in releases for f in t.figures if f.question is q]
        weighted = [w for t in releases for w in t.weighted
                    if w.question is q]
        model = solve.Model(q, self.units, figures, weighted,
                            [of.units for of in sets])
        targets = solve.targets_of(model, q, self.case.k, sets, named)
        self.out.questions += 1
        self.out.numbers += len(targets)
        breaches, undecided = model.attack(targets, self.case.seed)
        self.out.undecided += len(undecided)
        for t in breaches:
            self.breach(t.kind, "%s %s state %s: %s" % (q.name, t.label,
                                                        t.state, t.truth))

    def breach(self, kind, text):
        self.out.breaches.append((kind, text))

    # ---- the attacker that was given to us ----

    def run_tool(self, tool, name, arguments, kinds):
        found = self.path(name + ".json")
        done = run([sys.executable, "-B", tool, self.path(name + ".csv"),
                    "--k", str(self.case.k), "--json", found, "--quiet"] +
                   arguments)
        if done.returncode not in (0, 1):
            self.breach("TOOL", done.stderr)
            return
        with open(found) as f:
            for b in json.load(f)["breaches"]:
                if b["finding"] in kinds:
                    self.breach(b["finding"], "%s %s: %s (tool)" % (
                        name, b["cell"], b["true"]))

    def use_tool(self, tool, releases, all_questions):
        t = tables.Tables(self.case, self.units, releases)
        t.write_people(self.path("people.csv"))
        t.write_micro(self.path("micro.csv"), None)
        self.run_tool(tool, "people", ["--micro", self.path("micro.csv")],
                      ("EXACT", "SMALL", "WIDTH", "DIFF"))
        questions = [q for q in self.case.questions if q.kind != made.PLAIN]
        for i, q in enumerate(questions):
            if not all_questions and i != self.case.seed % len(questions):
                continue
            t.write_answers(self.path(q.name + ".csv"), q)
            t.write_micro(self.path("micro.csv"), q)
            self.run_tool(tool, q.name,
                          ["--homog", "1", "--micro", self.path("micro.csv"),
                           "--item", "answer"],
                          ("EXACT", "GROUP", "DIFF", "ATOM"))


def grouping(release):
    """By segment and code the name of the group that it was told in."""
    by = {s: {} for s in release.case.segments}
    for (s, name), of in release.groups.items():
        for c in of.codes:
            by[s][c] = name
    return by


def trial(arguments):
    kind, seed, conduct, tool, all_questions, keep = arguments
    case = made.make(kind, seed)
    folder = tempfile.mkdtemp(prefix="attack-")
    try:
        t = Trial(case, conduct, folder)
        made.write_form(case, folder)
        made.write_frame(case, folder + "/frame.csv")
        for i, release in enumerate(case.releases):
            t.tell(release, i)
        t.out.releases = len(t.told)
        if t.told:
            releases = t.read()
            t.attack(releases)
            if tool:
                t.use_tool(tool, releases, all_questions)
        return t.out
    finally:
        if keep:
            shutil.copytree(folder, os.path.join(keep, case.name()),
                            dirs_exist_ok=True)
        shutil.rmtree(folder)


# ---- the builds ----

def say(outcome):
    for kind, text in outcome.breaches[:5]:
        print("  %s: %s: %s" % (outcome.name, kind, text.strip()), flush=True)
    if len(outcome.breaches) > 5:
        print("  %s: and %d more" % (outcome.name, len(outcome.breaches) - 5))


def attack_product(a, pool):
    releases = coarsened = breached = undecided = cases = few = numbers = 0
    refused = {}
    for o in pool.imap(trial, [(kind, seed, a.conduct, a.tool, a.all, a.keep)
                               for kind, seed in a.cases]):
        cases += 1
        releases += o.releases
        coarsened += o.coarsened
        undecided += o.undecided
        numbers += o.numbers
        few += o.few
        breached += bool(o.breaches)
        if o.refused:
            refused[o.name] = o.refused
        say(o)
        if cases % 50 == 0:
            print("  %d surveys ..." % cases, flush=True)
    print("%d surveys, %d releases, %d numbers looked for: %d surveys with a "
          "breach" % (cases, releases, numbers, breached))
    print("  %d questions coarsened, %d numbers not decided" %
          (coarsened, undecided))
    n_refused = sum(len(r) for r in refused.values())
    print("  refused: %d, and %d for fewer than k new people" %
          (n_refused, few))
    for name, messages in list(refused.items())[:a.show]:
        for m in messages:
            print("    %s: %s" % (name, m))
    return breached == 0 and releases > 0


def attack_weak(a, pool, name, conduct):
    """Until a breach has shown."""
    kinds = WEAK_KINDS[name]
    cases = [(kinds[i % len(kinds)], a.seed * 1000 + i, conduct,
              a.tool, False, None) for i in range(max(8, len(a.cases)))]
    found, by_tool, tried, breached = Counter(), Counter(), 0, 0
    while cases and not (found and (by_tool or not a.tool)):
        some, cases = cases[:a.jobs], cases[a.jobs:]
        for o in pool.map(trial, some):
            tried += 1
            breached += bool(o.breaches)
            for kind, text in o.breaches:
                (by_tool if text.endswith("(tool)") else found)[kind] += 1

    def words(c):
        return ", ".join("%d %s" % (n, k) for k, n in sorted(c.items())) or \
            "nothing"
    print("weakened, %s: a breach in %d of %d surveys: %s%s" %
          (name, breached, tried, words(found),
           "; with the tool " + words(by_tool) if a.tool else ""), flush=True)
    return bool(found) and (bool(by_tool) or not a.tool)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--conduct", required=True)
    p.add_argument("--weak", action="append", default=[])
    p.add_argument("--tool")
    p.add_argument("--all", action="store_true",
                   help="the tool on all questions, not on one a survey")
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--show", type=int, default=20)
    p.add_argument("--keep")
    p.add_argument("--case", action="append")
    a = p.parse_args()
    n = len(made.KINDS)
    a.cases = [(made.KINDS[i % n], a.seed * 1000 + i) for i in range(a.count)]
    if a.case:
        a.cases = [(c.rsplit("-", 1)[0], int(c.rsplit("-", 1)[1]))
                   for c in a.case]
    passed = failed = 0
    with Pool(a.jobs) as pool:
        results = [attack_product(a, pool)]
        for w in a.weak:
            name, conduct = w.split("=", 1)
            results.append(attack_weak(a, pool, name, conduct))
    passed = sum(results)
    failed = len(results) - passed
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
