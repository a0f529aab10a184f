/*
 * The client's own sentences, in one place so that they can be read, agreed
 * and translated as a whole.
 *
 * words.def holds them in English; survey/po/LANGUAGE.po what they are in
 * other languages. Each is looked up under its name (the msgctxt), so that two
 * that are alike in English may differ elsewhere. What is not translated is
 * said in English.
 */
#ifndef SURVEY_WORDS_H
#define SURVEY_WORDS_H

#include <stdarg.h>
#include <stdbool.h>

#include "questions/base/text.h"

/* Each name stands for one sentence in words.def. Those with %s or %zu say in
 * a comment there what goes in. */
enum word {
#define WORD(name, english)    WORD_##name,
#define WORDS(name, one, many) WORD_##name,
#include "survey/words.def"
#undef WORD
#undef WORDS
	WORD_COUNT
};

/* The sentence in the language in use; valid for as long as the program runs.
 * One that has several forms (WORDS) needs the number: word_for. */
const char *word(enum word w);
const char *word_for(enum word w, size_t n);

/*
 * word() as a printf format; caller frees. In a sentence with several forms
 * the number comes first, as a size_t, and decides; it is passed even where
 * the form of one does not say it.
 */
char *word_format(enum word w, ...);
/* The same added to a text. */
void word_addv(struct text *t, enum word w, va_list ap);

/* ---- languages ---- */

/*
 * From now on in the language of this code ("cy", "cy-GB"), questions/ too.
 * False: there is no catalogue of it, and it will be English. "" and "en" are
 * English. Texts handed out before stay valid, and as they are.
 */
bool words_use(const char *code);
/* The same by a questionnaire's name of it, "Cymraeg (cy)". */
bool words_use_language(const char *language);

/* From now on the code of the language in use is written there, too ("" where
 * it is English), for another process to speak it. NULL: no longer. */
enum { WORDS_CODE_BYTES = 16 };
void words_tell(char code[WORDS_CODE_BYTES]);

/*
 * Where the catalogues are: LANGUAGE/LC_MESSAGES/conduct.mo in `directory`.
 * NULL, as at first: in locale/ beside the program, where it was built, or in
 * ../share/locale, where it is installed. Nothing in the environment counts.
 */
void words_look_in(const char *directory);

/* ---- English, whatever is in use ---- */

const char *word_english(enum word w, size_t n);
/* The English of a text that word() or word_for() gave; of any other the text
 * itself. For words that one may always type in English. */
const char *word_in_english(const char *said);
bool word_has_forms(enum word w);
/* "KEPT" */
const char *word_name(enum word w);

#endif
