/*
 * Shows fixed pages through the full screen, without a wave: the pages that
 * the tests of the front end type at.
 *
 *	front_demo PAGE...
 *
 * Pages come one after another; back goes to the one before. What was
 * answered stands in the status row of the next page as "1 answer: often".
 * Ends after the last page, or with `stop`; says the last reply by its exit
 * code: 0 answered, 3 stopped, 4 input ended, 128 + the signal that ended it,
 * 5 no full screen here, 6 text mode, 64 no such page. The page `exit` calls
 * exit(9), `memory` asks for more than there is, `wipe` wipes: they show
 * nothing.
 */
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/value.h"
#include "survey/front.h"
#include "survey/parent.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { MANY = 200, TALL_TABLE = 30 };

static const struct page_choice often[] = {
	{.name = "week", .label = "Every week"},
	{.name = "month", .label = "Every month"},
	{.name = "few", .label = "A few times a year"},
	{.name = "once", .label = "Once a year or less"},
	{.name = "never", .label = "Never"},
	{.name = "dk", .label = "I do not know", .exclusive = true},
	{.name = "pns", .label = "I prefer not to say", .exclusive = true},
};

static const struct page_choice helped[] = {
	{.name = "course", .label = "A course or workshop"},
	{.name = "colleague", .label = "Working with an experienced colleague"},
	{.name = "reading", .label = "Reading or videos"},
	{.name = "trying", .label = "Trying things out"},
	{.name = "none",
	 .label = "None of these helped me learn",
	 .exclusive = true},
};

static const struct page_choice wide[] = {
	{.name = "short", .label = "Yes"},
	{.name = "long",
	 .label = "Only if the person who posted it first has "
		  "agreed and the post names no customer"},
	{.name = "welsh",
	 .label = "Mwy o amser i ddysgu gyda'r t\u0175m newydd "
		  "\U0001F600 \u4f60\u597d"},
};

static const struct page_choice formats[] = {
	{.name = "page", .label = "One page"},
	{.name = "video", .label = "A video"},
	{.name = "talk", .label = "A talk with my manager"},
	{.name = "quiz", .label = "A quiz"},
};

static const struct page_choice ways[] = {
	{.name = "page", .label = "One page that says what to do"},
	{.name = "film", .label = "A short film with examples"},
	{.name = "talk", .label = "A talk with my manager"},
	{.name = "course", .label = "A course of half a day"},
	{.name = "quiz", .label = "A quiz that tells me how I do"},
	{.name = "desk", .label = "A person I can ring and ask"},
	{.name = "poster", .label = "A poster"},
	{.name = "mail", .label = "A letter every month"},
};

static const struct page_choice twelve[] = {
	{.name = "n1", .label = "one"},	    {.name = "n2", .label = "two"},
	{.name = "n3", .label = "three"},   {.name = "n4", .label = "four"},
	{.name = "n5", .label = "five"},    {.name = "n6", .label = "six"},
	{.name = "n7", .label = "seven"},   {.name = "n8", .label = "eight"},
	{.name = "n9", .label = "nine"},    {.name = "n10", .label = "ten"},
	{.name = "n11", .label = "eleven"}, {.name = "n12", .label = "twelve"},
};

static const struct page_choice opening[] = {
	{.name = "a", .label = "Everybody who has an account", .opens = true},
	{.name = "b", .label = "My friends alone", .opens = true},
	{.name = "c", .label = "My employer", .opens = true},
	{.name = "dk", .label = "I do not know", .exclusive = true},
};

static const struct page_choice sureness[] = {
	{.name = "sure", .label = "Sure"},
	{.name = "unsure", .label = "Not sure"},
};

static const struct page_choice agree[] = {
	{.name = "sd", .label = "Strongly disagree"},
	{.name = "d", .label = "Disagree"},
	{.name = "n", .label = "Neither"},
	{.name = "a", .label = "Agree"},
	{.name = "sa", .label = "Strongly agree"},
	{.name = "dk", .label = "I do not know", .exclusive = true},
};

static struct page_choice many[MANY];
static struct page_also tall_table[TALL_TABLE];

#define CHOICES(list) .choice = (list), .n_choices = COUNT(list)

#define STATEMENT(text, is_optional, why)                                  \
	{                                                                  \
		.label = (text), .hint = "", CHOICES(agree),               \
		.optional = (is_optional), .entered = "", .problem = (why) \
	}

static const struct page_also how_sure[] = {
	{.label = "How sure are you of that answer?",
	 .hint = "",
	 CHOICES(sureness),
	 .optional = true,
	 .entered = "",
	 .problem = ""},
};

static const struct page_also refused_sure[] = {
	{.label = "How sure are you of that answer?",
	 .hint = "",
	 CHOICES(sureness),
	 .entered = "",
	 .problem = "Say how sure you are."},
};

static const struct page_also statements[] = {
	STATEMENT("My manager listens to me", true, ""),
	STATEMENT("I get the time I need to learn", true, ""),
	STATEMENT("Mistakes are talked about openly", true, ""),
	STATEMENT("I know what is expected of me", true, ""),
	STATEMENT("Good work is noticed?", true, ""),
	STATEMENT("I would recommend my team to somebody who wants to learn "
		  "how such work is done well",
		  true, ""),
};

static const struct page_also refused_statements[] = {
	STATEMENT("My manager listens to me", true, ""),
	STATEMENT("I get the time I need to learn", false, "Choose an answer."),
	STATEMENT("Mistakes are talked about openly", true, ""),
	STATEMENT("Good work is noticed?", false,
		  "Choose an answer about work."),
};

#define ALSO(list) .also = (list), .n_also = COUNT(list)

static const char long_label[] =
	"You hear at work that a colleague is ill. Another colleague, who sits "
	"in the same group chat as you and thirty others, asks what is the "
	"matter, because the colleague has not answered for a week. You know, "
	"since you were in the room when the manager was told, and you were "
	"asked to keep it to yourself. Somebody else in the chat has already "
	"guessed, and the guess is wrong and not a kind one. Nobody from "
	"management reads the chat, as far as you know. What may you post "
	"about it in the chat, today, from your own telephone?";

/* What a page does not say itself is filled in by fill(). */
static const struct {
	const char *name;
	enum { FIRST = 1, REQUIRED } is;
	struct page page;
} questions[] = {
	{"one",
	 0,
	 {.label = "How often do you get useful feedback about your "
		   "work?",
	  .hint = "Useful means it helped you do something differently.",
	  .help = "Think of the last year.",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(often)}},
	{"first",
	 FIRST,
	 {.label = "How often do you get useful feedback?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(often)}},
	{"required",
	 REQUIRED,
	 {.label = "How often do you get useful feedback?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(often)}},
	{"many",
	 0,
	 {.label = "Which of these helped you learn in the last 12 "
		   "months?",
	  .max_choices = 3,
	  .type = TYPE_SELECT_MULTIPLE,
	  CHOICES(helped)}},
	{"single",
	 0,
	 {.label = "Which town?",
	  .type = TYPE_SELECT_ONE,
	  .choice = helped,
	  .n_choices = 1}},
	{"bare",
	 0,
	 {.label = "Where do you work?",
	  .hint = "Your main place of work",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(often)}},
	{"wide",
	 0,
	 {.label = "Which is true?", .type = TYPE_SELECT_ONE, CHOICES(wide)}},
	{"rank",
	 0,
	 {.label = "Which form of guidance helps you most?",
	  .type = TYPE_RANK,
	  CHOICES(formats)}},
	{"rank-many",
	 0,
	 {.label = "Which form of guidance helps you most?",
	  .type = TYPE_RANK,
	  CHOICES(ways)}},
	{"twelve",
	 0,
	 {.label = "Which number?", .type = TYPE_SELECT_ONE, CHOICES(twelve)}},
	{"list",
	 0,
	 {.label = "Where do you work?",
	  .type = TYPE_SELECT_ONE,
	  .choice = many,
	  .n_choices = MANY}},
	{"sure",
	 0,
	 {.shape = PAGE_SURE,
	  .label = "Who can read what you post?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(opening),
	  ALSO(how_sure)}},
	{"sure-last",
	 0,
	 {.shape = PAGE_SURE,
	  .label = "Who can read what you post?",
	  .entered = "b",
	  .at = 1,
	  .type = TYPE_SELECT_ONE,
	  CHOICES(opening),
	  ALSO(how_sure)}},
	{"wrong-sure",
	 0,
	 {.shape = PAGE_SURE,
	  .label = "Who can read what you post?",
	  .entered = "b",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(opening),
	  ALSO(refused_sure)}},
	{"table",
	 0,
	 {.shape = PAGE_TABLE,
	  .label = "How much do you agree or disagree with these statements?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(agree),
	  ALSO(statements)}},
	{"table-tall",
	 0,
	 {.shape = PAGE_TABLE,
	  .label = "How much do you agree?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(agree),
	  ALSO(tall_table)}},
	{"table-third",
	 0,
	 {.shape = PAGE_TABLE,
	  .label = "How much do you agree?",
	  .at = 2,
	  .type = TYPE_SELECT_ONE,
	  CHOICES(agree),
	  ALSO(statements)}},
	{"wrong-table",
	 0,
	 {.shape = PAGE_TABLE,
	  .label = "How much do you agree?",
	  .type = TYPE_SELECT_ONE,
	  CHOICES(agree),
	  ALSO(refused_statements)}},
	{"apart",
	 0,
	 {.label = "I get the time I need to learn",
	  .table = "How much do you agree?",
	  .row = 2,
	  .rows = 6,
	  .type = TYPE_SELECT_ONE,
	  CHOICES(agree)}},
	{"tall",
	 0,
	 {.label = long_label, .type = TYPE_SELECT_ONE, CHOICES(often)}},
	{"integer",
	 0,
	 {.label = "How many hours do you work in a normal week?",
	  .type = TYPE_INTEGER}},
	{"decimal",
	 0,
	 {.label = "How many hours a week?", .type = TYPE_DECIMAL}},
	{"range",
	 0,
	 {.label = "How sure are you?",
	  .type = TYPE_RANGE,
	  .start = 0,
	  .end = 10,
	  .step = 0.5}},
	{"text",
	 0,
	 {.label = "What would help you most?",
	  .type = TYPE_TEXT,
	  .max_length = 100}},
	{"lines",
	 0,
	 {.label = "What one change would make your work better?",
	  .hint = "Leave out names.",
	  .type = TYPE_TEXT,
	  .multiline = true,
	  .max_length = 60}},
	{"date",
	 0,
	 {.label = "When did you start in your present job?",
	  .type = TYPE_DATE}},
	{"kept-date",
	 0,
	 {.label = "When did you start in your present job?",
	  .type = TYPE_DATE,
	  .entered = "2019-02-05"}},
	{"part-date",
	 0,
	 {.label = "When did you start in your present job?",
	  .type = TYPE_DATE,
	  .typed = "14//2026"}},
	{"note",
	 0,
	 {.label = "The next questions are about your manager.",
	  .type = TYPE_NOTE}},
	{"long-note", 0, {.label = long_label, .type = TYPE_NOTE}},
	{"acknowledge",
	 0,
	 {.label = "I have read what is kept about me.",
	  .type = TYPE_ACKNOWLEDGE}},
	{"fixed",
	 0,
	 {.label = "Your site",
	  .type = TYPE_TEXT,
	  .read_only = true,
	  .entered = "Leeds"}},
	{"wrong",
	 0,
	 {.label = "Which year did you start in?",
	  .type = TYPE_INTEGER,
	  .typed = "2201",
	  .problem = "Enter a year from 1955 to 2026."}},
	{"wrong-date",
	 0,
	 {.label = "When did you start in your present job?",
	  .type = TYPE_DATE,
	  .typed = "31 feb 2026",
	  .problem = "Enter a day that is in the calendar."}},
	{"wrong-year",
	 0,
	 {.label = "When did you start in your present job?",
	  .type = TYPE_DATE,
	  .typed = "14 mar 21",
	  .problem = "Enter the year with four digits, such as 2021."}},
	{"languages",
	 0,
	 {.label = "How often do you get feedback?",
	  .many_languages = true,
	  .can_review = true,
	  .type = TYPE_SELECT_ONE,
	  CHOICES(often)}},
};

static const char *const welcome_lines[] = {
	"We ask so that the guidance says what people need, at the right "
	"length. It is not a test of you.",
	"- Your choice. Skip anything, stop any time. There is no list of who "
	"took part.",
	"- No name, login or time is kept. Your answers are confidential: "
	"locked, and opened only all together, after the survey has closed.",
	"- Results are given only for groups of 10 or more. IT may see that "
	"this terminal was used.",
};

static const struct more more = {"About your data", welcome_lines,
				 COUNT(welcome_lines)};

static const struct button welcome_buttons[] = {
	{"Start", "start", REPLY_ANSWER},
	{"More about your data", "more", REPLY_MORE},
	{"Leave", "leave", REPLY_LEAVE},
};

static const struct notice welcome = {
	.kind = NOTICE_WELCOME,
	.title = "What do you know about social media at work?",
	.left = "About 8 minutes",
	.heading = "Welcome",
	.line = welcome_lines,
	.n_lines = COUNT(welcome_lines),
	.status = "Screen reader or plain text: press t.",
	.button = welcome_buttons,
	.n_buttons = COUNT(welcome_buttons),
};

static const char *const start_lines[] = {
	"Why we ask about you: to see whether groups of staff need different "
	"guidance. Results are given only for groups of 10 or more.",
	"You can skip any question about you, or all of them.",
};

static const struct button start_buttons[] = {
	{"Answer these questions", "answer", REPLY_GO_ON},
	{"Skip all of them", "skip", REPLY_SKIP},
};

static const struct notice start = {
	.kind = NOTICE_START,
	.title = "Staff survey",
	.left = "Section 4 of 4",
	.heading = "About you (optional)",
	.line = start_lines,
	.n_lines = COUNT(start_lines),
	.status = "Kept. Not sent yet.",
	.button = start_buttons,
	.n_buttons = COUNT(start_buttons),
	.can_go_back = true,
	.can_review = true,
	.many_languages = true,
	.wayback = "7F3QK-9X2MD",
	.contact = "survey-help@example.org",
	.more = &more,
};

static const struct button finish_buttons[] = {
	{"Finish and clear the screen", "finish", REPLY_ANSWER},
};

static const struct notice sent = {
	.kind = NOTICE_SENT,
	.title = "Staff survey",
	.left = "",
	.heading = "Your answers have been sent",
	.line = welcome_lines,
	.n_lines = 1,
	.status = "",
	.button = finish_buttons,
	.n_buttons = 1,
	.timeout = 1,
};

static const struct button trouble_buttons[] = {
	{"Try again", "again", REPLY_AGAIN},
	{"Leave", "leave", REPLY_LEAVE},
};

static const char *const slip_lines[] = {
	"Nobody noted which slip you took.",
};

static const struct review_row rows[] = {
	{"Feedback and learning",
	 "How often do you get useful feedback about "
	 "your work?",
	 "A few times a year"},
	{"Feedback and learning", "What helped you learn",
	 "A course or workshop; Reading or videos"},
	{"Your manager", "My manager listens to me", "Agree"},
	{"Your manager", "Time to learn", "Disagree"},
	{"Your manager", "Mistakes are talked about openly", "Not answered"},
	{"In your own words", "What one change would make your work better?",
	 "Mwy o amser i ddysgu gyda'r t\u0175m newydd. On Fridays the phones "
	 "stop us from learning anything at all."},
	{"About you", "Age", "Not answered"},
};

static const struct review review = {
	.title = "Staff survey",
	.heading = "Check your answers before sending them",
	.explanation = "Nothing is sent until you choose \"Send my answers\".",
	.row = rows,
	.n_rows = COUNT(rows),
	.at = 0,
	.status = "Kept. Not sent yet.",
	.after = "After sending, answers cannot be changed or taken back.",
	.wayback = "7F3QK-9X2MD",
	.contact = "survey-help@example.org",
	.more = &more,
};

static const char *const reply_names[] = {
	[REPLY_ANSWER] = "answer", [REPLY_BACK] = "back",
	[REPLY_REVIEW] = "review", [REPLY_LANGUAGE] = "language",
	[REPLY_STOP] = "stop",	   [REPLY_LINE_MODE] = "line mode",
	[REPLY_MORE] = "more",	   [REPLY_RESUME] = "resume",
	[REPLY_CHANGE] = "change", [REPLY_SEND] = "send",
	[REPLY_AGAIN] = "again",   [REPLY_LEAVE] = "leave",
	[REPLY_DELETE] = "delete", [REPLY_GO_ON] = "go on",
	[REPLY_SKIP] = "skip",	   [REPLY_END] = "end",
};

struct demo {
	struct front *front;
	struct text entered;
	char status[8192]; /* "" before the first reply */
	char *kept[64];	   /* by place among the arguments */
	size_t at;
};

static const char *
or_else(const char *s, const char *other)
{
	return s != NULL ? s : other;
}

static struct page
fill(size_t i)
{
	struct page page = questions[i].page;
	bool first = questions[i].is == FIRST;

	page.title = "Staff survey";
	page.place = first ? "" : "Question 4 of 12";
	page.left = "about 3 minutes left";
	page.section = "Feedback and learning";
	page.hint = or_else(page.hint, "");
	page.table = or_else(page.table, "");
	page.help = or_else(page.help, "");
	page.entered = or_else(page.entered, "");
	page.problem = or_else(page.problem, "");
	page.status = first ? "" : "Kept. Not sent yet.";
	page.optional = questions[i].is != REQUIRED;
	page.can_go_back = !first;
	page.wayback = "7F3QK-9X2MD";
	page.contact = "survey-help@example.org";
	return page;
}

static size_t
find_question(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(questions); i++) {
		if (strcmp(questions[i].name, name) == 0)
			break;
	}
	return i;
}

/* A copy of choices with what `names` say chosen; in the arena. */
static const struct page_choice *
chosen_before(struct arena *a, const struct page_choice *from, size_t n,
	      const char *names)
{
	struct page_choice *choice = arena_alloc(a, n, sizeof *choice);
	size_t i;

	for (i = 0; i < n; i++) {
		choice[i] = from[i];
		choice[i].chosen = names_contain(names, choice[i].name);
	}
	return choice;
}

/* What was entered for the i-th question, "" where nothing was; the demo keeps
 * a page's entries with a newline behind each. */
static const char *
kept_entry(struct arena *a, const char *kept, size_t i)
{
	char *copy = arena_copy(a, kept);

	for (; i > 0 && *copy != '\0'; i--)
		copy += strcspn(copy, "\n") + 1;
	copy[strcspn(copy, "\n")] = '\0';
	return copy;
}

/* What was chosen before is chosen again. */
static void
recall(struct arena *a, struct page *page, const char *kept)
{
	struct page_also *also = arena_alloc(a, page->n_also, sizeof *also);
	size_t i, own = page->shape != PAGE_TABLE;

	page->choice = chosen_before(a, page->choice, page->n_choices,
				     own ? kept_entry(a, kept, 0) : "");
	for (i = 0; i < page->n_also; i++) {
		also[i] = page->also[i];
		also[i].choice =
			chosen_before(a, also[i].choice, also[i].n_choices,
				      kept_entry(a, kept, own + i));
	}
	page->also = also;
	if (own && page->n_also == 0 && page->type != TYPE_DATE)
		page->entered = kept;
}

static void
keep(struct demo *demo, const struct page *page, const struct text *entered)
{
	size_t i, n = page_entries(page);
	struct text all = TEXT_INIT;

	for (i = 0; i < n; i++) {
		text_addf(&demo->entered, "%s%s", i > 0 ? " | " : "",
			  text_get(&entered[i]));
		text_addf(&all, "%s%s", text_get(&entered[i]),
			  n > 1 ? "\n" : "");
	}
	free(demo->kept[demo->at]);
	demo->kept[demo->at] = text_take(&all);
}

static enum reply
show_question(struct demo *demo, size_t question)
{
	struct page page = fill(question);
	struct arena *a = arena_new();
	const char *before = demo->kept[demo->at];
	size_t i, n = page_entries(&page);
	struct text *entered = mem_new(n, sizeof *entered);
	enum reply reply;

	recall(a, &page, before != NULL ? before : page.entered);
	page.more = &more;
	if (demo->status[0] != '\0')
		page.status = demo->status;
	reply = demo->front->ask(demo->front, &page, entered);
	keep(demo, &page, entered);
	for (i = 0; i < n; i++)
		text_release(&entered[i]);
	free(entered);
	arena_free(a);
	return reply;
}

static enum reply
show_notice(struct demo *demo, const struct notice *fixed)
{
	struct notice notice = *fixed;

	if (demo->status[0] != '\0')
		notice.status = demo->status;
	return demo->front->tell(demo->front, &notice);
}

static enum reply
show_trouble(struct demo *demo, const char *count, int timeout)
{
	const char *const line[] = {"Nothing is lost.", count};
	const struct notice notice = {.kind = NOTICE_TROUBLE,
				      .title = "Staff survey",
				      .left = "",
				      .heading = "We cannot keep this",
				      .line = line,
				      .n_lines = COUNT(line),
				      .status = "",
				      .button = trouble_buttons,
				      .n_buttons = COUNT(trouble_buttons),
				      .timeout = timeout};

	return demo->front->tell(demo->front, &notice);
}

static enum reply
show_prompt(struct demo *demo, const char *problem)
{
	const struct prompt prompt = {.title = "Staff survey",
				      .heading =
					      "Enter the code from your slip",
				      .line = slip_lines,
				      .n_lines = COUNT(slip_lines),
				      .label = "Code (12 letters and numbers)",
				      .problem = problem,
				      .max_length = 20};

	return demo->front->type(demo->front, &prompt, &demo->entered);
}

static enum reply
show_review(struct demo *demo)
{
	struct review page = review;
	enum reply reply;
	size_t chosen = 0;

	if (demo->status[0] != '\0')
		page.status = demo->status;
	reply = demo->front->review(demo->front, &page, &chosen);
	text_addf(&demo->entered, "%zu", chosen);
	return reply;
}

static enum reply
show_language(struct demo *demo)
{
	static const struct tongue tongues[] = {
		{"English", "Choose your language",
		 "You can change the language later with Ctrl-E.",
		 "Staff survey", "Screen reader or plain text: press t."},
		{"Cymraeg", "Dewiswch eich iaith",
		 "Gallwch newid yr iaith nes ymlaen gyda Ctrl-E.",
		 "Arolwg staff", "Darllenydd sgrin: pwyswch t."},
		{"Polski", "Choose your language",
		 "You can change the language later with Ctrl-E.",
		 "Staff survey", "Screen reader or plain text: press t."}};
	size_t chosen = 0;
	enum reply reply;

	reply = demo->front->language(demo->front, tongues, COUNT(tongues),
				      &chosen);
	text_addf(&demo->entered, "%zu", chosen);
	return reply;
}

static enum reply
show(struct demo *demo, const char *name)
{
	size_t question = find_question(name);

	if (question < COUNT(questions))
		return show_question(demo, question);
	if (strcmp(name, "welcome") == 0)
		return show_notice(demo, &welcome);
	if (strcmp(name, "start") == 0)
		return show_notice(demo, &start);
	if (strcmp(name, "sent") == 0)
		return show_notice(demo, &sent);
	if (strcmp(name, "trouble") == 0)
		return show_trouble(demo, "Tried 1 time.", 1);
	if (strcmp(name, "trouble-stays") == 0)
		return show_trouble(demo, "Tried 1 time.", 0);
	if (strcmp(name, "trouble-2") == 0)
		return show_trouble(demo, "Tried 2 times.", 1);
	if (strcmp(name, "code") == 0)
		return show_prompt(demo, "");
	if (strcmp(name, "wrong-code") == 0)
		return show_prompt(demo, "This is not a slip's code.");
	if (strcmp(name, "review") == 0)
		return show_review(demo);
	if (strcmp(name, "language") == 0)
		return show_language(demo);
	if (strcmp(name, "wipe") == 0) {
		demo->front->wipe(demo->front);
		return REPLY_GO_ON;
	}
	if (strcmp(name, "exit") == 0)
		exit(9);
	if (strcmp(name, "memory") == 0)
		mem_new(SIZE_MAX, 2);
	demo->front->end(demo->front);
	fprintf(stderr, "front_demo: no page '%s'\n", name);
	exit(64);
}

static void
make_many(void)
{
	static char name[MANY][16], label[MANY][32];
	size_t i;

	for (i = 0; i < MANY; i++) {
		snprintf(name[i], sizeof name[i], "o%zu", i + 1);
		snprintf(label[i], sizeof label[i], "Office number %zu", i + 1);
		many[i] = (struct page_choice){.name = name[i],
					       .label = label[i]};
	}
	many[MANY - 1].label = "Ysbyty T\u0177";
}

static void
make_tall_table(void)
{
	static char label[TALL_TABLE][32];
	size_t i;

	for (i = 0; i < TALL_TABLE; i++) {
		snprintf(label[i], sizeof label[i], "I know rule number %zu",
			 i + 1);
		tall_table[i] = (struct page_also)STATEMENT(label[i], true, "");
	}
}

/* A newline would not be seen in a status row. */
static void
note_reply(struct demo *demo, size_t count, enum reply reply)
{
	char *s;

	snprintf(demo->status, sizeof demo->status, "%zu %s: %s", count,
		 reply_names[reply], text_get(&demo->entered));
	for (s = demo->status; *s != '\0'; s++)
		*s = *s == '\n' ? '|' : *s;
}

static int
run(struct demo *demo, int n, char *const *pages)
{
	enum reply reply;
	size_t count = 0;

	for (demo->at = 0; demo->at < (size_t)n;) {
		text_clear(&demo->entered);
		reply = show(demo, pages[demo->at]);
		note_reply(demo, ++count, reply);
		if (reply == REPLY_STOP)
			return 3;
		if (reply == REPLY_END)
			return 4;
		if (reply == REPLY_LINE_MODE)
			return 6;
		if (reply != REPLY_BACK)
			demo->at++;
		else if (demo->at > 0)
			demo->at--;
	}
	return 0;
}

static int
show_all(void *pages, struct parent_note *note)
{
	char **argv = pages;
	struct demo demo = {0};
	size_t i, n = 0;
	int status;

	while (argv[n] != NULL)
		n++;
	front_interrupt(false);
	note->showing = true;
	demo.front = tui_front();
	if (demo.front == NULL) {
		note->showing = false;
		return 5;
	}
	status = run(&demo, (int)n, argv);
	demo.front->end(demo.front);
	note->showing = false;
	for (i = 0; i < COUNT(demo.kept); i++)
		free(demo.kept[i]);
	text_release(&demo.entered);
	return status;
}

int
main(int argc, char **argv)
{
	(void)argc;
	setlocale(LC_CTYPE, "");
	make_many();
	make_tall_table();
	return parent_run(show_all, argv + 1, false);
}
