#!/bin/sh
# Lines of each source that the tests ran, least first.
#
#	BUILD=build-cover sh tests/cover.sh

cd "$(dirname "$0")/.." || exit 2
find "${BUILD:-build-cover}/obj" -name '*.gcno' ! -path '*/obj/tests/*' |
	while read -r notes; do
		gcov -n -o "$(dirname "$notes")" "$notes" 2>/dev/null
	done |
	awk -F "[':% ]+" '
	/^File/ { file = $2 }
	/^Lines executed/ && file ~ /^(questions|survey|analysis)\/.*\.c$/ {
		sub(/^.*executed:/, ""); split($0, f, /% of /)
		if (!(file in lines)) { lines[file] = f[2]; share[file] = f[1] }
		file = ""
	}
	END {
		for (file in lines) {
			printf "%6.1f %% of %5d  %s\n", share[file], lines[file], \
				file | "sort -n"
			n += lines[file]; ran += share[file] * lines[file] / 100
		}
		close("sort -n")
		printf "%6.1f %% of %5d  together\n", n ? 100 * ran / n : 0, n
	}'
