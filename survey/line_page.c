/*
 * What stands on a question's page in plain lines, and what is said of the
 * answer once it is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/value.h"
#include "survey/line_private.h"
#include "survey/said.h"

/* ---- the prompt ---- */

static const enum word prompts[] = {
	[TYPE_SELECT_ONE] = WORD_LINE_ASK_ONE,
	[TYPE_SELECT_MULTIPLE] = WORD_LINE_ASK_MANY,
	[TYPE_RANK] = WORD_LINE_ASK_RANK,
	[TYPE_INTEGER] = WORD_LINE_ASK_INTEGER,
	[TYPE_DECIMAL] = WORD_LINE_ASK_DECIMAL,
	[TYPE_RANGE] = WORD_LINE_ASK_RANGE,
	[TYPE_TEXT] = WORD_LINE_ASK_TEXT,
	[TYPE_DATE] = WORD_LINE_ASK_DATE,
	[TYPE_NOTE] = WORD_LINE_ASK_NOTHING,
	[TYPE_ACKNOWLEDGE] = WORD_LINE_ASK_OK,
};

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
	return prompts[page->type];
}

char *
line_prompt(const struct page *page)
{
	char from[32], to[32];

	if (line_takes_nothing(page))
		return mem_copy(word(WORD_LINE_ASK_NOTHING));
	if (page->shape == PAGE_SURE && page->also[0].n_choices > 0)
		return ask_sure(page);
	if (page->n_choices > 0)
		return word_format(prompt_of(page), page->n_choices);
	if (page->type == TYPE_TEXT && page->multiline)
		return mem_copy(word(WORD_LINE_ASK_LINES));
	text_number(page->start, from);
	text_number(page->end, to);
	return word_format(prompts[page->type], from, to);
}

/* ---- the page ---- */

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

void
line_say_page(struct line *l, const struct page *page)
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

void
line_say_help(struct line *l, const struct page *page)
{
	const struct line_help help = {
		.back = page->can_go_back,
		.clear = !line_takes_nothing(page),
		.skip = page->optional,
		.review = page->can_review,
		.language = page->many_languages,
		.text = line_takes_words(page),
		.lines = line_takes_words(page) && page->multiline,
		.wayback = page->wayback,
		.contact = page->contact,
		.more = page->more,
	};

	if (*page->help)
		line_say(l, page->help);
	line_help(l, &help);
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
