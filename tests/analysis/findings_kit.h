/*
 * Findings of a made-up staff, without any file: what summary, brief, answers
 * and pitch tables are made of.
 */
#ifndef TESTS_ANALYSIS_FINDINGS_KIT_H
#define TESTS_ANALYSIS_FINDINGS_KIT_H

#include "analysis/command/load.h"
#include "analysis/publish/findings.h"
#include "analysis/publish/writer.h"

struct findings_kit {
	/* in */
	const char *form; /* one of ours */
	struct form *own; /* or a form of the test's, borrowed */
	uint64_t people, seed;
	uint64_t invited; /* 0: not known */
	uint32_t k;	  /* 0: 10 */
	bool made_up, early;
	const char *reason;
	double minutes;
	/* out */
	struct findings f;
	struct loaded loaded;
	struct layout *layout;
	struct results_about about;
	struct release release;
};

void findings_kit_init(struct findings_kit *kit);
void findings_kit_release(struct findings_kit *kit);

/* What a writer makes of a report, which is freed. Caller frees. */
char *findings_kit_text(const struct writer *w, struct report *r);

/* A form of n topics with so many scored questions each, long words, a habit,
 * wishes and a segment. Caller frees with form_free; book too. */
struct form *findings_kit_form(size_t topics, size_t items, struct book **book);

#endif
