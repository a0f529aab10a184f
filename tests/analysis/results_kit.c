#include "tests/analysis/results_kit.h"

#include <sqlite3.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "questions/json.h"
#include "tests/analysis/sample.h"
#include "tests/test.h"

const char results_kit_csv[] =
	"survey\n"
	",type,name,label,kq_role,calculation,parameters\n"
	",select_one ab,one,One?,,,\n"
	",select_one unit,unit,Unit?,segment,,\n"
	",note,said,A note,,,\n"
	",select_multiple abc,many,Many?,,,\n"
	",rank abc,order,Order?,,,\n"
	",integer,whole,Whole?,,,\n"
	",decimal,part,Part?,,,\n"
	",range,scale,Scale?,,,start=1 end=5 step=1\n"
	",date,day,Day?,,,\n"
	",text,words,Words?,,,\n"
	",acknowledge,agreed,Agreed?,,,\n"
	",calculate,drawn,,,once(int(random() * 3)),\n"
	",calculate,told,,,${one},\n"
	"choices\n"
	",list_name,name,label\n"
	",ab,a,=A()\n,ab,=b,\"B, \"\"quoted\"\"\"\n"
	",abc,a,A\n,abc,+b,B\n,abc,\"c,c\",C\n,abc,'d,D\n"
	",unit,x,X\n,unit,y,Y\n"
	"settings\n"
	",form_title,form_id\n"
	",A test,test\n";

void
results_kit_init(struct results_kit *kit, const char *csv)
{
	kit->form = sample_form(csv, NULL, &kit->book);
	kit->layout = layout_new(kit->form);
	kit->questionnaire = instrument_write(kit->book, INSTRUMENT_WITH_KEY);
	kit->about = (struct results_about){
		.questionnaire = kit->questionnaire,
		.questionnaire_bytes = strlen(kit->questionnaire),
		.staff = 1000,
		.waves = 2,
		.min_group = 7,
		.closes = "2026-12-14",
	};
}

void
results_kit_release(struct results_kit *kit)
{
	free(kit->questionnaire);
	layout_free(kit->layout);
	form_free(kit->form);
	book_free(kit->book);
}

/* A select_multiple that is answered has something ticked. */
static void
tick_one(const struct results_kit *kit, char *response)
{
	size_t i;

	for (i = 0; i < kit->form->n_questions; i++) {
		const struct field *f = &kit->layout->field[i];

		if (f->coding == CODING_FLAGS && response[f->at] == '0' &&
		    !memchr(response + f->at, '1', f->width))
			response[f->at] = '1';
	}
}

static double
number_for(const struct question *q, uint32_t *seed)
{
	if (q->type == TYPE_DECIMAL)
		return (double)sample_below(seed, 100000) / 7 - 5000;
	if (q->type == TYPE_RANGE)
		return 1 + (double)sample_below(seed, 5);
	return (double)sample_below(seed, 40000);
}

char *
results_kit_response(const struct results_kit *kit, uint32_t i, char *out)
{
	uint32_t seed = 12345 + i * 7919;
	struct json *numbers = NULL;
	char *text = NULL;
	size_t j;

	sample_response(kit->layout, &seed, out);
	tick_one(kit, out);
	for (j = 0; j < kit->form->n_questions; j++) {
		const struct question *q = &kit->form->question[j];
		enum coding coding = kit->layout->field[j].coding;

		if ((coding != CODING_NUMBER && coding != CODING_DATE) ||
		    strcmp(q->name, "told") == 0 ||
		    layout_state(kit->layout, j, out) != STATE_ANSWERED)
			continue;
		if (!numbers)
			numbers = json_object();
		json_put(numbers, q->name, json_number(number_for(q, &seed)));
	}
	if (numbers)
		text = json_print(numbers);
	json_free(numbers);
	return text;
}

static void
add_comments(const struct results_kit *kit, struct results_writer *w,
	     const char *response, uint32_t i)
{
	static const char *const words[] = {
		"plain", "=1+1", "'quoted", "a, \"b\"\nand c",
		"+44",	 "-",	 "@home",   "\xc3\xa9t\xc3\xa9",
	};
	size_t question = form_find(kit->form, "words");

	if (question != FORM_NONE &&
	    layout_state(kit->layout, question, response) == STATE_ANSWERED)
		results_add_comment(w, "words", words[i % COUNT(words)]);
}

void
results_kit_write(const struct results_kit *kit, const char *path,
		  uint32_t from, uint32_t to)
{
	char *response = mem_new(kit->layout->width + 1, 1);
	struct error err = ERROR_INIT;
	struct results_writer *w;
	uint32_t i;

	if (!results_create(&w, path, kit->form, &kit->about, &err))
		fail_msg("%s", err.text);
	for (i = from; i < to; i++) {
		char *numbers = results_kit_response(kit, i, response);

		results_add(w, response, numbers);
		add_comments(kit, w, response, i);
		free(numbers);
	}
	if (!results_finish(w, &kit->about, &err))
		fail_msg("%s", err.text);
	free(response);
}

static int
add_row(void *ctx, int n, char **value, char **name)
{
	struct text *t = ctx;
	int i;

	(void)name;
	for (i = 0; i < n; i++)
		text_addf(t, "%s%s", i ? "|" : "", value[i] ? value[i] : "");
	text_add_char(t, '\n');
	return 0;
}

char *
results_kit_sql(const char *path, const char *sql)
{
	struct text t = TEXT_INIT;
	char *problem = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, sql, add_row, &t, &problem);
	if (problem)
		fail_msg("%s: %s", sql, problem);
	sqlite3_close(db);
	return text_take(&t);
}
