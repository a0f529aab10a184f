/*
 * What the three parts of tally share: tally.c lays it out, tally_count.c
 * counts people, tally_read.c reads the counts.
 */
#ifndef ANALYSIS_DATA_TALLY_PRIVATE_H
#define ANALYSIS_DATA_TALLY_PRIVATE_H

#include <string.h>

#include "analysis/data/tally.h"

enum { CHUNK = 16, YOUNG_MOST = 255, STATES = 3, MAX_ATOM_CODES = 1 << 17 };

/* Both gcc and clang turn these into whatever vectors the machine has. */
typedef unsigned char block __attribute__((vector_size(CHUNK)));

/* How the counters of a question are fed. */
enum feed {
	FEED_NONE,   /* a note, a segment question */
	FEED_LANES,  /* options and states by the kernel */
	FEED_FLAGS,  /* the same, '1' at each option's position */
	FEED_STATES, /* states only */
	FEED_WIDE,   /* two symbols a choice: one by one */
	FEED_RANKS   /* who is first: one by one */
};

struct cells {
	enum feed feed;
	size_t first; /* options, then the states */
	size_t n_options;
	size_t match; /* right or risky; FORM_NONE where the
					 * options tell */
};

struct segment {
	const struct question *question;
	struct field field;
	size_t codes, stride;
	uint32_t *code_of;  /* by choice: code x stride */
	uint32_t step[256]; /* by symbol, where width is 1 */
};

/* Where in the packed words the number right of a topic stands. */
struct packed {
	size_t word, shift, items;
	uint64_t mask;
	size_t first;		  /* cell of its histogram */
	size_t young, young_full; /* its bytes: all, and everything shown */
};

struct atom {
	uint32_t code;
	uint32_t fresh; /* people in the young block */
	uint64_t people;
	uint32_t *old; /* NULL before 255 people */
	block *young;
};

struct tally {
	struct arena *arena;
	const struct form *form;
	const struct layout *layout;
	size_t chunks;
	block *row; /* the response, zero behind it */

	block *lane;	  /* symbols, by chunk */
	size_t *lane_end; /* of each chunk */
	size_t n_lanes;

	struct cells *cells; /* by question */
	size_t n_cells;
	uint32_t *young_at; /* byte of each cell in a young block */
	size_t young_bytes;

	struct segment segment[FORM_MAX_SEGMENTS];
	size_t n_segments;
	uint32_t *index; /* by atom code: atom number + 1 */
	size_t n_codes;
	struct atom *atom;
	size_t n_atoms, atom_room, order_room;
	size_t *order; /* atoms by code */

	/* scores */
	block *key; /* rounds x chunks of right symbols */
	size_t key_rounds;
	block *scored; /* 255 at scored positions */
	bool *chunk_scored;
	size_t groups;			    /* of 8 positions: 2 a chunk */
	unsigned char *right, *away, *late; /* patterns of a response */
	size_t words;
	uint64_t *table;    /* words x groups x 256 */
	uint64_t *slow_add; /* by slow item x words */
	uint64_t *slow_sum; /* words: right, hidden, unreached */
	struct packed *topic, total;
	size_t *slow; /* questions judged one by one */
	size_t n_slow;
	bool plain;	      /* no slow item, wide or rank question */
	uint64_t **total_row; /* by shown: people by right */
	uint64_t total_none, total_few;
	struct progress_counts progress;
	uint64_t people;
	const struct question *broken; /* held an unknown symbol */
};

/* Cells before the first of people who were shown so many. */
static inline size_t
triangle(size_t shown)
{
	return shown * (shown + 1) / 2;
}

/* Cells of a topic: by shown and right, and one for too few reached. */
static inline size_t
histogram_cells(size_t items)
{
	return triangle(items + 1) + 1;
}

/* One bit for each of eight bytes that are 0 or 255. */
static inline unsigned
eight_bits(const unsigned char *bytes)
{
	uint64_t w;

	memcpy(&w, bytes, sizeof(w));
	return (unsigned)(((w & 0x0101010101010101) * 0x0102040810204080) >>
			  56);
}

static inline uint64_t *
table_of(const struct tally *t, size_t word, size_t group)
{
	return t->table + (word * t->groups + group) * 256;
}

/* The atom of a code, new where nobody had it. */
struct atom *tally_atom(struct tally *t, uint32_t code);
/* The young block into the old one. */
void tally_grow(struct tally *t, struct atom *a);

#endif
