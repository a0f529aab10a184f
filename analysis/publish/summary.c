#include "analysis/publish/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/brief_say.h"
#include "analysis/publish/tables.h"
#include "questions/base/mem.h"

enum {
	SCREEN = 24, /* lines */
	WIDTH = 79,
	TOPICS = 12, /* rows that lists give way to */
	FEW = 5,     /* rows that always stand */
	ENTRIES = 8, /* in one list */
	OPENING = 2, /* lines, if it can be */
	WISHES = 3,  /* questions on wishes, before lists grow */
	LEAST = 16   /* cells of a question before its answers */
};

/* "Put right: first; second; 3 more." */
struct list {
	char *lead;
	char *entry[ENTRIES];
	size_t n, shown, more; /* more: beyond those kept */
	const char *end;       /* behind the list; or NULL */
	bool stays, wish;
};

struct screen {
	const struct findings *f;
	struct text opening;
	struct list *list;
	size_t n, room;
	size_t rows, topics; /* topics told, and those there are */
	bool all_few;	     /* no topic's level can be firm */
	char next[80];	     /* what to open next */
};

/* ---- lists ---- */

static struct list *
add_list(struct screen *s, const char *lead)
{
	struct list *l;

	s->list = mem_room(s->list, &s->room, s->n + 1, sizeof(*s->list));
	l = &s->list[s->n++];
	memset(l, 0, sizeof(*l));
	l->lead = mem_copy(lead);
	return l;
}

/* Takes the words of `entry`, which is empty afterwards. */
static void
add_entry(struct list *l, struct text *entry)
{
	if (l->n < ENTRIES)
		l->entry[l->n++] = text_take(entry);
	else
		l->more++;
	text_clear(entry);
}

static void
list_release(struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->entry[i]);
	free(l->lead);
}

static void
count_line(void *n, const char *start, size_t bytes)
{
	(void)start;
	(void)bytes;
	++*(size_t *)n;
}

static size_t
lines_of(const char *text)
{
	size_t n = 0;

	text_wrap(text, WIDTH, count_line, &n);
	return n;
}

static void
say_entries(struct text *t, const struct list *l, const char *more)
{
	text_clear(t);
	text_addf(t, "%s ", l->lead);
	for (size_t i = 0; i < l->shown; i++)
		text_addf(t, "%s%s", i == 0 ? "" : "; ", l->entry[i]);
	text_addf(t, "%s.%s", more, l->end ? l->end : "");
}

/* "; 15 more", but only "; more" where the number would take a line. */
static void
say_list(struct text *t, const struct list *l)
{
	/* of a wish only what most chose is told */
	size_t more = l->wish ? 0 : l->n - l->shown + l->more, n;
	char count[32];

	snprintf(count, sizeof(count), "; %zu more", more);
	say_entries(t, l, more > 0 ? "; more" : "");
	n = lines_of(text_get(t));
	if (more == 0)
		return;
	say_entries(t, l, count);
	if (lines_of(text_get(t)) > n)
		say_entries(t, l, "; more");
}

/* ---- what is said ---- */

static void
say_how_much(struct text *t, const struct findings *f, bool by_name)
{
	const struct pitch_totals *all = &f->pitch->totals;

	if (all->words == 0)
		return;
	text_add(t, " Write about ");
	say_count(t, all->words);
	text_addf(t, " words (%.0f minute%s)", fmax(all->minutes, 1),
		  all->minutes < 1.5 ? "" : "s");
	if (all->limited) {
		text_add(t, ", as you asked; all of it takes ");
		say_count(t, all->needed);
	}
	if (by_name) {
		text_add(t, "; start with ");
		say_lower(t, say_topic(f->form, f->pitch->topic[0].topic));
		text_add(t, ".");
	} else {
		text_add(t, "; start at the top.");
	}
}

static void
say_opening(struct screen *s, bool by_name)
{
	struct text *t = &s->opening, few = TEXT_INIT;

	text_clear(t);
	say_answered(t, s->f);
	say_how_much(t, s->f, by_name);
	say_few_questions(&few, s->f);
	s->all_few = few.n > 0;
	if (s->all_few)
		text_addf(t, " %s", text_get(&few));
	text_release(&few);
}

/* The wrong idea, by its name where it has one. */
static const char *
idea_of(const struct findings *f, const struct pitch_answer *a)
{
	size_t at =
		a->code ? form_find_misconception(f->form, a->code) : FORM_NONE;

	if (at != FORM_NONE && f->form->misconception[at].label)
		return f->form->misconception[at].label;
	return say_label(
		f->form,
		measures_option(f->measures, a->item, a->option)->label);
}

/* Did an answer before this one stand for the same idea? */
static bool
said_before(const struct pitch *p, size_t answer)
{
	for (size_t i = 0; i < answer; i++) {
		if (p->answer[i].code && p->answer[answer].code &&
		    strcmp(p->answer[i].code, p->answer[answer].code) == 0)
			return true;
	}
	return false;
}

static void
add_ideas(struct screen *s, const char *lead, enum direction direction,
	  const char *none)
{
	const struct findings *f = s->f;
	const struct pitch *p = f->pitch;
	struct list *l = add_list(s, lead);
	struct text t = TEXT_INIT;

	for (size_t i = pitch_next(p, direction, 0); i < p->n_answers;
	     i = pitch_next(p, direction, i + 1)) {
		const struct pitch_answer *a = &p->answer[i];

		if (said_before(p, i))
			continue;
		text_addf(&t, "%s (", idea_of(f, a));
		say_option(&t, f, measures_item(f->measures, a->item),
			   a->option);
		text_add(&t, ")");
		add_entry(l, &t);
	}
	if (l->n == 0 && none) {
		text_add(&t, none);
		add_entry(l, &t);
	}
	if (l->n == 0) {
		list_release(l);
		s->n--;
	}
	text_release(&t);
}

/* Does a group at this level need more than all staff do? */
static bool
needs_more(const struct findings *f, size_t topic, enum level level)
{
	for (size_t i = 0; i < f->pitch->n_topics; i++) {
		if (f->pitch->topic[i].topic == topic)
			return level < f->pitch->topic[i].all.level.level;
	}
	return false;
}

static void
add_groups(struct screen *s)
{
	const struct findings *f = s->f;
	const struct pitch_input *in = measures_input(f->measures);
	struct list *l;
	struct text t = TEXT_INIT;

	if (in->n_groups == 0)
		return;
	l = add_list(s, "Groups:");
	for (size_t g = 0; g < in->n_groups; g++) {
		for (size_t i = 0; i < in->n_topics; i++) {
			const struct pitch_view *v =
				&f->pitch->view[g * in->n_topics + i];

			if (!v->annex)
				continue;
			text_addf(&t, "%s, %s on ", in->group[g].label,
				  needs_more(f, i, v->level.level) ? "more"
								   : "less");
			say_lower(&t, say_topic(f->form, i));
			add_entry(l, &t);
		}
	}
	if (l->n == 0) {
		text_add(&t,
			 say_groups_compared(f)
				 ? "none differs by a firm margin; one text "
				   "serves all"
				 : "too small to be compared");
		add_entry(l, &t);
	}
	text_release(&t);
}

/* A question without what stands behind a comma, a bracket or its question
 * mark, cut to so many cells, and a colon. */
static void
say_question(struct text *t, const char *label, size_t most)
{
	size_t n = strcspn(label, ",(?"), cells = 0, at = 0;

	if (n < LEAST)
		n = strlen(label);
	while (n > 0 && (label[n - 1] == ' ' || label[n - 1] == '.'))
		n--;
	while (at < n) {
		size_t bytes = text_cluster(label + at);

		cells += text_cluster_width(label + at, bytes);
		if (cells > most)
			break;
		at += bytes;
	}
	text_add_n(t, label, at);
	text_addf(t, "%s:", at < n ? "..." : "");
}

/* A line with the question, as far as it leaves room for the first answer. */
static void
add_wish(struct screen *s, const struct question *q)
{
	const struct findings *f = s->f;
	size_t *option = mem_new(q->list->n + 1, sizeof(*option));
	size_t n = say_by_share(f, q, option), first;
	struct text t = TEXT_INIT, lead = TEXT_INIT;
	struct list *l = add_list(s, "");

	l->wish = true;
	for (size_t i = 0; i < n && i < 3; i++) {
		text_addf(&t, "%s ",
			  say_label(f->form, q->list->choice[option[i]].label));
		say_option(&t, f, q, option[i]);
		add_entry(l, &t);
	}
	if (n > 0) {
		first = text_width(l->entry[0]) + strlen("...: .");
		say_question(&lead, say_label(f->form, q->label),
			     first + LEAST < WIDTH ? WIDTH - first : LEAST);
		free(l->lead);
		l->lead = text_take(&lead);
	} else {
		list_release(l);
		s->n--;
	}
	text_release(&lead);
	text_release(&t);
	free(option);
}

static void
add_wishes(struct screen *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->f->form->n_questions; i++) {
		const struct question *q = &s->f->form->question[i];

		if (!say_is_wish(q) || !say_may(s->f, q))
			continue;
		add_wish(s, q);
		if (++n == WISHES)
			break;
	}
}

static void
add_withheld_questions(struct list *l, const struct findings *f, struct text *t)
{
	size_t few = 0;

	for (size_t i = 0; i < f->form->n_questions; i++) {
		uint64_t n = counts_state(f->d->all, i, STATE_ANSWERED);

		few += n > 0 && n < f->d->k;
	}
	if (few > 0) {
		text_addf(t,
			  "%zu question%s with fewer than %" PRIu32 " answers",
			  few, few == 1 ? "" : "s", f->d->k);
		add_entry(l, t);
	}
	if (f->release && f->release->n_coarsened > 0) {
		text_addf(t, "%zu question%s told in bands, to protect people",
			  f->release->n_coarsened,
			  f->release->n_coarsened == 1 ? "" : "s");
		add_entry(l, t);
	}
}

/* Is some group's row of the question withheld? */
static bool
hides_a_group(const struct findings *f, size_t question,
	      const struct breakdown *b)
{
	uint64_t *base = mem_new(b->n + 1, sizeof(*base));
	enum status *status = mem_new(b->n + 1, sizeof(*status));
	bool hides = false;

	for (size_t i = 0; i < b->n; i++) {
		struct outcome o = counts_outcome(b->part[i].counts, question);

		base[i] = split_of(f->tally, question, &o).base;
	}
	question_group_status(f->d, question, b, base, status);
	for (size_t i = 0; i < b->n; i++)
		hides = hides || status[i] == STATUS_WITHHELD;
	free(status);
	free(base);
	return hides;
}

static size_t
questions_that_hide(const struct findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->form->n_questions; i++) {
		enum split_kind kind = split_kind(f->tally, i);
		bool hides = false;

		for (size_t k = 0; k < f->d->n_breakdowns; k++)
			hides = hides ||
				hides_a_group(f, i, &f->d->breakdown[k]);
		n += hides && (kind == SPLIT_ITEM || kind == SPLIT_RISK);
	}
	return n;
}

static void
add_withheld_groups(struct list *l, const struct findings *f, struct text *t)
{
	size_t hiding;

	for (size_t i = 0; i < f->d->n_breakdowns; i++) {
		const struct breakdown *b = &f->d->breakdown[i];
		const char *name = tally_segment(f->tally, b->segment)->name;
		size_t merged = 0;

		for (size_t c = 0; c < tally_codes(f->tally, b->segment); c++)
			merged += b->merged[c];
		if (b->n == 0)
			text_addf(t, "groups by %s (too small, or not wanted)",
				  name);
		else if (merged > 1)
			text_addf(t, "%zu small groups by %s, told together",
				  merged, name);
		if (t->n > 0)
			add_entry(l, t);
	}
	hiding = questions_that_hide(f);
	if (hiding > 0) {
		text_addf(t, "groups on %zu question%s, to protect people",
			  hiding, hiding == 1 ? "" : "s");
		add_entry(l, t);
	}
}

/* What is withheld, and behind it in the same paragraph the next file. */
static void
add_end(struct screen *s)
{
	struct list *l = add_list(s, "Withheld:");
	struct text t = TEXT_INIT;

	l->stays = true;
	snprintf(s->next, sizeof(s->next), " Next: %s.csv; %s.",
		 measures_input(s->f->measures)->n_items > 0 ? "items"
							     : "habits",
		 say_no_level(s->f));
	l->end = s->f->pitch->totals.words > 0 ? " Next: read brief.html."
					       : s->next;
	add_withheld_questions(l, s->f, &t);
	add_withheld_groups(l, s->f, &t);
	if (l->n == 0) {
		text_add(&t, "nothing");
		add_entry(l, &t);
	}
	text_release(&t);
}

/* ---- what fits ---- */

static size_t
lines(const struct screen *s)
{
	bool topics = s->topics > 0;
	/* title, header, all topics together, topics cut */
	size_t n = 1 + lines_of(text_get(&s->opening)) + 2 * topics + s->rows +
		(s->rows < s->topics);

	for (size_t i = 0; i < s->n; i++) {
		struct text t = TEXT_INIT;

		if (s->list[i].shown > 0)
			say_list(&t, &s->list[i]);
		n += t.n > 0 ? lines_of(text_get(&t)) : 0;
		text_release(&t);
	}
	return n;
}

/* One entry of a list more, if that still fits. */
static bool
show_more(struct screen *s, struct list *l)
{
	if (l->shown == 0 || l->shown == l->n)
		return false;
	l->shown++;
	if (lines(s) <= SCREEN)
		return true;
	l->shown--;
	return false;
}

/* Hides lists until it fits, the last ones first. */
static void
hide(struct screen *s, bool wishes)
{
	for (size_t i = s->n; i-- > 0 && lines(s) > SCREEN;) {
		if (!s->list[i].stays && s->list[i].wish == wishes)
			s->list[i].shown = 0;
	}
}

static void
fit(struct screen *s)
{
	bool more = true;

	for (size_t i = 0; i < s->n; i++)
		s->list[i].shown = 1;
	s->rows = s->topics;
	while (lines(s) > SCREEN && s->rows > TOPICS)
		s->rows--;
	hide(s, true);
	while (lines(s) > SCREEN && s->rows > FEW)
		s->rows--;
	hide(s, false);
	while (more) {
		more = false;
		for (size_t i = 0; i < s->n; i++)
			more |= show_more(s, &s->list[i]);
	}
}

/* ---- on the screen ---- */

static void
put_topic(struct report *r, struct block *bars, const struct screen *s,
	  const struct pitch_result *topic)
{
	const struct findings *f = s->f;
	struct topic_shares shares = topic_shares(f->d, topic->topic);
	bool firm = topic->all.level.sureness == SURE_FIRM;
	char items[24], words[24], kind[32];

	snprintf(items, sizeof(items), "%zu", shares.told);
	snprintf(words, sizeof(words), "%u", topic->words);
	snprintf(kind, sizeof(kind), "%s%s", say_mode(topic->all.mode.mode),
		 firm || s->all_few ? "" : "~");
	report_bar(r, bars, say_topic(f->form, topic->topic), shares.right,
		   shares.wrong, shares.dont_know, items);
	if (topic->all.mode.mode == MODE_NONE)
		report_bar_kind(r, bars, "too few answers", "-");
	else
		report_bar_kind(r, bars, kind, words);
}

static void
put_topics(struct report *r, const struct screen *s, bool close)
{
	const struct findings *f = s->f;
	struct topic_shares all = topic_shares(f->d, FORM_NONE);
	struct block *bars = report_bars(r, "from");
	struct text words = TEXT_INIT;
	char items[24], rest[40];

	if (close)
		report_close_up(r);
	for (size_t i = 0; i < s->rows; i++)
		put_topic(r, bars, s, &f->pitch->topic[i]);
	if (s->rows < s->topics) {
		snprintf(rest, sizeof(rest), "and %zu more topics",
			 s->topics - s->rows);
		report_bar(r, bars, rest, NAN, NAN, NAN, "");
		report_bar_kind(r, bars, "see the brief", "");
	}
	snprintf(items, sizeof(items), "%zu", all.told);
	say_count(&words, f->pitch->totals.words);
	report_bar(r, bars, "All scored questions", all.right, all.wrong,
		   all.dont_know, items);
	report_bar_kind(r, bars, "all together", text_get(&words));
	text_release(&words);
}

static void
put_title(struct report *r, const struct findings *f)
{
	const char *title = say_title(f), *mark = say_mark(f);
	size_t most = WIDTH - strlen(": results") - strlen(mark), cells = 0;
	bool fits = text_width(title) <= most;
	struct text t = TEXT_INIT;

	most -= fits ? 0 : 3;
	for (size_t n; *title != '\0'; title += n) {
		n = text_cluster(title);
		cells += text_cluster_width(title, n);
		if (cells > most)
			break;
		text_add_n(&t, title, n);
	}
	text_addf(&t, "%s: results%s", fits ? "" : "...", mark);
	report_heading(r, 1, text_get(&t));
	text_release(&t);
}

static void
put_all(struct report *r, const struct screen *s)
{
	size_t n = lines(s);
	bool close = n + 1 > SCREEN, first_close = n + 2 > SCREEN;

	put_title(r, s->f);
	report_paragraph(r, "%s", text_get(&s->opening));
	if (s->topics > 0)
		put_topics(r, s, close);
	for (size_t i = 0, said = 0; i < s->n; i++) {
		struct text t = TEXT_INIT;

		if (s->list[i].shown == 0)
			continue;
		say_list(&t, &s->list[i]);
		report_paragraph(r, "%s", text_get(&t));
		if (said++ > 0 || first_close)
			report_close_up(r);
		text_release(&t);
	}
}

struct report *
summary_report(const struct findings *f)
{
	struct report *r = report_new("summary");
	struct screen s = {.f = f, .opening = TEXT_INIT};

	for (size_t i = 0; i < f->pitch->n_topics; i++)
		s.topics += tally_items(f->tally, f->pitch->topic[i].topic) > 0;
	say_opening(&s, true);
	if (lines_of(text_get(&s.opening)) > OPENING)
		say_opening(&s, false);
	add_ideas(&s, "Put right:", UNDER_CAUTIOUS,
		  s.topics > 0 ? "no wrong answer is common" : NULL);
	add_ideas(&s, "Too strict:", OVER_CAUTIOUS, NULL);
	add_ideas(&s, "Managers may not:", OVER_REACH, NULL);
	add_groups(&s);
	add_wishes(&s);
	add_end(&s);
	fit(&s);
	put_all(r, &s);
	for (size_t i = 0; i < s.n; i++)
		list_release(&s.list[i]);
	free(s.list);
	text_release(&s.opening);
	return r;
}
