/* In the handler only what POSIX calls async-signal-safe. */
#include "survey/tui/crash.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int ends[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE,
			   SIGILL,  SIGSYS,  SIGTRAP};
enum { N_ENDS = sizeof ends / sizeof ends[0], STACK_BYTES = 64 * 1024 };

static struct sigaction before[N_ENDS];
static struct termios modes;
static char last[256];
static size_t n_last;
static bool watching;

static void
end_as_before(void)
{
	size_t i;

	for (i = 0; i < N_ENDS; i++)
		sigaction(ends[i], &before[i], NULL);
}

static void
clean_up(int number, siginfo_t *info, void *context)
{
	int error = errno;

	(void)context;
	end_as_before();
	if (write(STDOUT_FILENO, last, n_last) >= 0)
		tcsetattr(STDIN_FILENO, TCSANOW, &modes);
	errno = error;
	/* What the processor found wrong it finds again; what was sent comes
	 * once. */
	if (info->si_code <= 0)
		raise(number);
}

void
crash_watch(const char *bytes, const struct termios *given_back)
{
	/* A recursion without end has none of its own left. */
	static char spare[STACK_BYTES];
	stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare};
	struct sigaction action = {.sa_sigaction = clean_up,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK};
	size_t i;

	assert(!watching);
	n_last = strlen(bytes);
	assert(n_last < sizeof last);
	memcpy(last, bytes, n_last);
	modes = *given_back;
	sigaltstack(&stack, NULL);
	sigfillset(&action.sa_mask);
	for (i = 0; i < N_ENDS; i++)
		sigaction(ends[i], &action, &before[i]);
	watching = true;
}

void
crash_unwatch(void)
{
	if (watching)
		end_as_before();
	watching = false;
}
