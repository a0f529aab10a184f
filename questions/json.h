/*
 * JSON in memory: cJSON, made strict.
 *
 * What cJSON does not do by itself: creation never fails, numbers go out as
 * the shortest text that reads back the same, a text with a NUL, an unknown
 * escape, bytes behind the end, doubled names and depth over 64 are refused.
 * Members keep the order in which they were put, so that the same content
 * gives the same bytes.
 */
#ifndef QUESTIONS_JSON_H
#define QUESTIONS_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "questions/base/error.h"

struct arena;
struct json; /* a value; a tree is owned by its root */

/* New values; the caller owns them until they are put into another. */
struct json *json_object(void);
struct json *json_array(void);
struct json *json_text(const char *s); /* NULL gives null */
struct json *json_number(double x);    /* NAN gives null */
struct json *json_bool(bool b);
struct json *json_null(void);
void json_free(struct json *j); /* NULL is fine */

/* Gives the child to the parent; returns the child for convenience. */
struct json *json_put(struct json *object, const char *name,
		      struct json *child);
struct json *json_push(struct json *array, struct json *child);

/* Reading. NULL, or the fallback, when it is not there or of another type. */
const struct json *json_get(const struct json *object, const char *name);
const char *json_get_text(const struct json *object, const char *name);
double json_get_number(const struct json *object, const char *name,
		       double fallback);
bool json_get_bool(const struct json *object, const char *name, bool fallback);
bool json_is_object(const struct json *j); /* false for NULL */
bool json_is_array(const struct json *j);
bool json_is_null(const struct json *j);
bool json_is_bool(const struct json *j);
const char *json_as_text(const struct json *j); /* NULL when not a text */
double json_as_number(const struct json *j, double fallback);

/* Children of an object or array in order: first, then next, then NULL. */
const struct json *json_first(const struct json *j);
const struct json *json_next(const struct json *j);
const char *json_name(const struct json *j); /* of an object's member */
size_t json_count(const struct json *j);

/* As text without blanks, or indented by tabs. Caller frees. */
char *json_print(const struct json *j);
char *json_print_pretty(const struct json *j);

/* n bytes of UTF-8. NULL and err (with the byte offset) when it is not one
 * JSON value. */
struct json *json_parse(const char *bytes, size_t n, struct error *err);

/* The same for reading only: all of it lies in the arena and goes with that. */
const struct json *json_parse_in(struct arena *arena, const char *bytes,
				 size_t n, struct error *err);

#endif
