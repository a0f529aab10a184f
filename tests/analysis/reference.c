#include "tests/test.h"

#include "tests/analysis/reference.h"

#include <math.h>

#include "questions/base/text.h"
#include "questions/csv.h"

static double
number_of(const char *cell)
{
	double x;

	return text_to_number(cell, &x) ? x : NAN;
}

size_t
reference_each(const char *kind, void (*f)(const struct reference *))
{
	struct error err = ERROR_INIT;
	struct csv *csv = csv_open("tests/data/intervals.csv", &err);
	struct csv_row row;
	size_t n = 0;

	assert_text(err.text, "", "intervals.csv opens");
	while (csv_next(csv, &row, &err)) {
		struct reference r = {
			.a = number_of(row.cell[1]),
			.b = number_of(row.cell[2]),
			.c = number_of(row.cell[3]),
			.low = number_of(row.cell[4]),
			.high = number_of(row.cell[5]),
		};

		if (strcmp(row.cell[0], kind) != 0)
			continue;
		snprintf(r.what, sizeof(r.what), "%s %s,%s,%s", kind,
			 row.cell[1], row.cell[2], row.cell[3]);
		f(&r);
		n++;
	}
	assert_text(err.text, "", "intervals.csv reads");
	csv_close(csv);
	return n;
}

bool
reference_close(double got, double expected, double relative)
{
	if (isnan(got) || isnan(expected))
		return isnan(got) && isnan(expected);
	return fabs(got - expected) <= fmax(relative * fabs(expected), 1e-13);
}

void
reference_check(double got, double expected, double relative, const char *what)
{
	if (!reference_close(got, expected, relative))
		fail_msg("%s: %.17g is not %.17g", what, got, expected);
}

struct json *
reference_oracle(const char *name)
{
	struct error err = ERROR_INIT;
	struct json *oracle;
	char path[128], *found, *text;
	size_t n;

	snprintf(path, sizeof(path), "data/oracles/%s", name);
	found = test_shared(path);
	text = test_read(found, &n);
	oracle = json_parse(text, n, &err);
	assert_text(err.text, "", name);
	free(text);
	free(found);
	return oracle;
}
