#include "analysis/publish/brief.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/brief_private.h"
#include "analysis/publish/tables.h"
#include "questions/base/mem.h"

enum { FIRST = 2, LAST = 2, ANSWERS = 3 };

/* ---- shared ---- */

bool
brief_is_of(const struct brief *b, const struct question *q, size_t topic)
{
	return q->topic && strcmp(q->topic, b->form->topic[topic].code) == 0;
}

bool
brief_has_key(const struct brief *b, const struct question *q)
{
	return q->role == ROLE_KNOWLEDGE &&
		tally_is_keyed(b->f->tally, q->index);
}

bool
brief_is_measured(const struct pitch_result *t)
{
	return t->all.level.level != LEVEL_NONE;
}

void
brief_say_answer(const struct brief *b, struct text *t,
		 const struct pitch_answer *a)
{
	const struct question *q = measures_item(b->f->measures, a->item);
	const struct choice *c = &q->list->choice[a->option];

	text_addf(t, "\"%s\": ", say_label(b->form, c->label));
	say_option(t, b->f, q, a->option);
	text_add(t, " of ");
	say_count(t, say_base(b->f, q));
}

/* ---- in one minute ---- */

static void
put_item(const struct brief *b, const char *lead, struct text *t)
{
	report_item(b->r, lead, "%s", text_get(t));
	text_clear(t);
}

static void
put_length(const struct brief *b, struct text *t)
{
	const struct pitch_totals *all = &b->pitch->totals;

	text_add(t, "Write about ");
	say_count(t, all->words);
	text_addf(t, " words: %.0f minute%s at %.0f words a minute.",
		  fmax(floor(all->minutes + .5), 1),
		  all->minutes < 1.5 ? "" : "s", all->wpm);
	if (all->range.low != all->range.high) {
		text_add(t,
			 " Other staff or other questions might have given ");
		say_count(t, all->range.low);
		text_add(t, " to ");
		say_count(t, all->range.high);
		text_add(t, ".");
	}
	if (all->limited) {
		text_add(t,
			 " That is the time you set. To say all that is "
			 "needed takes ");
		say_count(t, all->needed);
		text_add(t,
			 " words. What does not fit is named under its "
			 "topic.");
	}
	put_item(b, "Length.", t);
}

static size_t
measured(const struct brief *b)
{
	size_t n = 0;

	while (n < b->pitch->n_topics && brief_is_measured(&b->pitch->topic[n]))
		n++;
	return n;
}

static void
say_name(const struct brief *b, struct text *t, size_t at)
{
	text_addf(t, "\"%s\"", say_topic(b->form, b->pitch->topic[at].topic));
}

static void
put_shorten(const struct brief *b, struct text *t, size_t n)
{
	text_add(t, "Cut from the end of the table below. First shorten ");
	for (size_t i = 0; i < LAST && i + FIRST < n; i++) {
		text_add(t, i == 0 ? "" : ", then ");
		say_name(b, t, n - 1 - i);
	}
	text_add(t, ".");
	if (n > FIRST)
		put_item(b, "If it must be shorter.", t);
	text_clear(t);
}

static void
put_start(const struct brief *b, struct text *t, size_t n)
{
	for (size_t i = 0; i < FIRST && i < n; i++) {
		text_add(t, i == 0 ? "" : ", then ");
		say_name(b, t, i);
	}
	text_add(t,
		 ". There is most need, given what is known, who it "
		 "touches and what may go wrong.");
	put_item(b, "Start with", t);
}

static void
put_may(const struct brief *b, struct text *t)
{
	const struct pitch *p = b->pitch;
	size_t n = 0, last = FORM_NONE;

	for (size_t i = pitch_next(p, OVER_CAUTIOUS, 0); i < p->n_answers;
	     i = pitch_next(p, OVER_CAUTIOUS, i + 1)) {
		if (p->answer[i].topic == FORM_NONE ||
		    p->answer[i].topic == last || n == ANSWERS)
			continue;
		last = p->answer[i].topic;
		text_addf(t, "%s\"%s\"", n++ == 0 ? "" : "; ",
			  say_topic(b->form, last));
	}
	if (n == 0)
		text_add(t,
			 "Nowhere in particular: no rule is commonly "
			 "thought stricter than it is.");
	else
		text_add(t, ". There, staff think more is forbidden than is.");
	put_item(b, "Where to say \"you may\".", t);
}

/* What staff wish and how they read: questions on no single topic. */
static bool
is_about_form(const struct question *q)
{
	return say_is_wish(q) ||
		(q->role == ROLE_ACCESS && q->list && !q->topic);
}

static void
put_wishes(const struct brief *b, struct text *t)
{
	bool any = false;

	for (size_t i = 0; i < b->form->n_questions; i++) {
		const struct question *q = &b->form->question[i];

		if (!is_about_form(q) || !say_may(b->f, q))
			continue;
		if (!any)
			report_led(b->r, "Form and medium.",
				   "How staff read, what they have read, and "
				   "what they ask for; most chosen first.");
		any = true;
		say_most_chosen(t, b->f, q, ANSWERS);
		if (t->n > 0)
			text_add(t, ".");
		put_item(b, say_label(b->form, q->label), t);
	}
}

static void
put_one_text(const struct brief *b, struct text *t)
{
	if (b->in->n_groups == 0)
		text_add(t, "Yes. No groups are told apart.");
	else if (!say_groups_compared(b->f))
		text_add(t,
			 "Yes, as far as can be told: the groups are too small "
			 "to be compared.");
	else if (b->pitch->totals.one_text)
		text_add(t, "Yes. No group differs by a firm margin.");
	else
		text_add(t,
			 "Nearly. Some groups need more or less on a "
			 "topic: see \"Groups that differ\".");
	put_item(b, "One text for all?", t);
}

static void
put_minute(const struct brief *b)
{
	size_t n = measured(b);
	struct text t = TEXT_INIT;

	report_heading(b->r, 2, "In one minute");
	if (n > 0) {
		put_length(b, &t);
		put_start(b, &t, n);
		put_shorten(b, &t, n);
		put_may(b, &t);
		put_one_text(b, &t);
	} else {
		report_paragraph(b->r, "There is no level and no length: %s.",
				 say_no_level(b->f));
	}
	put_wishes(b, &t);
	text_release(&t);
}

/* ---- topic by topic ---- */

static void
say_wrong_idea(const struct brief *b, struct text *t, size_t topic)
{
	const struct pitch *p = b->pitch;
	size_t n = 0;

	for (size_t i = 0; i < p->n_common; i++) {
		const struct pitch_answer *a = &p->answer[i];

		if (a->topic != topic)
			continue;
		if (n++ == 0)
			brief_say_answer(b, t, a);
	}
	if (n > 1)
		text_addf(t, ", and %zu more", n - 1);
}

/* "general practice; law, to be checked (SPK1)": each basis once, what is not
 * general with its questions. */
static void
say_bases(const struct brief *b, struct text *t, size_t topic)
{
	bool general = false;

	for (size_t i = 0; i < b->form->n_questions; i++) {
		const struct question *q = &b->form->question[i];

		if (!brief_is_of(b, q, topic) || !brief_has_key(b, q))
			continue;
		if (q->basis == BASIS_GENERAL && general)
			continue;
		general = general || q->basis == BASIS_GENERAL;
		text_add(t, t->n == 0 ? "" : "; ");
		if (q->basis == BASIS_GENERAL)
			text_add(t, "general practice");
		else if (q->basis == BASIS_LAW)
			text_addf(t, "%s: law, to be checked", q->name);
		else if (q->confirmed)
			text_addf(t, "%s: confirmed, %s", q->name,
				  q->confirmed);
		else
			text_addf(t, "%s: not confirmed", q->name);
	}
}

static void
put_row(const struct brief *b, struct block *grid, const struct pitch_result *t)
{
	struct text idea = TEXT_INIT, words = TEXT_INIT, rule = TEXT_INIT;
	const char *cell[] = {say_topic(b->form, t->topic),
			      say_level(t->all.level.level),
			      say_sureness(t->all.level.sureness),
			      say_mode(t->all.mode.mode),
			      NULL,
			      NULL,
			      NULL};

	say_count(&words, t->words);
	say_wrong_idea(b, &idea, t->topic);
	say_bases(b, &rule, t->topic);
	cell[4] = brief_is_measured(t) ? text_get(&words) : "not known";
	cell[5] = text_get(&idea);
	cell[6] = text_get(&rule);
	report_grid_row(b->r, grid, cell);
	text_release(&rule);
	text_release(&idea);
	text_release(&words);
}

static void
put_grid(const struct brief *b)
{
	static const char *const header[] = {"Topic",
					     "Level",
					     "How sure",
					     "Do",
					     "Words",
					     "Wrong idea to answer",
					     "Rule, and who confirmed it"};
	struct block *grid;

	report_heading(b->r, 2, "Topic by topic, most need first");
	grid = report_grid(b->r, header, 7);
	for (size_t i = 0; i < b->pitch->n_topics; i++) {
		if (tally_items(b->f->tally, b->pitch->topic[i].topic) > 0)
			put_row(b, grid, &b->pitch->topic[i]);
	}
	report_led(b->r, "Level.",
		   "Start from scratch: the rule, the reason and a worked "
		   "example, in short sentences. Rule with reason and example: "
		   "less of each. One line: a reminder and a link.");
	report_led(b->r, "How sure.",
		   "Firm: three questions or more, and eight chances in ten "
		   "or better. Borderline: nearer to the limit. An "
		   "indication: one or two questions only.");
	report_led(b->r, "Do.",
		   "Put right: many are wrong. Make it easier: staff know, "
		   "but do otherwise. Tell: many do not know. Confirm: many "
		   "are right, but not sure. Keep short: little is needed.");
}

/* ---- all of it ---- */

static void
put_top(const struct brief *b)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "Brief for writers: %s%s", say_title(b->f),
		  say_mark(b->f));
	report_heading(b->r, 1, text_get(&t));
	text_clear(&t);
	say_answered(&t, b->f);
	if (b->pitch->totals.words > 0)
		text_add(&t, " ");
	say_few_questions(&t, b->f);
	while (t.n > 0 && t.s[t.n - 1] == ' ')
		t.s[--t.n] = '\0';
	report_paragraph(b->r, "%s", text_get(&t));
	if (b->f->about->made_up)
		report_box(b->r, "Made-up data.",
			   "A pilot or a program gave these answers. Nothing "
			   "here is about real staff. Do not write guidance "
			   "from it.");
	if (b->f->reason)
		report_box(b->r, "For analysts only.",
			   "Figures are not rounded or withheld. Do not pass "
			   "this on. Reason given: %s",
			   b->f->reason);
	text_release(&t);
}

struct report *
brief_report(const struct findings *f)
{
	struct brief b = {
		.f = f,
		.form = f->form,
		.pitch = f->pitch,
		.in = measures_input(f->measures),
		.r = report_new("brief"),
	};

	b.r->title = "Brief for writers";
	put_top(&b);
	put_minute(&b);
	if (measured(&b) > 0) {
		put_grid(&b);
		brief_topics(&b);
		brief_you_may(&b);
		brief_managers(&b);
	}
	brief_rules(&b);
	brief_groups(&b);
	brief_limits(&b);
	return b.r;
}
