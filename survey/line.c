/*
 * Front end 1: plain lines, for screen readers, pipes and plain terminals. It
 * only appends; every prompt says by itself what to type, because that is
 * what one hears last.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "survey/line_private.h"

/* ---- words ---- */

static const struct {
	const char *english;
	enum word word;
	enum command command;
} commands[] = {
	{"?", WORD_LINE_HELP, COMMAND_HELP},
	{"help", WORD_LINE_HELP, COMMAND_HELP},
	{"back", WORD_BACK_WORD, COMMAND_BACK},
	{"list", WORD_LINE_LIST, COMMAND_LIST},
	{"clear", WORD_LINE_CLEAR, COMMAND_CLEAR},
	{"skip", WORD_LINE_SKIP, COMMAND_SKIP},
	{"stop", WORD_LINE_STOP, COMMAND_STOP},
	{"language", WORD_LANGUAGE_WORD, COMMAND_LANGUAGE},
	{"hide", WORD_LINE_HIDE, COMMAND_HIDE},
	{"review", WORD_LINE_REVIEW, COMMAND_REVIEW},
	{"more", WORD_MORE_WORD, COMMAND_MORE},
	{"full screen", WORD_LINE_SCREEN, COMMAND_SCREEN},
};

char *
line_trimmed(const char *typed)
{
	size_t n;

	while (*typed == ' ')
		typed++;
	n = strlen(typed);
	while (n > 0 && typed[n - 1] == ' ')
		n--;
	return mem_copy_n(typed, n);
}

bool
line_is_word(const char *typed, const char *word)
{
	char *own = line_trimmed(typed), *folded = text_fold(own);
	char *wanted = text_fold(word);
	bool is = strcmp(folded, wanted) == 0;

	free(own);
	free(folded);
	free(wanted);
	return is;
}

enum command
line_command(const char *typed)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (line_is_word(typed, commands[i].english) ||
		    line_is_word(typed, word(commands[i].word)))
			return commands[i].command;
	return COMMAND_NONE;
}

/* ---- what every page needs ---- */

static void
forget(struct text *t)
{
	if (t->s)
		explicit_bzero(t->s, t->room);
	text_release(t);
}

void
line_status(struct line *l, const char *status)
{
	if (!*status || strcmp(status, text_get(&l->status)) == 0)
		return;
	line_say(l, status);
	text_clear(&l->status);
	text_add(&l->status, status);
}

void
line_forget_said(struct line *l)
{
	size_t i;

	for (i = 0; i < PLACE_PARTS; i++)
		text_clear(&l->place[i]);
	text_clear(&l->table);
}

bool
line_hide(struct line *l)
{
	struct text typed = TEXT_INIT;
	enum got got;

	line_wipe(l);
	got = line_read(l, word(WORD_LINE_HIDDEN), 0, &typed);
	text_release(&typed);
	return got == GOT_LINE;
}

void
line_help(struct line *l, const struct line_help *help)
{
	bool comes_back = help->wayback && *help->wayback;
	const struct {
		bool shown;
		enum word word;
	} lines[] = {
		{true, WORD_LINE_HELP_WORDS},
		{help->back, WORD_LINE_HELP_BACK},
		{true, WORD_LINE_HELP_LIST},
		{help->clear, WORD_LINE_HELP_CLEAR},
		{help->skip, WORD_LINE_HELP_SKIP},
		{help->review, WORD_LINE_HELP_REVIEW},
		{help->more != NULL, WORD_LINE_HELP_MORE},
		{true, WORD_LINE_HELP_STOP},
		{help->language, WORD_LINE_HELP_LANGUAGE},
		{true, WORD_LINE_HELP_HIDE},
		{true, WORD_LINE_HELP_SCREEN},
		{help->text, WORD_LINE_HELP_DOT},
		{help->lines, WORD_LINE_HELP_LINES},
		{comes_back, WORD_LINE_HELP_KEPT},
		{!comes_back, WORD_LINE_HELP_KEPT_HERE},
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].shown)
			line_say(l, word(lines[i].word));
	if (comes_back)
		line_sayf(l, WORD_LINE_HELP_WAYBACK, help->wayback);
	if (help->contact && *help->contact)
		line_sayf(l, WORD_LINE_HELP_CONTACT, help->contact);
	line_say(l, word(WORD_HELP_CONFIDENTIAL));
}

void
line_greet(struct line *l)
{
	if (!l->greeted)
		line_say(l, word(WORD_LINE_MODE));
	l->greeted = true;
	line_say(l, "");
}

/* ---- notices ---- */

static void
say_paragraphs(struct line *l, const char *const *line, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		line_say(l, line[i]);
}

void
line_more(struct line *l, const struct more *more, const char *typed)
{
	if (more == NULL) {
		line_problem(l, WORD_LINE_NOT_HERE, typed);
		return;
	}
	line_say(l, more->heading);
	say_paragraphs(l, more->line, more->n_lines);
}

static void
say_title(struct line *l, const char *title, const char *left)
{
	struct text t = TEXT_INIT;
	size_t n = strlen(title);

	text_add(&t, title);
	if (*left)
		text_addf(&t, "%s %s.",
			  n > 0 && strchr(".?!", title[n - 1]) ? "" : ".",
			  left);
	line_say(l, text_get(&t));
	text_release(&t);
}

static void
say_notice(struct line *l, const struct notice *notice)
{
	size_t i;

	line_greet(l);
	if (notice->kind == NOTICE_WELCOME)
		say_title(l, notice->title, notice->left);
	if (notice->kind == NOTICE_START)
		say_title(l, notice->heading, notice->left);
	else if (*notice->heading)
		line_say(l, notice->heading);
	say_paragraphs(l, notice->line, notice->n_lines);
	line_status(l, notice->status);
	for (i = 0; i < notice->n_buttons; i++) {
		const struct button *b = &notice->button[i];

		if (!line_is_word(b->label, b->word))
			line_sayf(l, WORD_LINE_BUTTON, b->word, b->label);
	}
}

/* "Type start, more or leave:" */
static char *
ask_words(const struct notice *notice)
{
	size_t i, n = notice->n_buttons;
	char *list = mem_copy(notice->button[0].word), *longer, *prompt;

	for (i = 1; i < n; i++) {
		longer = word_format(i + 1 < n ? WORD_LINE_COMMA : WORD_LINE_OR,
				     list, notice->button[i].word);
		free(list);
		list = longer;
	}
	prompt = word_format(WORD_LINE_ASK_WORD, list);
	free(list);
	return prompt;
}

/* The button whose word, label or number was typed; NULL: none. */
static const struct button *
button_typed(const struct notice *notice, const char *typed)
{
	size_t i;

	for (i = 0; i < notice->n_buttons; i++) {
		const char *own = notice->button[i].word;

		if (line_is_word(typed, own) ||
		    line_is_word(typed, word_in_english(own)))
			return &notice->button[i];
	}
	return line_is_word(typed, "") ? &notice->button[0] : NULL;
}

/* The ways off a page that stands between questions. */
static bool
start_leaves(struct line *l, const struct notice *notice, enum command command,
	     enum reply *reply)
{
	const struct {
		enum command command;
		bool can;
		enum reply reply;
		enum word refusal;
	} ways[] = {
		{COMMAND_BACK, notice->can_go_back, REPLY_BACK,
		 WORD_LINE_FIRST},
		{COMMAND_REVIEW, notice->can_review, REPLY_REVIEW,
		 WORD_LINE_NO_REVIEW},
		{COMMAND_LANGUAGE, notice->many_languages, REPLY_LANGUAGE,
		 WORD_LINE_ONE_LANGUAGE},
	};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].command == command) {
			*reply = ways[i].reply;
			if (!ways[i].can)
				line_problem(l, ways[i].refusal);
			return ways[i].can;
		}
	line_problem(l, WORD_LINE_NOT_A_WORD);
	return false;
}

/* The reply, if that was one; otherwise says what it can. */
static bool
notice_reply(struct line *l, const struct notice *notice, const char *typed,
	     enum reply *reply)
{
	const struct button *button = button_typed(notice, typed);
	const struct line_help help = {.back = notice->can_go_back,
				       .review = notice->can_review,
				       .language = notice->many_languages,
				       .wayback = notice->wayback,
				       .contact = notice->contact,
				       .more = notice->more};

	if (button) {
		*reply = button->reply;
		return true;
	}
	switch (line_command(typed)) {
	case COMMAND_STOP: *reply = REPLY_STOP; return true;
	case COMMAND_SCREEN: *reply = REPLY_LINE_MODE; return true;
	case COMMAND_LIST: say_notice(l, notice); return false;
	case COMMAND_HELP: line_help(l, &help); return false;
	case COMMAND_HIDE:
		*reply = REPLY_END;
		if (!line_hide(l))
			return true;
		say_notice(l, notice);
		return false;
	case COMMAND_MORE:
		if (notice->more == NULL)
			break;
		line_more(l, notice->more, typed);
		return false;
	default: break;
	}
	if (notice->kind == NOTICE_START)
		return start_leaves(l, notice, line_command(typed), reply);
	line_problem(l, WORD_LINE_NOT_A_WORD);
	return false;
}

/* What was said but for its numbers, which count. */
static void
add_said(const struct notice *notice, struct text *said)
{
	size_t i;
	const char *s;

	text_add(said, notice->heading);
	for (i = 0; i < notice->n_lines; i++)
		for (s = notice->line[i]; *s; s++)
			if (*s < '0' || *s > '9')
				text_add_char(said, *s);
}

/* Told again because nothing was typed, it has nothing new to say. */
static bool
is_said_already(const struct line *l, const struct notice *notice)
{
	struct text said = TEXT_INIT;
	bool same;

	add_said(notice, &said);
	same = l->open && strcmp(text_get(&said), text_get(&l->trouble)) == 0;
	text_release(&said);
	return same;
}

/* It tries by itself without a word: its prompt stays open. */
static void
stay_open(struct line *l, const struct notice *notice)
{
	if (notice->kind != NOTICE_TROUBLE)
		return;
	text_clear(&l->written);
	text_clear(&l->trouble);
	add_said(notice, &l->trouble);
	l->open = true;
}

static enum reply
line_tell(struct front *front, const struct notice *notice)
{
	struct line *l = (struct line *)front;
	struct text typed = TEXT_INIT;
	enum reply reply = REPLY_END;
	enum got got;
	char *prompt;
	bool done = false;

	if (!is_said_already(l, notice))
		say_notice(l, notice);
	if (notice->n_buttons == 0) {
		line_flush(l);
		return REPLY_END;
	}
	prompt = ask_words(notice);
	while (!done) {
		got = line_read(l, prompt, notice->timeout, &typed);
		if (got == GOT_TIMEOUT) {
			stay_open(l, notice);
			reply = notice->button[0].reply;
		}
		done = got != GOT_LINE ||
			notice_reply(l, notice, text_get(&typed), &reply);
	}
	free(prompt);
	text_release(&typed);
	return reply;
}

/* ---- one line to type ---- */

static void
say_prompt(struct line *l, const struct prompt *prompt)
{
	line_greet(l);
	line_say(l, prompt->heading);
	say_paragraphs(l, prompt->line, prompt->n_lines);
}

/* True: done, with *reply. */
static bool
type_reply(struct line *l, const struct prompt *prompt, const char *typed,
	   enum reply *reply)
{
	const struct line_help help = {.back = true};

	switch (line_command(typed)) {
	case COMMAND_STOP: *reply = REPLY_STOP; return true;
	case COMMAND_BACK: *reply = REPLY_BACK; return true;
	case COMMAND_SCREEN: *reply = REPLY_LINE_MODE; return true;
	case COMMAND_LIST: say_prompt(l, prompt); return false;
	case COMMAND_HELP: line_help(l, &help); return false;
	case COMMAND_HIDE:
		*reply = REPLY_END;
		if (!line_hide(l))
			return true;
		say_prompt(l, prompt);
		return false;
	case COMMAND_NONE:
		*reply = REPLY_ANSWER;
		return !line_is_word(typed, "");
	default: line_problem(l, WORD_LINE_NOT_HERE, typed); return false;
	}
}

static enum reply
line_type(struct front *front, const struct prompt *prompt,
	  struct text *entered)
{
	struct line *l = (struct line *)front;
	char *ask = word_format(WORD_LINE_ASK_LABEL, prompt->label);
	enum reply reply = REPLY_END;

	if (*prompt->problem)
		line_sayf(l, WORD_LINE_PROBLEM, prompt->problem);
	else
		say_prompt(l, prompt);
	while (line_read(l, ask, 0, entered) == GOT_LINE &&
	       !type_reply(l, prompt, text_get(entered), &reply))
		;
	free(ask);
	return reply;
}

/* ---- language ---- */

/* A whole number from 1 to n; 0: it is none. */
static size_t
number_typed(const char *typed, size_t n)
{
	char *own = line_trimmed(typed);
	double x;
	bool is = text_to_number(own, &x) && x >= 1 && x <= (double)n &&
		x == (double)(size_t)x;

	free(own);
	return is ? (size_t)x : 0;
}

static void
say_names(struct line *l, const struct tongue *tongue, size_t n)
{
	size_t i;

	line_greet(l);
	for (i = 0; i < n; i++)
		if (i == 0 || strcmp(tongue[i].title, tongue[0].title) != 0)
			line_say(l, tongue[i].title);
	for (i = 0; i < n; i++)
		if (i == 0 || strcmp(tongue[i].choose, tongue[0].choose) != 0)
			line_say(l, tongue[i].choose);
	for (i = 0; i < n; i++)
		line_sayf(l, WORD_LINE_OPTION, i + 1, tongue[i].name);
}

static enum reply
line_language(struct front *front, const struct tongue *tongue, size_t n,
	      size_t *chosen)
{
	struct line *l = (struct line *)front;
	char *prompt = word_format(WORD_LINE_ASK_ONE, n);
	struct text typed = TEXT_INIT;
	enum reply reply = REPLY_END;
	const struct line_help help = {.back = false};
	bool done = false;

	say_names(l, tongue, n);
	while (!done && line_read(l, prompt, 0, &typed) == GOT_LINE) {
		size_t k = number_typed(text_get(&typed), n);

		done = true;
		if (k > 0) {
			*chosen = k - 1;
			reply = REPLY_ANSWER;
			break;
		}
		switch (line_command(text_get(&typed))) {
		case COMMAND_STOP: reply = REPLY_STOP; break;
		case COMMAND_BACK: reply = REPLY_BACK; break;
		case COMMAND_SCREEN: reply = REPLY_LINE_MODE; break;
		case COMMAND_HELP:
			line_help(l, &help);
			done = false;
			break;
		case COMMAND_LIST:
			say_names(l, tongue, n);
			done = false;
			break;
		default: line_problem(l, WORD_LINE_NOT_NUMBERS); done = false;
		}
	}
	free(prompt);
	text_release(&typed);
	return reply;
}

/* ---- review ---- */

/* A question asks already: no colon behind its mark. */
static enum word
row_word(const char *label)
{
	size_t n = strlen(label);

	return n > 0 && strchr("?!.:", label[n - 1]) ? WORD_LINE_ROW_ASKED
						     : WORD_LINE_ROW;
}

static void
say_row(struct line *l, const struct review *review, size_t i)
{
	const struct review_row *row = &review->row[i];

	line_sayf(l, row_word(row->label), i + 1, row->label, row->answer);
}

/* What a row's number stands for; a label may tell another row's answer. */
static void
add_labels(const struct review *review, struct text *labels)
{
	size_t i;

	for (i = 0; i < review->n_rows; i++)
		text_addf(labels, "%s\n", review->row[i].label);
}

/* Were all of these rows read, by the numbers they have? */
static bool
is_read_already(const struct line *l, const struct review *review)
{
	struct text labels = TEXT_INIT;
	bool same;

	add_labels(review, &labels);
	same = labels.n > 0 &&
		strcmp(text_get(&labels), text_get(&l->rows)) == 0;
	forget(&labels);
	return same;
}

/* Who has heard all answers and comes back need not hear them again. */
static void
say_again(struct line *l, const struct review *review)
{
	line_greet(l);
	line_status(l, review->status);
	line_say(l, review->heading);
	if (review->changed)
		say_row(l, review, review->at);
	line_say(l, word(WORD_LINE_LIST_READS));
}

static void
say_review(struct line *l, const struct review *review)
{
	const char *section = "";
	size_t i;

	line_greet(l);
	line_status(l, review->status);
	line_say(l, review->heading);
	line_say(l, word(WORD_LINE_REVIEW_WHY));
	for (i = 0; i < review->n_rows; i++) {
		const struct review_row *row = &review->row[i];

		if (*row->section && strcmp(row->section, section) != 0)
			line_say(l, row->section);
		section = row->section;
		say_row(l, review, i);
	}
	line_say(l, review->after);
	forget(&l->rows);
	add_labels(review, &l->rows);
}

static bool
review_command(struct line *l, const struct review *review, const char *typed,
	       enum reply *reply)
{
	const struct line_help help = {
		.back = true,
		.language = review->many_languages,
		.wayback = review->wayback,
		.contact = review->contact,
		.more = review->more,
	};

	switch (line_command(typed)) {
	case COMMAND_STOP: *reply = REPLY_STOP; return true;
	case COMMAND_BACK: *reply = REPLY_BACK; return true;
	case COMMAND_SCREEN: *reply = REPLY_LINE_MODE; return true;
	case COMMAND_LANGUAGE:
		*reply = REPLY_LANGUAGE;
		if (!review->many_languages)
			line_problem(l, WORD_LINE_ONE_LANGUAGE);
		return review->many_languages;
	case COMMAND_HELP: line_help(l, &help); return false;
	case COMMAND_MORE: line_more(l, review->more, typed); return false;
	case COMMAND_LIST: say_review(l, review); return false;
	case COMMAND_HIDE:
		*reply = REPLY_END;
		if (!line_hide(l))
			return true;
		say_review(l, review);
		return false;
	default: line_problem(l, WORD_LINE_WHOLE_SEND); return false;
	}
}

static bool
review_reply(struct line *l, const struct review *review, const char *typed,
	     size_t *chosen, enum reply *reply)
{
	size_t row = number_typed(typed, review->n_rows);

	if (line_is_word(typed, "send") ||
	    line_is_word(typed, word(WORD_SEND_WORD))) {
		*reply = REPLY_SEND;
		return true;
	}
	if (row > 0) {
		*chosen = row - 1;
		*reply = REPLY_CHANGE;
		return true;
	}
	if (number_typed(typed, LINE_MAX_BYTES) > 0) {
		line_problem(l, WORD_LINE_NO_ROW);
		return false;
	}
	return review_command(l, review, typed, reply);
}

static enum reply
line_review(struct front *front, const struct review *review, size_t *chosen)
{
	struct line *l = (struct line *)front;
	struct text typed = TEXT_INIT;
	enum reply reply = REPLY_END;

	if (is_read_already(l, review))
		say_again(l, review);
	else
		say_review(l, review);
	while (line_read(l, word(WORD_LINE_ASK_REVIEW), 0, &typed) ==
		       GOT_LINE &&
	       !review_reply(l, review, text_get(&typed), chosen, &reply))
		;
	text_release(&typed);
	return reply;
}

/* ---- its end ---- */

/* A label of a page may tell an answer. */
static void
forget_said(struct line *l)
{
	size_t i;

	for (i = 0; i < PLACE_PARTS; i++)
		forget(&l->place[i]);
	forget(&l->table);
	forget(&l->rows);
}

static void
line_front_wipe(struct front *front)
{
	struct line *l = (struct line *)front;

	line_wipe(l);
	forget(&l->answer);
	forget(&l->sure);
	text_clear(&l->status);
	forget_said(l);
	/* What the last person typed ahead is not the next one's. */
	if (isatty(l->in)) {
		tcflush(l->in, TCIFLUSH);
		forget(&l->read);
		l->used = 0;
	}
}

static void
line_end(struct front *front)
{
	struct line *l = (struct line *)front;

	line_flush(l);
	forget(&l->answer);
	forget(&l->sure);
	forget(&l->read);
	forget(&l->written);
	forget_said(l);
	text_release(&l->status);
	text_release(&l->trouble);
	free(l);
}

/* One hears one question at a time. */
static bool
line_apart(struct front *front, enum page_shape shape)
{
	(void)front;
	(void)shape;
	return true;
}

/* ---- the front end ---- */

/* An end for want of a person is told from the other ends here alone. */
static enum reply
reply_of(struct front *front, enum reply reply)
{
	const struct line *l = (struct line *)front;

	return reply == REPLY_END && l->idle ? REPLY_IDLE : reply;
}

static enum reply
ask(struct front *front, const struct page *page, struct text *entered)
{
	return reply_of(front, line_ask(front, page, entered));
}

static enum reply
tell(struct front *front, const struct notice *notice)
{
	return reply_of(front, line_tell(front, notice));
}

static enum reply
type(struct front *front, const struct prompt *prompt, struct text *entered)
{
	return reply_of(front, line_type(front, prompt, entered));
}

static enum reply
review_page(struct front *front, const struct review *review, size_t *chosen)
{
	return reply_of(front, line_review(front, review, chosen));
}

static enum reply
language(struct front *front, const struct tongue *tongue, size_t n,
	 size_t *chosen)
{
	return reply_of(front, line_language(front, tongue, n, chosen));
}

struct front *
line_front(int in, int out)
{
	struct line *l = mem_new(1, sizeof(*l));

	l->front = (struct front){
		.apart = line_apart,
		.ask = ask,
		.tell = tell,
		.type = type,
		.review = review_page,
		.language = language,
		.kept = line_kept,
		.wipe = line_front_wipe,
		.end = line_end,
	};
	l->in = in;
	l->out = out;
	return &l->front;
}
