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

# One file each: several in one process give false findings about va_list.
tidy() {
	sources | FLAGS="$*" xargs -P "$JOBS" -I{} sh -c '
		said=$(clang-tidy --quiet {} -- $FLAGS 2>/dev/null)
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

# no PATTERN MESSAGE FILE...: prints each place that matches.
no() {
	pattern=$1 message=$2
	shift 2
	grep -nE -- "$pattern" "$@" /dev/null | sed "s|^\([^:]*:[0-9]*\):|\1: $message: |"
}

# In code: comments start with a star, at the least.
call() { echo "^([^*\"]*[^a-z_0-9\"*])?($1) *\\("; }

banned() {
	{
		no "$(call 'strcpy|strcat|sprintf|vsprintf|gets|strtok|strncpy|strncat')" \
			'not bounded or not reentrant' $(all)
		no "$(call 'atoi|atol|atof|atoll')" 'cannot tell an error' $(all)
		no "$(call 'malloc|calloc|realloc|strdup|strndup')" \
			'use questions/base/mem.h' \
			$(programs | grep -v '^questions/base/mem\.c')
		no 'LC_(ALL|NUMERIC)[^_A-Z"]' 'would write 3,50 for 3.50' \
			$(programs)
		no '(TODO|FIXME)([^A-Z]|$)' 'finish it' $(all)
		no "$(call 'system|popen|exec[lv]p?e?|posix_spawnp?|fork')" \
			'staff machines start no other program' \
			$(programs | grep '^survey/')
	} | grep .
	[ $? = 1 ]
}

# Narrowing, which the ordinary build does not warn of.
narrowing() {
	programs | FLAGS="$*" xargs -P "$JOBS" -I{} sh -c '
		cc $FLAGS -fsyntax-only -Wconversion -Wno-sign-conversion \
			-Werror {}'
}

# Unwrapped text and code to 100 columns, a tab being eight.
width() {
	all | xargs -I{} sh -c 'expand {} | grep -nE "^.{101,}" |
		sed "s|^\([0-9]*\):.*|{}:\1: longer than 100 columns|"' | grep .
	[ $? = 1 ]
}

check format format
check includes sh tests/includes.sh
check banned banned
check width width
check narrowing narrowing "$@"
check cppcheck cppcheck_all
check tidy tidy "$@"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
