#include "tests/support/make_wave.h"

#include "questions/instrument.h"
#include "questions/response.h"
#include "questions/xlsform.h"
#include "tests/test.h"

const char form_small[] =
	"survey\n"
	",type,name,label,hint,relevant,constraint,constraint_message,kq_max\n"
	",select_one yn,uses,Do you use any social network?,,,,,\n"
	",integer,hours,How many hours a week?,A guess will do.,"
	"${uses}='y',. <= 168,Enter at most 168 hours.,\n"
	",text,words,What would help you?,,,,,60\n"
	"choices\n"
	",list_name,name,label\n"
	",yn,y,Yes\n"
	",yn,n,No\n"
	"settings\n"
	",form_title,form_id,version\n"
	",A small survey,small,1\n";

const char form_every_type[] =
	"survey\n"
	",type,name,label::English (en),label::Cymraeg (cy),"
	"hint::English (en),relevant,appearance,parameters,kq_exclusive,"
	"kq_missing,read_only,default\n"
	",begin_group,first,First things,Pethau cyntaf,,,,,,,,\n"
	",note,hello,Welcome to this part.,Croeso.,,,,,,,,\n"
	",select_one freq,often,How often?,Pa mor aml?,Think of last month."
	",,,,,dk=dontknow,,\n"
	",select_multiple what,helped,What helped you?,Beth helpodd?,,,,,none,"
	",,\n"
	",rank what2,order,Put these in order,Rhowch mewn trefn,,,,,,,,\n"
	",end_group,,,,,,,,,,,\n"
	",begin_group,second,Second things,Ail bethau,,,,,,,,\n"
	",integer,whole,A whole number,Rhif cyfan,,,,,,,,\n"
	",decimal,part,A number,Rhif,,,,,,,,\n"
	",range,scale,From one to five,O un i bump,,,,start=1 end=5 step=1,,,,\n"
	",date,day,Which day?,Pa ddiwrnod?,,,,,,,,\n"
	",text,short,In a few words,Mewn gair,,,,,,,,\n"
	",text,long,In more words,Mwy o eiriau,,,multiline,,,,,\n"
	",acknowledge,seen,I have read this,Rwyf wedi darllen,,,,,,,,\n"
	",end_group,,,,,,,,,,,\n"
	"choices\n"
	",list_name,name,label::English (en),label::Cymraeg (cy)\n"
	",freq,daily,Every day,Bob dydd\n"
	",freq,weekly,Every week,Bob wythnos\n"
	",freq,dk,I do not know,Ddim yn gwybod\n"
	",what,course,A course,Cwrs\n"
	",what,reading,Reading,Darllen\n"
	",what,none,None of these,Dim un\n"
	",what2,a,Apples,Afalau\n"
	",what2,b,Bread,Bara\n"
	",what2,c,Cheese,Caws\n"
	"settings\n"
	",form_title,form_id,version,default_language,kq_contact,kq_agreed_with,"
	"kq_purpose,kq_results_on\n"
	",Every type,every,1,English (en),the helpdesk,HR and the unions,"
	"\"To write guidance that says what people need, at the right length.\","
	"2027-03-02\n";

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
	unsigned char hashes[MADE_CODES][SEAL_HASH_BYTES];
	unsigned char hash[SEAL_HASH_BYTES];
	struct error err = ERROR_INIT;
	struct book *book = parse_book(csv);
	char *instrument = instrument_write(book, INSTRUMENT_WITHOUT_KEY);
	struct wave wave;
	size_t i;

	*made = (struct made_wave){.n_codes = n_codes};
	assert_true(n_codes <= MADE_CODES && seal_init(&err));
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
	if (!store_create(made->path, &wave, &hashes[0][0], n_codes, &err))
		fail_msg("%s", err.text);
	free(instrument);
	book_free(book);
}

void
made_wave_release(struct made_wave *made)
{
	free(made->path);
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
