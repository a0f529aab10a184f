/*
 * A catalogue of translations: a .mo file, as GNU gettext's msgfmt writes it.
 *
 * We read it ourselves. The C library's gettext() depends on what is not ours
 * to choose: glibc since 2.39 translates nothing in the locale C.UTF-8, often
 * the only one there is, and LANGUAGE, LOCPATH and the like come from whoever
 * logs in. A catalogue here is one file, wherever it runs.
 *
 * Sources: GNU gettext manual, "The Format of GNU MO Files" and "Additional
 * functions for plural forms".
 */
#ifndef SURVEY_CATALOGUE_H
#define SURVEY_CATALOGUE_H

#include <stddef.h>

#include "questions/base/error.h"

struct catalogue;

enum { CATALOGUE_MAX_BYTES = 1 << 20, CATALOGUE_MAX_FORMS = 8 };

/* NULL and err when there is none, or it is damaged. All is checked here:
 * whatever the bytes, what is found later are whole UTF-8 texts. */
struct catalogue *catalogue_load(const char *path, struct error *err);
/* The same from bytes; `name` is for messages. */
struct catalogue *catalogue_parse(const void *bytes, size_t n, const char *name,
				  struct error *err);
void catalogue_free(struct catalogue *c); /* NULL is fine */

/* How many plural forms the language has, and which, from 0, goes with n. */
size_t catalogue_forms(const struct catalogue *c);
size_t catalogue_form(const struct catalogue *c, size_t n);

/* What `text` is called in this context (msgctxt), in that form; NULL where
 * it is not translated. Borrowed from the catalogue. */
const char *catalogue_find(const struct catalogue *c, const char *context,
			   const char *text, size_t form);

#endif
