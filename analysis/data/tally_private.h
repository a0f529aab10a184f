/*
 * What the parts of tally share: tally.c lays it out and merges, tally_take.c
 * goes over a results file, tally_count.c counts people, tally_slow.c does what
 * its kernel cannot, tally_read.c reads the counts. tally_states.c (how sure
 * people are), tally_scale.c (options by scores) and tally_pairs.c (pairs of
 * items) each lay out, merge and read what is theirs.
 */
#ifndef ANALYSIS_DATA_TALLY_PRIVATE_H
#define ANALYSIS_DATA_TALLY_PRIVATE_H

#include <string.h>

#include "analysis/data/tally.h"

enum {
	CHUNK = 16,
	JOINT_MOST = 4096, /* answers to all items of a topic together */
	SMALL_MOST = 5,	   /* items of a topic whose every pattern is a cell */
	YOUNG_MOST = 255,
	STATES = 3,
	WAIT_MOST = 64, /* people: bits of a word */
	MAX_ATOM_CODES = 1 << 17,
	MAX_TOTAL_CELLS = 1 << 22, /* of totals, in all atoms together */
	MAX_PART_CELLS = 1 << 23   /* of who was shown some of the items */
};

/* Both gcc and clang turn these into whatever vectors the machine has. */
typedef unsigned char block __attribute__((vector_size(CHUNK)));
typedef unsigned char half __attribute__((vector_size(CHUNK / 2)));
typedef uint16_t wide __attribute__((vector_size(CHUNK)));

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
	size_t match; /* right or risky; FORM_NONE: the options tell */
	size_t blank; /* don't know, no answer, where several ticks may say so;
		       * FORM_NONE: the options tell */
};

struct segment {
	const struct question *question;
	struct field field;
	size_t codes, stride;
	uint32_t *code_of;  /* by choice: code x stride */
	uint32_t step[256]; /* by symbol, where width is 1 */
};

/* How an item was answered. */
enum verdict { VERDICT_RIGHT, VERDICT_WRONG, VERDICT_DONT_KNOW, VERDICT_NONE };

/* What one person adds to the packed words: right items; and where there are
 * others than answered ones those not shown, not reached, left blank; any of
 * these three. */
enum sum { SUM_RIGHT, SUM_HIDDEN, SUM_UNREACHED, SUM_BLANK, SUM_LACK, SUMS };

/* A question whose options are counted by a score: where its symbol stands,
 * and what to add to the symbol for its column. */
struct spot {
	uint32_t at, off;
};

/* The same of a slow item, or of a question of two symbols a choice. */
struct wide_spot {
	size_t question, slow, off;
};

/*
 * Counts of options by the score of a topic: a row a score. First the items,
 * of complete people; then habits and views, of who was shown all items. Those
 * have a column for any symbol, as nobody has looked at it.
 */
struct sheet {
	uint32_t *count;
	size_t rows, columns;
	struct spot *spot;
	size_t n_items, n_spots;
	struct wide_spot *wide;
	size_t n_wide_items, n_wide;
	/* the same of who was shown some of the items, by how many: rows for
	 * how many right; NULL: nobody was. NULL itself: not kept */
	uint32_t **part;
};

/*
 * What people who were shown all items of a topic, reached enough of them and
 * did not answer all say, by how many they have right: a column an option, one
 * behind them for no answer.
 */
struct lack {
	size_t at, off, options;
	const unsigned char *column_of; /* by symbol; NULL: a slow item */
	size_t slow;
};
struct lacks {
	uint32_t *count;
	size_t columns;
	struct lack *item; /* in the order of the topic's */
};

/*
 * Where in the packed words a topic stands. A small one has a bit an item, and
 * each pattern of what complete people have right is a cell. Of others there
 * is the number right, and a bit an item elsewhere.
 */
struct packed {
	size_t word, shift, items;
	uint64_t mask;
	bool small;
	size_t first;		  /* cell of its histogram, or FORM_NONE */
	size_t patterns;	  /* cell of the first, where it is small */
	size_t young, young_full; /* bytes: histogram; complete people */
	size_t *item;		  /* questions */
	size_t *bit;		  /* of the same items: 64 a word */
	uint32_t *joint;	  /* see tally_scale.c; NULL: on the sheet */
	uint32_t joint_at[SMALL_MOST];
	size_t joint_cells;
	struct sheet sheet;
	struct lacks lacks;
	size_t pairs; /* first of its cells of pairs */
};

struct atom {
	uint32_t code;
	uint32_t fresh; /* people in the young block */
	uint64_t people;
	uint32_t *old; /* NULL before 255 people */
	block *young;
	uint32_t n_cells, young_bytes;
	uint32_t n_waiting;
	uint64_t *waiting; /* right and answered items of these people */
};

/* A question judged one by one, and what the last person did there. */
struct slow {
	size_t question;
	enum verdict verdict;
	bool refused;  /* answered, with what is no answer */
	size_t column; /* in its sheet */
};

/* An item and the question of how sure people are. */
struct sure {
	size_t question, certainty;
	size_t first, young; /* right sure, right not, wrong sure, wrong not */
	size_t at, certainty_at;
	const unsigned char *of_item, *of_certainty; /* by symbol */
	size_t slow; /* of the item; FORM_NONE: one symbol */
	bool item_quick, certainty_quick; /* of one symbol */
};

/* A habit and the item that governs it. */
struct governed {
	size_t question, item;
	size_t at, item_at;
	const unsigned char *of_item; /* verdict by symbol */
	size_t slow;		      /* of the item, or FORM_NONE */
	bool quick;		      /* the habit takes one symbol */
	size_t rows;
	uint32_t
		*count; /* (symbol, or choice where it is wide) * 4 + verdict */
};

/* How items go together: of everybody, and by segment and code. */
struct pairs {
	struct arena *arena; /* that they are in */
	uint64_t *all, **of[FORM_MAX_SEGMENTS];
	uint32_t *delta; /* of those who waited in an atom */
};

struct tally {
	struct arena *arena;
	const struct form *form;
	const struct layout *layout;
	size_t chunks;
	block *row; /* the response, zero behind it */

	/* symbols, by chunk: those of choices, behind them those of states */
	block *lane;
	size_t *lane_end, *state_end; /* of each chunk */
	size_t n_lanes;
	block *used; /* 255 where the string has a symbol */

	struct cells *cells; /* by question */
	size_t n_cells;
	uint32_t *young_at; /* byte of each cell in a young block */
	size_t young_bytes;
	size_t question_cells, question_bytes; /* those before all others */

	struct segment segment[FORM_MAX_SEGMENTS];
	size_t n_segments;
	uint32_t *index; /* by atom code: atom number + 1 */
	size_t n_codes;
	struct atom *atom;
	size_t n_atoms, atom_room, order_room;
	size_t *order; /* atoms by code */

	/* scores */
	size_t *scored_chunk;
	size_t n_scored_chunks;
	block *key, *blank; /* rounds x scored chunks of symbols */
	size_t key_rounds, blank_rounds;
	block *scored; /* 255 at scored positions, by scored chunk */
	block *last;   /* the highest symbol there */
	block *less;   /* 255 where a response has no answer */
	/* 16 bits a scored position: of its item in a joint cell; what a
	 * response adds there, and a 0 */
	wide *radix, *share;
	bool any_joint;
	size_t groups;		/* of 8 positions: 2 a scored chunk */
	unsigned char *pattern; /* SUMS x groups */
	size_t words;
	uint64_t *table; /* words x groups x 256 */
	uint64_t *sum;	 /* SUMS x words, of a response */
	bool lacking;	 /* do all but SUM_RIGHT hold anything? */
	struct packed *topic, total;
	uint64_t *every; /* bits of all items of topics, */
	uint64_t *large; /* of those of topics that are not small, */
	uint64_t *waits; /* and of what the last person lets wait */
	const struct packed **asked; /* topics that have items */
	size_t n_asked;
	bool any_large;
	struct slow *slow;
	uint64_t *slow_add; /* by slow item x words */
	size_t n_slow;
	size_t *odd; /* wide and rank questions */
	size_t n_odd;
	bool plain;	      /* no slow item, wide or rank question */
	uint64_t **total_row; /* by shown: people by right */
	uint64_t total_none, total_few;
	struct progress_counts progress;
	uint64_t people;
	const struct question *broken; /* the first with an unknown symbol */

	/* questions by the number right of all items: complete people, then
	 * other people who were shown all */
	struct atom **by_total;
	/* who was shown some, by how many and how many right; NULL: not kept */
	struct atom **by_part;
	struct atom nobody;

	struct sure *sure;
	size_t n_sure, *sure_of; /* by question: number + 1 */
	struct governed *governed;
	size_t n_governed, *governed_of;

	size_t pair_cells;
	struct pairs pairs;
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

static inline size_t
field_of(const struct packed *p, uint64_t word)
{
	return (size_t)(word >> p->shift & p->mask);
}

/* How many of the items a field of a packed word says. */
static inline size_t
count_of(const struct packed *p, uint64_t word)
{
	static const unsigned char ones[1 << SMALL_MOST] = {
		0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
		1, 2, 2, 3, 2, 3, 3, 4, 2, 3, 3, 4, 3, 4, 4, 5,
	};
	size_t field = field_of(p, word);

	return p->small ? ones[field] : field;
}

static inline uint64_t *
sums_of(const struct tally *t, enum sum sum)
{
	return t->sum + (size_t)sum * t->words;
}

/* One more at a cell that no lane feeds. */
static inline void
count_one(const struct tally *t, struct atom *a, size_t cell)
{
	((unsigned char *)a->young)[t->young_at[cell]]++;
}

static inline uint64_t
atom_cell(const struct tally *t, const struct atom *a, size_t cell)
{
	return (a->old ? a->old[cell] : 0) +
		(uint64_t)((const unsigned char *)a->young)[t->young_at[cell]];
}

/* Has a question a key? Is its symbol one that the kernel counts? */
bool tally_has_key(const struct question *q);
bool tally_is_quick(const struct tally *t, size_t question);
/* Position of a question among the slow ones, or FORM_NONE. */
size_t tally_slow_of(const struct tally *t, size_t question);
/* Place among the scored positions. */
size_t tally_scored_at(const struct tally *t, size_t question);
/* Topic of a question as an index, FORM_NONE where it has none. */
size_t tally_topic_of(const struct tally *t, const struct question *q);
/* Verdict by symbol of an item of one symbol. */
const unsigned char *tally_verdicts(struct tally *t, const struct question *q);

/* Notes that a question holds a symbol it does not know. */
void tally_break(struct tally *t, const struct question *q);

/* The atom of a code, new where nobody had it. */
struct atom *tally_atom(struct tally *t, uint32_t code);
/* Room for an atom's counters: those of questions, or all. */
void tally_atom_init(struct tally *t, struct atom *a, size_t cells,
		     size_t bytes);
/* The young block into the old one. */
void tally_grow(struct tally *t, struct atom *a);
/* Complete people, or others who were shown everything, by number right. */
struct atom *tally_by_total(struct tally *t, bool complete, size_t right);
/* People by row of by_part. */
struct atom *tally_by_part(struct tally *t, size_t row);

/* Slow items of a response into sums and verdicts; then what they and wide
 * and rank questions add to an atom's cells. */
void tally_judge_slow(struct tally *t, const char *answers,
		      const char *numbers);
void tally_count_slow(struct tally *t, struct atom *a, struct atom *by,
		      const char *answers);

/* Code of an atom in a segment. */
size_t tally_code_in(const struct tally *t, const struct atom *a,
		     size_t segment);
/* tally_atom_outcome, of an atom that has but the counters of questions. */
struct outcome tally_outcome_in(const struct tally *t, const struct atom *a,
				size_t question);

void tally_states_make(struct tally *t);
/* Once cells have their bytes and slow items are known. */
void tally_states_place(struct tally *t);
/* From an item's outcome and its first four cells. */
struct states tally_states_of(const struct tally *t, size_t question,
			      const struct outcome *o, const uint64_t cell[4]);
void tally_states_count(struct tally *t, struct atom *a);

void tally_sheets_make(struct tally *t);
/* The wide spots of a row; of people who are not complete without items. */
void tally_sheet_wide(struct tally *t, const struct sheet *s, size_t row,
		      bool complete);
/* What people do who were shown some of a topic's items, not all. */
void tally_sheet_part(struct tally *t, const struct packed *p, size_t shown,
		      size_t right);
/* Who is not complete on a topic, but was shown all of it. */
void tally_lacks_count(struct tally *t, const struct packed *p, size_t right);
void tally_governed_count(struct tally *t);
void tally_sheets_merge(struct tally *into, const struct tally *from);

void tally_pairs_make(struct tally *t);
/* Room for what one more person had right and answered: words each. */
uint64_t *tally_pairs_wait(struct tally *t, struct atom *a);
/* Counts all people who wait, and lets them go. */
void tally_pairs_flush(struct tally *t);
void tally_pairs_merge(struct tally *into, const struct tally *from);

#endif
