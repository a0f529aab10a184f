/*
 * An end that nobody planned: an assertion, a wild pointer. The program dies
 * of it as it would, but the screen no longer shows what a person was
 * answering, and the terminal works. SIGKILL alone leaves both as they were.
 */
#ifndef SURVEY_TUI_CRASH_H
#define SURVEY_TUI_CRASH_H

#include <termios.h>

/*
 * From now on such an end writes `bytes` to stdout and gives stdin the modes
 * `before`. Both are copied. Once more only after crash_unwatch.
 */
void crash_watch(const char *bytes, const struct termios *before);
void crash_unwatch(void);

#endif
