#!/bin/sh
# What can be found without running: one count for each kind of check.
#
#	BUILD=build JOBS=2 sh tests/lint.sh COMPILER-FLAGS...
#
# ONLY="format banned" runs those alone.

cd "$(dirname "$0")/.." || exit 2
BUILD=${BUILD:-build} JOBS=${JOBS:-2}
log=$BUILD/log/lint
mkdir -p "$BUILD/log"
passed=0 failed=0

sources() { find questions survey analysis tests -name '*.c' 2>/dev/null | sort; }
all() { find questions survey analysis tests -name '*.[ch]' 2>/dev/null | sort; }
# In these a test may do what a program may not.
programs() { sources | grep -v '^tests/\|^questions/bank/embed\.c'; }

# check NAME COMMAND...: the command finds nothing.
check() {
	name=$1
	shift
	[ -n "${ONLY:-}" ] && case " $ONLY " in *" $name "*) ;; *) return ;; esac
	begin=$(date +%s.%N)
	if "$@" >"$log-$name" 2>&1; then
		passed=$((passed + 1)) said=
	else
		failed=$((failed + 1)) said=' FOUND'
		head -n 100 "$log-$name"
	fi
	awk -v n="$name" -v b="$begin" -v e="$(date +%s.%N)" -v said="$said" \
		'BEGIN { printf "%-12s %38s  %6.1f s\n", n, said, e - b }'
}

format() { all | xargs clang-format --dry-run -Werror; }

# The programs; a test has the compilers' warnings and the sanitisers. One file
# each: several in one process give false findings about va_list.
tidy() {
	programs | FLAGS="$*" xargs -P "$JOBS" -I{} sh -c '
		said=$(clang-tidy --quiet {} -- $FLAGS -Wno-unused-parameter 2>/dev/null)
		code=$?
		[ -n "$said" ] && printf "%s\n" "$said"
		exit $code'
}

# No library headers: cppcheck knows the C library, and guesses are worse.
cppcheck_all() {
	sources | grep -v '^tests/' >"$log-files"
	[ -s "$log-files" ] || return 0
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 -j "$JOBS" -I. \
		-D_GNU_SOURCE --suppress=missingIncludeSystem \
		--suppress=unknownMacro --file-list="$log-files"
}

# The code of FILE... as file:line: code, without texts and comments.
code() {
	awk 'FNR == 1 { inside = 0 }
	{
		rest = $0
		code = ""
		gsub(/\\./, "", rest)
		gsub(/"[^"]*"/, "\"\"", rest)
		while (rest != "") {
			at = index(rest, inside ? "*/" : "/*")
			if (!inside)
				code = code (at ? substr(rest, 1, at - 1) : rest)
			if (!at)
				break
			rest = substr(rest, at + 2)
			inside = !inside
		}
		sub("//.*", "", code)
		print FILENAME ":" FNR ": " code
	}' "$@" /dev/null
}

# no PATTERN MESSAGE: prints each line of the input that matches.
no() { grep -E -- "$1" | sed "s|^\([^:]*:[0-9]*\):|\1: $2: |"; }

call() { printf '(^|[^a-z_0-9])(%s) *\\(' "$1"; }

banned() {
	{
		code $(all) | no "$(call 'v?sprintf|gets|str(n?cpy|n?cat|tok)')" \
			'not bounded or not reentrant'
		code $(all) | no "$(call 'ato(i|l|f|ll)')" 'cannot tell an error'
		# memory.c is the client's own free and realloc, that wipe.
		code $(programs | grep -vE '^(questions/base/mem|survey/memory)\.c') |
			no "$(call '(m|c|re)alloc|strn?dup')" \
				'use questions/base/mem.h'
		code $(programs) | no '\bLC_(ALL|NUMERIC)\b' \
			'would write 3,50 for 3.50'
		code $(programs | grep '^survey/') |
			no "$(call 'system|popen|exec[lv]p?e?|posix_spawnp?')" \
				'staff machines start no other program'
		# parent.c forks, and starts nothing.
		code $(programs | grep '^survey/' | grep -v '/parent\.c') |
			no "$(call 'v?fork')" 'processes are for survey/parent.c'
		grep -nE '\b(TO[D]O|FIX[M]E)\b' $(all) /dev/null | no '' 'finish it'
	} | grep .
	[ $? = 1 ]
}

# With the optimiser, which sees more; and of narrowing, which the ordinary
# build does not warn of.
warnings() {
	programs | FLAGS="$* -Wconversion -Wno-sign-conversion" compile &&
		sources | grep '^tests/' |
		FLAGS="$* -Wno-unused-parameter" compile
}

compile() {
	xargs -P "$JOBS" -I{} sh -c \
		'cc $FLAGS -Werror -O2 -c -o /dev/null {} || exit 1'
}

# Unwrapped text and code to 100 columns, a tab being eight.
width() {
	all | xargs -I{} sh -c 'expand {} | grep -nE "^.{101,}" |
		sed "s|^\([0-9]*\):.*|{}:\1: longer than 100 columns|"' | grep .
	[ $? = 1 ]
}

# Every sentence of the client is in the template and in each language, and
# takes there what it takes in English.
translations() {
	sh survey/po/extract.sh >"$log-pot"
	diff -u survey/po/conduct.pot "$log-pot" || {
		echo 'survey/po/conduct.pot: not what words.def say; make po'
		return 1
	}
	words=$(cat questions/phrases.def survey/words.def \
		survey/tui/words.def | grep -cE '^[[:space:]]*WORDS?\(')
	[ "$(grep -c '^msgctxt' survey/po/conduct.pot)" = "$words" ] || {
		echo "survey/po/words.awk: does not find all $words sentences"
		return 1
	}
	for po in survey/po/*.po; do
		msgfmt --check --check-format -o /dev/null "$po" &&
			msgcmp "$po" survey/po/conduct.pot || return 1
		msgattrib --only-obsolete "$po" | no '^#~ msgctxt' \
			'a sentence that is gone; take it out'
		msgattrib --only-obsolete "$po" | grep -q '^#~' && return 1
	done
	return 0
}

check format format
check includes sh tests/includes.sh
check banned banned
check width width
check translations translations
check warnings warnings "$@"
check cppcheck cppcheck_all
check tidy tidy "$@"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
