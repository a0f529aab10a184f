/*
 * What the pitch needs to know, taken from what was counted: for all staff and
 * each published group, answers per scored item, errors, habits, exposure. In
 * a release it is taken from what is told: exact where that is, else as many
 * people as the bands say, with the bands' width a part of the error. Whoever
 * pitches again and again with other cuts then finds the bands and no more.
 * How sure people were and how kinds of text follow from it is not told by
 * group, and rests on the answers; no wish moves what it is compared with.
 */
#ifndef ANALYSIS_PUBLISH_MEASURES_H
#define ANALYSIS_PUBLISH_MEASURES_H

#include "analysis/data/headcounts.h"
#include "analysis/pitch/angoff.h"
#include "analysis/pitch/pitch.h"
#include "analysis/publish/disclose.h"

/* How HR wants it pitched; zero-initialised is the default. */
struct pitch_wishes {
	const char *cuts, *risks, *judges; /* files, or NULL */
	double minutes;			   /* 0: no limit */
	double wpm;			   /* 0: the default */
	uint64_t seed;
};

struct measures;

/*
 * The disclosed counts and headcounts (may be NULL) must outlive it. invited:
 * all staff, 0 when not known. NULL and err when a file of the wishes is wrong.
 *
 * Exposure: the share whose answer kq_risky marks, among those who answered,
 * on the question that exposes the topic (kq_exposes); of several questions the
 * largest share, which is the least that any of them can mean together. The
 * habit of a topic is the one with the largest risky share.
 */
struct measures *measures_new(const struct disclosed *d,
			      const struct headcounts *headcounts,
			      uint64_t invited,
			      const struct pitch_wishes *wishes,
			      struct error *err);
void measures_free(struct measures *m); /* NULL is fine */

const struct pitch_input *measures_input(const struct measures *m);

/* The question of an item of the input. */
const struct question *measures_item(const struct measures *m, size_t item);

/* Judges' cut of a topic, with their number; judges 0 where there is none. */
struct angoff measures_angoff(const struct measures *m, size_t topic);

/* The choice that an option of an item is. */
const struct choice *measures_option(const struct measures *m, size_t item,
				     size_t option);

#endif
