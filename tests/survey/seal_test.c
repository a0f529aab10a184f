#include "tests/test.h"

#include "survey/seal.h"

enum { BOX = 1024, DRAFT = 2048 };

struct keys {
	unsigned char public[SEAL_PUBLIC_BYTES];
	unsigned char secret[SEAL_SECRET_BYTES];
};

static struct keys
new_keys(void)
{
	struct keys keys;

	seal_keypair(keys.public, keys.secret);
	return keys;
}

static bool
contains(const void *bytes, size_t n, const char *part)
{
	return memmem(bytes, n, part, strlen(part)) != NULL;
}

/* ---- boxes ---- */

static void
opens_what_was_sealed(void **state)
{
	const struct {
		const char *what;
		size_t n;
	} cases[] = {
		{"nothing", 0},
		{"one byte", 1},
		{"a full box but one byte", seal_room(BOX) - 1},
		{"a full box", seal_room(BOX)},
	};
	struct keys keys = new_keys();
	unsigned char plain[BOX], box[BOX];
	size_t i, n;
	char *got;

	/* The padding's own mark must not be taken for padding. */
	memset(plain, 0x80, sizeof(plain));
	for (i = 0; i < COUNT(cases); i++) {
		seal_close(keys.public, plain, cases[i].n, box, BOX);
		assert_case(seal_open(keys.public, keys.secret, box, BOX, &got,
				      &n),
			    cases[i].what);
		assert_case(n == cases[i].n, cases[i].what);
		assert_case(memcmp(got, plain, n) == 0, cases[i].what);
		assert_case(got[n] == '\0', cases[i].what);
		free(got);
	}
}

static void
a_box_tells_nothing(void **state)
{
	struct keys keys = new_keys();
	unsigned char one[BOX], two[BOX];

	seal_close(keys.public, "secret-0001", 11, one, BOX);
	seal_close(keys.public, "secret-0001", 11, two, BOX);
	assert_false(contains(one, BOX, "secret"));
	assert_memory_not_equal(one, two, BOX);
	/* Not even where in it the padding begins. */
	assert_memory_not_equal(one + BOX - 64, two + BOX - 64, 64);
}

static void
refuses_a_box_that_is_not_ours(void **state)
{
	struct keys keys = new_keys(), others = new_keys();
	unsigned char box[BOX], bad[BOX];
	char *got = NULL;
	size_t i, n;

	seal_close(keys.public, "abc", 3, box, BOX);
	assert_false(
		seal_open(others.public, others.secret, box, BOX, &got, &n));
	assert_null(got);
	assert_false(
		seal_open(keys.public, keys.secret, box, BOX - 1, &got, &n));
	for (i = 0; i < BOX; i += 31) {
		memcpy(bad, box, BOX);
		bad[i] ^= 1;
		assert_false(seal_open(keys.public, keys.secret, bad, BOX, &got,
				       &n));
	}
	for (i = 0; i <= SEAL_OVERHEAD + 1; i++)
		assert_false(
			seal_open(keys.public, keys.secret, box, i, &got, &n));
	seal_random(bad, BOX);
	assert_false(seal_open(keys.public, keys.secret, bad, BOX, &got, &n));
	assert_false(seal_open(keys.public, keys.secret, NULL, 0, &got, &n));
	assert_null(got);
	assert_int_equal(n, 0);
}

/* ---- codes ---- */

static void
reads_a_code_as_people_type_it(void **state)
{
	static const struct {
		const char *what, *typed, *slip, *wayback;
	} cases[] = {
		{"as printed", "K7QD-2M9X-PV4T", "K7QD-2M9X-PV4T", NULL},
		{"lower case, no hyphens", "k7qd2m9xpv4t", "K7QD-2M9X-PV4T",
		 NULL},
		{"blanks all over", "  k7 qd 2m\t9x pv 4t ", "K7QD-2M9X-PV4T",
		 NULL},
		{"O for 0, I and L for 1", "oOiIlL-00-1111", "0011-1100-1111",
		 NULL},
		{"printed hyphens and hard blanks",
		 "K7QD\u20112M9X\u2013PV4\u00a0T", "K7QD-2M9X-PV4T", NULL},
		{"way-back code", "7f3qk 9x2md", NULL, "7F3QK-9X2MD"},
		{"way-back code in other groups", "7f-3q-k9-x2-md", NULL,
		 "7F3QK-9X2MD"},
		{"nothing", "", NULL, NULL},
		{"hyphens only", "---", NULL, NULL},
		{"one too few for either", "7F3QK-9X2M", NULL, NULL},
		{"between the two", "7F3QK-9X2MD-0", NULL, NULL},
		{"one too many", "K7QD-2M9X-PV4T-A", NULL, NULL},
		{"U is no digit", "K7QD-2M9X-PV4U", NULL, NULL},
		{"nor is a sign", "K7QD-2M9X-PV4!", NULL, NULL},
		{"nor a letter of another script", "K7QD-2M9X-PV4\u00c4", NULL,
		 NULL},
		{"very long", "000000000000000000000000000000000000000000000",
		 NULL, NULL},
	};
	char got[CODE_TEXT_BYTES];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool ok = slip_read(cases[i].typed, got);

		assert_text(ok ? got : NULL, cases[i].slip, cases[i].what);
		ok = wayback_read(cases[i].typed, got);
		assert_text(ok ? got : NULL, cases[i].wayback, cases[i].what);
	}
}

/* Every digit turns up; none of I L O U. */
static void
new_codes_read_back(void **state)
{
	char slip[CODE_TEXT_BYTES], wayback[CODE_TEXT_BYTES];
	char read[CODE_TEXT_BYTES];
	int seen[128] = {0}, kinds = 0, i;
	const char *p;

	for (i = 0; i < 300; i++) {
		slip_new(slip);
		wayback_new(wayback);
		assert_int_equal(strlen(slip), SLIP_CODE_CHARS + 2);
		assert_int_equal(strlen(wayback), WAYBACK_CODE_CHARS + 1);
		assert_true(slip_read(slip, read));
		assert_text(read, slip, "slip");
		assert_true(wayback_read(wayback, read));
		assert_text(read, wayback, "way-back code");
		for (p = slip; *p; p++)
			seen[*p & 127] = 1;
	}
	for (i = 0; i < 128; i++)
		kinds += seen[i];
	assert_int_equal(kinds, 32 + 1);
	assert_null(strpbrk(slip, "ILOU"));
}

static void
a_slips_hash_depends_on_its_wave(void **state)
{
	static const unsigned char one[SEAL_SALT_BYTES] = {1};
	static const unsigned char two[SEAL_SALT_BYTES] = {2};
	unsigned char a[SEAL_HASH_BYTES], b[SEAL_HASH_BYTES];
	char read[CODE_TEXT_BYTES];

	slip_hash("K7QD-2M9X-PV4T", one, a);
	slip_hash("K7QD-2M9X-PV4T", two, b);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_true(slip_read("k7qd 2m9x pv4t", read));
	slip_hash(read, one, b);
	assert_memory_equal(a, b, sizeof(a));
}

/* ---- drafts ---- */

/*
 * Stays as it is: with another, every draft in the world is lost. The same by
 * the reference program: printf 7F3QK-9X2MD |
 *	argon2 0123456789abcdef -id -t 3 -k 16384 -p 1 -l 48 -r
 */
static void
derives_the_same_draft_key_for_ever(void **state)
{
	static const unsigned char salt[SEAL_SALT_BYTES + 1] =
		"0123456789abcdef";
	char hex[2 * sizeof(struct draft_key) + 1];
	struct draft_key key;
	struct error err = ERROR_INIT;

	assert_true(draft_key_derive("7F3QK-9X2MD", salt, &key, &err));
	seal_hex(key.id, DRAFT_ID_BYTES, hex);
	assert_text(hex, "3ad82e417c4528d271cb357546c72533", "id");
	seal_hex(key.key, DRAFT_KEY_BYTES, hex);
	assert_text(hex,
		    "52a6d60851093862de478b0cc5852c46"
		    "c569d4c2eb0d3239de31d447e60f80ba",
		    "key");
}

static void
opens_a_draft_with_its_key_only(void **state)
{
	static const unsigned char salt[SEAL_SALT_BYTES] = {7};
	unsigned char box[DRAFT], again[DRAFT];
	struct draft_key ours, theirs;
	struct error err = ERROR_INIT;
	char *got;
	size_t i, n;

	assert_true(draft_key_derive("7F3QK-9X2MD", salt, &ours, &err));
	assert_true(draft_key_derive("7F3QK-9X2ME", salt, &theirs, &err));
	assert_memory_not_equal(ours.id, theirs.id, DRAFT_ID_BYTES);
	draft_close(&ours, "secret-0002", 11, box, DRAFT);
	draft_close(&ours, "secret-0002", 11, again, DRAFT);
	assert_memory_not_equal(box, again, DRAFT);
	assert_false(contains(box, DRAFT, "secret"));
	assert_true(draft_open(&ours, box, DRAFT, &got, &n));
	assert_int_equal(n, 11);
	assert_text(got, "secret-0002", "draft");
	free(got);
	assert_false(draft_open(&theirs, box, DRAFT, &got, &n));
	assert_null(got);
	for (i = 0; i <= DRAFT_OVERHEAD + 1; i++)
		assert_false(draft_open(&ours, box, i, &got, &n));
	box[DRAFT - 1] ^= 0x40;
	assert_false(draft_open(&ours, box, DRAFT, &got, &n));
}

static void
a_full_draft_fits(void **state)
{
	static const unsigned char salt[SEAL_SALT_BYTES] = {7};
	const size_t room = draft_room(DRAFT);
	unsigned char box[DRAFT], plain[DRAFT];
	struct draft_key key;
	struct error err = ERROR_INIT;
	char *got;
	size_t n;

	memset(plain, 'x', sizeof(plain));
	assert_true(draft_key_derive("0000000000", salt, &key, &err));
	draft_close(&key, plain, room, box, DRAFT);
	assert_true(draft_open(&key, box, DRAFT, &got, &n));
	assert_int_equal(n, room);
	assert_memory_equal(got, plain, n);
	free(got);
}

/* ---- the rest ---- */

static void
a_passphrase_locks(void **state)
{
	unsigned char locked[32 + SEAL_LOCK_OVERHEAD];
	char secret[32] = "thirty-one bytes of a secret...";
	char got[32] = "";
	struct error err = ERROR_INIT;

	assert_true(seal_lock("correct horse", secret, 32, locked, &err));
	assert_false(contains(locked, sizeof(locked), "secret"));
	assert_true(seal_unlock("correct horse", locked, 32, got));
	assert_memory_equal(got, secret, 32);
	assert_false(seal_unlock("Correct horse", locked, 32, got));
	locked[sizeof(locked) - 1] ^= 1;
	assert_false(seal_unlock("correct horse", locked, 32, got));
}

/* BLAKE2b-256 of "abc", as b2sum -l 256 prints it. */
static void
hashes_as_blake2b(void **state)
{
	static const unsigned char key[16] = {1};
	unsigned char hash[SEAL_HASH_BYTES], keyed[SEAL_HASH_BYTES];
	char hex[2 * SEAL_HASH_BYTES + 1];

	seal_hash("abc", 3, hash);
	seal_hex(hash, sizeof(hash), hex);
	assert_text(hex,
		    "bddd813c634239723171ef3fee98579b"
		    "94964e3bb1cb3e427262c8c068d52319",
		    "abc");
	seal_keyed_hash(key, sizeof(key), "abc", 3, keyed);
	assert_memory_not_equal(hash, keyed, sizeof(hash));
}

static void
reads_hexadecimal_it_wrote_and_nothing_else(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} cases[] = {
		{"00ff10", true},    {"00ff1", false},	{"00ff100", false},
		{"00FF10", false},   {"00ff1g", false}, {"", false},
		{"0x00ff10", false}, {" 0ff10", false},
	};
	unsigned char got[3];
	char back[7];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		bool ok = seal_unhex(cases[i].text, got, 3);

		assert_case(ok == cases[i].ok, cases[i].text);
		if (!ok)
			continue;
		seal_hex(got, 3, back);
		assert_text(back, cases[i].text, "and back");
	}
}

static void
draws_uniformly(void **state)
{
	int counts[10] = {0}, i;

	assert_int_equal(seal_random_below(1), 0);
	for (i = 0; i < 20000; i++) {
		uint32_t x = seal_random_below(10);

		assert_true(x < 10);
		counts[x]++;
	}
	/* Six standard deviations: one run in 10^8 fails by chance. */
	for (i = 0; i < 10; i++)
		assert_in_range(counts[i], 2000 - 255, 2000 + 255);
}

static void
random_bytes_do_not_repeat(void **state)
{
	static const size_t sizes[] = {16, 1023, 1024, 4096};
	unsigned char one[4096], two[4096];
	size_t i;

	for (i = 0; i < COUNT(sizes); i++) {
		size_t last = sizes[i] - 16;

		seal_random(one, sizes[i]);
		seal_random(two, sizes[i]);
		assert_memory_not_equal(one, two, 16);
		assert_memory_not_equal(one + last, two + last, 16);
	}
}

static void
forgets(void **state)
{
	char secret[16] = "secret", zeros[16] = "";

	seal_forget(secret, sizeof(secret));
	assert_memory_equal(secret, zeros, sizeof(zeros));
}

int
main(void)
{
	struct error err = ERROR_INIT;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_what_was_sealed),
		cmocka_unit_test(a_box_tells_nothing),
		cmocka_unit_test(refuses_a_box_that_is_not_ours),
		cmocka_unit_test(reads_a_code_as_people_type_it),
		cmocka_unit_test(new_codes_read_back),
		cmocka_unit_test(a_slips_hash_depends_on_its_wave),
		cmocka_unit_test(derives_the_same_draft_key_for_ever),
		cmocka_unit_test(opens_a_draft_with_its_key_only),
		cmocka_unit_test(a_full_draft_fits),
		cmocka_unit_test(a_passphrase_locks),
		cmocka_unit_test(hashes_as_blake2b),
		cmocka_unit_test(reads_hexadecimal_it_wrote_and_nothing_else),
		cmocka_unit_test(draws_uniformly),
		cmocka_unit_test(random_bytes_do_not_repeat),
		cmocka_unit_test(forgets),
	};

	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
