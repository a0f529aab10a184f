#include <math.h>
#include <stdlib.h>

#include "analysis/publish/tables.h"
#include "analysis/publish/tables_private.h"
#include "analysis/statistics/scale.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

static const char *const scale_columns[] = {"scale",
					    "name",
					    "items",
					    "base",
					    "n",
					    "alpha",
					    "low",
					    "high",
					    "method",
					    "alpha_varying",
					    "constant_items",
					    "mean",
					    "sd",
					    "sem",
					    "status",
					    NULL};

static const char *const item_columns[] = {"scale",	    QUESTION_COLUMNS,
					   "base",	    "n",
					   "percent_right", "item_rest",
					   "alpha_without", "flags",
					   "status",	    NULL};

static const char *const option_columns[] = {
	"scale",     "question", "label",  "option", "option_label",
	"right",     "base",	 "n",	   "chosen", "option_rest",
	"mean_rest", "flags",	 "status", NULL};

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
	const char *code;
};

static enum status
scale_status(const struct maker *m, const struct tally_scale *of)
{
	if (of->n < m->d->k)
		return of->n == 0 ? STATUS_UNDEFINED : STATUS_WITHHELD;
	return m->analysts || told_topic_exactly(m->d, of->topic)
		? STATUS_OK
		: STATUS_WITHHELD;
}

static void
scale_init(struct scale *s, const struct maker *m, struct tally_scale *of)
{
	s->m = m;
	s->of = of;
	s->code =
		of->topic == FORM_NONE ? "all" : m->form->topic[of->topic].code;
	s->item = mem_new(of->n_items, sizeof(*s->item));
	s->fit = mem_new(of->n_items, sizeof(*s->fit));
	s->status = scale_status(m, of);
	for (size_t i = 0; i < of->n_items; i++)
		s->item[i] = (struct scale_item){
			of->item[i].options,
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
	if (s->status != STATUS_OK)
		return;
	table_text(t, "base", "complete");
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
	put_limits(m, t, scale_feldt(x->alpha, x->n, x->k, TABLES_LEVEL),
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

static void
option_rows(const struct scale *s, struct table *t, size_t i,
	    const struct scale_option *option)
{
	const struct tally_item *item = &s->of->item[i];
	const struct question *q = &s->m->form->question[item->question];

	for (size_t k = 0; item->chosen && k < item->options; k++) {
		const struct choice *c = &q->list->choice[k];

		table_row(t);
		table_text(t, "scale", s->code);
		table_text(t, "question", q->name);
		table_text(t, "label", table_label(s->m, q->label));
		table_text(t, "option", c->name);
		table_text(t, "option_label", table_label(s->m, c->label));
		table_text(t, "right", item->right[k] ? "yes" : "no");
		table_text(t, "base", "complete");
		table_count(t, "n", s->summary.n);
		put_status(t, STATUS_OK);
		if (option[k].n < s->m->d->k && !s->m->analysts) {
			put_status(t, STATUS_WITHHELD);
			continue;
		}
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

	put_question(s->m, t, &s->m->form->question[s->of->item[i].question]);
	table_text(t, "scale", s->code);
	table_text(t, "base", "complete");
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
		bool *plain = plain_options(q, item);
		struct scale_option *option =
			mem_new(item->options, sizeof(*option));

		scale_options(&s->item[i], s->of->n_items, plain, option);
		item_row(s, items, i,
			 told_flags(s, option, item->options) |
				 scale_rest_flags(s->fit[i].rest));
		option_rows(s, options, i, option);
		free(option);
		free(plain);
	}
}

void
make_scales(const struct maker *m)
{
	struct table *scales = report_table(m->report, "scales", scale_columns);
	struct table *items =
		report_table(m->report, "scale_items", item_columns);
	struct table *options =
		report_table(m->report, "scale_options", option_columns);

	table_hide(m, options, exact_columns);
	for (size_t i = 0; i <= m->form->n_topics; i++) {
		size_t topic = i < m->form->n_topics ? i : FORM_NONE;
		struct tally_scale *of = tally_scale(m->d->tally, topic);
		struct scale s = {0};

		if (!of)
			continue;
		scale_init(&s, m, of);
		scale_row(&s, scales);
		if (s.status == STATUS_OK)
			put_items(&s, items, options);
		scale_release(&s);
	}
}
