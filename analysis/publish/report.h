/*
 * What is to be told, as plain data: marks, facts, tables, and for people
 * headings, paragraphs, lists, grids and bars. No format in it: writers
 * (writer.h) make CSV, JSON, text, Markdown and HTML of it.
 *
 * A report owns everything in it; texts given to it are copied. Numbers come
 * as they are: NAN is a number that does not exist.
 */
#ifndef ANALYSIS_PUBLISH_REPORT_H
#define ANALYSIS_PUBLISH_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_COUNT, CELL_NUMBER, CELL_FLAG };

struct cell {
	enum cell_kind kind;
	union {
		const char *text;
		uint64_t count;
		double number;
		bool flag;
	} is;
};

/* A mark stands in every file and on every row of a CSV ("release"); a fact
 * once, where a format has a place for it. */
struct fact {
	const char *name;
	struct cell cell;
};

struct table {
	const char *name;	   /* lower_snake; names its file */
	const char *const *column; /* lower_snake */
	bool *exact; /* by column: exact figures, for JSON but not for CSV */
	size_t n_columns;
	struct cell *cell;   /* row after row */
	size_t n_rows, room; /* rows; cells allocated */
	size_t next;	     /* column behind the one written last */
	struct arena *arena; /* the report's */
};

/* How an answer is split, in shares of 1; NAN: not told. */
struct bar {
	const char *label;
	double right, wrong, dont_know;
	const char *note;	  /* "2 questions" */
	const char *kind, *words; /* "put right", "180"; NULL: none */
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM, /* items that follow each other are one list */
	BLOCK_BOX,  /* a paragraph set apart */
	BLOCK_BARS,
	BLOCK_GRID
};

struct block {
	enum block_kind kind;
	unsigned level;	  /* of a heading: 1 is the title */
	const char *lead; /* bold words before the text, or NULL */
	const char *text; /* BARS: what the notes are */
	bool close;	  /* in text: no empty line before it */
	struct bar *bar;
	size_t n_bars, room;
	const char **cell; /* GRID: row after row, the first its header */
	size_t n_columns, n_cells, cell_room;
};

struct report {
	struct arena *arena;
	const char *name;  /* of the file, without its ending */
	const char *title; /* plain words of ours, no markup; or NULL */
	struct fact *mark, *fact;
	size_t n_marks, mark_room, n_facts, fact_room;
	struct table **table;
	size_t n_tables, table_room;
	struct block *block;
	size_t n_blocks, block_room;
};

struct report *report_new(const char *name);
void report_free(struct report *r); /* NULL is fine */

void report_mark(struct report *r, const char *name, const char *text);
void report_fact_text(struct report *r, const char *name, const char *text);
void report_fact_count(struct report *r, const char *name, uint64_t count);
void report_fact_number(struct report *r, const char *name, double number);
void report_fact_flag(struct report *r, const char *name, bool flag);

/* column: names that outlive the report, ended by NULL. */
struct table *report_table(struct report *r, const char *name,
			   const char *const *column);

/* These columns (ended by NULL) stand in JSON only: a CSV is for reading. */
void table_exact(struct table *t, const char *const *column);

/* Starts a row; its cells are empty until they are set. The column must be one
 * of the table's. A NULL text stays empty. */
void table_row(struct table *t);
void table_text(struct table *t, const char *column, const char *text);
void table_count(struct table *t, const char *column, uint64_t count);
void table_number(struct table *t, const char *column, double number);

/* level 1 to 4. */
void report_heading(struct report *r, unsigned level, const char *text);
void report_paragraph(struct report *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A paragraph, an item of a list and a box, each with bold words before its
 * text; lead may be NULL. */
void report_led(struct report *r, const char *lead, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void report_item(struct report *r, const char *lead, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void report_box(struct report *r, const char *lead, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A table for people; n columns with their headers. */
struct block *report_grid(struct report *r, const char *const *header,
			  size_t n);
/* One row of n texts (NULL: empty). `grid` is valid until the next block is
 * added. */
void report_grid_row(struct report *r, struct block *grid,
		     const char *const *cell);
struct block *report_bars(struct report *r, const char *notes);
/* `bars` is valid until the next block is added. */
void report_bar(struct report *r, struct block *bars, const char *label,
		double right, double wrong, double dont_know, const char *note);
/* What to write for the last bar: two more columns, for all bars or none. */
void report_bar_kind(struct report *r, struct block *bars, const char *kind,
		     const char *words);

/* The last block stands close to the one before it, where lines count. */
void report_close_up(struct report *r);

/*
 * A share as people read it: a whole percent, rounded half up, but never 0 or
 * 100, which would say it of everybody: "<1", ">99". NAN: "-".
 */
void percent_words(double share, char out[8]);

#endif
