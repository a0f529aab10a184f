#include <math.h>
#include <stdlib.h>

#include "analysis/publish/release_judge.h"
#include "questions/base/mem.h"

/* ---- scores ---- */

/* The fewest scored items that anybody with a score was shown. */
static uint32_t
least_shown(const struct job *j, size_t topic)
{
	struct scores s;
	uint32_t least = UINT32_MAX;

	if (topic == FORM_NONE && !tally_totals_by_atom(j->m->tally))
		return 1;
	counts_scores(j->d->all, topic, &s);
	for (size_t i = 0; i < s.n; i++) {
		if (s.shown[i] < least)
			least = s.shown[i];
	}
	scores_release(&s);
	return least == UINT32_MAX ? 1 : least;
}

static uint64_t
whole(double x)
{
	return x < 0 ? 0 : x >= NO_LIMIT ? NO_LIMIT : (uint64_t)x;
}

/* The sum of n scores may go down to the band's lower end, and must stay
 * under its upper. Each answer moves it by 1 / shown at most. */
static struct slack
slack_of(double sum, uint64_t n, uint32_t shown)
{
	struct band b = band_of_mean(fmin(sum / (double)n, 1), n);
	double low = sum - b.from * (double)n / 100;
	double high = b.to * (double)n / 100 - sum;
	struct slack s = {NO_LIMIT, NO_LIMIT};

	if (b.from > 0)
		s.down = whole(floor(low * shown + 1e-7));
	if (b.to < 100)
		s.up = whole(ceil(high * shown - 1e-7) - 1);
	return s;
}

static double
sum_of_scores(const struct counts *c, size_t topic, uint64_t *n)
{
	struct scores s;
	double sum = 0;

	counts_scores(c, topic, &s);
	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		sum += s.share[i] * (double)s.people[i];
		*n += s.people[i];
	}
	scores_release(&s);
	return sum;
}

/* A topic in all sets of the release. Of the organisation as if it were told
 * in bands: where it is not, its items are told exactly. */
static void
make_slack(struct job *j, size_t topic, struct slack *slack)
{
	uint32_t shown = least_shown(j, topic);
	bool groups = topic != FORM_NONE || tally_totals_by_atom(j->m->tally);

	for (size_t i = 0; i < j->n_now; i++) {
		const struct part *part = job_part(j, i);
		double sum;
		uint64_t n;

		slack[i] = (struct slack){NO_LIMIT, NO_LIMIT};
		if (part && !groups)
			continue;
		sum = sum_of_scores(part ? part->counts : j->d->all, topic, &n);
		if (n >= j->d->k)
			slack[i] = slack_of(sum, n, shown);
	}
}

void
job_make_slacks(struct job *j)
{
	const struct form *form = tally_form(j->m->tally);

	j->slack =
		mem_new((form->n_topics + 1) * j->n_now + 1, sizeof(*j->slack));
	for (size_t i = 0; i <= form->n_topics; i++) {
		size_t topic = i < form->n_topics ? i : FORM_NONE;

		if (tally_items(j->m->tally, topic) > 0)
			make_slack(j, topic, j->slack + i * j->n_now);
	}
}

/* Narrows the number right of a scored item to what the scores leave open,
 * while all other answers stay as they are. */
static void
narrow(const struct judge *g, size_t question, size_t set, uint64_t x,
       struct told *told)
{
	const struct job *j = g->job;
	const struct form *form = tally_form(j->m->tally);
	const struct question *q = &form->question[question];
	size_t topic[2] = {form->n_topics, form->n_topics};

	if (!q->scored || told->exact)
		return;
	if (q->topic && form_find_topic(form, q->topic) != FORM_NONE)
		topic[1] = form_find_topic(form, q->topic);
	for (size_t i = 0; i < 2; i++) {
		struct slack s = j->slack[topic[i] * j->n_now + set];
		const struct topic_precision *p = &g->topic[topic[i]];

		if (set == 0 ? !p->all : !p->groups)
			continue;
		if (s.down < x && x - s.down > told->least)
			told->least = x - s.down;
		if (x + s.up < told->most)
			told->most = x + s.up;
	}
}

/* ---- the figures of a question ---- */

/* What may be told of a set; b NULL: of everybody. Where it is not, scores
 * may still tell something. */
static void
add_figures(struct judge *g, size_t question, const struct breakdown *b,
	    size_t set, const struct split *s, bool tell)
{
	const struct job *j = g->job;

	for (unsigned st = 0; st < AUDIT_STATES; st++) {
		struct told t = {.least = 0, .most = s->base};

		if (!split_possible(j->m->tally, question, st))
			continue;
		if (tell)
			t = b ? told_group(j->d, question, b->segment, s->n[st],
					   s->base)
			      : told_state(j->d, question, s->n[st], s->base);
		if (st == 0)
			narrow(g, question, set, s->n[st], &t);
		g->figure[g->n_figures++] =
			(struct ledger_figure){set,	question, st,
					       t.least, t.most,	  t.exact};
	}
}

static struct split
split_in(const struct job *j, const struct counts *c, size_t question)
{
	struct outcome o = counts_outcome(c, question);

	return split_of(j->m->tally, question, &o);
}

/* Groups of a breakdown that are told, of which `first` is the first set. */
static void
add_group_figures(struct judge *g, size_t question, const struct breakdown *b,
		  size_t first)
{
	const struct job *j = g->job;
	struct split *s = mem_new(b->n + 1, sizeof(*s));
	uint64_t *base = mem_new(b->n + 1, sizeof(*base));
	enum status *status = mem_new(b->n + 1, sizeof(*status));

	for (size_t i = 0; i < b->n; i++) {
		s[i] = split_in(j, b->part[i].counts, question);
		base[i] = s[i].base;
	}
	question_group_status(j->d, question, b, base, status);
	for (size_t i = 0; i < b->n; i++)
		add_figures(g, question, b, first + i, &s[i],
			    status[i] == STATUS_OK);
	free(status);
	free(base);
	free(s);
}

void
judge_make_figures(struct judge *g, size_t question)
{
	const struct job *j = g->job;
	struct split s = split_in(j, j->d->all, question);
	size_t set = 1;

	g->n_figures = 0;
	if (!g->hide_all)
		add_figures(g, question, NULL, 0, &s,
			    base_status(j->d, s.base) == STATUS_OK);
	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		add_group_figures(g, question, &j->d->breakdown[i], set);
		set += j->d->breakdown[i].n;
	}
	options_free(g->options);
	g->options = options_new(j->m, question, g->hide_all);
}

/* ---- what a reader then knows ---- */

static void
know(struct judge *g, size_t release, const struct ledger_figure *f)
{
	size_t set = g->job->set_of[release][f->set];

	audit_told_add(&g->told[set][f->state], f->least, f->most, f->exact);
}

void
judge_make_told(struct judge *g, size_t question)
{
	const struct units *u = &g->job->m->units;

	for (size_t i = 0; i < audit_sets(g->job->audit); i++) {
		for (unsigned st = 0; st < AUDIT_STATES; st++)
			g->told[i][st] = audit_told_none(UINT64_MAX);
	}
	for (size_t r = 0; r + 1 < u->n_chain; r++) {
		for (size_t i = 0; i < u->chain[r]->n_figures; i++) {
			if (u->chain[r]->figure[i].question == question)
				know(g, r, &u->chain[r]->figure[i]);
		}
	}
	for (size_t i = 0; i < g->n_figures; i++)
		know(g, u->n_chain - 1, &g->figure[i]);
	options_imply(g->options, g->job->span, u->n_chain, g->told);
}
