#include "analysis/publish/answers.h"

#include <string.h>

#include "analysis/publish/brief_say.h"

struct answers_maker {
	const struct findings *f;
	struct report *r;
};

static void
say_share(const struct answers_maker *m, struct text *t,
	  const struct question *q)
{
	if (!q->scored) {
		text_add(t,
			 q->basis == BASIS_POLICY && !q->confirmed
				 ? "Not counted: the rule is not confirmed."
				 : "Asked, but not counted.");
	} else if (!say_may(m->f, q)) {
		text_add(t, "Withheld: too few people answered.");
	} else {
		say_state(t, m->f, q, 0);
		text_add(t, " of those who answered had it right.");
	}
}

/* The sources of a question that may be cited: not those that its writer marked
 * to be looked up first. */
static void
say_sources(struct text *t, const char *sources)
{
	const char *between = "";

	while (*sources != '\0') {
		size_t n = strcspn(sources, ";");
		const char *mark = strstr(sources, "(check before citing)");

		if (!mark || mark > sources + n) {
			text_add(t, between);
			text_add_n(t, sources, n);
			between = "; ";
		}
		sources += n;
		sources += strspn(sources, "; ");
	}
	if (*between != '\0')
		text_add(t, ". ");
}

static void
say_where(struct text *t, const struct question *q)
{
	if (q->source)
		say_sources(t, q->source);
	if (q->basis == BASIS_GENERAL)
		text_add(t, "It holds anywhere.");
	else if (q->basis == BASIS_LAW)
		text_add(t,
			 "It rests on law. Have it checked before you "
			 "publish this.");
	else if (q->confirmed)
		text_addf(t, "It is a rule of ours, confirmed: %s.",
			  q->confirmed);
	else
		text_add(t,
			 "It would be a rule of ours; nobody has confirmed "
			 "it.");
}

static void
put_question(const struct answers_maker *m, const struct question *q)
{
	struct text t = TEXT_INIT;

	report_heading(m->r, 3, say_label(m->f->form, q->label));
	say_right_answer(&t, m->f->form, q);
	if (q->basis == BASIS_POLICY && !q->confirmed)
		report_item(m->r, "Expected answer, not confirmed:", "%s",
			    text_get(&t));
	else
		report_item(m->r, "Right answer:", "%s", text_get(&t));
	text_clear(&t);
	if (q->why)
		report_item(m->r, "Why:", "%s", q->why);
	/* general practice is what a question is that says nothing */
	if (q->source || q->why || q->basis != BASIS_GENERAL) {
		say_where(&t, q);
		report_item(m->r, "Where the rule stands:", "%s", text_get(&t));
		text_clear(&t);
	}
	say_share(m, &t, q);
	report_item(m->r, "All of us:", "%s", text_get(&t));
	text_release(&t);
}

static bool
has_answer(const struct answers_maker *m, const struct question *q)
{
	return q->role == ROLE_KNOWLEDGE &&
		tally_is_keyed(m->f->tally, q->index);
}

/* topic FORM_NONE: those that belong to none. */
static void
put_topic(const struct answers_maker *m, size_t topic)
{
	const struct form *form = m->f->form;
	bool any = false;

	for (size_t i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];
		size_t own =
			q->topic ? form_find_topic(form, q->topic) : FORM_NONE;

		if (own != topic || !has_answer(m, q))
			continue;
		if (!any)
			report_heading(m->r, 2,
				       topic == FORM_NONE
					       ? "Other questions"
					       : say_topic(form, topic));
		any = true;
		put_question(m, q);
	}
}

static bool
any_answer(const struct answers_maker *m)
{
	for (size_t i = 0; i < m->f->form->n_questions; i++) {
		if (has_answer(m, &m->f->form->question[i]))
			return true;
	}
	return false;
}

static void
put_top(const struct answers_maker *m)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "Answers: %s%s", say_title(m->f), say_mark(m->f));
	report_heading(m->r, 1, text_get(&t));
	text_clear(&t);
	say_answered(&t, m->f);
	text_add(&t,
		 any_answer(m)
			 ? " Here are the answers, the reasons, and how many "
			   "of us had them right."
			 : " No question had a right or a wrong answer.");
	report_paragraph(m->r, "%s", text_get(&t));
	if (m->f->about->made_up)
		report_box(m->r, "Made-up data.",
			   "A pilot or a program gave these answers. The "
			   "shares are not those of real people.");
	if (any_answer(m))
		report_paragraph(
			m->r,
			"It was not a test. Shares are of the whole "
			"organisation; nothing is told by group, and nobody "
			"sees who answered what. \"Don't know\" was a good "
			"answer, and is not counted as right.");
	text_release(&t);
}

struct report *
answers_report(const struct findings *f)
{
	struct answers_maker m = {f, report_new("answers-for-staff")};

	m.r->title = "Answers for staff";
	put_top(&m);
	for (size_t i = 0; i < f->form->n_topics; i++)
		put_topic(&m, i);
	put_topic(&m, FORM_NONE);
	return m.r;
}
