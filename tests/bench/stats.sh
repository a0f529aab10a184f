#!/bin/sh
# Statistics of a million responses, CSV and JSON written, against the least
# that reading them can take: sqlite3 counting them. From 50,000 responses on
# two threads count, sqlite3 has one: on a machine that does nothing else it is
# some four times, with both processors busy elsewhere up to ten. Memory must
# stay under the same limit for a million and for a tenth.
#
#	BUILD=build N=1000000 sh tests/bench/stats.sh

cd "$(dirname "$0")/../.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
N=${N:-1000000}
form=tests/bench/form40.csv
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
PATH=$BUILD:$BUILD/tests/bench:$PATH

# stats NAME PEOPLE RATIO: for a smaller file the goal is memory alone.
stats() {
	conduct simulate "$form" -n "$2" --seed 1 -o "$work/$2" >/dev/null ||
		exit 1
	beside "$1" 5 "$3" 24 conduct stats "$work/$2" -o "$work/out" -- \
		sqlite3 "$work/$2" 'select count(answers) from response'
}

status=0
stats stats "$N" 10 || status=1
stats stats/10 $((N / 10)) 99 || status=1
exit $status
