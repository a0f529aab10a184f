#!/bin/sh
# Installs what is missing, where there is apt; elsewhere says what is.
#
#	sh tests/deps.sh SET...		build, check, lint, bench, bench-r,
#						attack
#
# `check` includes `build`. Quick when nothing is missing: one preprocessor
# run asks for all headers.

# set | header or program | Debian's name | upstream's name
table() {
	cat <<'END'
build cc		gcc		a C11 compiler
build stdlib.h		libc6-dev	the C library's headers
build pkg-config	pkg-config	pkg-config or pkgconf
build csv.h		libcsv-dev	libcsv
build cjson/cJSON.h	libcjson-dev	cJSON
build pcre2.h		libpcre2-dev	PCRE2
build utf8proc.h	libutf8proc-dev	utf8proc
build sqlite3.h		libsqlite3-dev	SQLite 3
build sodium.h		libsodium-dev	libsodium
build cmark-gfm.h	libcmark-gfm-dev	cmark-gfm
build cmark-gfm-core-extensions.h	libcmark-gfm-extensions-dev	cmark-gfm
build ncurses.h		libncurses-dev	ncurses with wide characters
build msgfmt		gettext		GNU gettext's tools
check cmocka.h		libcmocka-dev	cmocka
check vterm.h		libvterm-dev	libvterm
check sqlite3		sqlite3		the sqlite3 shell
check tmux		tmux		tmux
check strace		strace		strace
check python-jsonschema	python3-jsonschema	jsonschema for Python 3
lint clang		clang		clang
lint fuzzer-runtime	libclang-rt	compiler-rt with libFuzzer
lint clang-format	clang-format	clang-format
lint clang-tidy		clang-tidy	clang-tidy
lint cppcheck		cppcheck	cppcheck
lint valgrind		valgrind	valgrind
lint valgrind-symbols	libc6-dbg	the C library's debug symbols
attack python3		python3		Python 3
attack glpsol		glpk-utils	glpsol of GLPK
bench whiptail		whiptail	whiptail (newt)
bench sqlite3		sqlite3		the sqlite3 shell
bench pandas		python3-pandas	pandas for python3
bench-r Rscript		r-base-core	R
bench-r psych		r-cran-psych	psych for R
END
}

sets=" $* "
case $sets in *" check "* | *" bench "* | *" bench-r "* | *" attack "*)
	sets="$sets build "
	;;
esac
cc=cc
command -v cc >/dev/null 2>&1 || cc=gcc

wanted() {
	table | while read -r set probe package upstream; do
		case $sets in *" $set "*) echo "$probe	$package	$upstream" ;; esac
	done
}

# Those of the headers that no folder of the compiler's has.
missing_headers() {
	if ! command -v $cc >/dev/null 2>&1; then
		echo "$*"
		return
	fi
	for h; do
		printf '#if !__has_include(<%s>)\nmissing %s\n#endif\n' "$h" "$h"
	done | $cc -E -P -x c - 2>/dev/null | sed -n 's/^missing //p' | tr -d ' '
}

have() {
	case $1 in
	*.h) case $headers in *" $1 "*) return 1 ;; esac ;;
	fuzzer-runtime)
		ls "$(clang -print-runtime-dir 2>/dev/null)"/libclang_rt.fuzzer* \
			>/dev/null 2>&1
		;;
	python-jsonschema)
		/usr/bin/python3 -c 'import jsonschema' 2>/dev/null ||
			python3 -c 'import jsonschema' 2>/dev/null
		;;
	# The one program that needs them: valgrind starts only with them.
	valgrind-symbols) valgrind -q true 2>/dev/null ;;
	# Debian's belongs to Debian's python3, which may not be the first.
	pandas)
		for p in python3 /usr/bin/python3; do
			"$p" -c 'import pandas' 2>/dev/null && return
		done
		return 1
		;;
	psych) Rscript -e 'library(psych)' >/dev/null 2>&1 ;;
	*) command -v "$1" >/dev/null 2>&1 ;;
	esac
}

headers=
headers=" $(missing_headers $(wanted | cut -f 1 | grep '\.h$') | tr '\n' ' ') "
missing=$(wanted | while IFS='	' read -r probe package upstream; do
	have "$probe" || echo "$package	$upstream"
done)
[ -n "$missing" ] || exit 0

refuse() {
	{
		echo "Missing, by the names of their makers:"
		echo "$missing" | cut -f 2 | sed 's/^/  /'
		echo "$1"
	} >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif sudo -n true 2>/dev/null; then
		sudo -n "$@"
	else
		sudo "$@"
	fi
}

# The runtime's package carries clang's version in its name.
package_names() {
	for p in $(echo "$missing" | cut -f 1); do
		case $p in
		libclang-rt)
			apt-cache depends clang | sed -n \
				's/^.*Depends: clang-\([0-9]*\)$/libclang-rt-\1-dev/p'
			;;
		*) echo "$p" ;;
		esac
	done | sort -u
}

command -v apt-get >/dev/null 2>&1 ||
	refuse "Install them with the system's package manager, then run make again."
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1 ||
	refuse "Run \`make deps\` as root, or install sudo."

export DEBIAN_FRONTEND=noninteractive
echo "Installing: $(echo "$missing" | cut -f 1 | tr '\n' ' ')"
log=$(mktemp) && trap 'rm -f "$log"' EXIT
as_root apt-get update -q >"$log" 2>&1 </dev/null &&
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
		--no-install-recommends $(package_names) >>"$log" 2>&1 </dev/null || {
	tail -n 20 "$log" >&2
	refuse "apt-get could not install them; what it said is above."
}
