#!/bin/sh
# Prints a catalogue in a language that is none: English in guillemets, with
# accents, and longer by 40 % and more. Who sees a « without its » sees
# where a text was cut; who sees no accents, where one is not translated.
cd "$(dirname "$0")/../.." || exit 2
sh survey/po/extract.sh | msgen --no-wrap - | awk '
BEGIN {
	split("a e i o u y w A E I O U Y W", from, " ")
	split("á ë î ö û ŷ ŵ Á Ë Î Ö Û Ŷ Ŵ", to, " ")
	for (i in from)
		accent[from[i]] = to[i]
}

function padding(n,	s) {
	for (n = int(n * 0.4) + 1; n > 0; n -= 5)
		s = s " ŵâêô"
	return s
}

# An escaped sign and a conversion stay as they are.
function changed(s,	out, c, n) {
	n = length(s)
	while (s != "") {
		c = substr(s, 1, 1)
		if (match(s, /^\\./) || match(s, /^%[0-9$.]*[lzh]*[a-z%]/)) {
			out = out substr(s, 1, RLENGTH)
			s = substr(s, RLENGTH + 1)
			continue
		}
		out = out (c in accent ? accent[c] : c)
		s = substr(s, 2)
	}
	return "«" out padding(n) "»"
}

/^msgstr.* "..*"$/ {
	at = index($0, "\"")
	text = substr($0, at + 1, length($0) - at - 1)
	item = ""
	if (text ~ /^- /) {
		item = "- "
		text = substr(text, 3)
	}
	print substr($0, 1, at) item changed(text) "\""
	next
}
/^"Language: / { print "\"Language: qps\\n\""; next }
{ print }
'
