#include "tests/test.h"

#include "tests/analysis/findings_kit.h"

#include "analysis/simulate.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/xlsform.h"

static void
count_people(struct findings_kit *kit)
{
	struct simulation *s =
		simulation_new(kit->f.form, kit->layout, kit->seed);

	kit->f.tally = tally_new(kit->f.form, kit->layout);
	for (uint64_t i = 0; i < kit->people; i++)
		tally_add(kit->f.tally, simulation_response(s), NULL);
	simulation_free(s);
}

void
findings_kit_init(struct findings_kit *kit)
{
	struct error err = ERROR_INIT;
	struct pitch_wishes wishes = {.minutes = kit->minutes, .seed = 1};
	struct findings *f = &kit->f;

	if (!kit->own) {
		assert_true(loaded_read(&kit->loaded, kit->form, &err));
		assert_non_null(kit->loaded.form);
	}
	f->form = kit->own ? kit->own : kit->loaded.form;
	kit->layout = layout_new(f->form);
	count_people(kit);
	kit->about = (struct results_about){
		.responses = kit->people,
		.staff = (uint32_t)kit->invited,
		.closes = kit->early ? "2026-12-14" : "",
		.closed_early = kit->early,
		.made_up = kit->made_up,
		.min_group = kit->k ? kit->k : 10,
	};
	f->about = &kit->about;
	f->invited = kit->invited;
	f->reason = kit->reason;
	kit->release.disclosed =
		disclosed_new(f->tally, kit->about.min_group, &err);
	assert_text(err.text, "", "may be told");
	kit->release.disclosed->analysts = kit->reason != NULL;
	kit->release.number = 1;
	f->release = &kit->release;
	f->d = kit->release.disclosed;
	f->measures = measures_new(f->d, NULL, f->invited, &wishes, &err);
	assert_text(err.text, "", "measured");
	f->pitch = pitch_new(measures_input(f->measures));
}

void
findings_kit_release(struct findings_kit *kit)
{
	pitch_free(kit->f.pitch);
	measures_free(kit->f.measures);
	disclosed_free(kit->release.disclosed);
	tally_free(kit->f.tally);
	layout_free(kit->layout);
	if (!kit->own)
		loaded_release(&kit->loaded);
}

char *
findings_kit_text(const struct writer *w, struct report *r)
{
	struct error err = ERROR_INIT;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	assert_true(w->write(out, r, NULL, &err));
	assert_int_equal(fclose(out), 0);
	report_free(r);
	return text;
}

static void
add_questions(struct text *t, size_t topics, size_t items)
{
	text_add(t,
		 "survey\n,type,name,label,kq_role,kq_topic,kq_key,"
		 "kq_misconception,kq_missing,kq_basis,kq_source,kq_why,"
		 "kq_confirmed,kq_risky\n");
	for (size_t i = 0; i < topics; i++) {
		for (size_t k = 0; k < items; k++)
			text_addf(t,
				  ",select_one abc,q%zu_%zu,Question %zu of "
				  "topic %zu?,knowledge,T%zu,b,a=M%zu c=O%zu,"
				  "dk=dontknow,,,Because of it.,,\n",
				  i, k, k, i, i, i, i);
	}
	text_add(t,
		 ",select_one abc,p1,A rule nobody confirmed?,knowledge,T0,"
		 "b,,dk=dontknow,POLICY,House rules,It is so.,,\n");
	text_add(t,
		 ",select_one abc,h1,A habit?,habit,T0,,,dk=dontknow,,,,,a\n"
		 ",select_multiple abc,r1,\"What have you read, at least in "
		 "part?\",habit,,,,dk=dontknow,,,,,\n"
		 ",select_one abc,c1,How clear is it to you what is expected "
		 "of you online and elsewhere at work?,attitude,,,,"
		 "dk=dontknow,,,,,\n"
		 ",select_one unit,s1,Which unit is yours?,segment,,,,,,,,,\n");
}

static void
add_lists(struct text *t)
{
	text_add(t,
		 "choices\n,list_name,name,label\n"
		 ",abc,a,\"An answer of a dozen words, or nearly so, that "
		 "takes its room\"\n,abc,b,The right one\n"
		 ",abc,c,Nothing at all is ever allowed\n"
		 ",abc,dk,Don't know\n"
		 ",unit,x,Secret unit X\n,unit,y,Secret unit Y\n"
		 ",unit,z,Secret unit Z\n");
}

struct form *
findings_kit_form(size_t topics, size_t items, struct book **book)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct text t = TEXT_INIT, names = TEXT_INIT, ideas = TEXT_INIT;
	struct form *form;

	add_questions(&t, topics, items);
	add_lists(&t);
	text_add(&names, "topic,name,plain_name,risk,cut1,cut2\n");
	text_add(&ideas, "code,label,direction\n");
	for (size_t i = 0; i < topics; i++) {
		text_addf(&names,
			  "T%zu,Topic %zu,\"A topic with a name, number %zu, "
			  "that is long\",,,\n",
			  i, i, i);
		text_addf(&ideas,
			  "M%zu,Wrong idea %zu,under-cautious\n"
			  "O%zu,Strict idea %zu,over-cautious\n",
			  i, i, i, i);
	}
	*book = book_parse("made.csv", t.s, t.n, names.s, names.n, ideas.s,
			   ideas.n, &problems, &err);
	assert_text(err.text, "", "the form is read");
	form = xlsform_build(*book, &problems);
	if (!form)
		problems_print(&problems, stderr);
	assert_non_null(form);
	problems_release(&problems);
	text_release(&ideas);
	text_release(&names);
	text_release(&t);
	return form;
}
