/*
 * Results as files for other programs: one row a response, a codebook, a data
 * package, written answers apart, and the questionnaire. What import reads
 * back gives the same files again.
 *
 * All of it is of individual people: 0600, "confidential" in the name of what
 * holds answers, segment questions only when asked for. Responses stand in
 * the order of a hash of what is written of them, so that an export without
 * segments cannot be laid beside one with them.
 */
#ifndef ANALYSIS_PUBLISH_EXPORT_H
#define ANALYSIS_PUBLISH_EXPORT_H

#include "analysis/data/results.h"

struct export
{
	const char *folder;
	bool segments;
	bool excel;	/* a byte order mark, CRLF */
	bool csv_alone; /* no JSON beside the CSV */
};

/* All files or none. */
bool export_results(struct results *r, const struct export *what,
		    struct error *err);

#endif
