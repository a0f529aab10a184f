/*
 * Who sent which response, and when: what can be read from one copy of the
 * files. The attacker knows everything but the keys and reads the raw bytes;
 * the tests know the truth and measure how close the guess comes (Spearman's
 * rank correlation of the true order with the one found, 0 being chance).
 *
 * Random numbers come from a fixed seed, so that the bounds, near to what
 * chance gives, hold always or never.
 */
#include "tests/test.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "survey/store.h"
#include "tests/support/wave_kit.h"

enum { MOST = 200, REPEATS = 20, BOX_SIZE = 5 * 1024 };

/* What of a box to search for, and where it is on pages of its own. */
enum { PART = 48, HEAD = 0, TAIL = BOX_SIZE - PART };

/* ---- random numbers that are the same in each run ---- */

static uint64_t fixed = 20261214;

static uint32_t
fixed_random(void)
{
	fixed = fixed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(fixed >> 32);
}

static void
fixed_bytes(void *out, size_t n)
{
	unsigned char *p = out;

	while (n-- > 0)
		*p++ = (unsigned char)(fixed_random() >> 16);
}

static const char *
fixed_name(void)
{
	return "fixed";
}

static randombytes_implementation fixed_source = {
	.implementation_name = fixed_name,
	.random = fixed_random,
	.buf = fixed_bytes,
};

/* ---- the attacker ---- */

/* Spearman's rho of 0..n-1 with place[], all different. */
static double
rho(const double *place, size_t n)
{
	double sum = 0;
	size_t i, k;

	for (i = 0; i < n; i++) {
		size_t rank = 0;

		for (k = 0; k < n; k++)
			rank += place[k] < place[i];
		sum += ((double)rank - (double)i) * ((double)rank - (double)i);
	}
	return 1 - 6 * sum / ((double)n * ((double)n * (double)n - 1));
}

struct truth {
	unsigned char boxes[MOST][BOX_SIZE]; /* in the order of sending */
	size_t n;
};

/* Where in a file a part of each box stands; false when one is not there. A
 * box goes over several pages, so `part` says which to look for. */
static bool
raw_order(const char *file, const struct truth *truth, size_t part,
	  double *place)
{
	size_t size, i;
	char *raw = test_read(file, &size), *at;
	bool all = true;

	for (i = 0; i < truth->n; i++) {
		at = memmem(raw, size, truth->boxes[i] + part, PART);
		all = all && at;
		place[i] = at ? (double)(at - raw) : 0;
	}
	free(raw);
	return all;
}

/* In which order a plain SELECT gives them. */
static void
logical_order(const char *file, const char *sql, const struct truth *truth,
	      double *place)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	size_t i, row = 0;

	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	for (; sqlite3_step(stmt) == SQLITE_ROW; row++)
		for (i = 0; i < truth->n; i++)
			if (memcmp(sqlite3_column_blob(stmt, 0),
				   truth->boxes[i], PART) == 0)
				place[i] = (double)row;
	assert_int_equal(row, truth->n);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

/* ---- the survey ---- */

static void
answer_all(struct wave_kit *kit, struct truth *truth, size_t n)
{
	struct store *store = kit_open(kit, STORE_ASK);
	struct error err = ERROR_INIT;
	uint32_t slot;
	size_t i;

	truth->n = n;
	for (i = 0; i < n; i++) {
		kit_seal(kit, "an answer", truth->boxes[i]);
		if (kit_send(store, kit->hashes[i], truth->boxes[i], &slot,
			     &err) != SUBMIT_DONE)
			fail_msg("%s", err.text);
	}
	store_close_file(store);
}

static size_t
size_of(const char *dir, const char *name)
{
	char *path = test_path(dir, name);
	size_t size = 0;

	if (access(path, F_OK) == 0)
		free(test_read(path, &size));
	free(path);
	return size;
}

static void
tells_no_order(const char *dir, size_t n, double bound)
{
	static struct truth truth;
	double place[MOST] = {0}, logical = 0, head = 0, tail = 0;
	struct wave_kit kit;
	int i;

	for (i = 0; i < REPEATS; i++) {
		kit_init(&kit, dir);
		kit.wave.box_size = BOX_SIZE;
		unlink(kit.path);
		kit_create(&kit, (uint32_t)(n * 5 / 4 + 50), n);
		answer_all(&kit, &truth, n);
		logical_order(kit.path, "SELECT box FROM slot WHERE used",
			      &truth, place);
		logical += fabs(rho(place, n)) / REPEATS;
		assert_true(raw_order(kit.path, &truth, HEAD, place));
		head += fabs(rho(place, n)) / REPEATS;
		assert_true(raw_order(kit.path, &truth, TAIL, place));
		tail += fabs(rho(place, n)) / REPEATS;
		/* What is empty tells no order. */
		assert_int_equal(size_of(dir, "survey.wave-journal"), 0);
		assert_int_equal(size_of(dir, "survey.wave-wal"), 0);
		kit_release(&kit);
	}
	print_message("%zu sent, %d times: |rho| logical %.3f, physical %.3f "
		      "and %.3f\n",
		      n, REPEATS, logical, head, tail);
	assert_true(logical < bound && head < bound && tail < bound);
}

static void
a_few_responses_tell_no_order(void **state)
{
	tells_no_order(*state, 25, .25);
}

static void
many_responses_tell_no_order(void **state)
{
	tells_no_order(*state, 200, .12);
}

/* ---- the attacker can do it ---- */

/* A response table as one would make it without a thought, or with a little. */
static const struct control {
	const char *what, *journal, *make;
	bool random_key;
	const char *order; /* NULL: do not look */
	bool raw, wal;
} controls[] = {
	{"a row number", "DELETE",
	 "CREATE TABLE r(id INTEGER PRIMARY KEY, box BLOB)", false,
	 "SELECT box FROM r", true, false},
	{"a random key, and the row number nobody sees", "DELETE",
	 "CREATE TABLE r(id BLOB PRIMARY KEY, box BLOB)", true,
	 "SELECT box FROM r ORDER BY rowid", true, false},
	{"a random key without a row number", "DELETE",
	 "CREATE TABLE r(id BLOB PRIMARY KEY, box BLOB) WITHOUT ROWID", true,
	 NULL, true, false},
	{"the same, with a WAL", "WAL",
	 "CREATE TABLE r(id BLOB PRIMARY KEY, box BLOB) WITHOUT ROWID", true,
	 NULL, false, true},
};

static void
control_fill(sqlite3 *db, const struct control *control, struct truth *truth)
{
	char pragma[40];
	sqlite3_stmt *stmt;
	unsigned char key[16];
	size_t i;

	snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode=%s",
		 control->journal);
	sqlite3_exec(db, pragma, NULL, NULL, NULL);
	assert_int_equal(sqlite3_exec(db, control->make, NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO r VALUES(?, ?)",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	truth->n = 100;
	for (i = 0; i < truth->n; i++) {
		fixed_bytes(truth->boxes[i], BOX_SIZE);
		fixed_bytes(key, sizeof(key));
		if (control->random_key)
			sqlite3_bind_blob(stmt, 1, key, sizeof(key),
					  SQLITE_TRANSIENT);
		sqlite3_bind_blob(stmt, 2, truth->boxes[i], BOX_SIZE,
				  SQLITE_STATIC);
		assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
}

static void
control_attack(const struct control *control, const char *file, const char *wal,
	       const struct truth *truth)
{
	double place[MOST] = {0};

	if (control->raw) {
		assert_case(raw_order(file, truth, TAIL, place), control->what);
		assert_case(fabs(rho(place, truth->n)) > .9, control->what);
	}
	if (control->wal) {
		assert_case(raw_order(wal, truth, TAIL, place), control->what);
		assert_case(fabs(rho(place, truth->n)) > .9, control->what);
	}
	if (control->order) {
		logical_order(file, control->order, truth, place);
		assert_case(fabs(rho(place, truth->n)) > .9, control->what);
	}
}

static void
ordinary_tables_tell_all(void **state)
{
	static struct truth truth;
	char *file = test_path(*state, "r.db");
	char *wal = test_path(*state, "r.db-wal");
	size_t i;

	for (i = 0; i < COUNT(controls); i++) {
		sqlite3 *db;

		unlink(file);
		assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
		control_fill(db, &controls[i], &truth);
		control_attack(&controls[i], file, wal, &truth);
		sqlite3_close(db);
	}
	free(file);
	free(wal);
}

/* ---- the same responses in another order ---- */

enum { SENT = 20, SLOTS = 60, ISSUED = 25 };

static void
send_forth_or_back(struct wave_kit *kit, unsigned char (*boxes)[KIT_BOX],
		   bool back, bool codes)
{
	struct store *store = kit_open(kit, STORE_ASK);
	struct error err = ERROR_INIT;
	uint32_t i;

	for (i = 0; i < SENT; i++) {
		uint32_t who = back ? SENT - 1 - i : i;

		assert_int_equal(store_submit(store,
					      codes ? kit->hashes[who] : NULL,
					      who * 2 + 1, boxes[who], &err),
				 SUBMIT_DONE);
	}
	store_close_file(store);
}

static void
close_wave(struct wave_kit *kit)
{
	struct store *store = kit_open(kit, STORE_MANAGE);
	struct error err = ERROR_INIT;

	assert_true(store_close_wave(store, false, &err));
	store_close_file(store);
}

/* Which page differs, if one does; -1: several do. */
static long
page_that_differs(const char *a, const char *b, size_t size)
{
	long page = 0;
	size_t at;

	for (at = 0; at < size; at += 4096)
		if (memcmp(a + at, b + at, 4096) != 0)
			page = page == 0 ? (long)(at / 4096) + 1 : -1;
	return page;
}

static long
page_of_codes(const char *path)
{
	char *text = kit_sql(path,
			     "SELECT rootpage FROM sqlite_schema "
			     "WHERE name='code'");
	long page = strtol(text, NULL, 10);

	free(text);
	return page;
}

/* A wave answered forth, and the same wave answered back: 0 if the files are
 * the same, else the page that differs, or -1. */
static long
trace_of_order(struct wave_kit *kit, bool codes, bool closed)
{
	unsigned char boxes[SENT][KIT_BOX];
	char *made, *after[2];
	size_t size, i;
	long page;
	int back;

	unlink(kit->path);
	kit_create(kit, SLOTS, codes ? ISSUED : 0);
	made = test_read(kit->path, &size);
	for (i = 0; i < SENT; i++)
		kit_seal(kit, "an answer", boxes[i]);
	for (back = 0; back < 2; back++) {
		test_write_bytes(kit->path, made, size);
		send_forth_or_back(kit, boxes, back, codes);
		if (closed)
			close_wave(kit);
		after[back] = test_read(kit->path, &size);
	}
	page = page_that_differs(after[0], after[1], size);
	free(after[0]);
	free(after[1]);
	free(made);
	return page;
}

/*
 * Stronger than any one attack: what does not differ cannot tell. While a wave
 * is open, what SQLite leaves between the codes may tell in which order some
 * of them were spent, though not by whom or with which box; closing writes
 * them anew. That the comparison sees this is its control.
 */
static void
the_order_leaves_no_trace(void **state)
{
	static const struct {
		const char *what;
		bool codes, closed, codes_differ;
	} cases[] = {
		{"without codes", false, false, false},
		{"with codes", true, false, true},
		{"with codes, closed", true, true, false},
	};
	size_t i, k;

	for (k = 0; k < COUNT(cases); k++) {
		size_t differ = 0;

		for (i = 0; i < REPEATS; i++) {
			struct wave_kit kit;
			long page;

			kit_init(&kit, *state);
			page = trace_of_order(&kit, cases[k].codes,
					      cases[k].closed);
			if (page != 0)
				assert_int_equal(page, page_of_codes(kit.path));
			differ += page != 0;
			kit_release(&kit);
		}
		assert_case((differ > 0) == cases[k].codes_differ,
			    cases[k].what);
	}
}

/* Codes stand in the file by their hashes, however they were issued: with
 * more of them added, too. */
static void
codes_stand_in_their_own_order(void **state)
{
	enum { FIRST = 30, ADDED = 30, ALL = FIRST + ADDED };
	struct error err = ERROR_INIT;
	struct wave_kit kit;
	struct store *store;
	unsigned char *by_place[ALL];
	size_t size, i, k;
	char *raw;

	kit_init(&kit, *state);
	kit_create(&kit, ALL, FIRST);
	store = kit_open(&kit, STORE_MANAGE);
	assert_true(store_codes_add(store, kit.hashes[FIRST], ADDED, &err));
	store_close_file(store);
	raw = test_read(kit.path, &size);
	/* All on one page, which SQLite fills from its end. */
	for (i = 0; i < ALL; i++)
		by_place[i] = memmem(raw, size, kit.hashes[i], SEAL_HASH_BYTES);
	for (i = 0; i < ALL; i++)
		for (k = 0; k < ALL; k++)
			assert_true((by_place[i] < by_place[k]) ==
				    (memcmp(kit.hashes[i], kit.hashes[k],
					    SEAL_HASH_BYTES) > 0));
	free(raw);
	kit_release(&kit);
}

/* ---- canaries ---- */

/* Things that may be in no file of the folder. */
struct canaries {
	const char *names[16];
	const void *bytes[16];
	size_t sizes[16];
	size_t n;
};

static void
canary(struct canaries *all, const char *name, const void *bytes, size_t size)
{
	assert_true(all->n < COUNT(all->names));
	all->names[all->n] = name;
	all->bytes[all->n] = bytes;
	all->sizes[all->n++] = size;
}

static void
search_file(const char *path, const struct canaries *all, const char *when)
{
	size_t size, i;
	char *raw = test_read(path, &size);

	for (i = 0; i < all->n; i++)
		if (memmem(raw, size, all->bytes[i], all->sizes[i]))
			fail_msg("%s is in %s %s", all->names[i], path, when);
	free(raw);
}

static size_t
search_folder(const char *dir, const struct canaries *all, const char *when)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	size_t files = 0;

	assert_non_null(d);
	while ((entry = readdir(d))) {
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = test_path(dir, entry->d_name);
		search_file(path, all, when);
		free(path);
		files++;
	}
	closedir(d);
	return files;
}

static const char answer[] = "secret-0001 what one person thinks";

struct person {
	char slip[CODE_TEXT_BYTES], wayback[CODE_TEXT_BYTES];
	struct draft_key key;
	unsigned char draft[KIT_DRAFT], box[KIT_BOX];
};

static void
person_init(struct person *person, struct wave_kit *kit, size_t code)
{
	struct error err = ERROR_INIT;

	slip_new(person->slip);
	wayback_new(person->wayback);
	slip_hash(person->slip, kit->wave.salt, kit->hashes[code]);
	assert_true(draft_key_derive(person->wayback, kit->wave.salt,
				     &person->key, &err));
	draft_close(&person->key, answer, sizeof(answer), person->draft,
		    KIT_DRAFT);
	kit_seal(kit, answer, person->box);
}

static struct canaries
secrets_of(const struct person *person, const struct wave_kit *kit)
{
	struct canaries all = {.n = 0};

	canary(&all, "the answer", answer, sizeof(answer) - 1);
	canary(&all, "a part of the answer", "one person", 10);
	canary(&all, "the slip", person->slip, strlen(person->slip));
	canary(&all, "the way-back code", person->wayback,
	       strlen(person->wayback));
	canary(&all, "the draft's key", person->key.key, 16);
	canary(&all, "the wave's key", kit->secret, 16);
	return all;
}

static void
keeps_no_secret_in_the_clear(void **state)
{
	const char *dir = *state;
	struct error err = ERROR_INIT;
	struct wave_kit kit;
	struct person person;
	struct canaries all, gone = {.n = 0};
	struct store *store;

	kit_init(&kit, dir);
	person_init(&person, &kit, 0);
	kit_create(&kit, 10, 5);
	all = secrets_of(&person, &kit);
	store = kit_open(&kit, STORE_ASK);
	assert_true(store_draft_put(store, person.key.id, person.draft, &err));
	/* The attacker can find what is there: the draft's box. */
	canary(&gone, "the draft", person.draft + 64, 64);
	canary(&gone, "the slip's hash", kit.hashes[0], SEAL_HASH_BYTES);
	canary(&gone, "the draft's place", person.key.id, DRAFT_ID_BYTES);
	assert_true(search_folder(dir, &all, "after keeping") >= 5);
	assert_int_equal(store_submit(store, kit.hashes[0], 4, person.box,
				      &err),
			 SUBMIT_DONE);
	search_folder(dir, &all, "after sending");
	assert_true(store_draft_delete(store, person.key.id, &err));
	search_folder(dir, &all, "after deleting");
	search_folder(dir, &gone, "after deleting");
	store_close_file(store);
	search_folder(dir, &all, "after the end");
	search_folder(dir, &gone, "after the end");
	kit_release(&kit);
}

/* As before, but each step is the last one of its process. */
static void
a_kill_leaves_no_secret_in_the_clear(void **state)
{
	const char *dir = *state;
	struct error err = ERROR_INIT;
	struct wave_kit kit;
	struct person person;
	struct canaries all, gone = {.n = 0};
	struct store *store;
	int step, status;

	kit_init(&kit, dir);
	person_init(&person, &kit, 0);
	kit_create(&kit, 10, 5);
	all = secrets_of(&person, &kit);
	for (step = 0; step < 3; step++) {
		pid_t pid = fork();

		if (pid == 0) {
			store = kit_open(&kit, STORE_ASK);
			if (step == 0)
				store_draft_put(store, person.key.id,
						person.draft, &err);
			if (step == 1)
				store_submit(store, kit.hashes[0], 4,
					     person.box, &err);
			if (step == 2)
				store_draft_delete(store, person.key.id, &err);
			kill(getpid(), SIGKILL);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		search_folder(dir, &all, "after a kill");
	}
	canary(&gone, "the draft", person.draft + 64, 64);
	canary(&gone, "the slip's hash", kit.hashes[0], SEAL_HASH_BYTES);
	search_folder(dir, &gone, "after a kill");
	store = kit_open(&kit, STORE_ASK);
	search_folder(dir, &all, "after recovery");
	store_close_file(store);
	kit_release(&kit);
}

/* What the search would find if nothing were sealed, and what a WAL that is
 * not emptied still holds. */
static void
the_search_finds_what_is_there(void **state)
{
	const char *dir = *state;
	struct error err = ERROR_INIT;
	unsigned char draft[KIT_DRAFT] = "secret-0002 in the clear";
	unsigned char id[DRAFT_ID_BYTES];
	char *path, *raw;
	struct wave_kit kit;
	struct store *store;
	size_t size;

	kit_init(&kit, dir);
	kit_create(&kit, 10, 5);
	store = kit_open(&kit, STORE_ASK);
	kit_id(1, id);
	assert_true(store_draft_put(store, id, draft, &err));
	memset(draft, 'x', sizeof(draft));
	assert_true(store_draft_put(store, id, draft, &err));
	path = test_path(dir, "survey.drafts-wal");
	raw = test_read(path, &size);
	assert_non_null(memmem(raw, size, "secret-0002", 11));
	free(raw);
	free(path);
	store_close_file(store);
	raw = test_read(kit.path, &size);
	assert_non_null(memmem(raw, size, kit.hashes[0], SEAL_HASH_BYTES));
	free(raw);
	kit_release(&kit);
}

static void
closing_leaves_nothing_of_drafts(void **state)
{
	const char *dir = *state;
	struct error err = ERROR_INIT;
	struct canaries gone = {.n = 0};
	struct store *client, *manager;
	struct wave_kit kit;
	struct person person;

	kit_init(&kit, dir);
	person_init(&person, &kit, 0);
	kit_create(&kit, 10, 5);
	client = kit_open(&kit, STORE_ASK);
	assert_true(store_draft_put(client, person.key.id, person.draft, &err));
	manager = kit_open(&kit, STORE_MANAGE);
	assert_true(store_close_wave(manager, true, &err));
	canary(&gone, "the draft", person.draft + 64, 64);
	canary(&gone, "the draft's place", person.key.id, DRAFT_ID_BYTES);
	search_folder(dir, &gone, "after closing");
	store_close_file(manager);
	store_close_file(client);
	assert_int_equal(search_folder(dir, &gone, "after closing"), 3);
	kit_release(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_few_responses_tell_no_order),
		IN_A_FOLDER(many_responses_tell_no_order),
		IN_A_FOLDER(ordinary_tables_tell_all),
		IN_A_FOLDER(the_order_leaves_no_trace),
		IN_A_FOLDER(codes_stand_in_their_own_order),
		IN_A_FOLDER(keeps_no_secret_in_the_clear),
		IN_A_FOLDER(a_kill_leaves_no_secret_in_the_clear),
		IN_A_FOLDER(the_search_finds_what_is_there),
		IN_A_FOLDER(closing_leaves_nothing_of_drafts),
	};
	struct error err = ERROR_INIT;

	randombytes_set_implementation(&fixed_source);
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
