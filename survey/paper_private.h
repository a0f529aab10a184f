/*
 * What the parts of a paper share: paper_lines.c sets lines in blocks and
 * blocks on pages, paper_ask.c puts the questions there, paper_about.c says why
 * those about oneself are asked, paper.c does the rest.
 */
#ifndef SURVEY_PAPER_PRIVATE_H
#define SURVEY_PAPER_PRIVATE_H

#include "survey/paper.h"
#include "survey/session.h"
#include "survey/when.h"

enum { PAPER_INDENT = 4 }; /* of what stands below a question's number */

/* What is kept together on a page. */
struct block {
	struct text text;
	size_t lines;
	bool new_page; /* begins one */
	bool tight;    /* no blank line before it */
};

struct paper {
	const struct form *form;
	const struct paper_layout *layout;
	struct run run;
	struct session session; /* of nobody, for texts and what is drawn */
	struct pages pages;
	struct when when;
	char (*number)[24]; /* by question: "7", "7a"; "" where none */
	char *section;	    /* that was headed last */
	bool said_why;	    /* questions about oneself are asked */
	struct block *block;
	size_t n_blocks, room;
};

/* ---- paper_lines.c: to the last block ---- */

void paper_begin(struct paper *p); /* a new one */
struct block *paper_block(struct paper *p);

void paper_blank(struct paper *p);
/* A line as it is. */
void paper_line(struct paper *p, const char *line);
/* A paragraph behind `indent` cells, or as many as `first` has, which stands
 * before its first line; NULL: nothing does. */
void paper_add(struct paper *p, const char *first, size_t indent,
	       const char *s);
void paper_word(struct paper *p, size_t indent, enum word w, ...);
/* With a line of `below` and a blank one below it. */
void paper_heading(struct paper *p, const char *s, char below);
/* "____", to be written on. */
void paper_rule(struct paper *p);

/* Sets all blocks on pages and returns how many there are. `pages` is what each
 * page says of that; out NULL: they are counted. */
size_t paper_set(const struct paper *p, size_t pages, struct text *out);

/* ---- paper.c ---- */

/* Of how many the smallest group is that anything is told of. */
uint32_t paper_min_group(const struct paper *p);

/* ---- paper_ask.c ---- */

/* Does the question, or the note, stand on this paper? */
bool paper_asks(const struct paper *p, size_t question);

/* Gives the questions that are answered on this paper their numbers. */
void paper_number(struct paper *p);

/* The number by which a question's condition calls another one; ctx is the
 * paper. Caller frees. */
char *paper_call(const void *ctx, size_t question);

/* Adds them all, after paper_number. */
void paper_questions(struct paper *p);

/* ---- paper_about.c ---- */

/* Where several questions about oneself begin with this one, or the first of
 * all does, why they are asked, and that they can be skipped. */
void paper_about_person(struct paper *p, size_t question);

#endif
