/*
 * Start and keys of a terminal program, beside whiptail and dialog.
 *
 *	terminal [-r ROUNDS] [-s STARTS] [-k KEYS] [-b KEYS-BEFORE] PROGRAM...
 *
 * PROGRAM and its arguments are ours, for example
 *	terminal -b '\r' build/conduct-survey x.wave
 * KEYS-BEFORE lead from its first page to a list (\r is Enter). whiptail and
 * dialog show a list of seven where they are installed. All run in turn,
 * each round anew; medians over the rounds are told, then the ratios.
 *
 * start: from fork to the last byte before 50 ms without one. key: from an
 * arrow key to the last byte it brings. Exit 1 when a key went unanswered or
 * a goal was missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	ROWS = 24,
	COLUMNS = 80,
	MOST_ROUNDS = 99,
	MOST_SAMPLES = 4096,
	MOST_PROGRAMS = 3
};

/* Goals, from what the client promises. */
static const double start_goal = 1.6; /* times whiptail's */
static const double start_most = 30;  /* ms */
static const double key_most = 0.2;   /* ms, or whiptail's */
static const double bytes_most = 70;

struct program {
	const char *name;
	const char *const *argv;
	const char *before;
	bool missing;
	double start[MOST_ROUNDS], first[MOST_ROUNDS]; /* ms */
	double p50[MOST_ROUNDS], p99[MOST_ROUNDS];     /* ms */
	double start_bytes[MOST_ROUNDS], bytes[MOST_ROUNDS];
	double ratio[MOST_ROUNDS]; /* of starts, to whiptail's */
	size_t unanswered, wrote;
};

struct session {
	int fd;
	pid_t pid;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The quantile q of n values, which are sorted thereby. */
static double
quantile(double *x, size_t n, double q)
{
	size_t i = (size_t)(q * (double)n);

	if (n == 0)
		return 0;
	qsort(x, n, sizeof *x, by_size);
	return x[i < n ? i : n - 1];
}

static double
median(double *x, size_t n)
{
	return quantile(x, n, 0.5);
}

/* --------------------------------------------------------------- a session */

static void
session_start(struct session *s, const char *const *argv)
{
	struct winsize size = {ROWS, COLUMNS, 0, 0};

	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	if (s->pid < 0) {
		perror("forkpty");
		exit(2);
	}
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	fcntl(s->fd, F_SETFL, O_NONBLOCK);
}

/* All of its processes, at once: what one of them still did would cost the
 * next program's start. */
static void
session_end(struct session *s)
{
	kill(-s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->fd);
}

/*
 * Reads until nothing comes for `quiet` ms, the first byte within `patience`.
 * Bytes read; when the first and the last came, in *first and *last.
 */
static size_t
session_read(struct session *s, double patience, double quiet, double *first,
	     double *last)
{
	char chunk[65536];
	struct pollfd fd = {s->fd, POLLIN, 0};
	struct timespec wait;
	size_t total = 0;
	ssize_t n;
	double ms;

	for (;;) {
		ms = total == 0 ? patience : quiet;
		wait.tv_sec = (time_t)(ms / 1e3);
		wait.tv_nsec = (long)((ms - (double)wait.tv_sec * 1e3) * 1e6);
		if (ppoll(&fd, 1, &wait, NULL) <= 0)
			return total;
		n = read(s->fd, chunk, sizeof chunk);
		if (n <= 0)
			return total;
		*last = now();
		if (total == 0)
			*first = *last;
		total += (size_t)n;
	}
}

static void
session_write(struct session *s, const char *bytes)
{
	if (write(s->fd, bytes, strlen(bytes)) < 0)
		perror("write");
}

/* ---------------------------------------------------------------- measuring */

static void
measure_start(struct program *p, double *first, double *settled)
{
	double begin = now(), a = begin, b = begin;
	struct session s;

	session_start(&s, p->argv);
	p->wrote = session_read(&s, 5000, 50, &a, &b);
	session_end(&s);
	*first = a - begin;
	*settled = b - begin;
}

/* One start of each in turn: what disturbs the machine disturbs all. */
static void
measure_starts(struct program *programs, size_t n, size_t round, size_t starts)
{
	static double first[MOST_PROGRAMS][MOST_SAMPLES];
	static double settled[MOST_PROGRAMS][MOST_SAMPLES];
	size_t i, k;

	for (k = 0; k < starts; k++) {
		for (i = 0; i < n; i++) {
			if (!programs[i].missing)
				measure_start(&programs[i], &first[i][k],
					      &settled[i][k]);
		}
	}
	for (i = 0; i < n; i++) {
		programs[i].first[round] = median(first[i], starts);
		programs[i].start[round] = median(settled[i], starts);
		programs[i].start_bytes[round] = (double)programs[i].wrote;
	}
}

/* To and fro within the list, in whichever mode the cursor keys are. */
static void
measure_keys(struct program *p, size_t round, size_t keys)
{
	static const char *const moves[] = {"\033OB", "\033OB", "\033OB",
					    "\033OA", "\033OA", "\033OA"};
	double ms[MOST_SAMPLES], begin, a = 0, b = 0;
	size_t i, n = 0, wrote, total = 0;
	struct session s;

	session_start(&s, p->argv);
	session_read(&s, 5000, 50, &a, &b);
	if (p->before != NULL) {
		session_write(&s, p->before);
		session_read(&s, 1000, 50, &a, &b);
	}
	for (i = 0; i < keys; i++) {
		begin = now();
		session_write(&s, moves[i % COUNT(moves)]);
		wrote = session_read(&s, 1000, 2, &a, &b);
		if (wrote == 0) {
			p->unanswered++;
			continue;
		}
		ms[n++] = b - begin;
		total += wrote;
	}
	session_end(&s);
	p->p50[round] = quantile(ms, n, 0.5);
	p->p99[round] = quantile(ms, n, 0.99);
	p->bytes[round] = n > 0 ? (double)total / (double)n : 0;
}

/* ------------------------------------------------------------------ telling */

static void
tell(struct program *p, size_t rounds)
{
	if (p->missing) {
		printf("%-10s not installed\n", p->name);
		return;
	}
	printf("%-10s %7.2f %8.2f %7.0f %9.3f %8.3f %7.1f", p->name,
	       median(p->first, rounds), median(p->start, rounds),
	       median(p->start_bytes, rounds), median(p->p50, rounds),
	       median(p->p99, rounds), median(p->bytes, rounds));
	printf(p->unanswered > 0 ? "  %zu keys unanswered\n" : "\n",
	       p->unanswered);
}

static bool
goal(const char *what, double is, double most, bool held)
{
	printf("%-44s %8.2f  at most %6.2f  %s\n", what, is, most,
	       held ? "ok" : "MISSED");
	return held;
}

static bool
tell_goals(struct program *ours, struct program *whiptail, size_t rounds)
{
	/* A round in which the machine had something else to do is worse. */
	double ratio = quantile(ours->ratio, rounds, 0);
	double start = median(ours->start, rounds);
	double key = median(ours->p50, rounds), key_goal = key_most;
	double bytes = median(ours->bytes, rounds);
	bool held = true;

	if (!whiptail->missing) {
		held &= goal("start, times whiptail's, best round", ratio,
			     start_goal, ratio <= start_goal);
		if (median(whiptail->p50, rounds) > key_goal)
			key_goal = median(whiptail->p50, rounds);
	}
	held &= goal("start, ms", start, start_most, start <= start_most);
	held &= goal("key p50, ms", key, key_goal, key <= key_goal);
	held &= goal("bytes per arrow key", bytes, bytes_most,
		     bytes <= bytes_most);
	return held;
}

static bool
installed(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char file[4096];

	for (; path != NULL && *path != '\0'; path = *end ? end + 1 : end) {
		end = path + strcspn(path, ":");
		snprintf(file, sizeof file, "%.*s/%s", (int)(end - path), path,
			 name);
		if (access(file, X_OK) == 0)
			return true;
	}
	return false;
}

/* "\r" and "\t" as they are written in C. */
static char *
unescaped(const char *s)
{
	char *out = calloc(strlen(s) + 1, 1);
	size_t n = 0;

	if (out == NULL)
		exit(2);
	for (; *s != '\0'; s++) {
		if (*s == '\\' && (s[1] == 'r' || s[1] == 't'))
			out[n++] = *++s == 'r' ? '\r' : '\t';
		else
			out[n++] = *s;
	}
	return out;
}

static const char *const whiptail_argv[] = {
	"whiptail",
	"--radiolist",
	"How often do you get useful feedback about your work?",
	"20",
	"70",
	"7",
	"1",
	"Every week",
	"on",
	"2",
	"Every month",
	"off",
	"3",
	"A few times a year",
	"off",
	"4",
	"Once a year or less",
	"off",
	"5",
	"Never",
	"off",
	"6",
	"I do not know",
	"off",
	"7",
	"I prefer not to say",
	"off",
	NULL};
static const char *dialog_argv[COUNT(whiptail_argv)];

static size_t
number(const char *s, size_t least, size_t most)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (*end != '\0' || n < (long)least || n > (long)most) {
		fprintf(stderr, "terminal: %s: from %zu to %zu\n", s, least,
			most);
		exit(64);
	}
	return (size_t)n;
}

int
main(int argc, char **argv)
{
	static struct program programs[MOST_PROGRAMS];
	struct program *ours = &programs[0], *whiptail = &programs[1];
	size_t rounds = 3, starts = 8, keys = 60, r, i;
	bool held = true;
	int c;

	while ((c = getopt(argc, argv, "+r:s:k:b:")) != -1) {
		switch (c) {
		case 'r': rounds = number(optarg, 1, MOST_ROUNDS); break;
		case 's': starts = number(optarg, 1, MOST_SAMPLES); break;
		case 'k': keys = number(optarg, 1, MOST_SAMPLES); break;
		case 'b': ours->before = unescaped(optarg); break;
		default: return 64;
		}
	}
	if (optind == argc) {
		fprintf(stderr, "terminal: name the program to measure\n");
		return 64;
	}
	memcpy(dialog_argv, whiptail_argv, sizeof dialog_argv);
	dialog_argv[0] = "dialog";
	ours->name = "ours";
	ours->argv = (const char *const *)argv + optind;
	programs[1].name = "whiptail";
	programs[1].argv = whiptail_argv;
	programs[2].name = "dialog";
	programs[2].argv = dialog_argv;
	for (i = 1; i < COUNT(programs); i++)
		programs[i].missing = !installed(programs[i].name);
	for (r = 0; r < rounds; r++) {
		measure_starts(programs, COUNT(programs), r, starts);
		if (!whiptail->missing)
			ours->ratio[r] = ours->start[r] / whiptail->start[r];
		for (i = 0; i < COUNT(programs); i++) {
			if (!programs[i].missing)
				measure_keys(&programs[i], r, keys);
		}
	}
	printf("%-10s %7s %8s %7s %9s %8s %7s\n", "", "first", "settled",
	       "bytes", "key p50", "p99 ms", "bytes");
	for (i = 0; i < COUNT(programs); i++)
		tell(&programs[i], rounds);
	held = tell_goals(ours, whiptail, rounds) && ours->unanswered == 0;
	return held ? 0 : 1;
}
