/*
 * A questionnaire, ready to be asked and analysed. It never changes once
 * loaded; everything in it lives in one arena.
 *
 * Texts that staff see come in every language of the form: an array indexed
 * by language, NULL where a translation is missing (the array itself is NULL
 * where there is none at all); form_text falls back to the default language.
 */
#ifndef QUESTIONS_FORM_H
#define QUESTIONS_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/mem.h"

struct expr;

#define FORM_NONE ((size_t)-1) /* no group, no question, no topic */

enum {
	FORM_MAX_QUESTIONS = 2000,
	FORM_MAX_CHOICES = 2000, /* in one list */
	FORM_MAX_LANGUAGES = 32,
	FORM_MAX_TEXT = 1000, /* characters of a text answer */
	FORM_MAX_TEXT_BYTES = 4000,
	FORM_MAX_CALCULATED = 255, /* bytes of a calculated text */
	FORM_MAX_NAME = 64,	   /* bytes of a question or choice name */
	FORM_MAX_SEGMENTS = 4,
	FORM_MAX_ATOMS = 4096
};

enum question_type {
	TYPE_SELECT_ONE,
	TYPE_SELECT_MULTIPLE,
	TYPE_RANK,
	TYPE_INTEGER,
	TYPE_DECIMAL,
	TYPE_RANGE,
	TYPE_TEXT,
	TYPE_DATE,
	TYPE_NOTE,
	TYPE_ACKNOWLEDGE,
	TYPE_CALCULATE, /* never on a page */
	TYPE_HIDDEN	/* never on a page; holds its default */
};

enum question_role {
	ROLE_NONE,
	ROLE_KNOWLEDGE,
	ROLE_CERTAINTY,
	ROLE_HABIT,
	ROLE_ATTITUDE,
	ROLE_ACCESS,
	ROLE_VIEW,
	ROLE_SEGMENT,
	ROLE_OPEN
};

enum question_basis { BASIS_GENERAL, BASIS_LAW, BASIS_POLICY };

enum partial_credit { PARTIAL_NONE, PARTIAL_ALL, PARTIAL_PER_CHOICE };

/* Why a choice is no answer to the question (kq_missing). */
enum choice_missing {
	CHOICE_ANSWERS,
	CHOICE_DONT_KNOW,
	CHOICE_REFUSED,
	CHOICE_NOT_APPLICABLE
};

struct choice {
	const char *name;
	const char *const *label; /* by language */
	/* list->n_columns cells for choice_filter; NULL where empty */
	const char *const *column;
	size_t row;
};

struct choice_list {
	const char *name;
	struct choice *choice;
	size_t n;
	const char **column; /* names of the extra columns */
	size_t n_columns;
	size_t row; /* of its first choice */
};

struct group {
	const char *name;
	const char *const *label; /* by language; may be all NULL */
	size_t parent;		  /* index, or FORM_NONE */
	bool field_list, table_list;
	struct expr *relevant; /* own; NULL: always */
	size_t row;
};

struct misconception_of { /* what a wrong choice stands for */
	const char *choice;
	const char *code;
};

struct question {
	const char *name;
	enum question_type type;
	enum question_role role;
	size_t index;			/* in form->question */
	size_t group;			/* index, or FORM_NONE */
	size_t row;			/* in the file */
	const struct choice_list *list; /* selects and rank, else NULL */

	const char *const *label; /* by language; may hold ${name} */
	const char *const *hint;
	const char *const *guidance_hint;
	const char *const *constraint_message;
	const char *const *required_message;

	struct expr *relevant; /* NULL: always */
	struct expr *constraint;
	struct expr *required; /* NULL: no */
	struct expr *read_only;
	struct expr *calculation;
	struct expr *default_;	  /* dynamic; NULL when default_text */
	const char *default_text; /* static; NULL: none */
	struct expr *choice_filter;

	bool multiline;		 /* text */
	bool randomize;		 /* parameters randomize=true */
	bool ordered;		 /* select_one with the appearance likert: its
				  * options run along a scale */
	struct expr *seed;	 /* parameters seed=; NULL: per person */
	double start, end, step; /* range */
	size_t max_length;	 /* text: characters */

	/* select choices by position in list; arrays of list->n, or NULL */
	const bool *pinned;		    /* kq_pin */
	const bool *exclusive;		    /* kq_exclusive */
	const enum choice_missing *missing; /* kq_missing */

	/* Below: only where the form has its key (form->has_key). */
	const char *topic;	  /* code, or NULL */
	const bool *key;	  /* by choice; NULL: no key */
	double key_low, key_high; /* number items; NAN: no key */
	double points;		  /* default 1 */
	enum partial_credit partial;
	const struct misconception_of *misconception;
	size_t n_misconceptions;
	size_t for_question; /* kq_for; index or FORM_NONE */
	const bool *risky;   /* by choice */
	int risk;	     /* 1 to 5; 0: none given */
	enum question_basis basis;
	const char *source, *why, *confirmed; /* NULL where empty */
	const char *exposes;		      /* topic codes, blank-separated */
	/* a knowledge item that counts: has a key, not kq_scored=no, and a
	 * POLICY key is confirmed */
	bool scored;
};

struct topic {
	const char *code, *name, *plain_name;
	double risk, cut1, cut2; /* NAN where empty */
};

enum direction { UNDER_CAUTIOUS, OVER_CAUTIOUS, OVER_REACH };

struct misconception {
	const char *code, *label;
	enum direction direction;
};

/* Settings that fill sentences on screen; NULL where empty. */
struct form_settings {
	const char *title, *id, *version;
	const char *organisation, *contact, *dpo, *agreed_with, *purpose,
		*lawful_basis, *kept_until, *results_on, *notice;
};

struct form {
	struct arena *arena;
	const char *file;	       /* for messages */
	struct form_settings settings; /* in the default language */
	/* by language; NULL: as above; use form_settings_in */
	const struct form_settings *translated;

	/* "English (en)"; at least one, "" when the form names none */
	const char **language;
	size_t n_languages, default_language;

	struct question *question;
	size_t n_questions;
	struct group *group; /* parents stand before children */
	size_t n_groups;
	struct choice_list *list;
	size_t n_lists;

	/* question indexes, sorted by name; NULL: they are looked for in
	 * turn */
	const size_t *by_name;

	bool has_key;
	struct topic *topic;
	size_t n_topics;
	struct misconception *misconception;
	size_t n_misconceptions;
};

/* A text in a language, else in the default one, else in any, else "".
 * `by_language` may be NULL. */
const char *form_text(const struct form *form, const char *const *by_language,
		      size_t language);

/* The language that goes by this name or code: "cy", "Cymraeg" or "Cymraeg
 * (cy)", in whatever capitals; FORM_NONE: none. */
size_t form_find_language(const struct form *form, const char *wanted);

/* The settings as they are read in a language: a column that has none of its
 * own for it is as in the default one. */
const struct form_settings *form_settings_in(const struct form *form,
					     size_t language);

/* Index of the question of that name, or FORM_NONE. */
size_t form_find(const struct form *form, const char *name);
/* For n bytes as an author wrote them, not NUL-terminated: blanks around the
 * name, as in "${ q }", do not count. */
size_t form_find_n(const struct form *form, const char *name, size_t n);

/* The question's name most like this one, or NULL when none is near. */
const char *form_nearest(const struct form *form, const char *name);

size_t form_find_topic(const struct form *form, const char *code);
size_t form_find_misconception(const struct form *form, const char *code);

/* Does it hang on what people answer whether the question comes, directly or
 * by way of what is calculated from answers? Chance alone, as with blocks that
 * are drawn, is no answer. */
bool form_hangs_on_answers(const struct form *form, size_t question);

/* Position of a choice in a list, or FORM_NONE. */
size_t choice_find(const struct choice_list *list, const char *name);

/* Does any question have this type? */
bool form_asks_for(const struct form *form, enum question_type type);

/* Does a person see this question on a page of its own? */
bool question_is_asked(const struct question *q);     /* not calculate/hidden */
bool question_takes_answer(const struct question *q); /* asked, no note */
bool question_is_select(const struct question *q);    /* one, multiple, rank */

/* Code of the misconception that a choice stands for, or NULL. */
const char *question_misconception(const struct question *q,
				   const char *choice);

/* "select_one", "integer" and so on. */
const char *question_type_name(enum question_type type);
const char *question_role_name(enum question_role role); /* "" for NONE */

/* Most bytes that this question's canonical answer can take. */
size_t question_max_bytes(const struct question *q);

void form_free(struct form *form); /* NULL is fine */

#endif
