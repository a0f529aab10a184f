/*
 * From closed waves to a results file: opens every used box, checks each
 * answer, drops what was sent twice. The waves are not changed, so collecting
 * again gives the same.
 */
#ifndef ANALYSIS_DATA_COLLECT_H
#define ANALYSIS_DATA_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "questions/base/error.h"

struct collect {
	char *const *wave; /* n paths; waves of one questionnaire
					 * add up */
	size_t n;
	const char *key; /* NULL: NAME.key beside each wave */
	uint32_t staff;	 /* invited in all; 0: the waves' staff added up, which
			 * is right where they asked different people */
	const char *results;			   /* the file to write */
	char *(*passphrase)(void *ctx);		   /* as for key_read */
	void (*progress)(void *ctx, double share); /* or NULL */
	void *ctx;				   /* of both */
};

struct collected {
	uint64_t answers;	  /* kept */
	uint32_t dropped_twice;	  /* the same response again */
	uint32_t conflicts;	  /* the same id with other answers */
	uint32_t unopened;	  /* used boxes that do not open or fit */
	uint32_t staff;		  /* as the results say it */
	uint32_t codes_issued;	  /* in all waves */
	struct problems problems; /* a warning for each of the last two,
					 * placed at wave:slot */
};

/*
 * Refuses, before it opens anything: a wave that is still open, a wave given
 * twice, waves of different questionnaires, a key of another wave, and fewer
 * answers in all than the minimum group (then and when they are opened).
 * Nothing is written then. Release *done either way.
 */
bool collect(const struct collect *c, struct collected *done,
	     struct error *err);

/*
 * Would collect() go, were the waves closed? For asking before they are: that
 * is for ever. No passphrase is asked; `progress` and `passphrase` are unused.
 */
bool collect_look(const struct collect *c, struct error *err);

void collected_release(struct collected *done);

#endif
