/* The loop: pages, ways off them, coming back. Sending: send_test.c. */
#include "tests/test.h"

#include "tests/support/play.h"

/* ---- from start to sent ---- */

static void
answers_are_kept_and_sent(void **state)
{
	static const struct step steps[] = {
		START, ALL_THREE,
		DO("What would help you?: More time", REPLY_SEND),
		DO("Your answers have been sent", REPLY_ANSWER), END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_int_equal(play.kept, 3);
	assert_int_equal(play.wiped, 1);
	assert_has(text_get(&play.said), "kept Yes. Kept. Not sent yet.",
		   "the answer in words");
	assert_sent(&play, 1,
		    "\"a\":{\"uses\":\"y\",\"hours\":\"5\",\"words\":\"More "
		    "time\"}",
		    "what was answered");
	assert_draft(&play, NULL, "after sending the code opens nothing");
	play_release(&play);
}

static void
a_response_leaves_out_what_was_not_asked(void **state)
{
	static const struct step steps[] = {
		START,
		ASK("Do you use any", "n"),
		ASK("What would help", ""),
		DO("What would help you?: Not answered", REPLY_SEND),
		DO("have been sent", REPLY_ANSWER),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_sent(&play, 1, "\"a\":{\"uses\":\"n\",\"words\":null}",
		    "not shown and skipped");
	play_release(&play);
}

/* ---- ways off a page ---- */

static const struct {
	const char *name;
	int code;
	const char *draft; /* holds this; NULL: there is none */
	struct step steps[12];
} ways[] = {
	{"leaving at the start keeps nothing",
	 EXIT_STOPPED,
	 NULL,
	 {DO("Your choice", REPLY_LEAVE), END}},
	{"more about your data, and back",
	 EXIT_STOPPED,
	 NULL,
	 {DO("Your choice", REPLY_MORE), DO("About your data", REPLY_BACK),
	  DO("Your choice", REPLY_LEAVE), END}},
	{"a refused entry comes again as it was typed",
	 EXIT_STOPPED,
	 "\"hours\":{\"v\":\"168\"",
	 {START, ASK("Do you use", "y"), ASK("How many", "200"),
	  ASK("problem: Enter at most 168 hours.|typed: 200", "168"),
	  DO("What would help", REPLY_STOP), STOPS}},
	{"back shows the answer before",
	 EXIT_STOPPED,
	 "\"page\":\"uses\"",
	 {START, ASK("Do you use", "y"), DO("How many", REPLY_BACK),
	  DO("entered: y|", REPLY_STOP), STOPS}},
	{"back keeps a good entry",
	 EXIT_STOPPED,
	 "\"hours\":{\"v\":\"7\"",
	 {START, ASK("Do you use", "y"), AT("How many", REPLY_BACK, "7"),
	  DO("Do you use", REPLY_STOP), STOPS}},
	{"back drops a bad entry",
	 EXIT_STOPPED,
	 "\"page\":\"hours\"",
	 {START, ASK("Do you use", "y"), AT("How many", REPLY_BACK, "700"),
	  ASK("Do you use", "y"), DO("entered: |problem: |", REPLY_STOP),
	  STOPS}},
	{"stop keeps the entry and its page",
	 EXIT_STOPPED,
	 "\"page\":\"uses\"",
	 {START, AT("Do you use", REPLY_STOP, "n"),
	  DO("Write down", REPLY_GO_ON), DO("entered: n|", REPLY_STOP), STOPS}},
	{"stop before anything was answered",
	 EXIT_STOPPED,
	 NULL,
	 {START, DO("Do you use", REPLY_STOP),
	  DO("nothing is kept", REPLY_LEAVE), END}},
	{"stop and delete",
	 EXIT_STOPPED,
	 NULL,
	 {START, ASK("Do you use", "y"), DO("How many", REPLY_STOP),
	  DO("Write down", REPLY_DELETE), END}},
	{"the end of input is no answer",
	 EXIT_INPUT_ENDED,
	 "\"uses\":{\"v\":\"y\"",
	 {START, ASK("Do you use", "y"), DO("How many", REPLY_END), END}},
	{"the end of input keeps a half-entered page",
	 EXIT_INPUT_ENDED,
	 "\"hours\":{\"v\":\"9\"",
	 {START, ASK("Do you use", "y"), AT("How many", REPLY_END, "9"), END}},
	{"the end of input before any answer",
	 EXIT_INPUT_ENDED,
	 NULL,
	 {START, DO("Do you use", REPLY_END), END}},
	{"the end of input at the review",
	 EXIT_INPUT_ENDED,
	 "\"page\":null",
	 {START, ALL_THREE, DO("Check your answers", REPLY_END), END}},
	{"a change, and back at the review",
	 EXIT_STOPPED,
	 "\"hours\":{\"v\":\"6\"",
	 {START, ALL_THREE, CHANGE(1), ASK("How many", "6"),
	  DO("How many hours a week?: 6", REPLY_STOP), STOPS}},
	{"a change that opens a question asks it",
	 EXIT_STOPPED,
	 "\"page\":null",
	 {START, ASK("Do you use", "n"), ASK("What would", "x"), CHANGE(0),
	  ASK("Do you use", "y"), ASK("How many", "3"),
	  DO("Check your answers", REPLY_STOP), STOPS}},
	{"a change left for the review keeps its entry",
	 EXIT_STOPPED,
	 "\"hours\":{\"v\":\"8\"",
	 {START, ALL_THREE, CHANGE(1), AT("How many", REPLY_REVIEW, "8"),
	  DO("How many hours a week?: 8", REPLY_STOP), STOPS}},
	{"review does not pass over pages that have not come",
	 EXIT_STOPPED,
	 "\"page\":\"hours\"",
	 {START, AT("Do you use", REPLY_REVIEW, "y"), ASK("Do you use", "y"),
	  DO("How many", REPLY_STOP), STOPS}},
	{"back from the review",
	 EXIT_STOPPED,
	 "\"page\":\"words\"",
	 {START, ALL_THREE, DO("Check your answers", REPLY_BACK),
	  DO("entered: More time|", REPLY_STOP), STOPS}},
	{"the other front end goes on where this one was",
	 EXIT_STOPPED,
	 "\"uses\":{\"v\":\"y\"",
	 {START, AT("Do you use", REPLY_LINE_MODE, "y"),
	  DO("entered: y|", REPLY_STOP), DO("Write down", REPLY_LINE_MODE),
	  STOPS}},
};

static void
each_way_off_a_page_keeps_what_is_good(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(ways); i++) {
		struct play play;

		play_init(&play, *state, ways[i].name, form_small, 0, 5);
		assert_case(play_run(&play, ways[i].steps) == ways[i].code,
			    ways[i].name);
		assert_draft(&play, ways[i].draft, ways[i].name);
		assert_sent(&play, 0, "", ways[i].name);
		assert_case(play.wiped == 1, ways[i].name);
		play_release(&play);
	}
}

/* ---- pages of several questions ---- */

static void
apart(struct play *play)
{
	play->apart = true;
}

static void
together(struct play *play)
{
	play->apart = false;
}

#define ITEM	"Posts can be deleted"
#define TABLE	"How far do you agree?"
#define NO_NAME "At work"

static const struct {
	const char *name, *draft, *kept;
	struct step steps[12];
} several[] = {
	{"an item with its certainty",
	 "\"item\":{\"v\":\"y\",\"seen\":true},\"sure\":{\"v\":\"s\"",
	 "kept True; Sure. Kept.",
	 {START, ASK(ITEM, "y;s"), DO(TABLE, REPLY_STOP), STOPS}},
	{"an item that closes it",
	 "\"item\":{\"v\":\"dk\"",
	 "kept I do not know; . Kept.",
	 {START, ASK(ITEM, "dk;"), DO(TABLE, REPLY_STOP), STOPS}},
	{"a certainty that must be given, and is not",
	 "\"item\":{\"v\":\"n\"",
	 NULL,
	 {START, ASK(ITEM, "n;"),
	  DO("|also: How sure are you of that answer?|entered: |problem: "
	     "Choose",
	     REPLY_STOP),
	  STOPS}},
	{"and then is",
	 "\"sure\":{\"v\":\"u\"",
	 "kept Not true; Not sure.",
	 {START, ASK(ITEM, "n;"), ASK(ITEM, "n;u"), DO(TABLE, REPLY_STOP),
	  STOPS}},
	{"statements",
	 "\"s1\":{\"v\":\"a1\",\"seen\":true},\"s2\":{\"seen\":true},"
	 "\"s3\":{\"v\":\"a3\"",
	 "kept Agree; ; Disagree. Kept.",
	 {START, ASK(ITEM, "dk;"), ASK(TABLE, "a1;;a3"),
	  DO(NO_NAME, REPLY_STOP), STOPS}},
	{"a statement that must be answered",
	 "\"s1\":{\"v\":\"a1\",\"seen\":true},\"s2\":{\"v\":\"a2\"",
	 NULL,
	 {START, ASK(ITEM, "dk;"), ASK(TABLE, "a1;a2;"),
	  DO("|also: Guidance is clear|entered: a1|problem: ||also: Guidance "
	     "is short|entered: a2|problem: ||also: Guidance is easy to "
	     "find|entered: |problem: Choose",
	     REPLY_STOP),
	  STOPS}},
	{"statements left half answered",
	 "\"s1\":{\"v\":\"a2\"",
	 NULL,
	 {START, ASK(ITEM, "dk;"), AT(TABLE, REPLY_BACK, "a2;;"),
	  ASK(ITEM, "dk;"),
	  DO("|also: Guidance is clear|entered: a2|", REPLY_STOP), STOPS}},
	{"one statement changed at the review",
	 "\"s2\":{\"v\":\"a3\"",
	 "kept Agree; Disagree; Agree.",
	 {START, ASK(ITEM, "dk;"), ASK(TABLE, "a1;a2;a1"), ASK(NO_NAME, "d;w"),
	  ASK("What would", ""), CHANGE(2), ASK(TABLE, "a1;a3;a1"),
	  DO("Guidance is short: Disagree", REPLY_STOP), STOPS}},
	{"to plain lines in the middle of statements",
	 "\"s1\":{\"v\":\"a1\",\"seen\":true},\"s2\":{\"v\":\"a2\",\"seen\":"
	 "true},\"s3\":{\"v\":\"a3\"",
	 "kept Disagree. Kept.",
	 {START,
	  ASK(ITEM, "dk;"),
	  {TABLE, REPLY_LINE_MODE, "a1;a3;", 0, apart},
	  ASK("Guidance is clear|", "a1"),
	  ASK("|Guidance is short|Agree|Neither|Disagree|entered: a3|", "a2"),
	  ASK("|Guidance is easy", "a3"),
	  DO("|At work|", REPLY_STOP),
	  STOPS}},
	{"to full screen in the middle of statements",
	 "\"s1\":{\"v\":\"a1\",\"seen\":true},\"s2\":{\"v\":\"a2\",\"seen\":"
	 "true},\"s3\":{\"v\":\"a3\"",
	 "kept Agree; Neither; Disagree. Kept.",
	 {{"Your choice", REPLY_ANSWER, NULL, 0, apart},
	  ASK(ITEM, "dk"),
	  ASK("|Guidance is clear|", "a1"),
	  {"|Guidance is short|", REPLY_LINE_MODE, "a2", 0, together},
	  ASK("|also: Guidance is clear|entered: a1|problem: ||also: Guidance "
	      "is short|entered: a2|problem: |",
	      "a1;a2;a3"),
	  DO(NO_NAME, REPLY_STOP),
	  STOPS}},
	{"to full screen at a certainty",
	 "\"item\":{\"v\":\"n\",\"seen\":true},\"sure\":{\"v\":\"u\"",
	 "kept Not true; Not sure.",
	 {{"Your choice", REPLY_ANSWER, NULL, 0, apart},
	  ASK(ITEM, "n"),
	  {"|How sure are you", REPLY_LINE_MODE, NULL, 0, together},
	  ASK("|Posts can be deleted for good|True|Not true|I do not know|"
	      "entered: n|",
	      "n;u"),
	  DO(TABLE, REPLY_STOP),
	  STOPS}},
	{"to plain lines at an item",
	 "\"item\":{\"v\":\"n\",\"seen\":true},\"sure\":{\"v\":\"s\"",
	 NULL,
	 {START,
	  {ITEM, REPLY_LINE_MODE, "n;s", 0, apart},
	  ASK("entered: n|problem: |typed: nothing|wayback: ", "n;s"),
	  DO("Guidance is clear", REPLY_STOP),
	  STOPS}},
};

static void
pages_of_several_are_kept_as_they_are_left(void **state)
{
	size_t i;

	for (i = 0; i < COUNT(several); i++) {
		struct play play;

		play_init(&play, *state, several[i].name, form_pages, 0, 5);
		assert_case(play_run(&play, several[i].steps) == EXIT_STOPPED,
			    several[i].name);
		assert_draft(&play, several[i].draft, several[i].name);
		if (several[i].kept)
			assert_has(text_get(&play.said), several[i].kept,
				   several[i].name);
		play_release(&play);
	}
}

/* One by one before anything was asked in this session, too. */
static void
back_from_the_review_is_to_the_last_statement(void **state)
{
	static const char csv[] =
		"survey\n,type,name,label,appearance\n"
		",begin_group,g,How far?,table-list\n"
		",select_one l,s1,The first,\n,select_one l,s2,The second,\n"
		",end_group,,,\n"
		"choices\n,list_name,name,label\n,l,a,Agree\n,l,b,Disagree\n"
		"settings\n,form_title,form_id,version\n,T,t,1\n";
	static const struct step first[] = {START, ASK("|The first|", "a"),
					    ASK("|The second|", "b"),
					    DO("Check your answers", REPLY_END),
					    END};
	static const struct step second[] = {
		DO("Your choice", REPLY_RESUME),
		ASK("Enter your way-back code", "WAYBACK"),
		DO("Check your answers", REPLY_BACK),
		DO("|The second|", REPLY_STOP), STOPS};
	struct play play;

	play_init(&play, *state, "w", csv, 0, 5);
	play.apart = true;
	assert_int_equal(play_run(&play, first), EXIT_INPUT_ENDED);
	assert_int_equal(play_run(&play, second), EXIT_STOPPED);
	play_release(&play);
}

static void
the_end_of_input_says_what_is_kept(void **state)
{
	static const struct step some[] = {START, ASK("Do you use", "y"),
					   DO("How many", REPLY_END), END};
	static const struct step none[] = {START, DO("Do you use", REPLY_END),
					   END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	play_run(&play, some);
	assert_has(text_get(&play.said),
		   "are kept, not sent. Way-back code: ", "kept");
	assert_has(text_get(&play.said), play.wayback, "the code itself");
	play_run(&play, none);
	assert_has(text_get(&play.said), "nothing is kept", "not kept");
	play.kiosk = true;
	play_run(&play, some);
	assert_has(text_get(&play.said), "are kept, not sent.", "at a kiosk");
	assert_null(strstr(text_get(&play.said), "Way-back code: "));
	play_release(&play);
}

static void
a_page_that_never_came_does_not_count_as_reached(void **state)
{
	static const struct step steps[] = {START,
					    AT("Do you use", REPLY_STOP, "y"),
					    STOPS};
	struct play play;
	char *draft;

	play_init(&play, *state, "w", form_small, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_STOPPED);
	draft = made_draft(&play.made, play.wayback);
	assert_has(draft, "\"uses\"", "the page that came");
	assert_null(strstr(draft, "hours"));
	free(draft);
	play_release(&play);
}

/* ---- coming back ---- */

static void
a_session_is_brought_back_on_each_page(void **state)
{
	static const struct {
		const char *page, *entered, *news;
	} at[] = {
		{"Do you use", "y", NULL},
		{"How many", "5", "We kept your 1 answer."},
		{"What would", "More time", "We kept your 2 answers."},
		{"Check your answers", NULL, "We kept your 3 answers."},
	};
	size_t stop, i;

	for (stop = 1; stop < COUNT(at); stop++) {
		struct step first[8] = {START};
		struct step second[] = {DO("Your choice", REPLY_RESUME),
					ASK("Enter your way-back code",
					    "WAYBACK"),
					DO(at[stop].page, REPLY_STOP), STOPS};
		struct play play;

		for (i = 0; i < stop; i++)
			first[i + 1] =
				(struct step)ASK(at[i].page, at[i].entered);
		first[i + 1] = (struct step)DO(at[i].page, REPLY_END);
		first[i + 2] = (struct step)END;
		play_init(&play, *state, at[stop].page, form_small, 0, 5);
		assert_int_equal(play_run(&play, first), EXIT_INPUT_ENDED);
		assert_int_equal(play_run(&play, second), EXIT_STOPPED);
		assert_has(text_get(&play.said), at[stop].news, at[stop].page);
		play_release(&play);
	}
}

static void
resumed_answers_are_sent_once_and_the_code_is_dead(void **state)
{
	static const struct step first[] = {START, ASK("Do you use", "y"),
					    DO("How many", REPLY_END), END};
	static const struct step second[] = {DO("Your choice", REPLY_RESUME),
					     ASK("Enter your way-back code",
						 "WAYBACK"),
					     ASK("How many", "5"),
					     ASK("What would", ""),
					     DO("Check your answers",
						REPLY_SEND),
					     DO("have been sent", REPLY_ANSWER),
					     END};
	static const struct step third[] = {
		DO("Your choice", REPLY_RESUME),
		ASK("Enter your way-back code", "WAYBACK"),
		DO("Nothing is kept under this code", REPLY_BACK),
		DO("Your choice", REPLY_LEAVE), END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	play_run(&play, first);
	assert_int_equal(play_run(&play, second), EXIT_SENT);
	assert_sent(&play, 1, "\"uses\":\"y\",\"hours\":\"5\"", "both parts");
	memcpy(play.wayback, play.before, sizeof(play.wayback));
	assert_draft(&play, NULL, "the code opens nothing");
	assert_int_equal(play_run(&play, third), EXIT_STOPPED);
	play_release(&play);
}

static const struct {
	const char *name, *typed, *problem;
} refused_codes[] = {
	{"not a code at all", "hello", "those have 10 letters and numbers"},
	{"nothing", "", "those have 10 letters and numbers"},
	{"a slip's code", "K7QD-2M9X-PV4T",
	 "those have 10 letters and numbers"},
	{"a code that nobody has", "00000-00000", "Nothing is kept under"},
};

static void
a_wrong_wayback_code_opens_nothing(void **state)
{
	struct play play;
	size_t i;

	play_init(&play, *state, "w", form_small, 0, 5);
	for (i = 0; i < COUNT(refused_codes); i++) {
		struct step steps[] = {DO("Your choice", REPLY_RESUME),
				       ASK("Enter your way-back code",
					   refused_codes[i].typed),
				       DO(refused_codes[i].problem, REPLY_BACK),
				       DO("Your choice", REPLY_LEAVE), END};

		assert_case(play_run(&play, steps) == EXIT_STOPPED,
			    refused_codes[i].name);
	}
	play_release(&play);
}

/* ---- slips ---- */

static void
a_slip_is_looked_up_before_the_first_question(void **state)
{
	static const struct step refused[] = {
		START,
		ASK("Enter the code from your slip", "1234"),
		ASK("problem: This is not a slip's code", "7F3QK-9X2MD"),
		ASK("problem: This is a way-back code", "0000-0000-0000"),
		DO("problem: This code cannot be used. It may have been used "
		   "already, or typed wrongly.",
		   REPLY_STOP),
		END};
	static const struct step back[] = {START,
					   DO("Enter the code", REPLY_BACK),
					   DO("Your choice", REPLY_LEAVE), END};
	static const struct step ended[] = {
		START, ASK("Enter the code", "0000-0000-0000"),
		DO("cannot be used", REPLY_END), END};
	static const struct step good[] = {START,
					   ASK("Enter the code",
					       "0000-0000-0000"),
					   ASK("cannot be used", "SLIP"),
					   DO("Do you use", REPLY_STOP),
					   DO("nothing is kept", REPLY_LEAVE),
					   END};
	struct play play;

	play_init(&play, *state, "w", form_small, 2, 5);
	assert_int_equal(play_run(&play, refused), EXIT_CODE_REFUSED);
	assert_int_equal(play_run(&play, back), EXIT_STOPPED);
	assert_int_equal(play_run(&play, ended), EXIT_CODE_REFUSED);
	assert_int_equal(play_run(&play, good), EXIT_STOPPED);
	play_release(&play);
}

/* ---- kiosk, languages, preview ---- */

static void
a_kiosk_shows_the_code_only_on_stopping(void **state)
{
	static const struct step steps[] = {
		DO("a power cut means starting again", REPLY_ANSWER),
		DO("wayback: |", REPLY_STOP),
		DO("nothing is kept", REPLY_GO_ON),
		ASK("Do you use", "n"),
		DO("wayback: |", REPLY_STOP),
		DO("Spelled: ", REPLY_GO_ON),
		ASK("What would", ""),
		DO("Check", REPLY_SEND),
		DO("This screen clears itself after 60 seconds.[finish]timeout 60",
		   REPLY_ANSWER),
		END};
	struct play play;

	play_init(&play, *state, "w", form_small, 0, 5);
	play.kiosk = true;
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_int_equal(play.wiped, 1);
	play_release(&play);
}

static void
the_language_changes_at_any_moment(void **state)
{
	static const struct step english = {"English|Cymraeg", REPLY_ANSWER,
					    NULL, 0, NULL};
	static const struct step welsh = {"English|Cymraeg", REPLY_ANSWER, NULL,
					  1, NULL};
	const struct step steps[] = {
		welsh,
		START,
		DO("Croeso", REPLY_LANGUAGE),
		english,
		ASK("Welcome to this part", ""),
		AT("How often?|Every day", REPLY_LANGUAGE, "weekly"),
		welsh,
		ASK("Pa mor aml?|Bob dydd|Bob wythnos|Ddim yn gwybod|entered: "
		    "weekly",
		    "weekly"),
		DO("Beth helpodd", REPLY_END),
		END};
	struct play play;

	play_init(&play, *state, "w", form_every_type, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_INPUT_ENDED);
	assert_has(text_get(&play.said), "kept Bob wythnos.", "in Welsh");
	assert_draft(&play, "\"often\":{\"v\":\"weekly\"", "the same answer");
	play_release(&play);
}

static void
the_start_page_says_what_is_true_of_this_wave(void **state)
{
	static const struct step steps[] = {DO("English", REPLY_ANSWER),
					    DO("Your choice. Skip anything",
					       REPLY_MORE),
					    DO("leave out names", REPLY_BACK),
					    DO("We ask", REPLY_LEAVE), END};
	static const char *const there[] = {
		"We ask to write guidance that says what people need, at the "
		"right length. It is not a test of you.",
		"Agreed with HR and the unions: answers are never used",
		"planned for 14 December 2030.",
		"groups of 10 or more",
		"Your way-back code: ",
		"A complaint: first to the helpdesk,",
		"Questions, or paper and help instead of this terminal: the "
		"helpdesk.",
	};
	static const char *const not_there[] = {
		"anonymous",
		"Responsible:",
		"Data protection officer:",
		"The code on your slip",
		"Nothing can be reported here.",
		"power cut",
	};
	struct play play;
	size_t i;

	play_init(&play, *state, "w", form_every_type, 0, 5);
	assert_int_equal(play_run(&play, steps), EXIT_STOPPED);
	for (i = 0; i < COUNT(there); i++)
		assert_has(text_get(&play.said), there[i], "a true sentence");
	for (i = 0; i < COUNT(not_there); i++)
		assert_case(!strstr(text_get(&play.said), not_there[i]),
			    not_there[i]);
	play_release(&play);
}

static void
a_purpose_is_a_sentence_however_it_begins(void **state)
{
	static const struct {
		const char *what, *purpose, *said;
	} cases[] = {
		{"to", "to plan guidance", "|We ask to plan guidance. It is"},
		{"To", "To plan guidance.", "|We ask to plan guidance. It is"},
		{"no verb", "guidance for all", "|Guidance for all. It is"},
		{"a sentence", "We plan.", "|We plan. It is not"},
		{"a word like it", "together we plan", "|Together we plan. It"},
	};
	static const struct step steps[] = {DO("not a test", REPLY_LEAVE), END};
	struct play play;
	char csv[256];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		snprintf(csv, sizeof(csv),
			 "survey\n,type,name,label\n,integer,n,How many?\n"
			 "settings\n,form_title,form_id,version,kq_purpose\n"
			 ",T,t,1,%s\n",
			 cases[i].purpose);
		play_init(&play, *state, cases[i].what, csv, 0, 5);
		assert_int_equal(play_run(&play, steps), EXIT_STOPPED);
		assert_has(text_get(&play.said), cases[i].said, cases[i].what);
		play_release(&play);
	}
}

static void
a_preview_keeps_and_sends_nothing(void **state)
{
	static const struct step steps[] = {
		START, ALL_THREE, DO("This is a preview", REPLY_SEND),
		DO("nothing was kept and nothing was sent", REPLY_ANSWER), END};
	struct play play;
	struct store *store;

	play_init(&play, *state, "w", form_small, 0, 5);
	store = play.store;
	play.store = NULL;
	assert_int_equal(play_run(&play, steps), EXIT_SENT);
	assert_null(strstr(text_get(&play.said), "Kept. Not sent yet."));
	play.store = store;
	assert_sent(&play, 0, "", "nothing sent");
	play_release(&play);
}

/* ---- more about your data ---- */

static const char form_with_notice[] =
	"survey\n,type,name,label\n,select_one yn,uses,Do you?\n"
	"choices\n,list_name,name,label\n,yn,y,Yes\n,yn,n,No\n"
	"settings\n,form_title,form_id,version,kq_lawful_basis,kq_kept_until\n"
	",A survey,notice,1,Public task,2027-12-31\n";

/* What is read there in a wave of this form. */
static void
read_notice(struct play *play, const char *dir, const char *name,
	    const char *csv)
{
	static const struct step steps[] = {DO("Your choice", REPLY_MORE),
					    DO("About your data", REPLY_BACK),
					    DO("Your choice", REPLY_LEAVE),
					    END};

	play_init(play, dir, name, csv, 0, 5);
	assert_int_equal(play_run(play, steps), EXIT_STOPPED);
}

static void
a_sentence_without_its_setting_is_left_out(void **state)
{
	struct play play;

	read_notice(&play, *state, "set", form_with_notice);
	assert_has(text_get(&play.said), "|- Lawful basis: Public task.|",
		   "set");
	assert_has(text_get(&play.said),
		   "|- Sent answers are kept until 31 December 2027, then "
		   "deleted.|",
		   "set");
	play_release(&play);
	read_notice(&play, *state, "unset", form_small);
	assert_null(strstr(text_get(&play.said), "Lawful basis"));
	assert_null(strstr(text_get(&play.said), "Sent answers are kept"));
	play_release(&play);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(answers_are_kept_and_sent),
		IN_A_FOLDER(a_response_leaves_out_what_was_not_asked),
		IN_A_FOLDER(each_way_off_a_page_keeps_what_is_good),
		IN_A_FOLDER(pages_of_several_are_kept_as_they_are_left),
		IN_A_FOLDER(back_from_the_review_is_to_the_last_statement),
		IN_A_FOLDER(the_end_of_input_says_what_is_kept),
		IN_A_FOLDER(a_page_that_never_came_does_not_count_as_reached),
		IN_A_FOLDER(a_session_is_brought_back_on_each_page),
		IN_A_FOLDER(resumed_answers_are_sent_once_and_the_code_is_dead),
		IN_A_FOLDER(a_wrong_wayback_code_opens_nothing),
		IN_A_FOLDER(a_slip_is_looked_up_before_the_first_question),
		IN_A_FOLDER(a_kiosk_shows_the_code_only_on_stopping),
		IN_A_FOLDER(the_language_changes_at_any_moment),
		IN_A_FOLDER(a_sentence_without_its_setting_is_left_out),
		IN_A_FOLDER(the_start_page_says_what_is_true_of_this_wave),
		IN_A_FOLDER(a_purpose_is_a_sentence_however_it_begins),
		IN_A_FOLDER(a_preview_keeps_and_sends_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
