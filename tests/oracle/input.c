/* The inputs of a case as arrays. */
#include <math.h>
#include <stdlib.h>

#include "questions/base/mem.h"
#include "tests/oracle/oracle.h"

static const struct json *
list(const struct json *the_case, const char *name)
{
	const struct json *j = json_get(json_get(the_case, "input"), name);

	return json_is_array(j) ? j : NULL;
}

static double *
copy_numbers(const struct json *from, double *to)
{
	for (from = json_first(from); from; from = json_next(from))
		*to++ = json_as_number(from, NAN);
	return to;
}

double *
input_numbers(const struct json *the_case, const char *name, size_t *n)
{
	const struct json *j = list(the_case, name);
	double *numbers;

	if (!j)
		return NULL;
	*n = json_count(j);
	numbers = mem_new(*n + 1, sizeof(*numbers));
	copy_numbers(j, numbers);
	return numbers;
}

double *
input_matrix(const struct json *the_case, const char *name, size_t *rows,
	     size_t *columns)
{
	const struct json *j = list(the_case, name), *row = json_first(j);
	double *matrix, *end;

	if (!row || !json_is_array(row))
		return NULL;
	*rows = json_count(j);
	*columns = json_count(row);
	matrix = mem_new(*rows * *columns + 1, sizeof(*matrix));
	for (end = matrix; row; row = json_next(row)) {
		if (json_count(row) != *columns) {
			free(matrix);
			return NULL;
		}
		end = copy_numbers(row, end);
	}
	return matrix;
}
