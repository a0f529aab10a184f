#include "analysis/command/slips.h"

#include <stdlib.h>

#include "analysis/command/dates.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"

enum { A_PAGE = 8, COLUMNS = 78 };

static const char cut[] = "- - - - - - - - - - - - - - - - - - - - - - - - - "
			  "- - - - - - - - - - - - - - -\n";

void
slips_make(struct slips *s, size_t n, const unsigned char salt[SEAL_SALT_BYTES])
{
	size_t i;

	s->n = n;
	s->code = mem_new(n, sizeof(*s->code));
	s->hash = mem_new(n, SEAL_HASH_BYTES);
	for (i = 0; i < n; i++) {
		slip_new(s->code[i]);
		slip_hash(s->code[i], salt, s->hash + i * SEAL_HASH_BYTES);
	}
}

void
slips_release(struct slips *s)
{
	if (s->code)
		seal_forget(s->code, s->n * sizeof(*s->code));
	free(s->code);
	free(s->hash);
	*s = (struct slips){0, NULL, NULL};
}

void
slips_list(const struct slips *s, FILE *out)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		fprintf(out, "%s\n", s->code[i]);
}

/* The title's first line, so that eight slips fill a page. */
static void
take_first(void *ctx, const char *start, size_t bytes)
{
	struct text *t = ctx;

	if (!t->s)
		text_add_n(t, start, bytes);
}

static void
print_one(const char *code, const char *title, const char *until, FILE *out)
{
	fprintf(out,
		"%s%s\n\n"
		"    Your slip:   %s\n\n"
		"It lets one person answer once. It was drawn at random and "
		"nobody has noted who\nholds it: swap it with a colleague if "
		"you like. Type it when you are asked for\nit%s%s.\n",
		cut, title, code, *until ? "; answer before " : "", until);
}

void
slips_print(const struct slips *s, const char *title, const char *closes,
	    FILE *out)
{
	char *until = date_words(closes);
	struct text line = TEXT_INIT;
	size_t i;

	text_wrap(title, COLUMNS, take_first, &line);
	for (i = 0; i < s->n; i++) {
		if (i > 0 && i % A_PAGE == 0)
			fprintf(out, "%s\f", cut);
		print_one(s->code[i], text_get(&line), until, out);
	}
	if (s->n > 0)
		fputs(cut, out);
	text_release(&line);
	free(until);
}
