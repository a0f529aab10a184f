/*
 * Each scale twice: of the people who answered all of it, and of those who were
 * shown all of it, what they skipped counting as not known.
 *
 * In a release the two, and all who have a score, must be the same people or
 * differ by k: else a subtraction would tell of the few who skipped something.
 * So must the people of a row of options and those of its scale.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/scale.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

static const char *const scale_columns[] = {
	"scale", "name",   "items",	    "cases",
	"base",	 "n",	   "alpha",	    "low",
	"high",	 "method", "alpha_varying", "constant_items",
	"mean",	 "sd",	   "sem",	    "status",
	NULL};

static const char *const item_columns[] = {
	"scale",     QUESTION_COLUMNS, "cases", "base",	  "n", "percent_right",
	"item_rest", "alpha_without",  "flags", "status", NULL};

static const char *const option_columns[] = {
	"scale",       "question",  "label", "option", "option_label",
	"right",       "cases",	    "base",  "n",      "chosen",
	"option_rest", "mean_rest", "flags", "status", NULL};

static const char *const exact_columns[] = {"chosen", NULL};

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{SCALE_SUSPECT_KEY, "suspect key"},
	{SCALE_REST_NEGATIVE, "negative item-rest"},
	{SCALE_REST_LOW, "low item-rest"},
	{SCALE_BEATS_KEY, "chosen more than the key"},
	{SCALE_RARE, "rarely chosen"},
};

static void
put_flags(struct table *t, unsigned flags)
{
	struct text all = TEXT_INIT;

	for (size_t i = 0; i < sizeof(flag_names) / sizeof(*flag_names); i++) {
		if (flags & flag_names[i].flag)
			text_addf(&all, "%s%s", *text_get(&all) ? "; " : "",
				  flag_names[i].name);
	}
	table_text(t, "flags", text_get(&all));
	text_release(&all);
}

/* One scale as the statistics want it. */
struct scale {
	const struct maker *m;
	struct tally_scale *of;
	struct scale_item *item;
	struct scale_fit *fit;
	struct scale_summary summary;
	enum status status;
	const char *code, *cases;
};

static const char *const cases_names[] = {
	[CASES_COMPLETE] = "complete",
	[CASES_SHOWN] = "shown",
};

/* Would the people of one and not of the other be too few to tell of? */
static bool
too_near(const struct maker *m, uint64_t more, uint64_t fewer)
{
	return !m->analysts && more != fewer && more - fewer < m->d->k;
}

/* Everybody with a score of the topic, shown all of its items or not. */
static uint64_t
scored_people(const struct maker *m, size_t topic)
{
	struct scores s;
	uint64_t n = 0;

	counts_scores(m->d->all, topic, &s);
	for (size_t i = 0; i < s.n; i++)
		n += s.people[i];
	scores_release(&s);
	return n;
}

/* `more`: how many are told of who hold these. */
static enum status
scale_status(const struct maker *m, const struct tally_scale *of, uint64_t more)
{
	if (of->n < m->d->k)
		return of->n == 0 ? STATUS_UNDEFINED : STATUS_WITHHELD;
	if (too_near(m, more, of->n))
		return STATUS_WITHHELD;
	return m->analysts || told_topic_exactly(m->d, of->topic)
		? STATUS_OK
		: STATUS_WITHHELD;
}

static void
scale_init(struct scale *s, const struct maker *m, struct tally_scale *of,
	   uint64_t more)
{
	/* the row of those without an answer is empty in complete cases */
	bool none = of->cases == CASES_SHOWN;

	memset(s, 0, sizeof(*s));
	s->m = m;
	s->of = of;
	s->code =
		of->topic == FORM_NONE ? "all" : m->form->topic[of->topic].code;
	s->cases = cases_names[of->cases];
	s->item = mem_new(of->n_items, sizeof(*s->item));
	s->fit = mem_new(of->n_items, sizeof(*s->fit));
	s->status = scale_status(m, of, more);
	for (size_t i = 0; i < of->n_items; i++)
		s->item[i] = (struct scale_item){
			of->item[i].options + none,
			of->item[i].right,
			of->item[i].people,
		};
	if (s->status == STATUS_OK)
		s->summary = scale_of_counts(&(struct scale_counts){of->n_items,
								    s->item},
					     s->fit);
}

static void
scale_release(struct scale *s)
{
	free(s->item);
	free(s->fit);
	tally_scale_free(s->of);
}

static void
scale_row(const struct scale *s, struct table *t)
{
	const struct maker *m = s->m;
	const struct scale_summary *x = &s->summary;

	table_row(t);
	table_text(t, "scale", s->code);
	table_text(t, "name", table_topic_name(m, s->of->topic));
	table_count(t, "items", s->of->n_items);
	put_status(t, s->status);
	table_text(t, "cases", s->cases);
	if (s->status != STATUS_OK)
		return;
	table_text(t, "base", s->cases);
	table_count(t, "n", x->n);
	put_rounded(m, t, "mean", x->mean, 2);
	put_rounded(m, t, "sd", x->sd, 2);
	table_count(t, "constant_items", x->constant);
	if (isnan(x->alpha)) {
		put_status(t, STATUS_UNDEFINED);
		return;
	}
	put_rounded(m, t, "alpha", x->alpha, 2);
	put_rounded(m, t, "alpha_varying", x->alpha_varying, 2);
	put_rounded(m, t, "sem", x->sem, 2);
	put_coefficient_limits(m, t,
			       scale_feldt(x->alpha, x->n, x->k, TABLES_LEVEL),
			       "feldt");
}

/* Choices that are no answer are never suspect. */
static bool *
plain_options(const struct question *q, const struct tally_item *item)
{
	bool *plain = mem_new(item->options, sizeof(*plain));

	for (size_t i = 0; item->chosen && q->missing && i < item->options; i++)
		plain[i] = q->missing[i] != CHOICE_ANSWERS;
	return plain;
}

/* What is said of an item because of its options: of those that are told. */
static unsigned
told_flags(const struct scale *s, const struct scale_option *option, size_t n)
{
	unsigned flags = 0;

	for (size_t i = 0; i < n; i++) {
		if (option[i].n >= s->m->d->k || s->m->analysts)
			flags |= option[i].flags;
	}
	return flags;
}

/* People who gave the item an answer, of the scale's. */
static uint64_t
answered(const struct scale *s, size_t i)
{
	const struct tally_item *item = &s->of->item[i];
	const uint64_t *none =
		item->people + item->options * (s->of->n_items + 1);
	uint64_t n = s->summary.n;

	for (size_t r = 0; r <= s->of->n_items; r++)
		n -= none[r];
	return n;
}

/* The item's row in the table of items is of everybody who answered it. */
static enum status
item_status(const struct scale *s, size_t i)
{
	struct outcome o =
		counts_outcome(s->m->d->all, s->of->item[i].question);

	return too_near(s->m, o.right + o.wrong + o.dont_know, answered(s, i))
		? STATUS_WITHHELD
		: STATUS_OK;
}

static enum status
options_status(const struct scale *s, size_t i)
{
	return too_near(s->m, s->summary.n, answered(s, i)) ? STATUS_WITHHELD
							    : item_status(s, i);
}

static void
option_rows(const struct scale *s, struct table *t, size_t i,
	    const struct scale_option *option)
{
	const struct tally_item *item = &s->of->item[i];
	const struct question *q = &s->m->form->question[item->question];

	/* none of them may be told: rows would say nothing else */
	if (options_status(s, i) != STATUS_OK)
		return;
	for (size_t k = 0; item->chosen && k < item->options; k++) {
		const struct choice *c = &q->list->choice[k];
		bool rare = option[k].n < s->m->d->k && !s->m->analysts;

		table_row(t);
		table_text(t, "scale", s->code);
		table_text(t, "question", q->name);
		table_text(t, "label", table_label(s->m, q->label));
		table_text(t, "option", c->name);
		table_text(t, "option_label", table_label(s->m, c->label));
		table_text(t, "right", item->right[k] ? "yes" : "no");
		table_text(t, "cases", s->cases);
		put_status(t, rare ? STATUS_WITHHELD : STATUS_OK);
		table_text(t, "base",
			   s->of->cases == CASES_SHOWN ? "answered" : s->cases);
		table_count(t, "n", answered(s, i));
		if (rare)
			continue;
		table_count(t, "chosen", option[k].n);
		put_rounded(s->m, t, "option_rest", option[k].rest, 2);
		put_rounded(s->m, t, "mean_rest", option[k].mean_rest, 1);
		put_flags(t, option[k].flags);
	}
}

static void
item_row(const struct scale *s, struct table *t, size_t i, unsigned flags)
{
	const struct scale_fit *fit = &s->fit[i];
	enum status status = item_status(s, i);

	put_question(s->m, t, &s->m->form->question[s->of->item[i].question]);
	table_text(t, "scale", s->code);
	table_text(t, "cases", s->cases);
	put_status(t, status);
	if (status != STATUS_OK)
		return;
	table_text(t, "base", s->cases);
	table_count(t, "n", s->summary.n);
	put_percent(t, "percent_right", fit->mean);
	put_rounded(s->m, t, "item_rest", fit->rest, 2);
	put_rounded(s->m, t, "alpha_without", fit->alpha_without, 2);
	put_flags(t, flags);
	put_status(t, isnan(fit->rest) ? STATUS_UNDEFINED : STATUS_OK);
}

static void
put_items(const struct scale *s, struct table *items, struct table *options)
{
	for (size_t i = 0; i < s->of->n_items; i++) {
		const struct tally_item *item = &s->of->item[i];
		const struct question *q =
			&s->m->form->question[item->question];
		struct scale_item told = {item->options, item->right,
					  item->people};
		bool *plain = plain_options(q, item);
		struct scale_option *option =
			mem_new(item->options, sizeof(*option));

		scale_options(&told, s->of->n_items, plain, option);
		item_row(s, items, i,
			 told_flags(s, option, item->options) |
				 scale_rest_flags(s->fit[i].rest));
		option_rows(s, options, i, option);
		free(option);
		free(plain);
	}
}

/* Both rows of a scale, and what is below them. */
static void
put_scale(const struct maker *m, size_t topic, struct table *const table[3])
{
	struct tally_scale *of[2] = {
		tally_scale(m->d->tally, topic, CASES_COMPLETE),
		tally_scale(m->d->tally, topic, CASES_SHOWN),
	};
	uint64_t scored = scored_people(m, topic);

	for (size_t i = 0; i < 2 && of[i]; i++) {
		/* they lie in one another: complete, shown, scored */
		uint64_t more = i == 1 || too_near(m, scored, of[1]->n)
			? scored
			: of[1]->n;
		struct scale s;

		scale_init(&s, m, of[i], more);
		scale_row(&s, table[0]);
		if (s.status == STATUS_OK)
			put_items(&s, table[1], table[2]);
		scale_release(&s);
	}
}

void
make_scales(const struct maker *m)
{
	struct table *const table[] = {
		report_table(m->report, "scales", scale_columns),
		report_table(m->report, "scale_items", item_columns),
		report_table(m->report, "scale_options", option_columns),
	};

	table_hide(m, table[2], exact_columns);
	for (size_t i = 0; i <= m->form->n_topics; i++)
		put_scale(m, i < m->form->n_topics ? i : FORM_NONE, table);
}
