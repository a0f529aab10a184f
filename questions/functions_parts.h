/* What functions_number.c and functions_date.c hand to the table. */
#ifndef QUESTIONS_FUNCTIONS_PARTS_H
#define QUESTIONS_FUNCTIONS_PARTS_H

#include "questions/functions.h"

struct xvalue run_number(struct eval *ev, const struct node *call);
struct xvalue run_math(struct eval *ev, const struct node *call);
struct xvalue run_round(struct eval *ev, const struct node *call);
struct xvalue run_atan2(struct eval *ev, const struct node *call);
struct xvalue run_pow(struct eval *ev, const struct node *call);
struct xvalue run_pi(struct eval *ev, const struct node *call);
struct xvalue run_min(struct eval *ev, const struct node *call);
struct xvalue run_max(struct eval *ev, const struct node *call);
struct xvalue run_sum(struct eval *ev, const struct node *call);
struct xvalue run_count(struct eval *ev, const struct node *call);
struct xvalue run_count_non_empty(struct eval *ev, const struct node *call);
bool prepare_count(struct parser *p, struct node *call);

struct xvalue run_today(struct eval *ev, const struct node *call);
struct xvalue run_now(struct eval *ev, const struct node *call);
struct xvalue run_date(struct eval *ev, const struct node *call);
struct xvalue run_date_time(struct eval *ev, const struct node *call);
struct xvalue run_format_date(struct eval *ev, const struct node *call);
struct xvalue run_decimal_date_time(struct eval *ev, const struct node *call);
struct xvalue run_decimal_time(struct eval *ev, const struct node *call);
bool prepare_date(struct parser *p, struct node *call);
bool prepare_format(struct parser *p, struct node *call);

#endif
