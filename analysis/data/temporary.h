/*
 * A file that is being written, beside the one it will be and under a name
 * that is nobody's: PATH.conduct-xxxxxxxx. It goes when the program is ended
 * by ^C, a hang-up, a closed pipe or TERM as well. What kill -9 and power cuts
 * leave tells by its name whose it was; nothing of another name is touched.
 */
#ifndef ANALYSIS_DATA_TEMPORARY_H
#define ANALYSIS_DATA_TEMPORARY_H

#include <stdbool.h>

/* Makes one, open for reading and writing; mode is open's. -1 with errno, and
 * *name NULL, when it cannot be. Else *name is for one of the two below. */
int temporary_make(const char *path, int mode, char **name);

/* Renames it to path and frees *name (then NULL). False with errno when that
 * cannot be: then it is still there. */
bool temporary_place(char **name, const char *path);

/* Removes it and frees *name (then NULL). NULL is fine. */
void temporary_remove(char **name);

#endif
