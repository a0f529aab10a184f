/* Question pages: where what stands, and what has been answered. */
#include "survey/tui/ask.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/date_typed.h"

bool
ask_is_table(const struct ask *ask)
{
	return ask->page->shape == PAGE_TABLE;
}

bool
ask_is_open(const struct ask *ask)
{
	const struct pick *item = ask->list;
	size_t row;

	if (ask->page->shape != PAGE_SURE || ask->n_lists < 2)
		return false;
	for (row = 0; row < item->n; row++)
		if (pick_is_chosen(item, row) && pick_row(item, row)->opens)
			return true;
	return false;
}

bool
ask_is_numbered(const struct ask *ask)
{
	return ask->n_lists > 0 && ask->page->type != TYPE_ACKNOWLEDGE;
}

/* ------------------------------------------------------------------- items */

/* Items of a list. */
static size_t
n_rows(const struct ask *ask, size_t list)
{
	if (ask_is_table(ask))
		return 1;
	if (list == 0)
		return ask->n_found;
	return ask_is_open(ask) ? ask->list[list].n : 0;
}

size_t
ask_n_inputs(const struct ask *ask)
{
	size_t i, n = ask->n_fields;

	for (i = 0; i < ask->n_lists; i++)
		n += n_rows(ask, i);
	return n;
}

size_t
ask_n_parts(const struct ask *ask)
{
	if (ask->page->shape == PAGE_SURE && !ask_is_open(ask))
		return ask->n_lists > 0;
	return ask->n_fields + ask->n_lists;
}

static size_t
first_input(const struct ask *ask)
{
	return ask->n_problems + ask->searches;
}

size_t
ask_n_items(const struct ask *ask)
{
	return first_input(ask) + ask_n_inputs(ask) + 1;
}

struct ask_place
ask_place(const struct ask *ask, size_t item)
{
	size_t part, rows;

	if (item < ask->n_problems)
		return (struct ask_place){ASK_PROBLEM, 0, item};
	if (item < first_input(ask))
		return (struct ask_place){ASK_SEARCH, 0, 0};
	item -= first_input(ask);
	if (item < ask->n_fields)
		return (struct ask_place){ASK_FIELD, item, 0};
	for (part = 0; part < ask->n_lists; part++, item -= rows) {
		rows = n_rows(ask, part);
		if (item >= rows)
			continue;
		if (ask_is_table(ask))
			return (struct ask_place){ASK_STATEMENT, part, 0};
		if (part == 0)
			item = ask->found[item];
		return (struct ask_place){ASK_CHOICE, part, item};
	}
	return (struct ask_place){ASK_CONTINUE, 0, 0};
}

struct ask_place
ask_focused(const struct ask *ask)
{
	return ask_place(ask, ask->sheet.focus);
}

void
ask_focus(struct ask *ask, enum ask_item item, size_t part, size_t row)
{
	size_t i, n = ask_n_items(ask);
	struct ask_place place;

	for (i = 0; i + 1 < n; i++) {
		place = ask_place(ask, i);
		if (place.item == item && place.part == part &&
		    place.row == row)
			break;
	}
	sheet_focus(&ask->sheet, i);
}

/* The first row that is shown of those chosen, or of all. */
static size_t
row_to_begin(const struct ask *ask, size_t part)
{
	size_t i;

	if (part > 0)
		return pick_first(&ask->list[part]);
	for (i = 0; i < ask->n_found; i++)
		if (pick_is_chosen(&ask->list[0], ask->found[i]))
			return ask->found[i];
	return ask->n_found > 0 ? ask->found[0] : 0;
}

void
ask_focus_part(struct ask *ask, size_t part)
{
	if (ask->n_fields > 0)
		ask_focus(ask, ASK_FIELD, part, 0);
	else if (ask_is_table(ask))
		ask_focus(ask, ASK_STATEMENT, part, 0);
	else if (part < ask->n_lists)
		ask_focus(ask, ASK_CHOICE, part, row_to_begin(ask, part));
	else
		ask_focus(ask, ASK_CONTINUE, 0, 0);
}

size_t
ask_part_of(const struct ask *ask, size_t problem)
{
	size_t part = ask->problem[problem].part;

	if (ask->page->type == TYPE_DATE && ask->page->typed != NULL)
		part = date_wrong_part(ask->page->typed);
	return part < ask_n_parts(ask) ? part : 0;
}

struct pick *
ask_list(const struct ask *ask)
{
	struct ask_place place = ask_focused(ask);

	if (ask->n_lists == 0)
		return NULL;
	switch (place.item) {
	case ASK_CHOICE:
	case ASK_STATEMENT: return &ask->list[place.part];
	case ASK_PROBLEM: return &ask->list[ask_part_of(ask, place.row)];
	case ASK_SEARCH: return &ask->list[0];
	default:
		return ask_is_table(ask) ? NULL
					 : &ask->list[ask_n_parts(ask) - 1];
	}
}

/* ------------------------------------------------------------------ search */

/* All words that were typed stand in it, whatever their case and accents. */
static bool
is_found(const char *label, const char *wanted)
{
	char *folded = text_fold(label), *words = mem_copy(wanted);
	char *rest = words, *one;
	bool found = true;

	while (found && (one = strsep(&rest, " ")) != NULL)
		found = strstr(folded, one) != NULL;
	free(folded);
	free(words);
	return found;
}

/* `show`: what is found or chosen becomes what is shown. */
static void
search(struct ask *ask, bool show)
{
	char *wanted = text_fold(edit_text(&ask->search.edit));
	size_t row;
	bool found;

	ask->n_matches = 0;
	ask->n_found = show ? 0 : ask->n_found;
	for (row = 0; row < ask->list[0].n; row++) {
		found = is_found(pick_row(&ask->list[0], row)->label, wanted);
		if (found && ask->n_matches++ == 0)
			ask->match = row;
		if (show && (found || pick_is_chosen(&ask->list[0], row)))
			ask->found[ask->n_found++] = row;
	}
	free(wanted);
}

void
ask_count(struct ask *ask)
{
	search(ask, false);
}

void
ask_find(struct ask *ask)
{
	search(ask, true);
}

bool
ask_has_typed_search(const struct ask *ask)
{
	return ask_focused(ask).item == ASK_SEARCH &&
		edit_text(&ask->search.edit)[0] != '\0';
}

/* ------------------------------------------------------- what stands there */

/* A field without the blanks around it; an inner one would part fields. */
static char *
trimmed(const struct field *field)
{
	struct text t = TEXT_INIT;
	const char *s;

	for (s = edit_text(&field->edit); *s != '\0'; s++) {
		if (*s != ' ')
			text_add_char(&t, *s);
	}
	return text_take(&t);
}

/* As questions/date_typed.h has it: an empty field between slashes. */
static void
date_entered(const struct ask *ask, struct text *out)
{
	char *part[ASK_FIELDS];
	bool any = false, all = true;
	size_t i;

	for (i = 0; i < ASK_FIELDS; i++) {
		part[i] = trimmed(&ask->field[i]);
		any = any || part[i][0] != '\0';
		all = all && part[i][0] != '\0';
	}
	if (any)
		text_addf(out, all ? "%s %s %s" : "%s/%s/%s", part[0], part[1],
			  part[2]);
	for (i = 0; i < ASK_FIELDS; i++)
		free(part[i]);
}

void
ask_entered(const struct ask *ask, size_t i, struct text *out)
{
	text_clear(out);
	if (ask->page->read_only)
		text_add(out,
			 i == 0 ? ask->page->entered
				: ask->page->also[i - 1].entered);
	else if (ask->n_lists > 0 && i < ask_n_parts(ask))
		pick_entered(&ask->list[i], out);
	else if (ask->n_fields > 0 && ask->page->type == TYPE_DATE)
		date_entered(ask, out);
	else if (ask->n_fields > 0)
		text_add(out, edit_text(&ask->field[0].edit));
}

static void
forget(struct text *t)
{
	if (t->s != NULL)
		explicit_bzero(t->s, t->n);
	text_release(t);
}

char *
ask_all(const struct ask *ask)
{
	struct text all = TEXT_INIT, one = TEXT_INIT;
	size_t i, n = page_entries(ask->page);

	for (i = 0; i < n; i++) {
		ask_entered(ask, i, &one);
		text_addf(&all, "%s\n", text_get(&one));
	}
	forget(&one);
	return text_take(&all);
}

bool
ask_is_changed(const struct ask *ask)
{
	char *all = ask_all(ask);
	bool changed = ask->kept == NULL || strcmp(all, ask->kept) != 0;

	explicit_bzero(all, strlen(all));
	free(all);
	return changed;
}

bool
ask_is_blank(const struct ask *ask, size_t i)
{
	struct text t = TEXT_INIT;
	bool blank;

	ask_entered(ask, i, &t);
	blank = text_get(&t)[strspn(text_get(&t), " \n")] == '\0';
	forget(&t);
	return blank;
}

bool
ask_is_optional(const struct ask *ask, size_t i)
{
	const struct page *page = ask->page;

	if (page->type == TYPE_NOTE || page->read_only)
		return false;
	if (ask_is_table(ask))
		return page->also[i].optional;
	return i == 0 ? page->optional : page->also[i - 1].optional;
}
