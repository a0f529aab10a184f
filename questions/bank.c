#include "questions/bank.h"

#include <string.h>

const struct bank_file *
bank_find(const char *name)
{
	size_t i;

	for (i = 0; i < bank_files_count; i++)
		if (strcmp(bank_files[i].name, name) == 0)
			return &bank_files[i];
	return NULL;
}
