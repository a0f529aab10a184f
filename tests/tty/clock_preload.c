/*
 * For LD_PRELOAD: the monotonic clock goes ahead by as many milliseconds as
 * the file says that TEST_CLOCK names, and who waits for time to pass sees it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { SLICE = 5 * 1000000 }; /* nanoseconds */

static const volatile long *ahead;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("TEST_CLOCK");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0);
	if (map != MAP_FAILED)
		ahead = map;
	close(fd);
}

int
clock_gettime(clockid_t id, struct timespec *t)
{
	int status = (int)syscall(SYS_clock_gettime, id, t);

	if (status == 0 && id == CLOCK_MONOTONIC && ahead != NULL)
		t->tv_sec += *ahead / 1000;
	return status;
}

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
ppoll(struct pollfd *fds, nfds_t n, const struct timespec *most,
      const sigset_t *mask)
{
	long until = most
		? now() + (long)most->tv_sec * 1000 + most->tv_nsec / 1000000
		: LONG_MAX;
	struct timespec slice;
	int ready;

	do {
		slice = (struct timespec){0, SLICE};
		if (now() >= until)
			slice.tv_nsec = 0;
		ready = (int)syscall(SYS_ppoll, fds, n, &slice, mask, 8);
	} while (ready == 0 && now() < until);
	return ready;
}

int
poll(struct pollfd *fds, nfds_t n, int milliseconds)
{
	struct timespec most = {milliseconds / 1000,
				milliseconds % 1000 * 1000000L};

	return ppoll(fds, n, milliseconds < 0 ? NULL : &most, NULL);
}
