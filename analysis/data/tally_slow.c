/*
 * Items and questions that the kernel of tally_count.c cannot count: they take
 * several symbols, or a number of the response decides.
 */
#include "analysis/data/tally_private.h"

#include <math.h>

#include "questions/json.h"

static bool
ticks_missing(const struct question *q, const char *flags)
{
	for (size_t i = 0; q->missing && i < q->list->n; i++) {
		if (flags[i] == '1' && q->missing[i] != CHOICE_ANSWERS)
			return true;
	}
	return false;
}

static bool
ticks_right(const struct question *q, const char *flags)
{
	for (size_t i = 0; i < q->list->n; i++) {
		bool ticked = flags[i] == '1';

		if (q->key[i] ? !ticked : ticked && q->partial != PARTIAL_ALL)
			return false;
	}
	return !ticks_missing(q, flags);
}

static bool
ticks_risky(const struct question *q, const char *flags)
{
	for (size_t i = 0; q->risky && i < q->list->n; i++) {
		if (flags[i] == '1' && q->risky[i])
			return !ticks_missing(q, flags);
	}
	return false;
}

static bool
number_right(const struct question *q, const char *numbers)
{
	struct json *all =
		numbers ? json_parse(numbers, strlen(numbers), NULL) : NULL;
	double x = json_get_number(all, q->name, NAN);

	json_free(all);
	return !isnan(x) && (isnan(q->key_low) || x >= q->key_low) &&
		(isnan(q->key_high) || x <= q->key_high);
}

/* Is the first place of a ranking given to the choice? */
static bool
ranks_first(const struct field *f, size_t n, size_t choice, const char *answers)
{
	size_t width = f->width / n;

	return layout_choice(answers + f->at + choice * width, width, n) == 0;
}

static bool
slow_right(const struct tally *t, const struct question *q, const char *answers,
	   const char *numbers)
{
	const struct field *f = &t->layout->field[q->index];
	size_t choice;

	switch (f->coding) {
	case CODING_FLAGS:
		return (q->key ? ticks_right : ticks_risky)(q, answers + f->at);
	case CODING_NUMBER:
	case CODING_DATE: return number_right(q, numbers);
	case CODING_CHOICE:
		choice = layout_choice(answers + f->at, f->width, q->list->n);
		return choice != FORM_NONE && q->key[choice];
	case CODING_RANKS:
		for (choice = 0; q->key && choice < q->list->n; choice++) {
			if (q->key[choice] &&
			    ranks_first(f, q->list->n, choice, answers))
				return true;
		}
		break;
	case CODING_NOTHING:
	case CODING_TEXT: break;
	}
	return false;
}

/* Why an answer is none, if it is. Of several ticks don't know comes first. */
static enum choice_missing
why_missing(const struct question *q, const struct field *f,
	    const char *answers)
{
	enum choice_missing why = CHOICE_ANSWERS;
	size_t choice;

	if (!q->missing)
		return CHOICE_ANSWERS;
	if (f->coding == CODING_CHOICE) {
		choice = layout_choice(answers + f->at, f->width, q->list->n);
		return choice == FORM_NONE ? CHOICE_ANSWERS
					   : q->missing[choice];
	}
	for (choice = 0; f->coding == CODING_FLAGS && choice < q->list->n;
	     choice++) {
		if (answers[f->at + choice] == '1' &&
		    q->missing[choice] != CHOICE_ANSWERS &&
		    why != CHOICE_DONT_KNOW)
			why = q->missing[choice];
	}
	return why;
}

static enum verdict
slow_verdict(const struct tally *t, const struct question *q,
	     const char *answers, const char *numbers)
{
	const struct field *f = &t->layout->field[q->index];

	if (f->coding == CODING_CHOICE &&
	    layout_choice(answers + f->at, f->width, q->list->n) == FORM_NONE)
		return VERDICT_NONE; /* a damaged file, refused later */
	switch (why_missing(q, f, answers)) {
	case CHOICE_DONT_KNOW: return VERDICT_DONT_KNOW;
	case CHOICE_REFUSED:
	case CHOICE_NOT_APPLICABLE: return VERDICT_NONE;
	case CHOICE_ANSWERS: break;
	}
	return slow_right(t, q, answers, numbers) ? VERDICT_RIGHT
						  : VERDICT_WRONG;
}

static enum sum
sum_for(enum answer_state state, enum verdict verdict)
{
	if (state == STATE_NOT_SHOWN)
		return SUM_HIDDEN;
	if (state == STATE_NOT_REACHED)
		return SUM_UNREACHED;
	if (verdict == VERDICT_RIGHT)
		return SUM_RIGHT;
	return verdict == VERDICT_NONE ? SUM_BLANK : SUMS;
}

void
tally_judge_slow(struct tally *t, const char *answers, const char *numbers)
{
	memset(t->sum, 0, SUMS * t->words * sizeof(*t->sum));
	for (size_t i = 0; i < t->n_slow; i++) {
		struct slow *slow = &t->slow[i];
		const struct question *q = &t->form->question[slow->question];
		const struct field *f = &t->layout->field[slow->question];
		enum answer_state state =
			layout_state(t->layout, slow->question, answers);
		enum sum sum;

		slow->verdict = VERDICT_NONE;
		if (state == STATE_ANSWERED)
			slow->verdict = slow_verdict(t, q, answers, numbers);
		slow->refused = state == STATE_ANSWERED &&
			slow->verdict == VERDICT_NONE;
		slow->column = slow->verdict == VERDICT_RIGHT;
		if (state == STATE_ANSWERED && f->coding == CODING_CHOICE)
			slow->column = layout_choice(answers + f->at, f->width,
						     q->list->n);
		sum = sum_for(state, slow->verdict);
		for (size_t w = 0; sum != SUMS && w < t->words; w++)
			sums_of(t, sum)[w] += t->slow_add[i * t->words + w];
	}
}

/* Options of questions that take two symbols a choice, and rankings. */
static void
count_odd(struct tally *t, struct atom *a, size_t question, const char *answers)
{
	const struct cells *c = &t->cells[question];
	const struct field *f = &t->layout->field[question];
	enum answer_state state = layout_state(t->layout, question, answers);
	size_t choice;

	if (c->feed == FEED_RANKS && state != STATE_ANSWERED)
		count_one(t, a, c->first + c->n_options + state);
	if (state != STATE_ANSWERED)
		return;
	if (c->feed == FEED_WIDE) {
		choice = layout_choice(answers + f->at, 2, c->n_options);
		if (choice == FORM_NONE)
			tally_break(t, &t->form->question[question]);
		else
			count_one(t, a, c->first + choice);
		return;
	}
	for (choice = 0; choice < c->n_options; choice++) {
		if (ranks_first(f, c->n_options, choice, answers))
			count_one(t, a, c->first + choice);
	}
}

static void
count_slow(struct tally *t, struct atom *a, const char *answers)
{
	for (size_t i = 0; i < t->n_slow; i++) {
		const struct slow *slow = &t->slow[i];
		const struct cells *c = &t->cells[slow->question];

		if (slow->verdict == VERDICT_RIGHT && c->match != FORM_NONE)
			count_one(t, a, c->match);
		if (c->blank == FORM_NONE)
			continue;
		if (slow->verdict == VERDICT_DONT_KNOW)
			count_one(t, a, c->blank);
		else if (slow->refused)
			count_one(t, a, c->blank + 1);
	}
	for (size_t i = 0; i < t->n_odd; i++)
		count_odd(t, a, t->odd[i], answers);
}

void
tally_count_slow(struct tally *t, struct atom *a, struct atom *by,
		 const char *answers)
{
	count_slow(t, a, answers);
	count_slow(t, by, answers);
}
