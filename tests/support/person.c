#include "tests/support/person.h"

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/value.h"
#include "survey/run.h"
#include "survey/words.h"
#include "tests/test.h"

/* All rows of the longest page, so that nothing has to be scrolled. */
enum { ROWS = 90, COLUMNS = 80 };
enum { LONGEST_TYPED = 200 };

/* ---- what stands where ---- */

static const struct question *
question_named(const struct person *p, const char *name)
{
	size_t i = form_find(p->made->form, name);

	if (i == FORM_NONE)
		fail_msg("no question %s", name);
	return &p->made->form->question[i];
}

static const char *
label_of(const struct person *p, const struct question *q)
{
	return form_text(p->made->form, q->label, p->language);
}

static const char *
label_of_choice(const struct person *p, const struct question *q,
		const char *name)
{
	size_t i = choice_find(q->list, name);

	if (i == FORM_NONE)
		fail_msg("%s has no choice %s", q->name, name);
	return form_text(p->made->form, q->list->choice[i].label, p->language);
}

/* "Cymraeg" for "Cymraeg (cy)" */
static char *
language_shown(const char *name)
{
	return mem_copy_n(name, strcspn(name, "("));
}

/* What the i-th of the blank-separated names stands for; false: no more. */
static bool
label_at(const struct person *p, const struct question *q, const char *names,
	 size_t i, const char **label)
{
	char name[FORM_MAX_NAME + 1];

	if (!names_at(names, i, name, sizeof(name)))
		return false;
	*label = label_of_choice(p, q, name);
	return true;
}

/* ---- hands for plain lines ---- */

static const char *
said_since(const struct person *p, size_t from)
{
	size_t n;

	return term_output(p->term, &n) + from;
}

/* A prompt stands there, and the text was said before it. */
static bool
is_asked(struct term *term, void *ctx)
{
	const void *const *wanted = ctx;
	const struct person *p = wanted[0];
	const char *said;
	size_t n;

	term_row(term, 0); /* takes what has come */
	said = said_since(p, p->heard);
	n = strlen(said);
	return n > 2 && strcmp(said + n - 2, ": ") == 0 &&
		strstr(said, wanted[1]) != NULL;
}

static void
line_wait(struct person *p, const char *text)
{
	const void *wanted[] = {p, text};

	if (!term_wait_until(p->term, is_asked, (void *)wanted))
		fail_msg("not said: %s\nbut: %s", text,
			 said_since(p, p->heard));
	p->page = p->heard;
}

static void
line_type(struct person *p, const char *typed)
{
	p->heard = term_bytes(p->term);
	term_send(p->term, typed);
	term_send(p->term, "\n");
}

/* The number before "N. label" and `end`, in what the page said. */
static size_t
line_number(const struct person *p, const char *label, const char *end)
{
	const char *said = said_since(p, p->page), *at, *digits = said;
	struct text wanted = TEXT_INIT;

	text_addf(&wanted, ". %s%s", label, end);
	for (at = said; (at = strstr(at, text_get(&wanted))) != NULL; at++) {
		for (digits = at;
		     digits > said && digits[-1] >= '0' && digits[-1] <= '9';)
			digits--;
		if (digits < at && (digits == said || digits[-1] == '\n'))
			break;
	}
	if (!at)
		fail_msg("'%s' is not listed:\n%s", text_get(&wanted), said);
	text_release(&wanted);
	return strtoul(digits, NULL, 10);
}

static size_t
position_of(const struct question *q, const char *name)
{
	size_t i = choice_find(q->list, name);

	assert_int_not_equal(i, FORM_NONE);
	return i + 1;
}

/* A scale is read once, so that its numbers do not stand at each statement. */
static size_t
number_to_type(const struct person *p, const struct question *q,
	       const char *name)
{
	if (p->pages.span[q->index].shape == PAGE_TABLE)
		return position_of(q, name);
	return line_number(p, label_of_choice(p, q, name), "\r\n");
}

static void
line_choose(struct person *p, const struct question *q, const char *names)
{
	struct text typed = TEXT_INIT;
	char name[FORM_MAX_NAME + 1];
	size_t i;

	for (i = 0; names_at(names, i, name, sizeof(name)); i++)
		text_addf(&typed, "%s%zu", i > 0 ? " " : "",
			  number_to_type(p, q, name));
	line_type(p, text_get(&typed));
	text_release(&typed);
}

/* "2 sure", each second time that both are answered. */
static bool
line_both(struct person *p, const struct entry *e, const struct question *q)
{
	const struct question *sure;
	char typed[128];

	if (e->act != ACT_ANSWER || !e->more || e[1].act != ACT_ANSWER ||
	    p->pages.span[q->index].shape != PAGE_SURE)
		return false;
	p->both = !p->both;
	if (!p->both)
		return false;
	sure = question_named(p, e[1].at);
	snprintf(typed, sizeof(typed), "%zu %s", number_to_type(p, q, e->what),
		 label_of_choice(p, sure, e[1].what));
	line_type(p, typed);
	p->answered[q->index] = p->answered[sure->index] = true;
	p->done = true;
	return true;
}

/* A dot before what is a word of the program, in the first line of a text. */
static const char *
dot_for(const char *text)
{
	static const char *const words[] = {"?",	"help",	 "back", "list",
					    "clear",	"skip",	 "stop", "hide",
					    "language", "review"};
	size_t i, n;

	text += strspn(text, ".");
	n = strcspn(text, "\n");
	for (i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == n && strncmp(text, words[i], n) == 0)
			return ".";
	return "";
}

/* Several lines as mail has them: a dot alone ends, of several one is taken
 * away. */
static const char *
dot_for_line(const char *line, size_t n)
{
	return n > 0 && strspn(line, ".") == n ? "." : "";
}

static void
line_text(struct person *p, const char *text, bool several)
{
	struct text typed = TEXT_INIT;
	size_t n;

	text_add(&typed, dot_for(text));
	for (; several && text[n = strcspn(text, "\n")] != '\0'; text += n + 1)
		text_addf(&typed, "%.*s%s\n", (int)n, text,
			  dot_for_line(text, n));
	if (several)
		text_add(&typed, dot_for_line(text, strlen(text)));
	text_addf(&typed, "%s%s", text, several ? "\n." : "");
	line_type(p, text_get(&typed));
	text_release(&typed);
}

static void
line_answer(struct person *p, const struct question *q, const char *what)
{
	if (q->list)
		line_choose(p, q, what);
	else if (q->type == TYPE_TEXT)
		line_text(p, what, q->multiline);
	else
		line_type(p, q->type == TYPE_ACKNOWLEDGE ? "ok" : what);
}

static void
line_skip(struct person *p, const struct question *q, bool refused)
{
	(void)q;
	(void)refused;
	line_type(p, "skip");
}

static void
line_go_on(struct person *p, const struct question *q)
{
	(void)q;
	line_type(p, "");
}

static void
line_back(struct person *p)
{
	line_type(p, "back");
}

static void
line_review(struct person *p)
{
	line_type(p, "review");
}

static void
line_leave_start(struct person *p, bool skip)
{
	line_type(p, word(skip ? WORD_LINE_SKIP : WORD_START_ANSWER_WORD));
}

static void
line_change(struct person *p, const char *label)
{
	char number[24];

	/* After a change it does not stand there by itself. */
	line_type(p, "list");
	line_wait(p, word(WORD_REVIEW_AFTER));
	snprintf(number, sizeof(number), "%zu",
		 line_number(p, label, strchr(label, '?') ? " " : ": "));
	line_type(p, number);
}

static void
line_language(struct person *p, const char *name)
{
	char number[24];

	line_wait(p, name);
	snprintf(number, sizeof(number), "%zu", line_number(p, name, "\r\n"));
	line_type(p, number);
}

static void
line_ask_language(struct person *p)
{
	line_type(p, "language");
}

static void
line_begin(struct person *p, const char *wayback)
{
	line_wait(p, word(WORD_START_WORD));
	line_type(p, wayback ? "return" : "start");
	if (wayback) {
		line_wait(p, word(WORD_WAYBACK_HEADING));
		line_type(p, wayback);
	}
}

static void
line_leave(struct person *p)
{
	line_type(p, "stop");
	line_wait(p, word(WORD_STOP_HEADING));
	line_type(p, "leave");
}

static void
line_other(struct person *p)
{
	line_type(p, "full screen");
}

static void
line_send(struct person *p)
{
	line_type(p, "send");
	line_wait(p, word(WORD_SENT_HEADING));
	line_type(p, "finish");
}

/* ---- hands for the full screen ---- */

/* What stands on the check page, too, is no question. */
static bool
is_shown(struct term *term, void *text)
{
	const char *screen = term_screen(term);

	return strstr(screen, text) != NULL &&
		(strcmp(text, word(WORD_REVIEW_HEADING)) == 0 ||
		 strstr(screen, word(WORD_REVIEW_HEADING)) == NULL);
}

static void
screen_wait(struct person *p, const char *text)
{
	if (!term_wait_until(p->term, is_shown, (void *)text))
		fail_msg("not shown: %s\nbut:\n%s", text, term_screen(p->term));
	/* What stands below is of the page before until all is drawn. */
	term_settle(p->term);
}

static void
screen_type(struct person *p, const char *keys)
{
	p->heard = term_bytes(p->term);
	term_keys(p->term, keys);
}

static void
press(struct person *p, const char *key, size_t times)
{
	while (times-- > 0)
		term_keys(p->term, key);
}

/* Ends in the label, with two blanks before it: a choice, not a sentence. */
static bool
is_choice_row(const char *row, size_t n, const char *label)
{
	size_t l = strlen(label);

	return n > l + 2 && strncmp(row + n - l, label, l) == 0 &&
		strncmp(row + n - l - 2, "  ", 2) == 0;
}

struct wanted_row {
	const char *label;
	int row;
};

/* Of one look at the screen: what comes between two is in neither. */
static bool
finds_row(struct term *term, void *ctx)
{
	struct wanted_row *wanted = ctx;
	const char *row = term_screen(term);
	size_t n;

	for (wanted->row = 0; *row; wanted->row++, row += n + 1) {
		n = strcspn(row, "\n");
		if (is_choice_row(row, n, wanted->label))
			return true;
	}
	return false;
}

static int
screen_row(struct person *p, const char *label)
{
	struct wanted_row wanted = {label, 0};

	if (!term_wait_until(p->term, finds_row, &wanted))
		fail_msg("not to choose here: %s\n%s", label,
			 term_screen(p->term));
	return wanted.row;
}

/* "  ( ) 12  December" */
static size_t
screen_number(struct person *p, const char *label)
{
	const char *row = term_row(p->term, screen_row(p, label));

	return strtoul(row + strcspn(row, "0123456789"), NULL, 10);
}

static void
screen_choose_one(struct person *p, const struct question *q, const char *name)
{
	char number[24];

	snprintf(number, sizeof(number), "%zu",
		 screen_number(p, label_of_choice(p, q, name)));
	screen_type(p, number);
	press(p, "<Enter>", 1);
}

/* With the arrows, where one alone goes by its number. */
static void
screen_choose_many(struct person *p, const struct question *q,
		   const char *names)
{
	const char *label;
	size_t i, number;

	screen_type(p, "<Delete>");
	for (i = 0; label_at(p, q, names, i, &label); i++) {
		number = screen_number(p, label);
		press(p, "<Home>", 1);
		press(p, "<Down>", number - 1);
		press(p, " ", 1);
	}
	press(p, "<Enter>", 1);
}

/* Which of the rank's rows the choice is in, from 0, before anything moved. */
static size_t
row_in_rank(struct person *p, const struct question *q, const char *label)
{
	int row = screen_row(p, label);
	size_t i, above = 0;

	for (i = 0; i < q->list->n; i++)
		above += screen_row(p,
				    label_of_choice(p, q,
						    q->list->choice[i].name)) <
			row;
	return above;
}

/* A number puts the row there; those between make room. */
static void
screen_rank(struct person *p, const struct question *q, const char *names)
{
	size_t at[FORM_MAX_CHOICES], i, k, n = names_count(names);
	const char *label;

	for (i = 0; label_at(p, q, names, i, &label); i++)
		at[i] = row_in_rank(p, q, label);
	p->heard = term_bytes(p->term);
	for (i = 0; i < n; i++) {
		char place[24];

		press(p, "<Home>", 1);
		press(p, "<Down>", at[i]);
		snprintf(place, sizeof(place), "%zu", i + 1);
		press(p, place, 1);
		for (k = i + 1; k < n; k++)
			at[k] += at[k] < at[i];
	}
	press(p, "<Enter>", 1);
}

/* Wherever the cursor stands in the field. */
static void
screen_clear(struct person *p)
{
	press(p, "<Backspace>", LONGEST_TYPED);
	press(p, "<Delete>", LONGEST_TYPED);
}

static void
screen_begin_typing(struct person *p)
{
	/* From the problem to its field. */
	screen_type(p, p->refused ? "<Tab>" : "");
	screen_clear(p);
}

static void
screen_text(struct person *p, const struct question *q, const char *text)
{
	screen_begin_typing(p);
	for (; *text; text++)
		term_send_n(p->term, *text == '\n' ? "\r" : text, 1);
	press(p, q->multiline ? "<C-n>" : "<Enter>", 1);
}

static void
screen_date(struct person *p, const char *date)
{
	char part[FORM_MAX_NAME + 1];
	size_t i;

	screen_begin_typing(p);
	for (i = 0; names_at(date, i, part, sizeof(part)); i++) {
		if (i > 0) {
			press(p, "<Tab>", 1);
			screen_clear(p);
		}
		term_send(p->term, part);
	}
	press(p, "<Enter>", 1);
}

/* ---- pages of several questions, in full screen ---- */

static const struct page_span *
page_of(const struct person *p, const struct question *q)
{
	return &p->pages.span[q->index];
}

/* Which of the page's rows "( ) 1 of 3  What is it?", with the answer's number
 * between the brackets, this statement has, from 0. */
static size_t
statement_row(struct person *p, const struct question *q)
{
	const char *s;
	int row;

	term_settle(p->term);
	row = term_find(p->term, label_of(p, q));
	assert_true(row >= 0);
	s = strchr(term_row(p->term, row), ')');
	assert_non_null(s);
	return strtoul(s + 1, NULL, 10) - 1;
}

static void
focus_statement(struct person *p, const struct question *q)
{
	size_t row = statement_row(p, q);

	screen_type(p, "<Home>");
	press(p, "<Down>", row);
}

static void
focus_certainty(struct person *p, const struct question *q)
{
	const struct question *item =
		&p->made->form->question[page_of(p, q)->first];

	screen_type(p, "<Home>");
	press(p, "<Down>", item->list->n);
}

/* Its number, in the page's list of it that has the focus; NULL clears. */
static void
answer_part(struct person *p, const struct question *q, const char *what)
{
	const struct page_span *page = page_of(p, q);
	char number[24];

	if (page->shape == PAGE_TABLE)
		focus_statement(p, q);
	else if (q->index == page->first)
		screen_type(p, "<Home>");
	else
		focus_certainty(p, q);
	if (!what)
		press(p, "<Delete>", 1);
	else if (page->shape == PAGE_TABLE || q->index != page->first) {
		snprintf(number, sizeof(number), "%zu", position_of(q, what));
		press(p, number, 1);
	} else {
		snprintf(number, sizeof(number), "%zu",
			 screen_number(p, label_of_choice(p, q, what)));
		press(p, number, 1);
	}
}

/* Is a certainty asked for, which stands there without boxes otherwise? */
static bool
is_open(struct person *p, const struct question *q)
{
	int row = screen_row(p, label_of_choice(p, q, q->list->choice[0].name));

	return strchr(term_row(p->term, row), '(') != NULL;
}

/* What stands there with no answer that need not have one is said once. */
static bool
leaves_some_out(struct person *p, const struct page_span *page)
{
	size_t i;

	for (i = page->first; i <= page->last; i++) {
		const struct question *q = &p->made->form->question[i];
		const char *label = label_of(p, q);

		if (*label && !p->answered[i] && !q->required &&
		    term_find(p->term, label) >= 0 &&
		    (page->shape != PAGE_SURE || i == page->first ||
		     is_open(p, q)))
			return true;
	}
	return false;
}

/* ---- each page, in full screen ---- */

static bool
screen_part(struct person *p, const struct entry *e, const struct question *q)
{
	const struct page_span *page = page_of(p, q);

	if (page->shape == PAGE_ONE)
		return false;
	answer_part(p, q, e->act == ACT_ANSWER ? e->what : NULL);
	p->answered[q->index] = e->act == ACT_ANSWER;
	term_settle(p->term); /* the certainty has opened, or closed */
	if (!e->more)
		press(p, "<C-n>", leaves_some_out(p, page) ? 2 : 1);
	return true;
}

static void
screen_answer(struct person *p, const struct question *q, const char *what)
{
	switch (q->type) {
	case TYPE_SELECT_ONE: screen_choose_one(p, q, what); break;
	case TYPE_SELECT_MULTIPLE: screen_choose_many(p, q, what); break;
	case TYPE_RANK: screen_rank(p, q, what); break;
	case TYPE_DATE: screen_date(p, what); break;
	case TYPE_ACKNOWLEDGE: screen_type(p, "<Delete> <Enter>"); break;
	default: screen_text(p, q, what);
	}
}

static void
screen_skip(struct person *p, const struct question *q, bool refused)
{
	size_t field, fields = q->type == TYPE_DATE ? 3 : 1;

	if (q->list || q->type == TYPE_ACKNOWLEDGE)
		screen_type(p, "<Delete>");
	else
		screen_begin_typing(p);
	for (field = 1; field < fields; field++) {
		press(p, "<Tab>", 1);
		screen_clear(p);
	}
	/* The first says that nothing is there. */
	press(p, "<C-n>", refused ? 1 : 2);
}

static void
screen_go_on(struct person *p, const struct question *q)
{
	(void)q;
	screen_type(p, "<C-n>");
}

static void
screen_back(struct person *p)
{
	screen_type(p, "<C-p>");
}

static void
screen_review(struct person *p)
{
	screen_type(p, "r");
}

/* The review's rows without their "Change", each in one line with the next, so
 * that a label is found also where a line ends within it. Caller frees. */
static char *
joined_screen(struct person *p)
{
	const char *row = term_screen(p->term), *change = word(WORD_TUI_CHANGE);
	size_t n, l = strlen(change);
	struct text t = TEXT_INIT;

	for (; *row; row += strcspn(row, "\n") + 1) {
		row += strspn(row, " ");
		n = strcspn(row, "\n");
		if (n > l && strncmp(row + n - l, change, l) == 0)
			n -= l;
		while (n > 0 && row[n - 1] == ' ')
			n--;
		text_addf(&t, "%.*s ", (int)n, row);
	}
	return text_take(&t);
}

static void
screen_change(struct person *p, const char *label)
{
	size_t i, above = 0;
	const struct form *form = p->made->form;
	char *shown;

	term_settle(p->term); /* all rows are there */
	shown = joined_screen(p);
	for (i = 0; i < form->n_questions; i++) {
		const char *other = label_of(p, &form->question[i]);

		if (strcmp(other, label) == 0)
			break;
		above += *other && form->question[i].type != TYPE_NOTE &&
			strstr(shown, other) != NULL;
	}
	free(shown);
	screen_type(p, "<Home>");
	press(p, "<Down>", above);
	press(p, "<Enter>", 1);
}

static void
screen_language(struct person *p, const char *name)
{
	term_wait_text(p->term, name, "the languages");
	press(p, "<Home>", 1);
	press(p, "<Down>", screen_number(p, name) - 1);
	screen_type(p, "<Enter>");
}

static void
screen_ask_language(struct person *p)
{
	screen_type(p, "<C-e>");
}

/* It has the focus. */
static void
screen_wait_button(struct person *p, enum word label)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "> [ %s ]", word(label));
	term_wait_text(p->term, text_get(&t), "the button");
	text_release(&t);
}

static void
screen_begin(struct person *p, const char *wayback)
{
	screen_wait_button(p, WORD_START);
	screen_type(p, wayback ? "<Tab><Tab><Enter>" : "<Enter>");
	if (wayback) {
		screen_wait(p, word(WORD_WAYBACK_HEADING));
		screen_type(p, wayback);
		press(p, "<Enter>", 1);
	}
}

static void
screen_leave_start(struct person *p, bool skip)
{
	screen_wait_button(p, WORD_START_ANSWER);
	screen_type(p, skip ? "<Tab><Enter>" : "<Enter>");
}

static void
screen_leave(struct person *p)
{
	screen_type(p, "<C-x>");
	screen_wait(p, word(WORD_STOP_HEADING));
	screen_type(p, "<Enter>");
}

static void
screen_other(struct person *p)
{
	screen_type(p, "<C-t>");
}

static void
screen_send(struct person *p)
{
	screen_type(p, "<C-n>");
	screen_wait_button(p, WORD_TUI_SEND);
	screen_type(p, "<Enter>");
	screen_wait(p, word(WORD_SENT_HEADING));
	screen_type(p, "<Enter>");
}

/* ---- both ---- */

static const struct hands {
	void (*wait)(struct person *, const char *text);
	void (*begin)(struct person *, const char *wayback);
	void (*answer)(struct person *, const struct question *, const char *);
	void (*leave_out)(struct person *, const struct question *,
			  bool refused);
	void (*go_on)(struct person *, const struct question *);
	void (*leave_start)(struct person *, bool skip);
	void (*back)(struct person *);
	void (*review)(struct person *);
	void (*change)(struct person *, const char *label);
	void (*ask_language)(struct person *);
	void (*language)(struct person *, const char *name);
	void (*other)(struct person *);
	void (*leave)(struct person *);
	void (*send)(struct person *);
} hands[] = {
	[false] = {screen_wait, screen_begin, screen_answer, screen_skip,
		   screen_go_on, screen_leave_start, screen_back, screen_review,
		   screen_change, screen_ask_language, screen_language,
		   screen_other, screen_leave, screen_send},
	[true] = {line_wait, line_begin, line_answer, line_skip, line_go_on,
		  line_leave_start, line_back, line_review, line_change,
		  line_ask_language, line_language, line_other, line_leave,
		  line_send},
};

static void
choose_language(struct person *p)
{
	const struct form *form = p->made->form;
	char *name = language_shown(form->language[p->language]);

	name[strcspn(name, " ")] = '\0';
	if (form->n_languages > 1)
		hands[p->lines].language(p, name);
	free(name);
	words_use_language(form->language[p->language]);
}

/* The code stands on the start page, which is the last that came. */
static void
read_wayback(struct person *p)
{
	const char *said = word(WORD_YOUR_WAYBACK), *at;
	char *before = mem_copy_n(said, strcspn(said, "%"));

	hands[p->lines].wait(p, before);
	at = strstr(term_screen(p->term), before);
	snprintf(p->wayback, sizeof(p->wayback), "%.11s", at + strlen(before));
	free(before);
}

static void
launch(struct person *p, const char *wayback)
{
	char *program = test_program("conduct-survey");
	const char *argv[] = {program, p->made->path,
			      p->lines ? "--line" : NULL, NULL};

	p->heard = p->page = 0;
	p->term = term_start(ROWS, COLUMNS, argv, NULL);
	choose_language(p);
	if (!wayback)
		read_wayback(p);
	hands[p->lines].begin(p, wayback);
	free(program);
}

void
person_start(struct person *p, const struct made_wave *made, bool lines)
{
	char *catalogues = test_program("locale");

	words_look_in(catalogues);
	words_use("en");
	free(catalogues);
	*p = (struct person){.made = made, .lines = lines};
	pages_init(&p->pages, made->form);
	p->answered = mem_new(made->form->n_questions, sizeof(bool));
	launch(p, NULL);
}

static void
ends_with(struct person *p, int status)
{
	assert_int_equal(term_end(p->term), status);
	term_free(p->term);
	p->term = NULL;
}

static void
change_language(struct person *p, const char *name)
{
	hands[p->lines].ask_language(p);
	p->language = form_find_language(p->made->form, name);
	assert_int_not_equal(p->language, FORM_NONE);
	choose_language(p);
}

/* The label of the section, which a table is none of. */
static const char *
section_of(const struct person *p, const struct question *q)
{
	const struct form *form = p->made->form;
	size_t g = q->group;
	const char *label = "";

	if (page_of(p, q)->shape == PAGE_TABLE)
		g = form->group[g].parent;
	for (; g != FORM_NONE && !*label; g = form->group[g].parent)
		label = form_text(form, form->group[g].label, p->language);
	return *label ? label : word(WORD_ABOUT_YOU);
}

/* The section alone may be that of the question before, and the button that of
 * the start before. */
static void
wait_start(struct person *p, const struct question *q)
{
	hands[p->lines].wait(p, section_of(p, q));
	hands[p->lines].wait(p, word(WORD_START_ANSWER));
}

/* What is no longer answered. */
static void
forget_answered(struct person *p, size_t first, size_t last)
{
	const struct question *q = p->made->form->question;
	size_t i;

	for (i = first; i <= last; i++)
		if (q[i].role == ROLE_SEGMENT)
			p->answered[i] = false;
}

/* True: done; what else there is to do is done as at a question. */
static bool
act_before(struct person *p, const struct entry *e, const struct question *q)
{
	if (e->act == ACT_SKIP)
		forget_answered(p, q->index, question_named(p, e->what)->index);
	if (e->act != ACT_SKIP && e->act != ACT_GO_ON)
		return false;
	hands[p->lines].leave_start(p, e->act == ACT_SKIP);
	return true;
}

static void
act(struct person *p, const struct entry *e, const struct question *q)
{
	const struct hands *h = &hands[p->lines];

	if (e->before && act_before(p, e, q))
		return;
	if (!p->lines && (e->act == ACT_ANSWER || e->act == ACT_SKIP) &&
	    screen_part(p, e, q))
		return;
	if (p->lines && q && line_both(p, e, q))
		return;
	if (q && (e->act == ACT_ANSWER || e->act == ACT_SKIP))
		p->answered[q->index] = e->act == ACT_ANSWER;
	switch (e->act) {
	case ACT_ANSWER: h->answer(p, q, e->what); break;
	case ACT_SKIP: h->leave_out(p, q, e->refused); break;
	case ACT_GO_ON: h->go_on(p, q); break;
	case ACT_BACK:
	case ACT_BACK_APART: h->back(p); break;
	case ACT_REVIEW: h->review(p); break;
	case ACT_CHANGE:
		h->change(p, label_of(p, question_named(p, e->what)));
		break;
	case ACT_LANGUAGE: change_language(p, e->what); break;
	case ACT_OTHER_FRONT:
		h->other(p);
		p->lines = !p->lines;
		break;
	case ACT_COME_BACK:
		h->leave(p);
		ends_with(p, EXIT_STOPPED);
		launch(p, p->wayback);
		break;
	case ACT_SEND:
		h->send(p);
		ends_with(p, EXIT_SENT);
		person_free(p);
		break;
	}
}

void
person_do(struct person *p, const struct entry *e)
{
	const struct question *q = e->at ? question_named(p, e->at) : NULL;

	/* The one before was enough. */
	if ((e->act == ACT_BACK_APART && !p->lines) || p->done) {
		p->done = false;
		return;
	}
	if (e->before)
		wait_start(p, q);
	else if (!p->refused)
		hands[p->lines].wait(p,
				     q ? label_of(p, q)
				       : word(WORD_REVIEW_HEADING));
	act(p, e, q);
	p->refused = e->refused != NULL;
	if (e->refused) {
		size_t page = p->page;

		hands[p->lines].wait(p, e->refused);
		p->page = page; /* lines do not read it again */
	}
}

void
person_free(struct person *p)
{
	term_free(p->term);
	pages_release(&p->pages);
	free(p->answered);
	p->term = NULL;
	p->answered = NULL;
}
