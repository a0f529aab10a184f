"""Validates folders of `conduct stats`, `pitch`, `report` and `compare`.

	python3 schema_check.py SCHEMAS DIR...

Every JSON file against its schema, by jsonschema; every CSV file against the
JSON beside it; and files with one mistake each, which must be refused. The
last line is `N passed, N failed`.
"""

import copy
import csv
import io
import json
import pathlib
import re
import sys

import jsonschema

KINDS = ("stats", "pitch", "compare")
passed = failed = 0


def check(what, complaints):
    global passed, failed
    complaints = list(complaints)
    if not complaints:
        passed += 1
        return
    failed += 1
    for complaint in complaints[:5]:
        print(f"{what}: {complaint}")
    if len(complaints) > 5:
        print(f"{what}: and {len(complaints) - 5} more")


# ---- the schemas themselves ----

def objects(schema):
    """All schemas in a schema that describe what an object may have."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects(part)
    elif isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)


def loose(schema):
    for one in objects(schema):
        if one.get("additionalProperties") is not False:
            yield f"takes any member: {list(one['properties'])[:3]}"
        for name, member in one["properties"].items():
            if not member.get("description"):
                yield f"{name} is not described"
        for name in one.get("required", []):
            if name not in one["properties"]:
                yield f"{name} is required and not described"


def load_schema(folder, kind):
    path = folder / f"{kind}.schema.json"
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    check(path.name, loose(schema))
    return schema


# ---- JSON ----

def errors(schema, document):
    validator = jsonschema.Draft202012Validator(schema)
    for error in validator.iter_errors(document):
        place = "/".join(str(p) for p in error.absolute_path)
        yield f"{place}: {error.message[:300]}"


def tables(document):
    return {k: v for k, v in document.items() if isinstance(v, list)}


def backwards(document):
    """What JSON Schema cannot say: of two ends the lower one is first."""
    for name, rows in tables(document).items():
        for i, row in enumerate(rows):
            for low in row:
                high = low[:-4] + "high" if low.endswith("low") else None
                if low.endswith("_from"):
                    high = low[:-5] + "_to"
                if low in ("n_from", "percent_from") or high not in row:
                    continue
                a, b = row[low], row[high]
                if None not in (a, b) and (a > b or low.endswith("_from") and a == b):
                    yield f"{name}/{i}: {low} {a}, {high} {b}"


# ---- CSV ----

def as_cell(value):
    """The text that stands in the CSV for a member, numbers being texts."""
    if value is None:
        return ""
    if value[0] == "text":
        return "'" + value[1] if re.match(r"[-=+@'\t\r]", value[1]) else value[1]
    return value[1]


def as_written(path):
    """The document with every number as its text."""
    number = lambda text: ("number", text)
    document = json.loads(path.read_text(), parse_int=number, parse_float=number)

    def mark(x):
        if isinstance(x, dict):
            return {k: mark(v) for k, v in x.items()}
        if isinstance(x, list):
            return [mark(v) for v in x]
        return ("text", x) if isinstance(x, str) else x
    return mark(document)


def csv_complaints(text, name, document, schema):
    """What a CSV says otherwise than the JSON, or has not."""
    header, *rows = csv.reader(io.StringIO(text))
    columns = schema["$defs"][name]["properties"]
    marks = {k: as_cell(document[k]) for k in ("release", "data")}
    release = not marks["release"].startswith("for analysts")
    for column in header:
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", column):
            yield f"{name}: column {column} is not lower_snake"
    if len(set(header)) < len(header):
        yield f"{name}: a column is there twice"
    if header[:2] != ["release", "data"]:
        yield f"{name}: does not begin with release and data"
    for column in ("base", "n", "status"):
        if column not in header:
            yield f"{name}: no column {column}"
    for column in columns:
        hidden = release and "$comment" in columns[column]
        if hidden == (column in header):
            yield f"{name}: {column} is {'' if hidden else 'not '}in the CSV"
    if len(rows) != len(document[name]):
        yield f"{name}: {len(rows)} rows, and {len(document[name])} in the JSON"
    for i, (row, told) in enumerate(zip(rows, document[name])):
        cells = dict(zip(header, row))
        for column, cell in cells.items():
            wanted = marks.get(column, as_cell(told.get(column)))
            if cell != wanted:
                yield f"{name} row {i + 2}: {column} is {cell!r}, not {wanted!r}"


# ---- files with one mistake ----

def row(document, table, **wanted):
    """The first row of a table with these members; ... is any, None none."""
    for one in document[table]:
        if all(k in one if v is ... else one.get(k) == v for k, v in wanted.items()):
            return one
    return None


def set_in(table, change, **wanted):
    def mutate(document):
        one = row(document, table, **wanted)
        if one is None:
            return False
        for name, value in change.items():
            if value is None:
                del one[name]
            else:
                one[name] = value
        return True
    return mutate


def set_top(**change):
    def mutate(document):
        for name, value in change.items():
            if value is None:
                del document[name]
            else:
                document[name] = value
        return True
    return mutate


def set_about(**change):
    return lambda document: set_top(**change)(document["about"])


everybody = {"segment": None, "status": "ok"}
a_group = {"segment": ..., "status": "ok"}

# What is wrong, in which kind of file, of a release or not, and how it is made.
MISTAKES = (
    ("a table of no name", "stats", 1, set_top(extra=[])),
    ("no items", "stats", 1, set_top(items=None)),
    ("no release", "stats", 1, set_top(release=None)),
    ("a release that nobody audited", "stats", 1, set_top(release="release 1")),
    ("release 0", "stats", 1, set_top(release="release 0, audited")),
    ("analysts without a reason", "stats", 0, set_top(release="for analysts only:  ")),
    ("data of another kind", "stats", 1, set_top(data="real")),
    ("made up and not", "stats", 1, set_about(made_up=False)),
    ("a minimum under the floor", "stats", 1, set_about(min_group=4)),
    ("a fact too many", "stats", 1, set_about(wave_key="x")),
    ("a date of another form", "stats", 1, set_about(closes="14 December")),
    ("answers that are no whole number", "stats", 1, set_about(responses=3.5)),
    ("a column of no name", "stats", 1, set_in("items", {"comment": "x"})),
    ("a status of no name", "stats", 1, set_in("items", {"status": "fine"})),
    ("no status", "stats", 1, set_in("items", {"status": None})),
    ("a role of no name", "stats", 1, set_in("items", {"role": "exam"})),
    ("a method of no name", "stats", 1,
     set_in("items", {"method": "wald"}, **everybody, method=...)),
    ("0 percent", "stats", 1, set_in("items", {"percent_right": "0"}, percent_right=...)),
    ("100 percent", "stats", 1, set_in("items", {"percent_right": "100"}, percent_right=...)),
    ("percent as a number", "stats", 1, set_in("items", {"percent_right": 62}, percent_right=...)),
    ("percent with a decimal", "stats", 1,
     set_in("topics", {"percent_right": "62.5"}, percent_right=...)),
    ("a share over 1", "stats", 0, set_in("items", {"share_right": 62}, share_right=...)),
    ("a limit of a release as a share", "stats", 1, set_in("items", {"low": .62}, low=...)),
    ("a limit beyond 100 percent", "stats", 1, set_in("items", {"high": 101}, high=...)),
    ("a limit of a mean as a share", "stats", 1,
     set_in("topics", {"low": .62}, **everybody, low=...)),
    ("a limit for analysts in percent", "stats", 0, set_in("items", {"low": 62}, low=...)),
    ("a weighted share of a release", "stats", 1,
     set_in("items", {"weighted_right": .5}, percent_weighted_right=...)),
    ("a weighted mean of a release", "stats", 1,
     set_in("topics", {"weighted_mean": .5}, percent_weighted_mean=...)),
    ("risky answers and any answer", "stats", 1,
     set_in("habits", {"percent_answered": "50"}, percent_risky=...)),
    ("any answer of a group", "stats", 1,
     set_in("habits", {"answered_from": 10, "answered_to": 20}, segment=..., status="ok")),
    ("a count under 0", "stats", 1, set_in("items", {"skipped": -1}, skipped=...)),
    ("low without high", "stats", 1, set_in("items", {"high": None}, **everybody, high=...)),
    ("limits without a method", "stats", 1,
     set_in("items", {"method": None}, **everybody, method=...)),
    ("a state not told", "stats", 1,
     set_in("items", {"percent_wrong": None}, **everybody, percent_wrong=...)),
    ("figures of what is withheld", "stats", 1,
     set_in("items", {"status": "withheld"}, **everybody)),
    ("figures of what is undefined", "stats", 1,
     set_in("habits", {"status": "undefined"}, **everybody)),
    ("figures of what is withheld, of a group", "stats", 1,
     set_in("items", {"status": "withheld"}, **a_group)),
    ("an exact count of a group", "stats", 1,
     set_in("items", {"right": 7, "share_right": .5, "n": 14}, **a_group)),
    ("a group's base", "stats", 1, set_in("items", {"n": 14}, **a_group)),
    ("a group's percent", "stats", 1, set_in("habits", {"percent_risky": "14"}, **a_group)),
    ("a group's mean", "stats", 1, set_in("topics", {"mean": .5}, **a_group)),
    ("a group's certainty", "stats", 1, set_in("items", {"percent_informed": "50"}, **a_group)),
    ("a group's limits as of everybody", "stats", 1,
     set_in("items", {"low": 40, "high": 60, "method": "wilson_fpc"}, **a_group)),
    ("options by group", "stats", 1,
     set_in("options", {"segment": "D1", "group": "x", "group_label": "X"})),
    ("a band with one end", "stats", 1, set_in("items", {"right_to": None}, **a_group)),
    ("a band beyond 100", "stats", 1, set_in("items", {"right_to": 120}, **a_group)),
    ("a band and a share", "stats", 1,
     set_in("items", {"right_from": 10, "right_to": 20}, **everybody, percent_right=...)),
    ("a group without its segment", "stats", 1, set_in("items", {"segment": None}, **a_group)),
    ("the statistic of a test", "stats", 1,
     set_in("comparisons", {"p": .04, "adjusted": .04, "n": 99}, status="ok")),
    ("the statistic of an exact test", "stats", 0,
     set_in("comparisons", {"method": "fisher-exact"}, method="chi-squared")),
    ("a test of figures that are not told", "stats", 1,
     set_in("comparisons", {"method": "chi-squared"}, method="chi-squared-of-bands")),
    ("a comparison of answers in a release", "stats", 1,
     set_in("comparisons", {"compared": "answers"}, compared="share right")),
    ("a verdict without a method", "stats", 1,
     set_in("comparisons", {"method": None}, status="ok")),
    ("a test of one group", "stats", 1, set_in("comparisons", {"groups": 1}, status="ok")),
    ("a verdict of what is withheld", "stats", 1,
     set_in("comparisons", {"differ": "yes"}, status="withheld")),
    ("a measure of no name", "stats", 1, set_in("response", {"measure": "rr7"})),
    ("a measure that is a group", "stats", 1,
     set_in("response", {"segment": "D1"}, measure="responses")),
    ("a rate of a merged group", "stats", 1,
     set_in("response", {"status": "merged"}, measure="group", n=...)),
    ("a rate that is no percent", "stats", 1,
     set_in("response", {"percent": None}, measure="responses")),
    ("a rate without its whole", "stats", 1,
     set_in("response", {"of": None}, measure="responses")),
    ("alpha of what is withheld", "stats", 1,
     set_in("scales", {"status": "withheld"}, status="ok")),
    ("a scale of nobody in particular", "stats", 1, set_in("scales", {"cases": None})),
    ("a correlation of what is withheld", "stats", 1,
     set_in("scale_items", {"status": "withheld"}, status="ok")),
    ("alpha over 1", "stats", 1, set_in("scales", {"alpha": 1.1}, status="ok")),
    ("a flag of no name", "stats", 1, set_in("scale_items", {"flags": "odd"})),
    ("an option that few chose", "stats", 1,
     set_in("scale_options", {"status": "withheld"}, status="ok")),
    ("a correlation over 1", "stats", 1, set_in("knowledge_habits", {"tau_b": 1.5}, status="ok")),
    ("a scale with one end", "stats", 1,
     set_in("knowledge_habits", {"to_option": None}, status="ok")),
    ("what all staff's mean lies between, of a group", "stats", 1,
     set_in("topics", {"staff_low": 10, "staff_high": 90}, **a_group)),
    ("a pooled share of a release", "stats", 1,
     set_in("pooled", {"pooled": .5, "low": .4, "high": .6, "n": 9, "right": 4})),
    ("who knows, as a count", "stats", 1,
     set_in("know_do", {"risky": 5, "share_risky": .5, "n": 10}, status="ok")),
    ("a band for analysts", "stats", 0,
     set_in("items", {"right_from": 10, "right_to": 20}, status="ok")),
    ("weights of nobody in particular", "stats", 0, set_in("weights", {"stands_for": None})),
    ("a weight under 0", "stats", 0, set_in("weights", {"mean_weight": -1})),
    ("weighting that gains", "stats", 0, set_in("weights", {"deff": .5}, deff=...)),
    ("weights of no method", "stats", 0, set_in("weights", {"method": "guess"}, method=...)),
    ("a level of no name", "pitch", 1, set_in("pitch", {"level": "expert"}, level=...)),
    ("sureness of no name", "pitch", 1, set_in("pitch", {"sureness": "sure"}, sureness=...)),
    ("a mode of no name", "pitch", 1, set_in("pitch", {"mode": "warn"}, mode=...)),
    ("a level of what is withheld", "pitch", 1,
     set_in("pitch", {"status": "withheld"}, status="ok")),
    ("a group's smallest base", "pitch", 1, set_in("pitch", {"n": 60}, **a_group)),
    ("a level of nobody in particular", "pitch", 1, set_in("pitch", {"n": None}, **everybody)),
    ("words of a group", "pitch", 1, set_in("pitch", {"words": 100}, **a_group)),
    ("exactly what a group knows", "pitch", 1, set_in("pitch", {"known": .5}, **a_group)),
    ("all staff merged", "pitch", 1, set_in("pitch", {"status": "merged"}, **everybody)),
    ("a risk of 6", "pitch", 1, set_in("pitch", {"risk": 6}, risk=...)),
    ("a cut in percent", "pitch", 1, set_in("pitch", {"cut1": 50}, cut1=...)),
    ("default cuts from a file", "pitch", 1,
     set_in("pitch", {"cuts_from": "file"}, default_cuts="yes")),
    ("words that are no whole number", "pitch", 1, set_in("pitch", {"words": 10.5}, words=...)),
    ("rank 0", "pitch", 1, set_in("pitch", {"rank": 0}, rank=...)),
    ("a direction of no name", "pitch", 1,
     set_in("misconceptions", {"direction": "careless"}, direction=...)),
    ("a direction of no idea", "pitch", 1,
     set_in("misconceptions", {"misconception": None}, direction=...)),
    ("common: perhaps", "pitch", 1, set_in("misconceptions", {"common": "perhaps"}, common=...)),
    ("a share expected by chance in a release", "pitch", 1,
     set_in("misconceptions", {"expected_by_chance": .5}, expected_by_chance=...)),
    ("limits of wrong answers as shares", "pitch", 1,
     set_in("misconceptions", {"of_wrong_low": .5}, of_wrong_low=...)),
    ("minutes under 0", "pitch", 1, set_about(minutes=-1)),
    ("no words", "pitch", 1, set_about(words=None)),
    ("waves that nobody audited", "compare", 1, set_top(release="audited")),
    ("one wave", "compare", 1, set_about(waves=1)),
    ("a version that is no hash", "compare", 1, set_in("changes", {"version": "2"})),
    ("a change beyond 100 points", "compare", 1, set_in("changes", {"points": 101}, points=...)),
    ("changed: maybe", "compare", 1, set_in("changes", {"changed": "maybe"}, changed=...)),
    ("a change of what is withheld", "compare", 1,
     set_in("changes", {"status": "withheld"}, status="ok")),
    ("a test of what is undefined", "compare", 1,
     set_in("changes", {"status": "undefined"}, status="ok")),
    ("a change without its limits", "compare", 1, set_in("changes", {"low": None}, low=...)),
    ("p over 1", "compare", 1, set_in("changes", {"p": 1.5}, p=...)),
    ("not compared without a reason", "compare", 1,
     set_in("questions", {"compared": "no"}, compared="yes")),
    ("a trend of two waves", "compare", 1,
     lambda d: "trends" in d and set_about(waves=2)(d)),
    ("no trends of three waves", "compare", 1,
     lambda d: "trends" not in d and set_about(waves=3)(d)),
    ("points that nobody explains", "compare", 1, set_about(points=None)),
    ("a wave of nobody", "compare", 1, set_in("waves", {"n": None})),
    ("weighting that gains", "compare", 1, set_in("waves", {"deff": .5}, deff=...)),
    ("a level without how sure", "compare", 1, set_in("levels", {"sureness": None}, status="ok")),
)


def refuse(schemas, good):
    """Makes each mistake in the first file that has a place for it."""
    for what, kind, released, mutate in MISTAKES:
        for of_kind, document in good:
            wrong = copy.deepcopy(document)
            is_release = not document["release"].startswith("for analysts")
            if of_kind != kind or is_release != bool(released) or not mutate(wrong):
                continue
            found = list(errors(schemas[kind], wrong))
            check(f"{kind}, {what}", [] if found else ["was taken"])
            break
        else:
            check(f"{kind}, {what}", ["no file has a place for it"])


def refuse_csv(text, name, document, schema):
    header, *rows = text.splitlines(keepends=True)
    for what, wrong in (
        ("a figure", text.replace("wilson_fpc", "wilson", 1)),
        ("a column", header.replace(",status", ",state") + "".join(rows)),
        ("a name", header.replace(",status", ",Status") + "".join(rows)),
        ("a row", header + "".join(rows[1:])),
    ):
        found = list(csv_complaints(wrong, name, document, schema))
        check(f"{name}.csv with {what} changed", [] if found else ["was taken"])


# ---- all of it ----

def main(folder, *results):
    schemas = {kind: load_schema(pathlib.Path(folder), kind) for kind in KINDS}
    good, sheet = [], None
    for result in map(pathlib.Path, results):
        for path in sorted(result.glob("*.json")):
            kind = path.name.split(".")[0]
            ending = path.name[len(kind):-len(".json")]
            document = json.loads(path.read_text())
            written = as_written(path)
            check(path, errors(schemas[kind], document))
            check(f"{path}, ends of bands", backwards(document))
            good.append((kind, document))
            for name in tables(document):
                file = result / f"{name}{ending}.csv"
                if not file.exists():
                    check(file, ["is not there"])
                    continue
                text = file.read_text()
                check(file, csv_complaints(text, name, written, schemas[kind]))
                if name == "items" and "wilson_fpc" in text and not sheet:
                    sheet = text, name, written, schemas[kind]
        known = {n for k in KINDS for n in tables_of(schemas[k])}
        check(f"{result}, its CSV files", (
            f"{p.name} has no schema" for p in sorted(result.glob("*.csv"))
            if p.name.split(".")[0] not in known))
    refuse(schemas, good)
    refuse_csv(*sheet)
    print(f"{len(good)} JSON files validated, {len(MISTAKES) + 4} mistakes tried")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def tables_of(schema):
    return [n for n, s in schema["properties"].items() if s.get("type") == "array"]


sys.exit(main(*sys.argv[1:]))
