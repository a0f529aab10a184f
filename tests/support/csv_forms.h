/* A form from CSV text, for tests and fuzz targets. */
#ifndef TESTS_SUPPORT_CSV_FORMS_H
#define TESTS_SUPPORT_CSV_FORMS_H

#include "questions/form.h"

/* Ends the program when it is no form. */
struct form *form_from_csv(const char *csv);

/* Three questions, of which the last but one depends on the first; and one of
 * each type, in two languages. CSV text. */
extern const char form_small[];
extern const char form_every_type[];

/* Pages of several questions: an item `item` with its certainty `sure`, which
 * has to be given; the statements `s1` to `s3`, of which the last has to be
 * answered; two more in a table without a label; a text. */
extern const char form_pages[];

/* A question `uses`, then two about oneself in a section, `site` and `years`,
 * in two languages. */
extern const char form_oneself[];

#endif
