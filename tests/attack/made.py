"""Made-up surveys to attack: a questionnaire, people in the order in which
they come, and what is released of them when. All from one seed.

A case is a kind and a seed. Kinds make sure that what is hard is there:

    plain       groups of ordinary sizes
    tiny        categories of a few people
    alike       questions that nearly everybody answers alike
    overlap     segments that are nearly the same as others
    waves       people who come later, told of before and after
    again       the same told again, otherwise
    refused     habits that nearly all have, and some refuse to tell
    all         any of it at once
"""
import csv
import random

KINDS = ("plain", "tiny", "alike", "overlap", "waves", "again", "refused",
         "all")

ITEM, RISK, PLAIN = "item", "risk", "plain"
NONE = "(none)"


class Question:
    """states: by option 0 to 2, or None for a refusal, which is no answer."""

    def __init__(self, name, kind, options, states):
        self.name, self.kind = name, kind
        self.options, self.states = options, states

    def possible(self):
        return sorted({s for s in self.states if s is not None})


class Release:
    """people: how many have come by then."""

    def __init__(self, people, without=(), frame=False):
        self.people, self.without, self.frame = people, without, frame


class Case:
    def __init__(self, kind, seed):
        self.kind, self.seed = kind, seed
        self.k = 10
        self.segments = {}   # name: categories
        self.questions = []
        self.people = []     # dicts by the name of segment or question
        self.releases = []

    def name(self):
        return "%s-%d" % (self.kind, self.seed)

    def has(self, kind):
        return self.kind in (kind, "all")


def split(rng, n, tiny):
    """Shares of n categories, some of a few people."""
    share = [rng.uniform(1, 6) for _ in range(n)]
    for i in range(1, n):
        if rng.random() < (.4 if tiny else .1):
            share[i] = rng.uniform(.02, .4)
    return share


def add_segments(case, rng, n_people):
    n = rng.randint(2 if case.has("overlap") else 1, 4)
    room = 3000
    for s in range(n):
        name = "seg%d" % (s + 1)
        most = min(8, room - 2)
        if most < 2:
            break
        size = rng.randint(2, most)
        case.segments[name] = ["c%d%d" % (s + 1, i) for i in range(size)]
        room //= size + 2
    for person in case.people:
        person.clear()
    names = list(case.segments)
    shares = {s: split(rng, len(case.segments[s]), case.has("tiny"))
              for s in names}
    nested = {}
    for i, s in enumerate(names[1:], 1):
        if case.has("overlap") and (i == 1 or rng.random() < .4):
            nested[s] = rng.choice(names[:i])
    # people of a nested segment who are where the others of theirs are not
    odd = {s: rng.choice((0, 0, 1, 2, 3, 6, 14)) for s in nested}
    if case.kind == "overlap":
        # one that differs from the other by a few people in one category
        odd[names[1]] = rng.randint(1, 6)
    for _ in range(n_people):
        p = {}
        for s in names:
            c = case.segments[s]
            if s in nested:
                of = case.segments[nested[s]]
                at = of.index(p[nested[s]]) * len(c) // len(of) \
                    if len(c) < len(of) else of.index(p[nested[s]])
                p[s] = c[at]
            else:
                p[s] = rng.choices(c, shares[s])[0]
        case.people.append(p)
    for s in nested:
        for p in rng.sample(case.people, min(odd[s], n_people)):
            p[s] = rng.choice(case.segments[s])
    if rng.random() < .5:
        s = rng.choice(names)
        for p in case.people:
            if rng.random() < .04:
                p[s] = rng.choice(("", "pns"))


def add_questions(case, rng):
    for i in range(rng.randint(3, 6)):
        options = ["a", "b", "c"][:rng.choice((2, 3, 3, 3))]
        states = [1] * len(options)
        states[rng.randrange(len(options))] = 0
        if rng.random() < .8:
            options.append("dk")
            states.append(2)
        case.questions.append(
            Question("item%d" % (i + 1), ITEM, options, states))
    for i in range(rng.randint(1, 2)):
        options, states = ["often", "some", "never"], [1, 1, 1]
        states[rng.randrange(3)] = 0
        if rng.random() < .4:
            options, states = options + ["dk"], states + [2]
        if rng.random() < .4 or case.kind == "refused":
            options, states = options + ["pns"], states + [None]
        case.questions.append(
            Question("habit%d" % (i + 1), RISK, options, states))
    if rng.random() < .4:
        case.questions.append(
            Question("view", PLAIN, ["yes", "no", "dk"], [1, 1, 2]))


def answer_all(case, rng):
    effect = {}
    for q in case.questions:
        weight = {o: rng.uniform(.3, 3) for o in q.options}
        if "dk" in weight:
            weight["dk"] = rng.uniform(.05, .6)
        if "pns" in weight:
            weight["pns"] = rng.uniform(.02, .2)
        often = rng.random()
        if case.has("alike") and often < .7:
            # 97 to 100 % of one answer
            one, rest = rng.choice(q.options[:2]), rng.choice((0, .01, .03))
            share = sum(w for o, w in weight.items() if o != one)
            for o in weight:
                weight[o] = 1 - rest if o == one else weight[o] * rest / share
        if case.kind == "refused" and q.kind == RISK:
            one, rest = rng.choice(q.options[:3]), rng.uniform(.02, .15)
            weight = {o: rest / 3 for o in q.options}
            weight[one], weight["pns"] = 1 - rest, rng.uniform(.03, .07)
        skip = rng.choice((0, 0, .02, .08))
        strength = rng.choice((0, 0, 1, 2))
        for p in case.people:
            if rng.random() < skip:
                p[q.name] = ""
                continue
            w = dict(weight)
            for s in case.segments:
                at = (q.name, s, p[s])
                if at not in effect:
                    effect[at] = (rng.choice(q.options),
                                  rng.lognormvariate(0, .8 * strength))
                o, factor = effect[at]
                w[o] *= factor
            if sum(w.values()) == 0:
                w = weight
            p[q.name] = rng.choices(list(w), list(w.values()))[0]


def plan_releases(case, rng):
    n = len(case.people)
    names = list(case.segments)
    if not case.has("waves") and not case.has("again"):
        case.releases = [Release(n, frame=rng.random() < .15)]
        return
    if case.kind == "again" or (case.kind == "all" and rng.random() < .4):
        first = [] if rng.random() < .5 else [rng.choice(names)]
        then = rng.choice(([], [rng.choice(names)], names[1:]))
        case.releases = [Release(n, first), Release(n, then), Release(n, first)]
        return
    # few more people, or many; or fewer than may be told
    more = rng.choice((rng.randint(10, 25), n // 10, n // 3, n // 2,
                       rng.randint(1, 9)))
    before = max(n - more, 2 * case.k)
    case.releases = [Release(before)]
    if rng.random() < .3 and before > 60:
        case.releases.insert(0, Release(before * 2 // 3))
    if rng.random() < .3:
        case.releases.append(Release(before))
    without = [rng.choice(names)] if rng.random() < .25 else []
    case.releases.append(Release(n, without))


def make(kind, seed):
    rng = random.Random("%s %d" % (kind, seed))
    case = Case(kind, seed)
    if rng.random() < .3:
        case.k = rng.choice((5, 6, 8, 12, 15))
    if kind == "refused":
        low, high = 40, 160
    else:
        low, high = rng.choice(((30, 80), (60, 200), (150, 400),
                                (300, 800)))
    add_segments(case, rng, rng.randint(low, high))
    add_questions(case, rng)
    answer_all(case, rng)
    rng.shuffle(case.people)
    plan_releases(case, rng)
    return case


# ---- files ----

def survey_rows(case):
    yield ["survey"]
    yield ["", "type", "name", "label", "kq_role", "kq_topic", "kq_key",
           "kq_risky", "kq_missing"]
    for q in case.questions:
        key = " ".join(o for o, s in zip(q.options, q.states) if s == 0)
        missing = " ".join(m for o, m in (("dk", "dk=dontknow"),
                                          ("pns", "pns=refused"))
                           if o in q.options)
        role, topic, right, risky = "knowledge", "T1", key, ""
        if q.kind == RISK:
            role, topic, right, risky = "habit", "", "", key
        elif q.kind == PLAIN:
            role, topic, right = "attitude", "", ""
        if q.name in ("item1", "item3"):
            topic = "T2"
        yield ["", "select_one l_" + q.name, q.name, "Question " + q.name,
               role, topic, right, risky, missing]
    for s in case.segments:
        yield ["", "select_one l_" + s, s, "Where: " + s, "segment", "", "",
               "", "pns=refused"]
    yield ["choices"]
    yield ["", "list_name", "name", "label"]
    for q in case.questions:
        for o in q.options:
            yield ["", "l_" + q.name, o, "Choice " + o]
    for s, c in case.segments.items():
        for name in c + ["pns"]:
            yield ["", "l_" + s, name, "Group " + name]
    yield ["settings"]
    yield ["", "form_title", "form_id", "version"]
    yield ["", "Made up", "made", "1"]


def write_csv(path, rows):
    with open(path, "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def write_form(case, folder):
    write_csv(folder + "/form.csv", survey_rows(case))
    write_csv(folder + "/form.topics.csv",
              [["topic", "name", "plain_name", "risk", "cut1", "cut2"],
               ["T1", "One", "One thing", 3, .5, .8],
               ["T2", "Two", "Another", 3, .5, .8]])


def write_answers(case, release, path):
    """In another order each time: order says nothing."""
    names = [q.name for q in case.questions] + list(case.segments)
    people = case.people[:release.people]
    random.Random(len(people)).shuffle(people)
    write_csv(path, [names] + [[p[n] for n in names] for p in people])


def write_frame(case, path):
    """Headcounts of the first segment: more than all who ever answer."""
    s = next(iter(case.segments))
    rows = [["segment", "category", "n"]]
    for i, c in enumerate(case.segments[s]):
        rows.append([s, c, sum(p[s] == c for p in case.people) + 12 + i])
    write_csv(path, rows)
