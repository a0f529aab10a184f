/*
 * What the files of tables share: each makes some tables of one report.
 *
 * In a release everybody's figures are whole percents, and counts where they
 * may be told exactly stand in the JSON only; groups have bands. For analysts
 * all rows have counts and shares of 1 to full precision.
 */
#ifndef ANALYSIS_PUBLISH_TABLES_PRIVATE_H
#define ANALYSIS_PUBLISH_TABLES_PRIVATE_H

#include "analysis/publish/findings.h"
#include "analysis/publish/report.h"
#include "analysis/statistics/proportion.h"

struct maker {
	const struct findings *f;
	const struct disclosed *d;
	const struct form *form;
	struct report *report;
	bool analysts;
};

/* Marks of all rows that are about a question, and whose it is. */
#define QUESTION_COLUMNS "question", "label", "role", "topic"
#define GROUP_COLUMNS	 "segment", "group", "group_label", "people"

/* A text of the questionnaire in its default language. */
const char *table_label(const struct maker *m, const char *const *by_language);
const char *table_topic_name(const struct maker *m, size_t topic);

/* Start a row that is about a question. */
void put_question(const struct maker *m, struct table *t,
		  const struct question *q);
/* Whose row it is; part NULL: everybody's. */
void put_people(const struct maker *m, struct table *t,
		const struct breakdown *b, const struct part *part);
void put_status(struct table *t, enum status status);
/* Why people are not in the base: refused, skipped, not_reached, not_shown. */
void put_missing(struct table *t, const struct outcome *o);

/* A number, for analysts as it is, in a release to so many decimals. */
void put_rounded(const struct maker *m, struct table *t, const char *column,
		 double number, int decimals);

/* These columns hold exact counts and shares: in a release for JSON only. */
void table_hide(const struct maker *m, struct table *t,
		const char *const *column);

/* Limits of a share or mean: for analysts as they are, in a release in whole
 * percent, outwards. NAN stays NAN. */
void put_ends(const struct maker *m, struct table *t, const char *low,
	      const char *high, struct interval i);
/* In columns low, high and method; nothing where there are none. */
void put_limits(const struct maker *m, struct table *t, struct interval i,
		const char *method);
/* The same of a coefficient, in a release to two decimals, outwards. */
void put_coefficient_limits(const struct maker *m, struct table *t,
			    struct interval i, const char *method);

/* "62", "<1", ">99": a share of everybody as the release says it. */
void put_percent(struct table *t, const char *column, double share);

/*
 * x of n as it may be told: columns NAME (the count), share_NAME and
 * percent_NAME, or NAME_from and NAME_to, in percent, where it is a band. And
 * limits for it, in low, high and method: of everybody, corrected where it is
 * known how many were invited; of a part, where its own staff are known.
 */
void put_told(const struct maker *m, struct table *t, const char *name,
	      const struct told *told, uint64_t x, uint64_t n);
void put_told_limits(const struct maker *m, struct table *t,
		     const struct told *told, uint64_t x, uint64_t n);
void put_part_limits(const struct maker *m, struct table *t,
		     const struct breakdown *b, const struct part *part,
		     const struct told *told, uint64_t x, uint64_t n);

/* The same of any of several shares of one row, in columns NAME_low and
 * NAME_high; of everybody (b and part NULL), or of a part. How is said in the
 * row's method, or in that of the first of them. */
void put_state_limits(const struct maker *m, struct table *t, const char *name,
		      const struct told *told, uint64_t x, uint64_t n,
		      const struct breakdown *b, const struct part *part);

/* What the share of the first state could be at worst and best if everybody
 * who was shown the question had answered, in bound_low and bound_high; and if
 * all staff had, in staff_low and staff_high (stats.md S16). */
void put_bounds_of_shown(const struct maker *m, struct table *t,
			 const struct split *s, const struct outcome *o);
void put_bounds_of_staff(const struct maker *m, struct table *t,
			 const struct split *s);

/* The first state, whose row of everybody is told exactly, as if who answered
 * were the mix of staff: weighted_NAME, percent_weighted_NAME, weighted_low,
 * weighted_high, weighted_method. Nothing without --frame. */
void put_weighted_share(const struct maker *m, struct table *t,
			const struct question *q, const char *name);

/*
 * The states of a question by their names (DISCLOSE_STATES of them; NULL: there
 * is no such state), each by put_told, with limits of the first. Everybody's
 * (b and part NULL), or those of a group.
 */
void put_split(const struct maker *m, struct table *t, const struct question *q,
	       const char *const *name, const struct split *s,
	       const struct breakdown *b, const struct part *part);

/* By group of a breakdown, whether figures of a question may be told of it,
 * with split_of's base. Caller frees. */
enum status *part_statuses(const struct maker *m, const struct breakdown *b,
			   size_t question);

/* Makes a question's row of everybody (b and part NULL) or of a group, with
 * the status for the question (split_of says what the base is). */
typedef void row_maker(const struct maker *m, struct table *t,
		       const struct question *q, const struct breakdown *b,
		       const struct part *part, enum status status);

/* Calls it for everybody; for each group of each breakdown. */
void row_of_all(const struct maker *m, struct table *t,
		const struct question *q, row_maker *row);
void each_part(const struct maker *m, struct table *t, const struct question *q,
	       row_maker *row);

/* Whose row it is, its status, and that its base is who answered. False: it
 * says no more. */
bool put_answered(const struct maker *m, struct table *t,
		  const struct breakdown *b, const struct part *part,
		  enum status status);

/* Of whom a row is; borrowed. */
const struct counts *part_counts(const struct maker *m,
				 const struct part *part);

/* May its counts be told: of everybody those of a question that is told
 * exactly, of groups to analysts alone? */
bool row_is_exact(const struct maker *m, const struct question *q,
		  const struct part *part);

/* Is it one of the segment questions? */
bool table_is_segment(const struct maker *m, const struct question *q);

/* May it be told how many staff a group has, beside how many answered? Where a
 * few of it did not, people look for them. */
bool part_staff_is_told(const struct maker *m, const struct breakdown *b,
			size_t part);

/* One file each. */
void make_response(const struct maker *m);	   /* response */
void make_topics(const struct maker *m);	   /* topics */
void make_items(const struct maker *m);		   /* items */
void make_options(const struct maker *m);	   /* options */
void make_habits(const struct maker *m);	   /* habits */
void make_scales(const struct maker *m);	   /* scales, scale_items */
void make_comparisons(const struct maker *m);	   /* comparisons */
void make_pooled(const struct maker *m);	   /* pooled */
void make_knowledge_habits(const struct maker *m); /* knowledge_habits,
						    * know_do */
void make_weights(const struct maker *m);	   /* weights */

#endif
