/* Any bytes as what a person types, through a whole survey in plain lines. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "survey/run.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/csv_forms.h"

enum { PIPE = 60000 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct form *form;
	struct run run = {.language = FORM_NONE};
	int in[2], out = open("/dev/null", O_WRONLY);

	if (!form)
		form = form_from_csv(form_every_type);
	if (size > PIPE || out < 0 || pipe(in) != 0 ||
	    write(in[1], data, size) != (ssize_t)size)
		abort();
	close(in[1]);
	run.form = form;
	run.front = line_front(in[0], out);
	run_person(&run);
	run.front->end(run.front);
	close(in[0]);
	close(out);
	return 0;
}
