#include <inttypes.h>

#include "analysis/command/wave.h"
#include "analysis/data/collect.h"

bool
take_staff_in_all(const struct command *command, const char *value,
		  uint32_t *staff)
{
	uint64_t n = 0;

	if (value && !option_number(command, "staff", value, 1, 1000000000, &n))
		return false;
	*staff = (uint32_t)n;
	return true;
}

void
say_invited(const struct collected *done, size_t n, bool told)
{
	if (n > 1 && !told)
		printf("Invited: %" PRIu32 ", the staff of the %zu waves added "
		       "up. If they asked the same people, say how many there "
		       "are with --staff N.\n",
		       done->staff, n);
	warn_invited(done->answers, done->staff, done->codes_issued);
}

/* The rule is that of results_invited: such a number is not believed. */
void
warn_invited(uint64_t answers, uint32_t staff, uint32_t codes_issued)
{
	uint32_t invited = staff > 0 ? staff : codes_issued;

	if (invited == 0 || answers <= invited)
		return;
	fprintf(stderr,
		"conduct: warning: %" PRIu64 " answers, but only %" PRIu32
		" people invited: how many were invited counts as not known "
		"now, and there is no response rate; --staff N mends it\n",
		answers, invited);
}
