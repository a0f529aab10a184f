/*
 * What the program takes from its surroundings. Whoever logs in from afar, or
 * sits at a kiosk, may set variables; those that make libraries read files or
 * behave otherwise are dropped before anybody looks at them.
 *
 * Kept: PATH, NO_COLOR, ACCESSIBLE and all that begin with CONDUCT_ as they
 * are; LANG, LC_ALL, LC_CTYPE, LC_MESSAGES and LC_TIME where they name a
 * UTF-8 locale, else as C.UTF-8; TERM where it is the name of a terminal,
 * else as dumb; TZ where it is the name of a zone.
 */
#ifndef SURVEY_ENVIRONMENT_H
#define SURVEY_ENVIRONMENT_H

/* Drops all others. To be called once, before any other thread or setlocale.
 * NCURSES_NO_UTF8_ACS is set, which makes PuTTY draw lines, and LANG where it
 * was not. */
void environment_clean(void);

#endif
