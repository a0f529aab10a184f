#!/bin/sh
# Two public questionnaires, the whole way: what `check` names is mended, a
# wave is opened, people answer in plain lines and one in full screen, it is
# closed, collected and exported, and each row is what was entered. SHARED
# says where the questionnaires are, BUILD where the programs are.

[ -n "${SHARED:-}" ] || {
	echo "SKIP: SHARED names no reference data"
	exit 77
}
forms=$SHARED/data/forms/unhcr
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
export LC_ALL=C.UTF-8
dir=$(mktemp -d) && chmod 700 "$dir" || exit 2
# A client whose terminal is gone cannot be looked through for leaks: the
# sanitiser that would do it never ends. Other tests look.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
trap 'end_screen; rm -rf "$dir"' EXIT
cd "$dir" || exit 2
unset TMUX
export TMUX_TMPDIR="$dir"
passed=0 failed=0
language='' screen='' left_out=''

# check WHAT COMMAND...: counts whether it holds.
check() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
	fi
}

# same WHAT EXPECTED GOT: two files.
same() { check "$1" diff -u "$2" "$3"; }

says() { grep -qF -- "$1" "$2"; }

# ---- mending ----

# The rows that `check` finds an error in, as a spreadsheet counts them.
wrong_rows() {
	conduct check "$1" | grep -vE ': (note|warning): |^[0-9]+ ' |
		sed 's/^[^:]*:\([0-9]*\):.*/\1/' | tr '\n' ' '
}

# mend FILE ROWS: of these, a bare word gets its quotes, a count of repeats its
# number, a choice that is there twice another name; all others go.
mend() {
	awk -v rows=" $2" '
	{
		record = open ? record "\n" $0 : $0
		quotes += gsub(/"/, "\"")
		open = quotes % 2
		if (open)
			next
		quotes = 0
		row++
		if (index(rows, " " row " ")) {
			mended = sub(/,Ethopia,/, ",'"'Ethopia'"',", record)
			mended += sub(/count\([^)]*\)/, "1", record)
			mended += sub(/^,school_list,[^,]*/, "&_2", record)
			if (!mended)
				next
		}
		print record
	}' "$1"
}

# ---- people ----

# ask OPTION... WAVE: in English where there are languages.
ask() { conduct-survey ${language:+--language "$language"} "$@"; }

# person WAVE NAME STATUS WORD...: at plain lines types a word a line, nothing
# for a "."; what was said to them is in NAME.said.
person() {
	wave=$1 name=$2 status=$3
	shift 3
	printf '%s\n' "$@" | sed 's/^\.$//' >"$name.typed"
	ask --line "$wave" <"$name.typed" >"$name.said" 2>&1
	check "$name ends with $status" [ $? = "$status" ]
}

# The way-back code on the start page.
wayback_of() {
	sed -n 's/^- Your way-back code: \([0-9A-Z-]*\)\. .*/\1/p' "$1.said"
}

# ---- the full screen ----

screens() { tmux -u -L "conduct-$$" -f /dev/null "$@" 2>/dev/null; }
end_screen() { [ "$screen" ] && screens kill-server; }
shown() { screens capture-pane -p; }

# Until the screen has the text, with breaks for the other processes.
wait_for() {
	looks=0
	until shown | grep -qF -- "$1"; do
		looks=$((looks + 1))
		[ $looks -lt 250 ] || return 1
		sleep 0.02
	done
}

# full_screen WAVE: lines of "TEXT | KEYS", the keys once the text is there.
full_screen() {
	command -v tmux >/dev/null || {
		echo "the full screen is left out: there is no tmux"
		left_out=yes
		return
	}
	screen=yes
	screens new-session -d -x 80 -y 40 "conduct-survey \
		${language:+--language $language} $1; echo ended with \$?; cat"
	while IFS='|' read -r text keys; do
		wait_for "${text% }" || {
			echo "never shown: $text"
			shown
			break
		}
		# The keys are words.
		# shellcheck disable=SC2086
		screens send-keys $keys
	done
	check "$1: sent in full screen" wait_for 'ended with 0'
	end_screen
	screen=''
}

# expected LINES: what is expected, without those of the one at the screen
# where there was none.
expected() { if [ "$left_out" ]; then grep -v "$1"; else cat; fi; }

# ---- opening, and all that follows ----

# begin NAME FORM
begin() {
	conduct open "$2" --staff 12 --min-group 5 --closes 2199-12-14 \
		-o "$1" >"$1.opened" 2>&1
	check "$1: opened" says "Wrote $1.wave" "$1.opened"
}

audited() {
	conduct audit "$1.wave" >"$1.audit"
	check "$1: audited, $2" [ $? = 0 ]
	check "$1: nothing found, $2" \
		says 'Nothing here tells who answered, what, or when.' "$1.audit"
}

# finish NAME: closed before its date, collected twice, exported.
finish() {
	audited "$1" open
	check "$1: closed" conduct close --early "$1.wave" >"$1.closed" 2>&1
	check "$1: collected" conduct collect "$1.wave" -o "$1.results" \
		>"$1.collected" 2>&1
	audited "$1" closed
	cp "$1.results" "$1.once"
	conduct collect "$1.wave" -o "$1.results" >/dev/null 2>&1
	check "$1: collecting again is the same" cmp "$1.results" "$1.once"
	check "$1: exported" conduct export "$1.results" -o "$1" \
		>"$1.exported" 2>&1
}

# comes_back NAME FORM: what was exported can be imported.
comes_back() {
	conduct import "$1/confidential-responses.csv" --form "$2" \
		--comments "$1/confidential-comments.csv" \
		-o "$1.again" >"$1.imported" 2>&1
	check "$1: imported" [ $? = 0 ]
	conduct export "$1.again" -o "$1-again" >/dev/null 2>&1
	same "$1: and exported, the same again" "$1/confidential-responses.csv" \
		"$1-again/confidential-responses.csv"
}

# columns_of NAME COLUMNS: by the results' view and by the exported CSV, where
# a ' stands before what looks like a formula.
columns_of() {
	sqlite3 "$1.results" "select $2 from response_wide order by 1" \
		>"$1.view"
	sqlite3 :memory: ".import --csv '$1/confidential-responses.csv' r" \
		"select $2 from r order by 1" 2>&1 |
		sed "s/|'\([-=+@]\)/|\1/g" >"$1.rows"
}

# ---- a household interview ----

cp "$forms/inst_demo.csv" before.csv
named=$(wrong_rows before.csv)
check "check names the rows it cannot take" \
	[ "$named" = "3 4 5 6 7 11 12 37 64 78 89 90 91 95 " ]
mend before.csv "$named" >between.csv
named=$(wrong_rows between.csv)
check "then the end of what does not begin any more" [ "$named" = "56 " ]
mend between.csv "$named" >demo.csv
check "the form is mended" [ -z "$(wrong_rows demo.csv)" ]
check "check agrees" conduct check demo.csv >demo.checked

language=English
begin demo demo.csv

# Your name twice; five places; structure, household, whether it was sent
# before; consent; interviewer and respondent; the member of the household;
# the house; the end.

person demo.wave ann 0 start Ann Ann . . . . . 1 3 2 \
	1 . . 1 2 1 Ann Clara 3 \
	. Clara skip 1 2 34 1 1 1 2 . 2 . . 1 \
	. 8 7 13 . . 1 1 2 send finish

# Sent before, for two reasons; nobody's head, and lives elsewhere.
person demo.wave bob 0 start Bob Bob . . . . . 2 30 1 . '1 3' . \
	1 . . 1 3 1 Bob Mair 5 \
	. 'Siân ŵ' 1 2 1 40 3 2 2 . . 1 . . 2 1 \
	. 1 1 1 . . 2 5 7 send finish

# A child, and all that begins with a minus.
person demo.wave cai 0 start Cai Cai . . . . . 3 1 2 \
	1 . . 1 1 1 Cai Cai 11 \
	. '=Nia' 1 12 2 9 1 3 . 2 . . 1 \
	. 11 12 18 . . 5 5 12 send finish

# Slips, changes, a break.
person demo.wave dot 3 start . Dot Dot . . . . . many 4.5 44 3 1 . '2-4' \
	1 . . back back back back back back back back 4 . 2 1 stop leave
person demo.wave dot2 0 return "$(wayback_of dot)" . . 1 2 1 dot Dot Ed 3 \
	. Clara 1 1 2 34 1 1 1 2 . 2 . 1 \
	. 8 7 13 . . 1 1 18 8 send finish

# Nobody at home.
person demo.wave eve 0 start Eve Eve . . . . . 5 8 2 \
	2 1 Eve . Nobody skip 1 1 0 1 1 1 . 2 . . 1 . 1 1 1 . . 1 2 send finish


full_screen demo.wave <<'END'
[ Start ] | Enter
Enter your name below. bla | Fay Enter
Kept. Not sent yet. | Fay Enter
003a. Region | Enter
003b. Zone | Enter
003c. District | Enter
003d. Locality | Enter
004. Enumeration | Enter
005. Structure | 6 Enter
006. Household | 7 Enter
CHECK: Have you already | 2 Enter
009. Is a member | Down Up Space Enter
INFORMED CONSENT | Enter
Do you have questions about this survey? | Enter
009a. May I | 1 Enter
G. Do you recall | 3 Enter
010. Interviewer's name: Fay | 1 Enter
entered "Fay." | Fax Enter
There is a problem | Enter BSpace y Enter
011. Respondent's | Gwen Enter
I. What is the highest | 1 1 Enter
Household Roster | Enter
101. Name of | ŵyn Enter
101a. Is this | Space Enter
102. What is ŵyn's | 1 2 Enter
103. Is ŵyn | 2 Enter
104. How old | 33 Enter
105. What is | Down Down Space Enter
106. Does ŵyn | 1 Enter
107. Did ŵyn | 2 Enter
IS eligible | Enter
108. Are there | 2 Enter
There are no other | Enter
There is no household head | Enter
109. READ | 1 Enter
Section 3 | Enter
301. Main | 2 Enter
302. Main | 1 2 Enter
303. Main | 1 8 Enter
Thank the respondent | Enter
Location and | Enter
098. In what | 3 Enter
099. Questionnaire | 5 Enter
Whoa | 2 Enter
Check your answers | C-n
> [ Send my answers ] | Enter
Your answers have been sent | Enter
END

finish demo

columns_of demo 'structure, household, hh_duplicate_check, resubmit_reasons,
	available, begin_interview, confirm_interview, witness_auto,
	school_level, respondent_match, relationship, head_check, gender, age,
	marital_status, usually_live, last_night, religion, more_hh_members,
	num_HH_members, heads, roster_complete, floor, roof, walls,
	survey_language, RQ_result, school_level_001'
expected '^6|' >demo.entered <<'END'
1|3|no||yes|yes|no|1|secondary||head|1|female|34|currently_married|yes|yes|catholic|no|1|1|yes|cement|metal|bricks|english|completed|primary
2|30|yes|new_members dissappeared|yes|yes|-77|1|-99|1|spouse|0|male|40|divorced|no|no||yes|1|0|yes|earth|no_roof|no_walls|amharic|partly_completed|primary_2
3|1|no||yes|yes|yes|1|-88|1|-99|0|female|9||yes|-99||no|1|0|yes|-99|-99|-99|other|partly_completed|-99_2
4|3|no||yes|yes|no|1|secondary|1|head|1|female|34|currently_married|yes|yes|catholic|no|1|1|yes|cement|metal|bricks|english|completed|secondary_2
5|8|no||no|||1|||head|1|male|0||yes|yes|orthodox|no|1|1|yes|earth|no_roof|no_walls|english|not_at_home|
6|7|no||yes|yes|-77|1|-88|1|-99|0|female|33|divorced|yes|no||no|1|0|yes|dung|-99|-99|oromiffa|partly_completed|primary
END
same "the results hold what was entered" demo.entered demo.view
same "the exported rows hold what was entered" demo.entered demo.rows

# Why an answer is not there, and what was written.
sqlite3 demo.results "select s.value, a.state, a.question
	from answer a join answer s using (response)
	where s.question = 'structure' and a.state <> 'answered'
	order by 1, 2, 3" >demo.missing
expected '^6|' >demo.expected <<'END'
1|not shown|resubmit_reasons
1|skipped|respondent_match
2|not shown|religion
2|skipped|head_name
2|skipped|head_name_joined
3|not shown|marital_status
3|not shown|religion
3|not shown|resubmit_reasons
3|skipped|head_name
3|skipped|head_name_joined
4|not shown|resubmit_reasons
5|not shown|begin_interview
5|not shown|confirm_interview
5|not shown|marital_status
5|not shown|respondent_firstname
5|not shown|resubmit_reasons
5|not shown|school_level
5|not shown|school_level_001
5|skipped|respondent_match
6|not shown|religion
6|not shown|resubmit_reasons
6|skipped|head_name
6|skipped|head_name_joined
END
same "what is missing has its reason" demo.expected demo.missing

grep -E '^(your_name|respondent_firstname|firstname_raw),' \
	demo/confidential-comments.csv | LC_ALL=C sort >demo.written
expected 'Fay$\|Gwen$\|ŵyn$' >demo.expected <<'END'
firstname_raw,'=Nia
firstname_raw,Clara
firstname_raw,Clara
firstname_raw,Nobody
firstname_raw,Siân ŵ
firstname_raw,ŵyn
respondent_firstname,Cai
respondent_firstname,Clara
respondent_firstname,Ed
respondent_firstname,Gwen
respondent_firstname,Mair
your_name,Ann
your_name,Bob
your_name,Cai
your_name,Dot
your_name,Eve
your_name,Fay
END
same "what was written is there, by itself" demo.expected demo.written
unread() { ! grep -aqE 'Clara|Mair|Nobody|currently_married":"' demo.wave; }
check "no answer can be read in the wave" unread
comes_back demo demo.csv

# ---- examples of formatting, as they are: one question among notes ----

cp "$forms/inst_KoBoXLSFormExamples.csv" kobo.csv
check "check finds no error" [ -z "$(wrong_rows kobo.csv)" ]
language=''
begin kobo kobo.csv

person kobo.wave k1 0 start . . . . . 1 . . . . . . . . . send finish
person kobo.wave k2 0 start . . . . . 2 . . . . . . . . . send finish
person kobo.wave k3 0 start . . . . . skip . . . . . . . . . send finish
person kobo.wave k4 0 start . . . . . 3 1 back 2 . . . . . . . . . send finish
person kobo.wave k5 0 start . . . . . 2 . . . . . . . . . 1 1 send finish

full_screen kobo.wave <<'END'
[ Start ] | Enter
Introduction | Enter
Going Large | Enter
Going Small | Enter
red">red | Enter
green">green | Enter
Question 1 of 1 | 1 Enter
>Cursive text | b
Formatting works on labels | Down Space Enter
>Cursive text | Enter
Large cursive text | Enter
New<br><br>Lines | Enter
Underline | Enter
Monospace | Enter
clickable | Enter
In a title | Enter
green">u | Enter
hints works also | Enter
Check your answers | C-n
> [ Send my answers ] | Enter
Your answers have been sent | Enter
END

finish kobo
sqlite3 kobo.results "select ifnull(five, 'skipped'), count(*)
	from response_wide group by five order by 1" >kobo.counted
answered=3
[ "$left_out" ] && answered=2
cat >kobo.expected <<END
no|$answered
skipped|1
yes|2
END
same "the results hold what was entered" kobo.expected kobo.counted
sed '1d; s/^""$/skipped/' kobo/confidential-responses.csv | sort | uniq -c |
	sed 's/^ *\([0-9]*\) \(.*\)/\2|\1/' >kobo.counted
same "the exported rows hold what was entered" kobo.expected kobo.counted
comes_back kobo kobo.csv

echo "$passed passed, $failed failed"
[ $failed = 0 ]
