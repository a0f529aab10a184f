/* The plain-line front end: scripted input through the real program. */
#include "tests/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "questions/base/text.h"
#include "survey/run.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

/* ---- one session through pipes ---- */

struct session {
	struct made_wave made;
	struct test_run run;
};

static void
session_run(struct session *s, const char *dir, const char *csv, size_t codes,
	    const char *input)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, "--line", NULL, NULL};

	made_wave_init(&s->made, dir, csv, codes, 5);
	argv[2] = s->made.path;
	test_run(&s->run, NULL, argv, input);
	free(program);
}

static void
session_release(struct session *s)
{
	test_run_release(&s->run);
	made_wave_release(&s->made);
}

/* ---- what is typed, said and stored ---- */

#define BEGIN "1\nstart\n\n" /* English, start, the first note */

static const struct {
	const char *name, *input, *said, *draft;
} answers[] = {
	{"a number chooses, and the label is said", BEGIN "2\n",
	 "You chose 2, Every week. Kept. Not sent yet.",
	 "\"often\":{\"v\":\"weekly\""},
	{"blanks around it do not matter", BEGIN "  2  \n",
	 "You chose 2, Every week.", "\"often\":{\"v\":\"weekly\""},
	{"a number that is not there", BEGIN "9\n2\n",
	 "Problem: there is no answer 9.", "\"often\":{\"v\":\"weekly\""},
	{"zero", BEGIN "0\n", "Problem: there is no answer 0.", NULL},
	{"a very large number", BEGIN "99999999999999999999\n",
	 "Problem: there is no answer 99999999999999999999.", NULL},
	{"a word where a number is due", BEGIN "often\n",
	 "Problem: answers are chosen by their numbers.", NULL},
	{"two numbers where one is due", BEGIN "1 2\n",
	 "Problem: only one answer can be chosen here.", NULL},
	{"Enter alone warns first", BEGIN "\n",
	 "Nothing typed yet. Type skip, or press Enter again", NULL},
	{"Enter again leaves it out", BEGIN "\n\n",
	 "You left this out. Kept. Not sent yet.", "\"often\":{"},
	{"skip leaves it out at once", BEGIN "skip\n",
	 "You left this out. Kept.", "\"page\":\"helped\""},
	{"several numbers", BEGIN "skip\n1 2\n",
	 "You chose 1, 2: A course; Reading.",
	 "\"helped\":{\"v\":\"course reading\""},
	{"with commas", BEGIN "skip\n2,1\n",
	 "You chose 1, 2: A course; Reading.",
	 "\"helped\":{\"v\":\"course reading\""},
	{"a range", BEGIN "skip\n1-2\n",
	 "You chose 1, 2:", "\"helped\":{\"v\":\"course reading\""},
	{"a range backwards", BEGIN "skip\n2-1\n",
	 "Problem: there is no answer 2-1.", NULL},
	{"a range without an end", BEGIN "skip\n2-\n",
	 "Problem: there is no answer 2-.", NULL},
	{"none is the option that says so", BEGIN "skip\nnone\n",
	 "You chose 3, None of these.", "\"helped\":{\"v\":\"none\""},
	{"what excludes the others", BEGIN "skip\n1 3\n", "Problem: ", NULL},
	{"a rank", BEGIN "skip\nskip\n3 1 2\n",
	 "You chose 3, 1, 2: Cheese; Apples; Bread.",
	 "\"order\":{\"v\":\"c a b\""},
	{"a rank with one twice", BEGIN "skip\nskip\n3 1 3\n",
	 "Problem: 3 stands there twice.", NULL},
	{"a whole number", BEGIN "skip\nskip\nskip\n12\n", "You entered 12.",
	 "\"whole\":{\"v\":\"12\""},
	{"no whole number", BEGIN "skip\nskip\nskip\n1.5\n", "Problem: ", NULL},
	{"a number with a point", BEGIN "skip\nskip\nskip\nskip\n1.50\n",
	 "You entered 1.5.", "\"part\":{\"v\":\"1.5\""},
	{"a range question", BEGIN "skip\nskip\nskip\nskip\nskip\n4\n",
	 "Type a number from 1 to 5,", "\"scale\":{\"v\":\"4\""},
	{"a date as one types it",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\n14 dec 2026\n",
	 "You entered 14 December 2026.", "\"day\":{\"v\":\"2026-12-14\""},
	{"a text is not read back",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\nt\xc5\xb7\n",
	 "help: \nKept. Not sent yet.", "\"short\":{\"v\":\"t\xc5\xb7\""},
	{"a command word as a text has a dot",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\n.back\n", "Kept.",
	 "\"short\":{\"v\":\"back\""},
	{"one with a dot before it has two",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\n..back\n", "Kept.",
	 "\"short\":{\"v\":\".back\""},
	{"dots alone stay in a single line",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\n..\n", "Kept.",
	 "\"short\":{\"v\":\"..\""},
	{"help says how", BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\n?\n",
	 "gets one more: ..back", NULL},
	{"a dot elsewhere stays",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\n.5 hours\n", "Kept.",
	 "\"short\":{\"v\":\".5 hours\""},
	{"several lines end with a dot",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\n"
	       "one\nstop\n..\nlast\n.\n",
	 "A line with a single . ends it.",
	 "\"long\":{\"v\":\"one\\nstop\\n.\\nlast\""},
	{"several lines cut off are kept as far as they came",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\none\ntwo\n",
	 "Input ended.", "\"long\":{\"v\":\"one\\ntwo\""},
	{"acknowledge",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nOK\n",
	 "Check your answers", "\"seen\":{\"v\":\"OK\""},
	{"acknowledge takes nothing else",
	 BEGIN "skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nyes\n",
	 "Problem: type ok to confirm, or skip.", NULL},
	{"a note takes no answer", "1\nstart\n5\n",
	 "Problem: there is nothing to answer here.", NULL},
	{"back", BEGIN "2\nback\n1\n", "Your answer so far: 2, Every week.",
	 "\"often\":{\"v\":\"daily\""},
	{"Enter keeps the answer that stands there", BEGIN "2\nback\n\n1\n",
	 "You chose 2, Every week.", "\"often\":{\"v\":\"weekly\""},
	{"clear takes it away", BEGIN "2\nback\nclear\nstop\nleave\n",
	 "Cleared.", "\"page\":\"often\""},
	{"back on the first page", "1\nstart\nback\n",
	 "Problem: this is the first question.", NULL},
	{"review too early", BEGIN "review\n",
	 "Problem: not all questions have been asked yet.", NULL},
	{"list reads the page again", BEGIN "list\n",
	 "2. Every week\n3. I do not know\nType a number", NULL},
	{"another language", BEGIN "language\n2\n2\n",
	 "Fe ddewisoch chi 2, Bob wythnos.", "\"often\":{\"v\":\"weekly\""},
	{"help has the way-back code", BEGIN "?\n",
	 "Your way-back code: ", NULL},
	{"help has the contact", BEGIN "help\n",
	 "Help from a person: the helpdesk", NULL},
	{"no full screen in a pipe", BEGIN "full screen\n2\n",
	 "This terminal can show the survey only like this.",
	 "\"often\":{\"v\":\"weekly\""},
	{"capitals do not matter", BEGIN "SKIP\n", "You left this out.",
	 "\"page\":\"helped\""},
	{"half a line at the end is no answer", BEGIN "2",
	 "Nothing was answered", NULL},
	{"what is not UTF-8", BEGIN "\xff\xfe\n2\n",
	 "Problem: that line was not UTF-8 text",
	 "\"often\":{\"v\":\"weekly\""},
	{"control characters are taken out", BEGIN "\033[2\001\r\n",
	 "Problem: answers are chosen by their numbers.", NULL},
	{"carriage return", BEGIN "2\r\n", "You chose 2,",
	 "\"often\":{\"v\":\"weekly\""},
};

/* The way-back code that the end of input says. */
static bool
last_code(const char *out, char code[CODE_TEXT_BYTES])
{
	const char *at = strstr(out, "Input ended.");

	at = at ? strstr(at, "code: ") : NULL;
	if (!at)
		at = strstr(out, "way-back code: ");
	at = at ? strstr(at, "code: ") + 6 : NULL;
	/* the sentence may have been wrapped before it */
	return at &&
		wayback_read((char[12]){at[0], at[1], at[2], at[3], at[4],
					at[5], at[6], at[7], at[8], at[9],
					at[10], '\0'},
			     code);
}

static void
each_line_is_understood(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(answers); i++) {
		char name[32], *dir, *draft;
		char code[CODE_TEXT_BYTES];
		struct session s;

		snprintf(name, sizeof(name), "%zu", i);
		dir = test_path(*state, name);
		assert_int_equal(mkdir(dir, 0700), 0);
		session_run(&s, dir, form_every_type, 0, answers[i].input);
		assert_has(s.run.out, answers[i].said, answers[i].name);
		assert_text(s.run.err, "", answers[i].name);
		assert_case(s.run.status == EXIT_INPUT_ENDED ||
				    s.run.status == EXIT_STOPPED,
			    answers[i].name);
		assert_case(last_code(s.run.out, code), answers[i].name);
		if (answers[i].draft) {
			draft = made_draft(&s.made, code);
			assert_has(draft, answers[i].draft, answers[i].name);
			free(draft);
		}
		session_release(&s);
		free(dir);
	}
}

static const struct {
	const char *name, *input;
	int status;
	const char *said;
} ends[] = {
	{"sent", "start\n1\n5\nhelp with it\nsend\nfinish\n", EXIT_SENT,
	 "Your answers have been sent"},
	{"Enter alone never sends", "start\n2\nskip\n\n", EXIT_INPUT_ENDED,
	 "Problem: type the whole word send"},
	{"half the word never sends", "start\n2\nskip\nsen\n", EXIT_INPUT_ENDED,
	 "Problem: type the whole word send"},
	{"the end of input after sending", "start\n2\nskip\nsend\n", EXIT_SENT,
	 "Your answers have been sent"},
	{"a change from the review", "start\n2\nskip\n1\n1\n3\nsend\n\n",
	 EXIT_SENT, "1. Do you use any social network? Yes"},
	{"rows that have other numbers now are all read",
	 "start\n2\nskip\n1\n1\n3\n", EXIT_INPUT_ENDED,
	 "send.\n1. Do you use any social network? Yes\n2. How many hours a "
	 "week? 3\n"},
	{"a row that is not there", "start\n2\nskip\n7\n", EXIT_INPUT_ENDED,
	 "Problem: there is no answer of that number."},
	{"left at the start", "leave\n", EXIT_STOPPED, "Your choice"},
	{"nothing at all", "", EXIT_INPUT_ENDED,
	 "Input ended. Nothing was answered, so nothing is kept."},
	{"stopped, code spelled out", "start\n1\nstop\nleave\n", EXIT_STOPPED,
	 "Spelled: "},
	{"deleted", "start\n1\nstop\ndelete\n", EXIT_STOPPED,
	 "delete: Delete my answers and leave"},
	{"gone on", "start\n1\nstop\ngo on\n5\n", EXIT_INPUT_ENDED,
	 "You entered 5."},
	{"more, and back", "more\nback\nleave\n", EXIT_STOPPED,
	 "About your data"},
	{"the same after the start, at a question",
	 "start\nmore\nstop\nleave\n", EXIT_STOPPED, "About your data\n- "},
	{"and the question is still asked", "start\nmore\n1\n",
	 EXIT_INPUT_ENDED, "You chose 1"},
	{"the same before sending", "start\n2\nskip\nmore\nsend\n\n", EXIT_SENT,
	 "About your data\n- "},
	{"help at a question names it", "start\n?\nstop\nleave\n", EXIT_STOPPED,
	 "more: more about your data"},
	{"a word that is none of them", "begin\nleave\n", EXIT_STOPPED,
	 "Problem: that is none of these words."},
	{"a refused answer says why and asks again", "start\n1\n200\n168\n",
	 EXIT_INPUT_ENDED,
	 "Problem: Enter at most 168 hours.\nType a whole number"},
};

static void
each_end_has_its_exit_code(void **state)
{
	size_t i, n;

	for (i = 0; i < COUNT(ends); i++) {
		char name[32], *dir, **response;
		struct session s;

		snprintf(name, sizeof(name), "%zu", i);
		dir = test_path(*state, name);
		assert_int_equal(mkdir(dir, 0700), 0);
		session_run(&s, dir, form_small, 0, ends[i].input);
		assert_has(s.run.out, ends[i].said, ends[i].name);
		assert_case(s.run.status == ends[i].status, ends[i].name);
		response = made_responses(&s.made, &n);
		made_responses_free(response, n);
		assert_case((n == 1) == (ends[i].status == EXIT_SENT),
			    ends[i].name);
		session_release(&s);
		free(dir);
	}
}

/* Why is the author's to say, as it is in full screen. */
static void
what_must_be_answered_is_not_left_out(void **state)
{
	static const char csv[] =
		"survey\n"
		",type,name,label,required,required_message\n"
		",integer,room,Which room?,yes,A guess will do.\n";
	struct session s;

	session_run(&s, *state, csv, 0, "start\nskip\n\n12\nsend\n\n");
	assert_has(s.run.out,
		   "Problem: A guess will do.\n"
		   "Type a whole number, or ? for help: \n"
		   "Problem: A guess will do.\n",
		   "skip, then Enter");
	assert_int_equal(s.run.status, EXIT_SENT);
	session_release(&s);
}

static void
short_lists_are_asked_for_in_short(void **state)
{
	static const char csv[] =
		"survey\n"
		",type,name,label,choice_filter,read_only\n"
		",note,hello,Read this.,,yes\n"
		",select_one l,one,One of one,n='1',\n"
		",select_multiple l,many,Some of two,n!='3',\n"
		"choices\n"
		",list_name,name,label,n\n"
		",l,a,Apples,1\n"
		",l,b,Bread,2\n"
		",l,c,Cheese,3\n";
	struct session s;

	session_run(&s, *state, csv, 0, "start\n\n1\n1 2\nsend\n\n");
	assert_has(s.run.out, "Read this.\nPress Enter to go on: ",
		   "no answer of a note is fixed");
	assert_has(s.run.out, "1. Apples\nType 1, or ? for help: ", "one");
	assert_has(s.run.out, "numbers from 1 to 2, or ? for help: ", "two");
	assert_int_equal(s.run.status, EXIT_SENT);
	session_release(&s);
}

/* A single question about the person, the first, says why it is asked, and how
 * many answers one may choose is said before the options. */
static void
what_a_question_needs_is_said_before_its_options(void **state)
{
	static const char csv[] =
		"survey\n"
		",type,name,label,hint,relevant,kq_role,constraint\n"
		",select_one l,one,One of three,,,,\n"
		",select_multiple l,many,Some of three,,,,count-selected(.) "
		"<= 2\n"
		",select_one l,site,Which building?,,${one}='b',segment,\n"
		",select_one l,years,How long here?,Roughly.,,segment,\n"
		",begin_group,g,More,,,,\n"
		",select_one l,grade,Which grade?,,,segment,\n"
		",end_group,,,,,,\n"
		"choices\n"
		",list_name,name,label\n"
		",l,a,Apples\n"
		",l,b,Bread\n"
		",l,c,Cheese\n";
	struct session s;

	session_run(&s, *state, csv, 0, "start\n1\n1 2\n3\n3\nsend\n\n");
	assert_has(s.run.out, "Some of three\nSelect up to 2.\n1. Apples",
		   "how many");
	assert_has(
		s.run.out,
		"How long here?\nWhy we ask about you: to see whether "
		"groups of staff need different\nguidance. Results are given "
		"only for groups of 10 or more. You can skip\nany question "
		"about you, or all of them. Roughly.\n1. Apples",
		"why, where the first was not shown");
	assert_has(s.run.out, "Which grade?\n1. Apples", "why, once");
	assert_int_equal(s.run.status, EXIT_SENT);
	session_release(&s);
}

/* ---- pages of several questions ---- */

#define SCALE	   "1. Agree\n2. Neither\n3. Disagree\n"
#define TO_TABLE   "start\n1 sure\n"
#define TO_NO_NAME TO_TABLE "1\n1\n1\n"

/* "|" parts what is said one after the other; never: what is not. */
struct heard {
	const char *name, *input, *said, *never, *draft;
};

static const struct heard several[] = {
	{"an item asks how sure, too", "start\n",
	 "1. True\n2. Not true\n3. I do not know\nType a number from 1 to 3|"
	 "2 sure",
	 "How sure are you", NULL},
	{"both at once", "start\n2 sure\n",
	 "You chose 2, Not true; Sure. Kept. Not sent yet.|Guidance is clear",
	 "How sure are you",
	 "\"item\":{\"v\":\"n\",\"seen\":true},\"sure\":{\"v\":\"s\""},
	{"the other certainty, in capitals", "start\n1, NOT SURE\n",
	 "You chose 1, True; Not sure. Kept.", "How sure are you",
	 "\"sure\":{\"v\":\"u\""},
	{"the number alone asks next", "start\n2\n1\n",
	 "You chose 2, Not true. Kept.|How sure are you of that answer?\n"
	 "1. Sure\n2. Not sure\nType a number|You chose 1, Sure.|"
	 "Guidance is clear",
	 "Problem", "\"sure\":{\"v\":\"s\""},
	{"no certainty where there is none", "start\n3\n",
	 "You chose 3, I do not know. Kept.|Guidance is clear",
	 "How sure are you", "\"item\":{\"v\":\"dk\""},
	{"also when it is said", "start\n3 sure\n",
	 "You chose 3, I do not know. Kept.|Guidance is clear",
	 "How sure are you", "\"item\":{\"v\":\"dk\""},
	{"a word that is no certainty", "start\n2 maybe\n",
	 "Problem: answers are chosen by their numbers.", "You chose", NULL},
	{"a certainty of nothing", "start\nsure\n",
	 "Problem: answers are chosen by their numbers.", "You chose", NULL},
	{"a certainty of an answer that is not there", "start\n7 sure\n",
	 "Problem: there is no answer 7", "You chose", NULL},
	{"a certainty of two answers", "start\n1 2 sure\n",
	 "Problem: ", "You chose", NULL},
	{"another answer asks how sure anew",
	 "start\n1 sure\nback\nback\n2\n2\n",
	 "Your answer so far: 1, True.|You chose 2, Not true. Kept.|"
	 "How sure are you|You chose 2, Not sure.",
	 NULL, "\"item\":{\"v\":\"n\",\"seen\":true},\"sure\":{\"v\":\"u\""},
	{"Enter leaves both as they were", "start\n1 sure\nback\nback\n\n1\n",
	 "Your answer so far: 1, True.|You chose 1, True; Sure. Kept.|"
	 "Statement 1 of 3",
	 NULL, "\"sure\":{\"v\":\"s\""},

	{"a statement with its scale", TO_TABLE,
	 "How far do you agree?\n" SCALE
	 "Statement 1 of 3. Guidance is clear\nType a number from 1 to 3",
	 NULL, NULL},
	{"the scale is read once", TO_TABLE "1\n2\n",
	 "You chose 1, Agree. Kept.|Statement 2 of 3. Guidance is short\nType|"
	 "You chose 2, Neither. Kept.|"
	 "Statement 3 of 3. Guidance is easy to find\nType",
	 "agree?\n" SCALE "Statement 2", "\"s2\":{\"v\":\"a2\""},
	{"and with list", TO_TABLE "1\nlist\n",
	 "Statement 2 of 3. Guidance is short\nType|How far do you agree?\n" SCALE
	 "Statement 2 of 3. Guidance is short\nType",
	 NULL, NULL},
	{"not again on the way back", TO_TABLE "1\nback\n",
	 "Statement 2 of 3|Statement 1 of 3. Guidance is clear\n"
	 "Your answer so far: 1, Agree.",
	 "Agree\n2. Neither\n3. Disagree\nStatement 1 of 3. Guidance is "
	 "clear\nYour answer",
	 NULL},
	{"again after another question", TO_TABLE "back\n1\n",
	 "How sure are you|" SCALE "Statement 1 of 3", NULL, NULL},
	{"again after the screen was hidden", TO_TABLE "1\nhide\n\n",
	 "Show my answers?|" SCALE "Statement 2 of 3. Guidance is short", NULL,
	 NULL},
	{"a statement is left out", TO_TABLE "\n\n",
	 "Nothing typed yet.|You left this out. Kept.|Statement 2 of 3", NULL,
	 "\"s1\":{\"seen\":true}"},
	{"one that must be answered is not", TO_TABLE "1\n1\nskip\n2\n",
	 "Statement 3 of 3|Problem: |Type a number from 1 to 3|"
	 "You chose 2, Neither.",
	 NULL, "\"s3\":{\"v\":\"a2\""},
	{"a scale without a label is read, too", TO_NO_NAME "2\n",
	 "1. Daily\n2. Weekly\nStatement 1 of 2. At work\n|"
	 "Statement 2 of 2. At home\nType",
	 NULL, "\"o1\":{\"v\":\"w\""},
	{"the review has a row for each", TO_NO_NAME "1\n2\nskip\n",
	 "1. Posts can be deleted for good: True (Sure)\n2. Guidance is clear: "
	 "Agree|6. At home: Weekly",
	 "How sure are you of that answer? Sure", NULL},
	{"a change is read alone, all with list",
	 TO_NO_NAME "1\n2\nskip\n3\n3\nlist\n",
	 "Nothing is sent until you type send.|You chose 3, Disagree.|"
	 "Check your answers before sending them\n"
	 "3. Guidance is short: Disagree\nType list to read all answers "
	 "again.\nType send|1. Posts can|6. At home: Weekly",
	 NULL, NULL},
	{"nor all once one has gone back from there",
	 TO_NO_NAME "1\n2\nskip\n3\n3\nback\n2\nskip\n",
	 "Type list to read|Check your answers before sending them\n"
	 "Type list to read all answers again.\nType send",
	 NULL, NULL},
	{"where one stands is said where it is new, and with list",
	 "start\n1 sure\nlist\n",
	 "Question 1 of 4. About 1 minute left.\nPosts|Question 2 of 4.\nHow "
	 "far|Question 2 of 4. About 1 minute left.\nHow far",
	 NULL, NULL},
	{"one statement is changed at the review",
	 TO_NO_NAME "1\n2\nskip\n3\n3\n",
	 "3. Guidance is short: Agree|How far do you agree?\n" SCALE
	 "Statement 2 of 3|You chose 3, Disagree.|3. Guidance is short: "
	 "Disagree",
	 NULL, "\"s2\":{\"v\":\"a3\""},
	{"an item is changed at the review", TO_NO_NAME "1\n2\nskip\n1\n2\n2\n",
	 "Type send|You chose 2, Not true.|How sure are you|"
	 "You chose 2, Not sure.|1. Posts can be deleted for good: Not true "
	 "(Not sure)",
	 NULL, "\"sure\":{\"v\":\"u\""},
};

/* One after the other. */
static void
assert_said(const char *out, const char *parts, const char *what)
{
	char part[512];
	const char *at = out;
	size_t n;

	for (; *parts; parts += n + (parts[n] == '|')) {
		n = strcspn(parts, "|");
		snprintf(part, sizeof(part), "%.*s", (int)n, parts);
		at = strstr(at, part);
		if (!at)
			fail_msg("%s: not said in its turn: %s\n%s", what, part,
				 out);
		at += n;
	}
}

static void
assert_heard(void **state, const char *form, const struct heard *heard)
{
	char *dir = test_path(*state, heard->name), *draft;
	char code[CODE_TEXT_BYTES];
	struct session s;

	assert_int_equal(mkdir(dir, 0700), 0);
	session_run(&s, dir, form, 0, heard->input);
	assert_said(s.run.out, heard->said, heard->name);
	if (heard->never)
		assert_case(!strstr(s.run.out, heard->never), heard->name);
	if (heard->draft) {
		assert_case(last_code(s.run.out, code), heard->name);
		draft = made_draft(&s.made, code);
		assert_has(draft, heard->draft, heard->name);
		free(draft);
	}
	session_release(&s);
	free(dir);
}

static void
pages_of_several_come_one_by_one(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(several); i++)
		assert_heard(state, form_pages, &several[i]);
}

/* The questionnaire's own words, ours, and English. */
static const char form_sure[] =
	"survey\n"
	",type,name,label::English (en),label::Cymraeg (cy),relevant,"
	"appearance\n"
	",begin_group,g1,,,,field-list\n"
	",select_one truth,item,Posts stay,Mae'n aros,,\n"
	",select_one how,sure,How sure?,Pa mor?,${item} != '',\n"
	",end_group,,,,,\n"
	",begin_group,g2,,,,field-list\n"
	",select_one truth,other,Pages stay,Tudalennau,,\n"
	",select_one grade,grade,How sure?,Pa mor?,${other} != '',\n"
	",end_group,,,,,\n"
	"choices\n"
	",list_name,name,label::English (en),label::Cymraeg (cy)\n"
	",truth,t,True,Gwir\n"
	",truth,n,Not true,Ddim yn wir\n"
	",how,u,I am not sure,Dydw i ddim yn si\xc5\xb5r\n"
	",how,s,I am sure,Rwy'n si\xc5\xb5r\n"
	",grade,v,Very sure,Si\xc5\xb5r iawn\n"
	",grade,q,Quite sure,Eithaf si\xc5\xb5r\n"
	",grade,g,I guessed,Dyfalu\n"
	"settings\n"
	",form_title,form_id,version,default_language\n"
	",Sure,sure,1,English (en)\n";

#define IN_WELSH "2\nstart\n"
#define SURE	 "\"sure\":{\"v\":\"s\""
#define NOT_SURE "\"sure\":{\"v\":\"u\""
#define NO_WORD	 "Problem: "

static const struct heard certainties[] = {
	{"the label", "1\nstart\n2 I am sure\n",
	 "You chose 2, Not true; I am sure.", "How sure?", SURE},
	{"a shorter word than the label", "1\nstart\n2 sure\n",
	 "You chose 2, Not true; I am sure.", "How sure?", SURE},
	{"and its opposite", "1\nstart\n2 Not sure\n",
	 "You chose 2, Not true; I am not sure.", "How sure?", NOT_SURE},
	{"Welsh while it speaks English", "1\nstart\n2 si\xc5\xb5r\n", NO_WORD,
	 "You chose", NULL},
	{"Welsh", IN_WELSH "2 si\xc5\xb5r\n", "Ddim yn wir; Rwy'n si\xc5\xb5r",
	 "Pa mor?", NULL},
	{"without the accent", IN_WELSH "2 siwr\n",
	 "Ddim yn wir; Rwy'n si\xc5\xb5r", "Pa mor?", NULL},
	{"with an accent apart, in capitals", IN_WELSH "2 SIW\xcc\x82R\n",
	 "Ddim yn wir; Rwy'n si\xc5\xb5r", "Pa mor?", NULL},
	{"not sure, without the accent", IN_WELSH "1 ddim yn siwr\n",
	 "Gwir; Dydw i ddim yn si\xc5\xb5r", "Pa mor?", NULL},
	{"English while it speaks Welsh", IN_WELSH "1, not sure\n",
	 "Gwir; Dydw i ddim yn si\xc5\xb5r", "Pa mor?", NULL},
	{"the Welsh label without its accent",
	 IN_WELSH "1 dydw i ddim yn siwr\n", "Gwir; Dydw i ddim yn si\xc5\xb5r",
	 "Pa mor?", NULL},
	{"two labels say so", "1\nstart\n1 sure\n1 sure\n", NO_WORD,
	 "True; Very", NULL},
	{"no label says so", "1\nstart\n1 sure\n1 not sure\n", NO_WORD, NULL,
	 NULL},
	{"half a word", "1\nstart\n1 sur\n", NO_WORD, "You chose", NULL},
};

static void
certainty_is_typed_in_either_language(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(certainties); i++)
		assert_heard(state, form_sure, &certainties[i]);
}

/* ---- questions about oneself ---- */

#define TO_START     "start\n1\n"
#define START	     "About you (optional). Section 2 of 2.\nWhy we ask about you"
#define WORDS	     "Type answer or skip: "

#define ABOUT_HEADER "survey\n,type,name,label,relevant,kq_role\n"
#define ABOUT_ROWS                                      \
	",begin_group,h,About you,,\n"                  \
	",select_one l,site,Which building?,,segment\n" \
	",select_one l,years,How long here?,,segment\n" \
	",end_group,,,,\n"                              \
	"choices\n"                                     \
	",list_name,name,label\n"                       \
	",l,a,Apples\n"                                 \
	",l,b,Bread\n"

static const char form_about[] =
	ABOUT_HEADER ",begin_group,g,Work,,\n"
		     ",select_one l,uses,Which do you use?,,\n"
		     ",end_group,,,,\n" ABOUT_ROWS;
static const char form_about_alone[] = ABOUT_HEADER ABOUT_ROWS;

static const struct heard starts[] = {
	{"its place, why, and both ways on", TO_START,
	 START
	 "|groups of 10 or more.\nYou can skip any question about you, or "
	 "all of them.\n|answer: Answer these questions\n"
	 "skip: Skip all of them\n" WORDS,
	 "takes away", NULL},
	{"Enter answers them", TO_START "\n", WORDS "|Which building?", NULL,
	 NULL},
	{"a word answers them", TO_START "answer\n2\n",
	 WORDS "|Which building?|You chose 2, Bread.|How long here?",
	 "1. Which", "\"site\":{\"v\":\"b\""},
	{"skip skips them all", TO_START "skip\n",
	 WORDS "|Check your answers|2. Which building? Not answered\n"
	       "3. How long here? Not answered",
	 "1. Apples\n2. Bread\nType a number from 1 to 2, or ? for help: Check",
	 "\"site\":{\"seen\":true},\"years\":{\"seen\":true}"},
	{"back from it to the question before", TO_START "back\n",
	 WORDS "|Which do you use?|Your answer so far: 1, Apples.", NULL, NULL},
	{"back to it from the first of them", TO_START "answer\nback\n",
	 "Which building?|" START "|" WORDS, NULL, NULL},
	{"to skip takes away what was answered",
	 TO_START "answer\n2\nback\nback\nskip\n",
	 "You chose 2, Bread.|To skip all of them takes away what you answered "
	 "here.\n|" WORDS "|2. Which building? Not answered",
	 NULL, "\"site\":{\"seen\":true}"},
	{"no way to the review yet", TO_START "review\n",
	 WORDS "|Problem: |" WORDS, "Check your answers", NULL},
	{"a word that is none", TO_START "maybe\n", WORDS "|Problem: |" WORDS,
	 "Which building?", NULL},
	{"one language only", TO_START "language\n", WORDS "|Problem: |" WORDS,
	 NULL, NULL},
	{"its help tells the way back and the code", TO_START "?\n",
	 WORDS "|back: |Your way-back code: |" WORDS, NULL, NULL},
	{"not again when one of them is changed", TO_START "skip\n2\n1\n",
	 "2. Which building? Not answered|"
	 "Which building?|2. Which building? Apples",
	 NULL, "\"site\":{\"v\":\"a\""},
};

static void
why_one_is_asked_about_oneself_stands_before(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(starts); i++)
		assert_heard(state, form_about, &starts[i]);
}

static void
to_skip_them_is_kept_as_the_first_thing(void **state)
{
	static const struct heard first = {
		"the first thing", "start\nskip\n",
		WORDS "|Check your answers|1. Which building? Not answered",
		NULL, "\"site\":{\"seen\":true},\"years\":{\"seen\":true}"};

	assert_heard(state, form_about_alone, &first);
}

/* ---- at a terminal ---- */

static struct term *
terminal_start(struct made_wave *made, const char *dir, bool kiosk)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, "--line", NULL, NULL, NULL};
	struct term *term;

	made_wave_init(made, dir, form_small, 0, 5);
	argv[2] = made->path;
	if (kiosk)
		argv[3] = "--kiosk";
	term = term_start(24, 80, argv, NULL);
	free(program);
	term_wait_text(term, "return or leave:", "the start page");
	return term;
}

/* The code on the start page. */
static void
code_on_screen(struct term *term, char code[CODE_TEXT_BYTES])
{
	const char *at = strstr(term_screen(term), "Your way-back code: ");

	assert_non_null(at);
	snprintf(code, CODE_TEXT_BYTES, "%.11s", at + 20);
}

static const struct {
	const char *name;
	int number; /* 0: hang up; -1: Ctrl-C; -2: Ctrl-D */
	int status;
	const char *said;
} interruptions[] = {
	{"SIGTERM", SIGTERM, 128 + SIGTERM, NULL},
	{"SIGHUP", SIGHUP, 128 + SIGHUP, NULL},
	{"a window that is closed", 0, 128 + SIGHUP, NULL},
	{"Ctrl-C", -1, 128 + SIGINT, "Input ended. Your answers are kept"},
	{"Ctrl-D", -2, EXIT_INPUT_ENDED, "Input ended. Your answers are kept"},
};

static void
interrupt(struct term *term, int number)
{
	if (number == 0)
		term_hang_up(term);
	else if (number > 0)
		term_signal(term, number);
	else
		term_keys(term, number == -1 ? "<C-c>" : "<C-d>");
}

static void
each_interruption_keeps_the_answers(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(interruptions); i++) {
		const char *name = interruptions[i].name;
		char *dir = test_path(*state, name), *draft;
		char code[CODE_TEXT_BYTES];
		struct made_wave made;
		struct term *term;

		assert_int_equal(mkdir(dir, 0700), 0);
		term = terminal_start(&made, dir, false);
		code_on_screen(term, code);
		term_keys(term, "start<Enter>");
		term_wait_text(term, "for help:", name);
		term_keys(term, "1<Enter>");
		term_wait_text(term, "Kept. Not sent yet.", name);
		interrupt(term, interruptions[i].number);
		if (interruptions[i].said)
			term_wait_text(term, interruptions[i].said, name);
		assert_case(term_end(term) == interruptions[i].status, name);
		/* nothing of the person is left to see */
		if (interruptions[i].number != 0)
			assert_case(term_find(term, "You chose") < 0, name);
		term_free(term);
		draft = made_draft(&made, code);
		assert_has(draft, "\"uses\":{\"v\":\"y\"", name);
		free(draft);
		made_wave_release(&made);
		free(dir);
	}
}

static void
hide_clears_the_screen_until_enter(void **state)
{
	struct made_wave made;
	struct term *term = terminal_start(&made, *state, false);
	const char *output;
	size_t n;

	term_keys(term, "start<Enter>");
	term_wait_text(term, "Do you use any", "the question");
	term_keys(term, "hide<Enter>");
	term_wait_text(term, "Show my answers? Press Enter:", "hidden");
	assert_true(term_find(term, "Do you use any") < 0);
	output = term_output(term, &n);
	assert_non_null(memmem(output, n, "\033[H\033[2J\033[3J", 11));
	term_keys(term, "<Enter>");
	term_wait_text(term, "Do you use any", "the question again");
	term_keys(term, "stop<Enter>leave<Enter>");
	assert_int_equal(term_end(term), EXIT_STOPPED);
	term_free(term);
	made_wave_release(&made);
}

static void
a_kiosk_goes_on_with_the_next_person(void **state)
{
	struct made_wave made;
	struct term *term = terminal_start(&made, *state, true);
	char **response;
	size_t n;

	term_keys(term, "<C-c>");
	term_keys(term, "start<Enter>");
	term_wait_text(term, "Do you use any", "Ctrl-C does nothing here");
	term_keys(term, "2<Enter>");
	term_wait_text(term, "What would help", "the last question");
	term_keys(term, "secret words<Enter>");
	term_wait_text(term, "Type send", "the review");
	term_keys(term, "send<Enter>");
	term_wait_text(term, "Type finish", "sent");
	term_keys(term, "finish<Enter>");
	term_wait_text(term, "return or leave:", "the next person's page");
	assert_true(term_find(term, "secret words") < 0);
	term_signal(term, SIGTERM);
	assert_int_equal(term_end(term), 128 + SIGTERM);
	term_free(term);
	response = made_responses(&made, &n);
	assert_int_equal(n, 1);
	made_responses_free(response, n);
	made_wave_release(&made);
}

/* ---- options, and files that are no wave ---- */

static const struct {
	const char *name;
	const char *argument[4];
	int status;
	const char *out, *err;
} uses[] = {
	{"no wave", {NULL}, EXIT_WRONG_USE, "", "name the wave to answer"},
	{"two waves", {"a", "b"}, EXIT_WRONG_USE, "", "one wave at a time"},
	{"an option that is not there",
	 {"--fast", "a"},
	 EXIT_WRONG_USE,
	 "",
	 "there is no option --fast"},
	{"help", {"--help"}, 0, "--kiosk", ""},
	{"version", {"--version"}, 0, "conduct-survey 0.1\n", ""},
	{"a file that is not there",
	 {"--line", "/nowhere/x.wave"},
	 EXIT_NOT_KEPT,
	 "",
	 "conduct-survey: /nowhere/x.wave: "},
	{"a file that is no wave",
	 {"--line", "Makefile"},
	 EXIT_NOT_KEPT,
	 "",
	 "conduct-survey: Makefile: "},
	{"a preview of what is no questionnaire",
	 {"--line", "--preview", "Makefile"},
	 EXIT_NOT_KEPT,
	 "",
	 "Makefile"},
	{"a preview in a language it has not",
	 {"--preview", "--language", "xx", "questions/bank/standard.csv"},
	 EXIT_WRONG_USE,
	 "",
	 "no language xx"},
};

static void
each_use_has_its_exit_code(void **state)
{
	char *program = test_program("conduct-survey");
	size_t i;

	for (i = 0; i < COUNT(uses); i++) {
		const char *argv[] = {program,
				      uses[i].argument[0],
				      uses[i].argument[1],
				      uses[i].argument[2],
				      uses[i].argument[3],
				      NULL};
		struct test_run run;

		test_run(&run, NULL, argv, "");
		assert_case(run.status == uses[i].status, uses[i].name);
		assert_has(run.out, uses[i].out, uses[i].name);
		assert_has(run.err, uses[i].err, uses[i].name);
		assert_case(*uses[i].out || !*run.out, uses[i].name);
		test_run_release(&run);
	}
	free(program);
}

static void
an_unknown_language_names_those_there_are(void **state)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, "--language", "xx", NULL, NULL};
	struct made_wave made;
	struct test_run run;

	made_wave_init(&made, *state, form_every_type, 0, 5);
	argv[3] = made.path;
	test_run(&run, NULL, argv, "start\n");
	assert_int_equal(run.status, EXIT_WRONG_USE);
	assert_has(run.err, "no language xx; it has English (en), Cymraeg (cy)",
		   "which");
	test_run_release(&run);
	made_wave_release(&made);
	free(program);
}

static void
a_closed_wave_is_refused(void **state)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, "--line", NULL, NULL};
	struct error err = ERROR_INIT;
	struct made_wave made;
	struct test_run run;
	struct store *store;

	made_wave_init(&made, *state, form_small, 0, 5);
	assert_true(store_open(&store, made.path, STORE_MANAGE, &err));
	assert_true(store_close_wave(store, true, &err));
	store_close_file(store);
	argv[2] = made.path;
	test_run(&run, NULL, argv, "start\n");
	assert_int_equal(run.status, EXIT_NOT_KEPT);
	assert_text(run.out, "", "nothing is asked");
	assert_has(run.err, "this survey has closed", "why");
	test_run_release(&run);
	made_wave_release(&made);
	free(program);
}

/* ---- lines ---- */

/* Longer than the reader takes, and longer than a page is wide. */
static void
a_line_that_is_too_long_is_refused_whole(void **state)
{
	struct text input = TEXT_INIT;
	struct session s;
	size_t i;

	text_add(&input, "start\n2\n");
	for (i = 0; i < 70000; i++)
		text_add_char(&input, 'x');
	text_add(&input, "\nshort\n");
	session_run(&s, *state, form_small, 0, text_get(&input));
	assert_has(s.run.out, "Problem: that line was longer than 64 KiB",
		   "refused");
	assert_has(s.run.out, "2. What would help you? short", "and read on");
	text_release(&input);
	session_release(&s);
}

static void
no_line_is_wider_than_72_cells(void **state)
{
	static const char input[] =
		"1\nmore\nback\nstart\n\n1\n1 2\n1 2 3\n12\n1.5\n3\n1 jan 2026\n"
		"A text that is so long that it has to be wrapped where it is "
		"shown at the check page.\none\n.\nok\n?\nlist\nstop\nleave\n";
	char *line, *rest = NULL;
	struct session s;

	session_run(&s, *state, form_every_type, 0, input);
	assert_int_equal(s.run.status, EXIT_STOPPED);
	for (line = strtok_r(s.run.out, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		assert_case(text_width(line) <= 73, line); /* and a blank */
	session_release(&s);
}

/* ---- trying again by itself ---- */

/* What came through the pipe since; in `said`, which is big enough. */
static const char *
heard(int fd, char *said, size_t size)
{
	ssize_t n = read(fd, said, size - 1);

	said[n > 0 ? n : 0] = '\0';
	return said;
}

static enum reply
tell_trouble(struct front *front, const char *detail, const char *count)
{
	static const struct button buttons[] = {
		{"Try again", "again", REPLY_AGAIN},
		{"Leave", "leave", REPLY_LEAVE},
	};
	const char *const line[] = {detail, count};
	const struct notice notice = {.kind = NOTICE_TROUBLE,
				      .title = "Staff survey",
				      .left = "",
				      .heading = "We cannot keep this",
				      .line = line,
				      .n_lines = 2,
				      .status = "",
				      .button = buttons,
				      .n_buttons = 2,
				      .timeout = 1};

	return front->tell(front, &notice);
}

static void
trouble_is_told_once(void **state)
{
	int in[2], out[2];
	struct front *front;
	char said[4096];

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe2(out, O_NONBLOCK), 0);
	front = line_front(in[0], out[1]);
	assert_int_equal(tell_trouble(front, "The disk is full.", "Tried 1."),
			 REPLY_AGAIN);
	heard(out[0], said, sizeof(said));
	assert_has(said, "We cannot keep this", "told");
	assert_has(said, "Type again or leave: ", "asked");
	assert_int_equal(tell_trouble(front, "The disk is full.", "Tried 2."),
			 REPLY_AGAIN);
	assert_text(heard(out[0], said, sizeof(said)), "", "silent");
	assert_int_equal(write(in[1], "leave\n", 6), 6);
	assert_int_equal(tell_trouble(front, "The disk is full.", "Tried 3."),
			 REPLY_LEAVE);
	assert_int_equal(write(in[1], "again\n", 6), 6);
	assert_int_equal(tell_trouble(front, "The disk is full.", "Tried 4."),
			 REPLY_AGAIN);
	assert_has(heard(out[0], said, sizeof(said)), "Tried 4.",
		   "told to whoever asks");
	assert_int_equal(tell_trouble(front, "The disk is full.", "Tried 5."),
			 REPLY_AGAIN);
	heard(out[0], said, sizeof(said));
	assert_int_equal(write(in[1], "leave\n", 6), 6);
	assert_int_equal(tell_trouble(front, "The disk is gone.", "Tried 6."),
			 REPLY_LEAVE);
	heard(out[0], said, sizeof(said));
	assert_int_equal(said[0], '\n');
	assert_has(said, "The disk is gone.", "what is new is told");
	front->end(front);
	close(in[0]);
	close(in[1]);
	close(out[0]);
	close(out[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trouble_is_told_once),
		IN_A_FOLDER(each_line_is_understood),
		IN_A_FOLDER(each_end_has_its_exit_code),
		IN_A_FOLDER(what_must_be_answered_is_not_left_out),
		IN_A_FOLDER(short_lists_are_asked_for_in_short),
		IN_A_FOLDER(what_a_question_needs_is_said_before_its_options),
		IN_A_FOLDER(pages_of_several_come_one_by_one),
		IN_A_FOLDER(certainty_is_typed_in_either_language),
		IN_A_FOLDER(why_one_is_asked_about_oneself_stands_before),
		IN_A_FOLDER(to_skip_them_is_kept_as_the_first_thing),
		IN_A_FOLDER(each_interruption_keeps_the_answers),
		IN_A_FOLDER(hide_clears_the_screen_until_enter),
		IN_A_FOLDER(a_kiosk_goes_on_with_the_next_person),
		cmocka_unit_test(each_use_has_its_exit_code),
		IN_A_FOLDER(an_unknown_language_names_those_there_are),
		IN_A_FOLDER(a_closed_wave_is_refused),
		IN_A_FOLDER(a_line_that_is_too_long_is_refused_whole),
		IN_A_FOLDER(no_line_is_wider_than_72_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
