/*
 * What an author, a union or a works council looks at before there is a wave:
 * all pages of a questionnaire as text. The same questionnaire gives the same
 * bytes on every machine: no clock, nothing drawn at random.
 *
 * Every question comes, in the order of the form, whether or not its
 * conditions hold; what they are stands above it. Each is answered with its
 * first option, so that pages which repeat an answer have one to show.
 */
#ifndef SURVEY_PREVIEW_H
#define SURVEY_PREVIEW_H

#include <stdbool.h>

#include "questions/base/error.h"
#include "questions/base/text.h"
#include "questions/form.h"
#include "survey/store.h"

/* A FORM to look at, or what a wave asks, which then stays open in *store;
 * else that is NULL. Problems of a FORM are printed on stderr. NULL, with err
 * or problems printed, when it cannot be used. Caller frees and closes. */
struct form *preview_load(const char *file, struct store **store,
			  struct error *err);

struct preview_size {
	int columns, rows;
};

/* "80x24". False and err when it is none, or too small or large. */
bool preview_size(const char *s, struct preview_size *size, struct error *err);

/* All pages, one after the other, below rulers that name them. What they say
 * of the survey is as in that wave; NULL: in an example. */
void preview_text(const struct form *form, size_t language,
		  const struct wave *wave, const struct preview_size *size,
		  struct text *out);

#endif
