#include "tests/support/make_wave.h"

#include "questions/instrument.h"
#include "questions/response.h"
#include "questions/xlsform.h"
#include "tests/test.h"

static struct book *
parse_book(const char *csv)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct book *book = book_parse("test.csv", csv, strlen(csv), NULL, 0,
				       NULL, 0, &problems, &err);

	problems_print(&problems, stderr);
	problems_release(&problems);
	if (!book)
		fail_msg("test.csv: %s", err.text);
	return book;
}

static void
describe(struct made_wave *made, struct wave *wave, const char *instrument,
	 uint32_t capacity)
{
	*wave = (struct wave){
		.instrument = instrument,
		.instrument_bytes = strlen(instrument),
		.capacity = capacity,
		.staff = 40,
		.min_group = 10,
		.closes = "2030-12-14",
	};
	wave->box_size = (uint32_t)response_box_size(made->form, SEAL_OVERHEAD);
	wave->draft_size =
		(uint32_t)response_draft_size(made->form, wave->box_size,
					      DRAFT_OVERHEAD);
	memcpy(wave->public_key, made->public_key, sizeof(wave->public_key));
	seal_random(wave->salt, sizeof(wave->salt));
}

void
made_wave_init(struct made_wave *made, const char *dir, const char *csv,
	       size_t n_codes, uint32_t capacity)
{
	unsigned char(*hashes)[SEAL_HASH_BYTES] =
		mem_new(n_codes, sizeof(*hashes));
	unsigned char hash[SEAL_HASH_BYTES];
	struct error err = ERROR_INIT;
	struct book *book = parse_book(csv);
	char *instrument = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
	struct wave wave;
	size_t i;

	*made = (struct made_wave){.n_codes = n_codes};
	assert_true(seal_init(&err));
	made->code = mem_new(n_codes, sizeof(*made->code));
	made->path = test_path(dir, "test.wave");
	made->form = instrument_form(instrument, strlen(instrument),
				     "test.wave", &err);
	if (!made->form)
		fail_msg("%s", err.text);
	seal_keypair(made->public_key, made->secret_key);
	seal_hash(instrument, strlen(instrument), hash);
	seal_hex(hash, sizeof(hash), made->hash);
	describe(made, &wave, instrument, capacity);
	for (i = 0; i < n_codes; i++) {
		slip_new(made->code[i]);
		slip_hash(made->code[i], wave.salt, hashes[i]);
	}
	if (!store_create(made->path, &wave, hashes[0], n_codes, &err))
		fail_msg("%s", err.text);
	free(hashes);
	free(instrument);
	book_free(book);
}

void
made_wave_release(struct made_wave *made)
{
	free(made->path);
	free(made->code);
	form_free(made->form);
}

struct store *
made_wave_open(const struct made_wave *made)
{
	struct error err = ERROR_INIT;
	struct store *store;

	if (!store_open(&store, made->path, STORE_ASK, &err))
		fail_msg("%s", err.text);
	return store;
}

struct opened {
	const struct made_wave *made;
	char **response;
	size_t n;
};

static bool
open_box(void *ctx, uint32_t slot, const void *box, size_t box_size,
	 struct error *err)
{
	struct opened *opened = ctx;
	size_t n;

	(void)slot;
	opened->response =
		realloc(opened->response, (opened->n + 1) * sizeof(char *));
	assert_non_null(opened->response);
	if (!seal_open(opened->made->public_key, opened->made->secret_key, box,
		       box_size, &opened->response[opened->n], &n))
		return error_set(err, "a box does not open");
	opened->n++;
	return true;
}

char **
made_responses(const struct made_wave *made, size_t *n)
{
	struct opened opened = {made, NULL, 0};
	struct error err = ERROR_INIT;
	struct store *store;

	if (!store_open(&store, made->path, STORE_READ, &err) ||
	    !store_boxes(store, open_box, &opened, &err))
		fail_msg("%s", err.text);
	store_close_file(store);
	*n = opened.n;
	return opened.response;
}

void
made_responses_free(char **response, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(response[i]);
	free(response);
}

char *
made_draft(const struct made_wave *made, const char *wayback)
{
	struct store *store = made_wave_open(made);
	const struct wave *wave = store_wave(store);
	struct error err = ERROR_INIT;
	struct draft_key key;
	char *plain = NULL;
	void *box = NULL;
	size_t n;

	if (!draft_key_derive(wayback, wave->salt, &key, &err) ||
	    !store_draft_get(store, key.id, &box, &err))
		fail_msg("%s", err.text);
	if (box && !draft_open(&key, box, wave->draft_size, &plain, &n))
		plain = NULL;
	free(box);
	store_close_file(store);
	return plain;
}
