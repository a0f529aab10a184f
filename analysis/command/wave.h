/*
 * What several commands ask of a wave.
 */
#ifndef ANALYSIS_COMMAND_WAVE_H
#define ANALYSIS_COMMAND_WAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/command/command.h"
#include "survey/store.h"

struct collect;
struct collected;

/* Has its closing day come (or has it none)? By this machine's clock. */
bool wave_is_due(const struct wave *wave);

/* Closes it for good unless it is closed, and says so on standard output.
 * Before its day only when may_be_early. Also what `report` begins with. */
bool wave_close(struct store *store, bool may_be_early, struct error *err);

/* collect (analysis/data/collect.h), with a passphrase that is asked for, and
 * how far it is and what does not fit on standard error. Release `done`. */
bool waves_collect(const struct collect *what, struct collected *done,
		   struct error *err);

/* The option --staff N of collect and report; 0 when it was not given. False
 * with a message. */
bool take_staff_in_all(const struct command *command, const char *value,
		       uint32_t *staff);

/* What is to be known of how many were invited, after n waves were collected:
 * that their staff were added up (on standard output), and warn_invited. */
void say_invited(const struct collected *done, size_t n, bool told);

/* Warns of more answers than invited people. 0 of both: not known. */
void warn_invited(uint64_t answers, uint32_t staff, uint32_t codes_issued);

#endif
