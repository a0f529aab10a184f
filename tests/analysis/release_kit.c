#include "tests/analysis/release_kit.h"

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "tests/analysis/sample.h"
#include "tests/test.h"

static const char *const segment_names[] = {"dept", "site", "age", "grade"};

static char *
form_csv(const struct staff_shape *shape)
{
	struct text t = TEXT_INIT;

	text_add(&t,
		 "survey\n,type,name,label,kq_role,kq_topic,kq_key,"
		 "kq_risky,kq_missing\n");
	for (size_t i = 0; i < shape->questions; i++) {
		if (i % 4 == 3)
			text_addf(&t,
				  ",select_one ab,h%zu,H?,habit,,,a,"
				  "d=dontknow\n",
				  i);
		else
			text_addf(&t,
				  ",select_one ab,q%zu,Q?,knowledge,T%zu,a,,"
				  "d=dontknow\n",
				  i, i % shape->topics);
	}
	for (size_t i = 0; i < FORM_MAX_SEGMENTS && shape->segment[i]; i++)
		text_addf(&t, ",select_one l%zu,%s,S?,segment,,,,\n", i,
			  segment_names[i]);
	text_add(&t,
		 "choices\n,list_name,name,label\n,ab,a,A\n,ab,b,B\n"
		 ",ab,d,Don't know\n");
	for (size_t i = 0; i < FORM_MAX_SEGMENTS; i++) {
		for (size_t k = 0; k < shape->segment[i]; k++)
			text_addf(&t, ",l%zu,c%zu,%s %zu\n", i, k,
				  segment_names[i], k);
	}
	text_add(&t, "settings\n,form_title,form_id\n,T,t\n");
	return text_take(&t);
}

static char *
topics_csv(const struct staff_shape *shape)
{
	struct text t = TEXT_INIT;

	text_add(&t, "topic,name,plain_name,risk,cut1,cut2\n");
	for (size_t i = 0; i < shape->topics; i++)
		text_addf(&t, "T%zu,T,T,3,.5,.8\n", i);
	return text_take(&t);
}

static double
chance(uint32_t *seed)
{
	return (double)sample_below(seed, 1 << 16) / (1 << 16);
}

static void
staff_make(struct staff *s, const char *csv, const char *topics)
{
	memset(s, 0, sizeof(*s));
	s->form = sample_form(csv, topics, &s->book);
	s->layout = layout_new(s->form);
	s->questionnaire = instrument_write(s->book, INSTRUMENT_WITH_KEY);
	s->about = (struct results_about){
		.questionnaire = s->questionnaire,
		.questionnaire_bytes = strlen(s->questionnaire),
		.min_group = 10,
		.closes = "",
	};
	s->tally = tally_new(s->form, s->layout);
}

void
staff_init_form(struct staff *s, const char *csv)
{
	staff_make(s, csv, NULL);
}

void
staff_init_topics(struct staff *s, const char *csv, const char *topics)
{
	staff_make(s, csv, topics);
}

void
staff_init(struct staff *s, const struct staff_shape *shape, uint32_t seed)
{
	static const double alike[] = {1, .995, .99, .97, .9, .6};
	char *csv = form_csv(shape), *topics = topics_csv(shape);

	staff_make(s, csv, topics);
	s->shape = *shape;
	s->seed = seed;
	for (size_t i = 0; i < shape->questions; i++)
		s->share[i] = shape->universal
			? alike[sample_below(&s->seed, COUNT(alike))]
			: chance(&s->seed);
	free(topics);
	free(csv);
}

void
staff_release(struct staff *s)
{
	tally_free(s->tally);
	free(s->questionnaire);
	layout_free(s->layout);
	form_free(s->form);
	book_free(s->book);
}

static char
answer(struct staff *s, size_t question)
{
	if (sample_below(&s->seed, 100) < s->shape.missing)
		return SYMBOL_SKIPPED;
	if (chance(&s->seed) < s->share[question])
		return '0';
	return sample_below(&s->seed, 3) ? '1' : '2';
}

/* The first categories have more people. */
static size_t
category(struct staff *s, size_t segment, size_t before)
{
	size_t n = s->shape.segment[segment];
	double x = chance(&s->seed);

	if (segment == 1 && s->shape.nested && sample_below(&s->seed, 30) > 0)
		return before * n / s->shape.segment[0];
	return (size_t)(x * x * (double)n);
}

void
staff_answer_as(struct staff *s, const char *symbols)
{
	tally_add(s->tally, symbols, NULL);
}

void
staff_answer(struct staff *s, size_t n)
{
	char *symbols = mem_new(s->layout->width + 1, 1);

	for (size_t p = 0; p < n; p++) {
		size_t at = 0, code = 0;

		for (size_t i = 0; i < s->shape.questions; i++)
			symbols[at++] = answer(s, i);
		for (size_t i = 0; i < FORM_MAX_SEGMENTS && s->shape.segment[i];
		     i++) {
			code = category(s, i, code);
			layout_symbol(code, s->shape.segment[i], symbols + at);
			at += layout_symbol_width(s->shape.segment[i]);
		}
		assert_int_equal(at, s->layout->width);
		staff_answer_as(s, symbols);
	}
	free(symbols);
}

struct release *
staff_tell(const struct staff *s, const struct ledger *past,
	   struct problems *problems, struct error *err)
{
	static const struct ledger none = {NULL, 0};
	struct problems own = PROBLEMS_INIT;
	struct release_plan plan = {.about = &s->about,
				    .past = past ? past : &none};
	struct release *r;

	r = release_new(s->tally, &plan, problems ? problems : &own, err);
	problems_release(&own);
	return r;
}

void
ledger_take(struct ledger *l, struct release *r)
{
	l->release = mem_resize(l->release, l->n + 1, sizeof(*l->release));
	l->release[l->n] = *r->row;
	l->release[l->n].n = (uint32_t)l->n + 1;
	l->n++;
	free(r->row);
	r->row = NULL;
}

void
groups_words(const struct breakdown *b, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < b->n; i++)
		n += (size_t)snprintf(out + n, room - n, "%s%s %d",
				      i > 0 ? ", " : "", b->part[i].name,
				      (int)b->part[i].counts->people);
}

void
test_groups(const struct breakdown *b, const char *expected, const char *what,
	    const char *file, int line)
{
	char words[256];

	groups_words(b, words, sizeof(words));
	test_text(words, expected, what, file, line);
}
