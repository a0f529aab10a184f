/*
 * Two commands in turn, so that what else the machine does meets both.
 *
 *	beside [-p PREPARE] [-t NAME] NAME ROUNDS RATIO MIB OURS... -- THEIRS...
 *
 * Prints the best wall time of each, how many times theirs ours took, and the
 * most memory ours had; exit 1 when that is more than RATIO (10 or 1/6) or
 * MIB. PREPARE is for the shell, and done before each of our turns, untimed.
 * What they print goes nowhere; one that fails ends the run with 2.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct best {
	double seconds;
	double mib; /* the most of all rounds */
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
become(char *const *command)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(nowhere, STDOUT_FILENO);
	execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

static bool
once(char *const *command, struct best *best)
{
	struct rusage usage;
	double begin = now(), seconds;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		become(command);
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0) {
		fprintf(stderr, "%s failed\n", command[0]);
		return false;
	}
	seconds = now() - begin;
	if (best->seconds == 0 || seconds < best->seconds)
		best->seconds = seconds;
	if ((double)usage.ru_maxrss / 1024 > best->mib)
		best->mib = (double)usage.ru_maxrss / 1024;
	return true;
}

/* "10", or "1/6". */
static double
ratio_of(const char *text)
{
	char *rest;
	double x = strtod(text, &rest);

	return *rest == '/' ? x / strtod(rest + 1, NULL) : x;
}

static void
print_ratio(double ratio)
{
	if (ratio < 1)
		printf("1/%.1f", 1 / ratio);
	else
		printf("%.2fx", ratio);
}

static int
use(void)
{
	fputs("beside [-p PREPARE] [-t NAME] NAME ROUNDS RATIO MIB OURS... -- "
	      "THEIRS...\n",
	      stderr);
	return 2;
}

struct job {
	const char *prepare; /* NULL: nothing */
	const char *peer;
	char **ours, **theirs;
	long rounds;
};

static bool
take_turns(const struct job *job, struct best *ours, struct best *theirs)
{
	for (long i = 0; i < job->rounds; i++) {
		if (!once(job->theirs, theirs))
			return false;
		if (job->prepare && system(job->prepare) != 0)
			return false;
		if (!once(job->ours, ours))
			return false;
	}
	return true;
}

/* NAME's place in argv; 0 when the options are wrong. */
static int
read_options(int argc, char **argv, struct job *job)
{
	int at = 1;

	for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
		if (strcmp(argv[at], "-p") == 0)
			job->prepare = argv[at + 1];
		else if (strcmp(argv[at], "-t") == 0)
			job->peer = argv[at + 1];
		else
			return 0;
	}
	return at;
}

static bool
read_commands(int argc, char **argv, int at, struct job *job)
{
	int dashes = at + 4;

	while (dashes < argc && strcmp(argv[dashes], "--") != 0)
		dashes++;
	if (at == 0 || dashes + 1 >= argc)
		return false;
	argv[dashes] = NULL;
	job->rounds = strtol(argv[at + 1], NULL, 10);
	job->ours = argv + at + 4;
	job->theirs = argv + dashes + 1;
	if (!job->peer)
		job->peer = *job->theirs;
	return true;
}

int
main(int argc, char **argv)
{
	struct best ours = {0, 0}, theirs = {0, 0};
	struct job job = {NULL, NULL, NULL, NULL, 0};
	int at = read_options(argc, argv, &job);
	double mib;
	bool missed;

	if (!read_commands(argc, argv, at, &job))
		return use();
	if (!take_turns(&job, &ours, &theirs))
		return 2;
	mib = strtod(argv[at + 3], NULL);
	missed = ours.seconds > ratio_of(argv[at + 2]) * theirs.seconds ||
		ours.mib > mib;
	printf("%-15s %7.1f ms  %s %7.1f ms  ", argv[at], ours.seconds * 1e3,
	       job.peer, theirs.seconds * 1e3);
	print_ratio(ours.seconds / theirs.seconds);
	printf(" (goal %s)  %5.1f MiB (goal %g)%s\n", argv[at + 2], ours.mib,
	       mib, missed ? "  MISSED" : "");
	return missed;
}
