#!/bin/sh
# Who may include whom. Prints `file:line: message`; exit 1 if there is any.
cd "$(dirname "$0")/.." || exit 2
found=$(mktemp) && trap 'rm -f "$found"' EXIT

# rule MESSAGE WHERE... -- INCLUDED [BUT]: no file in WHERE may include what
# matches INCLUDED, unless BUT matches "file:line:text".
rule() {
	message=$1 where=
	shift
	while [ "$1" != -- ]; do
		where="$where $(find $1 -name '*.[ch]' 2>/dev/null)"
		shift
	done
	[ -z "${where# }" ] && return
	grep -nE "^[ 	]*#[ 	]*include[ 	]*[<\"]($2)" $where /dev/null |
		grep -vE -- "${3:-^$}" |
		sed "s|^\([^:]*:[0-9]*\):.*|\1: $message|" >>"$found"
}

ours='survey/|questions/|analysis/'
rule 'questions/ includes only questions/' questions -- 'survey/|analysis/'
rule 'survey/ includes only questions/ and survey/' survey -- 'analysis/'
rule 'of survey/, analysis/ includes only store.h and seal.h' \
	analysis -- 'survey/' '"survey/(store|seal)\.h"'
rule 'flow knows no screen and no database' \
	'survey/flow*' -- 'survey/(front|store[a-z_]*|line|tui/.*)\.h'
rule 'a front end never decides what comes next and keeps nothing' \
	survey/tui 'survey/line*' -- 'survey/(flow|store[a-z_]*|run)\.h'
rule 'the answer key is on no staff machine' survey -- 'questions/bank\.h'
rule 'statistics/ and pitch/ know no output' analysis/statistics \
	analysis/pitch -- 'analysis/publish/' \
	'^analysis/pitch/brief\..*publish/report\.h'
rule 'a writer includes only report.h and writer.h' \
	'analysis/publish/write_*' 'analysis/publish/writer.h' -- \
	'analysis/(statistics|pitch|data|command)/'
rule 'programs include nothing of tests/' questions survey analysis -- 'tests/'
rule "include from the root: \"questions/form.h\"" \
	questions survey analysis tests -- '\.|[a-z_]+\.h"'

# home MESSAGE HEADERS WHERE: only files that match WHERE include HEADERS.
home() {
	rule "$1" questions survey analysis -- "$2" "^($3)"
}
home 'curses lives in survey/tui/' 'curses|ncurses|panel|term\.h|menu\.h|form\.h>' \
	'survey/tui/'
home 'sqlite3 lives in survey/store*.c, analysis/data/results*.c and ledger*.c' \
	'sqlite3' \
	'survey/store[a-z_]*\.c|analysis/data/(results|ledger)[a-z_]*\.c'
home 'libcsv lives in questions/csv.c and analysis/publish/write_csv.c' \
	'csv\.h>' 'questions/csv\.c|analysis/publish/write_csv\.c'
home 'cJSON lives in questions/json.c and analysis/publish/write_json.c' \
	'c[jJ][sS][oO][nN]' 'questions/json\.c|analysis/publish/write_json\.c'
home 'libsodium lives in survey/seal.c' 'sodium' 'survey/seal\.c'
home 'PCRE2 lives in questions/functions.c' 'pcre2' 'questions/functions\.c'
home 'cmark lives in analysis/publish/write_document.c' 'cmark' \
	'analysis/publish/write_document\.c'
home 'utf8proc lives in questions/base/text.c' 'utf8proc' \
	'questions/base/text\.c'

sort -u "$found"
[ ! -s "$found" ]
