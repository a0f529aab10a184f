/*
 * What a paper says before the questions about oneself, as the client's start
 * of them does: why they are asked.
 */
#include "survey/paper_private.h"
#include "survey/words.h"

static bool
comes(const void *ctx, size_t question)
{
	return paper_asks(ctx, question);
}

/* Has none of these to be answered? */
static bool
are_optional(const struct paper *p, const struct pages_person *person)
{
	size_t i;

	for (i = person->first; i <= person->last; i++)
		if (p->form->question[i].role == ROLE_SEGMENT &&
		    paper_asks(p, i) && flow_is_required(p->session.flow, i))
			return false;
	return true;
}

void
paper_about_person(struct paper *p, size_t question)
{
	const struct pages_person person =
		pages_about_person(&p->pages, p->form, question, comes, p);
	bool first = !p->said_why;

	if (person.n == 0 || person.first != question ||
	    (person.n == 1 && !first))
		return;
	p->said_why = true;
	paper_word(p, 0, WORD_WHY_ABOUT_YOU, paper_min_group(p));
	if (are_optional(p, &person))
		paper_word(p, 0, WORD_SKIP_ABOUT_YOU);
	paper_blank(p);
}
