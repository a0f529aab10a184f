/*
 * Which questions stand on a page together, by how a form is built. Knows no
 * answers.
 *
 * PAGE_TABLE: the statements of a table-list group, which share a scale.
 * PAGE_SURE: a field-list group of two choices where the second is asked
 * because of the first ("How sure are you of that answer?").
 * PAGE_ONE: any other question, also one of a group that looks like these but
 * where a statement's text or relevance needs another one's answer, or where
 * something else stands between: such pages would change under one's hands.
 */
#ifndef SURVEY_PAGES_H
#define SURVEY_PAGES_H

#include "questions/form.h"

enum page_shape { PAGE_ONE, PAGE_SURE, PAGE_TABLE };

struct page_span {
	enum page_shape shape;
	size_t first, last; /* questions; those between that are not asked are
			     * none of the page's */
};

struct pages {
	struct page_span *span; /* by question */
};

void pages_init(struct pages *pages, const struct form *form);
void pages_release(struct pages *pages);

/* The outermost group with a label that the question is in, but for a table's
 * own; FORM_NONE: it is in none. */
size_t pages_section(const struct pages *pages, const struct form *form,
		     size_t question);

/* Questions about the person that follow one another in a section, as they are
 * asked: of role segment, with notes between at most. */
struct pages_person {
	size_t first, last;
	size_t n; /* those that take an answer; 0: there are none */
};

/* Those that this question is one of. `asks` tells which questions come. */
struct pages_person pages_about_person(
	const struct pages *pages, const struct form *form, size_t question,
	bool (*asks)(const void *ctx, size_t question), const void *ctx);

#endif
