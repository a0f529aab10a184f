/* All answers, to be checked and sent. */
#include "survey/tui/tui.h"

#include <stdlib.h>
#include <string.h>

#include "questions/base/mem.h"

enum {
	ROW_INDENT = 2,
	REST_INDENT = 4,
	LONG = 60,
	MOST_SHUT_LINES = 2,
	CHANGE_FROM_COLUMNS = 60
};

struct review_view {
	const struct review *review;
	struct sheet sheet;
	struct help help;
};

/* "Every week" is followed by a colon, "More time." is not. */
static bool
ends_itself(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && strchr(".:?!", s[n - 1]) != NULL;
}

static void
build_change(struct sheet *sheet, size_t line)
{
	const char *s = word(WORD_TUI_CHANGE);

	if (sheet->columns >= CHANGE_FROM_COLUMNS)
		sheet_put(sheet, line, sheet_width(sheet) - text_width(s),
			  LOOK_PLAIN, s, strlen(s));
}

/* "Every week: How often do you read posts?": the answer comes first, so that
 * the row that the cursor is in tells it, however long the question is. */
static char *
row_words(const struct review_row *row)
{
	return word_format(ends_itself(row->answer) ? WORD_TUI_ROW_ASKED
						    : WORD_TUI_ROW,
			   row->answer, row->label);
}

/* Answers are what one looks for. */
static void
build_answer(struct sheet *sheet, size_t line, size_t end, const char *both,
	     const char *answer)
{
	if (strncmp(both, answer, strlen(answer)) == 0 &&
	    ROW_INDENT + text_width(answer) < end)
		sheet_put(sheet, line, ROW_INDENT, LOOK_HEADING, answer,
			  strlen(answer));
}

/* A long answer has the question below it. */
static void
build_row(struct sheet *sheet, const struct review_row *row)
{
	size_t end = sheet_width(sheet), line = sheet->n_lines;
	char *both = row_words(row);

	if (sheet->columns >= CHANGE_FROM_COLUMNS)
		end -= text_width(word(WORD_TUI_CHANGE)) + 2;
	if (text_width(row->answer) <= LONG &&
	    strchr(row->answer, '\n') == NULL) {
		sheet_paragraph(sheet, SHEET_BODY, ROW_INDENT, REST_INDENT, end,
				LOOK_PLAIN, both);
		build_answer(sheet, line, end, both, row->answer);
	} else {
		sheet_paragraph(sheet, SHEET_BODY, ROW_INDENT, REST_INDENT, end,
				LOOK_PLAIN, row->answer);
		sheet_paragraph(sheet, SHEET_BODY, REST_INDENT, REST_INDENT,
				end, LOOK_PLAIN, row->label);
	}
	build_change(sheet, line);
	free(both);
}

/* A row in a low window that is open only while it has the focus. */
struct shut {
	struct sheet *sheet;
	const char *answer_end;
	size_t lines;
	bool done;
};

/* The words of a line that fit before "...", those of the answer at least. */
static char *
beginning(const struct shut *shut, const char *start, size_t bytes)
{
	static const char more[] = "...";
	size_t most = sheet_width(shut->sheet) - REST_INDENT, least = 0;
	char *words = mem_copy_n(start, bytes), *blank;
	struct text t = TEXT_INIT;

	if (shut->answer_end > start && shut->answer_end < start + bytes)
		least = (size_t)(shut->answer_end - start);
	while (text_width(words) + sizeof more - 1 > most &&
	       (blank = strrchr(words, ' ')) != NULL &&
	       (size_t)(blank - words) >= least)
		*blank = '\0';
	text_add(&t, words);
	if (text_width(words) + sizeof more - 1 <= most)
		text_add(&t, more);
	free(words);
	return text_take(&t);
}

static void
shut_line(void *ctx, const char *start, size_t bytes)
{
	struct shut *shut = ctx;
	const char *end = start + bytes;
	size_t line;
	char *s;

	if (shut->done)
		return;
	shut->done =
		end >= shut->answer_end || shut->lines + 1 == MOST_SHUT_LINES;
	line = sheet_line(shut->sheet, SHEET_BODY);
	s = shut->done && *end != '\0' ? beginning(shut, start, bytes)
				       : mem_copy_n(start, bytes);
	sheet_put(shut->sheet, line,
		  shut->lines++ == 0 ? ROW_INDENT : REST_INDENT, LOOK_PLAIN, s,
		  strlen(s));
	free(s);
}

/* The answer, and of the question what stands beside it: so that more than
 * one row is in sight. The whole row stands there once one goes to it. */
static void
build_shut(struct sheet *sheet, const struct review_row *row)
{
	char *both = row_words(row), *answer = strstr(both, row->answer);
	struct shut shut = {.sheet = sheet, .answer_end = both};

	if (answer != NULL)
		shut.answer_end = answer + strlen(row->answer);
	text_wrap(both, sheet_width(sheet) - REST_INDENT, shut_line, &shut);
	free(both);
}

static void
build_rows(const struct review *review, struct sheet *sheet)
{
	const char *section = "";
	size_t i, line;

	for (i = 0; i < review->n_rows; i++) {
		if (strcmp(review->row[i].section, section) != 0) {
			section = review->row[i].section;
			if (section[0] != '\0' && sheet->density != SHEET_BARE)
				sheet_paragraph(sheet, SHEET_BODY, 0, 0,
						sheet_width(sheet),
						LOOK_HEADING, section);
		}
		line = sheet->n_lines;
		if (sheet->density == SHEET_BARE && i != sheet->focus)
			build_shut(sheet, &review->row[i]);
		else
			build_row(sheet, &review->row[i]);
		sheet_item(sheet, line, 0, ROW_INDENT);
	}
}

/* Which rows are in sight is said where there is room for it beside the
 * heading's row. */
static void
build_head(const struct review *review, struct sheet *sheet)
{
	size_t n = review->n_rows, width, row = (size_t)sheet->columns;
	char *rows = word_format(WORD_TUI_ROWS, n, n, n);
	const char *title = sheet->density != SHEET_BARE ? review->title : "";

	sheet_heading(sheet, title, review->heading, "");
	width = text_width(sheet->header_left) + 2 + text_width(rows);
	row = row < SHEET_ROW ? row : SHEET_ROW;
	sheet->counted = width <= row ? n : 0;
	if (sheet->density != SHEET_BARE)
		sheet_paragraph(sheet, SHEET_HEAD, 0, 0, sheet_width(sheet),
				LOOK_PLAIN, review->explanation);
	free(rows);
}

/* What sending means is said before one can: in a low window once the focus is
 * there. Elsewhere a row of answers is worth more than what is known. */
static const char *
status(const struct review *review, const struct sheet *sheet)
{
	if (sheet->density != SHEET_BARE)
		return review->status;
	if (sheet->focus == review->n_rows)
		return review->after;
	return strcmp(review->status, word(WORD_KEPT)) == 0 ? ""
							    : review->status;
}

static void
build(void *page, struct sheet *sheet)
{
	const struct review *review = ((struct review_view *)page)->review;
	size_t width = sheet_width(sheet);

	sheet->low = sheet->density == SHEET_BARE;
	build_head(review, sheet);
	sheet_gap(sheet, SHEET_HEAD);
	build_rows(review, sheet);
	sheet_gap(sheet, SHEET_FOOT);
	sheet_button(sheet, word(WORD_TUI_SEND));
	sheet_button(sheet, word(WORD_TUI_COME_BACK));
	if (sheet->density != SHEET_BARE)
		sheet_paragraph(sheet, SHEET_FOOT, 0, 0, width, LOOK_PLAIN,
				review->after);
	sheet_status(sheet, status(review, sheet));
	sheet_key(sheet, WORD_TUI_KEY_MOVE, 4);
	sheet_key(sheet,
		  sheet->focus < review->n_rows ? WORD_TUI_KEY_ENTER_CHANGE
						: WORD_TUI_KEY_ENTER_CHOOSE,
		  1);
	sheet_key(sheet, WORD_TUI_KEY_TO_SEND, 1);
	sheet_key(sheet, WORD_TUI_KEY_HELP, 3);
	sheet_key(sheet, WORD_TUI_KEY_STOP, 3);
}

/* Enter on a row or a button. */
static int
enter(struct review_view *v, size_t *chosen)
{
	size_t n = v->review->n_rows, focus = v->sheet.focus;

	if (focus < n) {
		*chosen = focus;
		return REPLY_CHANGE;
	}
	return focus == n ? REPLY_SEND : REPLY_STOP;
}

/* The rows are one stop, each button is one. */
static void
tab(struct review_view *v, int by)
{
	size_t n = v->review->n_rows, focus = v->sheet.focus;

	if (by > 0)
		focus = focus < n ? n : focus == n ? n + 1 : 0;
	else
		focus = focus < n ? n + 1 : focus == n ? 0 : n;
	sheet_focus(&v->sheet, focus);
}

/* A reply, or -1. Space is no Enter here: it must not send. */
static int
take(struct review_view *v, const struct event *event, size_t *chosen)
{
	struct sheet *sheet = &v->sheet;

	switch (event->kind) {
	case EVENT_UP: sheet_move(sheet, -1); return -1;
	case EVENT_DOWN: sheet_move(sheet, 1); return -1;
	case EVENT_PAGE_UP: sheet_scroll(sheet, -1); return -1;
	case EVENT_PAGE_DOWN: sheet_scroll(sheet, 1); return -1;
	case EVENT_HOME: sheet_focus(sheet, 0); return -1;
	case EVENT_END_KEY:
	case EVENT_NEXT: sheet_focus(sheet, v->review->n_rows); return -1;
	case EVENT_TAB: tab(v, 1); return -1;
	case EVENT_BACKTAB: tab(v, -1); return -1;
	case EVENT_ENTER: return enter(v, chosen);
	default:
		return tui_leaves(event, true, false,
				  v->review->many_languages);
	}
}

enum reply
review_page(struct tui *tui, const struct review *review, size_t *chosen)
{
	struct review_view v = {.review = review,
				.help = {.title = review->title,
					 .here = WORD_TUI_HELP_REVIEW,
					 .hint = review->explanation,
					 .guidance = review->after,
					 .wayback = review->wayback,
					 .contact = review->contact,
					 .more = review->more,
					 .languages = review->many_languages,
					 .back = true}};
	struct view view = {.build = build,
			    .page = &v,
			    .sheet = &v.sheet,
			    .help = &v.help,
			    .has_hint = true};
	struct event event;
	int reply = -1;

	*chosen = review->at;
	sheet_focus(&v.sheet,
		    review->at < review->n_rows ? review->at : review->n_rows);
	while (reply < 0) {
		event = tui_next(tui, &view);
		reply = take(&v, &event, chosen);
	}
	sheet_release(&v.sheet);
	return (enum reply)reply;
}
