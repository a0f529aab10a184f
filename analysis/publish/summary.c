#include "analysis/publish/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/tables.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { FEW_ITEMS = 3 }; /* fewer a topic: indications */

/* "31 of 40 answered (78 %)." */
static void
say_answered(struct report *r, const struct disclosed *d,
	     const struct results_about *about)
{
	uint64_t n = tally_people(d->tally), invited = results_invited(about);
	struct text t = TEXT_INIT;
	char percent[8];

	if (invited > 0) {
		/* how many took part is no answer: 100 % may be said */
		snprintf(percent, sizeof(percent), "%.0f",
			 floor(100 * (double)n / (double)invited + .5));
		text_addf(&t, "%" PRIu64 " of %" PRIu64 " answered (%s %%).", n,
			  invited, percent);
	} else {
		text_addf(&t, "%" PRIu64 " answered.", n);
		if (about->staff > 0 || about->codes_issued > 0)
			text_add(&t, " That is more than were invited.");
	}
	if (about->closed_early)
		text_addf(&t, " Closed before the day staff were told%s%s.",
			  about->closes[0] != '\0' ? ", " : "", about->closes);
	if (about->unopened > 0)
		text_addf(&t, " %" PRIu32 " more could not be read.",
			  about->unopened);
	report_paragraph(r, "%s", text_get(&t));
	text_release(&t);
}

struct line {
	const char *label;
	struct topic_shares shares;
};

static int
by_need(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	bool told[2] = {x->shares.told > 0, y->shares.told > 0};

	if (told[0] != told[1])
		return told[0] ? -1 : 1;
	if (told[0] && x->shares.right != y->shares.right)
		return x->shares.right < y->shares.right ? -1 : 1;
	return strcmp(x->label, y->label);
}

static void
put_line(struct report *r, struct block *bars, const struct line *l)
{
	char items[24];

	snprintf(items, sizeof(items), "%zu", l->shares.told);
	report_bar(r, bars, l->label, l->shares.right, l->shares.wrong,
		   l->shares.dont_know, items);
}

static size_t
say_topics(struct report *r, const struct disclosed *d)
{
	const struct form *form = tally_form(d->tally);
	struct line *line = mem_new(form->n_topics + 1, sizeof(*line));
	struct line all = {"All scored questions", topic_shares(d, FORM_NONE)};
	struct block *bars = report_bars(r, "from");
	size_t n = 0, most = 0;

	for (size_t i = 0; i < form->n_topics; i++) {
		const struct topic *topic = &form->topic[i];
		struct line l = {topic->plain_name && *topic->plain_name
					 ? topic->plain_name
					 : topic->name,
				 topic_shares(d, i)};

		if (l.shares.items == 0)
			continue;
		if (l.shares.told > most)
			most = l.shares.told;
		line[n++] = l;
	}
	qsort(line, n, sizeof(*line), by_need);
	for (size_t i = 0; i < n; i++)
		put_line(r, bars, &line[i]);
	if (all.shares.items > 0)
		put_line(r, bars, &all);
	free(line);
	return most;
}

/* Questions with too few answers, and what became of the groups. */
static void
say_withheld(struct report *r, const struct disclosed *d)
{
	const struct form *form = tally_form(d->tally);
	struct text t = TEXT_INIT;
	size_t few = 0;

	for (size_t i = 0; i < form->n_questions; i++) {
		uint64_t n = counts_state(d->all, i, STATE_ANSWERED);

		few += n > 0 && n < d->k;
	}
	if (few > 0)
		text_addf(&t,
			  " Withheld: %zu question%s that fewer than "
			  "%" PRIu32 " answered.",
			  few, few == 1 ? "" : "s", d->k);
	for (size_t i = 0; i < d->n_breakdowns; i++) {
		const struct breakdown *b = &d->breakdown[i];
		const char *name = tally_segment(d->tally, i)->name;
		size_t merged = 0;

		for (size_t c = 0; c < tally_codes(d->tally, i); c++)
			merged += b->merged[c];
		if (b->n == 0)
			text_addf(&t,
				  " No groups by %s: fewer than two would "
				  "have %" PRIu32 " people.",
				  name, d->k);
		else if (merged > 0)
			text_addf(&t,
				  " By %s, %zu small groups are told "
				  "together.",
				  name, merged);
	}
	if (t.n > 0)
		report_paragraph(r, "%s", text_get(&t) + 1);
	text_release(&t);
}

struct report *
summary_report(const struct disclosed *d, const struct results_about *about)
{
	const char *title = tally_form(d->tally)->settings.title;
	struct report *r = report_new("summary");
	struct text heading = TEXT_INIT;
	size_t most;

	text_addf(&heading, "%s: results%s", title ? title : "Staff survey",
		  about->made_up ? " (MADE-UP DATA: PILOT)" : "");
	report_heading(r, 1, text_get(&heading));
	text_release(&heading);
	say_answered(r, d, about);
	most = say_topics(r, d);
	report_paragraph(r,
			 "# right, x wrong, . (and ?) don't know: of those who "
			 "answered; mean over so many questions.%s",
			 most > 0 && most < FEW_ITEMS
				 ? " Few a topic: indications."
				 : "");
	say_withheld(r, d);
	report_paragraph(r,
			 "Next: items.csv, question by question. Nothing "
			 "here is audited for release yet: keep it in HR.");
	return r;
}
