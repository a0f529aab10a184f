/*
 * Two members of one name in a JSON object, which questions/json.h refuses and
 * other readers take the last of.
 */
#ifndef TESTS_ORACLE_DOUBLES_H
#define TESTS_ORACLE_DOUBLES_H

#include <stddef.h>

/* Gives all but the last member of a name another one: its first letter
 * becomes ~. What is not JSON is left for the parser to refuse. */
void doubles_rename(char *bytes, size_t n);

#endif
