/* Reading of the CSV files for main; rules see oracle.h only. */
#ifndef TESTS_ORACLE_FRAME_H
#define TESTS_ORACLE_FRAME_H

#include "questions/base/error.h"
#include "tests/oracle/oracle.h"

/* NULL and err when it cannot be read, has no header, or a row has another
 * number of cells. */
struct frame *frame_load(const char *path, struct error *err);
void frame_free(struct frame *f); /* NULL is fine */

/* "apistrat" of "/tmp/apistrat.csv". */
const char *frame_title(const struct frame *f);

#endif
