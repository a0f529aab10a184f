#include "tests/support/play.h"

#include <sys/stat.h>

#include "tests/test.h"

/* "7F3QK-9X2MD" anywhere in a text. */
static void
find_wayback(struct play *play, const char *text)
{
	size_t n = strlen(text), i, k;

	for (i = 0; i + 11 <= n; i++) {
		for (k = 0; k < 11; k++)
			if (k == 5 ? text[i + k] != '-'
				   : !strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ",
					     text[i + k]))
				break;
		if (k == 11 &&
		    (i == 0 || text[i - 1] == ' ' || text[i - 1] == '|') &&
		    !strstr(text, "for example"))
			memcpy(play->wayback, text + i, 11);
	}
}

static void
show(struct play *play, const char *text)
{
	text_addf(&play->page, "|%s", text);
}

/* The page is complete: is it the one that must come? */
static const struct step *
turn(struct play *play, struct text *entered)
{
	const struct step *step = play->step;

	text_addf(&play->said, "%s\n", text_get(&play->page));
	if (!step->at && step->reply == REPLY_END) {
		text_clear(&play->page);
		return step;
	}
	play->step++;
	assert_has(text_get(&play->page), step->at, "this page must come now");
	text_clear(&play->page);
	if (step->first)
		step->first(play);
	if (entered && step->entered) {
		text_clear(entered);
		if (strcmp(step->entered, "SLIP") == 0)
			text_add(entered, play->made.code[play->slip]);
		else if (strcmp(step->entered, "WAYBACK") == 0)
			text_add(entered, play->before);
		else
			text_add(entered, step->entered);
	}
	return step;
}

static void
show_also(struct play *play, const struct page_also *also)
{
	text_addf(&play->page, "|also: %s|entered: %s|problem: %s|",
		  also->label, also->entered, also->problem);
}

/* "a;sure" on a page of several questions. */
static enum reply
enter_parts(const struct step *step, const struct page *page,
	    struct text *entered)
{
	const char *part = step->entered;
	size_t i, n = page_entries(page);

	for (i = 0; part && n > 1 && i < n; i++) {
		size_t bytes = strcspn(part, ";");

		text_clear(&entered[i]);
		text_addf(&entered[i], "%.*s", (int)bytes, part);
		part += bytes + (part[bytes] == ';');
	}
	return step->reply;
}

static enum reply
play_ask(struct front *front, const struct page *page, struct text *entered)
{
	struct play *play = (struct play *)front;
	size_t i;

	show(play, page->status);
	show(play, page->place);
	show(play, page->label);
	for (i = 0; i < page->n_choices; i++)
		show(play, page->choice[i].label);
	text_addf(&play->page,
		  "|entered: %s|problem: %s|typed: %s|wayback: %s|",
		  page->entered, page->problem,
		  page->typed ? page->typed : "nothing", page->wayback);
	for (i = 0; i < page->n_also; i++)
		show_also(play, &page->also[i]);
	if (page->shape != PAGE_TABLE)
		text_add(entered, page->entered);
	for (i = 0; i < page->n_also; i++)
		text_add(&entered[i + (page->shape != PAGE_TABLE)],
			 page->also[i].entered);
	return enter_parts(turn(play, entered), page, entered);
}

static enum reply
play_tell(struct front *front, const struct notice *notice)
{
	struct play *play = (struct play *)front;
	const struct step *step;
	size_t i;

	show(play, notice->heading);
	for (i = 0; i < notice->n_lines; i++)
		show(play, notice->line[i]);
	show(play, notice->status);
	for (i = 0; i < notice->n_buttons; i++)
		text_addf(&play->page, "[%s]", notice->button[i].word);
	text_addf(&play->page, "timeout %d", notice->timeout);
	find_wayback(play, text_get(&play->page));
	if (notice->kind == NOTICE_ENDED) {
		text_addf(&play->said, "%s\n", text_get(&play->page));
		text_clear(&play->page);
		return REPLY_END;
	}
	step = turn(play, NULL);
	for (i = 0; i < notice->n_buttons; i++)
		if (notice->button[i].reply == step->reply)
			return step->reply;
	assert_true(step->reply == REPLY_END || step->reply == REPLY_STOP ||
		    step->reply == REPLY_LINE_MODE);
	return step->reply;
}

static enum reply
play_type(struct front *front, const struct prompt *prompt,
	  struct text *entered)
{
	struct play *play = (struct play *)front;

	show(play, prompt->heading);
	text_addf(&play->page, "|problem: %s", prompt->problem);
	return turn(play, entered)->reply;
}

static enum reply
play_review(struct front *front, const struct review *review, size_t *chosen)
{
	struct play *play = (struct play *)front;
	const struct step *step;
	size_t i;

	show(play, review->status);
	show(play, review->heading);
	for (i = 0; i < review->n_rows; i++)
		text_addf(&play->page, "|%s: %s", review->row[i].label,
			  review->row[i].answer);
	step = turn(play, NULL);
	*chosen = step->chosen;
	return step->reply;
}

static enum reply
play_language(struct front *front, const struct tongue *tongue, size_t n,
	      size_t *chosen)
{
	struct play *play = (struct play *)front;
	const struct step *step;
	size_t i;

	for (i = 0; i < n; i++)
		show(play, tongue[i].name);
	step = turn(play, NULL);
	*chosen = step->chosen;
	return step->reply;
}

static void
play_kept(struct front *front, const struct page *page,
	  const char *const *answer)
{
	struct play *play = (struct play *)front;
	size_t i;

	play->kept++;
	text_add(&play->said, "kept");
	for (i = 0; i < page_entries(page); i++)
		text_addf(&play->said, "%s %s", i > 0 ? ";" : "", answer[i]);
	text_addf(&play->said, ". %s\n", page->status);
}

static bool
play_apart(struct front *front, enum page_shape shape)
{
	(void)shape;
	return ((struct play *)front)->apart;
}

static void
play_wipe(struct front *front)
{
	((struct play *)front)->wiped++;
}

static void
play_end(struct front *front)
{
	(void)front;
}

static struct play *now_playing;

static struct front *
same_play(void)
{
	return &now_playing->front;
}

static const struct front play_front = {
	.apart = play_apart,
	.ask = play_ask,
	.tell = play_tell,
	.type = play_type,
	.review = play_review,
	.language = play_language,
	.kept = play_kept,
	.wipe = play_wipe,
	.end = play_end,
};

void
play_init(struct play *play, const char *dir, const char *name, const char *csv,
	  size_t codes, uint32_t capacity)
{
	char *folder = test_path(dir, name);

	assert_int_equal(mkdir(folder, 0700), 0);
	*play = (struct play){.front = play_front};
	made_wave_init(&play->made, folder, csv, codes, capacity);
	free(folder);
	play->store = made_wave_open(&play->made);
	now_playing = play;
}

void
play_release(struct play *play)
{
	store_close_file(play->store);
	made_wave_release(&play->made);
	text_release(&play->page);
	text_release(&play->said);
}

/* One person; the script must be used up. */
int
play_run(struct play *play, const struct step *steps)
{
	struct run run = {
		.store = play->store,
		.form = play->made.form,
		.front = &play->front,
		.other = same_play,
		.same = same_play,
		.kiosk = play->kiosk,
		.language = FORM_NONE,
	};
	int code;

	text_clear(&play->said);
	text_clear(&play->page);
	memcpy(play->before, play->wayback, sizeof(play->before));
	play->step = steps;
	play->kept = play->wiped = 0;
	code = run_person(&run);
	if (play->step->at)
		fail_msg("the page \"%s\" never came", play->step->at);
	return code;
}

/* Exactly this many are in, and each holds `part`. */
void
assert_sent(const struct play *play, size_t expected, const char *part,
	    const char *what)
{
	size_t i, n;
	char **response = made_responses(&play->made, &n);

	assert_case(n == expected, what);
	for (i = 0; i < n; i++)
		assert_has(response[i], part, what);
	made_responses_free(response, n);
}

void
assert_draft(const struct play *play, const char *part, const char *what)
{
	char *draft = made_draft(&play->made, play->wayback);

	if (part)
		assert_has(draft, part, what);
	else
		assert_case(draft == NULL, what);
	free(draft);
}
