/*
 * A client without a screen, for fault_test: keeps drafts, sends a response as
 * definitions.md has it, and prints each thing once it is done.
 *
 * store_driver DIR PERSON...: one of the codes of DIR/hashes each. Ends with 0
 * when all was done, 3 when it had to give up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey/store.h"
#include "tests/support/wave_kit.h"
#include "tests/test.h"

enum { TRIES = 3, GAVE_UP = 3 };

static struct store *store;

static void
say(const char *what, unsigned long a, unsigned long b)
{
	printf("%s %lu %lu\n", what, a, b);
	fflush(stdout);
}

/* As the client does: says so, opens the files anew, tries again. */
static void
failed(struct error *err)
{
	printf("failed %s\n", err->text);
	fflush(stdout);
	*err = (struct error)ERROR_INIT;
	if (!store_reopen(store, err)) {
		printf("failed %s\n", err->text);
		fflush(stdout);
		*err = (struct error)ERROR_INIT;
	}
}

static void
keep(uint32_t person, uint32_t number)
{
	unsigned char id[DRAFT_ID_BYTES], draft[KIT_DRAFT];
	struct error err = ERROR_INIT;
	int try;

	kit_id(person, id);
	kit_draft(number, draft);
	for (try = 0; try < TRIES; try++) {
		if (store_draft_put(store, id, draft, &err)) {
			say("kept", person, number);
			return;
		}
		failed(&err);
	}
	exit(GAVE_UP);
}

/* Was it stored although it looked as if it had failed? */
static bool
is_ours(uint32_t slot, const void *box)
{
	struct error err = ERROR_INIT;
	enum slot_state state;

	return store_slot_look(store, slot, box, &state, &err) &&
		state == SLOT_OURS;
}

static void
send_one(uint32_t person, const unsigned char *code, const void *box)
{
	struct error err = ERROR_INIT;
	enum submitted how = SUBMIT_FAILED;
	uint32_t slot = 0;
	bool full;
	int try;

	for (try = 0; try < TRIES; try++) {
		if (slot == 0 && !store_slot_draw(store, &slot, &full, &err)) {
			failed(&err);
			continue;
		}
		say("trying", person, slot);
		how = store_submit(store, code, slot, box, &err);
		if (how == SUBMIT_FAILED)
			failed(&err);
		if (how == SUBMIT_DONE || is_ours(slot, box)) {
			say("sent", person, slot);
			return;
		}
		if (how == SUBMIT_SLOT_TAKEN)
			slot = 0;
	}
	exit(GAVE_UP);
}

static void
forget(uint32_t person)
{
	unsigned char id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	int try;

	kit_id(person, id);
	for (try = 0; try < TRIES; try++) {
		if (store_draft_delete(store, id, &err)) {
			say("forgot", person, 0);
			return;
		}
		failed(&err);
	}
	exit(GAVE_UP);
}

static void
answer(const char *dir, uint32_t person)
{
	char *hashes = test_path(dir, "hashes"), *boxes = test_path(dir, "box");
	char *code = test_read(hashes, NULL), *box = test_read(boxes, NULL);

	keep(person, 1);
	keep(person, 2);
	keep(person + 1000, 1);
	send_one(person, (const unsigned char *)code + person * SEAL_HASH_BYTES,
		 box + person * KIT_BOX);
	forget(person);
	keep(person + 1000, 2);
	free(code);
	free(box);
	free(hashes);
	free(boxes);
}

int
main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	char *path;
	bool ok;
	int i;

	if (argc < 2 || !seal_init(&err))
		return 64;
	path = test_path(argv[1], "survey.wave");
	ok = store_open(&store, path, STORE_ASK, &err);
	free(path);
	if (!ok) {
		printf("failed %s\n", err.text);
		return GAVE_UP;
	}
	for (i = 2; i < argc; i++)
		answer(argv[1], (uint32_t)strtoul(argv[i], NULL, 10));
	store_close_file(store);
	return 0;
}
