#include "tests/oracle/doubles.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_NAMES = 64 };

/* Where the names of the objects around this place begin. */
struct open {
	char *name[MAX_NAMES];
	size_t length[MAX_NAMES], n;
};

static void
take_name(struct open *in, char *name, size_t length)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->length[i] == length && length > 0 &&
		    memcmp(in->name[i], name, length) == 0)
			in->name[i][0] = '~';
	if (in->n == MAX_NAMES)
		return;
	in->name[in->n] = name;
	in->length[in->n++] = length;
}

/* The quote that ends the text whose first byte is s. */
static char *
end_of_text(char *s, const char *end)
{
	while (s < end && *s != '"')
		s += *s == '\\' && end - s > 1 ? 2 : 1;
	return s;
}

static bool
is_name(const char *s, const char *end)
{
	while (s < end && strchr(" \t\r\n", *s))
		s++;
	return s < end && *s == ':';
}

void
doubles_rename(char *bytes, size_t n)
{
	struct open open[MAX_DEPTH] = {{.n = 0}};
	const char *end = bytes + n;
	size_t depth = 0;

	for (char *s = bytes; s < end; s++) {
		if (*s == '"') {
			char *name = s + 1;

			s = end_of_text(name, end);
			if (s < end && is_name(s + 1, end))
				take_name(&open[depth], name,
					  (size_t)(s - name));
		} else if (*s == '{' || *s == '[') {
			if (++depth == MAX_DEPTH)
				return;
			open[depth].n = 0;
		} else if ((*s == '}' || *s == ']') && depth > 0) {
			depth--;
		}
	}
}
