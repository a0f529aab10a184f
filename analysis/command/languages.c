#include "analysis/command/languages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"

/* ---- lists in words ---- */

/* "A", "A and B", "A, B and C" */
static void
add_name(struct text *t, const char *name, size_t i, size_t n)
{
	text_addf(t, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", name);
}

static size_t
count(const struct form *form, const bool *keep)
{
	size_t i, n = 0;

	for (i = 0; i < form->n_languages; i++)
		n += keep[i];
	return n;
}

/* What is to know of a translation that we ship. */
static const char *
caveat(const struct form *form, const bool *keep, bool ours)
{
	bool translated = count(form, keep) > keep[form->default_language];

	return ours && translated ? ", which awaits a native reader" : "";
}

char *
languages_text(const struct form *form, const bool *keep, bool ours)
{
	size_t n = count(form, keep), i, k = 0;
	struct text t = TEXT_INIT;

	for (i = 0; i < form->n_languages; i++)
		if (keep[i])
			add_name(&t, form->language[i], k++, n);
	text_add(&t, caveat(form, keep, ours));
	return text_take(&t);
}

/* ---- choosing ---- */

static bool
refuse_unknown(const struct form *form, const char *name, struct error *err)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < form->n_languages; i++)
		add_name(&t, form->language[i], i, form->n_languages);
	if (form->n_languages > 1)
		error_set(err, "%s has no language '%s'; it has %s", form->file,
			  name, text_get(&t));
	else
		error_set(err,
			  "%s has one language only; leave --languages out",
			  form->file);
	text_release(&t);
	return false;
}

static bool
take_list(const struct form *form, const char *list, bool *keep,
	  struct error *err)
{
	bool good = true;
	size_t n, language;
	char *name;

	while (good) {
		list += strspn(list, " ");
		n = strcspn(list, ",");
		while (n > 0 && list[n - 1] == ' ')
			n--;
		name = mem_copy_n(list, n);
		language = form_find_language(form, name);
		if (language != FORM_NONE)
			keep[language] = true;
		else
			good = refuse_unknown(form, name, err);
		free(name);
		list += strcspn(list, ",");
		if (*list++ == '\0')
			break;
	}
	return good;
}

static bool
is_there(const char *const *by_language, size_t language)
{
	return by_language == NULL || by_language[language] != NULL;
}

static bool
list_is_there(const struct choice_list *list, size_t language)
{
	size_t i;

	for (i = 0; list != NULL && i < list->n; i++)
		if (!is_there(list->choice[i].label, language))
			return false;
	return true;
}

/* Row of the first text that is missing in it; 0: none. */
static size_t
missing_row(const struct form *form, size_t language)
{
	size_t i;

	for (i = 0; i < form->n_groups; i++)
		if (!is_there(form->group[i].label, language))
			return form->group[i].row;
	for (i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (!is_there(q->label, language) ||
		    !is_there(q->hint, language) ||
		    !is_there(q->guidance_hint, language) ||
		    !is_there(q->constraint_message, language) ||
		    !is_there(q->required_message, language) ||
		    !list_is_there(q->list, language))
			return q->row;
	}
	return 0;
}

/* The first of them is read where another has no text. */
static bool
stand_alone(const struct form *form, const bool *keep, struct error *err)
{
	size_t first = 0, row;

	if (keep[form->default_language])
		return true;
	while (!keep[first])
		first++;
	row = missing_row(form, first);
	return row == 0 ||
		error_set(err,
			  "row %zu of %s, or its choices, have no text in %s; "
			  "write it, or ask in %s, too",
			  row, form->file, form->language[first],
			  form->language[form->default_language]);
}

bool *
languages_choose(const struct form *form, const char *list, bool ours,
		 struct error *err)
{
	bool *keep = mem_new(form->n_languages, sizeof(*keep));
	size_t i;

	for (i = 0; i < form->n_languages && !list; i++)
		keep[i] = !ours || i == form->default_language;
	if (!list ||
	    (take_list(form, list, keep, err) && stand_alone(form, keep, err)))
		return keep;
	free(keep);
	return NULL;
}

struct book *
languages_keep(struct book *book, const struct form *form, const bool *keep)
{
	struct book *less;

	if (count(form, keep) == form->n_languages)
		return book;
	less = book_in_languages(book, form, keep);
	book_free(book);
	return less;
}

/* ---- what is said ---- */

static bool *
all_but(const struct form *form, const bool *keep)
{
	bool *others = mem_new(form->n_languages, sizeof(*others));
	size_t i;

	for (i = 0; i < form->n_languages; i++)
		others[i] = !keep[i];
	return others;
}

void
languages_say(const struct form *form, const bool *keep, bool ours, bool more)
{
	bool *others = all_but(form, keep);
	char *asked = languages_text(form, keep, ours);
	char *left = languages_text(form, others, ours);

	if (form->n_languages > 1 && more && *left)
		printf("Asked in %s. --languages adds %s.\n", asked, left);
	else if (form->n_languages > 1)
		printf("Asked in %s.\n", asked);
	free(asked);
	free(left);
	free(others);
}
