#include "analysis/data/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "questions/base/text.h"
#include "survey/seal.h"

enum { MOST_AT_ONCE = 256, TRIES = 100, RANDOM_BYTES = 4 };

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { N_ENDS = sizeof(ends) / sizeof(*ends) };

/* What a signal removes. It changes only while these signals wait. */
static const char *volatile there[MOST_AT_ONCE];

static void
remove_all(int ended_by)
{
	int before = errno;

	for (size_t i = 0; i < MOST_AT_ONCE; i++) {
		const char *name = there[i];

		if (name)
			unlink(name);
	}
	errno = before;
	/* SA_RESETHAND: this time it ends the program */
	raise(ended_by);
}

/* Who ignores a signal, as nohup does, goes on ignoring it. */
static void
catch_ends(void)
{
	static bool caught;
	struct sigaction ours = {.sa_handler = remove_all}, now;

	if (caught)
		return;
	caught = true;
	ours.sa_flags = (int)SA_RESETHAND;
	sigfillset(&ours.sa_mask);
	for (size_t i = 0; i < N_ENDS; i++) {
		if (sigaction(ends[i], NULL, &now) == 0 &&
		    now.sa_handler == SIG_DFL)
			sigaction(ends[i], &ours, NULL);
	}
}

static void
hold_ends(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < N_ENDS; i++)
		sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

/* Puts `now` where `old` stands; with no place left it is only not removed. */
static void
note(const char *old, const char *now)
{
	for (size_t i = 0; i < MOST_AT_ONCE; i++) {
		if (there[i] != old)
			continue;
		there[i] = now;
		return;
	}
}

static char *
draw_name(const char *path)
{
	unsigned char random[RANDOM_BYTES];
	char hex[2 * RANDOM_BYTES + 1];
	struct text name = TEXT_INIT;

	seal_random(random, sizeof(random));
	seal_hex(random, sizeof(random), hex);
	text_addf(&name, "%s.conduct-%s", path, hex);
	return text_take(&name);
}

int
temporary_make(const char *path, int mode, char **name)
{
	sigset_t before;
	int fd = -1, why = EEXIST;

	catch_ends();
	hold_ends(&before);
	for (int i = 0; fd < 0 && why == EEXIST && i < TRIES; i++) {
		*name = draw_name(path);
		fd = open(*name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
			  (mode_t)mode);
		why = errno;
		if (fd < 0)
			free(*name);
	}
	if (fd < 0)
		*name = NULL;
	else
		note(NULL, *name);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = why;
	return fd;
}

/* It is no longer there; frees the name. */
static void
forget(char **name)
{
	note(*name, NULL);
	free(*name);
	*name = NULL;
}

bool
temporary_place(char **name, const char *path)
{
	sigset_t before;
	bool placed;
	int why;

	hold_ends(&before);
	placed = rename(*name, path) == 0;
	why = errno;
	if (placed)
		forget(name);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = why;
	return placed;
}

void
temporary_remove(char **name)
{
	sigset_t before;

	if (!*name)
		return;
	hold_ends(&before);
	unlink(*name);
	forget(name);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
