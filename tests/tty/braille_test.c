/*
 * The same lines as in reader_test, as BRLTTY itself reads them off a virtual
 * terminal for a display of 40 cells. Skipped where there is no such terminal,
 * or no BRLTTY.
 */
#include "tests/test.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "questions/base/text.h"
#include "tests/support/tracks.h"

static const char vt[] = "/dev/tty1";

enum { PATIENCE = 5000, PORTS = 2000, FIRST_PORT = 34000 };

struct braille {
	int tty, display;
	pid_t brltty, program;
	struct text said; /* by the display's driver */
};

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- what runs ---- */

static bool
has_brltty(void)
{
	return access("/usr/bin/brltty", X_OK) == 0 ||
		access("/usr/sbin/brltty", X_OK) == 0;
}

/* The controlling terminal in "1 (name) S 0 1 1 1025 ...", or 0. */
static long
terminal_of(const char *pid)
{
	char path[64], stat[512];
	const char *at;
	size_t i;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	stat[fread(stat, 1, sizeof(stat) - 1, file)] = '\0';
	fclose(file);
	at = strrchr(stat, ')');
	if (at == NULL)
		return 0;
	at++;
	for (i = 0; i < 4; i++) {
		at += strspn(at, " ");
		at += strcspn(at, " ");
	}
	return strtol(at, NULL, 10);
}

/* Whoever is logged in there is left alone. */
static bool
is_in_use(void)
{
	const long first_console = 4 << 8 | 1;
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	bool found = false;

	while (proc != NULL && !found && (entry = readdir(proc)) != NULL)
		found = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
			terminal_of(entry->d_name) == first_console;
	if (proc != NULL)
		closedir(proc);
	return found;
}

static pid_t
start_brltty(int port)
{
	char address[64];
	pid_t pid = fork();
	int null;

	assert_return_code(pid, 0);
	if (pid > 0) {
		setpgid(pid, pid);
		return pid;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0); /* it starts another of itself */
	snprintf(address, sizeof(address), "server:127.0.0.1:%d", port);
	null = open("/dev/null", O_RDWR);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execlp("brltty", "brltty", "-n", "-N", "-e", "-b", "vr", "-d", address,
	       "-x", "lx", NULL);
	_exit(127);
}

static pid_t
start_program(int tty, const char *page, bool parked)
{
	char *program = test_program("tests/tty/front_demo");
	char *preload = test_program("tests/tty/park_preload.so");
	pid_t pid = fork();

	assert_return_code(pid, 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setsid();
		ioctl(tty, TIOCSCTTY, 1);
		dup2(tty, STDIN_FILENO);
		dup2(tty, STDOUT_FILENO);
		dup2(tty, STDERR_FILENO);
		setenv("TERM", "linux", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		if (parked)
			setenv("LD_PRELOAD", preload, 1);
		execl(program, program, page, page, NULL);
		_exit(127);
	}
	free(program);
	free(preload);
	return pid;
}

static int
connect_to(int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	long until = now() + PATIENCE;
	int fd;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	while (now() < until) {
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
			return fd;
		close(fd);
		poll(NULL, 0, 20);
	}
	return -1;
}

static void
stop(pid_t pid)
{
	if (pid > 0) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

static void
begin(struct braille *b)
{
	int port = FIRST_PORT + (int)getpid() % PORTS;

	*b = (struct braille){.tty = -1, .display = -1, .said = TEXT_INIT};
	if (!has_brltty() || access(vt, R_OK | W_OK) != 0 ||
	    access("/dev/vcsa1", R_OK | W_OK) != 0 || is_in_use())
		skip();
	b->brltty = start_brltty(port);
	b->display = connect_to(port);
	if (b->display < 0) {
		stop(b->brltty);
		skip();
	}
	assert_true(write(b->display, "cells 40\n", 9) == 9);
}

static void
end(struct braille *b)
{
	stop(b->program);
	stop(b->brltty);
	close(b->display);
	text_release(&b->said);
}

/* ---- keys, and what is read ---- */

static const struct {
	const char *name, *bytes;
} keys[] = {
	{"<Up>", "\033[A"},	 {"<Down>", "\033[B"},	  {"<Home>", "\033[1~"},
	{"<End>", "\033[4~"},	 {"<Delete>", "\033[3~"}, {"<Tab>", "\t"},
	{"<Backspace>", "\177"},
};

static void
type(struct braille *b, const char *typed)
{
	const char *bytes;
	size_t i;

	while (*typed) {
		char one[2] = {*typed, '\0'};
		size_t used = 1;

		bytes = one;
		for (i = 0; i < COUNT(keys); i++)
			if (strncmp(typed, keys[i].name,
				    strlen(keys[i].name)) == 0) {
				bytes = keys[i].bytes;
				used = strlen(keys[i].name);
			}
		for (; *bytes; bytes++)
			assert_return_code(ioctl(b->tty, TIOCSTI, bytes), 0);
		typed += used;
	}
}

/* The last line that the display was given: Visual "...". */
static bool
shows(const struct braille *b, const char *line)
{
	const char *at = text_get(&b->said), *last = NULL;

	while ((at = strstr(at, "Visual \"")) != NULL)
		last = at += strlen("Visual \"");
	return last && strncmp(last, line, strlen(line)) == 0;
}

static bool
comes(struct braille *b, const char *line, long patience)
{
	struct pollfd fd = {b->display, POLLIN, 0};
	long until = now() + patience;
	char chunk[4096];
	ssize_t n;

	while (!shows(b, line)) {
		if (now() > until)
			return false;
		if (poll(&fd, 1, 50) <= 0)
			continue;
		n = read(b->display, chunk, sizeof(chunk));
		if (n <= 0)
			return false;
		text_add_n(&b->said, chunk, (size_t)n);
	}
	return true;
}

/* Of the track's lines, those that did not come; with a parked cursor the
 * first is enough. */
static size_t
take(struct braille *b, const struct track *track, bool parked)
{
	const struct reading *step = track->step;
	size_t wrong = 0;

	text_clear(&b->said);
	/* The end of a program hangs it up. */
	b->tty = open(vt, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_return_code(b->tty, 0);
	b->program = start_program(b->tty, track->page, parked);
	for (; step->line && !(parked && wrong); step++) {
		type(b, step->keys);
		if (comes(b, step->line, parked ? 400 : PATIENCE))
			continue;
		wrong++;
		if (!parked)
			print_error("%s, '%s': not '%s', but %s\n", track->page,
				    step->keys, step->line, text_get(&b->said));
	}
	stop(b->program);
	close(b->tty);
	b->program = 0;
	return wrong;
}

static void
brltty_reads_each_line(void **state)
{
	struct braille b;
	size_t i, wrong = 0;

	begin(&b);
	for (i = 0; i < n_tracks; i++)
		wrong += take(&b, &tracks[i], false);
	end(&b);
	assert_int_equal(wrong, 0);
}

static void
a_parked_cursor_is_found_out(void **state)
{
	struct braille b;
	size_t i, found = 0;

	begin(&b);
	for (i = 0; i < n_tracks; i++)
		found += take(&b, &tracks[i], true) > 0;
	end(&b);
	assert_int_equal(found, n_tracks);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brltty_reads_each_line),
		cmocka_unit_test(a_parked_cursor_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
