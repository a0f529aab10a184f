#include "tests/support/clock.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/test.h"

void
clock_init(struct clock *clock, const char *dir, const char *also)
{
	char *preload = test_program("tests/tty/clock_preload.so");
	int fd;

	clock->path = test_path(dir, "clock");
	fd = open(clock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0 && ftruncate(fd, sizeof(long)) == 0);
	clock->ahead = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, 0);
	assert_true(clock->ahead != MAP_FAILED);
	close(fd);
	snprintf(clock->load, sizeof clock->load, "LD_PRELOAD=%s%s%s", preload,
		 also ? ":" : "", also ? also : "");
	snprintf(clock->name, sizeof clock->name, "TEST_CLOCK=%s", clock->path);
	free(preload);
}

void
clock_release(struct clock *clock)
{
	munmap((void *)clock->ahead, sizeof(long));
	free(clock->path);
}
