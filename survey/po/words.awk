# From words.def to what xgettext reads: the name is a text (the context), and
# a comment behind a sentence stands before it, for translators.
#
#	WORD(KEPT, "Kept.")	/* note */   ->   /* note */ WORD("KEPT", "Kept.")

function flush() {
	if (entry == "")
		return
	note = before
	if (behind != "")
		note = note (note == "" ? "" : "; ") behind
	if (note != "")
		print "/* " note " */"
	sub(/^WORDS?\([A-Z0-9_]+/, "&\"", entry)
	sub(/\(/, "(\"", entry)
	print entry
	entry = before = behind = ""
}

function comment(line) {
	gsub(/^.*\/\*[ \t]*|[ \t]*\*\/[ \t]*$/, "", line)
	return line
}

in_comment { if (/\*\//) in_comment = 0; next }
inside { add($0); next }
/^WORDS?\(/ { flush(); before = held; held = ""; inside = 1; add($0); next }
/^[ \t]+\/\*.*\*\/[ \t]*$/ { behind = comment($0); next }
/^\/\*.*\*\/[ \t]*$/ {
	flush()
	held = /----/ ? "" : comment($0)
	next
}
/^\/\*/ { in_comment = 1; next }
/^[ \t]*$/ { flush(); next }
END { flush() }

function add(line) {
	if (line ~ /"\)[ \t]*(\/\*.*\*\/)?[ \t]*$/) {
		inside = 0
		if (line ~ /\*\/[ \t]*$/) {
			behind = comment(line)
			sub(/[ \t]*\/\*.*$/, "", line)
		}
	}
	entry = entry (entry == "" ? "" : "\n") line
}
