#!/bin/sh
# Golden cases: each folder with a `cmd` is one.
#
#	sh tests/golden/run.sh [--update] [CASE...]
#
# cmd is a shell script, run in a scratch copy of its folder with this build's
# programs first on PATH and nothing on standard input. What it prints, both
# outputs in one, with `exit N` as the last line, is in `expected`; a file NAME
# that it must write is in `expected.NAME`. $TOP is the top of the project.
# --update takes what comes out now; read the diff before you commit it.

cd "$(dirname "$0")/../.." || exit 2
TOP=$PWD
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
scratch=$BUILD/golden
passed=0 failed=0 update=
[ "$1" = --update ] && update=1 && shift
export TOP LC_ALL=C.UTF-8 TZ=UTC PATH="$BUILD:$PATH"
unset COLUMNS LINES NO_COLOR

# Leaves the case's output in $work.out
run_case() {
	work=$scratch/$name
	rm -rf "$work" "$work.out"
	mkdir -p "$(dirname "$work")"
	cp -R "tests/golden/$name" "$work"
	rm -f "$work"/expected "$work"/expected.* "$work/cmd"
	(
		cd "$work" || exit 126
		HOME=$work timeout -k 10 120 sh "$TOP/tests/golden/$name/cmd" \
			</dev/null
	) >"$work.out" 2>&1
	status=$?
	[ -s "$work.out" ] && [ -n "$(tail -c 1 "$work.out")" ] &&
		printf '\n\\ no newline at end\n' >>"$work.out"
	echo "exit $status" >>"$work.out"
}

compare() {
	diff -u --label "$1" --label "got" "$1" "$2" >>"$work.diff" 2>&1
}

check_case() {
	same=0
	: >"$work.diff"
	compare "tests/golden/$name/expected" "$work.out" || same=1
	for want in "tests/golden/$name"/expected.*; do
		[ -e "$want" ] || continue
		compare "$want" "$work/${want##*/expected.}" || same=1
	done
	return $same
}

update_case() {
	cp "$work.out" "tests/golden/$name/expected"
	for want in "tests/golden/$name"/expected.*; do
		[ -e "$want" ] && cp "$work/${want##*/expected.}" "$want"
	done
}

mkdir -p "$scratch"
[ $# -gt 0 ] || set -- $(cd tests/golden && find . -name cmd | sort |
	sed 's|^\./||; s|/cmd$||')
for name; do
	if [ ! -f "tests/golden/$name/cmd" ]; then
		echo "golden: no tests/golden/$name/cmd"
		failed=$((failed + 1))
		continue
	fi
	run_case
	[ -n "$update" ] && update_case
	if check_case; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "golden: $name differs"
		head -n 60 "$work.diff"
	fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
