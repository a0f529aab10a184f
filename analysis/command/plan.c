#include "analysis/command/plan.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/text.h"
#include "questions/expr.h"
#include "questions/timing.h"

#define EXPECTED_SHARE .6 /* of staff who answer */

static const char placeholder[] = "Example:";

/* From how many staff how many segment questions are asked. */
static const struct {
	uint32_t staff;
	size_t segments;
} allowed[] = {
	{500, FORM_MAX_SEGMENTS},
	{150, 1},
	{0, 0},
};

/* ---- lists of names ---- */

/* The next name of a list with commas: its length; *names moves behind it. */
static const char *
next_name(const char **names, size_t *n)
{
	const char *name = *names + strspn(*names, ", ");

	*n = strcspn(name, ", ");
	*names = name + *n;
	return *n > 0 ? name : NULL;
}

static bool
is_named(const char *names, const char *name)
{
	const char *one;
	size_t n;

	while (names && (one = next_name(&names, &n)))
		if (strlen(name) == n && strncmp(one, name, n) == 0)
			return true;
	return false;
}

bool
plan_unknown_name(const struct form *form, const char *names,
		  char out[FORM_MAX_NAME + 1])
{
	const char *one;
	size_t n;

	while (names && (one = next_name(&names, &n))) {
		if (form_find_n(form, one, n) != FORM_NONE)
			continue;
		if (n > FORM_MAX_NAME)
			n = FORM_MAX_NAME;
		memcpy(out, one, n);
		out[n] = '\0';
		return true;
	}
	return false;
}

/* ---- the rules, one by one ---- */

static bool
has_placeholder(const struct form *form, const struct question *q)
{
	size_t i;

	for (i = 0; q->list && i < q->list->n; i++)
		if (strncmp(form_text(form, q->list->choice[i].label,
				      form->default_language),
			    placeholder, sizeof(placeholder) - 1) == 0)
			return true;
	return false;
}

static size_t
segments_allowed(uint32_t staff)
{
	size_t i = 0;

	while (staff < allowed[i].staff)
		i++;
	return allowed[i].segments;
}

static enum plan_reason
judge(const struct form *form, const struct question *q, double share,
      const struct plan_rules *rules, size_t *segments)
{
	double base = EXPECTED_SHARE * rules->staff * share;

	if (!question_is_asked(q))
		return PLAN_ASKED;
	if (q->role == ROLE_SEGMENT && *segments == 0)
		return PLAN_SEGMENTS;
	if (q->role == ROLE_SEGMENT && has_placeholder(form, q))
		return PLAN_PLACEHOLDERS;
	if (q->basis == BASIS_POLICY && q->key && !q->confirmed &&
	    !rules->with_unconfirmed)
		return PLAN_UNCONFIRMED;
	if (q->type != TYPE_NOTE && base < rules->min_group)
		return PLAN_TOO_FEW;
	if (q->role == ROLE_SEGMENT)
		--*segments;
	return PLAN_ASKED;
}

/* ---- what hangs on what ---- */

struct hanging {
	const struct form *form;
	const enum plan_reason *reason;
};

static bool
is_out(const struct hanging *h, size_t question)
{
	return h->reason[question] != PLAN_ASKED;
}

static bool
expr_hangs(const struct hanging *h, const struct expr *e, size_t self)
{
	const size_t *read;
	size_t n, i;

	if (!e)
		return false;
	n = expr_questions(e, &read);
	for (i = 0; i < n; i++)
		if (read[i] != self && is_out(h, read[i]))
			return true;
	return false;
}

/* Does a text quote the answer of a question that is left out? */
static bool
text_hangs(const struct hanging *h, const char *s)
{
	while (s && (s = strstr(s, "${"))) {
		size_t n = strcspn(s + 2, "}");
		size_t question = form_find_n(h->form, s + 2, n);

		if (question != FORM_NONE && is_out(h, question))
			return true;
		s += 2;
	}
	return false;
}

static bool
texts_hang(const struct hanging *h, const char *const *by_language)
{
	size_t i;

	for (i = 0; by_language && i < h->form->n_languages; i++)
		if (text_hangs(h, by_language[i]))
			return true;
	return false;
}

static bool
group_hangs(const struct hanging *h, size_t group)
{
	for (; group != FORM_NONE; group = h->form->group[group].parent)
		if (expr_hangs(h, h->form->group[group].relevant, FORM_NONE) ||
		    texts_hang(h, h->form->group[group].label))
			return true;
	return false;
}

enum { N_EXPRS = 8, N_TEXTS = 5 };

static bool
question_hangs(const struct hanging *h, const struct question *q)
{
	const struct expr *const exprs[N_EXPRS] = {
		q->relevant,	q->constraint, q->required,	 q->read_only,
		q->calculation, q->default_,   q->choice_filter, q->seed,
	};
	const char *const *const texts[N_TEXTS] = {
		q->label,
		q->hint,
		q->guidance_hint,
		q->constraint_message,
		q->required_message,
	};
	size_t i;

	if (q->role == ROLE_CERTAINTY && q->for_question != FORM_NONE &&
	    is_out(h, q->for_question))
		return true;
	for (i = 0; i < N_EXPRS; i++)
		if (expr_hangs(h, exprs[i], q->index))
			return true;
	for (i = 0; i < N_TEXTS; i++)
		if (texts_hang(h, texts[i]))
			return true;
	return group_hangs(h, q->group);
}

/* Until nothing more falls. A question that is kept by name falls too: it
 * could not be asked. */
static void
drop_what_hangs(const struct form *form, enum plan_reason *reason)
{
	struct hanging h = {form, reason};
	bool more = true;
	size_t i;

	while (more) {
		more = false;
		for (i = 0; i < form->n_questions; i++) {
			if (reason[i] != PLAN_ASKED ||
			    !question_hangs(&h, &form->question[i]))
				continue;
			reason[i] = PLAN_HANGS_ON;
			more = true;
		}
	}
}

enum plan_reason *
plan_make(const struct form *form, const struct plan_rules *rules)
{
	enum plan_reason *reason = mem_new(form->n_questions, sizeof(*reason));
	double *share = form_shares(form);
	size_t segments = segments_allowed(rules->staff), i;

	for (i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (is_named(rules->leave_out, q->name))
			reason[i] = PLAN_NAMED;
		else if (!is_named(rules->keep, q->name))
			reason[i] = judge(form, q, share[i], rules, &segments);
	}
	drop_what_hangs(form, reason);
	free(share);
	return reason;
}

/* ---- the reason in words ---- */

static const char unconfirmed[] =
	"nobody has confirmed the rule of yours behind the key (kq_confirmed); "
	"--with-unconfirmed asks all the same, unscored";

static void
say_segments(struct text *t, const struct plan_rules *rules)
{
	size_t segments = segments_allowed(rules->staff);

	text_addf(t, "%u staff are too few to tell groups apart", rules->staff);
	if (segments > 0)
		text_addf(t, " by more than %zu question%s", segments,
			  segments == 1 ? "" : "s");
}

char *
plan_reason_text(enum plan_reason reason, const struct plan_rules *rules)
{
	struct text t = TEXT_INIT;

	switch (reason) {
	case PLAN_NAMED: text_add(&t, "as you asked"); break;
	case PLAN_SEGMENTS: say_segments(&t, rules); break;
	case PLAN_PLACEHOLDERS:
		text_addf(&t, "options still say \"%s\"; put in your own",
			  placeholder);
		break;
	case PLAN_TOO_FEW:
		text_addf(&t, "fewer than %u people are likely to answer",
			  rules->min_group);
		break;
	case PLAN_UNCONFIRMED: text_add(&t, unconfirmed); break;
	case PLAN_HANGS_ON:
		text_add(&t, "asked only after a question that is left out");
		break;
	case PLAN_ASKED:
	case PLAN_REASONS: break;
	}
	return text_take(&t);
}
