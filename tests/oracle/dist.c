/* special_functions.json: {fn, args, value}. */
#include <math.h>
#include <string.h>

#include "analysis/statistics/dist.h"
#include "tests/oracle/oracle.h"

/* R's names for what dist.h has; *_upper is P(X > x). */
struct function {
	const char *name;
	double (*one)(double);
	double (*two)(double, double);
	double (*three)(double, double, double);
};

static const struct function functions[] = {
	{.name = "qnorm", .one = dist_normal_quantile},
	{.name = "pnorm", .one = dist_normal_cdf},
	{.name = "pnorm_upper", .one = dist_normal_upper},
	{.name = "lgamma", .one = dist_lgamma},
	{.name = "digamma", .one = dist_digamma},
	{.name = "lchoose", .two = dist_log_choose},
	{.name = "pchisq_upper", .two = dist_chi2_upper},
	{.name = "qchisq", .two = dist_chi2_quantile},
	{.name = "pt_upper", .two = dist_t_upper},
	{.name = "qt", .two = dist_t_quantile},
	{.name = "pf_upper", .three = dist_f_upper},
	{.name = "qf", .three = dist_f_quantile},
	{.name = "pbeta", .three = dist_beta_cdf},
	{.name = "pbeta_upper", .three = dist_beta_upper},
	{.name = "qbeta", .three = dist_beta_quantile},
};

/* A number, or "Inf", which JSON's numbers do not have. */
static double
argument(const struct json *j)
{
	const char *text = json_as_text(j);

	if (text && strcmp(text, "Inf") == 0)
		return INFINITY;
	return json_as_number(j, NAN);
}

static double
call(const struct function *f, const struct json *first)
{
	const struct json *second = json_next(first);
	double a = argument(first), b = argument(second);

	return f->one	 ? f->one(a)
		: f->two ? f->two(a, b)
			 : f->three(a, b, argument(json_next(second)));
}

static struct json *
special_function(const struct oracle *o, const struct json *the_case)
{
	const char *name = json_get_text(the_case, "fn");
	const struct json *args = json_get(the_case, "args");

	(void)o;
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		const struct function *f = &functions[i];
		size_t n = f->one ? 1 : f->two ? 2 : 3;

		if (strcmp(f->name, name) == 0 && json_count(args) == n)
			return json_number(call(f, json_first(args)));
	}
	return NULL;
}

const struct oracle_rule oracle_dist[] = {
	{"qnorm", special_function},	    {"pnorm", special_function},
	{"pnorm_upper", special_function},  {"lgamma", special_function},
	{"digamma", special_function},	    {"lchoose", special_function},
	{"pchisq_upper", special_function}, {"qchisq", special_function},
	{"pt_upper", special_function},	    {"qt", special_function},
	{"pf_upper", special_function},	    {"qf", special_function},
	{"pbeta", special_function},	    {"pbeta_upper", special_function},
	{"qbeta", special_function},	    {NULL, NULL},
};
