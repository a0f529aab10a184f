#include "analysis/data/key.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/file.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"

enum {
	VERSION = 1,
	LOCKED_BYTES = SEAL_SECRET_BYTES + SEAL_LOCK_OVERHEAD,
	MOST_BYTES = 64 << 20,
	TEST_BOX = 256
};

static const char about[] =
	"This opens the answers of a staff survey, and says which answers are "
	"right. Keep a second copy in a safe place: without it nobody can "
	"ever read the answers. It belongs on no computer on which staff "
	"answer.";

static void
put_hex(struct json *j, const char *name, const unsigned char *bytes, size_t n)
{
	char *hex = mem_new(2 * n + 1, 1);

	seal_hex(bytes, n, hex);
	json_put(j, name, json_text(hex));
	seal_forget(hex, 2 * n);
	free(hex);
}

static bool
put_secret(struct json *j, const struct key *key, const char *passphrase,
	   struct error *err)
{
	unsigned char locked[LOCKED_BYTES];

	if (!passphrase) {
		put_hex(j, "secret", key->secret, SEAL_SECRET_BYTES);
		return true;
	}
	if (!seal_lock(passphrase, key->secret, SEAL_SECRET_BYTES, locked, err))
		return false;
	put_hex(j, "locked", locked, LOCKED_BYTES);
	return true;
}

/* NULL and err when it cannot be made. */
static char *
key_text(const struct key *key, const char *passphrase, struct error *err)
{
	struct json *j = json_object(), *questionnaire;
	char *text = NULL;

	json_put(j, "about", json_text(about));
	json_put(j, "version", json_number(VERSION));
	put_hex(j, "public", key->public, SEAL_PUBLIC_BYTES);
	if (!put_secret(j, key, passphrase, err))
		goto out;
	questionnaire =
		json_parse(key->questionnaire, key->questionnaire_bytes, err);
	if (!questionnaire)
		goto out;
	json_put(j, "questionnaire", questionnaire);
	text = json_print(j);
out:
	json_free(j);
	return text;
}

bool
key_write(const char *path, const struct key *key, const char *passphrase,
	  struct error *err)
{
	char *temporary, *text;
	FILE *f;

	if (file_exists(path))
		return error_set(err,
				 "%s exists; a key is never overwritten, "
				 "name another",
				 path);
	text = key_text(key, passphrase, err);
	if (!text)
		return false;
	f = file_begin(path, 0600, &temporary, err);
	if (f)
		fprintf(f, "%s\n", text);
	seal_forget(text, strlen(text));
	free(text);
	return f && file_finish(f, temporary, path, err);
}

/* ---- reading ---- */

static bool
unlock(struct key *key, const char *hex, const char *path,
       char *(*passphrase)(void *ctx), void *ctx, struct error *err)
{
	unsigned char locked[LOCKED_BYTES];
	char *typed;
	bool opened;

	if (!seal_unhex(hex, locked, LOCKED_BYTES))
		return error_set(err,
				 "%s: the locked key is damaged; use "
				 "your second copy",
				 path);
	typed = passphrase ? passphrase(ctx) : NULL;
	if (!typed)
		return error_set(err, "%s is locked; it needs its passphrase",
				 path);
	opened = seal_unlock(typed, locked, SEAL_SECRET_BYTES, key->secret);
	seal_forget(typed, strlen(typed));
	free(typed);
	return opened ||
		error_set(err,
			  "%s: this is not its passphrase; try "
			  "again",
			  path);
}

/* A box made with the public half opens with the secret one. */
static bool
prove(const struct key *key, const char *path, struct error *err)
{
	static const char said[] = "a test";
	unsigned char box[TEST_BOX];
	char *plain;
	size_t n;
	bool same;

	seal_close(key->public, said, sizeof(said), box, sizeof(box));
	if (!seal_open(key->public, key->secret, box, sizeof(box), &plain, &n))
		return error_set(err,
				 "%s: the key does not open what it "
				 "closes; use your second copy",
				 path);
	same = n == sizeof(said) && memcmp(plain, said, n) == 0;
	free(plain);
	return same ||
		error_set(err,
			  "%s: the key opens a test box to "
			  "something else; use your second copy",
			  path);
}

/* The public half and the questionnaire; *locked: the secret is. */
static bool
read_open_members(struct key *key, const struct json *j, const char *path,
		  const char **locked, struct error *err)
{
	const char *public = json_get_text(j, "public"),
		   *secret = json_get_text(j, "secret");
	const struct json *questionnaire = json_get(j, "questionnaire");

	*locked = json_get_text(j, "locked");
	if (json_get_number(j, "version", 0) != VERSION || !public ||
	    !seal_unhex(public, key->public, SEAL_PUBLIC_BYTES) ||
	    !json_is_object(questionnaire) || !secret == !*locked)
		return error_set(err,
				 "%s is not a key file that conduct open "
				 "wrote; use your second copy",
				 path);
	if (secret && !seal_unhex(secret, key->secret, SEAL_SECRET_BYTES))
		return error_set(err,
				 "%s: the secret key is damaged; use "
				 "your second copy",
				 path);
	key->questionnaire = json_print(questionnaire);
	key->questionnaire_bytes = strlen(key->questionnaire);
	return true;
}

static struct json *
read_json(const char *path, struct error *err)
{
	struct error why = ERROR_INIT;
	struct json *j;
	size_t n;
	char *text = file_read(path, MOST_BYTES, &n, err);

	if (!text)
		return NULL;
	j = json_parse(text, n, &why);
	seal_forget(text, n);
	free(text);
	if (!j)
		error_set(err,
			  "%s is not a key file: %s; use your "
			  "second copy",
			  path, why.text);
	return j;
}

bool
key_read(struct key *key, const char *path, char *(*passphrase)(void *ctx),
	 void *ctx, struct error *err)
{
	struct json *j = read_json(path, err);
	const char *locked;
	bool good;

	*key = (struct key){.questionnaire = NULL};
	if (!j)
		return false;
	good = read_open_members(key, j, path, &locked, err) &&
		(!locked || unlock(key, locked, path, passphrase, ctx, err)) &&
		prove(key, path, err);
	json_free(j);
	if (!good)
		key_release(key);
	return good;
}

bool
key_look(struct key *key, const char *path, struct error *err)
{
	struct json *j = read_json(path, err);
	const char *locked;
	bool good;

	*key = (struct key){.questionnaire = NULL};
	if (!j)
		return false;
	good = read_open_members(key, j, path, &locked, err) &&
		(locked || prove(key, path, err));
	json_free(j);
	if (!good)
		key_release(key);
	return good;
}

void
key_release(struct key *key)
{
	seal_forget(key->secret, sizeof(key->secret));
	free(key->questionnaire);
	key->questionnaire = NULL;
}

char *
key_path_for(const char *wave_path)
{
	size_t n = strlen(wave_path);
	struct text path = TEXT_INIT;

	if (n > 5 && strcmp(wave_path + n - 5, ".wave") == 0)
		n -= 5;
	text_add_n(&path, wave_path, n);
	text_add(&path, ".key");
	return text_take(&path);
}
