/* What stands behind the topics: permission, rules, groups, limits. */
#include <inttypes.h>
#include <math.h>

#include "analysis/publish/brief_private.h"
#include "analysis/publish/tables.h"
#include "analysis/publish/weighting.h"

/* Common wrong answers of a direction, each with the fact. */
static size_t
put_answers(const struct brief *b, enum direction direction)
{
	const struct pitch *p = b->pitch;
	struct text t = TEXT_INIT;
	size_t n = 0;

	for (size_t i = pitch_next(p, direction, 0); i < p->n_answers;
	     i = pitch_next(p, direction, i + 1), n++) {
		const struct pitch_answer *a = &p->answer[i];
		const struct question *q =
			measures_item(b->f->measures, a->item);

		brief_say_answer(b, &t, a);
		text_addf(&t, ". Asked: %s Right: \"",
			  say_label(b->form, q->label));
		say_right_answer(&t, b->form, q);
		text_add(&t, "\".");
		if (q->why)
			text_addf(&t, " %s", q->why);
		report_item(b->r, NULL, "%s", text_get(&t));
		text_clear(&t);
	}
	text_release(&t);
	return n;
}

void
brief_you_may(const struct brief *b)
{
	report_heading(b->r, 2, "Where to say \"you may\"");
	report_paragraph(b->r,
			 "Answers stricter than the rule. A warning "
			 "makes these worse; say what is allowed.");
	if (put_answers(b, OVER_CAUTIOUS) == 0)
		report_item(b->r, NULL, "None is common.");
}

void
brief_managers(const struct brief *b)
{
	if (pitch_next(b->pitch, OVER_REACH, 0) >= b->pitch->n_answers)
		return;
	report_heading(b->r, 2, "What managers may not do");
	report_paragraph(b->r,
			 "Answers that let managers go further than "
			 "they may. Tell managers directly.");
	put_answers(b, OVER_REACH);
}

/* ---- rules ---- */

static void
say_rule(const struct brief *b, struct text *t, const struct question *q)
{
	text_addf(t, "%s ", say_label(b->form, q->label));
	text_add(t, "Basis: ");
	say_basis(t, q);
	text_add(t, ".");
	if (q->source)
		text_addf(t, " Source: %s.", q->source);
	if (!q->scored)
		text_add(t, " Not counted.");
}

static bool
needs_a_look(const struct brief *b, const struct question *q)
{
	return brief_has_key(b, q) && (q->basis != BASIS_GENERAL || !q->scored);
}

void
brief_rules(const struct brief *b)
{
	struct text t = TEXT_INIT;
	size_t n = 0;

	report_heading(b->r, 2, "Rules to confirm and law to check");
	for (size_t i = 0; i < b->form->n_questions; i++) {
		const struct question *q = &b->form->question[i];

		if (!needs_a_look(b, q))
			continue;
		if (n++ == 0)
			report_paragraph(b->r,
					 "The law moves, and rules differ. "
					 "Have each checked and dated before "
					 "you publish.");
		say_rule(b, &t, q);
		report_item(b->r, q->name, "%s", text_get(&t));
		text_clear(&t);
	}
	if (n == 0)
		report_paragraph(b->r,
				 "None: no key rests on law or on a "
				 "local rule.");
	text_release(&t);
}

/* ---- groups ---- */

static void
say_group(const struct brief *b, struct text *t, size_t group)
{
	const struct pitch_group *g = &b->in->group[group];
	const size_t segment = form_find(b->form, g->segment);

	text_addf(t, "\"%s\" (asked: %s)", g->label,
		  segment == FORM_NONE
			  ? g->segment
			  : say_label(b->form,
				      b->form->question[segment].label));
}

static enum level
level_of_all(const struct brief *b, size_t topic)
{
	for (size_t i = 0; i < b->pitch->n_topics; i++) {
		if (b->pitch->topic[i].topic == topic)
			return b->pitch->topic[i].all.level.level;
	}
	return LEVEL_NONE;
}

static void
put_group(const struct brief *b, size_t group)
{
	struct text t = TEXT_INIT, lead = TEXT_INIT;

	for (size_t i = 0; i < b->in->n_topics; i++) {
		const struct pitch_view *v =
			&b->pitch->view[group * b->in->n_topics + i];

		if (!v->annex)
			continue;
		text_addf(&t, "%s%s: %s (all staff: %s)", t.n == 0 ? "" : "; ",
			  say_topic(b->form, i), say_level(v->level.level),
			  say_level(level_of_all(b, i)));
	}
	if (t.n > 0) {
		text_add(&t, ".");
		say_group(b, &lead, group);
		text_add(&lead, ":");
		report_box(b->r, text_get(&lead), "%s", text_get(&t));
	}
	text_release(&lead);
	text_release(&t);
}

void
brief_groups(const struct brief *b)
{
	report_heading(b->r, 2, "Groups that differ");
	if (b->in->n_groups == 0) {
		report_paragraph(b->r,
				 "No groups are told apart, so that "
				 "nobody's answers can be worked out.");
		return;
	}
	if (!say_groups_compared(b->f)) {
		report_paragraph(b->r,
				 "The groups are too small to be compared.");
		return;
	}
	if (b->pitch->totals.one_text) {
		report_box(b->r, "One text serves all.",
			   "No group's level differs from that of all staff "
			   "by a firm margin.");
		return;
	}
	report_paragraph(b->r,
			 "Only firm differences stand here. Write a "
			 "short extra part for these groups.");
	for (size_t g = 0; g < b->in->n_groups; g++)
		put_group(b, g);
}

/* ---- limits ---- */

static void
put_cuts(const struct brief *b)
{
	const struct pitch_totals *all = &b->pitch->totals;
	struct text t = TEXT_INIT;

	if (all->default_cuts)
		text_add(&t,
			 "DEFAULT CUTS: 50 % and 80 % right part the "
			 "levels until a panel sets its own.");
	else
		text_add(&t,
			 "The limits between levels are a judgement: "
			 "your panel's, or the questionnaire's.");
	text_add(&t, " With limits 10 points lower the text needs ");
	say_count(&t, all->needed_if_lower);
	text_add(&t, " words. With limits 10 points higher it needs ");
	say_count(&t, all->needed_if_higher);
	text_add(&t, ".");
	report_item(b->r, "Limits of levels.", "%s", text_get(&t));
	text_release(&t);
}

static void
put_risks(const struct brief *b)
{
	report_item(b->r, "Risk.", "%s",
		    b->pitch->totals.default_risk
			    ? "DEFAULT RISKS: 1 to 5 as shipped, until a panel "
			      "sets its own. They decide the order of topics."
			    : "Risk weights are a judgement, from 1 to 5. "
			      "They decide the order of topics.");
}

static const char *
changed(enum level level, enum level now)
{
	return level == now ? "the same" : say_level(level);
}

/* How far levels and places rest on limits and risks. */
static void
put_changes(const struct brief *b)
{
	static const char *const header[] = {"Topic",
					     "Level",
					     "Limits 10 points lower",
					     "Limits 10 points higher",
					     "Place",
					     "If one risk moves by 1"};
	struct block *grid;

	report_led(b->r, "What would change.",
		   "With other limits the level, with other risks the place.");
	grid = report_grid(b->r, header, 6);
	for (size_t i = 0; i < b->pitch->n_topics; i++) {
		const struct pitch_result *p = &b->pitch->topic[i];
		enum level now = p->all.level.level;
		char place[16], places[32];
		const char *cell[] = {say_topic(b->form, p->topic),
				      say_level(now),
				      changed(p->if_lower.level, now),
				      changed(p->if_higher.level, now),
				      place,
				      places};

		snprintf(place, sizeof(place), "%u", p->rank);
		if (p->ranks.low == p->ranks.high)
			snprintf(places, sizeof(places), "the same");
		else
			snprintf(places, sizeof(places), "%u to %u",
				 p->ranks.low, p->ranks.high);
		if (brief_is_measured(p))
			report_grid_row(b->r, grid, cell);
	}
}

/* Between nobody and everybody of those who did not answer knowing it. */
static void
say_right_of_all_staff(struct text *t, double right, double rate)
{
	if (isnan(right))
		return;
	text_add(t, " Over all questions ");
	say_percent(t, right);
	text_add(t, " were right. For all staff it lies between ");
	say_percent(t, right * rate);
	text_add(t, " and ");
	say_percent(t, right * rate + 1 - rate);
	text_add(t, ", whatever the others know.");
}

static void
say_rate(const struct brief *b, struct text *t, uint64_t n)
{
	double rate = (double)n / (double)b->f->invited;

	say_count(t, n);
	text_add(t, " of ");
	say_count(t, b->f->invited);
	text_addf(
		t,
		" answered: %.0f %%. Those who did not may know more or less.",
		floor(100 * rate + .5));
	say_right_of_all_staff(t, topic_shares(b->f->d, FORM_NONE).right, rate);
}

static void
put_response(const struct brief *b)
{
	uint64_t n = tally_people(b->f->tally);
	struct text t = TEXT_INIT;

	if (b->f->invited == 0)
		text_add(&t,
			 "How many were invited is not known, so neither "
			 "is how many stayed away.");
	else if (n == b->f->invited)
		text_add(&t, "Everybody answered.");
	else
		say_rate(b, &t, n);
	if (b->f->about->closed_early)
		text_add(&t, " It was closed before the day staff were told.");
	report_item(b->r, "Who answered.", "%s", text_get(&t));
	text_release(&t);
}

static void
put_reading(const struct brief *b)
{
	double wpm = b->pitch->totals.wpm;

	if (wpm == WORDS_A_MINUTE)
		report_item(b->r, "Reading speed.",
			    "DEFAULT: %.0f words a minute. That is slow on "
			    "purpose; most people read faster.",
			    wpm);
	else
		report_item(b->r, "Reading speed.",
			    "You set %.0f words a minute.", wpm);
}

static void
put_certainty(const struct brief *b)
{
	if (!b->pitch->totals.certainty)
		report_item(b->r, "Sure or not.",
			    "Not asked of every question. There \"wrong\" "
			    "stands for sure and wrong.");
	report_item(b->r, "Common wrong answers.",
		    "One in ten or more gave them, and more than guessing "
		    "explains. People may not hold them firmly.");
}

static void
put_withheld(const struct brief *b)
{
	const struct findings *f = b->f;
	struct text t = TEXT_INIT;

	text_addf(&t, "Nothing is told of fewer than %" PRIu32 " people.",
		  f->d->k);
	if (f->release && f->release->n_coarsened > 0)
		text_addf(&t,
			  " %zu question%s told in bands, so that "
			  "nobody's answer follows.",
			  f->release->n_coarsened,
			  f->release->n_coarsened == 1 ? " is" : "s are");
	text_add(&t,
		 " Never use these figures to rank or name people or "
		 "teams.");
	report_item(b->r, "Confidential.", "%s", text_get(&t));
	text_release(&t);
}

void
brief_limits(const struct brief *b)
{
	report_heading(b->r, 2, "Limits");
	if (b->pitch->totals.words > 0) {
		put_cuts(b);
		put_risks(b);
		report_item(b->r, "Questions.",
			    "Which questions were asked decides what looks "
			    "known. Other questions might say otherwise.");
	}
	put_response(b);
	if (b->pitch->totals.words > 0) {
		put_certainty(b);
		put_reading(b);
	}
	report_item(b->r, "Guidance is one remedy.",
		    "Tools, time and example may do more.");
	put_withheld(b);
	if (b->pitch->totals.words > 0)
		put_changes(b);
}
