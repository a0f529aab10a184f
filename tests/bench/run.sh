#!/bin/sh
# All benchmarks, one line a goal: ratios of runs made in turn, never bare
# times. Exit 1 when a goal was missed.
#
#	BUILD=build sh tests/bench/run.sh [PART...]

cd "$(dirname "$0")/../.." || exit 2
BUILD=${BUILD:-build}
export BUILD
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
status=0

# part NAME COMMAND...: when no PART was named, or this one.
wanted=" $* "
part() {
	name=$1
	shift
	case $wanted in "  " | *" $name "*) ;; *) return ;; esac
	echo "== $name"
	"$@" || status=1
}

client() {
	"$BUILD/conduct" open --staff 100 --closes 2099-12-14 \
		-o "$work/bench" >/dev/null &&
		"$BUILD/tests/bench/terminal" -b '\r' \
			"$BUILD/conduct-survey" "$work/bench.wave"
}

part stats sh tests/bench/stats.sh
part peers sh tests/bench/peers.sh pandas
part import sh tests/bench/import.sh
part client client
part slots "$BUILD/tests/bench/slots"
part drafts "$BUILD/tests/bench/drafts"
exit $status
