/* What is kept of a person: written, read back, refused, and never too large.
 */
#include "tests/test.h"

#include "questions/base/text.h"
#include "questions/response.h"
#include "survey/draft.h"
#include "tests/support/csv_forms.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ID    "0123456789abcdef0123456789abcdef"

enum { BOX = 64 };

static enum draft_read
parse(const char *text, const struct form *form, struct draft *draft,
      struct flow **flow, struct error *err)
{
	return draft_parse(draft, flow, text, strlen(text), ZEROS, BOX, form,
			   flow_system_clock(), err);
}

static const struct {
	const char *name, *text;
} whole[] = {
	{"answering",
	 "{\"v\":\"" ZEROS "\",\"seed\":7,\"page\":\"hours\","
	 "\"changing\":true,"
	 "\"state\":\"answering\",\"code\":\"\",\"id\":null,\"slot\":null,"
	 "\"box\":null,\"answers\":{\"uses\":{\"v\":\"y\",\"seen\":true},"
	 "\"hours\":{\"v\":\"5\",\"seen\":true}}}"},
	{"at the review, with a slip",
	 "{\"v\":\"" ZEROS "\",\"seed\":4294967295,\"page\":null,"
	 "\"changing\":false,"
	 "\"state\":\"answering\",\"code\":\"K7QD-2M9X-PV4T\",\"id\":null,"
	 "\"slot\":null,\"box\":null,\"answers\":{\"uses\":{\"v\":\"n\","
	 "\"seen\":true},\"words\":{\"seen\":true}}}"},
	{"sending",
	 "{\"v\":\"" ZEROS "\",\"seed\":0,\"page\":null,"
	 "\"changing\":false,\"state\":\"sending\","
	 "\"code\":\"\",\"id\":\"" ID
	 "\",\"slot\":4294967295,\"box\":\"" ZEROS ZEROS
	 "\",\"answers\":{\"uses\":{\"v\":\"n\",\"seen\":true},"
	 "\"words\":{\"seen\":true}}}"},
};

static void
a_draft_reads_back_as_it_was(void **state)
{
	struct form *form = form_from_csv(form_small);
	size_t i;

	for (i = 0; i < COUNT(whole); i++) {
		struct error err = ERROR_INIT;
		struct draft draft;
		struct flow *flow;
		char *again;

		assert_int_equal(parse(whole[i].text, form, &draft, &flow,
				       &err),
				 DRAFT_READ);
		assert_text(err.text, "", whole[i].name);
		again = draft_write(&draft, ZEROS, flow);
		assert_text(again, whole[i].text, whole[i].name);
		free(again);
		draft_release(&draft);
		flow_free(flow);
	}
	form_free(form);
}

/* As drafts were before they told whether one changes an answer. */
static void
an_older_draft_is_read(void **state)
{
	static const char older[] =
		"{\"v\":\"" ZEROS "\",\"seed\":7,\"page\":\"hours\","
		"\"state\":\"answering\",\"code\":\"\",\"id\":null,"
		"\"slot\":null,\"box\":null,\"answers\":{\"uses\":"
		"{\"v\":\"y\",\"seen\":true},\"hours\":{\"v\":\"5\","
		"\"seen\":true}}}";
	struct form *form = form_from_csv(form_small);
	struct error err = ERROR_INIT;
	struct draft draft;
	struct flow *flow;

	assert_int_equal(parse(older, form, &draft, &flow, &err), DRAFT_READ);
	assert_text(err.text, "", "no error");
	assert_int_equal(flow_page(flow), form_find(form, "hours"));
	assert_text(flow_entered(flow, flow_page(flow)), "5", "its answer");
	assert_false(flow_is_changing(flow));
	draft_release(&draft);
	flow_free(flow);
	form_free(form);
}

/* The whole one at [sending] with one piece replaced. */
static const struct {
	const char *name, *piece, *by;
	enum draft_read read;
} refused[] = {
	{"another questionnaire", "\"v\":\"0", "\"v\":\"1", DRAFT_OTHER_FORM},
	{"no hash", "\"v\":", "\"w\":", DRAFT_DAMAGED},
	{"a seed below 0", "\"seed\":0", "\"seed\":-1", DRAFT_DAMAGED},
	{"a seed that is no whole number", "\"seed\":0", "\"seed\":0.5",
	 DRAFT_DAMAGED},
	{"a seed too large", "\"seed\":0", "\"seed\":4294967296",
	 DRAFT_DAMAGED},
	{"a page that is not there", "\"page\":null", "\"page\":\"where\"",
	 DRAFT_DAMAGED},
	{"a page that is a number", "\"page\":null", "\"page\":1",
	 DRAFT_DAMAGED},
	{"no page", "\"page\":", "\"pages\":", DRAFT_DAMAGED},
	{"a state that is none", "\"state\":\"sending\"", "\"state\":\"sent\"",
	 DRAFT_DAMAGED},
	{"no code", "\"code\":\"\"", "\"code\":null", DRAFT_DAMAGED},
	{"a code that is none", "\"code\":\"\"", "\"code\":\"1234\"",
	 DRAFT_DAMAGED},
	{"a code in small letters", "\"code\":\"\"",
	 "\"code\":\"k7qd-2m9x-pv4t\"", DRAFT_DAMAGED},
	{"an id too short", "\"id\":\"01", "\"id\":\"", DRAFT_DAMAGED},
	{"no slot", "\"slot\":4294967295", "\"slot\":null", DRAFT_DAMAGED},
	{"a slot too large", "\"slot\":4294967295", "\"slot\":4294967296",
	 DRAFT_DAMAGED},
	{"a box too short", "\"box\":\"00", "\"box\":\"", DRAFT_DAMAGED},
	{"a box too long", "\"box\":\"00", "\"box\":\"0000", DRAFT_DAMAGED},
	{"a box that is not hexadecimal", "\"box\":\"00", "\"box\":\"0g",
	 DRAFT_DAMAGED},
	{"no answers", "\"answers\":{", "\"answer\":{", DRAFT_DAMAGED},
	{"an answer that is no choice", "\"v\":\"n\"", "\"v\":\"q\"",
	 DRAFT_DAMAGED},
	{"an answer to no question", "\"uses\"", "\"misuses\"", DRAFT_DAMAGED},
	{"not JSON", "{", "[", DRAFT_DAMAGED},
};

static char *
replaced(const char *text, const char *piece, const char *by)
{
	const char *at = strstr(text, piece);
	struct text t = TEXT_INIT;

	assert_non_null(at);
	text_add_n(&t, text, (size_t)(at - text));
	text_add(&t, by);
	text_add(&t, at + strlen(piece));
	return text_take(&t);
}

static void
what_is_no_draft_is_refused(void **state)
{
	struct form *form = form_from_csv(form_small);
	size_t i;

	for (i = 0; i < COUNT(refused); i++) {
		char *text = replaced(whole[2].text, refused[i].piece,
				      refused[i].by);
		struct error err = ERROR_INIT;
		struct draft draft;
		struct flow *flow;

		assert_case(parse(text, form, &draft, &flow, &err) ==
				    refused[i].read,
			    refused[i].name);
		assert_case(flow == NULL && draft.box == NULL, refused[i].name);
		assert_case(error_is_set(&err), refused[i].name);
		free(text);
	}
	form_free(form);
}

/* Everything at its longest, and on its way. */
static void
the_longest_draft_fits(void **state)
{
	static const char *const pieces[] = {"\"", "\\", "\xf0\x9f\x98\x80"};
	struct form *form = form_from_csv(form_small);
	size_t box_size = response_box_size(form, SEAL_OVERHEAD), i;
	size_t room =
		draft_room(response_draft_size(form, box_size, DRAFT_OVERHEAD));

	for (i = 0; i < COUNT(pieces); i++) {
		struct flow *flow = flow_new(form, 7, flow_system_clock());
		struct draft draft = {
			.seed = UINT32_MAX,
			.page = FORM_NONE,
			.code = "K7QD-2M9X-PV4T",
			.sending = true,
			.slot = UINT32_MAX,
			.box = mem_new(box_size, 1),
			.box_size = box_size,
		};
		struct text words = TEXT_INIT;
		struct refusal refusal;
		size_t k;
		char *text;

		for (k = 0; k < form->question[2].max_length; k++)
			text_add(&words, pieces[i]);
		assert_true(
			flow_answer(flow, (const char *[]){"y"}, 1, &refusal));
		assert_true(flow_answer(flow, (const char *[]){"-99999999999"},
					1, &refusal));
		assert_true(flow_answer(flow,
					(const char *[]){text_get(&words)}, 1,
					&refusal));
		text = draft_write(&draft, ZEROS, flow);
		assert_case(strlen(text) <= room, pieces[i]);
		assert_case(strlen(text) > 2 * box_size, pieces[i]);
		free(text);
		text_release(&words);
		draft_release(&draft);
		flow_free(flow);
	}
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_reads_back_as_it_was),
		cmocka_unit_test(an_older_draft_is_read),
		cmocka_unit_test(what_is_no_draft_is_refused),
		cmocka_unit_test(the_longest_draft_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
