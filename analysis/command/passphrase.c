#include "analysis/command/passphrase.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>

#include "analysis/data/file.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/seal.h"

enum { MOST_BYTES = 1024, FEWEST_CHARACTERS = 8 };

static char *
from_file(const char *path, struct error *err)
{
	size_t n;
	char *text = file_read(path, MOST_BYTES, &n, err);

	if (text)
		text[strcspn(text, "\r\n")] = '\0';
	return text;
}

struct terminal {
	FILE *in, *out;
};

static bool
terminal_open(struct terminal *t)
{
	t->in = fopen("/dev/tty", "r");
	t->out = t->in ? fopen("/dev/tty", "w") : NULL;
	if (t->in && !t->out)
		fclose(t->in);
	return t->out != NULL;
}

static void
terminal_close(struct terminal *t)
{
	fclose(t->in);
	fclose(t->out);
}

/* Echo goes off before the prompt asks for anything: who types at once is not
 * shown either. Signals wait: one that ended us would leave it off. */
static bool
read_unseen(struct terminal *t, const char *prompt, char *line, int size)
{
	struct termios shown, hidden;
	sigset_t all, before;
	bool got;

	if (tcgetattr(fileno(t->in), &shown) != 0)
		return false;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	tcsetattr(fileno(t->in), TCSAFLUSH, &hidden);
	fputs(prompt, t->out);
	fflush(t->out);
	got = fgets(line, size, t->in) != NULL;
	tcsetattr(fileno(t->in), TCSAFLUSH, &shown);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return got;
}

/* One line; NULL at the end of input. */
static char *
type_line(struct terminal *t, const char *prompt)
{
	char line[MOST_BYTES], *copy = NULL;

	if (read_unseen(t, prompt, line, sizeof(line))) {
		line[strcspn(line, "\r\n")] = '\0';
		copy = mem_copy(line);
	}
	fputs("\n", t->out);
	fflush(t->out);
	seal_forget(line, sizeof(line));
	return copy;
}

static char *
type_new(struct error *err)
{
	struct terminal t;
	char *first, *second;

	if (!terminal_open(&t)) {
		error_set(err,
			  "there is no terminal to type a passphrase on; "
			  "write it in a file that only you can read and set "
			  "CONDUCT_PASSPHRASE_FILE to its name");
		return NULL;
	}
	first = type_line(&t, "Passphrase for the key (it is not shown): ");
	second = first ? type_line(&t, "The same again: ") : NULL;
	if (!second || strcmp(first, second) != 0) {
		error_set(err,
			  "the two are not the same; nothing was "
			  "written, start again");
		passphrase_free(first);
		first = NULL;
	}
	passphrase_free(second);
	terminal_close(&t);
	return first;
}

char *
passphrase_new(struct error *err)
{
	const char *file = getenv("CONDUCT_PASSPHRASE_FILE");
	char *passphrase = file ? from_file(file, err) : type_new(err);

	if (passphrase && text_length(passphrase) < FEWEST_CHARACTERS) {
		error_set(err,
			  "a passphrase has at least %d characters; "
			  "three or four words are good",
			  (int)FEWEST_CHARACTERS);
		passphrase_free(passphrase);
		passphrase = NULL;
	}
	return passphrase;
}

char *
passphrase_ask(void *unused)
{
	const char *file = getenv("CONDUCT_PASSPHRASE_FILE");
	struct terminal t;
	char *typed;

	(void)unused;
	if (file)
		return from_file(file, NULL);
	if (!terminal_open(&t))
		return NULL;
	typed = type_line(&t, "Passphrase of the key (it is not shown): ");
	terminal_close(&t);
	return typed;
}

void
passphrase_free(char *passphrase)
{
	if (!passphrase)
		return;
	seal_forget(passphrase, strlen(passphrase));
	free(passphrase);
}
