/*
 * Damaged files: bits turned over, an end cut off, pages exchanged, zeros, the
 * same in the drafts. Nothing may crash, no file may be removed, what is
 * refused must name the file, and a used box is never passed over in silence.
 *
 * damage_test [FILES [SEED]]; 300 files of each otherwise.
 */
#include "tests/test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "survey/store.h"
#include "tests/support/wave_kit.h"

enum { SLOTS = 60, SENT = 30, CODES = 50, BOX_SIZE = 5 * 1024, PAGE = 4096 };

static unsigned long files = 300;
static uint64_t seed = 20261214;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 32) % below;
}

/* ---- damage ---- */

struct bytes {
	unsigned char *bytes;
	size_t size;
};

static void
turn_bits(struct bytes *f)
{
	uint32_t n = 1 + draw(16);

	while (n-- > 0)
		f->bytes[draw((uint32_t)f->size)] ^=
			(unsigned char)(1u << draw(8));
}

/* Where the structure is: the header and the first bytes of pages. */
static void
turn_bits_of_heads(struct bytes *f)
{
	uint32_t n = 1 + draw(4);

	while (n-- > 0) {
		size_t at = (size_t)draw((uint32_t)(f->size / PAGE)) * PAGE;

		f->bytes[at + draw(64)] ^= (unsigned char)(1u << draw(8));
	}
}

/* All the small tables are on the first pages. */
static void
turn_bits_at_the_front(struct bytes *f)
{
	size_t front = f->size < 5 * PAGE ? f->size : 5 * PAGE;
	uint32_t n = 1 + draw(30);

	while (n-- > 0)
		f->bytes[draw((uint32_t)front)] ^=
			(unsigned char)(1u << draw(8));
}

static void
cut_off(struct bytes *f)
{
	f->size = draw((uint32_t)f->size);
}

static void
exchange_pages(struct bytes *f)
{
	unsigned char page[PAGE];
	uint32_t pages = (uint32_t)(f->size / PAGE);
	unsigned char *a = f->bytes + (size_t)draw(pages) * PAGE;
	unsigned char *b = f->bytes + (size_t)draw(pages) * PAGE;

	memcpy(page, a, PAGE);
	memmove(a, b, PAGE);
	memcpy(b, page, PAGE);
}

static void
zero_a_page(struct bytes *f)
{
	memset(f->bytes + (size_t)draw((uint32_t)(f->size / PAGE)) * PAGE, 0,
	       PAGE);
}

static void (*const damages[])(struct bytes *) = {
	turn_bits, turn_bits_of_heads, turn_bits_at_the_front,
	cut_off,   exchange_pages,     zero_a_page,
};

/* ---- use of what is left ---- */

struct sums {
	unsigned long refused, not_intact, boxes_lost;
};

struct seen {
	const struct wave_kit *kit;
	size_t whole, damaged;
};

static bool
see_box(void *ctx, uint32_t slot, const void *box, size_t size,
	struct error *err)
{
	struct seen *seen = ctx;
	char *text = NULL;

	(void)slot;
	(void)err;
	if (box && size == BOX_SIZE)
		text = kit_unseal(seen->kit, box);
	if (text)
		seen->whole++;
	else
		seen->damaged++;
	free(text);
	return true;
}

/* An error names the file. */
static void
said(bool ok, const struct error *err, const char *file)
{
	if (!ok)
		assert_has(err->text, file, "an error says where");
}

static void
read_wave(struct wave_kit *kit, struct sums *sums)
{
	struct seen seen = {kit, 0, 0};
	struct error err = ERROR_INIT, look = ERROR_INIT, boxes = ERROR_INIT;
	struct store_audit audit;
	struct store *store;
	bool whole;

	if (!store_open(&store, kit->path, STORE_READ, &err)) {
		said(false, &err, "survey.wave");
		sums->refused++;
		return;
	}
	whole = store_look(store, &audit, &look);
	said(whole, &look, "survey.wave");
	sums->not_intact += !whole || !audit.intact;
	if (store_boxes(store, see_box, &seen, &boxes))
		sums->boxes_lost += seen.whole + seen.damaged < SENT;
	else
		said(false, &boxes, "survey.wave");
	store_close_file(store);
}

static void
use_wave(struct wave_kit *kit, const void *box)
{
	struct error err[5] = {ERROR_INIT};
	enum slot_state state;
	struct store *store;
	uint32_t a, b;
	bool flag;

	if (!store_open(&store, kit->path, STORE_ASK, &err[0])) {
		said(false, &err[0], "survey.wave");
		return;
	}
	said(store_counts(store, &a, &b, &err[1]), &err[1], "survey.wave");
	said(store_code_known(store, kit->hashes[40], &flag, &err[2]), &err[2],
	     "survey.wave");
	said(store_slot_look(store, 1 + draw(SLOTS), box, &state, &err[3]),
	     &err[3], "survey.wave");
	said(kit_send(store, kit->hashes[40], box, &a, &err[4]) !=
		     SUBMIT_FAILED,
	     &err[4], "survey.wave");
	store_close_file(store);
}

static void
end_wave(struct wave_kit *kit)
{
	struct error err[2] = {ERROR_INIT};
	struct store *store;

	if (!store_open(&store, kit->path, STORE_MANAGE, &err[0]))
		return;
	said(store_codes_add(store, kit->hashes[CODES], 3, &err[0]), &err[0],
	     "survey.wave");
	said(store_close_wave(store, true, &err[1]), &err[1], "survey.wave");
	store_close_file(store);
}

/* ---- the tests ---- */

struct here {
	char *dir;
	struct wave_kit kit;
	char *bytes;
	size_t size;
	unsigned char box[BOX_SIZE];
};

static int
here_setup(void **state)
{
	struct here *here = calloc(1, sizeof(*here));
	struct error err = ERROR_INIT;
	struct store *store;
	void *dir;
	uint32_t i, slot;

	if (!here || test_dir_setup(&dir) != 0)
		return -1;
	*state = here;
	here->dir = dir;
	kit_init(&here->kit, dir);
	here->kit.wave.box_size = BOX_SIZE;
	kit_create(&here->kit, SLOTS, CODES);
	store = kit_open(&here->kit, STORE_ASK);
	kit_seal(&here->kit, "a response", here->box);
	for (i = 0; i < SENT; i++)
		if (kit_send(store, here->kit.hashes[i], here->box, &slot,
			     &err) != SUBMIT_DONE)
			return -1;
	store_close_file(store);
	here->bytes = test_read(here->kit.path, &here->size);
	return 0;
}

static int
here_teardown(void **state)
{
	struct here *here = *state;
	void *dir = here->dir;

	kit_release(&here->kit);
	free(here->bytes);
	free(here);
	return test_dir_teardown(&dir);
}

static void
write_damaged(const char *path, const char *bytes, size_t size, unsigned long i)
{
	struct bytes copy = {malloc(size + 1), size};

	assert_non_null(copy.bytes);
	memcpy(copy.bytes, bytes, size);
	damages[i % COUNT(damages)](&copy);
	test_write_bytes(path, copy.bytes, copy.size);
	free(copy.bytes);
}

static void
a_damaged_wave_is_refused_or_read(void **state)
{
	struct here *here = *state;
	struct sums sums = {0, 0, 0};
	unsigned long i;
	struct stat st;

	for (i = 0; i < files; i++) {
		char *before, *after;
		size_t size, left;

		write_damaged(here->kit.path, here->bytes, here->size, i);
		before = test_read(here->kit.path, &size);
		read_wave(&here->kit, &sums);
		after = test_read(here->kit.path, &left);
		/* Looking changes nothing. */
		assert_int_equal(size, left);
		assert_memory_equal(before, after, size);
		free(before);
		free(after);
		use_wave(&here->kit, here->box);
		end_wave(&here->kit);
		assert_int_equal(stat(here->kit.path, &st), 0);
	}
	print_message("%lu damaged waves: %lu refused, %lu read and found "
		      "damaged; in %lu a box was passed over\n",
		      files, sums.refused, sums.not_intact, sums.boxes_lost);
	assert_true(sums.refused + sums.not_intact > files / 5);
	/* One bit of a row says whether it is used: nothing else can tell. */
	assert_true(sums.boxes_lost <= files / 1000);
}

static void
use_drafts(struct wave_kit *kit)
{
	struct error err[3] = {ERROR_INIT};
	unsigned char id[DRAFT_ID_BYTES], draft[KIT_DRAFT];
	struct store *store = kit_open(kit, STORE_ASK);
	void *got;

	kit_id(draw(20), id);
	kit_draft(1, draft);
	said(store_draft_get(store, id, &got, &err[0]), &err[0],
	     "survey.drafts");
	free(got);
	said(store_draft_put(store, id, draft, &err[1]), &err[1],
	     "survey.drafts");
	said(store_draft_delete(store, id, &err[2]), &err[2], "survey.drafts");
	store_close_file(store);
}

static void
damaged_drafts_are_refused_or_read(void **state)
{
	struct here *here = *state;
	unsigned char id[DRAFT_ID_BYTES], draft[KIT_DRAFT];
	struct error err = ERROR_INIT;
	struct store *store = kit_open(&here->kit, STORE_ASK);
	size_t size;
	uint32_t i;
	char *bytes;

	for (i = 0; i < 20; i++) {
		kit_id(i, id);
		kit_draft(i, draft);
		assert_true(store_draft_put(store, id, draft, &err));
	}
	store_close_file(store);
	bytes = test_read(here->kit.drafts, &size);
	for (i = 0; i < files; i++) {
		write_damaged(here->kit.drafts, bytes, size, i);
		use_drafts(&here->kit);
		assert_int_equal(access(here->kit.drafts, F_OK), 0);
	}
	free(bytes);
}

#define HERE(test) \
	cmocka_unit_test_setup_teardown(test, here_setup, here_teardown)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		HERE(a_damaged_wave_is_refused_or_read),
		HERE(damaged_drafts_are_refused_or_read),
	};
	struct error err = ERROR_INIT;

	if (test_is_slow())
		files = 24;
	if (argc > 1)
		files = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 10);
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
