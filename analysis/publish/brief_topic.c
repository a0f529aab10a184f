/* What to write on each topic. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/brief_private.h"
#include "analysis/publish/tables.h"

/* Scored items of a topic that may be told, the least known first. */
struct items {
	const struct question **question;
	double *right;
	size_t n;
};

static void
take_items(const struct brief *b, size_t topic, struct items *out)
{
	const size_t *list = tally_item_list(b->f->tally, topic);
	size_t n = tally_items(b->f->tally, topic);

	out->question = mem_new(n + 1, sizeof(struct question *));
	out->right = mem_new(n + 1, sizeof(*out->right));
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct question *q = &b->form->question[list[i]];
		size_t at = out->n;
		double right;

		if (!say_may(b->f, q))
			continue;
		right = say_state_share(b->f, q, 0);
		for (; at > 0 && out->right[at - 1] > right; at--) {
			out->right[at] = out->right[at - 1];
			out->question[at] = out->question[at - 1];
		}
		out->right[at] = right;
		out->question[at] = q;
		out->n++;
	}
}

static void
items_release(struct items *items)
{
	free(items->question);
	free(items->right);
}

/* A sentence: with its full stop, unless it has one. */
static void
say_sentence(struct text *t, const char *s)
{
	size_t n = strlen(s);

	text_add(t, s);
	if (n > 0 && !strchr(".?!\"", s[n - 1]))
		text_add(t, ".");
}

/* "The right answer. The reason. Known by 32 %." */
static void
say_point(const struct brief *b, struct text *t, const struct question *q)
{
	struct text answer = TEXT_INIT;

	say_right_answer(&answer, b->form, q);
	say_sentence(t, text_get(&answer));
	if (q->why) {
		text_add(t, " ");
		say_sentence(t, q->why);
	}
	text_add(t, " Known by ");
	say_state(t, b->f, q, 0);
	text_add(t, ".");
	text_release(&answer);
}

/* ---- first ---- */

static const char *
what_kind(enum mode mode)
{
	static const char *const kind[] = {
		[MODE_NONE] = "",
		[MODE_CORRECT] = "Many are wrong. Name the wrong idea, then "
				 "the fact.",
		[MODE_ENABLE] = "Staff know this, but many do otherwise. "
				"Change what makes it hard, and show one case.",
		[MODE_INFORM] = "Many do not know. Begin with the plain fact.",
		[MODE_REASSURE] = "Many are right, but not sure. Tell them "
				  "that they are right.",
		[MODE_MAINTAIN] = "A short reminder will do.",
	};

	return kind[mode];
}

/* What fewest know, in the words of the right answer. */
static void
put_first(const struct brief *b, const struct pitch_result *topic,
	  const struct items *items)
{
	struct text t = TEXT_INIT, answer = TEXT_INIT;

	text_add(&t, what_kind(topic->all.mode.mode));
	if (items->n > 0) {
		const struct question *q = items->question[0];

		say_right_answer(&answer, b->form, q);
		text_addf(&t, " %s: \"%s\" (asked: %s)",
			  items->right[0] < SAY_KNOWN ? "Least known"
						      : "For example",
			  text_get(&answer), say_label(b->form, q->label));
	}
	report_led(b->r, "Say first.", "%s", text_get(&t));
	text_release(&answer);
	text_release(&t);
}

static void
put_put_right(const struct brief *b, size_t topic)
{
	const struct pitch *p = b->pitch;
	struct text t = TEXT_INIT;
	bool any = false;

	for (size_t i = pitch_next(p, UNDER_CAUTIOUS, 0); i < p->n_answers;
	     i = pitch_next(p, UNDER_CAUTIOUS, i + 1)) {
		const struct pitch_answer *a = &p->answer[i];
		const struct question *q =
			measures_item(b->f->measures, a->item);

		if (a->topic != topic)
			continue;
		if (!any)
			report_led(b->r, "Put right.", "Common wrong answers:");
		any = true;
		brief_say_answer(b, &t, a);
		text_addf(&t, " (asked: %s)", say_label(b->form, q->label));
		report_item(b->r, NULL, "%s", text_get(&t));
		text_clear(&t);
	}
	text_release(&t);
}

static void
put_points(const struct brief *b, const struct items *items)
{
	struct text t = TEXT_INIT;

	if (items->n == 0 || items->right[0] >= SAY_KNOWN)
		return;
	report_led(b->r, "Learning points.",
		   "Under each question the right answer, the reason, and how "
		   "many knew.");
	for (size_t i = 0; i < items->n && items->right[i] < SAY_KNOWN; i++) {
		const struct question *q = items->question[i];

		say_point(b, &t, q);
		report_item(b->r, say_label(b->form, q->label), "%s",
			    text_get(&t));
		text_clear(&t);
	}
	text_release(&t);
}

static void
put_leave_out(const struct brief *b, const struct items *items)
{
	struct text t = TEXT_INIT, answer = TEXT_INIT;
	bool any = false;

	for (size_t i = 0; i < items->n; i++) {
		if (items->right[i] < SAY_KNOWN)
			continue;
		text_add(&t, any ? "; " : "What most know already: ");
		say_right_answer(&answer, b->form, items->question[i]);
		text_addf(&t, "\"%s\" (", text_get(&answer));
		say_state(&t, b->f, items->question[i], 0);
		text_add(&t, ")");
		text_clear(&answer);
		any = true;
	}
	report_led(b->r, "Leave out.", "%s%s", text_get(&t),
		   any ? "." : "Nothing: no point is known by 80 % or more.");
	text_release(&answer);
	text_release(&t);
}

/* ---- evidence ---- */

/* How sure they were, where everybody's answers may be told as they are. */
static void
say_certainty(const struct brief *b, struct text *t,
	      const struct pitch_result *topic)
{
	const struct pitch_view *v = &topic->all;

	if (!v->certainty || !told_topic_exactly(b->f->d, topic->topic))
		return;
	text_add(t, " With how sure they were: ");
	say_percent(t, v->misinformed);
	text_add(t, " wrong and sure, ");
	say_percent(t, v->uninformed);
	text_add(t, " don't know, or are wrong and not sure, ");
	say_percent(t, v->shaky);
	text_add(t, " right but not sure.");
}

static void
put_evidence(const struct brief *b, const struct pitch_result *topic,
	     const struct items *items)
{
	struct topic_shares s = topic_shares(b->f->d, topic->topic);
	uint64_t least = UINT64_MAX, most = 0;
	struct text t = TEXT_INIT;

	for (size_t i = 0; i < items->n; i++) {
		uint64_t n = say_base(b->f, items->question[i]);

		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	if (items->n > 0 && isnan(s.right)) {
		text_add(&t,
			 "How many were right is withheld, to protect people.");
	} else if (items->n > 0) {
		say_percent(&t, s.right);
		text_add(&t, " right, ");
		say_percent(&t, s.wrong);
		text_add(&t, " wrong, ");
		say_percent(&t, s.dont_know);
		text_addf(&t, " don't know: %s%zu question%s, answered by ",
			  s.told == 1 ? "" : "the mean of ", s.told,
			  s.told == 1 ? "" : "s");
		say_count(&t, least);
		if (most > least) {
			text_add(&t, " to ");
			say_count(&t, most);
		}
		text_add(&t, " people.");
	}
	say_certainty(b, &t, topic);
	if (s.told < s.items)
		text_addf(&t, " %zu more withheld: too few answers.",
			  s.items - s.told);
	report_led(b->r, "Evidence.", "%s", text_get(&t));
	text_release(&t);
}

static bool
is_habit(const struct brief *b, const struct question *q, size_t topic)
{
	return q->role == ROLE_HABIT && q->list && question_is_asked(q) &&
		brief_is_of(b, q, topic) && say_may(b->f, q);
}

static void
put_habits(const struct brief *b, size_t topic)
{
	struct text t = TEXT_INIT;
	bool any = false;

	for (size_t i = 0; i < b->form->n_questions; i++) {
		const struct question *q = &b->form->question[i];

		if (!is_habit(b, q, topic))
			continue;
		if (!any)
			report_led(b->r, "What they do.", "As staff say:");
		any = true;
		text_addf(&t, "%s ", say_label(b->form, q->label));
		say_most_chosen(&t, b->f, q, 2);
		text_add(&t, ".");
		if (q->risky) {
			text_add(&t, " An answer with a risk: ");
			say_state(&t, b->f, q, 0);
			text_add(&t, ".");
		}
		report_item(b->r, NULL, "%s", text_get(&t));
		text_clear(&t);
	}
	text_release(&t);
}

/* What staff believe and feel about the topic: attitudes and views. */
static void
put_views(const struct brief *b, size_t topic)
{
	struct text t = TEXT_INIT;
	bool any = false;

	for (size_t i = 0; i < b->form->n_questions; i++) {
		const struct question *q = &b->form->question[i];

		if ((q->role != ROLE_VIEW && q->role != ROLE_ATTITUDE) ||
		    !q->list || !brief_is_of(b, q, topic) || !say_may(b->f, q))
			continue;
		if (!any)
			report_led(b->r, "What they think.",
				   "Views have no right answer:");
		any = true;
		text_addf(&t, "%s ", say_label(b->form, q->label));
		say_most_chosen(&t, b->f, q, 2);
		text_add(&t, ".");
		report_item(b->r, NULL, "%s", text_get(&t));
		text_clear(&t);
	}
	text_release(&t);
}

static void
put_fit(const struct brief *b, const struct pitch_result *t)
{
	const struct words_fit *fit = &t->fit;

	if (fit->left_out == 0)
		return;
	report_led(b->r, "Does not fit.",
		   "All of it takes %u words more. There is room for %zu of "
		   "%zu learning points and %zu of %zu wrong ideas.",
		   fit->left_out, fit->points, t->content.points,
		   fit->wrong_ideas, t->content.wrong_ideas);
}

/* ---- all topics ---- */

static void
put_heading(const struct brief *b, const struct pitch_result *t)
{
	struct text h = TEXT_INIT;

	text_addf(&h, "%s: ", say_topic(b->form, t->topic));
	say_count(&h, t->words);
	text_add(&h, " words");
	report_heading(b->r, 3, text_get(&h));
	text_clear(&h);
	text_addf(&h, "%s, and %s.", say_level(t->all.level.level),
		  say_mode(t->all.mode.mode));
	if (h.n > 0 && h.s[0] >= 'a' && h.s[0] <= 'z')
		h.s[0] = (char)(h.s[0] - 'a' + 'A');
	text_addf(&h, " How sure: %s.", say_sureness(t->all.level.sureness));
	if (t->range.low != t->range.high)
		text_addf(&h, " It may need %u to %u words.", t->range.low,
			  t->range.high);
	report_paragraph(b->r, "%s", text_get(&h));
	text_release(&h);
}

static void
put_topic(const struct brief *b, const struct pitch_result *t)
{
	struct items items;

	take_items(b, t->topic, &items);
	put_heading(b, t);
	put_first(b, t, &items);
	put_put_right(b, t->topic);
	put_points(b, &items);
	put_leave_out(b, &items);
	put_fit(b, t);
	put_evidence(b, t, &items);
	put_habits(b, t->topic);
	put_views(b, t->topic);
	items_release(&items);
}

void
brief_topics(const struct brief *b)
{
	report_heading(b->r, 2, "What to write");
	for (size_t i = 0; i < b->pitch->n_topics; i++) {
		if (brief_is_measured(&b->pitch->topic[i]))
			put_topic(b, &b->pitch->topic[i]);
	}
}
