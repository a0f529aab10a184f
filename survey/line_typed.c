/*
 * What was typed, as an answer: numbers of options, words that stand for one,
 * or the text itself.
 */
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "survey/line_private.h"

/* As line_answer. */
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
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
		(c >= '0' && c <= '9');
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

static reading *const readings[] = {
	[TYPE_SELECT_ONE] = read_one, [TYPE_SELECT_MULTIPLE] = read_many,
	[TYPE_RANK] = read_rank,      [TYPE_INTEGER] = read_text,
	[TYPE_DECIMAL] = read_text,   [TYPE_RANGE] = read_text,
	[TYPE_TEXT] = read_text,      [TYPE_DATE] = read_text,
	[TYPE_NOTE] = read_nothing,   [TYPE_ACKNOWLEDGE] = read_ok,
};

bool
line_takes_nothing(const struct page *page)
{
	return page->type == TYPE_NOTE || page->read_only;
}

bool
line_takes_words(const struct page *page)
{
	return page->type == TYPE_TEXT && !page->read_only;
}

bool
line_answer(struct line *l, const struct page *page, const char *typed,
	    struct text *entered)
{
	if (line_takes_nothing(page))
		return read_nothing(l, page, typed, entered);
	if (page->shape == PAGE_SURE)
		return read_sure(l, page, typed, entered);
	return readings[page->type](l, page, typed, entered);
}
