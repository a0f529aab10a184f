#include "survey/seal.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

_Static_assert(SEAL_PUBLIC_BYTES == crypto_box_PUBLICKEYBYTES, "public key");
_Static_assert(SEAL_SECRET_BYTES == crypto_box_SECRETKEYBYTES, "secret key");
_Static_assert(SEAL_OVERHEAD == crypto_box_SEALBYTES, "sealed box");
_Static_assert(SEAL_HASH_BYTES == crypto_generichash_BYTES, "hash");
_Static_assert(SEAL_SALT_BYTES == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(DRAFT_KEY_BYTES == crypto_secretbox_KEYBYTES, "draft key");
_Static_assert(DRAFT_OVERHEAD ==
		       crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
	       "draft");
_Static_assert(SEAL_LOCK_OVERHEAD ==
		       crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES +
			       crypto_secretbox_MACBYTES,
	       "lock");

enum {
	NONCE = crypto_secretbox_NONCEBYTES,
	MAC = crypto_secretbox_MACBYTES,
	/* From here on a stream cipher is faster than asking the kernel. */
	MANY_BYTES = 1024
};

/* Of a way-back code: definitions.md. */
static const unsigned long long WAYBACK_PASSES = 3;
static const size_t WAYBACK_MEMORY = 16 * 1024 * 1024;

bool
seal_init(struct error *err)
{
	if (sodium_init() < 0)
		return error_set(err,
				 "the system gives no random numbers; "
				 "nothing can be kept secret here");
	return true;
}

void
seal_keypair(unsigned char public[SEAL_PUBLIC_BYTES],
	     unsigned char secret[SEAL_SECRET_BYTES])
{
	crypto_box_keypair(public, secret);
}

bool
seal_is_public(const unsigned char public[SEAL_PUBLIC_BYTES])
{
	/* With a key of low order, every one ends at nothing. */
	static const unsigned char any[crypto_box_SECRETKEYBYTES] = {1};
	unsigned char shared[crypto_scalarmult_BYTES];

	return crypto_scalarmult(shared, any, public) == 0;
}

/* ---- padding: to all of `size` bytes, so at least one is added ---- */

static unsigned char *
padded(const void *plain, size_t n, size_t size)
{
	unsigned char *all = mem_new(size, 1);
	size_t got;

	assert(n < size);
	if (n > 0)
		memcpy(all, plain, n);
	if (sodium_pad(&got, all, n, size, size) != 0 || got != size)
		assert(!"padding");
	return all;
}

/* Takes `all`, of size bytes and room for a NUL, over. */
static bool
unpadded(unsigned char *all, size_t size, char **plain, size_t *n)
{
	if (sodium_unpad(n, all, size, size) != 0) {
		seal_forget(all, size);
		free(all);
		return false;
	}
	all[*n] = '\0';
	*plain = (char *)all;
	return true;
}

/* ---- boxes ---- */

size_t
seal_room(size_t box_size)
{
	assert(box_size > SEAL_OVERHEAD + 1);
	return box_size - SEAL_OVERHEAD - 1;
}

void
seal_close(const unsigned char public[SEAL_PUBLIC_BYTES], const void *plain,
	   size_t n, void *box, size_t box_size)
{
	size_t inside = seal_room(box_size) + 1;
	unsigned char *all = padded(plain, n, inside);

	/* Fails for a key of low order only: seal_is_public. */
	if (crypto_box_seal(box, all, inside, public) != 0)
		assert(!"sealing");
	seal_forget(all, inside);
	free(all);
}

bool
seal_open(const unsigned char public[SEAL_PUBLIC_BYTES],
	  const unsigned char secret[SEAL_SECRET_BYTES], const void *box,
	  size_t box_size, char **plain, size_t *n)
{
	size_t inside;
	unsigned char *all;

	*plain = NULL;
	*n = 0;
	if (box_size <= SEAL_OVERHEAD + 1)
		return false;
	inside = seal_room(box_size) + 1;
	all = mem_new(inside + 1, 1);
	if (crypto_box_seal_open(all, box, box_size, public, secret) != 0) {
		free(all);
		return false;
	}
	return unpadded(all, inside, plain, n);
}

/* ---- random bytes, hashes, hexadecimal ---- */

void
seal_random(void *out, size_t n)
{
	unsigned char seed[randombytes_SEEDBYTES];

	if (n < MANY_BYTES) {
		randombytes_buf(out, n);
		return;
	}
	randombytes_buf(seed, sizeof seed);
	randombytes_buf_deterministic(out, n, seed);
	seal_forget(seed, sizeof seed);
}

uint32_t
seal_random_below(uint32_t below)
{
	assert(below > 0);
	return randombytes_uniform(below);
}

void
seal_hash(const void *bytes, size_t n, unsigned char out[SEAL_HASH_BYTES])
{
	seal_keyed_hash(NULL, 0, bytes, n, out);
}

void
seal_keyed_hash(const unsigned char *key, size_t key_bytes, const void *bytes,
		size_t n, unsigned char out[SEAL_HASH_BYTES])
{
	if (crypto_generichash(out, SEAL_HASH_BYTES, bytes, n, key,
			       key_bytes) != 0)
		assert(!"a hash's key is 16 to 64 bytes");
}

void
seal_hex(const unsigned char *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
seal_unhex(const char *text, unsigned char *out, size_t n)
{
	size_t i;

	if (strlen(text) != 2 * n)
		return false;
	for (i = 0; i < n; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* ---- codes ---- */

/* Crockford's base 32, https://www.crockford.com/base32.html */
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct kind {
	size_t chars, group;
};
static const struct kind slip = {SLIP_CODE_CHARS, 4};
static const struct kind wayback = {WAYBACK_CODE_CHARS, 5};

static void
group(const struct kind *kind, const char *chars, char out[CODE_TEXT_BYTES])
{
	size_t i;

	for (i = 0; i < kind->chars; i++) {
		if (i > 0 && i % kind->group == 0)
			*out++ = '-';
		*out++ = chars[i];
	}
	*out = '\0';
}

static void
code_new(const struct kind *kind, char out[CODE_TEXT_BYTES])
{
	unsigned char random[CODE_TEXT_BYTES];
	char chars[CODE_TEXT_BYTES];
	size_t i;

	seal_random(random, sizeof random);
	for (i = 0; i < kind->chars; i++)
		chars[i] = digits[random[i] % 32];
	group(kind, chars, out);
	seal_forget(random, sizeof random);
	seal_forget(chars, sizeof chars);
}

void
slip_new(char out[CODE_TEXT_BYTES])
{
	code_new(&slip, out);
}

void
wayback_new(char out[CODE_TEXT_BYTES])
{
	code_new(&wayback, out);
}

/* What stands between the characters of a code: also what a printed or
 * copied slip has for a hyphen and a blank. */
static size_t
between(const char *s)
{
	static const char *const marks[] = {
		" ",	  "\t",	    "\n",     "\r",	"-",
		"\u00a0", "\u00ad", "\u2010", "\u2011", "\u2012",
		"\u2013", "\u2014", "\u2212",
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* The digit a character stands for, or NUL. */
static char
digit_read(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	return c != '\0' && strchr(digits, c) != NULL ? c : '\0';
}

static bool
code_read(const struct kind *kind, const char *typed, char out[CODE_TEXT_BYTES])
{
	char chars[CODE_TEXT_BYTES];
	size_t n = 0;

	while (*typed != '\0') {
		size_t skip = between(typed);

		if (skip > 0) {
			typed += skip;
			continue;
		}
		if (n == kind->chars)
			return false;
		chars[n] = digit_read(*typed++);
		if (chars[n++] == '\0')
			return false;
	}
	if (n != kind->chars)
		return false;
	group(kind, chars, out);
	return true;
}

bool
slip_read(const char *typed, char out[CODE_TEXT_BYTES])
{
	return code_read(&slip, typed, out);
}

bool
wayback_read(const char *typed, char out[CODE_TEXT_BYTES])
{
	return code_read(&wayback, typed, out);
}

void
slip_hash(const char *code, const unsigned char salt[SEAL_SALT_BYTES],
	  unsigned char out[SEAL_HASH_BYTES])
{
	seal_keyed_hash(salt, SEAL_SALT_BYTES, code, strlen(code), out);
}

/* ---- drafts ---- */

bool
draft_key_derive(const char *code, const unsigned char salt[SEAL_SALT_BYTES],
		 struct draft_key *out, struct error *err)
{
	unsigned char both[DRAFT_ID_BYTES + DRAFT_KEY_BYTES];

	if (crypto_pwhash(both, sizeof both, code, strlen(code), salt,
			  WAYBACK_PASSES, WAYBACK_MEMORY,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return error_set(err,
				 "not enough memory to make the key of a "
				 "way-back code (16 MiB); close other "
				 "programs and try again");
	memcpy(out->id, both, DRAFT_ID_BYTES);
	memcpy(out->key, both + DRAFT_ID_BYTES, DRAFT_KEY_BYTES);
	seal_forget(both, sizeof both);
	return true;
}

size_t
draft_room(size_t size)
{
	assert(size > DRAFT_OVERHEAD + 1);
	return size - DRAFT_OVERHEAD - 1;
}

void
draft_close(const struct draft_key *key, const void *plain, size_t n, void *box,
	    size_t size)
{
	size_t inside = draft_room(size) + 1;
	unsigned char *all = padded(plain, n, inside), *nonce = box;

	seal_random(nonce, NONCE);
	crypto_secretbox_easy(nonce + NONCE, all, inside, nonce, key->key);
	seal_forget(all, inside);
	free(all);
}

bool
draft_open(const struct draft_key *key, const void *box, size_t size,
	   char **plain, size_t *n)
{
	const unsigned char *nonce = box;
	unsigned char *all;
	size_t inside;

	*plain = NULL;
	*n = 0;
	if (size <= DRAFT_OVERHEAD + 1)
		return false;
	inside = draft_room(size) + 1;
	all = mem_new(inside + 1, 1);
	if (crypto_secretbox_open_easy(all, nonce + NONCE, size - NONCE, nonce,
				       key->key) != 0) {
		free(all);
		return false;
	}
	return unpadded(all, inside, plain, n);
}

/* ---- a passphrase's lock: salt, nonce, box ---- */

static bool
lock_key(const char *passphrase, const unsigned char *salt,
	 unsigned char key[crypto_secretbox_KEYBYTES])
{
	return crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase,
			     strlen(passphrase), salt,
			     crypto_pwhash_OPSLIMIT_MODERATE,
			     crypto_pwhash_MEMLIMIT_MODERATE,
			     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool
seal_lock(const char *passphrase, const void *secret, size_t n,
	  unsigned char *out, struct error *err)
{
	unsigned char *nonce = out + SEAL_SALT_BYTES;
	unsigned char key[crypto_secretbox_KEYBYTES];

	seal_random(out, SEAL_SALT_BYTES + NONCE);
	if (!lock_key(passphrase, out, key))
		return error_set(err,
				 "not enough memory for a passphrase "
				 "(256 MiB); close other programs and "
				 "try again");
	crypto_secretbox_easy(nonce + NONCE, secret, n, nonce, key);
	seal_forget(key, sizeof key);
	return true;
}

bool
seal_unlock(const char *passphrase, const unsigned char *locked, size_t n,
	    void *secret)
{
	const unsigned char *nonce = locked + SEAL_SALT_BYTES;
	unsigned char key[crypto_secretbox_KEYBYTES];
	bool opened;

	if (!lock_key(passphrase, locked, key))
		return false;
	opened = crypto_secretbox_open_easy(secret, nonce + NONCE, n + MAC,
					    nonce, key) == 0;
	seal_forget(key, sizeof key);
	return opened;
}

void
seal_forget(void *p, size_t n)
{
	sodium_memzero(p, n);
}
