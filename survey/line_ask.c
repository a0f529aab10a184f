/* One question in plain lines: what stands there, what was typed. */
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/value.h"
#include "survey/line_private.h"
#include "survey/said.h"

/* ---- what was typed, as an answer ---- */

/*
 * Turns a typed line into what check_answer takes. False: it says why, and
 * the prompt comes again.
 */
typedef bool reading(struct line *l, const struct page *page, const char *typed,
		     struct text *entered);

static const char *
skip_separators(const char *p)
{
	return p + strspn(p, " ,;");
}

/* A number in decimal digits and the place behind it; 0 where there is none.
 * What is too large stays too large. */
static size_t
read_digits(const char **p)
{
	size_t n = 0;

	for (; **p >= '0' && **p <= '9'; (*p)++)
		if (n < 1000000)
			n = n * 10 + (size_t)(**p - '0');
	return n;
}

struct picks {
	size_t *pick; /* from 1, in the order typed */
	size_t n, room;
};

static void
picks_add(struct picks *picks, size_t k)
{
	picks->pick = mem_room(picks->pick, &picks->room, picks->n + 1,
			       sizeof(*picks->pick));
	picks->pick[picks->n++] = k;
}

static bool
no_such(struct line *l, const struct page *page, const char *typed)
{
	char *own = line_trimmed(typed);
	bool digits = *own && own[strspn(own, "0123456789 ,;-")] == '\0';

	if (digits)
		line_problem(l, WORD_LINE_NO_SUCH, own);
	else
		line_problem(l, WORD_LINE_NOT_NUMBERS);
	free(own);
	(void)page;
	return false;
}

/* "1 3 5", "1,3,5", "1-3" */
static bool
read_picks(struct line *l, const struct page *page, const char *typed,
	   struct picks *picks)
{
	const char *p = skip_separators(typed);
	size_t from, to;

	while (*p) {
		from = to = read_digits(&p);
		if (*p == '-') {
			p++;
			to = read_digits(&p);
		}
		if (from < 1 || to < from || to > page->n_choices ||
		    (*p && !strchr(" ,;", *p)))
			return no_such(l, page, typed);
		for (; from <= to; from++)
			picks_add(picks, from);
		p = skip_separators(p);
	}
	return picks->n > 0 || no_such(l, page, typed);
}

static void
add_name(struct text *entered, const struct page *page, size_t k)
{
	if (entered->n > 0)
		text_add_char(entered, ' ');
	text_add(entered, page->choice[k - 1].name);
}

static bool
picks_contain(const struct picks *picks, size_t n, size_t k)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (picks->pick[i] == k)
			return true;
	return false;
}

static bool
read_one(struct line *l, const struct page *page, const char *typed,
	 struct text *entered)
{
	struct picks picks = {NULL, 0, 0};
	bool ok = read_picks(l, page, typed, &picks);

	if (ok && picks.n > 1) {
		line_problem(l, WORD_LINE_ONE_ONLY);
		ok = false;
	}
	if (ok)
		add_name(entered, page, picks.pick[0]);
	free(picks.pick);
	return ok;
}

/* The certainty of this label, or NULL. */
static const struct page_choice *
find_label(const struct page_also *sure, const char *typed)
{
	size_t i;

	for (i = 0; i < sure->n_choices; i++) {
		char *label = text_lower(sure->choice[i].label);
		bool is = line_is_word(typed, label);

		free(label);
		if (is)
			return &sure->choice[i];
	}
	return NULL;
}

static bool
is_letter(char c)
{
	return c < 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Do these words stand in the label? */
static bool
stands_in(const char *label, const char *words)
{
	char *folded = text_fold(label), *wanted = text_fold(words);
	const char *at = folded;
	size_t n = strlen(wanted);
	bool is = false;

	for (; !is && (at = strstr(at, wanted)) != NULL; at++)
		is = (at == folded || !is_letter(at[-1])) && !is_letter(at[n]);
	free(folded);
	free(wanted);
	return is;
}

static bool
says(const char *label, enum word w)
{
	return stands_in(label, word(w)) ||
		stands_in(label, word_english(w, 0));
}

static bool
is_either(const char *typed, enum word w)
{
	return line_is_word(typed, word(w)) ||
		line_is_word(typed, word_english(w, 0));
}

/* In our words, where one label alone says the same: lists are in any order. */
static const struct page_choice *
find_meant(const struct page_also *sure, const char *typed)
{
	bool not_sure = is_either(typed, WORD_LINE_NOT_SURE);
	const struct page_choice *found = NULL;
	size_t i;

	if (!not_sure && !is_either(typed, WORD_LINE_SURE))
		return NULL;
	for (i = 0; i < sure->n_choices; i++) {
		const char *label = sure->choice[i].label;

		if (!says(label, WORD_LINE_SURE) ||
		    says(label, WORD_LINE_NOT_SURE) != not_sure)
			continue;
		if (found != NULL)
			return NULL;
		found = &sure->choice[i];
	}
	return found;
}

/* The certainty that this text is, or NULL. */
static const struct page_choice *
find_sure(const struct page *page, const char *typed)
{
	const struct page_choice *found = find_label(&page->also[0], typed);

	return found != NULL ? found : find_meant(&page->also[0], typed);
}

/* "2 sure": what stands behind the number goes into entered[1]. */
static bool
read_sure(struct line *l, const struct page *page, const char *typed,
	  struct text *entered)
{
	size_t n = strspn(skip_separators(typed), "0123456789");
	const char *behind = skip_separators(skip_separators(typed) + n);
	const struct page_choice *sure = find_sure(page, behind);
	char *number;
	bool ok;

	if (n == 0 || line_is_word(behind, "") || !sure)
		return read_one(l, page, typed, entered);
	number = mem_copy_n(typed, (size_t)(behind - typed));
	ok = read_one(l, page, number, entered);
	if (ok)
		text_add(&entered[1], sure->name);
	free(number);
	return ok;
}

static bool
begins(const char *label, const char *word)
{
	char *folded = text_fold(label), *wanted = text_fold(word);
	bool is = strncmp(folded, wanted, strlen(wanted)) == 0;

	free(folded);
	free(wanted);
	return is;
}

/* "none": the first option that excludes the others and says so. */
static bool
read_none(struct line *l, const struct page *page, struct text *entered)
{
	size_t k;

	for (k = 1; k <= page->n_choices; k++) {
		const struct page_choice *c = &page->choice[k - 1];

		if (c->exclusive &&
		    (begins(c->label, word(WORD_LINE_NONE)) ||
		     begins(c->label, "none"))) {
			add_name(entered, page, k);
			return true;
		}
	}
	line_problem(l, WORD_LINE_NO_NONE);
	return false;
}

static bool
read_many(struct line *l, const struct page *page, const char *typed,
	  struct text *entered)
{
	struct picks picks = {NULL, 0, 0};
	size_t k;
	bool ok;

	if (line_is_word(typed, "none") ||
	    line_is_word(typed, word(WORD_LINE_NONE)))
		return read_none(l, page, entered);
	ok = read_picks(l, page, typed, &picks);
	for (k = 1; ok && k <= page->n_choices; k++)
		if (picks_contain(&picks, picks.n, k))
			add_name(entered, page, k);
	free(picks.pick);
	return ok;
}

static bool
read_rank(struct line *l, const struct page *page, const char *typed,
	  struct text *entered)
{
	struct picks picks = {NULL, 0, 0};
	bool ok = read_picks(l, page, typed, &picks);
	size_t i;

	for (i = 0; ok && i < picks.n; i++) {
		if (picks_contain(&picks, i, picks.pick[i])) {
			line_problem(l, WORD_LINE_TWICE, picks.pick[i]);
			ok = false;
		} else {
			add_name(entered, page, picks.pick[i]);
		}
	}
	free(picks.pick);
	return ok;
}

static bool
read_text(struct line *l, const struct page *page, const char *typed,
	  struct text *entered)
{
	(void)l;
	(void)page;
	text_add(entered, typed);
	return true;
}

static bool
read_ok(struct line *l, const struct page *page, const char *typed,
	struct text *entered)
{
	(void)page;
	if (!line_is_word(typed, "ok") &&
	    !line_is_word(typed, word(WORD_LINE_OK))) {
		line_problem(l, WORD_LINE_NOT_OK);
		return false;
	}
	text_add(entered, "OK");
	return true;
}

static bool
read_nothing(struct line *l, const struct page *page, const char *typed,
	     struct text *entered)
{
	(void)typed;
	(void)entered;
	line_problem(l,
		     page->read_only ? WORD_LINE_READ_ONLY
				     : WORD_LINE_NOTHING_HERE);
	return false;
}

static const struct {
	reading *read;
	enum word prompt;
} kinds[] = {
	[TYPE_SELECT_ONE] = {read_one, WORD_LINE_ASK_ONE},
	[TYPE_SELECT_MULTIPLE] = {read_many, WORD_LINE_ASK_MANY},
	[TYPE_RANK] = {read_rank, WORD_LINE_ASK_RANK},
	[TYPE_INTEGER] = {read_text, WORD_LINE_ASK_INTEGER},
	[TYPE_DECIMAL] = {read_text, WORD_LINE_ASK_DECIMAL},
	[TYPE_RANGE] = {read_text, WORD_LINE_ASK_RANGE},
	[TYPE_TEXT] = {read_text, WORD_LINE_ASK_TEXT},
	[TYPE_DATE] = {read_text, WORD_LINE_ASK_DATE},
	[TYPE_NOTE] = {read_nothing, WORD_LINE_ASK_NOTHING},
	[TYPE_ACKNOWLEDGE] = {read_ok, WORD_LINE_ASK_OK},
};

/* ---- what stands there ---- */

static bool
takes_nothing(const struct page *page)
{
	return page->type == TYPE_NOTE || page->read_only;
}

static bool
takes_words(const struct page *page)
{
	return page->type == TYPE_TEXT && !page->read_only;
}

/* "Type a number ... (2 sure)", with the form's word for it. */
static char *
ask_sure(const struct page *page)
{
	char *sure = text_lower(page->also[0].choice[0].label);
	char *words = word_format(WORD_LINE_ASK_SURE, page->n_choices, sure);

	free(sure);
	return words;
}

/* With one or two there is no example to give. */
static enum word
prompt_of(const struct page *page)
{
	if (page->n_choices == 1)
		return WORD_LINE_ASK_ONLY;
	if (page->type == TYPE_SELECT_MULTIPLE && page->n_choices == 2)
		return WORD_LINE_ASK_FEW;
	return kinds[page->type].prompt;
}

static char *
ask_words(const struct page *page)
{
	char from[32], to[32];

	if (takes_nothing(page))
		return mem_copy(word(WORD_LINE_ASK_NOTHING));
	if (page->shape == PAGE_SURE && page->also[0].n_choices > 0)
		return ask_sure(page);
	if (page->n_choices > 0)
		return word_format(prompt_of(page), page->n_choices);
	if (page->type == TYPE_TEXT && page->multiline)
		return mem_copy(word(WORD_LINE_ASK_LINES));
	text_number(page->start, from);
	text_number(page->end, to);
	return word_format(kinds[page->type].prompt, from, to);
}

/* "1, 3" and "A course; Reading": the chosen options, in the order of the
 * names, which is that of a rank. */
static void
describe(const struct page *page, const char *names, struct text *numbers,
	 struct text *labels)
{
	char name[FORM_MAX_NAME + 1];
	size_t i, k;

	for (i = 0; names_at(names, i, name, sizeof(name)); i++)
		for (k = 0; k < page->n_choices; k++) {
			if (strcmp(name, page->choice[k].name) != 0)
				continue;
			text_addf(numbers, "%s%zu", numbers->n > 0 ? ", " : "",
				  k + 1);
			text_addf(labels, "%s%s", labels->n > 0 ? "; " : "",
				  page->choice[k].label);
		}
}

static bool
several(const struct text *numbers)
{
	return strchr(text_get(numbers), ',') != NULL;
}

/* An answer that was typed, as it is said after it was kept. */
static const char *
in_words(struct arena *a, const struct page *page)
{
	switch (page->type) {
	case TYPE_DATE: return said_date(a, page->entered);
	case TYPE_ACKNOWLEDGE: return word(WORD_TUI_OK);
	default: return page->entered;
	}
}

static void
say_so_far(struct line *l, const struct page *page)
{
	struct text numbers = TEXT_INIT, labels = TEXT_INIT;

	if (!*page->entered || page->type == TYPE_NOTE)
		return;
	if (page->type == TYPE_TEXT) {
		line_say(l, word(WORD_LINE_SO_FAR_TEXT));
		line_say(l, page->entered);
	} else if (page->n_choices > 0) {
		describe(page, page->entered, &numbers, &labels);
		line_sayf(l,
			  several(&numbers) ? WORD_LINE_SO_FAR_MANY
					    : WORD_LINE_SO_FAR_CHOICE,
			  text_get(&numbers), text_get(&labels));
	} else {
		struct arena *a = arena_new();

		line_sayf(l, WORD_LINE_SO_FAR, in_words(a, page));
		arena_free(a);
	}
	text_release(&numbers);
	text_release(&labels);
	if (!page->read_only)
		line_say(l, word(WORD_LINE_ASK_KEEP));
}

/* "Question 4 of 12. Feedback and learning. About 3 minutes left.", of which
 * one hears what is new. */
static void
say_place(struct line *l, const struct page *page)
{
	const char *part[PLACE_PARTS] = {page->place, page->section,
					 page->left};
	struct text t = TEXT_INIT;
	char *upper;
	size_t i;

	for (i = 0; i < PLACE_PARTS; i++) {
		if (strcmp(part[i], text_get(&l->place[i])) == 0)
			continue;
		text_clear(&l->place[i]);
		text_add(&l->place[i], part[i]);
		if (!*part[i])
			continue;
		/* "about 3 minutes left" begins a sentence here */
		upper = text_capital(part[i]);
		text_addf(&t, "%s%s.", t.n > 0 ? " " : "", upper);
		free(upper);
	}
	if (t.n > 0)
		line_say(l, text_get(&t));
	text_release(&t);
}

static void
say_options(struct line *l, const struct page *page)
{
	size_t i;

	for (i = 0; i < page->n_choices; i++)
		line_sayf(l, WORD_LINE_OPTION, i + 1, page->choice[i].label);
}

/* What stands over the statements and is read with the first of them, not
 * again with each. */
static void
say_scale(struct line *l, const struct page *page)
{
	struct text scale = TEXT_INIT;
	size_t i;

	text_addf(&scale, "%s\n", page->table);
	for (i = 0; i < page->n_choices; i++)
		text_addf(&scale, "%s\n", page->choice[i].label);
	if (strcmp(text_get(&scale), text_get(&l->table)) != 0) {
		if (*page->table)
			line_say(l, page->table);
		say_options(l, page);
		text_clear(&l->table);
		text_add(&l->table, text_get(&scale));
	}
	text_release(&scale);
}

static void
say_statement(struct line *l, const struct page *page)
{
	say_scale(l, page);
	line_sayf(l, WORD_LINE_STATEMENT, page->row, page->rows, page->label);
	if (*page->hint)
		line_say(l, page->hint);
}

static void
say_question(struct line *l, const struct page *page)
{
	text_clear(&l->table);
	line_say(l, page->label);
	if (*page->hint)
		line_say(l, page->hint);
	if (page->max_choices > 0)
		line_sayf(l, WORD_TUI_SELECT_UP_TO, page->max_choices);
	say_options(l, page);
}

static void
say_page(struct line *l, const struct page *page)
{
	line_greet(l);
	line_status(l, page->status);
	say_place(l, page);
	if (page->row > 0)
		say_statement(l, page);
	else
		say_question(l, page);
	if (page->type == TYPE_TEXT && page->max_length > 0)
		line_sayf(l, WORD_LINE_CHARACTERS, page->max_length);
	say_so_far(l, page);
	if (page->read_only)
		line_say(l, word(WORD_LINE_FIXED));
}

static void
say_help(struct line *l, const struct page *page)
{
	const struct line_help help = {
		.back = page->can_go_back,
		.clear = !takes_nothing(page),
		.skip = page->optional,
		.review = page->can_review,
		.language = page->many_languages,
		.text = takes_words(page),
		.lines = takes_words(page) && page->multiline,
		.wayback = page->wayback,
		.contact = page->contact,
		.more = page->more,
	};

	if (*page->help)
		line_say(l, page->help);
	line_help(l, &help);
}

/* ---- asking ---- */

/* One page being asked. entered: what stands there so far, page_entries. */
struct asking {
	struct line *l;
	const struct page *page;
	struct text *entered;
	bool warned; /* that another Enter leaves this out */
	enum reply reply;
};

static void
forget_entries(struct asking *a)
{
	size_t i;

	for (i = 0; i < page_entries(a->page); i++)
		text_clear(&a->entered[i]);
}

static bool
done(struct asking *a, enum reply reply)
{
	a->reply = reply;
	return true;
}

static bool
refused(struct asking *a, enum word why)
{
	line_problem(a->l, why);
	return false;
}

/* Whether that may be is not for us to say. */
static bool
left_out(struct asking *a)
{
	if (!a->page->read_only)
		forget_entries(a);
	return done(a, REPLY_ANSWER);
}

/* Enter alone: goes on with what stands there, and says so before it leaves a
 * question out. */
static bool
nothing_typed(struct asking *a)
{
	if (a->entered->n > 0 || takes_nothing(a->page))
		return done(a, REPLY_ANSWER);
	if (a->warned || !a->page->optional)
		return left_out(a);
	a->warned = true;
	line_say(a->l, word(WORD_LINE_NOTHING_YET));
	return false;
}

static bool
hide(struct asking *a)
{
	if (!line_hide(a->l))
		return done(a, REPLY_END);
	line_forget_said(a->l);
	say_page(a->l, a->page);
	return false;
}

static bool
list(struct asking *a)
{
	line_forget_said(a->l);
	say_page(a->l, a->page);
	return false;
}

static bool
clear(struct asking *a)
{
	if (takes_nothing(a->page))
		return read_nothing(a->l, a->page, "", a->entered);
	forget_entries(a);
	line_say(a->l, word(WORD_LINE_CLEARED));
	return false;
}

/* True: the page is left. */
static bool
obey(struct asking *a, enum command command)
{
	const struct page *page = a->page;

	switch (command) {
	case COMMAND_HELP: say_help(a->l, page); return false;
	case COMMAND_MORE:
		line_more(a->l, page->more, word(WORD_MORE_WORD));
		return false;
	case COMMAND_LIST: return list(a);
	case COMMAND_HIDE: return hide(a);
	case COMMAND_CLEAR: return clear(a);
	case COMMAND_SKIP: return left_out(a);
	case COMMAND_STOP: return done(a, REPLY_STOP);
	case COMMAND_SCREEN: return done(a, REPLY_LINE_MODE);
	case COMMAND_BACK:
		return page->can_go_back ? done(a, REPLY_BACK)
					 : refused(a, WORD_LINE_FIRST);
	case COMMAND_REVIEW:
		return page->can_review ? done(a, REPLY_REVIEW)
					: refused(a, WORD_LINE_NO_REVIEW);
	case COMMAND_LANGUAGE:
		return page->many_languages
			? done(a, REPLY_LANGUAGE)
			: refused(a, WORD_LINE_ONE_LANGUAGE);
	default: return false;
	}
}

/* A command word with dots before it is an answer with one dot less, so that
 * there is a way to type each. */
static const char *
undotted(const char *typed)
{
	size_t dots = strspn(typed, ".");

	return dots > 0 && line_command(typed + dots) != COMMAND_NONE
		? typed + 1
		: typed;
}

/* One of several lines: dots alone are one dot less, as in mail. */
static const char *
undotted_line(const char *typed)
{
	size_t dots = strspn(typed, ".");

	return dots > 1 && typed[dots] == '\0' ? typed + 1 : typed;
}

/* The lines up to the dot; what there is of them when input ends is kept as
 * half an answer. */
static bool
read_lines(struct asking *a, const char *first)
{
	struct text typed = TEXT_INIT;
	enum got got = GOT_LINE;

	text_clear(a->entered);
	text_add(a->entered, undotted_line(undotted(first)));
	while ((got = line_read(a->l, ">", 0, &typed)) == GOT_LINE &&
	       strcmp(text_get(&typed), ".") != 0) {
		text_add_char(a->entered, '\n');
		text_add(a->entered, undotted_line(text_get(&typed)));
	}
	text_release(&typed);
	return done(a, got == GOT_LINE ? REPLY_ANSWER : REPLY_END);
}

static reading *
reading_of(const struct page *page)
{
	return page->shape == PAGE_SURE ? read_sure : kinds[page->type].read;
}

static bool
answer(struct asking *a, const char *typed)
{
	const struct page *page = a->page;
	struct text entered[2] = {TEXT_INIT, TEXT_INIT};
	size_t i;
	bool taken;

	if (takes_words(page) && page->multiline) {
		if (strcmp(typed, ".") == 0)
			return nothing_typed(a);
		return read_lines(a, typed);
	}
	if (takes_nothing(page))
		return read_nothing(a->l, page, typed, a->entered);
	if (takes_words(page))
		typed = undotted(typed);
	taken = reading_of(page)(a->l, page, typed, entered);
	for (i = 0; taken && i < page_entries(page); i++) {
		text_clear(&a->entered[i]);
		text_add(&a->entered[i], text_get(&entered[i]));
	}
	if (taken)
		a->reply = REPLY_ANSWER;
	text_release(&entered[0]);
	text_release(&entered[1]);
	return taken;
}

static bool
take(struct asking *a, const char *typed)
{
	enum command command = line_command(typed);

	if (line_is_word(typed, ""))
		return nothing_typed(a);
	a->warned = false;
	return command != COMMAND_NONE ? obey(a, command) : answer(a, typed);
}

enum reply
line_ask(struct front *front, const struct page *page, struct text *entered)
{
	struct line *l = (struct line *)front;
	struct asking a = {l, page, entered, false, REPLY_END};
	struct text typed = TEXT_INIT;
	char *prompt = ask_words(page);

	forget_entries(&a);
	text_add(entered, page->entered);
	if (page->shape == PAGE_SURE)
		text_add(&entered[1], page->also[0].entered);
	if (*page->problem)
		line_sayf(l, WORD_LINE_PROBLEM, page->problem);
	else
		say_page(l, page);
	while (line_read(l, prompt, 0, &typed) == GOT_LINE &&
	       !take(&a, text_get(&typed)))
		;
	text_clear(&l->answer);
	text_clear(&l->sure);
	if (a.reply == REPLY_ANSWER)
		text_add(&l->answer, text_get(entered));
	if (a.reply == REPLY_ANSWER && page->shape == PAGE_SURE)
		text_add(&l->sure, text_get(&entered[1]));
	free(prompt);
	text_release(&typed);
	return a.reply;
}

/* ---- after it was kept ---- */

void
line_kept(struct front *front, const struct page *page,
	  const char *const *answer)
{
	struct line *l = (struct line *)front;
	struct text said = TEXT_INIT, numbers = TEXT_INIT, labels = TEXT_INIT;
	const char *answered = answer[0];
	char *sentence = NULL;

	if (page->type == TYPE_NOTE)
		return;
	describe(page, text_get(&l->answer), &numbers, &labels);
	if (l->sure.n > 0 && *answer[1])
		text_addf(&labels, "; %s", answer[1]);
	/* Who hears their text read back again has to listen twice. */
	if (!*answered)
		sentence = mem_copy(word(WORD_LINE_LEFT_OUT));
	else if (page->n_choices > 0)
		sentence = word_format(several(&numbers) ? WORD_LINE_CHOSE_MANY
							 : WORD_LINE_CHOSE,
				       text_get(&numbers), text_get(&labels));
	else if (page->type != TYPE_TEXT)
		sentence = word_format(WORD_LINE_ENTERED, answered);
	if (sentence)
		text_addf(&said, "%s ", sentence);
	text_add(&said, page->status);
	if (said.n > 0)
		line_say(l, text_get(&said));
	text_clear(&l->status);
	text_add(&l->status, page->status);
	free(sentence);
	text_release(&said);
	text_release(&numbers);
	text_release(&labels);
}
