/*
 * Slips: codes that let one person answer once, as they are made and handed
 * out. The wave keeps only their hashes, so they are printed when they are
 * made or never.
 */
#ifndef ANALYSIS_COMMAND_SLIPS_H
#define ANALYSIS_COMMAND_SLIPS_H

#include <stddef.h>
#include <stdio.h>

#include "survey/seal.h"

struct slips {
	size_t n;
	char (*code)[CODE_TEXT_BYTES];
	unsigned char *hash; /* n of SEAL_HASH_BYTES */
};

void slips_make(struct slips *s, size_t n,
		const unsigned char salt[SEAL_SALT_BYTES]);
void slips_release(struct slips *s); /* forgets the codes */

/* One code a line. */
void slips_list(const struct slips *s, FILE *out);

/* To cut out: 8 a page, 80 columns. closes is a date, or "". */
void slips_print(const struct slips *s, const char *title, const char *closes,
		 FILE *out);

#endif
