#include <sys/stat.h>

#include "analysis/data/key.h"
#include "questions/base/mem.h"
#include "tests/test.h"

static const char questionnaire[] = "{\"survey\":[{\"name\":\"q1\"}]}";

/* A new pair at DIR/survey.key. Caller frees the path. */
static char *
write_key(const char *dir, const char *passphrase, struct key *key)
{
	struct error err = ERROR_INIT;
	char *path = test_path(dir, "survey.key");

	assert_true(seal_init(&err));
	seal_keypair(key->public, key->secret);
	key->questionnaire = mem_copy(questionnaire);
	key->questionnaire_bytes = strlen(questionnaire);
	assert_true(key_write(path, key, passphrase, &err));
	return path;
}

static char *
answer(void *ctx)
{
	return ctx ? mem_copy(ctx) : NULL;
}

static void
comes_back(void **state)
{
	static const char *const passphrases[] = {NULL, "correct horse"};
	size_t i;

	for (i = 0; i < COUNT(passphrases); i++) {
		struct error err = ERROR_INIT;
		struct key key, read;
		char *path = write_key(*state, passphrases[i], &key);
		struct stat st;

		assert_case(key_read(&read, path, answer,
				     (void *)passphrases[i], &err),
			    err.text);
		assert_memory_equal(read.public, key.public, SEAL_PUBLIC_BYTES);
		assert_memory_equal(read.secret, key.secret, SEAL_SECRET_BYTES);
		assert_text(read.questionnaire, questionnaire, "as it was");
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		key_release(&read);
		key_release(&key);
		remove(path);
		free(path);
	}
}

/* A locked key's file does not hold the secret. */
static void
locks(void **state)
{
	struct key key;
	char *path = write_key(*state, "correct horse", &key);
	char *text = test_read(path, NULL);
	char hex[2 * SEAL_SECRET_BYTES + 1];

	seal_hex(key.secret, SEAL_SECRET_BYTES, hex);
	assert_null(strstr(text, hex));
	assert_null(strstr(text, "\"secret\""));
	free(text);
	key_release(&key);
	free(path);
}

static void
refuses_the_wrong_passphrase(void **state)
{
	static const struct {
		const char *what, *passphrase, *why;
	} cases[] = {
		{"another", "correct hors", "this is not its passphrase"},
		{"empty", "", "this is not its passphrase"},
		{"nobody to ask", NULL, "it needs its passphrase"},
	};
	struct key key, read;
	char *path = write_key(*state, "correct horse", &key);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;

		assert_case(!key_read(&read, path, answer,
				      (void *)cases[i].passphrase, &err),
			    cases[i].what);
		assert_has(err.text, cases[i].why, cases[i].what);
		assert_null(read.questionnaire);
	}
	key_release(&key);
	free(path);
}

static void
never_overwrites(void **state)
{
	struct error err = ERROR_INIT;
	struct key key;
	char *path = write_key(*state, NULL, &key);
	char *before = test_read(path, NULL), *after;

	assert_false(key_write(path, &key, NULL, &err));
	assert_has(err.text, "a key is never overwritten", "key_write");
	after = test_read(path, NULL);
	assert_text(after, before, "the first key");
	free(before);
	free(after);
	key_release(&key);
	free(path);
}

/* Each breaks one thing in a good file. */
static void
refuses_damaged_files(void **state)
{
	static const struct {
		const char *what, *from, *to, *why;
	} cases[] = {
		{"no JSON", "{\"about\"", "about", "is not a key file"},
		{"another version", "\"version\":1", "\"version\":2",
		 "is not a key file that conduct open wrote"},
		{"no public key", "\"public\"", "\"pubic\"",
		 "is not a key file that conduct open wrote"},
		{"no secret key", "\"secret\"", "\"sacred\"",
		 "is not a key file that conduct open wrote"},
		{"no questionnaire", "\"questionnaire\"", "\"question\"",
		 "is not a key file that conduct open wrote"},
		{"a short secret", "\"secret\":\"", "\"secret\":\"00",
		 "the secret key is damaged"},
		{"secret and locked", "\"secret\"",
		 "\"locked\":\"00\",\"secret\"",
		 "is not a key file that conduct open wrote"},
	};
	struct key key, read;
	char *path = write_key(*state, NULL, &key);
	char *good = test_read(path, NULL);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		const char *at = strstr(good, cases[i].from);
		char bad[4096];

		assert_non_null(at);
		snprintf(bad, sizeof(bad), "%.*s%s%s", (int)(at - good), good,
			 cases[i].to, at + strlen(cases[i].from));
		test_write(path, bad);
		assert_case(!key_read(&read, path, answer, NULL, &err),
			    cases[i].what);
		assert_has(err.text, cases[i].why, cases[i].what);
	}
	free(good);
	key_release(&key);
	free(path);
}

/* Two halves of different pairs: the test box finds out. */
static void
proves_the_pair(void **state)
{
	struct error err = ERROR_INIT;
	struct key key, read;
	char *path = write_key(*state, NULL, &key);
	unsigned char other[SEAL_SECRET_BYTES];

	seal_keypair(key.public, other);
	remove(path);
	assert_true(key_write(path, &key, NULL, &err));
	assert_false(key_read(&read, path, answer, NULL, &err));
	assert_has(err.text, "does not open what it closes", "key_read");
	key_release(&key);
	free(path);
}

static void
stands_beside_its_wave(void **state)
{
	static const struct {
		const char *wave, *key;
	} cases[] = {
		{"survey.wave", "survey.key"},
		{"a/b.c/survey.wave", "a/b.c/survey.key"},
		{"survey", "survey.key"},
		{"survey.db", "survey.db.key"},
		{".wave", ".wave.key"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *key = key_path_for(cases[i].wave);

		assert_text(key, cases[i].key, cases[i].wave);
		free(key);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(comes_back),
		IN_A_FOLDER(locks),
		IN_A_FOLDER(refuses_the_wrong_passphrase),
		IN_A_FOLDER(never_overwrites),
		IN_A_FOLDER(refuses_damaged_files),
		IN_A_FOLDER(proves_the_pair),
		cmocka_unit_test(stands_beside_its_wave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
