/*
 * Asks one question in plain lines until the page is left: commands, answers
 * of one line or of several, and what is left out.
 */
#include <stdlib.h>
#include <string.h>

#include "survey/line_private.h"

/* One page being asked. entered: what stands there so far, page_entries. */
struct asking {
	struct line *l;
	const struct page *page;
	struct text *entered;
	bool warned; /* that another Enter leaves this out */
	enum reply reply;
};

static void
forget_entries(struct asking *a)
{
	size_t i;

	for (i = 0; i < page_entries(a->page); i++)
		text_clear(&a->entered[i]);
}

static bool
done(struct asking *a, enum reply reply)
{
	a->reply = reply;
	return true;
}

static bool
refused(struct asking *a, enum word why)
{
	line_problem(a->l, why);
	return false;
}

/* Whether that may be is not for us to say. */
static bool
left_out(struct asking *a)
{
	if (!a->page->read_only)
		forget_entries(a);
	return done(a, REPLY_ANSWER);
}

/* Enter alone: goes on with what stands there, and says so before it leaves a
 * question out. */
static bool
nothing_typed(struct asking *a)
{
	if (a->entered->n > 0 || line_takes_nothing(a->page))
		return done(a, REPLY_ANSWER);
	if (a->warned || !a->page->optional)
		return left_out(a);
	a->warned = true;
	line_say(a->l, word(WORD_LINE_NOTHING_YET));
	return false;
}

static bool
hide(struct asking *a)
{
	if (!line_hide(a->l))
		return done(a, REPLY_END);
	line_forget_said(a->l);
	line_say_page(a->l, a->page);
	return false;
}

static bool
list(struct asking *a)
{
	line_forget_said(a->l);
	line_say_page(a->l, a->page);
	return false;
}

static bool
clear(struct asking *a)
{
	if (line_takes_nothing(a->page))
		return line_answer(a->l, a->page, "", a->entered);
	forget_entries(a);
	line_say(a->l, word(WORD_LINE_CLEARED));
	return false;
}

/* True: the page is left. */
static bool
obey(struct asking *a, enum command command)
{
	const struct page *page = a->page;

	switch (command) {
	case COMMAND_HELP: line_say_help(a->l, page); return false;
	case COMMAND_MORE:
		line_more(a->l, page->more, word(WORD_MORE_WORD));
		return false;
	case COMMAND_LIST: return list(a);
	case COMMAND_HIDE: return hide(a);
	case COMMAND_CLEAR: return clear(a);
	case COMMAND_SKIP: return left_out(a);
	case COMMAND_STOP: return done(a, REPLY_STOP);
	case COMMAND_SCREEN: return done(a, REPLY_LINE_MODE);
	case COMMAND_BACK:
		return page->can_go_back ? done(a, REPLY_BACK)
					 : refused(a, WORD_LINE_FIRST);
	case COMMAND_REVIEW:
		return page->can_review ? done(a, REPLY_REVIEW)
					: refused(a, WORD_LINE_NO_REVIEW);
	case COMMAND_LANGUAGE:
		return page->many_languages
			? done(a, REPLY_LANGUAGE)
			: refused(a, WORD_LINE_ONE_LANGUAGE);
	default: return false;
	}
}

/* A command word with dots before it is an answer with one dot less, so that
 * there is a way to type each. */
static const char *
undotted(const char *typed)
{
	size_t dots = strspn(typed, ".");

	return dots > 0 && line_command(typed + dots) != COMMAND_NONE
		? typed + 1
		: typed;
}

/* One of several lines: dots alone are one dot less, as in mail. */
static const char *
undotted_line(const char *typed)
{
	size_t dots = strspn(typed, ".");

	return dots > 1 && typed[dots] == '\0' ? typed + 1 : typed;
}

/* The lines up to the dot; what there is of them when input ends is kept as
 * half an answer. */
static bool
read_lines(struct asking *a, const char *first)
{
	struct text typed = TEXT_INIT;
	enum got got = GOT_LINE;

	text_clear(a->entered);
	text_add(a->entered, undotted_line(undotted(first)));
	while ((got = line_read(a->l, ">", 0, &typed)) == GOT_LINE &&
	       strcmp(text_get(&typed), ".") != 0) {
		text_add_char(a->entered, '\n');
		text_add(a->entered, undotted_line(text_get(&typed)));
	}
	text_release(&typed);
	return done(a, got == GOT_LINE ? REPLY_ANSWER : REPLY_END);
}

static bool
answer(struct asking *a, const char *typed)
{
	const struct page *page = a->page;
	struct text entered[2] = {TEXT_INIT, TEXT_INIT};
	size_t i;
	bool taken;

	if (line_takes_words(page) && page->multiline) {
		if (strcmp(typed, ".") == 0)
			return nothing_typed(a);
		return read_lines(a, typed);
	}
	if (line_takes_words(page))
		typed = undotted(typed);
	taken = line_answer(a->l, page, typed, entered);
	for (i = 0; taken && i < page_entries(page); i++) {
		text_clear(&a->entered[i]);
		text_add(&a->entered[i], text_get(&entered[i]));
	}
	if (taken)
		a->reply = REPLY_ANSWER;
	text_release(&entered[0]);
	text_release(&entered[1]);
	return taken;
}

static bool
take(struct asking *a, const char *typed)
{
	enum command command = line_command(typed);

	if (line_is_word(typed, ""))
		return nothing_typed(a);
	a->warned = false;
	return command != COMMAND_NONE ? obey(a, command) : answer(a, typed);
}

enum reply
line_ask(struct front *front, const struct page *page, struct text *entered)
{
	struct line *l = (struct line *)front;
	struct asking a = {l, page, entered, false, REPLY_END};
	struct text typed = TEXT_INIT;
	char *prompt = line_prompt(page);

	forget_entries(&a);
	text_add(entered, page->entered);
	if (page->shape == PAGE_SURE)
		text_add(&entered[1], page->also[0].entered);
	if (*page->problem)
		line_sayf(l, WORD_LINE_PROBLEM, page->problem);
	else
		line_say_page(l, page);
	while (line_read(l, prompt, 0, &typed) == GOT_LINE &&
	       !take(&a, text_get(&typed)))
		;
	text_clear(&l->answer);
	text_clear(&l->sure);
	if (a.reply == REPLY_ANSWER)
		text_add(&l->answer, text_get(entered));
	if (a.reply == REPLY_ANSWER && page->shape == PAGE_SURE)
		text_add(&l->sure, text_get(&entered[1]));
	free(prompt);
	text_release(&typed);
	return a.reply;
}
