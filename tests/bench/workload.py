"""What an analyst who knows pandas well would write for one wave: 36 frequency
tables, 36 x 4 crosstabs, difficulty, mean and variance of the score, KR-20,
corrected item-rest correlations, mean score by four segments.

	workload.py ANSWERS.csv KEYS [TABLES]

ANSWERS.csv has the columns k1..k30, h1..h6 and four segments, an empty cell
for no answer; KEYS are the right answers' letters. Prints the scale; writes
the tables, for comparing, where TABLES is named.

Tuned: strings become category codes while the file is parsed, counting is
numpy's bincount. The four segments are one joint code, so that 36 passes
count 144 crosstabs.
"""

import sys

import numpy as np
import pandas as pd

KNOWLEDGE, HABITS = 30, 6
SPAN = 8  # more than the codes of any question, with -1 for no answer


def read(path):
    return pd.read_csv(path, dtype="category", keep_default_na=False,
                       na_values=[""], low_memory=False, memory_map=True)


def joint_code(segments):
    """One number for a person's four segments, and the shape to undo it."""
    shape = [len(s.cat.categories) + 1 for s in segments]
    joint = np.zeros(len(segments[0]), np.intp)
    for s, levels in zip(segments, shape):
        joint *= levels
        joint += s.cat.codes.to_numpy()
        joint += 1
    return joint, shape


def crosstabs(codes, joint, shape):
    """For each question the counts by each segment and code + 1."""
    tables = []
    size = int(np.prod(shape)) * SPAN
    base = joint * SPAN + 1
    cell = np.empty_like(base)
    for c in codes:
        np.add(base, c, out=cell)
        count = np.bincount(cell, minlength=size).reshape(*shape, SPAN)
        tables.append([count.sum(axis=tuple(
            a for a in range(len(shape)) if a != keep))
            for keep in range(len(shape))])
    return tables


def scale(codes, keys):
    """Of the people who answered all: n, mean, variance, KR-20, item-rest r."""
    n = len(codes[0])
    score = np.zeros(n, np.int8)
    complete = np.ones(n, bool)
    right = []
    for c, key in zip(codes, keys):
        r = c == key
        right.append(r)
        score += r
        complete &= c >= 0
    people = np.count_nonzero(complete)
    s = np.where(complete, score, 0).astype(float)
    mean = s.sum() / people
    variance = ((s @ s) - people * mean * mean) / (people - 1)
    p = np.array([np.count_nonzero(r & complete) for r in right]) / people
    product = np.array([r.astype(float) @ s for r in right])
    k, unbias = len(codes), people / (people - 1)
    item = p * (1 - p) * unbias
    kr20 = k / (k - 1) * (1 - item.sum() / variance)
    with_rest = (product / people - p * mean) * unbias - item
    rest = variance + item - 2 * (with_rest + item)
    return (people, mean, variance, kr20, with_rest / np.sqrt(item * rest),
            score)


def write_tables(path, data, tables, r):
    """One line a number: what and how many, the way people would name it."""
    segments = data.columns[KNOWLEDGE + HABITS:]
    with open(path, "w", encoding="utf-8") as out:
        for name, by_segment in zip(data.columns, tables):
            for option, label in enumerate(data[name].cat.categories, 1):
                for segment, table in zip(segments, by_segment):
                    groups = ["(none)"] + list(data[segment].cat.categories)
                    count = dict(zip(groups, table[:, option]))
                    count["(none)"] += count.pop("pns", 0)
                    for group, n in count.items():
                        if n > 0:
                            print(name, label, segment, group, n, file=out)
        for name, value in zip(data.columns, r):
            print(name, "item_rest", f"{value:.9f}", file=out)


def main():
    data = read(sys.argv[1])
    keys = sys.argv[2]
    questions = data.columns[:KNOWLEDGE + HABITS]
    segments = [data[c] for c in data.columns[KNOWLEDGE + HABITS:]]
    codes = [data[q].cat.codes.to_numpy() for q in questions]
    joint, shape = joint_code(segments)
    tables = crosstabs(codes, joint, shape)

    key_codes = [data[q].cat.categories.get_loc(k)
                 for q, k in zip(questions, keys)]
    people, mean, variance, kr20, r, score = scale(codes[:KNOWLEDGE],
                                                   key_codes)
    for s in segments:
        c = s.cat.codes.to_numpy() + 1
        by = np.bincount(c, weights=score) / np.maximum(np.bincount(c), 1)
        print(s.name, *(f"{m:.4f}" for m in by))
    for q, key, by_segment in zip(questions, key_codes, tables):
        count = by_segment[0].sum(axis=0)
        print(q, "difficulty", f"{count[key + 1] / count[1:].sum():.9f}")
    print("complete", people, "mean", f"{mean:.9f}", "variance",
          f"{variance:.9f}")
    print("kr20", f"{kr20:.9f}")
    if len(sys.argv) > 3:
        write_tables(sys.argv[3], data, tables, r)


if __name__ == "__main__":
    main()
