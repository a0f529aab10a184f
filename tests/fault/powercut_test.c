/*
 * Power cuts. A client keeps drafts and sends responses on a disk that forgets
 * what was not synced (lossy_vfs.h), until the power goes; whatever the store
 * had said yes to must be there afterwards, and nothing by half. The same with
 * settings known to be wrong must lose something.
 *
 * powercut_test [CUTS [SEED]]; 1,000 cuts otherwise.
 */
#include "tests/test.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "survey/store.h"
#include "tests/support/lossy_vfs.h"
#include "tests/support/wave_kit.h"

enum { PEOPLE = 4, SLOTS = 90, BOX_SIZE = 5 * 1024, MOST_CALLS = 400 };

static unsigned long cuts = 1000;
static uint64_t seed = 20261214;

/* What the client tells through a pipe: first that it tries, then that it was
 * told yes. */
struct note {
	enum { PUT, SEND, DELETE } what;
	bool done;
	uint32_t person, number; /* number: of the draft; of the response */
	uint32_t slot;
};

struct sent {
	uint32_t number, slot;
};

struct world {
	char *dir;
	struct wave_kit kit;
	bool made;
	uint32_t drafts[PEOPLE]; /* numbers; 0: none */
	struct sent sent[SLOTS];
	size_t n_sent;
	uint32_t next;	    /* number of the next draft */
	struct note trying; /* when the power went; done: nothing */
	/* sums */
	unsigned long acked, lost_drafts, lost_sent, half, broken;
};

/* ---- the client ---- */

static void
fill_box(uint32_t number, void *box)
{
	unsigned char *p = box;
	size_t i;

	for (i = 0; i + SEAL_HASH_BYTES <= BOX_SIZE; i += SEAL_HASH_BYTES) {
		uint32_t both[2] = {number, (uint32_t)i};

		seal_hash(both, sizeof(both), p + i);
	}
}

static void
tell(int out, struct note *note, bool done)
{
	note->done = done;
	if (write(out, note, sizeof(*note)) != (ssize_t)sizeof(*note))
		_exit(1);
}

/* Nothing but a cut may stop the client. */
static void
must(bool ok, const struct error *err)
{
	if (ok)
		return;
	print_error("%s\n", err->text);
	_exit(2);
}

static void
keep(struct world *world, struct store *store, uint32_t person, int out)
{
	struct note note = {.what = PUT, .person = person};
	unsigned char id[DRAFT_ID_BYTES], draft[KIT_DRAFT];
	struct error err = ERROR_INIT;

	note.number = world->next++;
	kit_id(person, id);
	kit_draft(note.number, draft);
	tell(out, &note, false);
	must(store_draft_put(store, id, draft, &err), &err);
	tell(out, &note, true);
}

static void
send_one(struct world *world, struct store *store, uint32_t person, int out)
{
	struct note note = {.what = SEND, .person = person};
	unsigned char box[BOX_SIZE], id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	enum submitted how;
	bool full;

	note.number = (uint32_t)world->n_sent++;
	fill_box(note.number, box);
	do {
		must(store_slot_draw(store, &note.slot, &full, &err), &err);
		tell(out, &note, false);
		how = store_submit(store, world->kit.hashes[note.number],
				   note.slot, box, &err);
	} while (how == SUBMIT_SLOT_TAKEN);
	must(how == SUBMIT_DONE, &err);
	tell(out, &note, true);
	note.what = DELETE;
	kit_id(person, id);
	tell(out, &note, false);
	must(store_draft_delete(store, id, &err), &err);
	tell(out, &note, true);
}

static _Noreturn void
client(struct world *world, uint64_t run_seed, bool weak, int out)
{
	const uint64_t cut_at = 1 + run_seed % MOST_CALLS;
	struct store *store;
	uint32_t step;

	lossy_install(run_seed, cut_at, weak);
	store = kit_open(&world->kit, STORE_ASK);
	for (step = 0; world->n_sent < SLOTS; step++) {
		keep(world, store, step % PEOPLE, out);
		if (step % 3 == 2)
			send_one(world, store, step % PEOPLE, out);
	}
	lossy_cut();
}

/* ---- what is there afterwards ---- */

static void
take_note(struct world *world, const struct note *note)
{
	world->trying = *note;
	if (note->what == PUT)
		world->next = note->number + 1;
	if (!note->done)
		return;
	world->acked++;
	if (note->what == PUT)
		world->drafts[note->person] = note->number;
	if (note->what == DELETE)
		world->drafts[note->person] = 0;
	if (note->what == SEND)
		world->sent[world->n_sent++] =
			(struct sent){note->number, note->slot};
}

/* The number of the draft that is there, 0 if none. */
static uint32_t
draft_there(struct store *store, uint32_t person)
{
	unsigned char id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	uint32_t number;
	void *draft;

	kit_id(person, id);
	if (!store_draft_get(store, id, &draft, &err)) {
		print_error("%s\n", err.text);
		return UINT32_MAX;
	}
	number = draft ? kit_draft_number(draft) : 0;
	if (draft && number == 0)
		number = UINT32_MAX;
	free(draft);
	return number;
}

static void
check_draft(struct world *world, struct store *store, uint32_t person)
{
	const struct note *trying = &world->trying;
	uint32_t number = draft_there(store, person);
	bool was_trying = !trying->done && trying->person == person;

	if (number != world->drafts[person] &&
	    !(was_trying && trying->what == PUT && number == trying->number) &&
	    !(was_trying && trying->what == DELETE && number == 0))
		world->lost_drafts++;
	world->drafts[person] = number;
}

/* Both the box there and the code gone, or neither. */
static bool
is_sent(struct world *world, struct store *store, uint32_t number,
	uint32_t slot)
{
	unsigned char box[BOX_SIZE];
	struct error err = ERROR_INIT;
	enum slot_state state;
	bool known;

	fill_box(number, box);
	if (!store_slot_look(store, slot, box, &state, &err) ||
	    !store_code_known(store, world->kit.hashes[number], &known, &err)) {
		print_error("%s\n", err.text);
		world->broken++;
		return false;
	}
	if ((state == SLOT_OURS) == known)
		world->half++;
	return state == SLOT_OURS && !known;
}

static void
check_sent(struct world *world, struct store *store)
{
	const struct note *trying = &world->trying;
	struct store_audit audit;
	struct error err = ERROR_INIT;
	size_t i;

	for (i = 0; i < world->n_sent; i++)
		if (!is_sent(world, store, world->sent[i].number,
			     world->sent[i].slot))
			world->lost_sent++;
	if (!trying->done && trying->what == SEND &&
	    is_sent(world, store, trying->number, trying->slot))
		world->sent[world->n_sent++] =
			(struct sent){trying->number, trying->slot};
	if (!store_look(store, &audit, &err) || !audit.intact ||
	    !audit.tables_as_made || !audit.slots_as_made ||
	    audit.used != world->n_sent)
		world->broken++;
}

static void
check_all(struct world *world)
{
	struct error err = ERROR_INIT;
	struct store *store;
	uint32_t person;

	if (!store_open(&store, world->kit.path, STORE_ASK, &err)) {
		print_error("%s\n", err.text);
		world->broken++;
		return;
	}
	for (person = 0; person < PEOPLE; person++)
		check_draft(world, store, person);
	check_sent(world, store);
	store_close_file(store);
}

/* ---- one cut after another ---- */

static void
world_renew(struct world *world)
{
	void *dir = world->dir;

	if (world->made) {
		kit_release(&world->kit);
		assert_int_equal(test_dir_teardown(&dir), 0);
	}
	assert_int_equal(test_dir_setup(&dir), 0);
	world->dir = dir;
	kit_init(&world->kit, dir);
	world->kit.wave.box_size = BOX_SIZE;
	kit_create(&world->kit, SLOTS, SLOTS);
	memset(world->drafts, 0, sizeof(world->drafts));
	world->n_sent = 0;
	world->next = 1;
	world->made = true;
}

static void
cut_once(struct world *world, uint64_t run_seed, bool weak)
{
	struct note note;
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	world->trying = (struct note){.done = true};
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		client(world, run_seed, weak, ends[1]);
	}
	close(ends[1]);
	while (read(ends[0], &note, sizeof(note)) == (ssize_t)sizeof(note))
		take_note(world, &note);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	check_all(world);
}

static unsigned long
losses(const struct world *world)
{
	return world->lost_drafts + world->lost_sent + world->half +
		world->broken;
}

static void
world_run(struct world *world, unsigned long n, bool weak)
{
	uint64_t at = seed;
	unsigned long i, before;

	*world = (struct world){0};
	world_renew(world);
	for (i = 0; i < n; i++) {
		before = losses(world);
		at = at * 6364136223846793005u + 1442695040888963407u;
		cut_once(world, at >> 20, weak);
		if (losses(world) != before && !weak)
			print_error("lost something with seed %llu\n",
				    (unsigned long long)(at >> 20));
		if (losses(world) != before || world->n_sent > SLOTS * 3 / 4)
			world_renew(world);
	}
	print_message("%lu power cuts%s: %lu acknowledged; lost %lu drafts, "
		      "%lu responses; %lu by half, %lu broken\n",
		      n, weak ? " with weak settings" : "", world->acked,
		      world->lost_drafts, world->lost_sent, world->half,
		      world->broken);
}

static void
world_end(struct world *world)
{
	void *dir = world->dir;

	kit_release(&world->kit);
	assert_int_equal(test_dir_teardown(&dir), 0);
}

static void
a_power_cut_loses_nothing_acknowledged(void **state)
{
	struct world world;

	world_run(&world, cuts, false);
	/* Many cuts come late enough for something to be lost. */
	assert_true(world.acked > 5 * cuts);
	assert_int_equal(world.lost_drafts, 0);
	assert_int_equal(world.lost_sent, 0);
	assert_int_equal(world.half, 0);
	assert_int_equal(world.broken, 0);
	world_end(&world);
}

static void
with_weak_settings_it_does(void **state)
{
	struct world world;

	world_run(&world, cuts < 300 ? cuts : 300, true);
	assert_true(world.lost_drafts > 0);
	assert_true(world.lost_sent > 0);
	world_end(&world);
}

int
main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_power_cut_loses_nothing_acknowledged),
		cmocka_unit_test(with_weak_settings_it_does),
	};

	if (test_is_slow())
		cuts = 100;
	if (argc > 1)
		cuts = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 10);
	/* The disk is a model, so the real one may be memory. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
