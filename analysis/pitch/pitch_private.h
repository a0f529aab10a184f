/*
 * Between the parts of the pitch: measures of one group, and redraws.
 */
#ifndef ANALYSIS_PITCH_PITCH_PRIVATE_H
#define ANALYSIS_PITCH_PITCH_PRIVATE_H

#include "analysis/pitch/pitch.h"

/* What a topic's cuts and risk are once defaults are in. */
struct settled {
	struct cuts cuts;
	double risk;
	bool default_cuts, default_risk;
};

/* A topic in a group: all of it, whatever may be told. */
struct measured {
	struct pitch_view view;
	struct mode_input mode; /* with known and cut as measured */
};

/* One topic in one group, told or not. spread: the one to take for a topic of
 * one item, NAN for none. */
void measure_topic(const struct pitch_input *in, size_t topic,
		   const struct pitch_group *group,
		   const struct settled *settled, double spread,
		   struct measured *out);

/* The standard deviation of item shares around their topics' means, over all
 * topics with two measured items or more; NAN where there is none. */
double measure_spread(const struct pitch_input *in,
		      const struct pitch_group *group);

/* Level and kind of text if the share right were `known`. */
struct level_pitch measured_level(const struct measured *m, double known,
				  struct cuts cuts);
struct mode_pitch measured_mode(const struct measured *m, double known,
				struct cuts cuts);

/* What may be told of a group's topic, next to all staff's. */
void measure_tell(const struct measured *own, const struct measured *all,
		  const struct pitch_group *group, size_t topic,
		  const struct settled *settled, struct pitch_view *out);

/* A pitch being made. results stand in the order of the input. */
struct making {
	const struct pitch_input *in;
	struct pitch *pitch;
	struct settled *settled; /* by topic */
	struct measured *all;	 /* by topic */
	struct measured *group;	 /* group * n_topics + topic */
	unsigned limit;		 /* words; 0: none */
};

/* Needs by topic if shares right were these (laid out as all and group; of a
 * group NAN: as all staff). out has n_topics places. */
void making_needs(const struct making *m, const double *all,
		  const double *group, double *out);

/* Words by topic for what is needed, or a share of the limit where that is
 * more; returns the sum. */
unsigned making_words(const struct making *m, const unsigned *needed,
		      const double *need, unsigned *words);

/* Fills the ranges of words, of topics and of the total. */
void making_ranges(struct making *m);

#endif
