/*
 * The questionnaires we ship, inside the program.
 *
 * The files of questions/bank/ are compiled in as they are, so that `conduct`
 * needs no data folder. They hold the answer key: nothing under survey/ may
 * use this module, or the key would be on every staff machine.
 */
#ifndef QUESTIONS_BANK_H
#define QUESTIONS_BANK_H

#include <stddef.h>

struct bank_file {
	const char *name;	   /* "standard.csv"; NULL ends the table */
	const unsigned char *data; /* UTF-8, not terminated */
	size_t size;		   /* bytes of data */
};

/* In the order of their names. Written by questions/bank/embed.c. */
extern const struct bank_file bank_files[];
extern const size_t bank_files_count;

/* The file of that name, suffix included; NULL if we ship none. */
const struct bank_file *bank_find(const char *name);

#endif
