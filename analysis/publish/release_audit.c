#include "analysis/publish/release_private.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/threads.h"
#include "analysis/publish/release_judge.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { WIDEN_FIRST = 3 }; /* times */

/* ---- what is wrong ---- */

static void
say_where(const struct job *j, const struct where *w, struct text *t)
{
	const char *between = "";

	if (w->part) {
		text_addf(t, "\"%s\"", w->part->label);
		return;
	}
	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		if (!(w->segments >> i & 1))
			continue;
		text_addf(t, "%s%s", between,
			  tally_segment(j->m->tally, i)->name);
		between = " with ";
	}
	if (w->by_release)
		text_addf(t, "%sthe releases before", between);
	else if (w->segments == 0)
		text_add(t, "the organisation");
}

static void
say_breach(struct job *j, size_t question, const struct audit_breach *b)
{
	const struct question *q = &tally_form(j->m->tally)->question[question];
	const struct where *w = &j->where[b->set];
	struct text t = TEXT_INIT;

	say_where(j, w, &t);
	if (b->kind == AUDIT_UNFIT)
		problems_add(j->m->problems, SEVERITY_ERROR, &(struct place){0},
			     "%s: what an earlier release told by %s does not "
			     "fit the answers; the file was changed, use your "
			     "copy of it",
			     q->name, text_get(&t));
	else
		problems_add(j->m->problems, SEVERITY_ERROR, &(struct place){0},
			     "%s: what a few people answered, or that nearly "
			     "all answered alike, could be worked out by %s",
			     q->name, text_get(&t));
	for (size_t i = 0; i < j->d->n_breakdowns; i++)
		j->blame[i] += w->segments >> i & 1;
	text_release(&t);
}

/* One line: which groups to leave out. */
static bool
refuse(const struct job *j, struct error *err)
{
	size_t most = 0;

	for (size_t i = 1; i < j->d->n_breakdowns; i++) {
		if (j->blame[i] > j->blame[most])
			most = i;
	}
	if (j->d->n_breakdowns > 0 && j->blame[most] > 0)
		return error_set(err,
				 "nothing is told: of %zu question%s too much "
				 "could be worked out; tell no groups by %s "
				 "(--without %s)",
				 j->n_failed, j->n_failed == 1 ? "" : "s",
				 tally_segment(j->m->tally, most)->name,
				 tally_segment(j->m->tally, most)->name);
	return error_set(err,
			 "nothing is told: of %zu question%s too much could "
			 "be worked out%s",
			 j->n_failed, j->n_failed == 1 ? "" : "s",
			 j->m->units.n_chain > 1
				 ? "; tell the same as in the release before, "
				   "or wait for more answers"
				 : "; wait for more answers");
}

/* ---- question by question ---- */

static size_t
audit_told_so(const struct judge *g, size_t question, struct audit_breach *out,
	      size_t most)
{
	const struct job *j = g->job;
	struct audit_question q = {
		.count = (const uint64_t(*)[AUDIT_STATES])g->count,
		.told = (const struct audit_told(*)[AUDIT_STATES])g->told,
		.thorough = g->thorough,
	};

	for (unsigned st = 0; st < AUDIT_STATES; st++)
		q.possible[st] = split_possible(j->m->tally, question, st);
	return GUARD_ANSWERS ? audit_run(j->audit, &q, out, most) : 0;
}

static bool
same_figure(const struct ledger_figure *a, const struct ledger_figure *b)
{
	return a->set == b->set && a->question == b->question &&
		a->state == b->state && a->least == b->least &&
		a->most == b->most && a->exact == b->exact;
}

static bool
told_as_then(const struct judge *g, const struct finding *then)
{
	if (!then->known || then->thorough != g->thorough ||
	    then->n_figures != g->n_figures ||
	    then->options != options_mark(g->options))
		return false;
	for (size_t i = 0; i < g->n_figures; i++) {
		if (!same_figure(&g->figure[i], &then->figure[i]))
			return false;
	}
	return true;
}

/* The first breach of the question as it is told now; false: none. What is
 * tried on the way to the least coarse telling comes up again and again. */
static bool
find_breach(struct judge *g, size_t question, struct audit_breach *out)
{
	struct finding *last = &g->last[g->hide_all];

	judge_make_figures(g, question);
	if (!told_as_then(g, last)) {
		last->options = options_mark(g->options);
		judge_make_told(g, question);
		last->figure = mem_resize(last->figure, g->n_figures + 1,
					  sizeof(*last->figure));
		memcpy(last->figure, g->figure,
		       g->n_figures * sizeof(*last->figure));
		last->n_figures = g->n_figures;
		last->known = true;
		last->thorough = g->thorough;
		last->found = audit_told_so(g, question, &last->breach, 1) > 0;
	}
	*out = last->breach;
	return last->found;
}

/* The groups that a breach is about, less exactly; any, where it is about
 * none of them. */
static bool
coarsen_groups(const struct job *j, size_t question,
	       const struct audit_breach *b)
{
	unsigned segments = j->where[b->set].segments;
	bool done = false;

	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		if (segments >> i & 1)
			done |= told_coarsen_groups(j->d, question, i);
	}
	for (size_t i = 0; !done && i < j->d->n_breakdowns; i++)
		done = told_coarsen_groups(j->d, question, i);
	return done;
}

/* Scores of the question's topic and of all items: not of groups, then not at
 * all. */
static bool
withhold_scores(struct judge *g, size_t question)
{
	const struct job *j = g->job;
	const struct form *form = tally_form(j->m->tally);
	const struct question *q = &form->question[question];
	struct topic_precision *p[2] = {&g->topic[form->n_topics], NULL};
	size_t n = 1;

	if (!q->scored)
		return false;
	if (q->topic && form_find_topic(form, q->topic) != FORM_NONE)
		p[n++] = &g->topic[form_find_topic(form, q->topic)];
	while (n > 0 && !p[n - 1]->all)
		n--;
	if (n == 0)
		return false;
	if (p[n - 1]->groups)
		p[n - 1]->groups = false;
	else
		p[n - 1]->all = false;
	return true;
}

/* Until the groups by themselves, without the organisation's row, give
 * nothing away. */
static bool
settle_groups(struct judge *g, size_t question)
{
	struct audit_breach b;
	bool good = true;

	g->hide_all = true;
	while (good && find_breach(g, question, &b))
		good = coarsen_groups(g->job, question, &b) ||
			withhold_scores(g, question);
	g->hide_all = false;
	return good;
}

/* The organisation's row: as exactly as can be; the breach where it cannot. */
static bool
settle_all(struct judge *g, size_t question, struct audit_breach *b)
{
	uint64_t *level = question_levels(g->job->m, question);

	told_reset(g->job->d, question);
	*level = 0;
	while (find_breach(g, question, b)) {
		if (!told_coarsen(g->job->d, question))
			return false;
		++*level;
	}
	return true;
}

static bool
are_options_safe(const struct making *m, size_t question)
{
	struct options *o = options_new(m, question, false);
	bool safe = !GUARD_ANSWERS || options_safe(o);

	options_free(o);
	return safe;
}

/* By themselves, within the states. */
static bool
settle_options(struct making *m, size_t question)
{
	while (!are_options_safe(m, question)) {
		if (!told_coarsen_options(m->disclosed, question))
			return false;
	}
	return true;
}

/* A band need not lie within the next wider one, so that what was safe need
 * not be so any more. */
static bool
withhold_unsafe_options(struct making *m, size_t question)
{
	if (are_options_safe(m, question))
		return true;
	told_set_options(m->disclosed, question, OPTIONS_WITHHELD);
	return are_options_safe(m, question);
}

/* Less exactly, until they give no state away: where people have come since
 * another release it is they who mostly do. */
static bool
settle_with_options(struct judge *g, size_t question)
{
	struct disclosed *d = g->job->d;
	unsigned level = d->precision[question].options;
	struct audit_breach b;

	while (g->job->m->units.n_chain > 1 &&
	       told_coarsen_options(d, question)) {
		if (!find_breach(g, question, &b))
			return true;
	}
	d->precision[question].options = level;
	told_reset(d, question);
	return false;
}

/* Where only the options stand in the way, they are not told. */
static bool
settle_without_options(struct judge *g, size_t question)
{
	struct disclosed *d = g->job->d;
	unsigned level = d->precision[question].options;
	struct audit_breach b;

	if (!d->precision[question].banded)
		return false;
	told_set_options(d, question, OPTIONS_WITHHELD);
	if (!find_breach(g, question, &b) && settle_all(g, question, &b))
		return true;
	d->precision[question].options = level;
	return false;
}

static bool
settle(struct judge *g, size_t question)
{
	struct audit_breach b = {0};

	if (!settle_options(g->job->m, question))
		return false;
	if (!find_breach(g, question, &b) || settle_with_options(g, question))
		return true;
	if (!settle_groups(g, question))
		return false;
	/* wider bands of groups cost less than the organisation's numbers */
	for (size_t i = 0; i < WIDEN_FIRST; i++) {
		if (!find_breach(g, question, &b))
			return true;
		if (!coarsen_groups(g->job, question, &b))
			break;
	}
	while (!settle_all(g, question, &b) &&
	       !settle_without_options(g, question)) {
		if (!coarsen_groups(g->job, question, &b) &&
		    !withhold_scores(g, question))
			return false;
	}
	return true;
}

/* As if it had not been looked at. */
static void
forget(const struct job *j, size_t question)
{
	j->d->precision[question].options = 0;
	told_reset(j->d, question);
	memset(j->d->precision[question].groups, 0,
	       sizeof(j->d->precision[question].groups));
	*question_levels(j->m, question) = 0;
}

/* From the beginning, looking longer each time. */
static bool
settle_thoroughly(struct judge *g, size_t question)
{
	bool good;

	forget(g->job, question);
	g->thorough = true;
	good = settle(g, question);
	g->thorough = false;
	return good;
}

/* ---- all questions ---- */

/* Scores are told as they were before the question, then as it wants them. */
static void
judge_question(struct judge *g, size_t question)
{
	const struct job *j = g->job;
	struct verdict *v = &j->verdict[question];
	size_t topics = j->n_topics * sizeof(*g->topic);

	memcpy(g->topic, j->d->topic, topics);
	g->last[false].known = g->last[true].known = false;
	if (v->topic)
		forget(j, question);
	for (size_t i = 0; i < j->m->units.n; i++)
		unit_count(&j->m->units.unit[i], question, g->count[i]);
	v->failed = (!settle(g, question) && !settle_thoroughly(g, question)) ||
		!withhold_unsafe_options(j->m, question);
	v->n_breaches = 0;
	if (v->failed) {
		judge_make_figures(g, question);
		judge_make_told(g, question);
		v->n_breaches =
			audit_told_so(g, question, v->breach, MOST_BREACHES);
	}
	v->figure = mem_resize(v->figure, g->n_figures + 1, sizeof(*v->figure));
	memcpy(v->figure, g->figure, g->n_figures * sizeof(*v->figure));
	v->n_figures = g->n_figures;
	v->topic = mem_resize(v->topic, j->n_topics, sizeof(*v->topic));
	memcpy(v->topic, g->topic, topics);
}

static bool
changes_scores(const struct job *j, const struct verdict *v)
{
	for (size_t i = 0; i < j->n_topics; i++) {
		if (v->topic[i].all != j->d->topic[i].all ||
		    v->topic[i].groups != j->d->topic[i].groups)
			return true;
	}
	return false;
}

static void
set_changed(struct job *j, size_t question)
{
	size_t before = atomic_load(&j->changed);

	while (question < before &&
	       !atomic_compare_exchange_weak(&j->changed, &before, question))
		;
}

static bool
is_audited(const struct job *j, size_t question)
{
	enum split_kind kind = split_kind(j->m->tally, question);

	return kind == SPLIT_ITEM || kind == SPLIT_RISK;
}

/* Takes questions in order, to the first that changes what is told of scores:
 * those behind it must know. */
static void
judge_work(void *ctx)
{
	struct judge *g = ctx;
	struct job *j = g->job;

	for (;;) {
		size_t question = atomic_fetch_add(&j->next, 1);

		if (question >= j->m->row->n_questions ||
		    question > atomic_load(&j->changed))
			return;
		if (!is_audited(j, question)) {
			j->verdict[question].failed =
				!settle_options(j->m, question);
			continue;
		}
		judge_question(g, question);
		if (changes_scores(j, &j->verdict[question]))
			set_changed(j, question);
	}
}

static void
judge_init(struct judge *g, struct job *j)
{
	*g = (struct judge){.job = j};
	g->topic = mem_new(j->n_topics, sizeof(*g->topic));
	g->count = mem_new(j->m->units.n + 1, sizeof(*g->count));
	g->told = mem_new(audit_sets(j->audit) + 1, sizeof(*g->told));
	g->figure = mem_new((j->n_now + 1) * AUDIT_STATES, sizeof(*g->figure));
}

static void
judge_release(struct judge *g)
{
	options_free(g->options);
	free(g->last[false].figure);
	free(g->last[true].figure);
	free(g->figure);
	free(g->told);
	free(g->count);
	free(g->topic);
}

/* All that were looked at stand as if one after the other had been, to the
 * first that changed scores; those behind it are looked at again. How many
 * threads there are changes nothing. */
static void
judge_all(struct job *j)
{
	struct judge judge[THREADS_MOST];
	void *of[THREADS_MOST];
	size_t n = threads_wanted();

	for (size_t i = 0; i < n; i++) {
		judge_init(&judge[i], j);
		of[i] = &judge[i];
	}
	for (size_t next = 0; next < j->m->row->n_questions; next++) {
		atomic_store(&j->next, next);
		atomic_store(&j->changed, SIZE_MAX);
		threads_run(judge_work, of, n);
		next = atomic_load(&j->changed);
		if (next == SIZE_MAX)
			break;
		memcpy(j->d->topic, j->verdict[next].topic,
		       j->n_topics * sizeof(*j->d->topic));
	}
	for (size_t i = 0; i < n; i++)
		judge_release(&judge[i]);
}

static void
put_verdict(struct job *j, size_t question)
{
	const struct verdict *v = &j->verdict[question];

	for (size_t i = 0; i < v->n_breaches; i++)
		say_breach(j, question, &v->breach[i]);
	if (v->failed && v->n_breaches == 0)
		problems_add(j->m->problems, SEVERITY_ERROR, &(struct place){0},
			     "%s: what those chose who have come since an "
			     "earlier release could be worked out",
			     tally_form(j->m->tally)->question[question].name);
	j->n_failed += v->failed;
	for (size_t i = 0; i < v->n_figures; i++)
		ledger_add_figure(j->m->row, &v->figure[i]);
}

static void
job_init(struct job *j, struct making *m)
{
	*j = (struct job){.m = m, .d = m->disclosed};
	j->n_now = m->row->n_sets;
	job_make_sets(j);
	job_make_slacks(j);
	j->n_topics = tally_form(m->tally)->n_topics + 1;
	j->verdict = mem_new(m->row->n_questions + 1, sizeof(*j->verdict));
	j->blame = mem_new(j->d->n_breakdowns + 1, sizeof(*j->blame));
}

static void
job_release(struct job *j)
{
	for (size_t i = 0; i < j->m->units.n_chain; i++)
		free(j->set_of[i]);
	free(j->set_of);
	free(j->span);
	for (size_t i = 0; i < j->m->row->n_questions; i++) {
		free(j->verdict[i].figure);
		free(j->verdict[i].topic);
	}
	free(j->verdict);
	free(j->blame);
	free(j->slack);
	free(j->where);
	audit_free(j->audit);
}

bool
release_audit(struct making *m, struct error *err)
{
	struct job j;
	bool good;

	job_init(&j, m);
	judge_all(&j);
	for (size_t q = 0; q < m->row->n_questions; q++)
		put_verdict(&j, q);
	options_put(m);
	good = j.n_failed == 0 || refuse(&j, err);
	job_release(&j);
	return good;
}
