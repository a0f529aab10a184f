/*
 * Made-up staffs for tests of what may be told: a questionnaire of any number
 * of questions and segments, people with skewed answers, and a release of them
 * without any file.
 */
#ifndef TESTS_ANALYSIS_RELEASE_KIT_H
#define TESTS_ANALYSIS_RELEASE_KIT_H

#include "analysis/publish/release.h"
#include "questions/book.h"

/* Items and habits with a risk in turns of three and one; each answers a
 * (right, risky), b, or does not know. */
struct staff_shape {
	size_t questions, topics;
	size_t segment[FORM_MAX_SEGMENTS]; /* categories of each; 0: none */
	/* how people spread: 0 evenly; nested: the first decides the second */
	bool nested;
	bool universal;	  /* nearly everybody answers alike */
	unsigned missing; /* of 100 answers this many are skipped */
};

struct staff {
	struct book *book;
	struct form *form;
	struct layout *layout;
	char *questionnaire;
	struct results_about about;
	struct staff_shape shape;
	double share[FORM_MAX_QUESTIONS]; /* of the first answer */
	struct tally *tally;
	uint32_t seed;
};

void staff_init(struct staff *s, const struct staff_shape *shape,
		uint32_t seed);
/* Of a questionnaire of one's own: staff_answer is not for it. */
void staff_init_form(struct staff *s, const char *csv);
void staff_init_topics(struct staff *s, const char *csv, const char *topics);
void staff_release(struct staff *s);

/* n more people answer. */
void staff_answer(struct staff *s, size_t n);

/* One person with these answers: a symbol a question, then a segment. */
void staff_answer_as(struct staff *s, const char *symbols);

/* NULL past: none. */
struct release *staff_tell(const struct staff *s, const struct ledger *past,
			   struct problems *problems, struct error *err);

/* Moves what a release put down behind the ledger's others, as recording
 * does; the release keeps nothing of it. */
void ledger_take(struct ledger *l, struct release *r);

/* "it 12, care 30, (other) 11": the groups that are told and their people. */
void groups_words(const struct breakdown *b, char *out, size_t room);
#define assert_groups(b, expected, what) \
	test_groups((b), (expected), (what), __FILE__, __LINE__)
void test_groups(const struct breakdown *b, const char *expected,
		 const char *what, const char *file, int line);

#endif
