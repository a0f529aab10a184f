#!/bin/sh
# Import and export of a million responses against sqlite3 on the same files.
#
#	BUILD=build N=1000000 sh tests/bench/import.sh
#
# Each pair is run in turn, three times; the best of each counts. Prints
# seconds and ratios; exit 1 when a ratio misses its goal.

cd "$(dirname "$0")/../.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
N=${N:-1000000}
form=tests/bench/form40.csv
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
PATH=$BUILD:$PATH

# Seconds of a command, whatever it prints.
seconds() {
	begin=$(date +%s.%N)
	"$@" >"$work/out" 2>&1 || {
		cat "$work/out" >&2
		exit 1
	}
	echo "$begin $(date +%s.%N)" | awk '{ print $2 - $1 }'
}

import_ours() {
	conduct import "$work/export/confidential-responses.csv" \
		--form "$form" -o "$work/imported"
}

import_theirs() {
	rm -f "$work/theirs"
	sqlite3 "$work/theirs" \
		".import --csv $work/export/confidential-responses.csv t"
}

export_ours() {
	conduct export "$work/results" -o "$work/export" --csv --segments
}

export_theirs() {
	sqlite3 -csv -header "$work/results" \
		'SELECT * FROM response_wide' >"$work/theirs.csv"
}

# compare NAME GOAL: best of three of NAME_ours and NAME_theirs, in turn.
compare() {
	: >"$work/times"
	for i in 1 2 3; do
		echo "$(seconds $1_ours) $(seconds $1_theirs)" >>"$work/times"
	done
	awk -v name="$1" -v goal="$2" '
		NR == 1 || $1 < ours { ours = $1 }
		NR == 1 || $2 < theirs { theirs = $2 }
		END {
			missed = ours * goal > theirs
			printf "%-8s%8.2f s  sqlite3 %6.2f s  1/%.1f" \
				"  (goal 1/%s)%s\n", name, ours, theirs, \
				theirs / ours, goal, missed ? "  MISSED" : ""
			exit missed
		}' "$work/times"
}

conduct simulate "$form" -n "$N" --seed 1 -o "$work/results" >/dev/null ||
	exit 1
status=0
compare export 8 || status=1
compare import 1.5 || status=1
# What came in is what went out.
conduct export "$work/imported" -o "$work/again" --csv --segments >/dev/null
cmp "$work/export/confidential-responses.csv" \
	"$work/again/confidential-responses.csv" || status=1
exit $status
