#include "tests/test.h"

#include <math.h>

#include "analysis/data/tally.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "tests/analysis/results_kit.h"
#include "tests/analysis/sample.h"

enum { PEOPLE = 3000, SOME = 1200 };

struct people {
	struct form *form;
	struct layout *layout;
	size_t n;
	char **answers;
	char **numbers;
};

static void
answer_all(const struct people *p, char *answers)
{
	for (size_t i = 0; i < p->form->n_questions; i++) {
		const struct field *f = &p->layout->field[i];

		if (p->form->question[i].scored &&
		    layout_state(p->layout, i, answers) != STATE_ANSWERED)
			memset(answers + f->at, '0', f->width);
	}
}

/* Every other one of them answers every scored item. */
static void
people_of(struct people *p, struct form *form, size_t n, uint32_t seed)
{
	p->form = form;
	p->layout = layout_new(p->form);
	p->n = n;
	p->answers = mem_new(n + 1, sizeof(*p->answers));
	p->numbers = mem_new(n + 1, sizeof(*p->numbers));
	for (size_t i = 0; i < n; i++) {
		char number[32];

		p->answers[i] = mem_new(p->layout->width + 1, 1);
		sample_response(p->layout, &seed, p->answers[i]);
		if (i % 2 == 1)
			answer_all(p, p->answers[i]);
		snprintf(number, sizeof(number), "{\"n1\":%zu}",
			 sample_below(&seed, 90));
		p->numbers[i] = mem_copy(number);
	}
}

static void
people_init(struct people *p, size_t n, uint32_t seed)
{
	people_of(p, sample_form(sample_csv, sample_topics, NULL), n, seed);
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
	if (q->type != TYPE_RANK &&
	    any_with(p, person, question, CHOICE_DONT_KNOW))
		return false;
	if (q->type == TYPE_SELECT_ONE || q->type == TYPE_RANK)
		return any_listed(p, person, question, q->key, true);
	return all_keys(p, person, question) &&
		(q->partial == PARTIAL_ALL ||
		 !any_listed(p, person, question, q->key, false));
}

static struct outcome
outcome_of(const struct people *p, size_t question, const bool *in)
{
	const struct question *q = &p->form->question[question];
	bool keyed =
		q->role == ROLE_KNOWLEDGE && (q->key || !isnan(q->key_low));
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
		    (any_with(p, i, question, CHOICE_REFUSED) ||
		     any_with(p, i, question, CHOICE_NOT_APPLICABLE))) {
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

static bool
is_item(const struct people *p, size_t question, size_t topic)
{
	const struct question *q = &p->form->question[question];

	return q->scored &&
		(topic == FORM_NONE ||
		 (q->topic &&
		  strcmp(q->topic, p->form->topic[topic].code) == 0));
}

/* Scores of a topic as a table [shown][right], from the definition. */
static void
check_scores(const struct people *p, const struct counts *c, size_t topic,
	     const bool *in)
{
	uint64_t table[100][100] = {{0}}, none = 0, few = 0, sum = 0;
	struct scores s;

	for (size_t i = 0; i < p->n; i++) {
		size_t shown = 0, reached = 0, right = 0;

		for (size_t k = 0; in[i] && k < p->form->n_questions; k++) {
			enum answer_state state;

			if (!is_item(p, k, topic))
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
	for (size_t i = 0, shown = 1; shown < 100; shown++) {
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

/* ---- certainty, pairs, scales, doing ---- */

enum verdict { RIGHT, WRONG, DONT_KNOW, NOTHING };

static enum verdict
verdict_of(const struct people *p, size_t person, size_t question)
{
	const struct question *q = &p->form->question[question];

	if (layout_state(p->layout, question, p->answers[person]) !=
	    STATE_ANSWERED)
		return NOTHING;
	if (q->list && q->type != TYPE_RANK) {
		if (any_with(p, person, question, CHOICE_DONT_KNOW))
			return DONT_KNOW;
		if (any_with(p, person, question, CHOICE_REFUSED) ||
		    any_with(p, person, question, CHOICE_NOT_APPLICABLE))
			return NOTHING;
	}
	return is_right(p, person, question) ? RIGHT : WRONG;
}

static bool
answers_item(const struct people *p, size_t person, size_t question)
{
	return verdict_of(p, person, question) != NOTHING;
}

/* 1 sure, 0 not sure, -1 not told. */
static int
sureness(const struct people *p, size_t person, size_t certainty)
{
	const struct question *q = &p->form->question[certainty];

	for (size_t i = 0; i < q->list->n; i++) {
		if (!ticked(p, person, certainty, i))
			continue;
		if (q->missing && q->missing[i] != CHOICE_ANSWERS)
			return -1;
		return q->key ? q->key[i] : i == 0;
	}
	return -1;
}

static size_t
certainty_of(const struct people *p, size_t question)
{
	for (size_t i = 0; i < p->form->n_questions; i++) {
		const struct question *q = &p->form->question[i];

		if (q->role == ROLE_CERTAINTY && q->for_question == question)
			return i;
	}
	return FORM_NONE;
}

static void
check_states(const struct people *p, const struct tally *t,
	     const struct counts *c, const bool *in)
{
	for (size_t k = 0; k < p->form->n_questions; k++) {
		size_t certainty = certainty_of(p, k);
		struct states e = {0}, got = counts_states(c, k);

		assert_true(tally_certainty(t, k) == certainty);
		for (size_t i = 0; certainty != FORM_NONE && i < p->n; i++) {
			enum verdict v = verdict_of(p, i, k);
			int sure = sureness(p, i, certainty);

			if (!in[i] || v == NOTHING)
				continue;
			e.uninformed +=
				v == DONT_KNOW || (v == WRONG && sure == 0);
			e.informed += v == RIGHT && sure == 1;
			e.tentative += v == RIGHT && sure == 0;
			e.right_untold += v == RIGHT && sure == -1;
			e.confidently_wrong += v == WRONG && sure == 1;
			e.wrong_untold += v == WRONG && sure == -1;
			e.sure += v != DONT_KNOW && sure == 1;
		}
		assert_case(memcmp(&e, &got, sizeof(e)) == 0,
			    p->form->question[k].name);
	}
}

static void
check_pairs(const struct people *p, const struct tally *t, size_t topic,
	    size_t segment, const bool *codes, const bool *in)
{
	struct tally_pairs *got = tally_pairs(t, topic, segment, codes);
	size_t m = tally_items(t, topic);
	uint64_t *e = mem_new(3 * m * m + 1, sizeof(*e)), people = 0;

	if (m == 0) {
		assert_null(got);
		free(e);
		return;
	}
	for (size_t k = 0; k < p->n; k++) {
		bool any = false;

		for (size_t i = 0; in[k] && i < m * m; i++) {
			size_t a = tally_item_list(t, topic)[i / m];
			size_t b = tally_item_list(t, topic)[i % m];
			bool both =
				answers_item(p, k, a) && answers_item(p, k, b);

			any |= answers_item(p, k, a);
			e[i] += both;
			e[m * m + i] +=
				both && is_right(p, k, a) && is_right(p, k, b);
			e[2 * m * m + i] += both && is_right(p, k, a);
		}
		people += any;
	}
	assert_true(got->n_items == m && got->people == people);
	assert_memory_equal(got->answered, e, m * m * sizeof(*e));
	assert_memory_equal(got->both_right, e + m * m, m * m * sizeof(*e));
	assert_memory_equal(got->first_right, e + 2 * m * m,
			    m * m * sizeof(*e));
	tally_pairs_free(got);
	free(e);
}

/* How many items of a topic a person has right; shown, reached, answered. */
struct done {
	size_t right, shown, reached, answered;
};

static struct done
done_of(const struct people *p, size_t person, size_t topic)
{
	struct done d = {0};

	for (size_t k = 0; k < p->form->n_questions; k++) {
		enum answer_state state;

		if (!is_item(p, k, topic))
			continue;
		state = layout_state(p->layout, k, p->answers[person]);
		d.right += verdict_of(p, person, k) == RIGHT;
		d.answered += answers_item(p, person, k);
		d.shown += state != STATE_NOT_SHOWN;
		d.reached +=
			state != STATE_NOT_SHOWN && state != STATE_NOT_REACHED;
	}
	return d;
}

/* The row behind the options: gave no answer. */
static bool
takes(const struct people *p, size_t person, const struct tally_item *item,
      size_t option)
{
	enum verdict v = verdict_of(p, person, item->question);

	if (v == NOTHING || option == item->options)
		return v == NOTHING && option == item->options;
	if (item->chosen)
		return ticked(p, person, item->question, option);
	return (v == RIGHT) == (option == 1);
}

static bool
is_in_scale(const struct done *d, size_t m, enum tally_cases cases)
{
	if (cases == CASES_COMPLETE)
		return d->answered == m;
	return d->shown == m && d->reached * 5 >= d->shown * 4;
}

static void
check_item(const struct people *p, const struct tally_scale *s, size_t at)
{
	const struct tally_item *item = &s->item[at];
	size_t rows = s->n_items + 1;
	uint64_t *e = mem_new(rows * 100, sizeof(*e));

	for (size_t k = 0; k < p->n; k++) {
		struct done d = done_of(p, k, s->topic);

		for (size_t o = 0; o <= item->options; o++)
			e[o * rows + d.right] +=
				is_in_scale(&d, s->n_items, s->cases) &&
				takes(p, k, item, o);
	}
	assert_case(memcmp(e, item->people,
			   (item->options + 1) * rows * sizeof(*e)) == 0,
		    p->form->question[item->question].name);
	for (size_t o = 0; o <= item->options; o++)
		assert_case(!item->right[o] || item->people[o * rows] == 0,
			    p->form->question[item->question].name);
	assert_false(item->right[item->options]);
	free(e);
}

static uint64_t
check_scale(const struct people *p, const struct tally *t, size_t topic,
	    enum tally_cases cases)
{
	struct tally_scale *s = tally_scale(t, topic, cases);
	size_t m = tally_items(t, topic), rows = m + 1;
	uint64_t *e = mem_new(rows, sizeof(*e)), n = 0;

	if (m < 2) {
		assert_null(s);
		free(e);
		return 0;
	}
	for (size_t k = 0; k < p->n; k++) {
		struct done d = done_of(p, k, topic);

		e[d.right] += is_in_scale(&d, m, cases);
		n += is_in_scale(&d, m, cases);
	}
	assert_true(s->n_items == m && s->n == n && s->cases == cases);
	assert_memory_equal(s->people, e, rows * sizeof(*e));
	for (size_t i = 0; i < m; i++)
		check_item(p, s, i);
	tally_scale_free(s);
	free(e);
	return n;
}

static bool
is_doing(const struct question *q)
{
	return q->type == TYPE_SELECT_ONE &&
		(q->role == ROLE_HABIT || q->role == ROLE_ACCESS ||
		 q->role == ROLE_ATTITUDE || q->role == ROLE_VIEW);
}

static void
check_option_scores(const struct people *p, const struct tally *t,
		    size_t question)
{
	const struct question *q = &p->form->question[question];
	struct option_scores *o = tally_option_scores(t, question);
	size_t topic =
		q->topic ? form_find_topic(p->form, q->topic) : FORM_NONE;
	uint64_t *e;

	if (topic != FORM_NONE && tally_items(t, topic) == 0)
		topic = FORM_NONE;
	assert_case(!o == !is_doing(q), q->name);
	if (!o)
		return;
	e = mem_new(o->n_options * o->n_scores + 1, sizeof(*e));
	for (size_t k = 0; k < p->n; k++) {
		struct done d = done_of(p, k, topic);
		size_t at = 0;

		if (d.shown == 0 || d.reached * 5 < d.shown * 4)
			continue;
		while (at < o->n_scores &&
		       o->score[at] != (double)d.right / (double)d.shown)
			at++;
		for (size_t i = 0; i < q->list->n; i++) {
			if (!ticked(p, k, question, i))
				continue;
			assert_case(at < o->n_scores, q->name);
			e[i * o->n_scores + at]++;
		}
	}
	assert_true(o->topic == topic && o->n_options == q->list->n);
	assert_case(memcmp(e, o->people,
			   o->n_options * o->n_scores * sizeof(*e)) == 0,
		    q->name);
	for (size_t i = 1; i < o->n_scores; i++)
		assert_case(o->score[i - 1] < o->score[i], q->name);
	option_scores_free(o);
	free(e);
}

static size_t
check_know_do(const struct people *p, const struct tally *t, size_t question)
{
	const struct question *q = &p->form->question[question];
	struct know_do *got = tally_know_do(t, question);
	bool is = is_doing(q) && q->for_question != FORM_NONE &&
		tally_is_keyed(t, q->for_question);

	assert_case(is == (got != NULL), q->name);
	for (size_t i = 0; got && i < q->list->n; i++) {
		struct know_do_row e = {0};

		for (size_t k = 0; k < p->n; k++) {
			enum verdict v = verdict_of(p, k, q->for_question);

			if (!ticked(p, k, question, i))
				continue;
			e.right += v == RIGHT;
			e.wrong += v == WRONG;
			e.dont_know += v == DONT_KNOW;
		}
		assert_case(memcmp(&e, &got->option[i], sizeof(e)) == 0,
			    q->name);
	}
	assert_true(!got || got->item == q->for_question);
	know_do_free(got);
	return is;
}

/* Everything an atom tells, added up, is what all of them together tell. */
static void
check_atoms(const struct people *p, const struct tally *t)
{
	struct counts *all = tally_counts(t, FORM_NONE, NULL);

	for (size_t k = 0; k < p->form->n_questions; k++) {
		struct outcome e = counts_outcome(all, k), o = {0};
		uint64_t *to = &o.right;

		for (size_t a = 0; a < tally_atoms(t); a++) {
			struct outcome one = tally_atom_outcome(t, a, k);

			for (size_t i = 0; i < sizeof(o) / 8; i++)
				to[i] += (&one.right)[i];
		}
		assert_case(memcmp(&e, &o, sizeof(o)) == 0,
			    p->form->question[k].name);
	}
	for (size_t i = 0; i < p->form->n_topics + tally_totals_by_atom(t);
	     i++) {
		size_t topic = i < p->form->n_topics ? i : FORM_NONE;
		struct score *one =
			mem_new(tally_score_room(t, topic), sizeof(*one));
		uint64_t people = 0, right = 0, e = 0;

		for (size_t a = 0; a < tally_atoms(t); a++) {
			size_t n = tally_atom_scores(t, a, topic, one);

			for (size_t k = 0; k < n; k++) {
				people += one[k].people;
				right += one[k].people * one[k].right;
			}
		}
		for (size_t k = 0; k < p->n; k++) {
			struct done d = done_of(p, k, topic);

			if (d.shown == 0 || d.reached * 5 < d.shown * 4)
				continue;
			people--;
			e += d.right;
		}
		assert_true(people == 0 && right == e);
		free(one);
	}
	counts_free(all);
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
	if (segment == FORM_NONE || tally_totals_by_atom(t))
		check_scores(p, c, FORM_NONE, in);
	check_states(p, t, c, in);
	for (size_t i = 0; i < p->form->n_topics; i++)
		check_pairs(p, t, i, segment, codes, in);
	free(in);
	counts_free(c);
}

static void
check_everybody(const struct people *p, const struct tally *t)
{
	for (size_t i = 0; i <= p->form->n_topics; i++) {
		size_t topic = i < p->form->n_topics ? i : FORM_NONE;

		check_scale(p, t, topic, CASES_COMPLETE);
		check_scale(p, t, topic, CASES_SHOWN);
	}
	for (size_t i = 0; i < p->form->n_questions; i++) {
		check_option_scores(p, t, i);
		check_know_do(p, t, i);
	}
}

static void
check_all(const struct people *p, const struct tally *t)
{
	check_group(p, t, FORM_NONE, NULL);
	check_atoms(p, t);
	check_everybody(p, t);
	for (size_t s = 0; s < tally_segments(t); s++) {
		bool *codes = mem_new(tally_codes(t, s), sizeof(*codes));

		for (size_t i = 0; i < tally_codes(t, s); i++) {
			codes[i] = true; /* one, two, ... of them */
			check_group(p, t, s, codes);
		}
		free(codes);
	}
}

/* ---- a form with every kind of item, certainty and habit ---- */

static const char rich_csv[] =
	"survey\n"
	",type,name,label,kq_role,kq_topic,kq_key,kq_partial,kq_missing,"
	"kq_scored,kq_exclusive,kq_for\n"
	",select_one often,h0,Before all?,habit,ONE,,,pns=refused,,,\n"
	",select_one often,h9,And of all?,habit,,,,pns=refused,,,\n"
	",select_one abc,k1,One key?,knowledge,ONE,b,,"
	"dk=dontknow pns=refused,,,\n"
	",select_one sure,k1s,Sure?,certainty,,,,,,,k1\n"
	",select_one abc,k2,Two keys?,knowledge,ONE,a c,,"
	"dk=dontknow pns=notapplicable,,,\n"
	",select_one how,k2s,How sure?,certainty,,very fairly,,pns=refused,,,"
	"k2\n"
	",select_one long,k3,Many choices?,knowledge,ONE,l12,,,,,\n"
	",select_one abc,k4,Not scored?,knowledge,ONE,a,,dk=dontknow,no,,\n"
	",select_one sure,k4s,Sure?,certainty,,,,,,,k4\n"
	",select_multiple abc,m1,All of these?,knowledge,TWO,a b,,"
	"dk=dontknow pns=refused,,dk pns,\n"
	",select_one sure,m1s,Sure?,certainty,,,,,,,m1\n"
	",integer,n1,How many?,knowledge,TWO,18..65,,,,,\n"
	",select_one big,n1s,How sure?,certainty,,c2 c1,,c3=refused,,,n1\n"
	",select_one big,w1,A long list?,knowledge,TWO,c1 c2 c3 c4 c5,,"
	"c6=dontknow c7=refused,,,\n"
	",select_one sure,w1s,Sure?,certainty,,,,,,,w1\n"
	",rank abc,r1,Which first?,attitude,TWO,,,,,,\n"
	",select_one abc,k5,Alone?,knowledge,THREE,a,,dk=dontknow,,,\n"
	",select_one abc,k6,No topic?,knowledge,,a,,dk=dontknow,,,\n"
	",select_one often,h1,A habit?,habit,ONE,,,pns=refused,,,k1\n"
	",select_one often,h2,Without topic?,habit,,,,pns=refused,,,n1\n"
	",select_one big,h3,Of many?,view,TWO,,,,,,w1\n"
	",select_one often,h4,Of one item?,attitude,THREE,,,,,,k4\n"
	",select_one often,h5,Of no item?,access,FOUR,,,,,,\n"
	",select_one big,h6,Of all?,access,,,,,,,k2\n"
	",select_multiple often,h7,Several?,habit,ONE,,,,,,k1\n"
	",select_multiple abc,h10,Which?,habit,,,,"
	"dk=dontknow pns=refused,,dk pns,\n"
	",select_one long,h8,Of letters?,habit,TWO,,,l11=refused,,,m1\n"
	",select_one years,s1,How long?,segment,,,,,,,\n"
	",select_one abc,s2,Which?,segment,,,,pns=refused,,,\n"
	",select_one big,s3,Where?,segment,,,,,,,\n"
	"choices\n"
	",list_name,name,label\n"
	",abc,a,Option A\n,abc,b,Option B\n,abc,c,Option C\n"
	",abc,dk,Don't know\n,abc,pns,Prefer not to say\n"
	",sure,sure,Sure\n,sure,notsure,Not sure\n"
	",how,pns,Prefer not to say\n,how,not,Not sure\n"
	",how,fairly,Fairly sure\n,how,very,Very sure\n"
	",often,daily,Every day\n,often,less,Less often\n"
	",often,never,Never\n,often,pns,Prefer not to say\n"
	",years,new,Under a year\n,years,old,Longer\n";

static const char rich_topics[] = "topic,name,plain_name,risk,cut1,cut2\n"
				  "ONE,First topic,The first,3,.5,.8\n"
				  "TWO,Second topic,The second,4,.5,.8\n"
				  "THREE,Of one item,One item,1,.5,.8\n"
				  "FOUR,Without items,Nothing,1,.5,.8\n";

static struct form *
rich_form(void)
{
	struct text csv = TEXT_INIT;
	struct form *form;

	text_add(&csv, rich_csv);
	for (int i = 0; i < 14; i++)
		text_addf(&csv, ",long,l%d,Letter %d\n", i + 1, i + 1);
	for (int i = 0; i < 70; i++)
		text_addf(&csv, ",big,c%d,Number %d\n", i + 1, i + 1);
	form = sample_form(text_get(&csv), rich_topics, NULL);
	text_release(&csv);
	return form;
}

/* ---- tests ---- */

static void
counts_how_sure_people_are_and_what_goes_together(void **state)
{
	static const size_t sizes[] = {1, 64, 700, SOME};

	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct people p;
		struct tally *t;
		size_t know_do = 0;

		people_of(&p, rich_form(), sizes[i], (uint32_t)i + 3);
		t = count_range(&p, 0, p.n);
		assert_true(tally_totals_by_atom(t));
		check_all(&p, t);
		for (size_t k = 0; k < p.form->n_questions; k++)
			know_do += check_know_do(&p, t, k);
		assert_int_equal(know_do, 6);
		/* the reference has found complete people */
		if (sizes[i] == SOME) {
			uint64_t complete =
				check_scale(&p, t, FORM_NONE, CASES_COMPLETE);

			assert_true(complete > SOME / 4);
			assert_true(check_scale(&p, t, FORM_NONE, CASES_SHOWN) >
				    complete);
		}
		tally_free(t);
		people_release(&p);
	}
}

static void
merging_and_reordering_change_no_number(void **state)
{
	static const size_t cut[] = {0, 31, 950, SOME};
	struct people p;
	struct tally *sum;

	people_of(&p, rich_form(), SOME, 77);
	sum = tally_new(p.form, p.layout);
	for (size_t k = 3; k > 0; k--) {
		struct tally *part = tally_new(p.form, p.layout);

		for (size_t i = cut[k]; i > cut[k - 1]; i--)
			tally_add(part, p.answers[i - 1], p.numbers[i - 1]);
		tally_merge(sum, part);
		tally_free(part);
	}
	check_all(&p, sum);
	tally_free(sum);
	people_release(&p);
}

/*
 * A topic of 20 items, twelve of five, some of which have many choices, and
 * far more atoms than totals are kept for: nothing fits into one word.
 */
static void
counts_large_topics_and_many_atoms(void **state)
{
	struct text csv = TEXT_INIT, topics = TEXT_INIT;
	bool codes[71] = {false, true, true, true, true, true, true, true};
	struct people p;
	struct tally *sum;

	text_add(&csv,
		 "survey\n,type,name,label,kq_role,kq_topic,kq_key,"
		 "kq_missing\n");
	text_add(&topics, "topic,name,plain_name,risk,cut1,cut2\n");
	for (int i = 0; i < 80; i++)
		text_addf(&csv,
			  ",select_one %s,q%d,Question %d?,knowledge,"
			  "T%d,b,\n",
			  i % 5 == 2 ? "fifty" : "few", i, i,
			  i < 60 ? i % 12 : 12);
	for (int i = 0; i < 13; i++)
		text_addf(&topics, "T%d,Topic %d,Topic %d,1,.5,.8\n", i, i, i);
	text_add(&csv,
		 ",select_one fifty,h1,Habit?,habit,T12,,\n"
		 ",select_one few,h2,Habit?,habit,T3,,\n"
		 ",select_one few,h3,Habit?,habit,,,\n"
		 ",select_one big,s1,Where?,segment,,,\n"
		 ",select_one fifty,s2,Who?,segment,,,\n"
		 "choices\n,list_name,name,label\n"
		 ",few,a,A\n,few,b,B\n,few,c,C\n,fifty,b,B\n");
	for (int i = 0; i < 49; i++)
		text_addf(&csv, ",fifty,f%d,Choice %d\n", i, i);
	for (int i = 0; i < 70; i++)
		text_addf(&csv, ",big,c%d,Choice %d\n", i, i);
	people_of(&p, sample_form(text_get(&csv), text_get(&topics), NULL), 200,
		  19);
	sum = count_range(&p, 0, 90);
	for (size_t i = 90; i < p.n; i += 10) {
		struct tally *part = count_range(&p, i, i + 10);

		tally_merge(sum, part);
		tally_free(part);
	}
	assert_false(tally_totals_by_atom(sum));
	check_group(&p, sum, FORM_NONE, NULL);
	check_group(&p, sum, 0, codes);
	check_atoms(&p, sum);
	check_everybody(&p, sum);
	tally_free(sum);
	people_release(&p);
	text_release(&csv);
	text_release(&topics);
}

/* What a damaged file may hold: no count may go astray. */
static void
bears_any_symbol(void **state)
{
	struct people p;
	struct tally *t;
	uint32_t seed = 9;

	people_of(&p, rich_form(), 500, 5);
	for (size_t i = 0; i < p.n; i++) {
		size_t at = sample_below(&seed, p.layout->width);

		p.answers[i][at] = (char)(sample_below(&seed, 255) + 1);
	}
	t = count_range(&p, 0, p.n);
	assert_int_equal(tally_people(t), p.n);
	tally_free(t);
	people_release(&p);
}

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

/*
 * Don't know comes first wherever answers are judged: outcomes, states, pairs,
 * scales. Others answer in every way, so that sums cannot hide it.
 */
static void
dont_know_beside_no_answer_is_dont_know(void **state)
{
	static const char *const ticks[] = {"00011", "11011", "10001", "00010",
					    "11000"};
	static const char *const questions[] = {"m1", "h10"};
	struct people p;
	struct tally *t;
	struct counts *c;
	struct outcome o;
	struct states s;
	size_t m1;

	people_of(&p, rich_form(), SOME, 13);
	m1 = form_find(p.form, "m1");
	for (size_t i = 0; i < p.n; i++) {
		for (size_t k = 0; k < COUNT(questions); k++) {
			size_t q = form_find(p.form, questions[k]);

			memcpy(p.answers[i] + p.layout->field[q].at,
			       ticks[i / 2 % COUNT(ticks)], 5);
		}
	}
	t = count_range(&p, 0, p.n);
	check_all(&p, t);
	c = tally_counts(t, FORM_NONE, NULL);
	o = counts_outcome(c, m1);
	s = counts_states(c, m1);
	assert_int_equal(o.dont_know, SOME * 3 / 5);
	assert_int_equal(o.refused, SOME / 5);
	assert_int_equal(o.right, SOME / 5);
	assert_true(o.wrong == 0 && s.uninformed == o.dont_know);
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

/* ---- of a results file ---- */

/* More than one thread takes alone. */
enum { MANY = 201000 };

static void
add_one(void *ctx, const char *answers, const char *numbers)
{
	tally_add(ctx, answers, numbers);
}

static void
same_scale(const struct tally *a, const struct tally *b, size_t topic,
	   enum tally_cases cases)
{
	struct tally_scale *x = tally_scale(a, topic, cases);
	struct tally_scale *y = tally_scale(b, topic, cases);

	assert_true(!x == !y);
	for (size_t i = 0; x && i < x->n_items; i++)
		assert_memory_equal(x->item[i].people, y->item[i].people,
				    (x->item[i].options + 1) *
					    (x->n_items + 1) *
					    sizeof(uint64_t));
	tally_scale_free(x);
	tally_scale_free(y);
}

static void
same_pairs(const struct tally *a, const struct tally *b, size_t topic)
{
	struct tally_pairs *x = tally_pairs(a, topic, FORM_NONE, NULL);
	struct tally_pairs *y = tally_pairs(b, topic, FORM_NONE, NULL);

	assert_true(!x == !y);
	if (x) {
		size_t n = x->n_items * x->n_items * sizeof(uint64_t);

		assert_true(x->people == y->people);
		assert_memory_equal(x->answered, y->answered, n);
		assert_memory_equal(x->both_right, y->both_right, n);
		assert_memory_equal(x->first_right, y->first_right, n);
	}
	tally_pairs_free(x);
	tally_pairs_free(y);
}

static void
same_tally(const struct tally *a, const struct tally *b)
{
	const struct form *form = tally_form(a);
	struct progress_counts x = tally_progress(a), y = tally_progress(b);

	assert_memory_equal(&x, &y, sizeof(x));
	assert_int_equal(tally_people(a), tally_people(b));
	assert_int_equal(tally_atoms(a), tally_atoms(b));
	for (size_t i = 0; i < tally_atoms(a); i++) {
		assert_int_equal(tally_atom_people(a, i),
				 tally_atom_people(b, i));
		for (size_t k = 0; k < form->n_questions; k++) {
			struct outcome o = tally_atom_outcome(a, i, k);
			struct outcome p = tally_atom_outcome(b, i, k);

			check_outcome(&o, &p, form->question[k].name);
		}
	}
	for (size_t i = 0; i <= form->n_topics; i++) {
		size_t topic = i < form->n_topics ? i : FORM_NONE;

		same_scale(a, b, topic, CASES_COMPLETE);
		same_scale(a, b, topic, CASES_SHOWN);
		if (i < form->n_topics)
			same_pairs(a, b, topic);
	}
}

static void
a_large_file_counts_as_its_people_one_by_one(void **state)
{
	char *path = test_path(*state, "large.results");
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results *r;
	struct tally *taken, *added;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, MANY);
	assert_true(results_open(&r, path, &err));
	taken = tally_take(r, &err);
	assert_text(err.text, "", "tally_take");
	added = tally_new(results_form(r), results_layout(r));
	assert_true(results_each(r, add_one, added, &err));
	assert_int_equal(tally_people(taken), MANY);
	same_tally(taken, added);
	tally_free(taken);
	tally_free(added);
	results_close(r);
	results_kit_release(&kit);
	free(path);
}

static void
a_large_file_is_refused_once(void **state)
{
	static const struct {
		const char *what, *sql, *err;
	} cases[] = {
		{"one symbol more, twice",
		 "UPDATE response SET answers = answers || '0' WHERE id IN (9, "
		 "200999)",
		 "a response does not have the length its questionnaire asks "
		 "for; the file was changed, collect again"},
		{"one response less",
		 "UPDATE response SET answers = substr(answers, 1, "
		 "length(answers) - 1) WHERE id IN (9, 200999); "
		 "DELETE FROM response WHERE id = 100000",
		 "responses are missing; the file was changed, collect again"},
		{"symbols of no choice, of two questions",
		 "INSERT INTO response SELECT 100000, answers, numbers FROM "
		 "response WHERE id = 1; UPDATE response SET answers = "
		 "substr(answers, 1, 1) || 'Z' || substr(answers, 3) WHERE id "
		 "= 9; UPDATE response SET answers = 'Z' || substr(answers, 2) "
		 "WHERE id = 200999",
		 "an answer to k1 is a symbol that the question does not know"},
	};
	char *path = test_path(*state, "large.results");
	struct results_kit kit;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, MANY);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct results *r;

		free(results_kit_sql(path, cases[i].sql));
		assert_true(results_open(&r, path, &err));
		assert_null(tally_take(r, &err));
		assert_has(err.text, cases[i].err, cases[i].what);
		results_close(r);
	}
	results_kit_release(&kit);
	free(path);
}

/* Who reads a part later may not read another file. */
static void
a_reader_refuses_another_file(void **state)
{
	char *path = test_path(*state, "one.results");
	char *other = test_path(*state, "other.results");
	struct error err = ERROR_INIT;
	struct results_kit kit;
	struct results *r;

	results_kit_init(&kit, sample_csv);
	results_kit_write(&kit, path, 0, 20);
	results_kit_write(&kit, other, 0, 20);
	assert_true(results_open(&r, path, &err));
	assert_int_equal(rename(other, path), 0);
	assert_null(results_reader_new(r, &err));
	assert_has(err.text, "is another file than when it was opened",
		   "renamed");
	err = (struct error)ERROR_INIT;
	assert_int_equal(remove(path), 0);
	assert_null(results_reader_new(r, &err));
	assert_has(err.text, "one.results", "removed");
	results_close(r);
	results_kit_release(&kit);
	free(path);
	free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_what_the_definitions_say),
		cmocka_unit_test(
			counts_how_sure_people_are_and_what_goes_together),
		cmocka_unit_test(merging_and_reordering_change_no_number),
		cmocka_unit_test(counts_large_topics_and_many_atoms),
		cmocka_unit_test(bears_any_symbol),
		cmocka_unit_test(counts_many_in_one_atom),
		cmocka_unit_test(dont_know_beside_ticks_is_dont_know),
		cmocka_unit_test(dont_know_beside_no_answer_is_dont_know),
		cmocka_unit_test(atoms_add_up_and_stand_in_order),
		cmocka_unit_test(merging_in_any_order_gives_the_same),
		cmocka_unit_test(the_order_of_people_does_not_matter),
		cmocka_unit_test(says_how_far_people_came),
		cmocka_unit_test(counts_more_topics_than_a_word_holds),
		IN_A_FOLDER(a_large_file_counts_as_its_people_one_by_one),
		IN_A_FOLDER(a_large_file_is_refused_once),
		IN_A_FOLDER(a_reader_refuses_another_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
