#include "survey/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * SQLite's own waiting polls, and who polls rarely starves: with 256
 * processes that save without pause it gave errors and waits of five
 * seconds. Measured there for the ways to take turns (commits per second;
 * longest wait; fewest to most commits of a process):
 *
 *	LOCK_NB and short sleeps	20,000	3,050 ms	0.00
 *	blocking flock			12,000	  280 ms	0.62
 *	blocking lock behind a gate	13,200	   60 ms	0.92
 *
 * Linux keeps those who wait for a lock in a line, but who has just given it
 * back may take it again before the first of the line has woken. A gate ends
 * that: who wants the turn holds the gate while waiting for it, so nobody else
 * can be there to step in. Both are bytes of one file, two for the wave and
 * two for the drafts; the kernel gives them back however a process ends. Locks
 * are of the open file (OFD), as SQLite's own are of the process.
 */
enum { TURN, GATE, BYTES_EACH };

void
turn_init(struct turn *turn, const char *path)
{
	turn->fd = -1;
	turn->file = place_sibling(path, ".turn");
	turn->wave = path;
	turn->seconds = TURN_SECONDS;
}

void
turn_release(struct turn *turn)
{
	if (turn->fd >= 0)
		close(turn->fd);
	free(turn->file);
	*turn = (struct turn){-1, NULL, NULL, 0};
}

static bool
turn_open(struct turn *turn, struct error *err)
{
	if (turn->fd >= 0)
		return true;
	turn->fd = place_make(turn->file, turn->wave, 0);
	if (turn->fd < 0)
		return error_set(
			err, "%s: %s; whoever runs this needs to write here",
			turn->file, strerror(errno));
	return true;
}

static int
turn_lock(const struct turn *turn, int how, short type, enum whose whose,
	  int which)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = (off_t)whose * BYTES_EACH + which,
		.l_len = 1,
	};

	return fcntl(turn->fd, how, &lock);
}

static void
wake(int sig)
{
	(void)sig;
}

/*
 * A lock cannot be waited for with a limit, but a signal ends the waiting. It
 * is sent again and again from the deadline on: the first may come just before
 * the waiting begins.
 */
static bool
alarm_start(timer_t *timer, int after)
{
	struct sigaction action = {.sa_handler = wake};
	struct sigevent event = {
		.sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGRTMIN,
	};
	const struct itimerspec when = {
		.it_value = {.tv_sec = after},
		.it_interval = {.tv_nsec = 100 * 1000 * 1000},
	};

	sigemptyset(&action.sa_mask);
	if (sigaction(SIGRTMIN, &action, NULL) != 0)
		return false;
	if (timer_create(CLOCK_MONOTONIC, &event, timer) != 0)
		return false;
	return timer_settime(*timer, 0, &when, NULL) == 0;
}

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static bool
turn_wait(const struct turn *turn, enum whose whose, int which, time_t until)
{
	while (turn_lock(turn, F_OFD_SETLKW, F_WRLCK, whose, which) != 0)
		if (errno != EINTR || seconds() >= until)
			return false;
	return true;
}

static bool
turn_queue(const struct turn *turn, enum whose whose)
{
	const time_t until = seconds() + turn->seconds;
	timer_t timer;
	bool ours;
	int why;

	if (!alarm_start(&timer, turn->seconds))
		return false;
	ours = turn_wait(turn, whose, GATE, until) &&
		turn_wait(turn, whose, TURN, until);
	why = errno;
	timer_delete(timer);
	errno = why;
	return ours;
}

static bool
turn_now(const struct turn *turn, enum whose whose)
{
	return turn_lock(turn, F_OFD_SETLK, F_WRLCK, whose, GATE) == 0 &&
		turn_lock(turn, F_OFD_SETLK, F_WRLCK, whose, TURN) == 0;
}

bool
turn_take(struct turn *turn, enum whose whose, const char *name,
	  struct error *err)
{
	bool ours;
	int why;

	if (!turn_open(turn, err))
		return false;
	ours = turn_now(turn, whose) || turn_queue(turn, whose);
	why = errno;
	turn_lock(turn, F_OFD_SETLK, F_UNLCK, whose, GATE);
	if (ours)
		return true;
	if (why != EINTR)
		return error_set(err, "%s: %s: %s; try again", name, turn->file,
				 strerror(why));
	return error_set(
		err,
		"%s: another program has kept everyone waiting for %d seconds; "
		"find it with \"fuser %s\", end it and try again",
		name, turn->seconds, turn->file);
}

void
turn_give(struct turn *turn, enum whose whose)
{
	turn_lock(turn, F_OFD_SETLK, F_UNLCK, whose, TURN);
}
