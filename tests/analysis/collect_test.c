#include "analysis/data/collect.h"

#include "analysis/data/file.h"
#include "analysis/data/key.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "questions/json.h"
#include "questions/response.h"
#include "survey/store.h"
#include "tests/analysis/results_kit.h"
#include "tests/test.h"

static const char form_csv[] = "survey\n"
			       ",type,name,label,kq_role,kq_key\n"
			       ",select_one yn,q1,Is it?,knowledge,y\n"
			       ",text,q2,Why?,,\n"
			       "choices\n"
			       ",list_name,name,label\n"
			       ",yn,y,Yes\n,yn,n,No\n"
			       "settings\n"
			       ",form_title,form_id\n"
			       ",A test,test\n";

enum { CAPACITY = 40, MIN_GROUP = 5 };

/* A wave and its key in a folder, to be filled box by box. */
struct filled {
	struct results_kit kit;
	struct key key;
	struct wave wave;
	char *instrument, *path, *key_path;
	char hash[RESPONSE_HASH_CHARS + 1];
	struct store *store;
	uint32_t slot;
};

static void
filled_make(struct filled *f, const char *dir, const char *name, bool pilot)
{
	struct error err = ERROR_INIT;
	unsigned char hash[SEAL_HASH_BYTES];

	memset(f, 0, sizeof(*f));
	assert_true(seal_init(&err));
	results_kit_init(&f->kit, form_csv);
	f->instrument = instrument_write(f->kit.book, INSTRUMENT_WITHOUT_KEY);
	f->path = test_path(dir, name);
	f->key_path = key_path_for(f->path);
	seal_keypair(f->key.public, f->key.secret);
	f->key.questionnaire = mem_copy(f->kit.questionnaire);
	f->key.questionnaire_bytes = strlen(f->key.questionnaire);
	assert_case(key_write(f->key_path, &f->key, NULL, &err), err.text);
	seal_hash(f->instrument, strlen(f->instrument), hash);
	seal_hex(hash, sizeof(hash), f->hash);

	f->wave = (struct wave){
		.instrument = f->instrument,
		.instrument_bytes = strlen(f->instrument),
		.capacity = CAPACITY,
		.box_size =
			(uint32_t)response_box_size(f->kit.form, SEAL_OVERHEAD),
		.draft_size = 8192,
		.staff = 30,
		.min_group = MIN_GROUP,
		.closes = "2026-12-14",
		.pilot = pilot,
	};
	memcpy(f->wave.public_key, f->key.public, SEAL_PUBLIC_BYTES);
	seal_random(f->wave.salt, SEAL_SALT_BYTES);
	assert_case(store_create(f->path, &f->wave, NULL, 0, &err), err.text);
	assert_case(store_open(&f->store, f->path, STORE_MANAGE, &err),
		    err.text);
	f->slot = 1;
}

static void
filled_init(struct filled *f, const char *dir, const char *name)
{
	filled_make(f, dir, name, false);
}

static void
filled_release(struct filled *f)
{
	store_close_file(f->store);
	key_release(&f->key);
	free(f->instrument);
	free(f->path);
	free(f->key_path);
	results_kit_release(&f->kit);
}

/* What is in the next slot: sealed to the wave's key. */
static void
put(struct filled *f, const char *plain)
{
	char *box = mem_new(f->wave.box_size, 1);
	struct error err = ERROR_INIT;

	seal_close(f->key.public, plain, strlen(plain), box, f->wave.box_size);
	assert_int_equal(store_submit(f->store, NULL, f->slot++, box, &err),
			 SUBMIT_DONE);
	free(box);
}

/* id: a number that becomes one. answers: JSON. */
static void
put_answers(struct filled *f, unsigned id, const char *answers)
{
	struct error err = ERROR_INIT;
	struct json *j = json_parse(answers, strlen(answers), &err);
	char hex[RESPONSE_ID_CHARS + 1], *plain;

	assert_text(err.text, "", answers);
	snprintf(hex, sizeof(hex), "%032x", id);
	plain = response_write(f->hash, hex, j);
	put(f, plain);
	free(plain);
}

static void
put_people(struct filled *f, unsigned from, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		put_answers(f, from + i,
			    i % 2 ? "{\"q1\":\"y\",\"q2\":null}"
				  : "{\"q1\":\"n\",\"q2\":\"because\"}");
}

static void
close_it(struct filled *f)
{
	struct error err = ERROR_INIT;

	assert_case(store_close_wave(f->store, true, &err), err.text);
}

/* Collects waves into DIR/results; true as collect, and what it says. */
static bool
run(const char *dir, char *const *waves, size_t n, struct collected *done,
    struct error *err)
{
	char *results = test_path(dir, "results");
	struct collect what = {.wave = waves, .n = n, .results = results};
	bool good;

	err->text[0] = '\0';
	good = collect(&what, done, err);
	assert_case(good == file_exists(results), err->text);
	free(results);
	return good;
}

static char *
query(const char *dir, const char *sql)
{
	char *results = test_path(dir, "results");
	char *rows = results_kit_sql(results, sql);

	free(results);
	return rows;
}

static void
opens_every_box(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled f;
	char *got;

	filled_init(&f, *state, "a.wave");
	put_people(&f, 100, 7);
	put_answers(&f, 1, "{}");
	put_answers(&f, 2, "{\"q1\":false}");
	close_it(&f);
	assert_case(run(*state, &f.path, 1, &done, &err), err.text);
	assert_int_equal(done.answers, 9);
	assert_int_equal(done.unopened + done.conflicts + done.dropped_twice,
			 0);
	got = query(*state,
		    "SELECT answers, count(*) FROM response GROUP BY 1 "
		    "ORDER BY 1");
	assert_text(got, "..|1\n0-|3\n11|4\n~.|1\n", "responses");
	free(got);
	got = query(*state, "SELECT text, count(*) FROM comment");
	assert_text(got, "because|4\n", "comments");
	free(got);
	got = query(*state,
		    "SELECT name, value FROM about WHERE name IN "
		    "('staff', 'waves', 'min_group', 'closed_early', "
		    "'closes', 'made_up') ORDER BY name");
	assert_text(got,
		    "closed_early|1\ncloses|2026-12-14\nmade_up|0\n"
		    "min_group|5\nstaff|30\nwaves|1\n",
		    "about");
	free(got);
	collected_release(&done);
	filled_release(&f);
}

/* Nothing of an id is in the results. */
static void
forgets_ids(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled f;
	char *path = test_path(*state, "results"), *bytes;
	size_t n;

	filled_init(&f, *state, "a.wave");
	put_people(&f, 0xabcdef01, 9);
	close_it(&f);
	assert_true(run(*state, &f.path, 1, &done, &err));
	bytes = test_read(path, &n);
	assert_null(memmem(bytes, n, "abcdef0", 7));
	assert_null(memmem(bytes, n, "\xab\xcd\xef", 3));
	assert_null(memmem(bytes, n, "a.wave", 6));
	assert_non_null(memmem(bytes, n, "because", 7));
	free(bytes);
	free(path);
	collected_release(&done);
	filled_release(&f);
}

static void
counts_what_came_twice(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled f;

	filled_init(&f, *state, "a.wave");
	put_people(&f, 100, 6);
	put_answers(&f, 7, "{\"q1\":\"y\",\"q2\":null}");
	put_answers(&f, 7, "{\"q1\":\"y\",\"q2\":null}");
	put_answers(&f, 7, "{\"q1\":\"n\",\"q2\":null}");
	put_answers(&f, 7, "{\"q1\":\"n\",\"q2\":null}");
	put_answers(&f, 8, "{\"q1\":\"y\",\"q2\":null}");
	close_it(&f);
	assert_case(run(*state, &f.path, 1, &done, &err), err.text);
	assert_int_equal(done.answers, 9);
	assert_int_equal(done.dropped_twice, 2);
	assert_int_equal(done.conflicts, 1);
	assert_int_equal(done.problems.n, 1);
	assert_has(done.problems.list[0].where, "a.wave:9", "the slot");
	assert_has(done.problems.list[0].text, "with other answers", "why");
	collected_release(&done);
	filled_release(&f);
}

/* Reported with its slot, kept in the wave, and the others are collected. */
static void
reports_what_does_not_fit(void **state)
{
	static const struct {
		const char *what, *plain;
	} cases[] = {
		{"noise", "noise"},
		{"JSON of another kind", "{\"v\":1}"},
		{"another instrument",
		 "{\"v\":\"0000000000000000000000000000000000000000000000000000"
		 "000000000000\",\"id\":\"00000000000000000000000000000001\","
		 "\"a\":{}}"},
	};
	static const char *const answers[] = {
		"{\"q1\":\"maybe\"}",	       "{\"q1\":1}", "{\"q9\":\"y\"}",
		"{\"q1\":\"y\",\"q1\":\"n\"}", "[]",
	};
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled f;
	char *before, *after, plain[512];
	size_t i, n, m;

	filled_init(&f, *state, "a.wave");
	put_people(&f, 100, 6);
	for (i = 0; i < COUNT(cases); i++)
		put(&f, cases[i].plain);
	for (i = 0; i < COUNT(answers); i++) {
		snprintf(plain, sizeof(plain),
			 "{\"v\":\"%s\",\"id\":\"%032zx"
			 "\",\"a\":%s}",
			 f.hash, i, answers[i]);
		put(&f, plain);
	}
	close_it(&f);
	before = test_read(f.path, &n);
	assert_case(run(*state, &f.path, 1, &done, &err), err.text);
	assert_int_equal(done.answers, 6);
	assert_int_equal(done.unopened, COUNT(cases) + COUNT(answers));
	assert_int_equal(done.problems.n, COUNT(cases) + COUNT(answers));
	for (i = 0; i < done.problems.n; i++) {
		assert_int_equal(done.problems.list[i].row, 7 + i);
		/* no value is quoted */
		assert_null(strstr(done.problems.list[i].text, "maybe"));
	}
	after = test_read(f.path, &m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
	collected_release(&done);
	filled_release(&f);
}

static void
waves_add_up(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled a, b;
	char *one, *two;

	filled_init(&a, *state, "a.wave");
	filled_init(&b, *state, "b.wave");
	put_people(&a, 100, 3);
	put_people(&b, 200, 4);
	close_it(&a);
	close_it(&b);
	assert_false(run(*state, &a.path, 1, &done, &err));
	assert_has(err.text, "3 answers: fewer than 5", "one alone");
	collected_release(&done);
	assert_case(run(*state, (char *[]){a.path, b.path}, 2, &done, &err),
		    err.text);
	assert_int_equal(done.answers, 7);
	collected_release(&done);
	one = query(*state, "SELECT * FROM response");
	/* the order of waves does not matter */
	assert_true(run(*state, (char *[]){b.path, a.path}, 2, &done, &err));
	collected_release(&done);
	two = query(*state, "SELECT * FROM response");
	assert_text(two, one, "the other way round");
	free(one);
	free(two);
	one = query(*state, "SELECT value FROM about WHERE name = 'staff'");
	assert_text(one, "60\n", "staff add up");
	free(one);
	filled_release(&a);
	filled_release(&b);
}

/* One wave of a pilot, or closed early, marks all, whichever comes last. */
static void
one_wave_marks_all(void **state)
{
	static const struct {
		const char *what;
		bool pilot, early;
		const char *about;
	} cases[] = {
		{"neither", false, false, "closed_early|0\nmade_up|0\n"},
		{"a pilot", true, false, "closed_early|0\nmade_up|1\n"},
		{"closed early", false, true, "closed_early|1\nmade_up|0\n"},
	};

	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		bool last = i >= COUNT(cases);
		size_t c = i % COUNT(cases);
		struct collected done;
		struct filled plain, marked;
		char name[32], *got;

		snprintf(name, sizeof(name), "%zu-a.wave", i);
		filled_init(&plain, *state, name);
		snprintf(name, sizeof(name), "%zu-b.wave", i);
		filled_make(&marked, *state, name, cases[c].pilot);
		put_people(&plain, 100, 5);
		put_people(&marked, 200, 5);
		assert_true(store_close_wave(plain.store, false, &err));
		assert_true(
			store_close_wave(marked.store, cases[c].early, &err));
		assert_case(run(*state,
				(char *[]){last ? plain.path : marked.path,
					   last ? marked.path : plain.path},
				2, &done, &err),
			    err.text);
		collected_release(&done);
		got = query(*state,
			    "SELECT name, value FROM about WHERE name IN "
			    "('closed_early', 'made_up') ORDER BY name");
		assert_text(got, cases[c].about, cases[c].what);
		free(got);
		filled_release(&plain);
		filled_release(&marked);
	}
}

static void
refuses(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled a, b;

	filled_init(&a, *state, "a.wave");
	filled_init(&b, *state, "b.wave");
	put_people(&a, 100, 6);
	put_people(&b, 200, 6);
	close_it(&a);

	assert_false(run(*state, &b.path, 1, &done, &err));
	assert_has(err.text, "b.wave is still open", "an open wave");
	collected_release(&done);
	assert_false(run(*state, (char *[]){a.path, b.path}, 2, &done, &err));
	assert_has(err.text, "b.wave is still open", "one of two open");
	collected_release(&done);
	close_it(&b);
	assert_false(run(*state, (char *[]){a.path, a.path}, 2, &done, &err));
	assert_has(err.text, "are the same wave", "one twice");
	collected_release(&done);

	rename(b.key_path, a.key_path);
	assert_false(run(*state, &a.path, 1, &done, &err));
	assert_has(err.text, "is the key of another wave", "another key");
	collected_release(&done);
	remove(a.key_path);
	assert_false(run(*state, &a.path, 1, &done, &err));
	assert_has(err.text, "cannot be read", "no key");
	collected_release(&done);

	/* the right pair with a changed questionnaire */
	a.key.questionnaire[strcspn(a.key.questionnaire, "I")] = 'J';
	assert_true(key_write(a.key_path, &a.key, NULL, &err));
	assert_false(run(*state, &a.path, 1, &done, &err));
	assert_has(err.text, "holds another questionnaire", "changed");
	collected_release(&done);
	filled_release(&a);
	filled_release(&b);
}

/* Too few are left once boxes that do not fit are out. */
static void
refuses_too_few_that_fit(void **state)
{
	struct error err = ERROR_INIT;
	struct collected done;
	struct filled f;
	size_t before;

	filled_init(&f, *state, "a.wave");
	put_people(&f, 100, 4);
	put(&f, "noise");
	close_it(&f);
	before = test_entries(*state);
	assert_false(run(*state, &f.path, 1, &done, &err));
	assert_has(err.text, "4 answers: fewer than 5", "four fit");
	assert_int_equal(test_entries(*state), before);
	collected_release(&done);
	filled_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(opens_every_box),
		IN_A_FOLDER(forgets_ids),
		IN_A_FOLDER(counts_what_came_twice),
		IN_A_FOLDER(reports_what_does_not_fit),
		IN_A_FOLDER(waves_add_up),
		IN_A_FOLDER(one_wave_marks_all),
		IN_A_FOLDER(refuses),
		IN_A_FOLDER(refuses_too_few_that_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
