/* Cuts, risks and judges from files. */
#include "tests/test.h"

#include <math.h>

#include "analysis/data/panel.h"
#include "questions/base/text.h"
#include "questions/xlsform.h"

static struct form *
standard(void)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct form *form = xlsform_load("questions/bank/standard.csv", NULL,
					 &problems, &err);

	assert_non_null(form);
	problems_release(&problems);
	return form;
}

/* Everything said of a file, a line each. */
static char *
said(const struct problems *problems, const struct error *err)
{
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < problems->n; i++)
		text_addf(&t, "%s: %s\n", problems->list[i].where,
			  problems->list[i].text);
	text_add(&t, err->text);
	return text_take(&t);
}

enum which { CUTS, RISK, JUDGES };

struct read {
	struct cuts cuts[16];
	double risk[16];
	struct angoff angoff[16];
	bool good;
	char *said;
};

static void
read_file(struct read *r, const struct form *form, enum which which,
	  const char *path)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;

	assert_true(form->n_topics <= COUNT(r->cuts));
	if (which == CUTS)
		r->good = panel_cuts(path, form, r->cuts, &problems, &err);
	else if (which == RISK)
		r->good = panel_risks(path, form, r->risk, &problems, &err);
	else
		r->good = panel_judges(path, form, r->angoff, &problems, &err);
	r->said = said(&problems, &err);
	problems_release(&problems);
}

static void
read_text(struct read *r, const struct form *form, enum which which,
	  const char *dir, const char *text)
{
	static const char *const name[] = {"cuts.csv", "risk.csv",
					   "judges.csv"};
	char *path = test_path(dir, name[which]);

	test_write(path, text);
	read_file(r, form, which, path);
	free(path);
}

static void
cuts_and_risks_by_topic(void **state)
{
	struct form *form = standard();
	size_t pub = form_find_topic(form, "PUB"),
	       con = form_find_topic(form, "CON");
	struct read r;

	read_text(&r, form, CUTS, *state,
		  "\xef\xbb\xbf"
		  "Cut2;note; topic ;CUT1\n"
		  ".75;agreed;PUB; .45\n;;;\n1;;CON;0\n");
	assert_text(r.said, "", "cuts");
	assert_true(r.good && r.cuts[pub].low == .45 &&
		    r.cuts[pub].high == .75);
	assert_true(r.cuts[con].low == 0 && r.cuts[con].high == 1);
	assert_true(isnan(r.cuts[form_find_topic(form, "SPK")].low));
	free(r.said);
	read_text(&r, form, RISK, *state, "topic,risk\nPUB,2.5\nCON,5\n");
	assert_true(r.good && r.risk[pub] == 2.5 && r.risk[con] == 5);
	assert_true(isnan(r.risk[form_find_topic(form, "SPK")]));
	free(r.said);
	form_free(form);
}

static void
judges_make_a_cut(void **state)
{
	static const double p[] = {.6,	.7, .5,	 .8, .5, .75,
				   .55, .7, .65, .6, .5, .75};
	static const double one[] = {.6, .7};
	struct form *form = standard();
	struct angoff a = angoff_of(p, 3, 4);
	size_t pub = form_find_topic(form, "PUB");
	struct read r;

	/* domain.md 4.5 and test_vectors.json */
	assert_true(fabs(a.cut - .6333333333) < 1e-9);
	assert_true(fabs(a.error - .0083333333) < 1e-9);
	a = angoff_of(one, 1, 2);
	assert_true(fabs(a.cut - .65) < 1e-15 && isnan(a.error));

	read_text(&r, form, JUDGES, *state,
		  "judge,item,p\nA,PUB1,.6\nB,PUB3,.5\nA,PUB3,.8\n"
		  "B,PUB1,.6\nA,CON1,1\n");
	assert_text(r.said, "", "judges");
	assert_true(r.good && r.angoff[pub].judges == 2 &&
		    r.angoff[pub].items == 2);
	/* means .7 and .55 */
	assert_true(fabs(r.angoff[pub].cut - .625) < 1e-15);
	assert_true(fabs(r.angoff[pub].error - .075) < 1e-15);
	assert_int_equal(r.angoff[form_find_topic(form, "CON")].judges, 1);
	assert_int_equal(r.angoff[form_find_topic(form, "SPK")].judges, 0);
	assert_true(isnan(r.angoff[form_find_topic(form, "SPK")].cut));
	free(r.said);
	form_free(form);
}

static void
refuses_with_the_place_and_the_mend(void **state)
{
	static const struct {
		const char *what;
		enum which which;
		const char *text, *said;
	} cases[] = {
		{"percent for a share", CUTS, "topic,cut1,cut2\nPUB,50,80\n",
		 "cuts.csv:2:B cut1: '50' is no number from 0 to 1; write .55 "
		 "for 55 %"},
		{"a decimal comma", CUTS, "topic;cut1;cut2\nPUB;0,5;0,8\n",
		 "cuts.csv:2:B cut1: '0,5' is no number"},
		{"cuts the wrong way round", CUTS,
		 "topic,cut1,cut2\nPUB,.8,.5\n",
		 "cuts.csv:2:C cut2: cut2 is not above cut1"},
		{"an unknown topic", CUTS, "topic,cut1,cut2\nPUP,.5,.8\n",
		 "cuts.csv:2:A topic: 'PUP' is no topic of the questionnaire; "
		 "did you mean 'PUB'?"},
		{"a topic like none", CUTS, "topic,cut1,cut2\nqqqqqq,.5,.8\n",
		 "remove the row"},
		{"a topic twice", CUTS,
		 "topic,cut1,cut2\nPUB,.5,.8\nPUB,.5,.8\n",
		 "cuts.csv:3:A topic: topic PUB stands in row 2, too"},
		{"no such column", CUTS, "topic,cut1\nPUB,.5\n",
		 "cuts.csv:1: there is no column 'cut2'; the first row names "
		 "the columns: topic,cut1,cut2"},
		{"a column twice", RISK, "topic,risk,risk\nPUB,5,5\n",
		 "risk.csv:1: several columns are called 'risk'"},
		{"an empty cell", CUTS, "topic,cut1,cut2\nPUB,.5\n",
		 "cuts.csv:2:C cut2: the cell is empty; write .55"},
		{"no topic", RISK, "topic,risk\n,5\n",
		 "risk.csv:2:A topic: the cell is empty"},
		{"a risk out of range", RISK, "topic,risk\nPUB,6\n",
		 "risk.csv:2:B risk: '6' is no number from 1 to 5; 1 is little "
		 "harm"},
		{"a risk in words", RISK, "topic,risk\nPUB,high\n",
		 "risk.csv:2:B risk: 'high'"},
		{"a header alone", RISK, "topic,risk\n",
		 "risk.csv: there is no row below the header"},
		{"an empty file", RISK, "", "is empty"},
		{"a quote without end", RISK, "topic,risk\n\"PUB,5\n",
		 "risk.csv"},
		{"no question of that name", JUDGES,
		 "judge,item,p\nA,PUB9,.5\n",
		 "judges.csv:2:B item: 'PUB9' is no scored question"},
		{"a question that is not scored", JUDGES,
		 "judge,item,p\nA,X1,.5\n",
		 "judges.csv:2:B item: 'X1' is no scored question"},
		{"a chance over one", JUDGES, "judge,item,p\nA,PUB1,1.5\n",
		 "judges.csv:2:C p: '1.5' is no number from 0 to 1"},
		{"nobody judged", JUDGES, "judge,item,p\n,PUB1,.5\n",
		 "judges.csv:2:A judge: the cell is empty"},
		{"rated twice", JUDGES, "judge,item,p\nA,PUB1,.5\nA,PUB1,.6\n",
		 "judges.csv:3:B item: judge A rated PUB1 in row 2, too"},
		{"a hole", JUDGES,
		 "judge,item,p\nA,PUB1,.5\nA,PUB3,.5\nB,PUB1,.6\n",
		 "judges.csv: judge B did not rate PUB3, which others did"},
	};
	struct form *form = standard();
	struct read r;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		read_text(&r, form, cases[i].which, *state, cases[i].text);
		assert_case(!r.good, cases[i].what);
		assert_has(r.said, cases[i].said, cases[i].what);
		free(r.said);
	}
	form_free(form);
}

static void
a_file_that_is_not_there(void **state)
{
	struct form *form = standard();
	struct read r;
	char *path = test_path(*state, "none.csv");

	read_file(&r, form, RISK, path);
	assert_false(r.good);
	assert_has(r.said, "none.csv", "missing");
	free(r.said);
	free(path);
	form_free(form);
}

static void
reports_all_but_not_without_end(void **state)
{
	struct text t = TEXT_INIT;
	struct form *form = standard();
	struct read r;
	size_t lines = 0, i;

	text_add(&t, "topic,risk\n");
	for (i = 0; i < 3000; i++)
		text_add(&t, "XXXX,9\n");
	read_text(&r, form, RISK, *state, text_get(&t));
	for (i = 0; r.said[i] != '\0'; i++)
		lines += r.said[i] == '\n';
	assert_true(!r.good && lines >= 50 && lines < 60);
	free(r.said);
	text_release(&t);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(cuts_and_risks_by_topic),
		IN_A_FOLDER(judges_make_a_cut),
		IN_A_FOLDER(refuses_with_the_place_and_the_mend),
		IN_A_FOLDER(a_file_that_is_not_there),
		IN_A_FOLDER(reports_all_but_not_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
