#!/bin/sh
# Statistics beside what an analyst would write for a part of them: pandas
# (workload.py) or R with psych (workload.R). Ours is a first release: counted,
# audited, all tables as CSV and JSON, the ledger. First the figures of both
# must agree; then they run in turn, the best of three counts.
#
#	BUILD=build sh tests/bench/peers.sh pandas|R
#
# One line a goal; exit 1 when one was missed.

cd "$(dirname "$0")/../.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
form=tests/bench/form40.csv
keys=$(awk -F, '$5 == "knowledge" { printf "%s", $7 }' "$form")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
PATH=$BUILD:$BUILD/tests/bench:$PATH
status=0

refuse() {
	echo "$1" >&2
	exit 2
}

# Debian's pandas belongs to Debian's python3, which may not be the first.
python() {
	for p in python3 /usr/bin/python3; do
		"$p" -c 'import pandas' 2>/dev/null && command -v "$p" && return
	done
	refuse "There is no python3 with pandas; run \`make deps-bench\`."
}

# Only answers, no status columns: nobody has to read what they do not count.
make_data() {
	conduct simulate "$form" -n "$1" --seed 1 -o "$work/$1" >/dev/null &&
		conduct export "$work/$1" -o "$work/export" --segments --csv \
			>/dev/null || exit 2
	columns=$(head -n 1 "$work/export/confidential-responses.csv" |
		tr ',' '\n' | grep -n . | grep -v ':data$\|_status$' |
		cut -d : -f 1 | paste -s -d , -)
	cut -d , -f "$columns" "$work/export/confidential-responses.csv" \
		>"$work/$1.csv"
	rm -r "$work/export"
}

# figures TABLE PROGRAM: awk over a table's rows, columns by name.
figures() {
	awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		'"$2" "$work/ours/$1.for-analysts.csv"
}

ours_difficulty() {
	figures items '$c["role"] == "knowledge" && $c["segment"] == "" {
		printf "%s difficulty %.9f\n", $c["question"],
			$c["right"] / $c["n"] }'
}

ours_scale() {
	figures scales '$c["scale"] == "all" && $c["base"] == "complete" {
		printf "complete %d mean %.9f variance %.9f\nkr20 %.9f\n",
			$c["n"], $c["mean"], $c["sd"] ^ 2, $c["alpha"] }'
}

ours_tables() {
	figures options '$c["segment"] != "" && $c["chosen"] > 0 {
		print $c["question"], $c["option"], $c["segment"], $c["group"],
			$c["chosen"] }'
	figures scale_items '$c["scale"] == "all" && $c["base"] == "complete" {
		printf "%s item_rest %.9f\n", $c["question"], $c["item_rest"] }'
}

same() {
	sort "$1" >"$work/a" && sort "$2" >"$work/b" &&
		diff "$work/a" "$work/b" >"$work/diff" && return
	head -n 10 "$work/diff" >&2
	refuse "Our $3 (<) and theirs (>) are not the same."
}

# agree N PEER COMMAND...: exit 2 when a figure differs.
agree() {
	n=$1 peer=$2
	shift 2
	conduct stats "$work/$n" -o "$work/ours" --for-analysts benchmark \
		>/dev/null || exit 2
	"$@" "$work/$n.csv" "$keys" "$work/tables" >"$work/theirs" || exit 2
	{ ours_difficulty && ours_scale; } >"$work/scale"
	grep 'difficulty\|complete\|kr20' "$work/theirs" >"$work/theirs.scale"
	same "$work/scale" "$work/theirs.scale" "difficulty and KR-20"
	if [ -s "$work/tables" ]; then
		ours_tables >"$work/ours.tables"
		same "$work/ours.tables" "$work/tables" "crosstabs"
	fi
	echo "$peer agrees: $(wc -l <"$work/scale") figures of the scale," \
		"$(cat "$work/tables" 2>/dev/null | wc -l) of the tables"
}

# race NAME N RATIO PEER COMMAND...: a first release each time, of a copy that
# is on the disk before the clock starts.
race() {
	name=$1 n=$2 ratio=$3 peer=$4
	shift 4
	beside -p "cp $work/$n $work/release && sync $work/release" \
		-t "$peer" "$name" 3 "$ratio" 24 \
		conduct stats "$work/release" -o "$work/out" -- "$@" || status=1
}

case $1 in
pandas)
	python=$(python) || exit 2
	set -- "$python" tests/bench/workload.py
	make_data 100000
	agree 100000 pandas "$@"
	race peers/100k 100000 1/6 pandas "$@" "$work/100000.csv" "$keys"
	make_data 1000000
	agree 1000000 pandas "$@"
	race peers/1M 1000000 1/15 pandas "$@" "$work/1000000.csv" "$keys"
	race first/1M 1000000 10 sqlite3 sqlite3 "$work/1000000" \
		'select count(answers) from response'
	;;
R)
	make_data 100000
	agree 100000 R Rscript tests/bench/workload.R
	race peers/100k 100000 1/30 R Rscript tests/bench/workload.R \
		"$work/100000.csv" "$keys"
	;;
*) refuse "usage: peers.sh pandas|R" ;;
esac
exit $status
