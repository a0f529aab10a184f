#include "survey/parent.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "questions/base/text.h"
#include "survey/run.h"
#include "survey/tui/wipe.h"
#include "survey/words.h"

enum {
	SOON = 10000,  /* ms: a child that lived no longer died at once */
	DOUBLINGS = 5, /* 1 s, 2 s, ... 32 s before the next one */
	CELLS = 72
};

struct parent {
	pid_t pid; /* 0: no child */
	bool kiosk, has_modes;
	struct termios modes;
	struct parent_note *note; /* shared with the child */
	sigset_t watched, before;
	int ended_by; /* the first signal that ends all of it, or 0 */
	size_t died_soon;
};

/* ---- signals: no handlers, all wait until they are asked for ---- */

/* What is ignored, by nohup for one, could not be asked for. */
static void
watch(struct parent *p)
{
	size_t i;

	front_ignore_signals();
	sigemptyset(&p->watched);
	sigaddset(&p->watched, SIGCHLD);
	for (i = 0; front_ends[i] != 0; i++)
		sigaddset(&p->watched, front_ends[i]);
	sigprocmask(SIG_BLOCK, &p->watched, &p->before);
	signal(SIGCHLD, SIG_DFL);
	for (i = 0; front_ends[i] != 0; i++)
		signal(front_ends[i], SIG_DFL);
}

/* Ctrl-C is for the child to judge: in full screen it is a key, at a kiosk
 * nothing. */
static void
take_signal(struct parent *p, int number)
{
	if (number == SIGCHLD)
		return;
	if (number != SIGINT && p->ended_by == 0)
		p->ended_by = number;
	if (p->pid > 0)
		kill(p->pid, number);
}

/* Up to the first signal that ends all of it; 0: only what has come. */
static void
pause_for(struct parent *p, long milliseconds)
{
	long until = front_now() + milliseconds, left = milliseconds;
	struct timespec most;
	int number;

	do {
		most = (struct timespec){left / 1000, left % 1000 * 1000000};
		number = sigtimedwait(&p->watched, NULL, &most);
		if (number > 0)
			take_signal(p, number);
		left = until > front_now() ? until - front_now() : 0;
	} while (p->ended_by == 0 && (left > 0 || number > 0));
}

static int
wait_for_child(struct parent *p)
{
	int status = 0, number;

	while (waitpid(p->pid, &status, WNOHANG) != p->pid) {
		number = sigwaitinfo(&p->watched, NULL);
		if (number > 0)
			take_signal(p, number);
	}
	p->pid = 0;
	/* A child may have seen the window close before we were told. */
	pause_for(p, 0);
	return status;
}

/* ---- the child ---- */

static _Noreturn void
be_child(struct parent *p, pid_t parent, parent_ask *ask, void *ctx)
{
	front_catch_signals();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent) /* it was too late to be told */
		raise(SIGTERM);
	sigprocmask(SIG_SETMASK, &p->before, NULL);
	exit(ask(ctx, p->note));
}

static bool
start(struct parent *p, parent_ask *ask, void *ctx)
{
	pid_t self = getpid();

	*p->note = (struct parent_note){.again = false};
	fflush(stdout);
	p->pid = fork();
	if (p->pid == 0)
		be_child(p, self, ask, ctx);
	if (p->pid < 0)
		fprintf(stderr, "conduct-survey: cannot begin: %s\n",
			strerror(errno));
	return p->pid > 0;
}

/* ---- after it ---- */

static void
give_terminal_back(const struct parent *p)
{
	if (p->has_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &p->modes);
	if (p->note->showing) {
		tcflow(STDOUT_FILENO, TCOON); /* after Ctrl-S */
		wipe_write(STDOUT_FILENO, wipe_bytes());
	}
	/* What this person typed is not the next one's, nor the shell's. */
	if (p->has_modes)
		tcflush(STDIN_FILENO, TCIFLUSH);
}

static void
print_line(void *ctx, const char *start, size_t bytes)
{
	(void)ctx;
	printf("%.*s\n", (int)bytes, start);
}

static void
say_it_died(const struct parent *p)
{
	char *code = mem_copy_n(p->note->language,
				strnlen(p->note->language, WORDS_CODE_BYTES));

	words_use(code);
	free(code);
	text_wrap(word(WORD_PARENT_DIED), CELLS, print_line, NULL);
	fflush(stdout);
}

/* At a kiosk that lost one child after the other, each waits longer. */
static void
wait_after_death(struct parent *p, long lived)
{
	size_t n;

	p->died_soon = lived < SOON ? p->died_soon + 1 : 0;
	n = p->died_soon > DOUBLINGS + 2 ? DOUBLINGS + 2 : p->died_soon;
	if (n >= 2)
		pause_for(p, 1000L << (n - 2));
}

/* True: the next one. */
static bool
goes_on(struct parent *p, long lived, bool died)
{
	if (!died)
		p->died_soon = 0;
	else if (p->kiosk)
		wait_after_death(p, lived);
	else if (p->ended_by == 0)
		say_it_died(p);
	return p->ended_by == 0 && (died ? p->kiosk : p->note->again);
}

/* Once the window has closed, the child that found no input and one that was
 * told the signal are the same. */
static int
exit_code(const struct parent *p, int status)
{
	int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				       : WEXITSTATUS(status);

	if (p->ended_by != 0 && (p->kiosk || code == EXIT_INPUT_ENDED))
		return 128 + p->ended_by;
	return code;
}

static int
run_children(struct parent *p, parent_ask *ask, void *ctx)
{
	long began;
	int status;
	bool died;

	do {
		began = front_now();
		if (!start(p, ask, ctx))
			return EXIT_NOT_KEPT;
		status = wait_for_child(p);
		give_terminal_back(p);
		/* Who ends as planned has cleared the terminal, and may have
		 * left a last word there. */
		died = WIFSIGNALED(status) || p->note->showing;
	} while (goes_on(p, front_now() - began, died));
	return exit_code(p, status);
}

static int
run_alone(parent_ask *ask, void *ctx)
{
	struct parent_note note;
	int code;

	front_catch_signals();
	do {
		note = (struct parent_note){.again = false};
		code = ask(ctx, &note);
	} while (note.again);
	return code;
}

int
parent_run(parent_ask *ask, void *ctx, bool kiosk)
{
	struct parent p = {.kiosk = kiosk};
	int code;

	if (!isatty(STDOUT_FILENO))
		return run_alone(ask, ctx);
	p.note = mmap(NULL, sizeof *p.note, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p.note == MAP_FAILED) {
		perror("conduct-survey: cannot begin");
		return EXIT_NOT_KEPT;
	}
	p.has_modes = tcgetattr(STDIN_FILENO, &p.modes) == 0;
	watch(&p);
	code = run_children(&p, ask, ctx);
	munmap(p.note, sizeof *p.note);
	return code;
}
