#include "analysis/publish/release_private.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/threads.h"
#include "analysis/publish/audit.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

/* What a set of the audit is, for messages. */
struct where {
	unsigned segments;	 /* a bit each: whose categories make it */
	bool by_release;	 /* people of some releases and not of others */
	const struct part *part; /* a published group of the new release */
};

/* How far the sum of scores of a set may move in the band that is told of
 * its mean, in answers to one item; NO_LIMIT: as far as it likes. */
enum { NO_LIMIT = INT32_MAX };
struct slack {
	uint64_t down, up;
};

enum {
	MOST_BREACHES = 3, /* named of one question */
	WIDEN_FIRST = 3	   /* times */
};

/* What came of one question. */
struct verdict {
	struct ledger_figure *figure;
	size_t n_figures;
	bool failed;
	struct audit_breach breach[MOST_BREACHES];
	size_t n_breaches;
	/* of scores, as they may be told after it; NULL: not looked at yet */
	struct topic_precision *topic;
};

/* What all questions share. Only main changes it, but for what is atomic, and
 * for a question's own verdict and precision. */
struct job {
	struct making *m;
	struct disclosed *d;
	struct audit *audit;
	size_t **set_of; /* by release of the chain, its sets in the audit */
	struct where *where;
	size_t n_where, where_room;
	size_t n_now; /* sets of the new release */
	size_t *span; /* by release, then release: those first from the one to
		       * the other as a set; SIZE_MAX: nobody */
	struct slack *slack;	 /* by topic (the last: all items), then set */
	size_t n_topics;	 /* with that of all items */
	struct verdict *verdict; /* by question */
	atomic_size_t next;	 /* question to look at */
	atomic_size_t changed;	 /* the first that changed what is told of
				  * scores; SIZE_MAX: none */
	unsigned *blame; /* by segment: how many questions it is named in */
	size_t n_failed;
};

/* What was found of the question when it was told so. */
struct finding {
	struct ledger_figure *figure;
	size_t n_figures;
	uint64_t options; /* options_mark */
	bool known, thorough, found;
	struct audit_breach breach;
};

/* Who looks at questions one by one, in a thread of its own. */
struct judge {
	struct job *job;
	struct topic_precision *topic; /* of scores, as they may be told now */
	uint64_t (*count)[AUDIT_STATES];
	struct audit_told (*told)[AUDIT_STATES];
	struct ledger_figure *figure; /* of one question */
	size_t n_figures;
	bool thorough;
	bool hide_all; /* the organisation's row: to see what groups alone tell */
	struct options *options; /* of that question; or NULL */
	struct finding last[2];	 /* with that row, and without */
};

/* ---- the sets ---- */

static size_t
add_set(struct job *j, const uint32_t *unit, size_t n, enum audit_watch watch,
	struct where where)
{
	size_t set = audit_set(j->audit, unit, n, watch);

	if (set < j->n_where)
		return set;
	j->where =
		mem_room(j->where, &j->where_room, set + 1, sizeof(*j->where));
	j->where[set] = where;
	j->n_where = set + 1;
	return set;
}

/* Which segment's groups, as a bit. */
static unsigned
segment_bit(const struct ledger_set *set)
{
	return set->segment == FORM_NONE ? 0 : 1u << set->segment;
}

/* The group of the new release that is its set of this number. */
static const struct part *
part_of(const struct job *j, size_t set)
{
	for (size_t i = 0; set > 0 && i < j->d->n_breakdowns; i++) {
		const struct breakdown *b = &j->d->breakdown[i];

		if (set <= b->n)
			return &b->part[set - 1];
		set -= b->n;
	}
	return NULL;
}

/* The new release's first, so that messages name its groups. */
static void
add_published(struct job *j, uint32_t *unit)
{
	const struct units *u = &j->m->units;

	j->set_of = mem_new(u->n_chain, sizeof(*j->set_of));
	for (size_t r = u->n_chain; r-- > 0;) {
		const struct ledger_release *row = u->chain[r];
		bool now = r + 1 == u->n_chain;

		j->set_of[r] = mem_new(row->n_sets + 1, sizeof(**j->set_of));
		for (size_t i = 0; i < row->n_sets; i++) {
			struct where w = {segment_bit(&row->set[i]), !now,
					  now ? part_of(j, i) : NULL};
			size_t n = units_of_set(u, r, &row->set[i], unit);

			j->set_of[r][i] = add_set(j, unit, n, AUDIT_ALWAYS, w);
		}
	}
}

/* ---- crossed groups ---- */

struct keyed {
	uint64_t key;
	uint32_t unit;
};

enum { KEY_BITS = 8, KEYS = 1 << KEY_BITS };

/* By key, those of one key in the order they are in; room for as many. */
static void
sort_keyed(struct keyed *keyed, struct keyed *room, size_t n)
{
	uint64_t most = 0;

	for (size_t i = 0; i < n; i++)
		most = keyed[i].key > most ? keyed[i].key : most;
	for (unsigned bit = 0; bit < 64 && most >> bit > 0; bit += KEY_BITS) {
		size_t at[KEYS + 1] = {0};

		for (size_t i = 0; i < n; i++)
			at[(keyed[i].key >> bit) % KEYS + 1]++;
		for (size_t i = 0; i < KEYS; i++)
			at[i + 1] += at[i];
		for (size_t i = 0; i < n; i++)
			room[at[(keyed[i].key >> bit) % KEYS]++] = keyed[i];
		memcpy(keyed, room, n * sizeof(*keyed));
	}
}

/* How cells are cut: by which segments, by their groups or by their codes, of
 * people who were first in which releases. */
struct cut {
	unsigned segments;
	bool grouped;
	size_t first, last;
};

static uint64_t
key_of(const struct job *j, const struct cut *cut, const struct unit *u)
{
	uint64_t key = 0;

	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		size_t codes = tally_codes(j->m->tally, i);
		size_t code = u->now->code[i];

		if (!(cut->segments >> i & 1))
			continue;
		if (cut->grouped && j->d->breakdown[i].merged[code])
			code = codes;
		key = key * (codes + 1) + code;
	}
	return key;
}

/* keyed has room for all units twice. */
static void
add_cells(struct job *j, const struct cut *cut, struct keyed *keyed,
	  uint32_t *unit)
{
	const struct units *u = &j->m->units;
	struct where w = {cut->segments,
			  cut->first > 0 || cut->last + 1 < u->n_chain, NULL};
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++) {
		if (u->unit[i].cohort >= cut->first &&
		    u->unit[i].cohort <= cut->last)
			keyed[n++] = (struct keyed){key_of(j, cut, &u->unit[i]),
						    (uint32_t)i};
	}
	sort_keyed(keyed, keyed + u->n, n);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && keyed[k].key == keyed[i].key; k++)
			unit[k - i] = keyed[k].unit;
		add_set(j, unit, k - i, AUDIT_WHEN_SMALL, w);
	}
}

/* Are cells by the groups of these segments others than by their codes? */
static bool
any_merged(const struct job *j, unsigned segments)
{
	for (size_t i = 0; i < j->d->n_breakdowns; i++) {
		const bool *merged = j->d->breakdown[i].merged;
		size_t codes = tally_codes(j->m->tally, i);

		if (segments >> i & 1 && memchr(merged, 1, codes))
			return true;
	}
	return false;
}

/* All cells that a reader with the staff list can name: by any segment, told
 * or not, crossed in any way, of everybody, of those first in one release, and
 * of those up to it. */
static void
add_crossed(struct job *j, struct keyed *keyed, uint32_t *unit)
{
	size_t last = j->m->units.n_chain - 1;
	unsigned all = (1u << j->d->n_breakdowns) - 1;

	for (unsigned s = all;; s = (s - 1) & all) {
		size_t cuts = any_merged(j, s) ? 4 : 2;

		for (size_t c = 0; c <= last; c++) {
			for (size_t i = 0; i < cuts; i++) {
				struct cut cut = {s, i >= 2, i % 2 ? 0 : c, c};

				if (c > 0 || i % 2 == 0)
					add_cells(j, &cut, keyed, unit);
			}
		}
		if (s == 0)
			return;
	}
}

/* ---- differences ---- */

/* Watches what set a of the audit has and b has not, where b is a part. */
static void
add_difference(struct job *j, size_t a, size_t b, uint32_t *out,
	       enum audit_watch watch)
{
	struct where w = {j->where[a].segments | j->where[b].segments,
			  j->where[a].by_release || j->where[b].by_release,
			  NULL};
	size_t n_a, n_b, n = 0, k = 0;
	const uint32_t *x = audit_units(j->audit, a, &n_a);
	const uint32_t *y = audit_units(j->audit, b, &n_b);

	for (size_t i = 0; i < n_a; i++) {
		if (k < n_b && y[k] < x[i])
			return;
		if (k < n_b && y[k] == x[i])
			k++;
		else
			out[n++] = x[i];
	}
	if (k == n_b && n > 0)
		add_set(j, out, n, watch, w);
}

/* One published set less another, where one of them is new. Everybody less a
 * group of the same release is the other groups together: watched only where
 * it is small. */
static void
add_differences(struct job *j, uint32_t *room)
{
	const struct units *u = &j->m->units;
	size_t now = u->n_chain - 1;

	for (size_t i = 0; i < u->chain[now]->n_sets; i++) {
		size_t a = j->set_of[now][i];

		for (size_t r = 0; r <= now; r++) {
			for (size_t k = 0; k < u->chain[r]->n_sets; k++) {
				size_t b = j->set_of[r][k];
				bool rest = r == now && (i == 0 || k == 0);
				enum audit_watch watch =
					rest ? AUDIT_WHEN_SMALL : AUDIT_ALWAYS;

				add_difference(j, a, b, room, watch);
				if (r != now)
					add_difference(j, b, a, room, watch);
			}
		}
	}
}

/* Those first in one release, or in some that follow each other. */
static void
add_spans(struct job *j, uint32_t *unit)
{
	const struct units *u = &j->m->units;

	j->span = mem_new(u->n_chain * u->n_chain, sizeof(*j->span));
	for (size_t i = 0; i < u->n_chain * u->n_chain; i++) {
		size_t first = i / u->n_chain, last = i % u->n_chain, n = 0;

		for (size_t k = 0; k < u->n; k++) {
			if (u->unit[k].cohort >= first &&
			    u->unit[k].cohort <= last)
				unit[n++] = (uint32_t)k;
		}
		j->span[i] = SIZE_MAX;
		if (n > 0)
			j->span[i] = add_set(j, unit, n, AUDIT_ALWAYS,
					     (struct where){0, true, NULL});
	}
}

static void
make_sets(struct job *j)
{
	size_t n = j->m->units.n;
	uint32_t *unit = mem_new(n + 1, sizeof(*unit));
	struct keyed *keyed = mem_new(2 * n + 1, sizeof(*keyed));

	j->audit = audit_new(n, j->d->k);
	add_published(j, unit);
	add_crossed(j, keyed, unit);
	add_differences(j, unit);
	add_spans(j, unit);
	free(keyed);
	free(unit);
}

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
		const struct part *part = part_of(j, i);
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

static void
make_slacks(struct job *j)
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

static void
make_figures(struct judge *g, size_t question)
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

static void
make_told(struct judge *g, size_t question)
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

	make_figures(g, question);
	if (!told_as_then(g, last)) {
		last->options = options_mark(g->options);
		make_told(g, question);
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
		make_figures(g, question);
		make_told(g, question);
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
	make_sets(j);
	make_slacks(j);
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
