#!/bin/sh
# The oracle program as a program: what it refuses and where it finds data.
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
passed=0 failed=0

count() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s:\n  got      %s\n  expected %s\n' "$1" "$2" "$3"
	fi
}

# refuses WHAT MESSAGE ARGUMENT...: exit 2, nothing on standard output.
refuses() {
	what=$1 message=$2
	shift 2
	got=$("$BUILD/tests/oracle" "$@" 2>err)
	count "$what" "$? [$got] $(cat err)" "2 [] oracle: $message"
}

# answers WHAT JSON ARGUMENT...
answers() {
	what=$1 json=$2
	shift 2
	got=$("$BUILD/tests/oracle" "$@" 2>&1)
	count "$what" "$? $got" "0 $json"
}

echo '{"cases": [' >broken.json
echo '{"meta": {}}' >nothing.json
echo '{"cases": []}' >empty.json
printf 'id,A\n1,2,3\n' >ragged.csv
: >blank.csv
refuses 'no file' 'usage: oracle FILE.json [CSV...]'
refuses 'a file that is not there' 'none.json: cannot be opened' none.json
refuses 'no cases' 'nothing.json: has no list "cases"' nothing.json
refuses 'a row that is too long' 'ragged.csv: row 2 has 3 cells, not 2' \
	empty.json ragged.csv
refuses 'data without a header' 'blank.csv: has no header row' \
	empty.json blank.csv
"$BUILD/tests/oracle" broken.json >out 2>err
count 'half a file' "$? $(cut -d: -f1-2 err)" '2 oracle: broken.json'

answers 'no cases, no answers' '{}' empty.json
mkdir beside
cat >beside/data.json <<'END'
{"meta": {"csv": "data.csv (+ data_key.csv)"}, "cases": [
{"id": "n", "stat": "counts", "n": 1, "n": [2]},
{"id": "z", "fn": "pnorm", "args": [0]},
{"id": "far", "fn": "pf_upper", "args": [0, 2, "Inf"]},
{"id": "item/A/options", "stat": "option_counts"},
{"id": "item/B/options", "stat": "option_counts"},
{"id": "nobody knows", "stat": "unknown"},
{"id": "more than all", "stat": "wilson", "input": {"x": 5, "n": 4}}]}
END
printf 'id,A\n1,2\n2,\n3,2\n' >beside/data.csv
answers 'data beside the file, one of two names doubled' \
	'{"n":{"records":3,"complete":2,"total_missing":1},"z":0.5,"far":1,"item/A/options":{"n_answered":2,"missing":1,"counts":{"2":2},"shares":{"2":1}}}' \
	beside/data.json
printf 'id,A\n1,7\n' >data.csv
answers 'data that is named comes first' \
	'{"n":{"records":1,"complete":1,"total_missing":0},"z":0.5,"far":1,"item/A/options":{"n_answered":1,"missing":0,"counts":{"7":1},"shares":{"7":1}}}' \
	beside/data.json data.csv
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
