#include "analysis/publish/export_rows.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/publish/csv_text.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "questions/value.h"

enum {
	SYMBOLS = 128,
	SHORT = 16, /* pieces up to this are copied in one go */
	FLUSH_AT = 1 << 16
};

/* A cell as it is written, the comma behind it included. */
struct piece {
	const char *s;
	size_t n;
};

enum how {
	BY_SYMBOL, /* its one symbol says what to write */
	BY_CHOICE, /* its two symbols do */
	BY_NAMES,  /* several choices */
	BY_NUMBER,
	BY_STATE
};

struct cell {
	const struct export_column *column;
	enum export_kind kind; /* as this format has it */
	const struct field *field;
	const struct question *question;
	enum how how;
	size_t at; /* BY_SYMBOL: which */
	struct piece by_symbol[SYMBOLS];
};

/* One way to write values; each adds the comma, too. */
struct format {
	/* What to write for a column; EXPORT_NOTHING leaves it out. */
	enum export_kind (*kind)(const struct export_column *c,
				 const struct question *q);
	void (*name)(struct text *t, const struct cell *c, const char *name);
	void (*names)(struct text *t, const struct cell *c, const char *names);
	void (*number)(struct text *t, const struct cell *c, const char *s);
	void (*missing)(struct text *t, const struct cell *c,
			enum answer_state state);
	void (*words)(struct text *t, const struct cell *c);
};

struct rows {
	const struct format *format;
	const struct layout *layout;
	struct arena *arena;
	struct cell *cell;
	size_t n;
	bool any_number;
	size_t most_bytes; /* of all BY_SYMBOL cells of a row */
	struct text names;
};

/* ---- CSV ---- */

static enum export_kind
csv_kind(const struct export_column *c, const struct question *q)
{
	(void)q;
	return c->kind;
}

static void
csv_name(struct text *t, const struct cell *c, const char *name)
{
	csv_text_add(t, name, c->column->guarded);
	text_add_char(t, ',');
}

static void
csv_number(struct text *t, const struct cell *c, const char *s)
{
	(void)c;
	text_add(t, s);
	text_add_char(t, ',');
}

static void
csv_missing(struct text *t, const struct cell *c, enum answer_state state)
{
	(void)c;
	(void)state;
	text_add_char(t, ',');
}

static void
csv_words(struct text *t, const struct cell *c)
{
	csv_missing(t, c, STATE_ANSWERED);
}

static const struct format csv_format = {
	csv_kind, csv_name, csv_name, csv_number, csv_missing, csv_words,
};

/* ---- JSON ---- */

/* A question once: options and status are in its value, or take its place. */
static enum export_kind
json_kind(const struct export_column *c, const struct question *q)
{
	if (c->kind == EXPORT_STATUS && q->type == TYPE_TEXT)
		return EXPORT_VALUE;
	return c->kind == EXPORT_OPTION || c->kind == EXPORT_STATUS
		? EXPORT_NOTHING
		: c->kind;
}

static void
add_json(struct text *t, struct json *j)
{
	char *s = json_print(j);

	text_add(t, s);
	free(s);
	json_free(j);
}

static void
begin_member(struct text *t, const struct cell *c)
{
	add_json(t,
		 json_text(c->question ? c->question->name : c->column->name));
	text_add_char(t, ':');
}

static void
json_name_cell(struct text *t, const struct cell *c, const char *name)
{
	begin_member(t, c);
	add_json(t, json_text(name));
	text_add_char(t, ',');
}

static void
json_names(struct text *t, const struct cell *c, const char *names)
{
	struct json *array = json_array();

	begin_member(t, c);
	while (*names) {
		size_t n = strcspn(names, " ");
		char *one = mem_copy_n(names, n);

		json_push(array, json_text(one));
		free(one);
		names += n + strspn(names + n, " ");
	}
	add_json(t, array);
	text_add_char(t, ',');
}

static void
json_number_cell(struct text *t, const struct cell *c, const char *s)
{
	begin_member(t, c);
	text_addf(t, "%s,", s);
}

static void
json_missing(struct text *t, const struct cell *c, enum answer_state state)
{
	struct json *j;

	begin_member(t, c);
	if (state == STATE_SKIPPED) {
		j = json_null();
	} else {
		j = json_object();
		json_put(j, "missing",
			 json_text(export_status_word(state, c->question)));
	}
	add_json(t, j);
	text_add_char(t, ',');
}

static void
json_words(struct text *t, const struct cell *c)
{
	begin_member(t, c);
	text_add(t, "true,");
}

static const struct format json_format = {
	json_kind,	  json_name_cell, json_names,
	json_number_cell, json_missing,	  json_words,
};

/* ---- what each symbol becomes ---- */

static void
set_piece(struct rows *r, struct cell *c, unsigned char symbol,
	  struct text *piece)
{
	char *s = arena_alloc(r->arena, piece->n + SHORT, 1);

	memcpy(s, text_get(piece), piece->n);
	c->by_symbol[symbol] = (struct piece){s, piece->n};
	text_clear(piece);
}

static void
state_pieces(struct rows *r, struct cell *c, struct text *t)
{
	static const struct {
		unsigned char symbol;
		enum answer_state state;
	} states[] = {
		{SYMBOL_NOT_SHOWN, STATE_NOT_SHOWN},
		{SYMBOL_NOT_REACHED, STATE_NOT_REACHED},
		{SYMBOL_SKIPPED, STATE_SKIPPED},
	};
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (c->kind == EXPORT_STATUS)
			r->format->name(t, c,
					export_status_word(states[i].state,
							   c->question));
		else
			r->format->missing(t, c, states[i].state);
		set_piece(r, c, states[i].symbol, t);
	}
}

/* A symbol that should not be there is shown as nothing. */
static void
blank_pieces(struct rows *r, struct cell *c, struct text *t)
{
	size_t i;

	r->format->missing(t, c, STATE_SKIPPED);
	set_piece(r, c, 0, t);
	for (i = 1; i < SYMBOLS; i++)
		c->by_symbol[i] = c->by_symbol[0];
}

static void
choice_pieces(struct rows *r, struct cell *c, struct text *t)
{
	const struct choice_list *list = c->question->list;
	char symbol[2];
	size_t i;

	for (i = 0; i < list->n; i++) {
		layout_symbol(i, list->n, symbol);
		r->format->name(t, c, list->choice[i].name);
		set_piece(r, c, (unsigned char)symbol[0], t);
	}
}

static void
answered_pieces(struct rows *r, struct cell *c, struct text *t)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz";
	size_t i;

	for (i = 0; i < sizeof(all) - 1; i++) {
		if (c->kind == EXPORT_STATUS)
			r->format->name(t, c,
					export_status_word(STATE_ANSWERED,
							   c->question));
		else if (c->question->type == TYPE_ACKNOWLEDGE)
			r->format->name(t, c, "OK");
		else
			r->format->words(t, c);
		set_piece(r, c, (unsigned char)all[i], t);
	}
}

static void
option_pieces(struct rows *r, struct cell *c, struct text *t)
{
	r->format->number(t, c, "0");
	set_piece(r, c, '0', t);
	r->format->number(t, c, "1");
	set_piece(r, c, '1', t);
	c->at += c->column->choice;
}

static void
fill_pieces(struct rows *r, struct cell *c)
{
	struct text t = TEXT_INIT;
	size_t i, most = 0;

	blank_pieces(r, c, &t);
	state_pieces(r, c, &t);
	if (c->kind == EXPORT_OPTION)
		option_pieces(r, c, &t);
	else if (c->kind == EXPORT_STATUS || c->field->coding == CODING_TEXT)
		answered_pieces(r, c, &t);
	else
		choice_pieces(r, c, &t);
	for (i = 0; i < SYMBOLS; i++)
		if (c->by_symbol[i].n > most)
			most = c->by_symbol[i].n;
	r->most_bytes += most + SHORT;
	text_release(&t);
}

/* The mark is the same in every row: whatever symbol comes first. */
static void
mark_pieces(struct rows *r, struct cell *c)
{
	struct text t = TEXT_INIT;
	size_t i;

	r->format->name(&t, c, "made-up");
	r->most_bytes += t.n + SHORT;
	set_piece(r, c, 0, &t);
	for (i = 1; i < SYMBOLS; i++)
		c->by_symbol[i] = c->by_symbol[0];
	text_release(&t);
}

static enum how
how_to_write(enum export_kind kind, const struct field *field)
{
	if (kind == EXPORT_OPTION)
		return BY_SYMBOL;
	if (kind == EXPORT_STATUS)
		return field->coding == CODING_RANKS ? BY_STATE : BY_SYMBOL;
	switch (field->coding) {
	case CODING_CHOICE: return field->width == 1 ? BY_SYMBOL : BY_CHOICE;
	case CODING_FLAGS:
	case CODING_RANKS: return BY_NAMES;
	case CODING_NUMBER:
	case CODING_DATE: return BY_NUMBER;
	default: return BY_SYMBOL;
	}
}

/* False: the format leaves this column out. */
static bool
prepare_cell(struct rows *r, struct cell *c, const struct export_column *column)
{
	c->column = column;
	if (column->kind == EXPORT_MARK) {
		c->kind = EXPORT_MARK;
		mark_pieces(r, c);
		return true;
	}
	c->question = &r->layout->form->question[column->question];
	c->field = &r->layout->field[column->question];
	c->at = c->field->at;
	c->kind = r->format->kind(column, c->question);
	c->how = how_to_write(c->kind, c->field);
	if (c->kind != EXPORT_NOTHING && c->how == BY_SYMBOL)
		fill_pieces(r, c);
	if (c->how == BY_NUMBER)
		r->any_number = true;
	return c->kind != EXPORT_NOTHING;
}

static void
rows_init(struct rows *r, const struct format *format,
	  const struct layout *layout, const struct export_columns *columns)
{
	size_t i;

	*r = (struct rows){format, layout, arena_new(), NULL,
			   0,	   false,  0,		TEXT_INIT};
	r->cell = mem_new(columns->n + 1, sizeof(*r->cell));
	for (i = 0; i < columns->n; i++)
		r->n += prepare_cell(r, &r->cell[r->n], &columns->column[i]);
}

static void
rows_release(struct rows *r)
{
	free(r->cell);
	text_release(&r->names);
	arena_free(r->arena);
}

/* ---- a row ---- */

static void
ticked_names(struct text *t, const struct choice_list *list, const char *flags)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (flags[i] != '1')
			continue;
		if (t->n)
			text_add_char(t, ' ');
		text_add(t, list->choice[i].name);
	}
}

static void
ranked_names(struct text *t, const struct choice_list *list, const char *ranks)
{
	size_t width = layout_symbol_width(list->n), place, i;

	for (place = 0; place < list->n; place++) {
		for (i = 0; i < list->n; i++) {
			if (layout_choice(ranks + i * width, width, list->n) !=
			    place)
				continue;
			if (t->n)
				text_add_char(t, ' ');
			text_add(t, list->choice[i].name);
		}
	}
}

static void
put_names(struct rows *r, const struct cell *c, const char *at,
	  struct text *out)
{
	text_clear(&r->names);
	if (c->field->coding == CODING_FLAGS)
		ticked_names(&r->names, c->question->list, at);
	else
		ranked_names(&r->names, c->question->list, at);
	r->format->names(out, c, text_get(&r->names));
}

static void
put_number(struct rows *r, const struct cell *c, const struct json *numbers,
	   struct text *out)
{
	const struct json *j = json_get(numbers, c->question->name);
	char s[32];

	if (!j) {
		r->format->words(out, c);
	} else if (c->field->coding == CODING_DATE) {
		date_format(json_as_number(j, 0), s);
		r->format->name(out, c, s);
	} else {
		text_number(json_as_number(j, 0), s);
		r->format->number(out, c, s);
	}
}

static void
put_choice(struct rows *r, const struct cell *c, const char *at,
	   struct text *out)
{
	const struct choice_list *list = c->question->list;
	size_t choice = layout_choice(at, 2, list->n);

	if (choice == FORM_NONE)
		r->format->missing(out, c, STATE_SKIPPED);
	else
		r->format->name(out, c, list->choice[choice].name);
}

/* What is not one symbol. */
static void
put_slowly(struct rows *r, const struct cell *c, const char *answers,
	   const struct json *numbers, struct text *out)
{
	enum answer_state state =
		layout_state(r->layout, c->column->question, answers);

	if (c->how == BY_STATE)
		r->format->name(out, c, export_status_word(state, c->question));
	else if (state != STATE_ANSWERED)
		r->format->missing(out, c, state);
	else if (c->how == BY_NAMES)
		put_names(r, c, answers + c->at, out);
	else if (c->how == BY_NUMBER)
		put_number(r, c, numbers, out);
	else
		put_choice(r, c, answers + c->at, out);
}

/* Pieces are copied without a look at the room: there is enough. */
static void
make_room(const struct rows *r, struct text *out)
{
	out->s = mem_room(out->s, &out->room, out->n + r->most_bytes + 1, 1);
}

/* All cells, each with a comma behind. */
static void
put_row(struct rows *r, const char *answers, const char *numbers,
	struct text *out)
{
	struct json *parsed = numbers && r->any_number
		? json_parse(numbers, strlen(numbers), NULL)
		: NULL;
	size_t i;

	for (i = 0; i < r->n; i++) {
		const struct cell *c = &r->cell[i];
		const struct piece *p;

		if (c->how != BY_SYMBOL) {
			put_slowly(r, c, answers, parsed, out);
			make_room(r, out);
			continue;
		}
		p = &c->by_symbol[answers[c->at] & (SYMBOLS - 1)];
		memcpy(out->s + out->n, p->s, p->n > SHORT ? p->n : SHORT);
		out->n += p->n;
	}
	json_free(parsed);
}

static void
flush(struct text *out, FILE *file, size_t least)
{
	if (out->n < least)
		return;
	fwrite(text_get(out), 1, out->n, file);
	text_clear(out);
}

/* ---- whole files ---- */

void
export_csv(FILE *file, const struct layout *layout,
	   const struct export_columns *columns, const struct pile *pile,
	   bool crlf)
{
	const char *end = crlf ? "\r\n" : "\n";
	struct text out = TEXT_INIT;
	struct rows r;
	size_t i;

	rows_init(&r, &csv_format, layout, columns);
	for (i = 0; i < columns->n; i++) {
		csv_text_add(&out, columns->column[i].name, false);
		text_add(&out, i + 1 < columns->n ? "," : end);
	}
	for (i = 0; i < pile_count(pile); i++) {
		const char *numbers, *answers = pile_at(pile, i, &numbers);
		size_t before = out.n;

		make_room(&r, &out);
		put_row(&r, answers, numbers, &out);
		if (out.n > before)
			out.n--; /* the last comma */
		/* A blank line would be no row to whoever reads it. */
		if (out.n == before)
			text_add(&out, "\"\"");
		text_add(&out, end);
		flush(&out, file, FLUSH_AT);
	}
	flush(&out, file, 0);
	text_release(&out);
	rows_release(&r);
}

void
export_json(FILE *file, const struct layout *layout,
	    const struct export_columns *columns, const struct pile *pile)
{
	struct text out = TEXT_INIT;
	struct rows r;
	size_t i;

	rows_init(&r, &json_format, layout, columns);
	text_add(&out, "[");
	for (i = 0; i < pile_count(pile); i++) {
		const char *numbers, *answers = pile_at(pile, i, &numbers);

		text_add(&out, i ? ",\n{" : "\n{");
		make_room(&r, &out);
		put_row(&r, answers, numbers, &out);
		out.n--;
		text_add_char(&out, '}');
		flush(&out, file, FLUSH_AT);
	}
	text_add(&out, "\n]\n");
	flush(&out, file, 0);
	text_release(&out);
	rows_release(&r);
}
