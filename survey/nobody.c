#include "survey/nobody.h"

#include <assert.h>
#include <stdlib.h>

/* What today() and now() are on a page that nobody answers. */
static double
noon_of_8_december_2026(void *ctx)
{
	(void)ctx;
	return 1796688000;
}

void
nobody_begin(struct session *s, struct run *run, uint32_t seed)
{
	static const struct flow_clock utc = {noon_of_8_december_2026, NULL, 0};

	assert(!run->store && run->language != FORM_NONE);
	*s = (struct session){.run = run};
	s->flow = flow_new(run->form, seed, utc);
	session_set_language(s, run->language);
}

void
nobody_end(struct session *s)
{
	flow_free(s->flow);
	free(s->title);
	free(s->news);
}
