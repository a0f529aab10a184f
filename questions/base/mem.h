/*
 * Memory that is there, or the program ends.
 *
 * None of these returns NULL. When memory runs out a message goes to stderr and
 * the program exits with 70; every answer shown as kept is in the store by then.
 *
 * An arena hands out pieces that live as long as it does: a form and a tally
 * are each one arena.
 */
#ifndef QUESTIONS_BASE_MEM_H
#define QUESTIONS_BASE_MEM_H

#include <stddef.h>

/* Zeroed. n * size may not overflow; the program ends if it does. */
void *mem_new(size_t n, size_t size);

/* As realloc; what is new is not zeroed. n * size is checked. */
void *mem_resize(void *p, size_t n, size_t size);

/* Room for at least `need` elements: grows *room by half or more when it is
 * short. Returns the new list. */
void *mem_room(void *list, size_t *room, size_t need, size_t size);

/* A copy of a text; of its first n bytes, with a NUL behind. Caller frees. */
char *mem_copy(const char *s);
char *mem_copy_n(const char *s, size_t n);

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */

/* Zeroed, aligned for any type, freed with the arena. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
char *arena_copy(struct arena *a, const char *s);
char *arena_copy_n(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
