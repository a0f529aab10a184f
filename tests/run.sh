#!/bin/sh
# Runs test programs and counts their tests.
#
#	BUILD=build JOBS=2 sh tests/run.sh PROGRAM...
#
# A program speaks cmocka, or its last line is `N passed, N failed`, or it is
# one test by its exit code (77: skipped). Shows what a failing one said, one
# line for each part (the program's folder), and last the sum.
#
# VALGRIND=1 runs all under memcheck. TIMEOUT is one program's, in seconds.

BUILD=$(mkdir -p "${BUILD:=build}" && cd "$BUILD" && pwd) || exit 2
JOBS=${JOBS:-2} TIMEOUT=${TIMEOUT:-300} VALGRIND=${VALGRIND:-}
MEMCHECK='valgrind -q --error-exitcode=99 --leak-check=full
	--errors-for-leak-kinds=definite --show-leak-kinds=definite
	--child-silent-after-fork=yes --gen-suppressions=no'
export BUILD JOBS TIMEOUT VALGRIND

now() { date +%s.%N; }

# build/tests/survey/flow_test: survey. tests/includes.sh: includes.
part_of() {
	part=$(basename "$(dirname "$1")")
	[ "$part" = tests ] && part=$(basename "$1" .sh)
	echo "$part"
}

# Sums of cmocka's or our own counts in a log: passed failed skipped.
count() {
	awk '/^\[  PASSED  \] [0-9]+ test/ { p += $4; n++ }
	/^\[  FAILED  \] [0-9]+ test/ { f += $4; n++ }
	/^\[  SKIPPED \] [0-9]+ test/ { s += $4; n++ }
	/^[0-9]+ passed, [0-9]+ failed/ { op = $1; of = $3; os = $5 + 0; o = 1 }
	END {
		if (o && !n) { p = op; f = of; s = os }
		print p + 0, f + 0, s + 0, n + o
	}' "$1"
}

# A log without the tests that went well.
complaint() {
	awk '/^\[ RUN      \]/ { run = $0; next }
	/^\[       OK \]/ { run = ""; next }
	{ if (run) print run; run = ""; print }
	END { if (run) print run }' "$1" | head -n 200
}

# Runs one program; writes "passed failed skipped" to its .count.
one() {
	log=$BUILD/log/$(part_of "$1")-$(basename "$1")
	rm -f "$log" "$log".*
	# A finding in a process the test starts is the test's failure, too.
	san=log_path=$log.san:print_stacktrace=1
	export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}$san"
	export UBSAN_OPTIONS="${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}$san"
	case $1 in
	*.sh) how=sh ;;
	*) how=${VALGRIND:+$MEMCHECK} ;;
	esac
	case $1 in
	/* | */*) program=$1 ;;
	*) program=./$1 ;;
	esac
	timeout -k 10 "$TIMEOUT" $how "$program" </dev/null >"$log" 2>&1
	status=$?
	# Who is killed while the leak checker looks at it leaves such a line.
	cat "$log".san.* 2>/dev/null | grep -v 'Unable to get registers' \
		>>"$log" && [ $status = 0 ] && status=98
	[ $status = 124 ] && echo "still running after $TIMEOUT s" >>"$log"
	set -- $(count "$log")
	case $status in
	0) [ "$4" = 0 ] && set -- 1 0 0 ;;
	77) set -- "$1" "$2" 1 ;;
	*)
		[ "$2" = 0 ] && set -- "$1" 1 "$3"
		echo "exit code $status" >>"$log"
		;;
	esac
	echo "$1 $2 $3" >"$log.count"
}

# Runs the programs of one part at once, then tells about them.
part() {
	part=$1
	shift
	begin=$(now)
	rm -f "$BUILD/log/$part"-*
	printf '%s\n' "$@" | xargs -P "$JOBS" -n 1 sh tests/run.sh --one
	for count in "$BUILD/log/$part"-*.count; do
		read -r p f s <"$count"
		[ "$f" = 0 ] && continue
		name=${count%.count}
		printf -- '--- %s\n' "$part/${name##*/"$part"-}"
		complaint "$name"
	done
	cat "$BUILD/log/$part"-* | grep -h '^SKIP: ' | sort | uniq -c |
		sed 's/^ *\([0-9]*\) SKIP: /    skipped \1: /'
	cat "$BUILD/log/$part"-*.count |
		awk -v part="$part" -v begin="$begin" -v end="$(now)" '
		{ p += $1; f += $2; s += $3 }
		END {
			printf "%-12s %5d passed %3d failed %3d skipped  %6.1f s\n",
				part, p, f, s, end - begin
			print p, f, s >>"'"$BUILD/log/sum"'"
		}'
}

cd "$(dirname "$0")/.." || exit 2
if [ "$1" = --one ]; then
	one "$2"
	exit 0
fi

export LC_ALL=C.UTF-8 TZ=UTC PATH="$BUILD:$PATH"
unset COLUMNS LINES NO_COLOR
mkdir -p "$BUILD/log"
rm -f "$BUILD/log/sum"
touch "$BUILD/log/sum"
for name in $(for p; do part_of "$p"; done | awk '!seen[$0]++'); do
	programs=
	for p; do
		[ "$(part_of "$p")" = "$name" ] && programs="$programs $p"
	done
	part "$name" $programs
done
awk '{ p += $1; f += $2; s += $3 }
END {
	printf "%d passed, %d failed", p, f
	if (s) printf ", %d skipped", s
	print ""
	exit f > 0
}' "$BUILD/log/sum"
