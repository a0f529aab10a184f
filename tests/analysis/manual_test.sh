#!/bin/sh
# The manual says what the program says: every option of every command, and
# examples of files that the commands take. BUILD: the programs.

manual=$(cd "$(dirname "$0")/../../analysis" && pwd)/conduct.1 || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
export LC_ALL=C.UTF-8
dir=$(mktemp -d) && chmod 700 "$dir" || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
passed=0 failed=0

# check WHAT COMMAND...: counts whether it holds.
check() {
	what=$1
	shift
	if "$@" >said 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
		cat said
	fi
}

# In the manual --frame is `Fl -frame`, in a list of options `, -frame`.
in_manual() { grep -qE -- "^\.(It|Op|Oo|Cm|Fl).*[ ,]-$1( |$)" "$manual"; }

conduct --help | sed -n 's/^  \([a-z]*\) .*/\1/p' >commands
check "there are commands" grep -qx report commands
while read -r command; do
	check "$command is in the manual" \
		grep -qE "^\.(It )?Cm .*\b$command\b" "$manual"
	conduct "$command" --help >help
	check "the help of $command fits on a screen's width" \
		[ "$(wc -L <help)" -le 80 ]
	for option in $(conduct "$command" --help |
		grep -o -- '--[a-z][a-z-]*' | sed 's/^--//' | sort -u); do
		check "$command --$option is in the manual" in_manual "$option"
	done
done <commands

# And nothing else is.
for command in $(cat commands); do conduct "$command" --help; done >helps
for option in $(grep -E '^\.(It|Op|Oo) ' "$manual" |
	grep -oE '(Fl|,) -[a-z][a-z-]+' | sed 's/.* -//' | sort -u); do
	[ "$option" = help ] && continue
	check "--$option of the manual is in a help" \
		grep -qE -- "--$option\\b" helps
done

# example NAME: the file below that heading of the manual.
example() {
	awk -v name=".Ss $1" '
		$0 == name { here = 1 }
		here && /^\.Ed/ { exit }
		inside { print }
		here && /^\.Bd/ { inside = 1 }' "$manual"
}

conduct bank standard -o . >/dev/null
conduct simulate standard.csv -n 536 --staff 800 --seed 2 -o staff.results \
	>/dev/null
for file in FRAME CUTS RISK JUDGES; do
	example $file >$file
	option=$(echo $file | tr 'A-Z' 'a-z')
	check "$file has rows" [ "$(wc -l <$file)" -gt 2 ]
	check "$file is taken" \
		conduct pitch staff.results -o with-$file --$option $file
done
check "the headcounts weight" conduct stats staff.results -o stats --frame FRAME
check "and are in the weights" grep -q ',D4,y1to4,' stats/weights.csv
conduct stats staff.results -o stats --frame FRAME 2>said.err >/dev/null
check "small weights need no warning" [ ! -s said.err ]
conduct stats staff.results -o exact --frame FRAME --for-analysts test >/dev/null
# limits CONDITION METHOD: rows of items with it have limits by that method.
limits() {
	awk -v wanted="$2" '/,PUB1,/ && '"$1"' {
		n++
		wrong += !index($0, "," wanted ",")
	}
	END { exit !n || wrong }' exact/items.for-analysts.csv
}
check "all staff are those of the headcounts" \
	grep -q ',staff,,,,,800,' exact/response.for-analysts.csv
check "limits of a group are corrected for its own staff" \
	limits '/,D4,y10,/' wilson_fpc
check "and not where these are not known" \
	limits '/,D4,.none.,|,D1,/' wilson
check "options have a base of their own" \
	grep -q ',any choice,' exact/options.for-analysts.csv
printf 'segment,category,n\nD4,under1,740\nD4,y1to4,20\nD4,y5to9,20\nD4,y10,20\n' \
	>far
conduct stats staff.results -o far-off --frame far 2>said.err >/dev/null
check "more answers than staff are named" \
	grep -q '^warning: .* answered as "10 years or more", and .* 20;' said.err
check "and have no rate" \
	grep -q ',D4,y10,10 years or more,staff,[0-9]*,,,undefined$' \
	far-off/response.csv
check "large ones do" grep -q '^warning: .*deff [2-9]' said.err
check "the cuts are those of the file" grep -q ',file,no,' with-CUTS/pitch.csv
check "the judges are" grep -q ',judges,no,2,' with-JUDGES/pitch.csv

# Waves that have one name are told by their paths.
mkdir old && conduct simulate standard.csv -n 300 --staff 800 --seed 3 \
	-o old/staff.results >/dev/null
check "waves of one name are compared" \
	conduct compare old/staff.results staff.results -o changes
check "and told apart" grep -q ',old/staff.results,staff.results,' \
	changes/changes.csv
conduct compare staff.results staff.results -o again >said 2>&1
check "a wave is not compared with itself" [ $? = 2 ]

echo "$passed passed, $failed failed"
[ $failed = 0 ]
