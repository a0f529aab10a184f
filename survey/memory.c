/*
 * The client's own free and realloc, for the libraries too: no answer stays in
 * memory that was given back, whoever had it. Linked into conduct-survey alone
 * and not part of the archive, because `conduct` keeps nobody's answers and
 * has no time for it. A sanitiser has its own.
 */
#include <dlfcn.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#if !SANITIZED

static void (*real_free)(void *);

/* Looking for the real one frees nothing, or what it frees is lost. */
static void
find_free(void)
{
	static bool looking;

	if (looking)
		return;
	looking = true;
	*(void **)&real_free = dlsym(RTLD_NEXT, "free");
	looking = false;
}

void
free(void *p)
{
	if (!p)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	if (!real_free)
		find_free();
	if (real_free)
		real_free(p);
}

void *
realloc(void *p, size_t bytes)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *grown;

	/* One that shrinks stays as it is. */
	if (p && bytes > 0 && bytes <= before)
		return p;
	grown = malloc(bytes > 0 ? bytes : 1);
	if (grown && p)
		memcpy(grown, p, before < bytes ? before : bytes);
	if (grown)
		free(p);
	return grown;
}

#endif
