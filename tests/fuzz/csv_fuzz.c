/* Any bytes are rows, or refused with their place. */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "questions/csv.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct csv *csv =
		csv_from_memory((const char *)data, size, "f.csv", &err);
	struct csv_row row;
	size_t before = 0, i;

	while (csv != NULL && csv_next(csv, &row, &err)) {
		if (row.row <= before || row.n == 0)
			abort();
		before = row.row;
		for (i = 0; i < row.n; i++)
			if (strlen(row.cell[i]) != row.length[i])
				abort();
	}
	if (error_is_set(&err) && strncmp(err.text, "f.csv:", 6) != 0)
		abort();
	csv_close(csv);
	return 0;
}
