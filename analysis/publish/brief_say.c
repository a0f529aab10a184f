#include "analysis/publish/brief_say.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/publish/report.h"
#include "analysis/publish/tables.h"
#include "questions/base/mem.h"

const char *
say_level(enum level level)
{
	static const char *const words[] = {
		[LEVEL_NONE] = "",
		[LEVEL_FOUNDATION] = "start from scratch",
		[LEVEL_WORKING] = "rule with reason and example",
		[LEVEL_REFRESHER] = "one line",
	};

	return words[level];
}

const char *
say_mode(enum mode mode)
{
	static const char *const words[] = {
		[MODE_NONE] = "",
		[MODE_CORRECT] = "put right",
		[MODE_ENABLE] = "make it easier",
		[MODE_INFORM] = "tell",
		[MODE_REASSURE] = "confirm",
		[MODE_MAINTAIN] = "keep short",
	};

	return words[mode];
}

const char *
say_sureness(enum sureness sureness)
{
	static const char *const words[] = {
		[SURE_NONE] = "",
		[SURE_FIRM] = "firm",
		[SURE_BORDERLINE] = "borderline",
		[SURE_INDICATIVE] = "an indication",
	};

	return words[sureness];
}

const char *
say_label(const struct form *form, const char *const *by_language)
{
	return form_text(form, by_language, form->default_language);
}

const char *
say_topic(const struct form *form, size_t topic)
{
	const struct topic *t = &form->topic[topic];

	if (t->plain_name && *t->plain_name)
		return t->plain_name;
	return t->name && *t->name ? t->name : t->code;
}

void
say_lower(struct text *t, const char *s)
{
	if (isupper((unsigned char)s[0]) && islower((unsigned char)s[1]))
		text_add_char(t, (char)tolower((unsigned char)*s++));
	text_add(t, s);
}

void
say_count(struct text *t, uint64_t n)
{
	if (n >= 1000) {
		say_count(t, n / 1000);
		text_addf(t, ",%03" PRIu64, n % 1000);
	} else {
		text_addf(t, "%" PRIu64, n);
	}
}

void
say_percent(struct text *t, double share)
{
	char words[8];

	percent_words(share, words);
	text_addf(t, "%s %%", words);
}

void
say_told(struct text *t, const struct told *told, uint64_t x, uint64_t n)
{
	const struct band *b = &told->band;

	if (told->exact)
		say_percent(t, told_share(told, x, n));
	else if (b->from == 0)
		text_addf(t, "under %u %%", b->to);
	else if (b->to >= 100)
		text_addf(t, "%u %% or more", b->from);
	else
		text_addf(t, "%u to %u %%", b->from, b->to);
}

/* ---- a question ---- */

static struct split
split_for(const struct findings *f, const struct question *q)
{
	struct outcome o = counts_outcome(f->d->all, q->index);

	return split_of(f->tally, q->index, &o);
}

static uint64_t
answered(const struct findings *f, const struct question *q)
{
	return counts_state(f->d->all, q->index, STATE_ANSWERED);
}

uint64_t
say_base(const struct findings *f, const struct question *q)
{
	return split_for(f, q).base;
}

/* Items and habits are shares of those with a state, which may be fewer than
 * answered. */
bool
say_groups_compared(const struct findings *f)
{
	const struct pitch_input *in = measures_input(f->measures);

	for (size_t i = 0; i < in->n_groups * in->n_topics; i++) {
		const struct pitch_view *v = &f->pitch->view[i];

		if (!v->as_all && v->level.level != LEVEL_NONE)
			return true;
	}
	return false;
}

bool
say_may(const struct findings *f, const struct question *q)
{
	return base_status(f->d, answered(f, q)) == STATUS_OK &&
		base_status(f->d, say_base(f, q)) == STATUS_OK;
}

void
say_state(struct text *t, const struct findings *f, const struct question *q,
	  unsigned state)
{
	struct split s = split_for(f, q);
	struct told told = told_state(f->d, q->index, s.n[state], s.base);

	say_told(t, &told, s.n[state], s.base);
}

double
say_state_share(const struct findings *f, const struct question *q,
		unsigned state)
{
	struct split s = split_for(f, q);
	struct told told = told_state(f->d, q->index, s.n[state], s.base);

	return told_share(&told, s.n[state], s.base);
}

void
say_option(struct text *t, const struct findings *f, const struct question *q,
	   size_t option)
{
	struct told told = told_option(f->d, q->index, option);

	say_told(t, &told, counts_option(f->d->all, q->index, option),
		 answered(f, q));
}

double
say_option_share(const struct findings *f, const struct question *q,
		 size_t option)
{
	struct told told = told_option(f->d, q->index, option);

	return told_share(&told, counts_option(f->d->all, q->index, option),
			  answered(f, q));
}

size_t
say_by_share(const struct findings *f, const struct question *q, size_t *out)
{
	size_t n = 0;

	if (option_status(f->d, q->index) != STATUS_OK)
		return 0;
	for (size_t i = 0; i < q->list->n; i++) {
		double share = say_option_share(f, q, i);
		size_t at = n;

		if (q->missing &&
		    (q->missing[i] == CHOICE_REFUSED ||
		     q->missing[i] == CHOICE_NOT_APPLICABLE))
			continue;
		for (; at > 0 && say_option_share(f, q, out[at - 1]) < share;
		     at--)
			out[at] = out[at - 1];
		out[at] = i;
		n++;
	}
	return n;
}

void
say_most_chosen(struct text *t, const struct findings *f,
		const struct question *q, size_t most)
{
	size_t *option = mem_new(q->list->n + 1, sizeof(*option));
	size_t n = say_by_share(f, q, option);

	for (size_t i = 0; i < n && i < most; i++) {
		text_addf(t, "%s%s ", i == 0 ? "" : "; ",
			  say_label(f->form, q->list->choice[option[i]].label));
		say_option(t, f, q, option[i]);
	}
	free(option);
}

static void
say_number_key(struct text *t, const struct question *q)
{
	char low[32], high[32];

	text_number(q->key_low, low);
	text_number(q->key_high, high);
	text_add(t, low);
	if (strcmp(low, high) != 0)
		text_addf(t, " to %s", high);
}

void
say_right_answer(struct text *t, const struct form *form,
		 const struct question *q)
{
	const char *between = "";

	if (!q->list) {
		say_number_key(t, q);
		return;
	}
	for (size_t i = 0; q->key && i < q->list->n; i++) {
		if (!q->key[i])
			continue;
		text_addf(t, "%s%s", between,
			  say_label(form, q->list->choice[i].label));
		between = q->type == TYPE_SELECT_ONE ? "; or: " : "; ";
	}
}

void
say_basis(struct text *t, const struct question *q)
{
	if (q->basis == BASIS_GENERAL)
		text_add(t, "general practice");
	else if (q->basis == BASIS_LAW)
		text_add(t, "law, to be checked before it is published");
	else if (q->confirmed)
		text_addf(t, "local rule, confirmed: %s", q->confirmed);
	else
		text_add(t, "local rule, not confirmed");
}

/* ---- everybody ---- */

/* How many took part is no answer: 100 % may be said. */
void
say_answered(struct text *t, const struct findings *f)
{
	uint64_t n = tally_people(f->tally);

	say_count(t, n);
	if (f->invited > 0) {
		text_add(t, " of ");
		say_count(t, f->invited);
		text_addf(t, " answered (%.0f %%).",
			  floor(100 * (double)n / (double)f->invited + .5));
	} else {
		text_add(t, " answered.");
		if (f->about->staff > 0 || f->about->codes_issued > 0)
			text_add(t, " That is more than were invited.");
	}
	if (f->about->closed_early)
		text_addf(t, " Closed before the day staff were told%s%s.",
			  f->about->closes[0] != '\0' ? ", " : "",
			  f->about->closes);
	if (f->about->unopened > 0)
		text_addf(t, " %" PRIu32 " more could not be read.",
			  f->about->unopened);
}

void
say_few_questions(struct text *t, const struct findings *f)
{
	static const char *const words[] = {"", "One question",
					    "Two questions"};
	size_t most = 0, least = LEVEL_FIRM_ITEMS;

	for (size_t i = 0; i < f->pitch->n_topics; i++) {
		size_t items = f->pitch->topic[i].all.items;

		most = items > most ? items : most;
		least = items > 0 && items < least ? items : least;
	}
	if (most > 0 && most < LEVEL_FIRM_ITEMS)
		text_addf(t, "%s a topic: levels are indications.",
			  least == most ? words[most] : "One or two questions");
}

const char *
say_title(const struct findings *f)
{
	const char *title = f->form->settings.title;

	return title && *title ? title : "Staff survey";
}

const char *
say_mark(const struct findings *f)
{
	if (f->about->made_up && f->reason)
		return " (MADE-UP DATA: PILOT; FOR ANALYSTS)";
	if (f->about->made_up)
		return " (MADE-UP DATA: PILOT)";
	return f->reason ? " (FOR ANALYSTS)" : "";
}

bool
say_is_wish(const struct question *q)
{
	return q->list && question_is_asked(q) && !q->topic && !q->risky &&
		(q->role == ROLE_ATTITUDE || q->role == ROLE_VIEW ||
		 q->role == ROLE_HABIT);
}

const char *
say_no_level(const struct findings *f)
{
	const struct pitch_input *in = measures_input(f->measures);
	bool any = false;

	for (size_t i = 0; i < in->n_items; i++)
		any = any || in->item[i].topic != FORM_NONE;
	return in->n_items == 0 ? "no question could be scored"
		: any		? "too few answered what is scored"
				: "no scored question has a topic";
}
