#!/bin/sh
# The whole way through, in build/demo: a pilot wave of the standard form, one
# person (you, at a terminal; else a script in line mode), 400 made-up
# colleagues, a report.
#
#	BUILD=build sh tests/demo.sh

cd "$(dirname "$0")/.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
rm -rf "$BUILD/demo"
mkdir -m 700 "$BUILD/demo" && cd "$BUILD/demo" || exit 1

step() { printf '\n== %s\n\n' "$1"; }
fail() {
	echo "The demo stopped here; what there is by now is in $BUILD/demo." >&2
	exit 1
}

step 'HR opens a wave: 480 staff, a pilot, closing today'
conduct open --standard --staff 480 --closes "$(date +%F)" --pilot -o demo |
	tee opened.txt || fail
questions=$(sed -n 's/.*(\([0-9]*\) questions.*/\1/p' opened.txt)
[ -n "$questions" ] || fail

if [ -t 0 ] && [ -t 1 ]; then
	step 'You answer it'
	printf 'Press Enter to begin; on the last page choose Send. '
	read -r enter
	conduct-survey demo.wave
	case $? in
	0) ;;
	3 | 4) echo 'You stopped, so nothing of yours was sent.' ;;
	*) fail ;;
	esac
else
	step 'Nobody is at a terminal: a script answers in line mode'
	{
		echo start
		awk -v n="$questions" \
			'BEGIN { for (i = 0; i < n; i++) print i % 3 + 1 }'
		echo send
		echo finish
	} | conduct-survey demo.wave >answered.txt || fail
	grep '^Question [123] ' answered.txt
	echo "... and so on: $BUILD/demo/answered.txt"
fi

step '400 made-up colleagues answer'
conduct simulate demo.wave -n 400 --seed 1 || fail
conduct status demo.wave

step 'HR reports: closes, opens the answers, counts'
conduct report demo.wave -o report || fail

step 'Where it is'
for file in report/summary.txt report/brief.html report/answers-for-staff.md \
	report/pitch.csv report/topics.csv report/items.csv \
	report/options.csv report/habits.csv report/response.csv \
	report/stats.json demo.results demo.wave demo.key; do
	printf '%8d bytes  %s\n' "$(wc -c <"$file")" "$BUILD/demo/$file"
done

step 'The first lines of report/brief.md'
head -n 12 report/brief.md | fold -s -w 79
