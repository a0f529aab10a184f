#!/bin/sh
# Prints the template of all translations: every sentence of the words.def,
# each in the context of its name.
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

cat <<'END'
# What conduct-survey says, to be translated.
#
# The context (msgctxt) is the sentence's name in survey/words.def. Commands
# that one types (their names end in _WORD, or are said to be one) are typed
# as they stand here; keep the keys (b, ?, Ctrl-N) as they are. Spelled-out
# letters stay those of the NATO alphabet. In a sentence with several forms
# one that goes with a single number need not say it.
#
# A further language: msginit -i survey/po/conduct.pot -l ga, complete the file
# that this writes to survey/po; what is there is built and installed.
msgid ""
msgstr ""
"Project-Id-Version: conduct\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

END
for words in questions/phrases.def survey/tui/words.def survey/words.def; do
	awk -f survey/po/words.awk "$words"
done >"$work/words.c" &&
	xgettext --language=C --from-code=UTF-8 --keyword \
		--keyword=WORD:1c,2 --keyword=WORDS:1c,2,3 --add-comments \
		--no-location --omit-header -o - "$work/words.c"
