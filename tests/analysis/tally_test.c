#include "tests/test.h"

#include <math.h>

#include "analysis/data/tally.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/analysis/sample.h"

enum { PEOPLE = 3000 };

struct people {
	struct form *form;
	struct layout *layout;
	size_t n;
	char **answers;
	char **numbers;
};

static void
people_init(struct people *p, size_t n, uint32_t seed)
{
	p->form = sample_form(sample_csv, sample_topics, NULL);
	p->layout = layout_new(p->form);
	p->n = n;
	p->answers = mem_new(n + 1, sizeof(*p->answers));
	p->numbers = mem_new(n + 1, sizeof(*p->numbers));
	for (size_t i = 0; i < n; i++) {
		char number[32];

		p->answers[i] = mem_new(p->layout->width + 1, 1);
		sample_response(p->layout, &seed, p->answers[i]);
		snprintf(number, sizeof(number), "{\"n1\":%zu}",
			 sample_below(&seed, 90));
		p->numbers[i] = mem_copy(number);
	}
}

static void
people_release(struct people *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->answers[i]);
		free(p->numbers[i]);
	}
	free(p->answers);
	free(p->numbers);
	layout_free(p->layout);
	form_free(p->form);
}

static struct tally *
count_range(const struct people *p, size_t from, size_t to)
{
	struct tally *t = tally_new(p->form, p->layout);

	for (size_t i = from; i < to; i++)
		tally_add(t, p->answers[i], p->numbers[i]);
	return t;
}

/* ---- the same, counted one by one from the definitions ---- */

static bool
ticked(const struct people *p, size_t person, size_t question, size_t option)
{
	const struct field *f = &p->layout->field[question];
	const struct choice_list *list = p->form->question[question].list;
	const char *at = p->answers[person] + f->at;

	if (layout_state(p->layout, question, p->answers[person]) !=
	    STATE_ANSWERED)
		return false;
	if (f->coding == CODING_FLAGS)
		return at[option] == '1';
	if (f->coding == CODING_RANKS)
		return layout_choice(at + option * (f->width / list->n),
				     f->width / list->n, list->n) == 0;
	return layout_choice(at, f->width, list->n) == option;
}

static bool
any_with(const struct people *p, size_t person, size_t question,
	 enum choice_missing why)
{
	const struct question *q = &p->form->question[question];

	for (size_t i = 0; q->missing && i < q->list->n; i++) {
		if (q->missing[i] == why && ticked(p, person, question, i))
			return true;
	}
	return false;
}

static bool
any_listed(const struct people *p, size_t person, size_t question,
	   const bool *list, bool wanted)
{
	const struct question *q = &p->form->question[question];

	for (size_t i = 0; i < q->list->n; i++) {
		if (list[i] == wanted && ticked(p, person, question, i))
			return true;
	}
	return false;
}

static bool
all_keys(const struct people *p, size_t person, size_t question)
{
	const struct question *q = &p->form->question[question];

	for (size_t i = 0; i < q->list->n; i++) {
		if (q->key[i] && !ticked(p, person, question, i))
			return false;
	}
	return true;
}

static bool
is_right(const struct people *p, size_t person, size_t question)
{
	const struct question *q = &p->form->question[question];
	long x;

	if (layout_state(p->layout, question, p->answers[person]) !=
	    STATE_ANSWERED)
		return false;
	if (q->type == TYPE_INTEGER) {
		x = strtol(strchr(p->numbers[person], ':') + 1, NULL, 10);
		return x >= 18 && x <= 65;
	}
	if (any_with(p, person, question, CHOICE_DONT_KNOW))
		return false;
	if (q->type == TYPE_SELECT_ONE)
		return any_listed(p, person, question, q->key, true);
	return all_keys(p, person, question) &&
		(q->partial == PARTIAL_ALL ||
		 !any_listed(p, person, question, q->key, false));
}

static struct outcome
outcome_of(const struct people *p, size_t question, const bool *in)
{
	const struct question *q = &p->form->question[question];
	bool keyed = q->key || !isnan(q->key_low);
	struct outcome o = {0};

	for (size_t i = 0; i < p->n; i++) {
		if (!in[i])
			continue;
		switch (layout_state(p->layout, question, p->answers[i])) {
		case STATE_NOT_SHOWN: o.not_shown++; continue;
		case STATE_NOT_REACHED: o.not_reached++; continue;
		case STATE_SKIPPED: o.skipped++; continue;
		case STATE_ANSWERED: break;
		}
		if (q->list && q->type != TYPE_RANK &&
		    any_with(p, i, question, CHOICE_DONT_KNOW)) {
			o.dont_know++;
			continue;
		}
		if (q->list && q->type != TYPE_RANK &&
		    any_with(p, i, question, CHOICE_REFUSED)) {
			o.refused++;
			continue;
		}
		o.substantive++;
		if (keyed)
			(*(is_right(p, i, question) ? &o.right : &o.wrong))++;
		o.risky +=
			q->risky && any_listed(p, i, question, q->risky, true);
	}
	return o;
}

/* Who has one of the codes in a segment (FORM_NONE: everybody). */
static bool *
who(const struct people *p, const struct tally *t, size_t segment,
    const bool *codes)
{
	bool *in = mem_new(p->n + 1, sizeof(*in));

	for (size_t i = 0; i < p->n; i++) {
		const struct question *q;
		size_t code;

		if (segment == FORM_NONE) {
			in[i] = true;
			continue;
		}
		q = tally_segment(t, segment);
		code = tally_codes(t, segment) - 1;
		for (size_t k = 0; k < q->list->n; k++) {
			if (ticked(p, i, q->index, k) &&
			    tally_code_answers(t, segment, k))
				code = k;
		}
		in[i] = codes[code];
	}
	return in;
}

static void
check_outcome(const struct outcome *a, const struct outcome *b,
	      const char *what)
{
	assert_case(a->right == b->right, what);
	assert_case(a->wrong == b->wrong, what);
	assert_case(a->dont_know == b->dont_know, what);
	assert_case(a->substantive == b->substantive, what);
	assert_case(a->risky == b->risky, what);
	assert_case(a->refused == b->refused, what);
	assert_case(a->skipped == b->skipped, what);
	assert_case(a->not_reached == b->not_reached, what);
	assert_case(a->not_shown == b->not_shown, what);
}

static void
check_options(const struct people *p, const struct counts *c, size_t question,
	      const bool *in)
{
	const struct question *q = &p->form->question[question];

	for (size_t k = 0; q->list && k < q->list->n; k++) {
		uint64_t n = 0;

		for (size_t i = 0; i < p->n; i++)
			n += in[i] && ticked(p, i, question, k);
		assert_case(counts_option(c, question, k) == n, q->name);
	}
}

/* Scores of a topic as a table [shown][right], from the definition. */
static void
check_scores(const struct people *p, const struct counts *c, size_t topic,
	     const bool *in)
{
	uint64_t table[8][8] = {{0}}, none = 0, few = 0, sum = 0;
	struct scores s;

	for (size_t i = 0; i < p->n; i++) {
		size_t shown = 0, reached = 0, right = 0;

		for (size_t k = 0; in[i] && k < p->form->n_questions; k++) {
			const struct question *q = &p->form->question[k];
			enum answer_state state;

			if (!q->scored ||
			    (topic != FORM_NONE &&
			     strcmp(q->topic, p->form->topic[topic].code) != 0))
				continue;
			state = layout_state(p->layout, k, p->answers[i]);
			shown += state != STATE_NOT_SHOWN;
			reached += state != STATE_NOT_SHOWN &&
				state != STATE_NOT_REACHED;
			right += is_right(p, i, k);
		}
		if (!in[i])
			continue;
		if (shown == 0)
			none++;
		else if (reached * 5 < shown * 4)
			few++;
		else
			table[shown][right]++;
	}
	counts_scores(c, topic, &s);
	assert_int_equal(s.none_shown, none);
	assert_int_equal(s.too_few_reached, few);
	for (size_t i = 0, shown = 1; shown < 8; shown++) {
		for (size_t right = 0; right <= shown; right++) {
			if (table[shown][right] == 0)
				continue;
			assert_true(i < s.n);
			assert_true(s.share[i] ==
				    (double)right / (double)shown);
			assert_int_equal(s.people[i], table[shown][right]);
			sum += s.people[i++];
		}
	}
	assert_int_equal(sum + none + few, c->people);
	scores_release(&s);
}

static void
check_group(const struct people *p, const struct tally *t, size_t segment,
	    const bool *codes)
{
	struct counts *c = tally_counts(t, segment, codes);
	bool *in = who(p, t, segment, codes);
	uint64_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += in[i];
	assert_int_equal(c->people, n);
	for (size_t k = 0; k < p->form->n_questions; k++) {
		const struct question *q = &p->form->question[k];
		struct outcome got, expected;

		if (q->role == ROLE_SEGMENT || q->type == TYPE_NOTE)
			continue;
		got = counts_outcome(c, k);
		expected = outcome_of(p, k, in);
		check_outcome(&got, &expected, q->name);
		check_options(p, c, k, in);
		assert_int_equal(counts_state(c, k, STATE_ANSWERED) +
					 got.skipped + got.not_reached +
					 got.not_shown,
				 n);
	}
	for (size_t i = 0; i < p->form->n_topics; i++)
		check_scores(p, c, i, in);
	if (segment == FORM_NONE)
		check_scores(p, c, FORM_NONE, in);
	free(in);
	counts_free(c);
}

static void
check_all(const struct people *p, const struct tally *t)
{
	check_group(p, t, FORM_NONE, NULL);
	for (size_t s = 0; s < tally_segments(t); s++) {
		bool *codes = mem_new(tally_codes(t, s), sizeof(*codes));

		for (size_t i = 0; i < tally_codes(t, s); i++) {
			codes[i] = true; /* one, two, ... of them */
			check_group(p, t, s, codes);
		}
		free(codes);
	}
}

/* ---- tests ---- */

static void
counts_what_the_definitions_say(void **state)
{
	static const size_t sizes[] = {0, 1, 7, 254, 255, 256, PEOPLE};

	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct people p;
		struct tally *t;

		people_init(&p, sizes[i], (uint32_t)i + 1);
		t = count_range(&p, 0, p.n);
		assert_int_equal(tally_people(t), p.n);
		check_all(&p, t);
		tally_free(t);
		people_release(&p);
	}
}

/* Far more than 255 people in one atom, and than one byte holds twice. */
static void
counts_many_in_one_atom(void **state)
{
	struct people p;
	struct tally *t;
	struct counts *c;

	people_init(&p, 1, 5);
	t = tally_new(p.form, p.layout);
	for (size_t i = 0; i < 70000; i++)
		tally_add(t, p.answers[0], p.numbers[0]);
	c = tally_counts(t, FORM_NONE, NULL);
	assert_int_equal(tally_atoms(t), 1);
	assert_int_equal(tally_atom_people(t, 0), 70000);
	for (size_t k = 0; k < p.form->n_questions; k++) {
		bool all[] = {true};
		struct outcome one = outcome_of(&p, k, all);
		struct outcome o = counts_outcome(c, k);

		assert_int_equal(
			o.substantive,
			70000 * one.substantive *
				(p.form->question[k].role != ROLE_SEGMENT &&
				 p.form->question[k].type != TYPE_NOTE));
		assert_int_equal(o.right, 70000 * one.right);
	}
	counts_free(c);
	tally_free(t);
	people_release(&p);
}

/* Import takes ticks that no page would let through together. */
static void
dont_know_beside_ticks_is_dont_know(void **state)
{
	struct people p;
	struct tally *t;
	struct counts *c;
	struct outcome m2, h2;
	size_t m2_at, h2_at;

	people_init(&p, 1, 5);
	m2_at = form_find(p.form, "m2");
	h2_at = form_find(p.form, "h2");
	memcpy(p.answers[0] + p.layout->field[m2_at].at, "1101", 4);
	memcpy(p.answers[0] + p.layout->field[h2_at].at, "10001", 5);
	t = count_range(&p, 0, 1);
	c = tally_counts(t, FORM_NONE, NULL);
	m2 = counts_outcome(c, m2_at);
	h2 = counts_outcome(c, h2_at);
	assert_true(m2.right == 0 && m2.wrong == 0 && m2.dont_know == 1);
	assert_true(h2.risky == 0 && h2.substantive == 0 && h2.refused == 1);
	counts_free(c);
	tally_free(t);
	people_release(&p);
}

static void
atoms_add_up_and_stand_in_order(void **state)
{
	struct people p;
	struct tally *t;
	uint64_t sum = 0;

	people_init(&p, PEOPLE, 11);
	t = count_range(&p, 0, p.n);
	assert_int_equal(tally_segments(t), 2);
	/* it care shop boat pns none; new old none */
	assert_int_equal(tally_codes(t, 0), 6);
	assert_int_equal(tally_codes(t, 1), 3);
	assert_false(tally_code_answers(t, 0, 4));
	assert_false(tally_code_answers(t, 0, 5));
	for (size_t i = 0; i < tally_atoms(t); i++) {
		assert_true(tally_atom_people(t, i) > 0);
		/* prefer not to say is the code of no answer */
		assert_int_not_equal(tally_atom_code(t, i, 0), 4);
		sum += tally_atom_people(t, i);
		if (i > 0)
			assert_true(tally_atom_code(t, i, 1) >
					    tally_atom_code(t, i - 1, 1) ||
				    tally_atom_code(t, i, 0) >
					    tally_atom_code(t, i - 1, 0));
	}
	assert_int_equal(sum, p.n);
	tally_free(t);
	people_release(&p);
}

static void
merging_in_any_order_gives_the_same(void **state)
{
	static const size_t order[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}};
	static const size_t cut[] = {0, 10, 700, PEOPLE};
	struct people p;

	people_init(&p, PEOPLE, 23);
	for (size_t i = 0; i < COUNT(order); i++) {
		struct tally *sum = tally_new(p.form, p.layout);

		for (size_t k = 0; k < 3; k++) {
			size_t at = order[i][k];
			struct tally *part =
				count_range(&p, cut[at], cut[at + 1]);

			tally_merge(sum, part);
			tally_free(part);
		}
		assert_int_equal(tally_people(sum), p.n);
		check_all(&p, sum);
		tally_free(sum);
	}
	people_release(&p);
}

static void
the_order_of_people_does_not_matter(void **state)
{
	struct people p;
	struct tally *t;
	uint32_t seed = 3;

	people_init(&p, 900, 31);
	for (size_t i = p.n; i > 1; i--) {
		size_t j = sample_below(&seed, i);
		char *answers = p.answers[j], *numbers = p.numbers[j];

		p.answers[j] = p.answers[i - 1];
		p.numbers[j] = p.numbers[i - 1];
		p.answers[i - 1] = answers;
		p.numbers[i - 1] = numbers;
	}
	t = count_range(&p, 0, p.n);
	check_all(&p, t);
	tally_free(t);
	people_release(&p);
}

static void
says_how_far_people_came(void **state)
{
	struct people p;
	struct tally *t;
	struct progress_counts n, expected = {0, 0, 0};

	people_init(&p, PEOPLE, 41);
	for (size_t i = 0; i < p.n; i++) {
		size_t shown = 0, reached = 0;

		for (size_t k = 0; k < p.form->n_questions; k++) {
			enum answer_state s =
				layout_state(p.layout, k, p.answers[i]);

			if (p.form->question[k].type == TYPE_NOTE)
				continue;
			shown += s != STATE_NOT_SHOWN;
			reached += s == STATE_SKIPPED || s == STATE_ANSWERED;
		}
		if (reached == shown)
			expected.complete++;
		else if (2 * reached >= shown)
			expected.partial++;
		else
			expected.broken_off++;
	}
	t = count_range(&p, 0, p.n);
	n = tally_progress(t);
	assert_int_equal(n.complete, expected.complete);
	assert_int_equal(n.partial, expected.partial);
	assert_int_equal(n.broken_off, expected.broken_off);
	assert_true(n.complete > 0 && n.partial > 0 && n.broken_off > 0);
	tally_free(t);
	people_release(&p);
}

/* 40 topics of 5 items: their scores do not fit into one machine word. */
static void
counts_more_topics_than_a_word_holds(void **state)
{
	struct text csv = TEXT_INIT, topics = TEXT_INIT;
	struct form *form;
	struct layout *layout;
	struct tally *t;
	struct counts *c;
	struct scores s;

	text_add(&csv, "survey\n,type,name,label,kq_role,kq_topic,kq_key\n");
	text_add(&topics, "topic,name,plain_name,risk,cut1,cut2\n");
	for (int i = 0; i < 200; i++)
		text_addf(&csv,
			  ",select_one ab,q%d,Question %d?,knowledge,"
			  "T%d,%s\n",
			  i, i, i % 40, i % 3 ? "a" : "b");
	for (int i = 0; i < 40; i++)
		text_addf(&topics, "T%d,Topic %d,Topic %d,1,.5,.8\n", i, i, i);
	text_add(&csv,
		 "choices\n,list_name,name,label\n"
		 ",ab,a,A\n,ab,b,B\n");
	form = sample_form(text_get(&csv), text_get(&topics), NULL);
	layout = layout_new(form);
	t = tally_new(form, layout);
	for (int i = 0; i < 300; i++) {
		char all_a[201];

		memset(all_a, '0', 200);
		all_a[200] = '\0';
		tally_add(t, all_a, NULL);
	}
	c = tally_counts(t, FORM_NONE, NULL);
	for (size_t topic = 0; topic < 40; topic++) {
		size_t right = 0;

		for (size_t i = topic; i < 200; i += 40)
			right += i % 3 != 0;
		counts_scores(c, topic, &s);
		assert_int_equal(s.n, 1);
		assert_int_equal(s.people[0], 300);
		assert_true(s.share[0] == (double)right / 5);
		scores_release(&s);
	}
	counts_scores(c, FORM_NONE, &s);
	assert_true(s.n == 1 && s.share[0] == 133.0 / 200);
	scores_release(&s);
	counts_free(c);
	tally_free(t);
	layout_free(layout);
	form_free(form);
	text_release(&csv);
	text_release(&topics);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_what_the_definitions_say),
		cmocka_unit_test(counts_many_in_one_atom),
		cmocka_unit_test(dont_know_beside_ticks_is_dont_know),
		cmocka_unit_test(atoms_add_up_and_stand_in_order),
		cmocka_unit_test(merging_in_any_order_gives_the_same),
		cmocka_unit_test(the_order_of_people_does_not_matter),
		cmocka_unit_test(says_how_far_people_came),
		cmocka_unit_test(counts_more_topics_than_a_word_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
