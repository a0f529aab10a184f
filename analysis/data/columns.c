#include "analysis/data/columns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

/* What other systems add, and what they know of the person. A question of
 * that name comes first. */
static const char *const system_columns[] = {
	"SubmissionDate",
	"KEY",
	"PARENT_KEY",
	"SubmitterID",
	"SubmitterName",
	"AttachmentsPresent",
	"AttachmentsExpected",
	"Status",
	"ReviewState",
	"DeviceID",
	"Edits",
	"FormVersion",
	"instanceID",
	"instanceName",
	"meta-instanceID",
	"meta-instanceName",
	"meta/instanceID",
	"meta/instanceName",
	"meta-rootUuid",
	"meta/rootUuid",
	"_id",
	"_uuid",
	"_submission_time",
	"_validation_status",
	"_notes",
	"_status",
	"_submitted_by",
	"__version__",
	"_tags",
	"_index",
	"_geolocation",
	"_attachments",
	"_xform_id_string",
	"formhub/uuid",
	"_parent_index",
	"_parent_table_name",
	"start",
	"end",
	"today",
	"deviceid",
	"username",
	"phonenumber",
	"simserial",
	"subscriberid",
	"email",
	"audit",
	"id",
};

/* ---- choices by name or label ---- */

struct entry {
	const char *text; /* NULL: free */
	uint64_t key;
	size_t n, choice; /* choice FORM_NONE: two have this label */
};

struct lookup {
	struct entry *entry;
	unsigned bits; /* 2^bits entries */
};

/* Names are short. Up to eight bytes and their number are all of a text: the
 * first four and the last four, or each of three. */
static uint64_t
key_of(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	uint32_t first, last;

	if (n == 0)
		return 0;
	if (n < 4)
		return s[0] | (uint32_t)s[n / 2] << 8 |
			(uint32_t)s[n - 1] << 16;
	memcpy(&first, s, 4);
	memcpy(&last, s + n - 4, 4);
	return first | (uint64_t)last << 32;
}

static struct entry *
entry_for(const struct lookup *l, const char *text, size_t n)
{
	uint64_t key = key_of(text, n);
	size_t mask = ((size_t)1 << l->bits) - 1;
	/* Fibonacci hashing: Knuth, volume 3, 6.4 */
	size_t at = (key + n) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - l->bits);

	for (;; at = (at + 1) & mask) {
		struct entry *e = &l->entry[at];

		if (!e->text ||
		    (e->key == key && e->n == n &&
		     (n <= 8 || memcmp(e->text, text, n) == 0)))
			return e;
	}
}

size_t
lookup_find(const struct lookup *l, const char *text, size_t n)
{
	const struct entry *e = entry_for(l, text, n);

	return e->text ? e->choice : FORM_NONE;
}

static void
entry_set(struct entry *e, const char *text, size_t choice)
{
	size_t n = strlen(text);

	*e = (struct entry){text, key_of(text, n), n, choice};
}

static bool
is_a_name(const struct choice_list *list, const char *text)
{
	return choice_find(list, text) != FORM_NONE;
}

static void
add_label(struct lookup *l, const struct choice_list *list, const char *label,
	  size_t choice)
{
	struct entry *e;

	if (!label || !*label || is_a_name(list, label))
		return;
	e = entry_for(l, label, strlen(label));
	if (e->text && e->choice != choice)
		e->choice = FORM_NONE;
	else
		entry_set(e, label, choice);
}

static void
lookup_init(struct lookup *l, const struct form *form,
	    const struct choice_list *list)
{
	size_t i, j;

	l->bits = 4;
	while ((size_t)1 << l->bits < 4 * list->n * (form->n_languages + 1))
		l->bits++;
	l->entry = mem_new((size_t)1 << l->bits, sizeof(*l->entry));
	for (i = 0; i < list->n; i++) {
		const char *name = list->choice[i].name;

		entry_set(entry_for(l, name, strlen(name)), name, i);
	}
	for (i = 0; i < list->n; i++)
		for (j = 0; list->choice[i].label && j < form->n_languages; j++)
			add_label(l, list, list->choice[i].label[j], i);
}

/* ---- headers ---- */

/* The question whose name is the whole text or what stands behind one of its
 * separators; the longest that there is. */
static size_t
question_behind(const struct form *form, const char *text, size_t n)
{
	size_t at = 0, question;

	for (;;) {
		question = form_find_n(form, text + at, n - at);
		if (question != FORM_NONE)
			return question;
		while (at < n && text[at] != '/' && text[at] != '-')
			at++;
		if (at == n)
			return FORM_NONE;
		at++;
	}
}

char *
columns_status_name(const struct form *form, size_t question)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "%s_status", form->question[question].name);
	while (form_find(form, text_get(&t)) != FORM_NONE)
		text_add_char(&t, '_');
	return text_take(&t);
}

static bool
is_status(struct column *c, const struct form *form)
{
	const char *end = c->header + strlen(c->header);
	char *name;
	bool is;

	while (end > c->header && end[-1] == '_')
		end--;
	if (end - c->header < 7 || memcmp(end - 7, "_status", 7) != 0)
		return false;
	c->question =
		question_behind(form, c->header, (size_t)(end - 7 - c->header));
	if (c->question == FORM_NONE)
		return false;
	name = columns_status_name(form, c->question);
	is = strlen(c->header) >= strlen(name) &&
		strcmp(c->header + strlen(c->header) - strlen(name), name) == 0;
	free(name);
	return is;
}

/* "q1/choice", by name or label. A label may hold a / of its own. */
static bool
is_option(struct column *c, const struct columns *all)
{
	const struct form *form = all->form;
	const char *slash = c->header;

	while ((slash = strchr(slash, '/'))) {
		size_t q = question_behind(form, c->header,
					   (size_t)(slash - c->header));

		slash++;
		if (q == FORM_NONE ||
		    form->question[q].type != TYPE_SELECT_MULTIPLE)
			continue;
		c->question = q;
		c->choice = lookup_find(
			&all->lookup[form->question[q].list - form->list],
			slash, strlen(slash));
		if (c->choice != FORM_NONE)
			return true;
	}
	return false;
}

static bool
is_system(const char *header)
{
	size_t i;

	for (i = 0; i < sizeof(system_columns) / sizeof(*system_columns); i++)
		if (strcasecmp(header, system_columns[i]) == 0)
			return true;
	return false;
}

static enum column_kind
kind_of(const struct question *q)
{
	switch (q->type) {
	case TYPE_SELECT_ONE: return COLUMN_CHOICE;
	case TYPE_SELECT_MULTIPLE:
	case TYPE_RANK: return COLUMN_CHOICES;
	case TYPE_NOTE: return COLUMN_DROPPED; /* ODK writes them, empty */
	default: return COLUMN_VALUE;
	}
}

/* False: nobody knows what this is. */
static bool
match(struct column *c, const struct columns *all)
{
	const struct form *form = all->form;
	const struct question *q;

	if (!*c->header) { /* row numbers of R, a comma at the end */
		c->question = FORM_NONE;
		return true;
	}
	/* First: a choice may have the name of a question. */
	if (is_option(c, all)) {
		c->kind = COLUMN_OPTION;
		return true;
	}
	c->question = question_behind(form, c->header, strlen(c->header));
	if (c->question != FORM_NONE) {
		q = &form->question[c->question];
		c->kind = kind_of(q);
		if (q->list)
			c->lookup = &all->lookup[q->list - form->list];
		return true;
	}
	if (is_status(c, form)) {
		c->kind = COLUMN_STATUS;
		return true;
	}
	c->question = FORM_NONE;
	c->kind = strcmp(c->header, "data") == 0 ? COLUMN_MARK : COLUMN_DROPPED;
	return c->kind == COLUMN_MARK || is_system(c->header);
}

/* ---- the whole header ---- */

static bool
same_place(const struct column *a, const struct column *b)
{
	return a->question == b->question &&
		(a->kind == COLUMN_OPTION) == (b->kind == COLUMN_OPTION) &&
		(a->kind == COLUMN_STATUS) == (b->kind == COLUMN_STATUS) &&
		(a->kind != COLUMN_OPTION || a->choice == b->choice);
}

static bool
not_twice(const struct columns *c, size_t i, const struct place *place,
	  struct problems *problems)
{
	char letters[8];
	size_t j;

	for (j = 0; c->column[i].kind != COLUMN_DROPPED && j < i; j++) {
		if (c->column[j].kind == COLUMN_DROPPED ||
		    !same_place(&c->column[i], &c->column[j]))
			continue;
		column_letters(j + 1, letters);
		problems_add(problems, SEVERITY_ERROR, place,
			     "column %s holds the same; remove one of them",
			     letters);
		return false;
	}
	return true;
}

static void
add_name(struct text *t, const char *name)
{
	text_addf(t, "%s%s", t->n ? ", " : "", name);
}

static bool
match_all(struct columns *c, const struct csv_row *header, const char *file,
	  struct problems *problems)
{
	struct text dropped = TEXT_INIT;
	bool good = true;
	size_t i;

	for (i = 0; i < c->n; i++) {
		struct place place = {file, header->row, i + 1, NULL};
		struct column *column = &c->column[i];

		column->header = mem_copy(header->cell[i]);
		if (!match(column, c)) {
			problems_add(problems, SEVERITY_ERROR, &place,
				     "'%s' is no question of the "
				     "questionnaire; remove the column or "
				     "name it after its question",
				     column->header);
			good = false;
		} else if (column->kind == COLUMN_DROPPED && *column->header) {
			add_name(&dropped, column->header);
		}
		good = not_twice(c, i, &place, problems) && good;
	}
	c->dropped = text_take(&dropped);
	return good;
}

static bool
has_column(const struct columns *c, size_t question)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->column[i].question == question)
			return true;
	return false;
}

static void
find_missing(struct columns *c)
{
	struct text missing = TEXT_INIT;
	size_t i;

	for (i = 0; i < c->form->n_questions; i++)
		if (c->form->question[i].type != TYPE_NOTE && !has_column(c, i))
			add_name(&missing, c->form->question[i].name);
	c->missing = text_take(&missing);
}

bool
columns_match(struct columns *c, const struct form *form,
	      const struct csv_row *header, const char *file,
	      struct problems *problems)
{
	bool good;
	size_t i;

	*c = (struct columns){.form = form, .n = header->n};
	c->column = mem_new(c->n, sizeof(*c->column));
	c->lookup = mem_new(form->n_lists, sizeof(*c->lookup));
	for (i = 0; i < form->n_lists; i++)
		lookup_init(&c->lookup[i], form, &form->list[i]);
	good = match_all(c, header, file, problems);
	find_missing(c);
	return good;
}

void
columns_release(struct columns *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		free(c->column[i].header);
	for (i = 0; c->form && i < c->form->n_lists; i++) {
		free(c->lookup[i].entry);
	}
	free(c->lookup);
	free(c->column);
	free(c->dropped);
	free(c->missing);
	*c = (struct columns){.n = 0};
}
