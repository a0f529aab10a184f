/*
 * Boxes and codes that anyone may have written: a draft, a sealed box, what a
 * person types for a code.
 */
#include <stdlib.h>
#include <string.h>

#include "survey/seal.h"
#include "tests/fuzz/fuzz.h"

static const struct draft_key key = {{1}, {2}};
static unsigned char public[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];

static void
once(void)
{
	static int begun;
	struct error err = ERROR_INIT;

	if (begun++)
		return;
	if (!seal_init(&err))
		abort();
	seal_keypair(public, secret);
}

/* Nobody has the keys, so nothing opens. */
static void
open_as_it_is(const uint8_t *data, size_t size)
{
	char *plain;
	size_t n;

	if (draft_open(&key, data, size, &plain, &n) || plain || n)
		abort();
	if (seal_open(public, secret, data, size, &plain, &n) || plain || n)
		abort();
}

/* What is closed comes back, whatever it is; also when a byte of the box is
 * changed nothing but a refusal comes. */
static void
close_and_open(const uint8_t *data, size_t size)
{
	const size_t room = size + size % 7;
	const size_t box_size = room + 1 + DRAFT_OVERHEAD;
	unsigned char *box = malloc(box_size);
	char *plain;
	size_t n;

	if (!box || draft_room(box_size) != room)
		abort();
	draft_close(&key, data, size, box, box_size);
	if (!draft_open(&key, box, box_size, &plain, &n) || n != size ||
	    (n > 0 && memcmp(plain, data, n) != 0))
		abort();
	free(plain);
	box[size % box_size] ^= 1;
	if (draft_open(&key, box, box_size, &plain, &n))
		abort();
	free(box);
}

static void
read_as_code(const uint8_t *data, size_t size)
{
	char code[CODE_TEXT_BYTES], again[CODE_TEXT_BYTES];
	char *typed = malloc(size + 1);

	if (!typed)
		abort();
	if (size > 0)
		memcpy(typed, data, size);
	typed[size] = '\0';
	if (slip_read(typed, code) &&
	    (!slip_read(code, again) || strcmp(code, again) != 0))
		abort();
	if (wayback_read(typed, code) &&
	    (!wayback_read(code, again) || strcmp(code, again) != 0))
		abort();
	free(typed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	once();
	open_as_it_is(data, size);
	if (size > 0)
		close_and_open(data, size);
	read_as_code(data, size);
	return 0;
}
