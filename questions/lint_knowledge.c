/* Keys that give themselves away, items that measure badly, codes without a
 * meaning. */
#include <math.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/lint_rules.h"

/* How unlikely a pattern must be by chance before we speak of it, and from
 * how many items on. */
static const double surprising = 0.01;
enum { FEW_ITEMS = 5, MAX_POSITIONS = 8 };

static bool
is_counted(const struct linting *l, const struct question *q)
{
	const char *scored = lint_cell(l, q, COL_KQ_SCORED);

	return q->role == ROLE_KNOWLEDGE && !l->made[q->index] &&
		(scored == NULL || yes_no(scored) != 0);
}

static bool
answers_it(const struct question *q, size_t choice)
{
	return q->missing == NULL || q->missing[choice] == CHOICE_ANSWERS;
}

/* --------------------------------------------------------------- each item */

static void
has_dont_know(struct linting *l, const struct question *q)
{
	size_t i;

	for (i = 0; q->list != NULL && i < q->list->n; i++)
		if (q->missing != NULL && q->missing[i] == CHOICE_DONT_KNOW)
			return;
	if (q->list != NULL)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_MISSING,
			    "'%s' has no don't-know choice, so people guess; "
			    "add one, and name it in kq_missing",
			    q->name);
}

static void
wrong_ones_mean_something(struct linting *l, const struct question *q)
{
	struct text names = TEXT_INIT;
	size_t i, wrong = 0;

	for (i = 0; q->key != NULL && i < q->list->n; i++) {
		if (q->key[i] || !answers_it(q, i))
			continue;
		wrong++;
		if (!question_misconception(q, q->list->choice[i].name))
			text_addf(&names, "%s%s", names.n > 0 ? " " : "",
				  q->list->choice[i].name);
	}
	if (names.n > 0)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_MISCONCEPTION,
			    "wrong choices of '%s' without a misconception: "
			    "%s; say which idea each stands for",
			    q->name, text_get(&names));
	if (q->key != NULL && wrong == 0)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_KEY,
			    "no choice of '%s' is wrong; take one out of "
			    "kq_key",
			    q->name);
	text_release(&names);
}

static void
check_item(struct linting *l, const struct question *q)
{
	if (q->key == NULL && isnan(q->key_low)) {
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_KEY,
			    "'%s' is a knowledge item without a key; write "
			    "the right choice into kq_key, or no into "
			    "kq_scored",
			    q->name);
		return;
	}
	if (q->topic == NULL)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_TOPIC,
			    "'%s' belongs to no topic; write one into "
			    "kq_topic",
			    q->name);
	has_dont_know(l, q);
	wrong_ones_mean_something(l, q);
	if (q->basis == BASIS_POLICY && q->confirmed == NULL)
		lint_report(l, SEVERITY_NOTE, q, COL_KQ_CONFIRMED,
			    "'%s' rests on a local rule that nobody has "
			    "confirmed, so it does not count; write name and "
			    "date into kq_confirmed",
			    q->name);
}

/* ------------------------------------------------------------ other roles */

static void
check_certainty(struct linting *l, const struct question *q)
{
	if (q->for_question == FORM_NONE)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_FOR,
			    "'%s' asks how certain people are, but of what? "
			    "name the question in kq_for",
			    q->name);
	else if (l->form->question[q->for_question].role != ROLE_KNOWLEDGE)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_FOR,
			    "'%s' is no knowledge item; name the one that is "
			    "meant",
			    l->form->question[q->for_question].name);
}

static void
check_segment(struct linting *l, const struct question *q)
{
	const char *label;
	size_t i;

	for (i = 0; i < q->list->n; i++) {
		label = form_text(l->form, q->list->choice[i].label,
				  l->form->default_language);
		if (strncmp(label, "Example:", 8) != 0)
			continue;
		lint_report(l, SEVERITY_NOTE, q, COL_KQ_ROLE,
			    "the choices of '%s' are examples, so it will not "
			    "be asked; put in your own",
			    q->name);
		return;
	}
}

static void
check_other(struct linting *l, const struct question *q)
{
	if (q->role == ROLE_CERTAINTY && l->form->has_key)
		check_certainty(l, q);
	if (q->role == ROLE_SEGMENT)
		check_segment(l, q);
	if (q->role != ROLE_KNOWLEDGE && (q->key != NULL || !isnan(q->key_low)))
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_KEY,
			    "'%s' has a key, but only knowledge items are "
			    "scored; write knowledge into kq_role, or empty "
			    "the cell",
			    q->name);
	if (q->exposes != NULL && q->risky == NULL)
		lint_report(l, SEVERITY_WARNING, q, COL_KQ_EXPOSES,
			    "kq_exposes of '%s' needs kq_risky, the choices "
			    "that mean exposure; write them",
			    q->name);
}

/* ------------------------------------------------------------------- codes */

static void
check_topic(struct linting *l, const struct question *q, const char *code,
	    enum survey_column column)
{
	struct nearest n;
	size_t i;

	if (form_find_topic(l->form, code) != FORM_NONE)
		return;
	nearest_init(&n, code);
	for (i = 0; i < l->form->n_topics; i++)
		nearest_try(&n, l->form->topic[i].code);
	lint_report(l, SEVERITY_WARNING, q, (int)column,
		    "topic '%s' is not in the topics file; %s%s%s", code,
		    nearest_get(&n) ? "did you mean '" : "add it there",
		    nearest_get(&n) ? nearest_get(&n) : "",
		    nearest_get(&n) ? "'?" : "");
}

static void
check_codes(struct linting *l, const struct question *q)
{
	const struct form *form = l->form;
	const char *rest = q->exposes, *word;
	size_t i;

	if (q->topic != NULL)
		check_topic(l, q, q->topic, COL_KQ_TOPIC);
	while (rest != NULL && (word = next_word(l->arena, &rest)) != NULL)
		check_topic(l, q, word, COL_KQ_EXPOSES);
	for (i = 0; i < q->n_misconceptions; i++)
		if (form_find_misconception(form, q->misconception[i].code) ==
		    FORM_NONE)
			lint_report(l, SEVERITY_WARNING, q,
				    COL_KQ_MISCONCEPTION,
				    "misconception '%s' is not in the "
				    "misconceptions file; add it there, or "
				    "correct the code",
				    q->misconception[i].code);
}

/* -------------------------------------------------- keys that stand out */

/* An item of which one choice is right, among those that answer it. */
struct keyed {
	const struct question *q;
	size_t n;	 /* choices that answer it */
	size_t position; /* of the right one, from 0 */
	bool longest;	 /* it has the longest label, alone */
};

static bool
take_keyed(const struct linting *l, const struct question *q,
	   struct keyed *keyed)
{
	size_t length, right = 0, other = 0, keys = 0, i;

	*keyed = (struct keyed){q, 0, 0, false};
	if (!is_counted(l, q) || q->type != TYPE_SELECT_ONE || q->key == NULL)
		return false;
	for (i = 0; i < q->list->n; i++) {
		if (!answers_it(q, i))
			continue;
		length =
			text_length(form_text(l->form, q->list->choice[i].label,
					      l->form->default_language));
		if (q->key[i]) {
			keys++;
			right = length;
			keyed->position = keyed->n;
		} else if (length > other) {
			other = length;
		}
		keyed->n++;
	}
	keyed->longest = right > other;
	return keys == 1 && keyed->n > 1;
}

/* The chance of at least `hits` of n when each has chance p. */
static double
chance_of(size_t hits, size_t n, double p)
{
	double sum = 0, logs = log(p), logq = log1p(-p);
	size_t i;

	for (i = hits; i <= n; i++)
		sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) -
			   lgamma((double)(n - i) + 1) + (double)i * logs +
			   (double)(n - i) * logq);
	return sum;
}

/* Counted at most once for each of the first positions; chance is the mean of
 * 1/choices, which is near enough where items have three or four. */
static void
positions_vary(struct linting *l, const struct keyed *item, size_t n)
{
	static const char *const names[MAX_POSITIONS] = {
		"first", "second", "third",   "fourth",
		"fifth", "sixth",  "seventh", "eighth",
	};
	size_t hits, i, k;
	double chance;

	for (k = 0; k < MAX_POSITIONS; k++) {
		hits = 0;
		chance = 0;
		for (i = 0; i < n; i++) {
			hits += item[i].position == k;
			chance += 1.0 / (double)item[i].n / (double)n;
		}
		/* Each position is one more chance to be surprised. */
		if (hits > 0 && chance_of(hits, n, chance) * 3 < surprising)
			lint_report(l, SEVERITY_WARNING, item[0].q, COL_KQ_KEY,
				    "the right choice stands %s in %zu of %zu "
				    "knowledge items; move it about",
				    names[k], hits, n);
	}
}

static void
lengths_vary(struct linting *l, const struct keyed *item, size_t n)
{
	size_t hits = 0, i;
	double chance = 0;

	for (i = 0; i < n; i++) {
		hits += item[i].longest;
		chance += 1.0 / (double)item[i].n / (double)n;
	}
	if (hits > 0 && chance_of(hits, n, chance) < surprising)
		lint_report(l, SEVERITY_WARNING, item[0].q, COL_KQ_KEY,
			    "the right choice is the longest in %zu of %zu "
			    "knowledge items; shorten it, or lengthen others",
			    hits, n);
}

static void
keys_do_not_stand_out(struct linting *l)
{
	const struct form *form = l->form;
	struct keyed *item =
		arena_alloc(l->arena, form->n_questions + 1, sizeof *item);
	size_t n = 0, i;

	for (i = 0; i < form->n_questions; i++)
		n += take_keyed(l, &form->question[i], &item[n]);
	if (n < FEW_ITEMS)
		return;
	positions_vary(l, item, n);
	lengths_vary(l, item, n);
}

void
lint_knowledge(struct linting *l)
{
	const struct question *q;
	size_t i;

	for (i = 0; i < l->form->n_questions; i++) {
		q = &l->form->question[i];
		if (l->form->has_key && is_counted(l, q))
			check_item(l, q);
		if (l->made[i])
			continue;
		check_other(l, q);
		check_codes(l, q);
	}
	if (l->form->has_key)
		keys_do_not_stand_out(l);
}
