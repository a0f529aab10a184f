/*
 * A field on a page: a text that is being typed, as an item in a sheet's
 * body. A text that is longer than its field goes on in the next line:
 * nothing is ever out of sight to the side.
 */
#ifndef SURVEY_TUI_FIELD_H
#define SURVEY_TUI_FIELD_H

#include "survey/tui/edit.h"
#include "survey/tui/keys.h"
#include "survey/tui/sheet.h"

struct field {
	struct edit edit;
	const char *label;  /* in front of it, or NULL */
	size_t label_cells; /* that fields below each other line up */
	size_t cells;	    /* at most; 0: all there are */
	size_t rows;	    /* at least */
};

/* Adds it as the next item, to the body or another part. */
void field_build(const struct field *field, struct sheet *sheet);
void field_build_in(const struct field *field, struct sheet *sheet,
		    enum sheet_part part);

/* Does what a key does within a text; false when it does nothing there (the
 * arrow up in the first line). The sheet as it was built. */
bool field_key(struct field *field, const struct sheet *sheet,
	       const struct event *event, const char *pasted);

/*
 * The same while the focus is on the page's error: what is typed or pasted
 * there is meant for the field. It replaces a single line, as over a
 * selection, and goes behind several; Backspace edits what stands there.
 * False when it is none of these keys.
 */
bool field_key_on_error(struct field *field, const struct sheet *sheet,
			const struct event *event, const char *pasted);

#endif
