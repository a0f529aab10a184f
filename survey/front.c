/* What both front ends share. Signals: a flag and a pipe, set in the handler. */
#include "survey/front.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

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
front_catch_signals(void)
{
	static const int ends[] = {SIGHUP,  SIGTERM, SIGPWR,  SIGINT,
				   SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM,
				   SIGPROF, SIGPOLL, SIGXCPU};
	static const int ignored[] = {SIGPIPE, SIGQUIT, SIGTSTP,
				      SIGTTIN, SIGTTOU, SIGXFSZ};
	size_t i;

	if (signal_pipe[0] < 0 &&
	    pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		signal_pipe[0] = signal_pipe[1] = -1;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		handle(ends[i], note);
	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		handle(ignored[i], SIG_IGN);
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

size_t
page_entries(const struct page *page)
{
	return page->n_also + (page->shape != PAGE_TABLE);
}
