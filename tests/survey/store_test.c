#include "tests/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "survey/store.h"
#include "survey/store_private.h"
#include "tests/support/wave_kit.h"

enum { CAPACITY = 20, CODES = 8 };

struct here {
	char *dir;
	struct wave_kit kit;
	struct error err;
};

/* A wave of 20 slots and 8 codes in a folder of its own. */
static int
here_setup(void **state)
{
	struct here *here = calloc(1, sizeof(*here));
	void *dir;

	if (!here || test_dir_setup(&dir) != 0)
		return -1;
	here->dir = dir;
	kit_init(&here->kit, dir);
	kit_create(&here->kit, CAPACITY, CODES);
	*state = here;
	return 0;
}

static int
here_teardown(void **state)
{
	struct here *here = *state;
	void *dir = here->dir;

	kit_release(&here->kit);
	free(here);
	return test_dir_teardown(&dir);
}

static size_t
files_in(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	size_t n = 0;

	assert_non_null(d);
	while ((entry = readdir(d)))
		n += entry->d_name[0] != '.';
	closedir(d);
	return n;
}

static bool
there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* ---- a new wave ---- */

static void
keeps_what_it_was_opened_with(void **state)
{
	struct here *here = *state;
	struct wave_kit kit;
	struct store *store;
	const struct wave *wave;

	unlink(here->kit.path);
	kit_init(&kit, here->dir);
	kit.wave.pilot = true;
	kit.wave.box_size = 5 * 1024;
	kit_create(&kit, 77, 3);
	store = kit_open(&kit, STORE_READ);
	wave = store_wave(store);
	assert_text(store_path(store), kit.path, "path");
	assert_text(wave->instrument, kit.wave.instrument, "instrument");
	assert_int_equal(wave->instrument_bytes, kit.wave.instrument_bytes);
	assert_memory_equal(wave->public_key, kit.wave.public_key,
			    SEAL_PUBLIC_BYTES);
	assert_memory_equal(wave->salt, kit.wave.salt, SEAL_SALT_BYTES);
	assert_int_equal(wave->capacity, 77);
	assert_int_equal(wave->box_size, 5 * 1024);
	assert_int_equal(wave->draft_size, KIT_DRAFT);
	assert_int_equal(wave->staff, 40);
	assert_int_equal(wave->codes_issued, 3);
	assert_int_equal(wave->min_group, 10);
	assert_text(wave->closes, "2026-12-14", "closes");
	assert_true(wave->pilot);
	assert_false(wave->closed);
	assert_false(wave->closed_early);
	store_close_file(store);
	kit_release(&kit);
}

static void
is_private_and_says_what_it_is(void **state)
{
	struct here *here = *state;
	struct stat st;
	char *got;

	assert_int_equal(stat(here->kit.path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(files_in(here->dir), 1);
	got = kit_sql(here->kit.path,
		      "SELECT group_concat(line, ' ') "
		      "FROM about");
	assert_has(got, "noise", "about");
	assert_has(got, "conduct-survey FILE.wave", "about");
	free(got);
	got = kit_sql(here->kit.path, "PRAGMA application_id");
	assert_text(got, "1131308119", "mark");
	free(got);
	got = kit_sql(here->kit.path,
		      "SELECT count(*) = 20 AND min(used) = 0 AND "
		      "max(used) = 0 AND min(length(box)) = 2048 AND "
		      "count(DISTINCT box) = 20 FROM slot");
	assert_text(got, "1", "slots");
	free(got);
}

static void
refuses_to_open_a_wave_that_cannot_be(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what, *path;
		uint32_t capacity, box_size, draft_size;
		size_t codes;
		const char *says;
	} cases[] = {
		{"there already", "survey.wave", 5, 1024, 1024, 0,
		 "there already; choose another name"},
		{"no slots", "new.wave", 0, 1024, 1024, 0, "capacity is 0"},
		{"a slot too many", "new.wave", 10000001, 1024, 1024, 0,
		 "from 1 to 10000000"},
		{"more codes than slots", "new.wave", 5, 1024, 1024, 6,
		 "6 codes for 5 slots"},
		{"a box too small", "new.wave", 5, 63, 1024, 0,
		 "box_size is 63"},
		{"a box too large", "new.wave", 5, 1048577, 1024, 0,
		 "box_size is 1048577"},
		{"a draft too small", "new.wave", 5, 1024, 0, 0,
		 "draft_size is 0"},
		{"no such folder", "nowhere/new.wave", 5, 1024, 1024, 0,
		 "choose a folder that is there"},
		{"larger than any disk", "new.wave", 10000000, 1048576, 1024, 0,
		 "MiB"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *path = test_path(here->dir, cases[i].path);
		struct wave wave = here->kit.wave;
		struct error err = ERROR_INIT;

		wave.capacity = cases[i].capacity;
		wave.box_size = cases[i].box_size;
		wave.draft_size = cases[i].draft_size;
		assert_case(!store_create(path, &wave, here->kit.hashes[0],
					  cases[i].codes, &err),
			    cases[i].what);
		assert_has(err.text, cases[i].says, cases[i].what);
		assert_has(err.text, cases[i].path, cases[i].what);
		/* Nothing half-made is left. */
		assert_int_equal(files_in(here->dir), 1);
		free(path);
	}
}

static void
refuses_two_equal_codes(void **state)
{
	struct here *here = *state;
	char *path = test_path(here->dir, "new.wave");

	here->kit.wave.capacity = 5;
	memcpy(here->kit.hashes[2], here->kit.hashes[0], SEAL_HASH_BYTES);
	assert_false(store_create(path, &here->kit.wave, here->kit.hashes[0], 3,
				  &here->err));
	assert_has(here->err.text, "there already", "codes");
	assert_int_equal(files_in(here->dir), 1);
	free(path);
}

/* ---- opening ---- */

static void
refuses_what_is_not_a_wave(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what, *bytes, *sql, *says;
	} cases[] = {
		{"no such file", NULL, NULL, "no such file; check the name"},
		{"an empty file", "", NULL, "not a wave"},
		{"a text", "type,name,label\n", NULL, "not a file of ours"},
		{"a longer text",
		 "type,name,label\ntype,name,label\ntype,name,label\n"
		 "type,name,label\ntype,name,label\ntype,name,label\n",
		 NULL, "not a file of ours"},
		{"another database", "", "CREATE TABLE t(x)", "not a wave"},
		{"a results file", "",
		 "CREATE TABLE t(x); PRAGMA application_id=1", "not a wave"},
		{"a wave of tomorrow", "",
		 "CREATE TABLE t(x); PRAGMA application_id=0x436e6457;"
		 "PRAGMA user_version=2",
		 "format 2 and this program knows 1"},
		{"the drafts", "",
		 "CREATE TABLE t(x); PRAGMA application_id=0x436e6444",
		 "not a wave"},
		{"a wave without its tables", "",
		 "CREATE TABLE t(x); PRAGMA application_id=0x436e6457;"
		 "PRAGMA user_version=1",
		 "no such table"},
	};
	const enum store_mode modes[] = {STORE_ASK, STORE_MANAGE, STORE_READ};
	char *path = test_path(here->dir, "other.wave");
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		unlink(path);
		if (cases[i].bytes) {
			test_write(path, cases[i].bytes);
			chmod(path, 0600);
		}
		if (cases[i].sql)
			free(kit_sql(path, cases[i].sql));
		for (k = 0; k < COUNT(modes); k++) {
			struct error err = ERROR_INIT;
			struct store *store;

			assert_case(!store_open(&store, path, modes[k], &err),
				    cases[i].what);
			assert_null(store);
			assert_has(err.text, cases[i].says, cases[i].what);
			assert_has(err.text, path, cases[i].what);
		}
	}
	free(path);
}

static void
says_which_part_of_a_wave_is_damaged(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what, *sql, *says;
	} cases[] = {
		{"a key that was changed",
		 "UPDATE wave SET value=zeroblob(32) WHERE name='public_key'",
		 "row sum"},
		{"a key too short",
		 "UPDATE wave SET value=x'00' WHERE name='public_key'",
		 "row public_key"},
		{"a key of another kind",
		 "UPDATE wave SET value='00' WHERE name='public_key'",
		 "row public_key"},
		{"a minimum group under the floor",
		 "UPDATE wave SET value=4 WHERE name='min_group'",
		 "row min_group"},
		{"another capacity",
		 "UPDATE wave SET value=21 WHERE name='capacity'", "row sum"},
		{"a capacity beyond 32 bits",
		 "UPDATE wave SET value=4294967316 WHERE name='capacity'",
		 "row capacity"},
		{"no capacity", "DELETE FROM wave WHERE name='capacity'",
		 "row capacity"},
		{"closed by half",
		 "UPDATE wave SET value=2 WHERE name='closed'", "row closed"},
		{"no sum", "DELETE FROM wave WHERE name='sum'", "row sum"},
		{"a sum too short",
		 "UPDATE wave SET value=x'00' WHERE name='sum'", "row sum"},
		{"one letter of the questionnaire",
		 "UPDATE wave SET value=replace(value, 'A', 'B')"
		 " WHERE name='instrument'",
		 "row sum"},
	};
	char *bytes;
	size_t i, size;

	bytes = test_read(here->kit.path, &size);
	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct store *store;

		test_write_bytes(here->kit.path, bytes, size);
		free(kit_sql(here->kit.path, cases[i].sql));
		assert_case(!store_open(&store, here->kit.path, STORE_ASK,
					&err),
			    cases[i].what);
		assert_has(err.text, cases[i].says, cases[i].what);
		assert_has(err.text, "damaged", cases[i].what);
	}
	free(bytes);
}

/* Its sum is right, but nothing can be sealed to this key. */
static void
refuses_a_wave_whose_key_is_none(void **state)
{
	struct here *here = *state;
	char *path = test_path(here->dir, "none.wave");
	struct wave wave = here->kit.wave;
	struct error err = ERROR_INIT;
	struct store *store;

	wave.capacity = 5;
	memset(wave.public_key, 0, sizeof wave.public_key);
	assert_true(store_create(path, &wave, NULL, 0, &err));
	assert_false(store_open(&store, path, STORE_ASK, &err));
	assert_has(err.text, "row public_key", "the message");
	free(path);
}

static void
refuses_to_ask_where_others_may_write(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what;
		mode_t file, folder;
		const char *says; /* NULL: fine */
	} cases[] = {
		{"as made", 0600, 0700, NULL},
		{"others may read", 0644, 0755, NULL},
		{"the group may write the file", 0660, 0700,
		 "others may write to it; run chmod 700 "},
		{"all may write the file", 0602, 0700,
		 "others may write to it; run chmod 700 "},
		{"the group may write the folder", 0600, 0770, "chmod 700 "},
		{"all may write the folder", 0600, 0707, "chmod 700 "},
		{"a folder like /tmp", 0600, 01777, "mkdir -m 700"},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct store *store;
		bool ok;

		assert_int_equal(chmod(here->kit.path, cases[i].file), 0);
		assert_int_equal(chmod(here->dir, cases[i].folder), 0);
		ok = store_open(&store, here->kit.path, STORE_ASK, &err);
		assert_case(ok == !cases[i].says, cases[i].what);
		if (cases[i].says)
			assert_has(err.text, cases[i].says, cases[i].what);
		store_close_file(store);
		/* To look at it, or to manage it, is no risk to answers. */
		store_close_file(kit_open(&here->kit, STORE_READ));
		store_close_file(kit_open(&here->kit, STORE_MANAGE));
	}
}

/* Root counts as no other, so this runs as somebody else. */
static void
refuses_to_ask_in_a_file_of_another_account(void **state)
{
	struct here *here = *state;
	struct store *store;
	pid_t pid;
	int status;

	if (geteuid() != 0) {
		print_message("SKIP: changing accounts needs root\n");
		skip();
	}
	assert_int_equal(chmod(here->dir, 0755), 0);
	assert_int_equal(chmod(here->kit.path, 0644), 0);
	assert_int_equal(chown(here->kit.path, 12345, 12345), 0);
	pid = fork();
	if (pid == 0) {
		bool refused = seteuid(23456) == 0 &&
			!store_open(&store, here->kit.path, STORE_ASK,
				    &here->err) &&
			strstr(here->err.text, "belongs to another account");

		_exit(refused ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
knows_network_file_systems(void **state)
{
	static const struct {
		unsigned long type;
		const char *name;
	} cases[] = {
		{0x6969, "NFS"},
		{0x517b, "SMB"},
		{0xff534d42, "CIFS"},
		{0xfe534d42, "SMB2"},
		{0x5346414f, "AFS"},
		{0x73757245, "Coda"},
		{0x00c36400, "Ceph"},
		/* f_type is signed on some machines. */
		{(unsigned long)(int)0xff534d42, "CIFS"},
		{0xef53, NULL},
		{0x01021994, NULL}, /* ext4, tmpfs */
		{0x58465342, NULL},
		{0x9123683e, NULL}, /* XFS, btrfs */
		{0x65735546, NULL},
		{0x01021997, NULL}, /* FUSE, 9p */
		{0, NULL},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_text(place_network_name(cases[i].type), cases[i].name,
			    "f_type");
}

static void
names_what_stands_beside(void **state)
{
	static const struct {
		const char *path, *drafts, *folder;
	} cases[] = {
		{"survey.wave", "survey.drafts", "."},
		{"/srv/a.wave/b.wave", "/srv/a.wave/b.drafts", "/srv/a.wave"},
		{"survey", "survey.drafts", "."},
		{".wave", ".wave.drafts", "."},
		{"/x.wave", "/x.drafts", "/"},
		{"x.wave.bak", "x.wave.bak.drafts", "."},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *got = place_sibling(cases[i].path, ".drafts");
		char *folder = place_folder(cases[i].path);

		assert_text(got, cases[i].drafts, cases[i].path);
		assert_text(folder, cases[i].folder, cases[i].path);
		free(got);
		free(folder);
	}
}

/* Two names of one wave share turns and drafts. */
static void
follows_a_link_to_the_wave(void **state)
{
	struct here *here = *state;
	char *link = test_path(here->dir, "other-name.wave");
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	struct store *store;

	assert_int_equal(symlink(here->kit.path, link), 0);
	assert_true(store_open(&store, link, STORE_ASK, &here->err));
	kit_draft(1, draft);
	kit_id(1, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	assert_true(there(here->kit.drafts));
	store_close_file(store);
	free(link);
}

/* ---- sending ---- */

static void
a_response_is_sent_once(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	unsigned char box[KIT_BOX], other[KIT_BOX];
	const unsigned char *code = here->kit.hashes[3];
	enum slot_state slot;
	uint32_t used, left;
	bool known;

	kit_seal(&here->kit, "one", box);
	kit_seal(&here->kit, "two", other);
	assert_true(store_slot_look(store, 5, box, &slot, &here->err));
	assert_int_equal(slot, SLOT_FREE);
	assert_true(store_code_known(store, code, &known, &here->err));
	assert_true(known);
	assert_int_equal(store_submit(store, code, 5, box, &here->err),
			 SUBMIT_DONE);
	assert_true(store_slot_look(store, 5, box, &slot, &here->err));
	assert_int_equal(slot, SLOT_OURS);
	assert_true(store_slot_look(store, 5, other, &slot, &here->err));
	assert_int_equal(slot, SLOT_OTHER);
	assert_true(store_code_known(store, code, &known, &here->err));
	assert_false(known);
	assert_true(store_counts(store, &used, &left, &here->err));
	assert_int_equal(used, 1);
	assert_int_equal(left, CODES - 1);
	store_close_file(store);
}

static void
says_why_a_response_is_not_taken(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct store *manager = kit_open(&here->kit, STORE_MANAGE);
	static const unsigned char unknown[SEAL_HASH_BYTES];
	unsigned char box[KIT_BOX];
	uint32_t used, left;
	struct {
		const char *what;
		const unsigned char *code;
		uint32_t slot;
		enum submitted how;
	} cases[] = {
		{"a first one", here->kit.hashes[0], 5, SUBMIT_DONE},
		{"its code again", here->kit.hashes[0], 6, SUBMIT_CODE_GONE},
		{"its slot again", here->kit.hashes[1], 5, SUBMIT_SLOT_TAKEN},
		{"both again", here->kit.hashes[0], 5, SUBMIT_CODE_GONE},
		{"a code never issued", unknown, 6, SUBMIT_CODE_GONE},
		{"no code where codes are needed", NULL, 6, SUBMIT_CODE_GONE},
		{"no such slot", here->kit.hashes[1], CAPACITY + 1,
		 SUBMIT_SLOT_TAKEN},
		{"slot 0", here->kit.hashes[1], 0, SUBMIT_SLOT_TAKEN},
		/* Whose slot was taken still has the code. */
		{"the second code", here->kit.hashes[1], 6, SUBMIT_DONE},
	};
	size_t i;

	kit_seal(&here->kit, "x", box);
	for (i = 0; i < COUNT(cases); i++)
		assert_case(store_submit(store, cases[i].code, cases[i].slot,
					 box, &here->err) == cases[i].how,
			    cases[i].what);
	assert_true(store_close_wave(manager, true, &here->err));
	assert_int_equal(store_submit(store, here->kit.hashes[2], 7, box,
				      &here->err),
			 SUBMIT_CLOSED);
	assert_true(store_wave(store)->closed);
	assert_true(store_counts(store, &used, &left, &here->err));
	assert_int_equal(used, 2);
	assert_int_equal(left, CODES - 2);
	assert_text(here->err.text, "", "none of this is an error");
	store_close_file(manager);
	store_close_file(store);
}

static void
a_wave_without_codes_takes_answers(void **state)
{
	struct here *here = *state;
	unsigned char box[KIT_BOX];
	struct store *store, *manager;
	uint32_t slot;

	unlink(here->kit.path);
	kit_create(&here->kit, 3, 0);
	store = kit_open(&here->kit, STORE_ASK);
	manager = kit_open(&here->kit, STORE_MANAGE);
	kit_seal(&here->kit, "x", box);
	assert_int_equal(kit_send(store, NULL, box, &slot, &here->err),
			 SUBMIT_DONE);
	/* Its first codes: from now on they are needed. */
	assert_true(
		store_codes_add(manager, here->kit.hashes[0], 1, &here->err));
	assert_int_equal(kit_send(store, NULL, box, &slot, &here->err),
			 SUBMIT_CODE_GONE);
	assert_int_equal(kit_send(store, here->kit.hashes[0], box, &slot,
				  &here->err),
			 SUBMIT_DONE);
	store_close_file(manager);
	store_close_file(store);
}

static void
nothing_grows_or_moves_when_one_is_sent(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	size_t size, after, at, changed = 0;
	char *before = test_read(here->kit.path, &size), *now;
	unsigned char box[KIT_BOX];
	uint32_t slot;

	kit_seal(&here->kit, "x", box);
	assert_int_equal(kit_send(store, here->kit.hashes[4], box, &slot,
				  &here->err),
			 SUBMIT_DONE);
	now = test_read(here->kit.path, &after);
	assert_int_equal(after, size);
	for (at = 0; at < size; at += 4096)
		changed += memcmp(before + at, now + at, 4096) != 0;
	/* The header, the codes, and the row with what it spills over. */
	assert_in_range(changed, 3, 5);
	free(before);
	free(now);
	store_close_file(store);
}

static void
draws_every_free_slot_as_often(void **state)
{
	enum { DRAWS = 3000, FREE = 5 };
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	int counts[CAPACITY + 1] = {0}, i;
	uint32_t slot;
	bool full;

	/* Free: 3, 4, 5, 19, 20: after a gap and in a row. */
	free(kit_sql(here->kit.path,
		     "UPDATE slot SET used=1 WHERE n NOT IN "
		     "(3, 4, 5, 19, 20)"));
	for (i = 0; i < DRAWS; i++) {
		assert_true(store_slot_draw(store, &slot, &full, &here->err));
		assert_false(full);
		assert_in_range(slot, 1, CAPACITY);
		counts[slot]++;
	}
	/* Six standard deviations. */
	for (i = 1; i <= CAPACITY; i++)
		if ((i >= 3 && i <= 5) || i >= 19)
			assert_in_range(counts[i], 600 - 132, 600 + 132);
		else
			assert_int_equal(counts[i], 0);
	store_close_file(store);
}

/* So few that blind draws rarely hit: the way for a wave that is nearly full
 * must be as even. */
static void
draws_the_last_free_slots_as_often(void **state)
{
	enum { MANY = 20000, DRAWS = 900 };
	struct here *here = *state;
	struct store *store;
	int counts[3] = {0}, i;
	uint32_t slot;
	bool full;

	unlink(here->kit.path);
	here->kit.wave.box_size = 64;
	kit_create(&here->kit, MANY, 0);
	free(kit_sql(here->kit.path,
		     "UPDATE slot SET used=1 WHERE n NOT IN "
		     "(1, 2, 15000)"));
	store = kit_open(&here->kit, STORE_ASK);
	for (i = 0; i < DRAWS; i++) {
		assert_true(store_slot_draw(store, &slot, &full, &here->err));
		assert_true(slot == 1 || slot == 2 || slot == 15000);
		counts[slot == 15000 ? 0 : slot]++;
	}
	for (i = 0; i < 3; i++)
		assert_in_range(counts[i], 300 - 86, 300 + 86);
	free(kit_sql(here->kit.path, "UPDATE slot SET used=1"));
	assert_false(store_slot_draw(store, &slot, &full, &here->err));
	assert_true(full);
	assert_text(here->err.text, "", "full is no error");
	store_close_file(store);
}

static void
tells_when_it_is_full(void **state)
{
	struct here *here = *state;
	struct store *store;
	unsigned char box[KIT_BOX];
	uint32_t slot, i, seen = 0;
	bool full;

	unlink(here->kit.path);
	kit_create(&here->kit, CAPACITY, 0);
	store = kit_open(&here->kit, STORE_ASK);
	kit_seal(&here->kit, "x", box);
	for (i = 0; i < CAPACITY; i++) {
		assert_int_equal(kit_send(store, NULL, box, &slot, &here->err),
				 SUBMIT_DONE);
		assert_false(seen & 1u << slot);
		seen |= 1u << slot;
	}
	assert_false(store_slot_draw(store, &slot, &full, &here->err));
	assert_true(full);
	store_close_file(store);
}

struct seen {
	struct wave_kit *kit;
	char text[256];
	size_t n, damaged, stop_at;
};

static bool
see_box(void *ctx, uint32_t slot, const void *box, size_t box_size,
	struct error *err)
{
	struct seen *seen = ctx;
	char *text;

	if (!box) {
		seen->damaged++;
		return true;
	}
	if (++seen->n == seen->stop_at)
		return error_set(err, "enough");
	assert_int_equal(box_size, seen->kit->wave.box_size);
	text = kit_unseal(seen->kit, box);
	snprintf(seen->text + strlen(seen->text),
		 sizeof(seen->text) - strlen(seen->text), "%lu:%s ",
		 (unsigned long)slot, text ? text : "?");
	free(text);
	return true;
}

static void
hands_out_used_boxes_in_order(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	static const struct {
		uint32_t slot;
		const char *text;
	} sent[] = {{20, "first"}, {1, "second"}, {7, "third"}};
	struct seen seen = {.kit = &here->kit};
	unsigned char box[KIT_BOX];
	size_t i;

	for (i = 0; i < COUNT(sent); i++) {
		kit_seal(&here->kit, sent[i].text, box);
		assert_int_equal(store_submit(store, here->kit.hashes[i],
					      sent[i].slot, box, &here->err),
				 SUBMIT_DONE);
	}
	assert_true(store_boxes(store, see_box, &seen, &here->err));
	assert_text(seen.text, "1:second 7:third 20:first ", "boxes");
	seen = (struct seen){.kit = &here->kit, .stop_at = 2};
	assert_false(store_boxes(store, see_box, &seen, &here->err));
	assert_text(here->err.text, "enough", "stopped");
	assert_int_equal(seen.n, 2);
	store_close_file(store);
}

/* A damaged slot is told, and the rest still comes. */
static void
a_damaged_box_does_not_hide_the_others(void **state)
{
	struct here *here = *state;
	struct seen seen = {.kit = &here->kit};
	struct store *store;
	char box[KIT_BOX];
	uint32_t i;

	store = kit_open(&here->kit, STORE_ASK);
	for (i = 0; i < 3; i++) {
		kit_seal(&here->kit, "x", box);
		assert_int_equal(store_submit(store, here->kit.hashes[i],
					      i * 3 + 1, box, &here->err),
				 SUBMIT_DONE);
	}
	free(kit_sql(here->kit.path, "DELETE FROM slot WHERE n=2"));
	free(kit_sql(here->kit.path,
		     "UPDATE slot SET box=zeroblob(2048) WHERE n=4"));
	assert_true(store_boxes(store, see_box, &seen, &here->err));
	assert_text(seen.text, "1:x 4:? 7:x ", "boxes");
	assert_int_equal(seen.damaged, 1);
	store_close_file(store);
}

/* ---- codes ---- */

static void
adds_codes_up_to_the_slots(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_MANAGE);
	unsigned char(*more)[SEAL_HASH_BYTES] = here->kit.hashes + CODES;
	struct error err = ERROR_INIT;
	uint32_t used, left;
	bool known;

	assert_true(store_codes_add(store, more[0], 5, &here->err));
	assert_true(store_codes_add(store, more[5], 0, &here->err));
	assert_int_equal(store_wave(store)->codes_issued, CODES + 5);
	assert_true(store_code_known(store, more[4], &known, &here->err));
	assert_true(known);
	assert_true(store_code_known(store, more[5], &known, &here->err));
	assert_false(known);
	/* One that is there already: none is added. */
	assert_false(store_codes_add(store, more[4], 2, &err));
	assert_has(err.text, "there already", "twice");
	err = (struct error)ERROR_INIT;
	assert_false(store_codes_add(store, more[5], CAPACITY, &err));
	assert_has(err.text, "20 slots and 13 codes", "too many");
	assert_has(err.text, "second wave", "too many");
	assert_true(store_counts(store, &used, &left, &here->err));
	assert_int_equal(left, CODES + 5);
	assert_true(store_close_wave(store, true, &here->err));
	err = (struct error)ERROR_INIT;
	assert_false(store_codes_add(store, more[5], 1, &err));
	assert_has(err.text, "closed", "closed");
	store_close_file(store);
}

/* ---- drafts ---- */

static void
keeps_drafts(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	unsigned char draft[KIT_DRAFT], one[DRAFT_ID_BYTES],
		two[DRAFT_ID_BYTES];
	struct stat st;
	void *got;

	kit_id(1, one);
	kit_id(2, two);
	assert_true(store_draft_get(store, one, &got, &here->err));
	assert_null(got);
	/* To look for a draft does not make a file. */
	assert_false(there(here->kit.drafts));
	assert_true(store_draft_delete(store, one, &here->err));
	assert_false(there(here->kit.drafts));
	kit_draft(7, draft);
	assert_true(store_draft_put(store, one, draft, &here->err));
	kit_draft(8, draft);
	assert_true(store_draft_put(store, two, draft, &here->err));
	kit_draft(9, draft);
	assert_true(store_draft_put(store, one, draft, &here->err));
	store_close_file(store);

	assert_int_equal(stat(here->kit.drafts, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	store = kit_open(&here->kit, STORE_ASK);
	assert_true(store_draft_get(store, one, &got, &here->err));
	assert_int_equal(kit_draft_number(got), 9);
	free(got);
	assert_true(store_draft_get(store, two, &got, &here->err));
	assert_int_equal(kit_draft_number(got), 8);
	free(got);
	assert_true(store_draft_delete(store, one, &here->err));
	assert_true(store_draft_delete(store, one, &here->err));
	assert_true(store_draft_get(store, one, &got, &here->err));
	assert_null(got);
	assert_true(store_draft_get(store, two, &got, &here->err));
	assert_int_equal(kit_draft_number(got), 8);
	free(got);
	store_close_file(store);
}

/* A client that is interrupted while it makes the file leaves half of one. */
static void
makes_the_drafts_file_after_a_start_that_failed(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	char *half = test_path(here->dir, "survey.drafts.new");
	char *wal = test_path(here->dir, "survey.drafts.new-wal");
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];

	test_write(half, "half of it");
	test_write(wal, "half of it");
	kit_draft(7, draft);
	kit_id(1, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	assert_false(there(half));
	assert_false(there(wal));
	store_close_file(store);
	free(half);
	free(wal);
}

static void
refuses_drafts_it_did_not_make(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what, *bytes, *sql, *says;
	} cases[] = {
		{"a text",
		 "a text that is no database at all, long enough "
		 "to have a header of a hundred bytes in it, which "
		 "SQLite looks at",
		 NULL, "not a file of ours"},
		{"another database", "", "CREATE TABLE t(x)",
		 "not a drafts file"},
		{"not in WAL mode", "",
		 "CREATE TABLE t(x); PRAGMA application_id=0x436e6444;"
		 "PRAGMA user_version=1",
		 "journal_mode"},
	};
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	size_t i;
	void *got;

	kit_draft(7, draft);
	kit_id(1, id);
	for (i = 0; i < COUNT(cases); i++) {
		struct store *store = kit_open(&here->kit, STORE_ASK);
		struct error put = ERROR_INIT, get = ERROR_INIT;

		unlink(here->kit.drafts);
		test_write(here->kit.drafts, cases[i].bytes);
		if (cases[i].sql)
			free(kit_sql(here->kit.drafts, cases[i].sql));
		assert_case(!store_draft_put(store, id, draft, &put),
			    cases[i].what);
		assert_has(put.text, cases[i].says, cases[i].what);
		assert_has(put.text, "survey.drafts", cases[i].what);
		assert_case(!store_draft_get(store, id, &got, &get),
			    cases[i].what);
		assert_has(get.text, cases[i].says, cases[i].what);
		store_close_file(store);
	}
}

static void
a_draft_of_another_size_is_damaged(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	void *got;

	kit_draft(7, draft);
	kit_id(1, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	free(kit_sql(here->kit.drafts, "UPDATE draft SET box=x'00'"));
	assert_false(store_draft_get(store, id, &got, &here->err));
	assert_null(got);
	assert_has(here->err.text, "damaged", "draft");
	store_close_file(store);
}

/* Somebody "tidies up" while a client runs: what was put into a file that is
 * gone would be lost, so that is an error once, and kept the next time. */
static void
notices_that_its_drafts_file_is_gone(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct store *second;
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	void *got;

	kit_draft(7, draft);
	kit_id(1, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	unlink(here->kit.drafts);
	kit_draft(8, draft);
	assert_true(store_draft_put(store, id, draft, &here->err));
	second = kit_open(&here->kit, STORE_ASK);
	assert_true(store_draft_get(second, id, &got, &here->err));
	assert_non_null(got);
	assert_int_equal(kit_draft_number(got), 8);
	free(got);
	store_close_file(second);
	store_close_file(store);
}

/* Somebody removes the file alone, after a client was killed or while one
 * runs: what the old WAL holds is no part of the new file. */
static void
begins_its_drafts_file_without_the_old_wal(void **state)
{
	enum { MANY = 1500 };
	struct here *here = *state;
	struct store *left = kit_open(&here->kit, STORE_ASK);
	struct store *store = kit_open(&here->kit, STORE_ASK);
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	char *said;
	int i;

	kit_draft(7, draft);
	for (i = 0; i < MANY; i++) {
		kit_id(i, id);
		assert_true(store_draft_put(left, id, draft, &here->err));
	}
	unlink(here->kit.drafts);
	kit_id(MANY, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	said = kit_sql(here->kit.drafts, "PRAGMA integrity_check");
	assert_has(said, "ok", "whole");
	free(said);
	said = kit_sql(here->kit.drafts, "SELECT count(*) FROM draft");
	assert_text(said, "1", "the new one alone");
	free(said);
	store_close_file(store);
	store_close_file(left);
}

/* ---- the end ---- */

static void
closing_is_for_ever(void **state)
{
	struct here *here = *state;
	struct store *client = kit_open(&here->kit, STORE_ASK);
	struct store *idle = kit_open(&here->kit, STORE_ASK);
	struct store *manager = kit_open(&here->kit, STORE_MANAGE);
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	void *got;

	kit_draft(7, draft);
	kit_id(1, id);
	assert_true(store_draft_put(client, id, draft, &here->err));
	assert_true(store_close_wave(manager, true, &here->err));
	assert_true(store_wave(manager)->closed);
	assert_true(store_wave(manager)->closed_early);

	/* Whoever still answers hears it; nobody makes a new drafts file. */
	assert_false(store_draft_put(client, id, draft, &err));
	assert_has(err.text, "closed", "a client with the file open");
	err = (struct error)ERROR_INIT;
	assert_false(store_draft_put(client, id, draft, &err));
	assert_has(err.text, "closed", "the same, again");
	err = (struct error)ERROR_INIT;
	assert_false(store_draft_put(idle, id, draft, &err));
	assert_has(err.text, "closed", "a client that had put nothing");
	assert_true(store_draft_get(client, id, &got, &here->err));
	assert_null(got);
	assert_true(store_draft_delete(client, id, &here->err));
	store_close_file(client);
	store_close_file(idle);

	/* Again: fine, and a late closing does not make the early one late. */
	assert_true(store_close_wave(manager, false, &here->err));
	store_close_file(manager);
	client = kit_open(&here->kit, STORE_ASK);
	assert_true(store_wave(client)->closed);
	assert_true(store_wave(client)->closed_early);
	store_close_file(client);
	/* The wave, its journal of no bytes, the turn. */
	assert_int_equal(files_in(here->dir), 3);
	assert_false(there(here->kit.drafts));
}

static void
closing_wipes_drafts_that_cannot_be_read(void **state)
{
	struct here *here = *state;
	struct store *manager = kit_open(&here->kit, STORE_MANAGE);

	test_write(here->kit.drafts, "no database");
	assert_true(store_close_wave(manager, false, &here->err));
	assert_false(there(here->kit.drafts));
	assert_false(store_wave(manager)->closed_early);
	store_close_file(manager);
}

/* ---- when things go wrong ---- */

static void
reopens(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct store *manager = kit_open(&here->kit, STORE_MANAGE);
	const struct wave *wave = store_wave(store);
	const char *instrument = wave->instrument;
	uint32_t used, left;

	assert_true(store_codes_add(manager, here->kit.hashes[CODES], 2,
				    &here->err));
	assert_int_equal(wave->codes_issued, CODES);
	assert_true(store_reopen(store, &here->err));
	assert_ptr_equal(store_wave(store), wave);
	assert_ptr_equal(wave->instrument, instrument);
	assert_int_equal(wave->codes_issued, CODES + 2);
	assert_true(store_counts(store, &used, &left, &here->err));
	assert_int_equal(left, CODES + 2);
	store_close_file(manager);
	store_close_file(store);
}

static void
sends_nothing_into_a_file_that_is_gone(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	char *away = test_path(here->dir, "away.wave");
	unsigned char box[KIT_BOX];
	enum slot_state slot;
	uint32_t n;
	bool full;

	kit_seal(&here->kit, "x", box);
	/* One that was sent before must not make it blind. */
	assert_int_equal(store_submit(store, here->kit.hashes[1], 6, box,
				      &here->err),
			 SUBMIT_DONE);
	assert_int_equal(rename(here->kit.path, away), 0);
	assert_int_equal(store_submit(store, here->kit.hashes[0], 5, box,
				      &here->err),
			 SUBMIT_FAILED);
	assert_has(here->err.text, "moved, replaced or removed", "moved");

	/* Nothing there: each function says so, and none crashes. */
	here->err = (struct error)ERROR_INIT;
	assert_false(store_reopen(store, &here->err));
	assert_has(here->err.text, "survey.wave", "gone");
	assert_false(store_slot_draw(store, &n, &full, &here->err));
	assert_false(store_slot_look(store, 5, box, &slot, &here->err));
	assert_int_equal(store_submit(store, here->kit.hashes[0], 5, box,
				      &here->err),
			 SUBMIT_FAILED);

	/* Another wave: sealed to another key, so nothing goes into it. */
	seal_random(here->kit.wave.public_key, SEAL_PUBLIC_BYTES);
	kit_create(&here->kit, CAPACITY, CODES);
	here->err = (struct error)ERROR_INIT;
	assert_false(store_reopen(store, &here->err));
	assert_has(here->err.text, "another wave", "replaced");

	/* The old one is back: all is well. */
	assert_int_equal(rename(away, here->kit.path), 0);
	assert_true(store_reopen(store, &here->err));
	assert_int_equal(store_submit(store, here->kit.hashes[0], 5, box,
				      &here->err),
			 SUBMIT_DONE);
	store_close_file(store);
	free(away);
}

/* Holds its turn until `go` is closed; answers on `ready` once it has it. */
static pid_t
hold_turn(const char *path, enum whose whose, int ready[2], int go[2])
{
	pid_t pid = fork();
	struct error err = ERROR_INIT;
	struct turn turn;
	char c = 0;

	if (pid != 0)
		return pid;
	close(go[1]);
	turn_init(&turn, path);
	if (!turn_take(&turn, whose, "x", &err) || write(ready[1], &c, 1) != 1)
		_exit(1);
	if (read(go[0], &c, 1) < 0)
		_exit(1);
	_exit(0);
}

static void
does_not_wait_for_a_turn_for_ever(void **state)
{
	struct here *here = *state;
	int ready[2], go[2], status;
	struct turn turn;
	char c;
	pid_t pid;

	/* Valgrind takes this kind of lock for one that never waits, and keeps
	 * signals away meanwhile. */
	if (test_is_slow())
		skip();
	assert_int_equal(pipe(ready) | pipe(go), 0);
	pid = hold_turn(here->kit.path, TURN_WAVE, ready, go);
	assert_int_equal(read(ready[0], &c, 1), 1);
	turn_init(&turn, here->kit.path);
	turn.seconds = 1;
	/* Even when who holds it is stopped. */
	assert_int_equal(kill(pid, SIGSTOP), 0);
	assert_false(turn_take(&turn, TURN_WAVE, "survey.wave", &here->err));
	assert_has(here->err.text, "for 1 seconds", "too long");
	assert_has(here->err.text, "fuser", "too long");
	/* The drafts' turn is another. */
	here->err = (struct error)ERROR_INIT;
	assert_true(turn_take(&turn, TURN_DRAFTS, "x", &here->err));
	turn_give(&turn, TURN_DRAFTS);
	/* The kernel gives back what a dead process held. */
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	turn.seconds = TURN_SECONDS;
	assert_true(turn_take(&turn, TURN_WAVE, "x", &here->err));
	turn_give(&turn, TURN_WAVE);
	turn_release(&turn);
	close(ready[0]);
	close(ready[1]);
	close(go[0]);
	close(go[1]);
}

static void
says_that_a_read_only_folder_keeps_nothing(void **state)
{
	struct here *here = *state;
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	int status;
	pid_t pid;

	if (geteuid() != 0) {
		print_message("SKIP: changing accounts needs root\n");
		skip();
	}
	kit_draft(7, draft);
	kit_id(1, id);
	assert_int_equal(chmod(here->dir, 0755), 0);
	assert_int_equal(chmod(here->kit.path, 0644), 0);
	pid = fork();
	if (pid == 0) {
		struct store *store;
		bool said = seteuid(23456) == 0 &&
			store_open(&store, here->kit.path, STORE_READ,
				   &here->err);

		if (!said)
			_exit(1);
		store_close_file(store);
		said = !store_open(&store, here->kit.path, STORE_ASK,
				   &here->err) ||
			!store_draft_put(store, id, draft, &here->err);
		store_close_file(store);
		_exit(said && strstr(here->err.text, "needs to write here")
			      ? 0
			      : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* A journal with bytes in it: a power cut in the middle of a write. Who only
 * wants to look gets what was there before. */
static void
a_reader_undoes_what_was_broken_off(void **state)
{
	struct here *here = *state;
	char *journal = test_path(here->dir, "survey.wave-journal");
	struct store *store;
	uint32_t used, left;

	kit_sql_broken_off(here->kit.path,
			   "PRAGMA cache_size=1; BEGIN;"
			   "UPDATE slot SET used=1, box=zeroblob(2048)");
	assert_true(place_size(journal) > 0);
	store = kit_open(&here->kit, STORE_READ);
	assert_true(store_counts(store, &used, &left, &here->err));
	assert_int_equal(used, 0);
	assert_int_equal(left, CODES);
	assert_true(place_size(journal) <= 0);
	store_close_file(store);
	free(journal);
}

/* ---- audit ---- */

static void
a_wave_as_made_gives_nothing_away(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct store_audit audit;
	unsigned char box[KIT_BOX], draft[KIT_DRAFT], id[DRAFT_ID_BYTES];

	kit_seal(&here->kit, "x", box);
	assert_int_equal(store_submit(store, here->kit.hashes[0], 11, box,
				      &here->err),
			 SUBMIT_DONE);
	kit_id(1, id);
	kit_draft(1, draft);
	assert_true(store_draft_put(store, id, draft, &here->err));
	store_close_file(store);

	store = kit_open(&here->kit, STORE_READ);
	assert_true(store_look(store, &audit, &here->err));
	assert_int_equal(audit.capacity, CAPACITY);
	assert_int_equal(audit.used, 1);
	assert_int_equal(audit.codes_left, CODES - 1);
	assert_int_equal(audit.slots_of_other_size, 0);
	assert_true(audit.tables_as_made);
	assert_true(audit.slots_as_made);
	assert_int_equal(audit.free_pages, 0);
	assert_true(audit.secure_delete);
	assert_false(audit.journal_left);
	assert_false(audit.wal_left);
	assert_true(audit.drafts_file);
	assert_int_equal(audit.drafts, 1);
	assert_true(audit.intact);
	assert_int_equal(audit.mode, 0600);
	assert_int_equal(audit.folder_mode, 0700);
	assert_false(audit.network);
	assert_true(audit.first_half_share == 0);
	store_close_file(store);
}

static void
the_audit_sees_what_was_changed(void **state)
{
	struct here *here = *state;
	static const struct {
		const char *what, *sql;
		bool tables, slots;
		uint32_t other_size;
		bool drafts;
	} cases[] = {
		{"nothing", "SELECT 1", true, true, 0, false},
		{"a table more", "CREATE TABLE seen(at TEXT)", false, true, 0,
		 false},
		{"an index", "CREATE INDEX i ON slot(used)", false, true, 0,
		 false},
		{"a column", "ALTER TABLE slot ADD COLUMN at TEXT", false, true,
		 0, false},
		{"a trigger",
		 "CREATE TRIGGER t AFTER UPDATE ON slot BEGIN SELECT 1; END",
		 false, true, 0, false},
		{"a slot too few", "DELETE FROM slot WHERE n=4", true, false, 0,
		 false},
		{"a slot too many",
		 "INSERT INTO slot VALUES(21, 0, zeroblob(2048))", true, false,
		 0, false},
		{"another number", "UPDATE slot SET n=99 WHERE n=4", true,
		 false, 0, false},
		{"used twice", "UPDATE slot SET used=2 WHERE n=4", true, false,
		 0, false},
		{"a box of another size",
		 "UPDATE slot SET box=zeroblob(9) WHERE n=4", true, true, 1,
		 false},
	};
	char *bytes;
	size_t i, size;

	bytes = test_read(here->kit.path, &size);
	for (i = 0; i < COUNT(cases); i++) {
		struct store_audit audit;
		struct store *store;

		test_write_bytes(here->kit.path, bytes, size);
		free(kit_sql(here->kit.path, cases[i].sql));
		store = kit_open(&here->kit, STORE_READ);
		assert_true(store_look(store, &audit, &here->err));
		assert_case(audit.tables_as_made == cases[i].tables,
			    cases[i].what);
		assert_case(audit.slots_as_made == cases[i].slots,
			    cases[i].what);
		assert_case(audit.slots_of_other_size == cases[i].other_size,
			    cases[i].what);
		assert_case(audit.intact, cases[i].what);
		assert_case(!audit.drafts_file, cases[i].what);
		store_close_file(store);
	}
	free(bytes);
}

/* Killed, a client leaves its WAL; a reader counts what is in it. */
static void
the_audit_counts_drafts_of_a_client_that_was_killed(void **state)
{
	struct here *here = *state;
	struct store_audit audit;
	struct store *store;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];

		store = kit_open(&here->kit, STORE_ASK);
		kit_id(1, id);
		kit_draft(1, draft);
		_exit(store_draft_put(store, id, draft, &here->err) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	store = kit_open(&here->kit, STORE_READ);
	assert_true(store_look(store, &audit, &here->err));
	assert_true(audit.drafts_wal);
	assert_int_equal(audit.drafts, 1);
	store_close_file(store);
}

/* Root opens or closes a wave, another account asks: what root made must be
 * that account's. */
static void
what_root_makes_belongs_to_the_waves_account(void **state)
{
	static const char *const names[] = {"survey.turn", "survey.drafts",
					    "survey.wave-journal"};
	struct here *here = *state;
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES], box[KIT_BOX];
	struct store *store;
	struct stat st;
	size_t i;

	if (geteuid() != 0) {
		print_message("SKIP: changing accounts needs root\n");
		skip();
	}
	assert_int_equal(chown(here->kit.path, 12345, 12345), 0);
	store = kit_open(&here->kit, STORE_ASK);
	kit_id(1, id);
	kit_draft(1, draft);
	kit_seal(&here->kit, "x", box);
	assert_true(store_draft_put(store, id, draft, &here->err));
	assert_int_equal(store_submit(store, here->kit.hashes[0], 1, box,
				      &here->err),
			 SUBMIT_DONE);
	for (i = 0; i < COUNT(names); i++) {
		char *path = test_path(here->dir, names[i]);

		assert_int_equal(stat(path, &st), 0);
		assert_case(st.st_uid == 12345 && st.st_gid == 12345, names[i]);
		free(path);
	}
	store_close_file(store);
}

static void
the_audit_sees_what_lies_beside(void **state)
{
	struct here *here = *state;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct store *reader = kit_open(&here->kit, STORE_READ);
	char *wal = test_path(here->dir, "survey.wave-wal");
	unsigned char draft[KIT_DRAFT], id[DRAFT_ID_BYTES];
	struct store_audit audit;

	kit_id(1, id);
	kit_draft(1, draft);
	assert_true(store_draft_put(store, id, draft, &here->err));
	kit_id(2, id);
	assert_true(store_draft_put(store, id, draft, &here->err));
	assert_true(store_look(reader, &audit, &here->err));
	assert_true(audit.drafts_wal);
	assert_int_equal(audit.drafts, 2);
	assert_true(store_draft_delete(store, id, &here->err));
	assert_true(store_look(reader, &audit, &here->err));
	assert_false(audit.drafts_wal);
	assert_int_equal(audit.drafts, 1);
	test_write(wal, "");
	assert_true(store_look(reader, &audit, &here->err));
	assert_true(audit.wal_left);
	chmod(here->kit.path, 0664);
	assert_true(store_look(reader, &audit, &here->err));
	assert_int_equal(audit.mode, 0664);
	unlink(wal);
	store_close_file(reader);
	store_close_file(store);
	free(wal);
}

#define HERE(test) \
	cmocka_unit_test_setup_teardown(test, here_setup, here_teardown)

int
main(void)
{
	struct error err = ERROR_INIT;
	const struct CMUnitTest tests[] = {
		HERE(keeps_what_it_was_opened_with),
		HERE(is_private_and_says_what_it_is),
		HERE(refuses_to_open_a_wave_that_cannot_be),
		HERE(refuses_two_equal_codes),
		HERE(refuses_what_is_not_a_wave),
		HERE(says_which_part_of_a_wave_is_damaged),
		HERE(refuses_a_wave_whose_key_is_none),
		HERE(refuses_to_ask_where_others_may_write),
		HERE(refuses_to_ask_in_a_file_of_another_account),
		cmocka_unit_test(knows_network_file_systems),
		cmocka_unit_test(names_what_stands_beside),
		HERE(follows_a_link_to_the_wave),
		HERE(a_response_is_sent_once),
		HERE(says_why_a_response_is_not_taken),
		HERE(a_wave_without_codes_takes_answers),
		HERE(nothing_grows_or_moves_when_one_is_sent),
		HERE(draws_every_free_slot_as_often),
		HERE(draws_the_last_free_slots_as_often),
		HERE(tells_when_it_is_full),
		HERE(hands_out_used_boxes_in_order),
		HERE(a_damaged_box_does_not_hide_the_others),
		HERE(adds_codes_up_to_the_slots),
		HERE(keeps_drafts),
		HERE(makes_the_drafts_file_after_a_start_that_failed),
		HERE(refuses_drafts_it_did_not_make),
		HERE(a_draft_of_another_size_is_damaged),
		HERE(notices_that_its_drafts_file_is_gone),
		HERE(begins_its_drafts_file_without_the_old_wal),
		HERE(closing_is_for_ever),
		HERE(closing_wipes_drafts_that_cannot_be_read),
		HERE(reopens),
		HERE(sends_nothing_into_a_file_that_is_gone),
		HERE(does_not_wait_for_a_turn_for_ever),
		HERE(says_that_a_read_only_folder_keeps_nothing),
		HERE(a_reader_undoes_what_was_broken_off),
		HERE(a_wave_as_made_gives_nothing_away),
		HERE(the_audit_sees_what_was_changed),
		HERE(the_audit_counts_drafts_of_a_client_that_was_killed),
		HERE(what_root_makes_belongs_to_the_waves_account),
		HERE(the_audit_sees_what_lies_beside),
	};

	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
