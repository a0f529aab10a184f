#include "questions/base/mem.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024, EXIT_NO_MEMORY = 70 };

struct block {
	struct block *next;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *first; /* the one being filled */
};

static _Noreturn void
end(void)
{
	fputs("conduct: out of memory; close other programs and try again\n",
	      stderr);
	exit(EXIT_NO_MEMORY);
}

static size_t
product(size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX)
		end();
	return bytes;
}

void *
mem_new(size_t n, size_t size)
{
	void *p;

	p = calloc(1, product(n, size) + (n == 0 || size == 0));
	if (p == NULL)
		end();
	return p;
}

void *
mem_resize(void *p, size_t n, size_t size)
{
	size_t bytes = product(n, size);

	p = realloc(p, bytes > 0 ? bytes : 1);
	if (p == NULL)
		end();
	return p;
}

void *
mem_room(void *list, size_t *room, size_t need, size_t size)
{
	size_t more;

	if (need <= *room)
		return list;
	more = *room + *room / 2 + 8;
	*room = more > need ? more : need;
	return mem_resize(list, *room, size);
}

char *
mem_copy_n(const char *s, size_t n)
{
	char *copy = mem_resize(NULL, n + 1, 1);

	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
mem_copy(const char *s)
{
	return mem_copy_n(s, strlen(s));
}

struct arena *
arena_new(void)
{
	return mem_new(1, sizeof(struct arena));
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	for (b = a->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

static struct block *
block_for(struct arena *a, size_t bytes)
{
	struct block *b = a->first;
	size_t size = bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE;

	if (b != NULL && b->size - b->used >= bytes)
		return b;
	b = mem_new(1, sizeof *b + size);
	b->size = size;
	b->next = a->first;
	a->first = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t n, size_t size)
{
	const size_t unit = alignof(max_align_t);
	size_t bytes = product(n, size);
	struct block *b;
	void *p;

	bytes = product((bytes + unit - 1) / unit + (bytes == 0), unit);
	b = block_for(a, bytes);
	p = b->bytes + b->used;
	b->used += bytes;
	return p;
}

char *
arena_copy_n(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1, 1);

	if (n > 0)
		memcpy(copy, s, n);
	return copy;
}

char *
arena_copy(struct arena *a, const char *s)
{
	return arena_copy_n(a, s, strlen(s));
}

/* Most are short: those are printed once, not twice to know how long. */
char *
arena_printf(struct arena *a, const char *format, ...)
{
	char brief[128], *s;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(brief, sizeof brief, format, ap);
	va_end(ap);
	assert(n >= 0);
	if ((size_t)n < sizeof brief)
		return arena_copy_n(a, brief, (size_t)n);
	s = arena_alloc(a, (size_t)n + 1, 1);
	va_start(ap, format);
	vsnprintf(s, (size_t)n + 1, format, ap);
	va_end(ap);
	return s;
}
