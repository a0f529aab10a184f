/*
 * What several commands ask of a wave.
 */
#ifndef ANALYSIS_COMMAND_WAVE_H
#define ANALYSIS_COMMAND_WAVE_H

#include <stdbool.h>

#include "survey/store.h"

/* Has its closing day come (or has it none)? By this machine's clock. */
bool wave_is_due(const struct wave *wave);

/* Closes it for good unless it is closed, and says so on standard output.
 * Before its day only when may_be_early. Also what `report` begins with. */
bool wave_close(struct store *store, bool may_be_early, struct error *err);

#endif
