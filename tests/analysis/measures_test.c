/*
 * What the pitch of a release rests on: what is told, and nothing else.
 */
#include "tests/test.h"

#include <math.h>

#include "analysis/publish/measures.h"
#include "questions/book.h"
#include "questions/base/text.h"
#include "questions/xlsform.h"

static const char form_csv[] =
	"survey\n"
	",type,name,label,kq_role,kq_topic,kq_key,kq_risky,kq_missing\n"
	",select_one abd,k1,One?,knowledge,T,a,,d=dontknow\n"
	",select_one abd,k2,Two?,knowledge,T,a,,d=dontknow\n"
	",select_one abd,h,A habit?,habit,T,,a,d=dontknow\n"
	",select_one unit,s,Which unit?,segment,,,,\n"
	"choices\n,list_name,name,label\n"
	",abd,a,A\n,abd,b,B\n,abd,d,Don't know\n"
	",unit,x,X\n,unit,y,Y\n"
	"settings\n,form_title,form_id\n,T,t\n";
static const char topics_csv[] =
	"topic,name,plain_name,risk,cut1,cut2\nT,Topic,A topic,3,.5,.8\n";

enum { PEOPLE = 60 };

struct made {
	struct form *form;
	struct book *book;
	struct layout *layout;
	struct tally *tally;
	struct disclosed *d;
	struct measures *measures;
	struct pitch *pitch;
};

/* Of 60 people in a unit so many answer a, and b; the others don't know. */
struct unit {
	unsigned a[3], b[3];
};

static void
answer(struct tally *t, const struct unit *u, char unit)
{
	for (unsigned i = 0; i < PEOPLE; i++) {
		char row[] = {'2', '2', '2', unit, '\0'};

		for (unsigned q = 0; q < 3; q++) {
			if (i < u->a[q])
				row[q] = '0';
			else if (i < u->a[q] + u->b[q])
				row[q] = '1';
		}
		tally_add(t, row, NULL);
	}
}

/* cuts: a file, or NULL. */
static void
made_init(struct made *m, const struct unit *x, const struct unit *y,
	  bool analysts, const char *cuts)
{
	struct pitch_wishes wishes = {.seed = 1, .cuts = cuts};
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;

	m->book = book_parse("f.csv", form_csv, strlen(form_csv), topics_csv,
			     strlen(topics_csv), NULL, 0, &problems, &err);
	m->form = xlsform_build(m->book, &problems);
	assert_non_null(m->form);
	m->layout = layout_new(m->form);
	m->tally = tally_new(m->form, m->layout);
	answer(m->tally, x, '0');
	answer(m->tally, y, '1');
	m->d = disclosed_new(m->tally, 10, &err);
	m->d->analysts = analysts;
	m->measures = measures_new(m->d, NULL, 200, &wishes, &err);
	assert_text(err.text, "", "measures");
	m->pitch = pitch_new(measures_input(m->measures));
	problems_release(&problems);
}

static void
made_release(struct made *m)
{
	pitch_free(m->pitch);
	measures_free(m->measures);
	disclosed_free(m->d);
	tally_free(m->tally);
	layout_free(m->layout);
	form_free(m->form);
	book_free(m->book);
}

static const struct unit others = {{30, 40, 20}, {20, 15, 30}};
/* In bands of 5 percent, in each state: 33 and 35 of 60 in 55 to 60, 25 and 26
 * in 40 to 45, 24 and 26 as well. */
static const struct unit least = {{33, 25, 24}, {19, 27, 28}};
static const struct unit most = {{35, 26, 26}, {19, 27, 28}};

/* Whoever pitches with many cuts sees where a level turns: at the same place,
 * whatever lies behind a band. */
static void
no_cut_tells_more_than_the_bands(void **state)
{
	char *path = test_path(*state, "cuts.csv");

	for (unsigned cut = 300; cut < 700; cut += 7) {
		struct text text = TEXT_INIT;
		struct made a, b;
		const struct pitch_view *u, *v;

		text_addf(&text, "topic,cut1,cut2\nT,.%u,.%u\n", cut,
			  cut + 100);
		test_write(path, text_get(&text));
		text_release(&text);
		made_init(&a, &least, &others, false, path);
		made_init(&b, &most, &others, false, path);
		u = a.pitch->view;
		v = b.pitch->view;
		assert_int_equal(a.pitch->n_groups, 2);
		assert_int_equal(u->level.level, v->level.level);
		assert_int_equal(u->level.sureness, v->level.sureness);
		assert_int_equal(u->mode.mode, v->mode.mode);
		assert_true(u->known == v->known && u->habit == v->habit);
		made_release(&a);
		made_release(&b);
	}
	free(path);
}

/* 55 to 60, 30 to 35 and 10 to 15 make one a third of the way up: .5667; 40 to
 * 45 with 45 to 50 and 10 to 15 as well: .4167. As whole people. */
static void
a_group_is_known_as_its_bands_say(void **state)
{
	const struct pitch_measure *measure;
	struct made m;

	(void)state;
	made_init(&m, &least, &others, false, NULL);
	measure = m.pitch ? measures_input(m.measures)->group[0].measure : NULL;
	assert_non_null(measure);
	assert_true(fabs(measure->band_low - .475) < 1e-12);
	assert_true(fabs(measure->band_high - .525) < 1e-12);
	assert_true(fabs(m.pitch->view[0].known - (34 + 25) / 120.0) < 1e-12);
	made_release(&m);
}

/* Analysts see the shares themselves. */
static void
analysts_have_it_as_it_is(void **state)
{
	struct made m;

	(void)state;
	made_init(&m, &least, &others, true, NULL);
	assert_true(fabs(m.pitch->view[0].known - (33 + 25) / 120.0) < 1e-12);
	assert_true(m.pitch->view[0].habit == 24.0 / 60);
	made_release(&m);
}

/* Of all staff, who are told exactly, nothing changes. */
static void
all_staff_are_known_exactly(void **state)
{
	struct made m;

	(void)state;
	made_init(&m, &least, &others, false, NULL);
	assert_true(fabs(m.pitch->topic[0].all.known -
			 (33 + 30 + 25 + 40) / 240.0) < 1e-12);
	made_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(no_cut_tells_more_than_the_bands),
		cmocka_unit_test(a_group_is_known_as_its_bands_say),
		cmocka_unit_test(analysts_have_it_as_it_is),
		cmocka_unit_test(all_staff_are_known_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
