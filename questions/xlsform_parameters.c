/* The columns parameters and appearance. */
#include "questions/xlsform_build.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "questions/base/text.h"

static void report(struct build *b, const struct question *q, int column,
		   enum severity severity, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

static void
report(struct build *b, const struct question *q, int column,
       enum severity severity, const char *format, ...)
{
	struct text t = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	text_addv(&t, format, ap);
	va_end(ap);
	build_report(b, severity, &b->survey, b->question_row[q->index], column,
		     "%s", text_get(&t));
	text_release(&t);
}

static void
wrong(struct build *b, const struct question *q, const char *problem)
{
	report(b, q, COL_PARAMETERS, SEVERITY_ERROR, "%s", problem);
}

/* -------------------------------------------------------------- parameters */

struct parameters {
	const char *randomize, *seed;
	const char *start, *end, *step;
};

static const struct {
	const char *name;
	size_t offset;
	bool of_select, of_range;
} known[] = {
	{"randomize", offsetof(struct parameters, randomize), true, false},
	{"seed", offsetof(struct parameters, seed), true, false},
	{"start", offsetof(struct parameters, start), false, true},
	{"end", offsetof(struct parameters, end), false, true},
	{"step", offsetof(struct parameters, step), false, true},
};

static bool
separates(char c)
{
	return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\t' ||
		c == '\r';
}

/* Of ODK, and of no use in a terminal. */
static const char *const foreign[] = {
	"tick_interval",
	"placeholder",
	"tick_labelset",
	NULL,
};

/* pyxform refuses a range or a select with a parameter it does not know: what
 * it was to do would not be done. Elsewhere it does not look. */
static void
report_parameter(struct build *b, const struct question *q, const char *name)
{
	size_t i;

	for (i = 0; foreign[i] != NULL; i++)
		if (strcasecmp(foreign[i], name) == 0)
			break;
	if (question_is_select(q))
		report(b, q, COL_PARAMETERS, SEVERITY_ERROR,
		       "unknown parameter '%s'; write randomize or seed, or "
		       "delete it",
		       name);
	else if (q->type == TYPE_RANGE && foreign[i] == NULL)
		report(b, q, COL_PARAMETERS, SEVERITY_ERROR,
		       "unknown parameter '%s'; write start, end or step, or "
		       "delete it",
		       name);
	else
		report(b, q, COL_PARAMETERS, SEVERITY_NOTE,
		       "parameter '%s' is not used", name);
}

static void
take_parameter(struct build *b, const struct question *q, struct parameters *p,
	       const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (strcasecmp(known[i].name, name) == 0 &&
		    ((known[i].of_select && question_is_select(q)) ||
		     (known[i].of_range && q->type == TYPE_RANGE))) {
			memcpy((char *)p + known[i].offset, &value,
			       sizeof(value));
			return;
		}
	report_parameter(b, q, name);
}

/* name=value, with blanks, commas or semicolons between, and blanks around
 * the "=" as authors write them. */
static void
split_parameters(struct build *b, const struct question *q, const char *s,
		 struct parameters *p)
{
	const char *name, *value;
	size_t n;

	for (;;) {
		while (separates(*s))
			s++;
		if (*s == '\0')
			return;
		n = strcspn(s, "= ,;\n\t\r");
		name = arena_copy_n(b->arena, s, n);
		s += n;
		while (*s == ' ')
			s++;
		if (*s != '=' || n == 0) {
			report(b, q, COL_PARAMETERS, SEVERITY_ERROR,
			       "'%s' is not a parameter; write name=value",
			       n > 0 ? name : "=");
			return;
		}
		do
			s++;
		while (*s == ' ');
		for (n = 0; s[n] != '\0' && !separates(s[n]);)
			n++;
		value = arena_copy_n(b->arena, s, n);
		s += n;
		take_parameter(b, q, p, name, value);
	}
}

static void
set_random(struct build *b, struct question *q, const struct parameters *p)
{
	if (p->randomize == NULL) {
		if (p->seed != NULL)
			wrong(b, q,
			      "a seed needs randomize=true beside it; add it, "
			      "or delete the seed");
		return;
	}
	if (strcasecmp(p->randomize, "true") == 0)
		q->randomize = true;
	else if (strcasecmp(p->randomize, "false") != 0)
		report(b, q, COL_PARAMETERS, SEVERITY_ERROR,
		       "randomize=%s; write true or false", p->randomize);
	if (p->seed != NULL && q->randomize)
		b->seed[q->index] = p->seed;
}

static bool
take_number(struct build *b, const struct question *q, const char *name,
	    const char *value, double *x)
{
	if (value == NULL || text_to_number(value, x))
		return true;
	report(b, q, COL_PARAMETERS, SEVERITY_ERROR,
	       "%s=%s is not a number; write one such as %s=1", name, value,
	       name);
	return false;
}

/* start may lie above end; the step then goes down. */
static void
set_range(struct build *b, struct question *q, const struct parameters *p)
{
	double steps;

	if (!take_number(b, q, "start", p->start, &q->start) ||
	    !take_number(b, q, "end", p->end, &q->end) ||
	    !take_number(b, q, "step", p->step, &q->step))
		return;
	steps = fabs(q->end - q->start) / fabs(q->step);
	if (q->step == 0)
		wrong(b, q, "step=0; write how far apart the steps are");
	else if (q->start == q->end)
		wrong(b, q,
		      "start and end are the same; a range needs two ends");
	else if (steps < 1 || fabs(steps - round(steps)) > 1e-6 * steps)
		wrong(b, q,
		      "the step does not lead from start to end; choose one "
		      "that divides the range");
}

void
build_parameters(struct build *b, struct question *q)
{
	struct parameters p = {NULL, NULL, NULL, NULL, NULL};
	const char *cell = view_cell(&b->survey, b->question_row[q->index],
				     COL_PARAMETERS);

	if (cell != NULL)
		split_parameters(b, q, cell, &p);
	if (question_is_select(q))
		set_random(b, q, &p);
	if (q->type == TYPE_RANGE)
		set_range(b, q, &p);
}

/* -------------------------------------------------------------- appearance */

/* How other programs lay a question out; in a terminal there is one way. */
static const char *const harmless[] = {
	"minimal",	"quick",	"quickcompact",	 "compact",
	"horizontal",	"vertical",	"likert",	 "label",
	"list",		"list-nolabel", "no-calendar",	 "columns",
	"columns-pack", "numbers",	"thousands-sep", "picker",
	"no-ticks",	"no-buttons",	"autocomplete",	 "search",
	"field-list",	"table-list",	"masked",	 "horizontal-compact",
	NULL,
};

bool
appearance_is_harmless(const char *word)
{
	size_t i;

	for (i = 0; harmless[i] != NULL; i++)
		if (strcasecmp(harmless[i], word) == 0)
			return true;
	/* "columns-3", and widths "w4" of grid themes. */
	if (strncasecmp(word, "columns-", 8) == 0 ||
	    strncasecmp(word, "compact-", 8) == 0)
		word += 8;
	else if (word[0] == 'w' || word[0] == 'W')
		word++;
	else
		return false;
	return *word != '\0' && strspn(word, "0123456789") == strlen(word);
}

void
build_appearance(struct build *b, struct question *q)
{
	const char *cell = view_cell(&b->survey, b->question_row[q->index],
				     COL_APPEARANCE);
	const char *rest = cell;
	char *word;

	if (cell == NULL)
		return;
	if (strstr(cell, "search(") != NULL) {
		report(b, q, COL_APPEARANCE, SEVERITY_ERROR,
		       "search() reads a file beside the form, which is not "
		       "available: put the choices on the choices sheet");
		return;
	}
	while ((word = next_word(b->arena, &rest)) != NULL)
		if (strcasecmp(word, "multiline") == 0 && q->type == TYPE_TEXT)
			q->multiline = true;
		else if (strcasecmp(word, "likert") == 0 &&
			 q->type == TYPE_SELECT_ONE)
			q->ordered = true;
		else if (!appearance_is_harmless(word))
			report(b, q, COL_APPEARANCE, SEVERITY_NOTE,
			       "appearance '%s' is not used", word);
}
