/*
 * Many tests at once: p-values made larger so that the number of false alarms
 * stays what it says.
 *
 * p[i] NAN was not tested (or may not be told): it comes back as NAN and is
 * not counted in m. out may be p itself. All as R's p.adjust. The files have
 * adjust_holm and adjust_bh; the others are for tests/oracle.
 */
#ifndef ANALYSIS_STATISTICS_ADJUST_H
#define ANALYSIS_STATISTICS_ADJUST_H

#include <stddef.h>

/* Chance of any false alarm. Holm (1979), Scandinavian Journal of Statistics
 * 6, 65-70: the largest so far of (m - j + 1) p_(j), at most 1. */
void adjust_holm(const double *p, size_t n, double *out);

/* Share of false alarms (q-values). Benjamini and Hochberg (1995), JRSS B 57,
 * 289-300: the smallest from there on of m p_(j) / j. */
void adjust_bh(const double *p, size_t n, double *out);

/* The same under any dependence: times 1 + 1/2 + ... + 1/m. Benjamini and
 * Yekutieli (2001), Annals of Statistics 29, 1165-1188. */
void adjust_by(const double *p, size_t n, double *out);

/* m p, at most 1. */
void adjust_bonferroni(const double *p, size_t n, double *out);

#endif
