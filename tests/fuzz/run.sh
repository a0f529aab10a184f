#!/bin/sh
# Fuzzes each target for some seconds, one after the other.
#
#	BUILD=build-fuzz sh tests/fuzz/run.sh SECONDS PROGRAM...
#
# Starts from tests/fuzz/corpus/<name>/ and tests/fuzz/<name>.dict, keeps what
# it finds new in BUILD. A crash is left in BUILD/crash-<name>-*; once mended,
# it belongs in the corpus.

cd "$(dirname "$0")/../.." || exit 2
BUILD=${BUILD:-build-fuzz}
seconds=$1
shift
passed=0 failed=0
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1

for program; do
	name=$(basename "$program" _fuzz)
	found=$BUILD/corpus/$name
	log=$BUILD/fuzz-$name.log
	mkdir -p "$found"
	set -- "$found"
	[ -d "tests/fuzz/corpus/$name" ] && set -- "$@" "tests/fuzz/corpus/$name"
	[ -f "tests/fuzz/$name.dict" ] && set -- "$@" "-dict=tests/fuzz/$name.dict"
	if "$program" -max_total_time="$seconds" -timeout=10 \
		-rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 \
		-artifact_prefix="$BUILD/crash-$name-" "$@" >"$log" 2>&1; then
		passed=$((passed + 1))
		awk -v name="$name" '/^stat::number_of_executed_units/ { n = $2 }
		/cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") c = $(i + 1) }
		END { printf "%-12s %9d runs, %5d edges\n", name, n, c }' "$log"
	else
		failed=$((failed + 1))
		echo "--- fuzz/$name"
		tail -n 60 "$log"
	fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
