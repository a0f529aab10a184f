/*
 * A person at the real conduct-survey, told what to do in words that no front
 * end knows: "at this question, this answer". Each front end has its own pair
 * of hands, which reads the page as a person does: where a choice stands and
 * which number it has is found on the screen.
 *
 * Questions, choices and languages go by their labels, so these must differ
 * from one another and fit into one line.
 */
#ifndef TESTS_SUPPORT_PERSON_H
#define TESTS_SUPPORT_PERSON_H

#include "survey/pages.h"
#include "tests/support/make_wave.h"
#include "tests/support/term.h"

enum act {
	ACT_ANSWER, /* what: names of choices; a date "14 feb 2024"; text */
	ACT_SKIP,   /* leaves it out, also where an answer stood */
	ACT_GO_ON,  /* with what stands there; a note */
	ACT_BACK,
	ACT_BACK_APART,	 /* within what is one page in full screen */
	ACT_REVIEW,	 /* to the check page, from a question */
	ACT_CHANGE,	 /* at the check page; what: the question's name */
	ACT_LANGUAGE,	 /* what: its whole name, "Cymraeg (cy)" */
	ACT_OTHER_FRONT, /* between full screen and plain lines */
	ACT_COME_BACK,	 /* leaves, and is back with the way-back code */
	ACT_SEND
};

struct entry {
	const char *at; /* name of the question; NULL: the check page */
	enum act act;
	const char *what;
	const char *refused; /* said because it is not taken; NULL: it is */
	bool more;	     /* the next one stands on this page, too, where
			      * questions stand together */
	bool before;	     /* at what stands before the questions about
			      * oneself, of which `at` is the first: there
			      * ACT_GO_ON answers them, and ACT_SKIP skips them
			      * all; what: the last of these */
};

struct person {
	const struct made_wave *made;
	struct term *term;
	bool lines;	 /* at plain lines now */
	size_t language; /* of the form */
	size_t heard;	 /* bytes of output before the last thing done */
	size_t page;	 /* bytes of output before the present page */
	bool refused;	 /* the page is the one before */
	struct pages pages;
	bool *answered; /* by question */
	bool both;	/* the next certainty goes with its item's line, */
	bool done;	/* and has done */
	char wayback[CODE_TEXT_BYTES];
};

/* Starts the program and the questionnaire, in the form's first language. */
void person_start(struct person *person, const struct made_wave *made,
		  bool lines);

/* Waits for the page and does it; fails the test when it does not come. */
void person_do(struct person *person, const struct entry *entry);

/* Does what is left of a terminal; after ACT_SEND there is nothing left. */
void person_free(struct person *person);

#endif
