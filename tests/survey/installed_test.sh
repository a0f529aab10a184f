#!/bin/sh
# Where the client finds what it says in other languages: beside the program
# where it was built, in ../share/locale where it is installed, nowhere else.

TOP=$PWD
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
dir=$(mktemp -d) && chmod 700 "$dir" && cd "$dir" || exit 2
trap 'rm -rf "$dir"' EXIT
form=$TOP/questions/bank/standard.csv
english='Plain text mode.' welsh='Modd testun plaen.'
passed=0 failed=0

# says WHAT WORDS COMMAND...: the preview begins so.
says() {
	what=$1 words=$2
	shift 2
	"$@" --preview --line $form </dev/null >said 2>&1
	if grep -qF -- "$words" said; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
		head -n 5 said
	fi
}

install() {
	mkdir -p "$1/bin" "$1/share/locale/cy/LC_MESSAGES"
	cp "$BUILD/conduct-survey" "$1/bin"
	cp "$BUILD/locale/cy/LC_MESSAGES/conduct.mo" \
		"$1/share/locale/cy/LC_MESSAGES"
}

built=$BUILD/conduct-survey
says 'where it was built' "$welsh" $built --language cy
install usr
says 'installed' "$welsh" usr/bin/conduct-survey --language cy
says 'installed, by way of PATH' "$welsh" \
	env PATH="$dir/usr/bin:$PATH" conduct-survey --language cy
ln -s usr/bin/conduct-survey link
says 'by a link from elsewhere' "$welsh" ./link --language cy
says 'in English' "$english" usr/bin/conduct-survey --language en
mkdir alone && cp "$built" alone
says 'without its catalogues' "$english" alone/conduct-survey --language cy

# What whoever logs in has in the environment.
for locale in C POSIX C.UTF-8 '' cy_GB.UTF-8 de_DE.ISO-8859-1; do
	says "in the locale '$locale'" "$welsh" \
		env LC_ALL="$locale" $built --language cy
done
says 'LANGUAGE asks for Welsh' "$english" \
	env LANGUAGE=cy $built --language en
says 'LANGUAGE asks for another' "$welsh" \
	env LANGUAGE=de:fr $built --language cy
mkdir -p theirs/cy/LC_MESSAGES
printf 'msgctxt "LINE_MODE"\nmsgid "Plain text mode. Type ? for help."\nmsgstr "Theirs"\n' |
	msgfmt -o theirs/cy/LC_MESSAGES/conduct.mo -
says 'another folder of catalogues' "$welsh" \
	env TEXTDOMAINDIR="$dir/theirs" LOCPATH="$dir/theirs" \
	NLSPATH="$dir/theirs/%l/LC_MESSAGES/%N.mo" $built --language cy
cd theirs || exit 2
says 'in that folder' "$welsh" $built --language cy
cd ..
echo "$passed passed, $failed failed"
[ $failed = 0 ]
