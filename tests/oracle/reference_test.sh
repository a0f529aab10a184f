#!/bin/sh
# Every file of reference values that is at hand, answered and compared. Where
# there is none (SHARED is not set) all of it is skipped.
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
compare=${SHARED:-none}/tools/compare_oracles.py
if [ ! -f "$compare" ] || ! command -v python3 >/dev/null; then
	echo 'SKIP: SHARED names no reference data, or there is no python3'
	exit 77
fi
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

# Of how many must and should cases at least are answered, in percent.
least() {
	case $1 in
	micro_a | special_functions | iqitems | lsat6) echo 90 ;;
	*) echo 70 ;;
	esac
}

# check NAME: nothing differs, and enough is answered.
check() {
	file=$SHARED/data/oracles/$1.json
	"$BUILD/tests/oracle" "$file" >"$dir/mine.json" &&
		python3 "$compare" "$file" "$dir/mine.json" --partial \
			--tier must,should >"$dir/said" 2>&1
	code=$?
	# "ok 82 failed 0 missing 3 keys missing 1"
	set -- "$1" $(tail -n 1 "$dir/said" | tr -dc '0-9 \n')
	if [ $code = 0 ] && [ "${3:-1}" = 0 ] &&
		[ $((100 * $2)) -ge $(($(least "$1") * ($2 + $4))) ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "$1:"
	tail -n 20 "$dir/said"
}

for file in "$SHARED"/data/oracles/*.json; do
	check "$(basename "$file" .json)"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
