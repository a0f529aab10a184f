/*
 * The inside of lint: what its rules share.
 *
 * A rule looks at the whole form and reports what it finds. lint.c has those
 * for every form, lint_knowledge.c those for knowledge items and their keys.
 */
#ifndef QUESTIONS_LINT_RULES_H
#define QUESTIONS_LINT_RULES_H

#include "questions/lint.h"
#include "questions/xlsform_build.h"

struct linting {
	const struct form *form;
	struct problems *problems;
	struct view survey, choices;
	const size_t *row; /* by question: its row of the view */
	bool *made;	   /* by question: or_other added it */
	struct arena *arena;
};

void lint_report(struct linting *l, enum severity severity,
		 const struct question *q, int column, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The cell of a question, or NULL. */
const char *lint_cell(const struct linting *l, const struct question *q,
		      enum survey_column column);

/* Every rule for knowledge items, codes and roles. */
void lint_knowledge(struct linting *l);

#endif
