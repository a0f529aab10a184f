/*
 * Two commands in turn, so that what else the machine does meets both.
 *
 *	beside NAME ROUNDS RATIO MIB OURS... -- THEIRS...
 *
 * Prints the best wall time of each, how many times theirs ours took, and the
 * most memory ours had; exit 1 when that is more than RATIO or MIB. What they
 * print goes nowhere; one that fails ends the run with 2.
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

int
main(int argc, char **argv)
{
	struct best ours = {0, 0}, theirs = {0, 0};
	double ratio, mib;
	bool missed;
	int dashes = 5;

	while (dashes < argc && strcmp(argv[dashes], "--") != 0)
		dashes++;
	if (dashes + 1 >= argc) {
		fputs("beside NAME ROUNDS RATIO MIB OURS... -- THEIRS...\n",
		      stderr);
		return 2;
	}
	argv[dashes] = NULL;
	for (long i = strtol(argv[2], NULL, 10); i > 0; i--) {
		if (!once(argv + dashes + 1, &theirs) || !once(argv + 5, &ours))
			return 2;
	}
	ratio = strtod(argv[3], NULL);
	mib = strtod(argv[4], NULL);
	missed = ours.seconds > ratio * theirs.seconds || ours.mib > mib;
	printf("%-10s %7.1f ms  %s %7.1f ms  %5.2fx (goal %g)  %5.1f MiB "
	       "(goal %g)%s\n",
	       argv[1], ours.seconds * 1e3, argv[dashes + 1],
	       theirs.seconds * 1e3, ours.seconds / theirs.seconds, ratio,
	       ours.mib, mib, missed ? "  MISSED" : "");
	return missed;
}
