/*
 * The passphrase of a key: from the file that CONDUCT_PASSPHRASE_FILE names
 * (its first line), else typed at the terminal without being shown.
 */
#ifndef ANALYSIS_COMMAND_PASSPHRASE_H
#define ANALYSIS_COMMAND_PASSPHRASE_H

#include "questions/base/error.h"

/* A new one, typed twice; at least 8 characters. NULL and err when there is
 * none. Forget it with passphrase_free. */
char *passphrase_new(struct error *err);

/* For key_read: NULL when nobody can be asked. */
char *passphrase_ask(void *unused);

void passphrase_free(char *passphrase); /* NULL is fine */

#endif
