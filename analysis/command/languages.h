/*
 * In which languages a wave is asked.
 *
 * A questionnaire of one's own is asked in every language it has; one that we
 * ship in its default language, as nobody who grew up with the others has read
 * them. --languages says otherwise. With one language staff are not asked for
 * it.
 */
#ifndef ANALYSIS_COMMAND_LANGUAGES_H
#define ANALYSIS_COMMAND_LANGUAGES_H

#include <stdbool.h>

#include "questions/base/error.h"
#include "questions/book.h"
#include "questions/form.h"

/* By language of the form: is it asked? `list` holds names or codes with
 * commas between; NULL: what is said above, `ours` being a form that we ship.
 * NULL and err when the list is none, or a language cannot stand alone: texts
 * are missing in it, and the default one is left out. Caller frees. */
bool *languages_choose(const struct form *form, const char *list, bool ours,
		       struct error *err);

/* The book in these languages; `book` itself is freed, or returned where all
 * of them are asked. */
struct book *languages_keep(struct book *book, const struct form *form,
			    const bool *keep);

/* "English (en) and Cymraeg (cy), which awaits a native reader": those of
 * keep; the last words where a translation of ours is among them. Caller
 * frees. */
char *languages_text(const struct form *form, const bool *keep, bool ours);

/* Prints in what it is asked, and with `more` what else there is; nothing for
 * a form with one language. */
void languages_say(const struct form *form, const bool *keep, bool ours,
		   bool more);

#endif
