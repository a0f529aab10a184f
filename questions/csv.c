#include "questions/csv.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

enum {
	CHUNK = 64 * 1024,
	OPTIONS = CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL
};

static const char advice[] = "save the file as \"CSV UTF-8\"";

struct csv {
	char *name;
	int fd;			/* -1: from memory */
	char *buffer;		/* of CHUNK bytes; NULL: from memory */
	const char *next, *end; /* what is read and not yet fed */
	const char *lf, *cr;	/* next of each at or behind `next`, or `end` */

	bool plain; /* all input so far is ASCII without NUL */

	struct csv_parser parser;
	bool begun;	/* the record being fed has bytes */
	bool after_cr;	/* an LF next belongs to the line before */
	bool finished;	/* no more rows, or an error was reported */
	size_t pending; /* bytes fed since the last cell */

	size_t row; /* records and blank rows so far */
	bool row_done;
	size_t n_cells, room_cells, room_length, room_start;
	struct text bytes; /* the cells, each with a NUL behind */
	size_t *start;
	size_t *length;
	char **cell;
	struct error *err; /* during a call of csv_next */
	char *wrong;	   /* what failed in the text, or NULL */
};

/* Where the cell stands that is read now, and what is wrong with it. */
static bool fail(struct csv *csv, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool
fail(struct csv *csv, const char *format, ...)
{
	struct text t = TEXT_INIT;
	char letters[8];
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	column_letters(csv->n_cells + 1, letters);
	error_set(csv->err, "%s:%zu:%s: %s", csv->name, csv->row + 1, letters,
		  text_get(&t));
	free(csv->wrong);
	csv->wrong = text_take(&t);
	csv->finished = true;
	return false;
}

bool
csv_failure(const struct csv *csv, struct place *where, const char **what)
{
	if (csv->wrong == NULL)
		return false;
	*where =
		(struct place){csv->name, csv->row + 1, csv->n_cells + 1, NULL};
	*what = csv->wrong;
	return true;
}

/* ------------------------------------------------- what libcsv calls us for */

static void
take_cell(void *bytes, size_t n, void *ctx)
{
	struct csv *csv = ctx;

	csv->pending = 0;
	if (csv->finished)
		return;
	if (csv->n_cells == CSV_MAX_CELLS)
		fail(csv, "more than %d cells in a row; shorten the row",
		     (int)CSV_MAX_CELLS);
	else if (n > CSV_MAX_CELL_BYTES)
		fail(csv, "a cell of more than %d bytes; shorten it",
		     (int)CSV_MAX_CELL_BYTES);
	else if (!csv->plain && !text_is_utf8(bytes, n))
		fail(csv, "the text is not UTF-8; %s", advice);
	if (csv->finished)
		return;
	csv->start = mem_room(csv->start, &csv->room_start, csv->n_cells + 1,
			      sizeof *csv->start);
	csv->length = mem_room(csv->length, &csv->room_length, csv->n_cells + 1,
			       sizeof *csv->length);
	csv->start[csv->n_cells] = csv->bytes.n;
	csv->length[csv->n_cells++] = n;
	text_add_n(&csv->bytes, bytes, n + 1);
}

static void
take_row(int c, void *ctx)
{
	struct csv *csv = ctx;

	(void)c;
	csv->row_done = true;
}

/* Blanks are the caller's to strip, or to keep. */
static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void *
resize(void *p, size_t n)
{
	return mem_resize(p, n, 1);
}

/* ----------------------------------------------------------------- opening */

static void
count_separators(const char *s, const char *end, size_t count[3])
{
	bool quoted = false;

	for (; s < end && (quoted || (*s != '\n' && *s != '\r')); s++) {
		if (*s == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		count[0] += *s == ',';
		count[1] += *s == ';';
		count[2] += *s == '\t';
	}
}

/* The first row that has any of them decides. A row of one cell, the name of
 * a sheet, says nothing. */
static char
find_separator(const char *s, const char *end)
{
	static const char separator[3] = {',', ';', '\t'};
	size_t count[3] = {0, 0, 0}, best = 0, i;

	while (s < end && count[0] + count[1] + count[2] == 0) {
		count_separators(s, end, count);
		while (s < end && *s != '\n' && *s != '\r')
			s++;
		s++;
	}
	for (i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return separator[best];
}

/* Cells need no look of their own then: two thirds of the time it takes to
 * check them is waiting for bytes that libcsv has just stored one by one. */
static bool
is_plain(const char *s, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word, odd = 0;
	size_t i;

	for (i = 0; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		odd |= (word - ones) | word;
	}
	for (; i < n; i++)
		odd |= s[i] == '\0' ? 0x80 : (unsigned char)s[i];
	return (odd & UINT64_C(0x8080808080808080)) == 0;
}

static struct csv *
new_csv(const char *name, int fd)
{
	struct csv *csv = mem_new(1, sizeof *csv);

	csv->name = mem_copy(name);
	csv->fd = fd;
	csv->plain = true;
	csv_init(&csv->parser, OPTIONS);
	csv_set_realloc_func(&csv->parser, resize);
	csv_set_free_func(&csv->parser, free);
	csv_set_blk_size(&csv->parser, 4096);
	csv_set_space_func(&csv->parser, no_space);
	return csv;
}

static void
set_input(struct csv *csv, const char *bytes, size_t n)
{
	csv->plain = csv->plain && is_plain(bytes, n);
	csv->next = bytes;
	csv->end = bytes + n;
	csv->lf = csv->cr = NULL;
}

/* Looks at what comes first: a byte order mark, the separator. */
static bool
begin(struct csv *csv, struct error *err)
{
	size_t n = (size_t)(csv->end - csv->next);

	if (n >= 2 &&
	    (memcmp(csv->next, "\xff\xfe", 2) == 0 ||
	     memcmp(csv->next, "\xfe\xff", 2) == 0))
		return error_set(err, "%s: the file is UTF-16; %s", csv->name,
				 advice);
	if (n >= 3 && memcmp(csv->next, "\xef\xbb\xbf", 3) == 0)
		csv->next += 3;
	csv_set_delim(&csv->parser,
		      (unsigned char)find_separator(csv->next, csv->end));
	return true;
}

static bool
read_more(struct csv *csv, struct error *err)
{
	ssize_t n;

	if (csv->buffer == NULL)
		return true;
	do
		n = read(csv->fd, csv->buffer, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		csv->finished = true;
		return error_set(err, "%s: cannot be read: %s", csv->name,
				 strerror(errno));
	}
	set_input(csv, csv->buffer, (size_t)n);
	return true;
}

struct csv *
csv_open(const char *path, struct error *err)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct csv *csv;

	if (fd < 0) {
		error_set(err, "%s: cannot be opened: %s", name,
			  strerror(errno));
		return NULL;
	}
	csv = new_csv(name, fd);
	csv->buffer = mem_resize(NULL, CHUNK, 1);
	if (read_more(csv, err) && begin(csv, err))
		return csv;
	csv_close(csv);
	return NULL;
}

struct csv *
csv_from_memory(const char *bytes, size_t n, const char *name,
		struct error *err)
{
	struct csv *csv = new_csv(name, -1);

	set_input(csv, bytes, n);
	if (begin(csv, err))
		return csv;
	csv_close(csv);
	return NULL;
}

/* ----------------------------------------------------------------- reading */

static const char *
find(char c, const char *from, const char *end)
{
	const char *found = memchr(from, c, (size_t)(end - from));

	return found != NULL ? found : end;
}

/*
 * The next bytes to feed end behind the first CR or LF, for only so can the
 * rows be counted: libcsv passes over blank rows in silence. What was looked
 * for is remembered, or a file of CRs would be searched for LFs at each line.
 */
static size_t
next_piece(struct csv *csv)
{
	const char *stop;

	if (csv->lf == NULL || csv->lf < csv->next)
		csv->lf = find('\n', csv->next, csv->end);
	if (csv->cr == NULL || csv->cr < csv->next)
		csv->cr = find('\r', csv->next, csv->end);
	stop = csv->lf < csv->cr ? csv->lf : csv->cr;
	if (stop < csv->end)
		stop++;
	if (stop - csv->next > CHUNK)
		stop = csv->next + CHUNK;
	return (size_t)(stop - csv->next);
}

/* A quote in the middle of an unquoted cell (5" wide) is a quote. Behind the
 * end of a quoted one it would let cells run together: that is refused. */
static bool
feed(struct csv *csv, const char *bytes, size_t n)
{
	size_t fed = 0;

	while (fed < n && !csv->finished) {
		fed += csv_parse(&csv->parser, bytes + fed, n - fed, take_cell,
				 take_row, csv);
		if (fed == n)
			break;
		if (bytes[fed] != '"')
			return fail(csv,
				    "text stands behind the closing "
				    "quote of a cell; write each quote "
				    "inside the cell twice");
		csv_set_opts(&csv->parser, OPTIONS & ~CSV_STRICT);
		fed += csv_parse(&csv->parser, bytes + fed, 1, take_cell,
				 take_row, csv);
		csv_set_opts(&csv->parser, OPTIONS);
	}
	csv->pending += n;
	if (csv->pending > CSV_MAX_CELL_BYTES + CHUNK)
		return fail(csv,
			    "a cell of more than %d bytes; look for a quote "
			    "that does not end",
			    (int)CSV_MAX_CELL_BYTES);
	return !csv->finished;
}

static bool
is_newline(char c)
{
	return c == '\n' || c == '\r';
}

/* One line, or the part of it that is there. */
static bool
feed_piece(struct csv *csv)
{
	const char *piece = csv->next;
	size_t n;

	if (csv->after_cr && *piece == '\n') {
		csv->after_cr = false;
		csv->next++;
		return true;
	}
	n = next_piece(csv);
	csv->next += n;
	if (!csv->begun && is_newline(*piece)) {
		csv->row++;
		csv->after_cr = *piece == '\r';
		return true;
	}
	csv->begun = true;
	if (!feed(csv, piece, n))
		return false;
	csv->after_cr = csv->row_done && piece[n - 1] == '\r';
	return true;
}

/* The last row may have no newline behind it. */
static bool
finish(struct csv *csv)
{
	if (csv->begun && csv_fini(&csv->parser, take_cell, take_row, csv) != 0)
		return fail(csv,
			    "a quote begins here and never ends; "
			    "close it, or write it twice");
	if (csv->finished)
		return false;
	csv->finished = true;
	return csv->row_done;
}

static void
hand_out(struct csv *csv, struct csv_row *row)
{
	size_t i;

	csv->cell = mem_room(csv->cell, &csv->room_cells, csv->n_cells,
			     sizeof *csv->cell);
	for (i = 0; i < csv->n_cells; i++)
		csv->cell[i] = csv->bytes.s + csv->start[i];
	row->row = ++csv->row;
	row->n = csv->n_cells;
	row->cell = csv->cell;
	row->length = csv->length;
}

bool
csv_next(struct csv *csv, struct csv_row *row, struct error *err)
{
	csv->err = err;
	csv->row_done = csv->begun = false;
	csv->n_cells = 0;
	text_clear(&csv->bytes);
	while (!csv->finished && !csv->row_done) {
		if (csv->next == csv->end && !read_more(csv, err))
			return false;
		if (csv->next == csv->end) {
			if (!finish(csv))
				return false;
		} else if (!feed_piece(csv)) {
			return false;
		}
	}
	if (!csv->row_done)
		return false;
	hand_out(csv, row);
	return true;
}

const char *
csv_name(const struct csv *csv)
{
	return csv->name;
}

void
csv_close(struct csv *csv)
{
	if (csv == NULL)
		return;
	if (csv->fd > STDIN_FILENO)
		close(csv->fd);
	csv_free(&csv->parser);
	text_release(&csv->bytes);
	free(csv->name);
	free(csv->wrong);
	free(csv->buffer);
	free(csv->start);
	free(csv->length);
	free(csv->cell);
	free(csv);
}
