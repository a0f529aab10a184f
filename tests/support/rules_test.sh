#!/bin/sh
# The positive control of includes.sh and of lint.sh's banned calls: each rule
# catches a file that breaks it, and a file that keeps them all passes.
here=$(cd "$(dirname "$0")/.." && pwd)
top=$(mktemp -d) && trap 'rm -rf "$top"' EXIT
passed=0 failed=0

# rule FILE WANTED LINE: a tree of that one file with that one line; WANTED
# is part of what must be said, empty for nothing.
rule() {
	rm -rf "${top:?}"/*
	mkdir -p "$top/tests" "$top/questions" "$top/$(dirname "$1")"
	cp "$here/includes.sh" "$here/lint.sh" "$top/tests"
	printf '/* one file */\n%s\n' "$3" >"$top/$1"
	said=$(cd "$top" && sh tests/includes.sh &&
		ONLY=banned BUILD=build sh tests/lint.sh)
	code=$?
	case $code,$said in
	0,*) [ -z "$2" ] ;;
	*"$1:2: "*"$2"*) [ -n "$2" ] ;;
	*) false ;;
	esac && passed=$((passed + 1)) && return
	failed=$((failed + 1))
	echo "$1 with '$3': expected '$2', got: $said"
}

rule questions/a.c 'only questions/' '#include "survey/seal.h"'
rule questions/a.c 'only questions/' '#include "analysis/data/results.h"'
rule survey/a.c 'only questions/ and survey/' '#include "analysis/main.h"'
rule survey/a.c 'staff machine' '#include "questions/bank.h"'
rule survey/a.c '' '#include "questions/form.h"'
rule survey/flow.c 'no screen' '#include "survey/front.h"'
rule survey/flow.c 'no screen' '#include "survey/store.h"'
rule survey/line.c 'front end' '#include "survey/flow.h"'
rule survey/tui/a.c 'front end' '#include "survey/store.h"'
rule survey/run.c '' '#include "survey/store.h"'
rule analysis/command/a.c 'store.h and seal.h' '#include "survey/flow.h"'
rule analysis/command/a.c '' '#include "survey/store.h"'
rule analysis/statistics/a.c 'no output' '#include "analysis/publish/report.h"'
rule analysis/pitch/brief.c '' '#include "analysis/publish/report.h"'
rule analysis/publish/write_csv.c 'a writer' \
	'#include "analysis/statistics/item.h"'
rule analysis/a.c 'nothing of tests' '#include "tests/test.h"'
rule questions/a.c 'from the root' '#include "form.h"'
rule survey/line.c 'curses' '#include <ncurses.h>'
rule survey/tui/a.c '' '#include <curses.h>'
rule survey/a.c 'sqlite3' '#include <sqlite3.h>'
rule survey/store_sql.c '' '#include <sqlite3.h>'
rule analysis/a.c 'libcsv' '#include <csv.h>'
rule questions/csv.c '' '#include <csv.h>'
rule survey/a.c 'cJSON' '#include <cjson/cJSON.h>'
rule survey/store.c 'libsodium' '#include <sodium.h>'
rule questions/expr.c 'PCRE2' '#include <pcre2.h>'
rule questions/csv.c 'utf8proc' '#include <utf8proc.h>'

rule survey/a.c 'bounded' 'strcpy(a, b);'
rule survey/a.c 'bounded' '/* x */ strtok(a, b);'
rule survey/a.c '' '/* strcpy(a, b); */'
rule survey/a.c '' 'say("strcpy(a, b);");'
rule survey/a.c '' 'my_strcpy(a, b);'
rule tests/a.c 'error' 'int n = atoi(s);'
rule questions/a.c 'base/mem.h' 'char *a = malloc(1);'
rule survey/a.c 'no other program' 'system(a);'
rule survey/a.c 'no other program' 'if (execvp(a, b))'
rule analysis/a.c '3,50' 'setlocale(LC_ALL, "");'
rule survey/a.c '' 'setlocale(LC_CTYPE, "");'
rule survey/a.c 'finish' "/* TO""DO */"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
