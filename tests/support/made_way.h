/*
 * A questionnaire made by chance, and a way of a person through it: what they
 * answer, skip and are refused, where they go back, change their language or
 * their front end, leave and come back, what they change at the check page,
 * and what they do before the questions about oneself.
 *
 * The way is found by two flows at once, one whose questions stand together
 * and one whose questions come one by one; the entries are those that lead
 * both of them the same way.
 */
#ifndef TESTS_SUPPORT_MADE_WAY_H
#define TESTS_SUPPORT_MADE_WAY_H

#include "questions/base/mem.h"
#include "tests/support/person.h"

struct made_way {
	struct arena *arena;
	char *csv;
	struct entry *entry; /* ends with ACT_SEND */
	size_t n, room;
	char *stored; /* the answers, as JSON */
};

/* The same seed makes the same. Fails the test when the two flows part. */
void made_way_init(struct made_way *way, uint32_t seed);
void made_way_release(struct made_way *way);

/* The way in words, for who has to find out what went wrong. */
char *made_way_told(const struct made_way *way);

#endif
