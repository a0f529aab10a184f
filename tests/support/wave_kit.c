#include "tests/support/wave_kit.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

/* Tests' children have no cmocka around them, and tell by their end. */
static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	print_error("wave_kit: %s\n", what);
	abort();
}

void
kit_init(struct wave_kit *kit, const char *dir)
{
	static const char instrument[] = "{\"title\":\"A survey\"}";

	*kit = (struct wave_kit){
		.wave = {.instrument = instrument,
			 .instrument_bytes = sizeof(instrument) - 1,
			 .box_size = KIT_BOX,
			 .draft_size = KIT_DRAFT,
			 .staff = 40,
			 .min_group = 10,
			 .closes = "2026-12-14"},
	};
	kit->path = test_path(dir, "survey.wave");
	kit->drafts = test_path(dir, "survey.drafts");
	seal_keypair(kit->wave.public_key, kit->secret);
	seal_random(kit->wave.salt, sizeof(kit->wave.salt));
	seal_random(kit->hashes, sizeof(kit->hashes));
}

void
kit_release(struct wave_kit *kit)
{
	free(kit->path);
	free(kit->drafts);
}

void
kit_create(struct wave_kit *kit, uint32_t capacity, size_t codes)
{
	struct error err = ERROR_INIT;

	kit->wave.capacity = capacity;
	if (!store_create(kit->path, &kit->wave, kit->hashes[0], codes, &err))
		must(false, err.text);
}

struct store *
kit_open(const struct wave_kit *kit, enum store_mode mode)
{
	struct error err = ERROR_INIT;
	struct store *store;

	if (!store_open(&store, kit->path, mode, &err))
		must(false, err.text);
	return store;
}

void
kit_seal(const struct wave_kit *kit, const char *text, void *box)
{
	seal_close(kit->wave.public_key, text, strlen(text), box,
		   kit->wave.box_size);
}

char *
kit_unseal(const struct wave_kit *kit, const void *box)
{
	char *text;
	size_t n;

	if (!seal_open(kit->wave.public_key, kit->secret, box,
		       kit->wave.box_size, &text, &n))
		return NULL;
	return text;
}

static const char draft_text[] = "an answer as kept so far";

void
kit_draft(uint32_t number, void *box)
{
	unsigned char *p = box;

	memset(p, (int)(number * 31 % 251), KIT_DRAFT);
	memcpy(p, draft_text, sizeof(draft_text));
	memcpy(p + sizeof(draft_text), &number, sizeof(number));
	seal_hash(p, KIT_DRAFT - SEAL_HASH_BYTES,
		  p + KIT_DRAFT - SEAL_HASH_BYTES);
}

uint32_t
kit_draft_number(const void *box)
{
	const unsigned char *p = box;
	unsigned char hash[SEAL_HASH_BYTES];
	uint32_t number;

	seal_hash(p, KIT_DRAFT - SEAL_HASH_BYTES, hash);
	if (memcmp(hash, p + KIT_DRAFT - SEAL_HASH_BYTES, sizeof(hash)) != 0)
		return 0;
	memcpy(&number, p + sizeof(draft_text), sizeof(number));
	return number;
}

void
kit_id(uint32_t number, unsigned char id[DRAFT_ID_BYTES])
{
	unsigned char hash[SEAL_HASH_BYTES];

	seal_hash(&number, sizeof(number), hash);
	memcpy(id, hash, DRAFT_ID_BYTES);
}

enum submitted
kit_send(struct store *store, const unsigned char *code, const void *box,
	 uint32_t *slot, struct error *err)
{
	enum submitted how;
	bool full;

	do {
		if (!store_slot_draw(store, slot, &full, err))
			return SUBMIT_FAILED;
		how = store_submit(store, code, *slot, box, err);
	} while (how == SUBMIT_SLOT_TAKEN);
	return how;
}

static int
first_value(void *ctx, int n, char **values, char **names)
{
	char **value = ctx;

	(void)names;
	if (!*value && n > 0 && values[0])
		*value = strdup(values[0]);
	return 0;
}

char *
kit_sql(const char *file, const char *sql)
{
	sqlite3 *db;
	char *value = NULL, *problem = NULL;

	must(sqlite3_open(file, &db) == SQLITE_OK, file);
	sqlite3_exec(db, sql, first_value, &value, &problem);
	must(!problem, problem);
	sqlite3_close(db);
	return value;
}

void
kit_sql_broken_off(const char *file, const char *sql)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		sqlite3 *db;
		bool ok = sqlite3_open(file, &db) == SQLITE_OK &&
			sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;

		_exit(ok ? 0 : 1);
	}
	must(waitpid(pid, &status, 0) == pid && status == 0, sql);
}
