/*
 * A front end that follows a script: which page must come, and what the person
 * does there. With it goes a wave of its own.
 */
#ifndef TESTS_SUPPORT_PLAY_H
#define TESTS_SUPPORT_PLAY_H

#include "survey/run.h"
#include "tests/support/make_wave.h"

struct play;

struct step {
	const char *at; /* must stand on the page */
	enum reply reply;
	const char *entered; /* NULL: what stands there; SLIP, WAYBACK: that
			      * of the wave, that of the person before; on a
			      * page of several questions "a;sure" */
	size_t chosen;
	void (*first)(struct play *); /* the world's doing, before the reply */
};

/* {} as macros, so that a script reads as one. */
#define ASK(at, entered)                           \
	{                                          \
		at, REPLY_ANSWER, entered, 0, NULL \
	}
#define DO(at, reply)                    \
	{                                \
		at, reply, NULL, 0, NULL \
	}
#define AT(at, reply, entered)              \
	{                                   \
		at, reply, entered, 0, NULL \
	}
#define CHANGE(row)                                                 \
	{                                                           \
		"Check your answers", REPLY_CHANGE, NULL, row, NULL \
	}
#define WHEN(at, reply, entered, first)      \
	{                                    \
		at, reply, entered, 0, first \
	}
#define START DO("Your choice", REPLY_ANSWER)
#define STOPS DO("Write down", REPLY_LEAVE), END
#define END   DO(NULL, REPLY_END) /* of every script; and of input */

/* Answers form_small. */
#define ALL_THREE                                               \
	ASK("Do you use any", "y"), ASK("How many hours", "5"), \
		ASK("What would help", "More time")

struct play {
	struct front front;
	struct made_wave made;
	struct store *store;
	const struct step *step;
	struct text page;	       /* the page that is shown */
	struct text said;	       /* all of them, and what was kept */
	char wayback[CODE_TEXT_BYTES]; /* seen last */
	char before[CODE_TEXT_BYTES];  /* seen by the person before */
	size_t slip;		       /* which of the wave's codes SLIP is */
	bool kiosk;
	bool apart;	    /* wants such pages one by one, as plain lines do */
	size_t kept, wiped; /* by the last person */
};

/* In a folder `name` of its own below `dir`. */
void play_init(struct play *play, const char *dir, const char *name,
	       const char *csv, size_t codes, uint32_t capacity);
void play_release(struct play *play);

/* One person; the script must be used up. The exit code. */
int play_run(struct play *play, const struct step *steps);

/* Exactly so many responses are in, and each holds `part`. */
void assert_sent(const struct play *play, size_t expected, const char *part,
		 const char *what);

/* What is kept under the code seen last holds `part`; NULL: nothing is. */
void assert_draft(const struct play *play, const char *part, const char *what);

#endif
