/* What both front ends share. Signals: a flag and a pipe, set in the handler. */
#include "survey/front.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* ---- signals ---- */

const int front_ends[] = {SIGHUP,  SIGTERM, SIGPWR,  SIGINT,
			  SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM,
			  SIGPROF, SIGPOLL, SIGXCPU, 0};

static volatile sig_atomic_t caught;
static int signal_pipe[2] = {-1, -1};

static void
note(int number)
{
	int before = errno;

	if (!caught) {
		caught = number;
		/* The pipe is empty and takes a byte; poll sees the flag's
		 * change even where the signal came just before it. */
		while (write(signal_pipe[1], "", 1) < 0 && errno == EINTR)
			;
	}
	errno = before;
}

/* No SA_RESTART: a read that waits must end. */
static void
handle(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

void
front_ignore_signals(void)
{
	static const int ignored[] = {SIGPIPE, SIGQUIT, SIGTSTP,
				      SIGTTIN, SIGTTOU, SIGXFSZ};
	size_t i;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		handle(ignored[i], SIG_IGN);
}

void
front_catch_signals(void)
{
	size_t i;

	if (signal_pipe[0] < 0 &&
	    pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		signal_pipe[0] = signal_pipe[1] = -1;
	for (i = 0; front_ends[i] != 0; i++)
		handle(front_ends[i], note);
	front_ignore_signals();
}

void
front_interrupt(bool ends)
{
	handle(SIGINT, ends ? note : SIG_IGN);
}

int
front_signal(void)
{
	return caught;
}

int
front_signal_fd(void)
{
	return signal_pipe[0];
}

/* ---- idle ---- */

static int idle;      /* seconds; 0: never */
static long last_key; /* as front_now tells */
static bool nobody;   /* is expected before the next key */

long
front_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
front_set_idle(int seconds)
{
	assert(seconds >= 0);
	idle = seconds;
	front_key();
}

void
front_expect_nobody(void)
{
	nobody = true;
}

void
front_key(void)
{
	nobody = false;
	last_key = front_now();
}

long
front_idle_at(void)
{
	return idle == 0 || nobody ? LONG_MAX : last_key + idle * 1000L;
}

/* ---- pages ---- */

size_t
page_entries(const struct page *page)
{
	return page->n_also + (page->shape != PAGE_TABLE);
}
