/*
 * For LD_PRELOAD: a process that asks dies as soon as it begins, which is when
 * it says what its parent's death shall bring. TEST_DEATHS names the file that
 * gets a byte each time.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int deaths = -1;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("TEST_DEATHS");

	if (path)
		deaths = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			      0600);
}

int
prctl(int option, ...)
{
	unsigned long argument;
	va_list ap;

	va_start(ap, option);
	argument = va_arg(ap, unsigned long);
	va_end(ap);
	if (option == PR_SET_PDEATHSIG && write(deaths, "", 1) == 1)
		raise(SIGKILL);
	return (int)syscall(SYS_prctl, option, argument, 0, 0, 0);
}
