/*
 * What a paper says before the questions about oneself, as the client's start
 * of them does: why they are asked.
 */
#include "survey/paper_private.h"
#include "survey/words.h"

static size_t
section_of(const struct paper *p, size_t question)
{
	return pages_section(&p->pages, p->form, question);
}

static bool
goes_on(const struct paper *p, size_t question, size_t section)
{
	return pages_about_person(&p->pages, p->form, question, section);
}

static bool
begins_here(const struct paper *p, size_t question)
{
	size_t i, section = section_of(p, question);

	if (p->form->question[question].role != ROLE_SEGMENT)
		return false;
	for (i = question; i-- > 0;) {
		if (!paper_asks(p, i))
			continue;
		if (!goes_on(p, i, section))
			break;
		if (p->form->question[i].role == ROLE_SEGMENT)
			return false;
	}
	return true;
}

/* How many there are from this one on; *optional: none has to be answered. */
static size_t
count(const struct paper *p, size_t first, bool *optional)
{
	size_t i, n = 0, section = section_of(p, first);

	*optional = true;
	for (i = first; i < p->form->n_questions; i++) {
		if (!paper_asks(p, i))
			continue;
		if (!goes_on(p, i, section))
			break;
		if (p->form->question[i].role != ROLE_SEGMENT)
			continue;
		n++;
		*optional = *optional && !flow_is_required(p->session.flow, i);
	}
	return n;
}

void
paper_about_person(struct paper *p, size_t question)
{
	bool optional, first = !p->said_why;

	if (!begins_here(p, question) ||
	    (count(p, question, &optional) == 1 && !first))
		return;
	p->said_why = true;
	paper_word(p, 0, WORD_WHY_ABOUT_YOU, paper_min_group(p));
	if (optional)
		paper_word(p, 0, WORD_SKIP_ABOUT_YOU);
	paper_blank(p);
}
