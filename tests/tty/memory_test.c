/*
 * What one person wrote is in the memory of the process that asks them alone:
 * the parent, which stays at a kiosk, never has it, and the process that asks
 * the next person starts from there. Neither in what was freed nor in buffers,
 * neither as bytes nor as the cells of a screen. Memory is read as root only,
 * because the program forbids it to all others.
 */
#include "tests/test.h"

#include <curses.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tests/support/make_wave.h"
#include "tests/support/term.h"

static const char secret[] = "Quittenmarmelade";

/* -------------------------------------------------------------- the memory */

static bool
stands_at(const char *at, const char *text, size_t stride)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (at[i * stride] != text[i])
			return false;
	return true;
}

/* As bytes, as wide characters, or as the cells of a window. */
static bool
holds(const char *bytes, size_t n, const char *text)
{
	static const size_t strides[] = {1, sizeof(wchar_t), sizeof(cchar_t)};
	size_t i, k, length = strlen(text);

	for (i = 0; i < n; i++)
		for (k = 0; bytes[i] == text[0] && k < COUNT(strides); k++)
			if (i + length * strides[k] <= n &&
			    stands_at(bytes + i, text, strides[k]))
				return true;
	return false;
}

static bool
range_holds(int memory, unsigned long from, unsigned long to, const char *text)
{
	size_t size = to - from;
	char *bytes = malloc(size);
	ssize_t n;
	bool found;

	assert_non_null(bytes);
	n = pread(memory, bytes, size, (off_t)from);
	found = n > 0 && holds(bytes, (size_t)n, text);
	free(bytes);
	return found;
}

/* Into `where`: the name of the first part of what the program may write to
 * that has this text; "" where none has it. */
static void
find_in_memory(int pid, const char *text, char where[256])
{
	char path[64], line[512], *end;
	unsigned long from, to;
	int memory;
	FILE *maps;

	*where = '\0';
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		skip();
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	assert_non_null(maps);
	while (!*where && fgets(line, sizeof line, maps) != NULL) {
		/* from-to rights offset device inode name */
		from = strtoul(line, &end, 16);
		assert_int_equal(*end, '-');
		to = strtoul(end + 1, &end, 16);
		if (end[2] == 'w' && range_holds(memory, from, to, text))
			snprintf(where, 256, "at %lx in %s", from, end);
	}
	fclose(maps);
	close(memory);
}

static void
assert_in_memory(int pid, bool expected, const char *what)
{
	char where[256];

	assert_true(pid > 0);
	find_in_memory(pid, secret, where);
	if (expected && !*where)
		fail_msg("%s: the search does not find what is there", what);
	if (!expected && *where)
		fail_msg("%s: found %s", what, where);
}

/* ------------------------------------------------------------- the sessions */

static const struct {
	const char *what, *option;
	struct term_move there[6], away[6];
	const char *next;
} ways[] = {
	{"sent from a full screen",
	 NULL,
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "2\r"},
	  {"What would help", "Quittenmarmelade\r"},
	  {"Check your answers", ""}},
	 {{"Check your answers", "<C-n>\r"},
	  {"Your answers have been sent", "\r"}},
	 "[ Start ]"},
	{"kept from a full screen",
	 NULL,
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "2\r"},
	  {"What would help", "Quittenmarmelade"}},
	 {{"Quittenmarmelade", "<C-x>"}, {"[ Leave. My answers", "\r"}},
	 "[ Start ]"},
	{"deleted from a full screen",
	 NULL,
	 {{"[ Start ]", "\r"},
	  {"Do you use any", "2\r"},
	  {"What would help", "Quittenmarmelade"}},
	 {{"Quittenmarmelade", "<C-x>"},
	  {"[ Leave. My answers", "<Tab><Tab>\r"}},
	 "[ Start ]"},
	{"sent in plain lines",
	 "--line",
	 {{"Type start", "start\r"},
	  {"Do you use any", "2\r"},
	  {"What would help", "Quittenmarmelade\r"},
	  {"Check your answers", ""}},
	 {{"Check your answers", "send\r"},
	  {"Your answers have been sent", "finish\r"}},
	 "Type start"},
};

static void
nothing_stays_in_memory(void **state)
{
	char *program;
	struct made_wave made;
	struct term *term;
	size_t i;

#if defined(__SANITIZE_ADDRESS__)
	skip(); /* its runtime keeps what was freed for a while */
#endif
	program = test_program("conduct-survey");
	made_wave_init(&made, *state, form_small, 0, 5);
	for (i = 0; i < COUNT(ways); i++) {
		const char *argv[] = {program, "--kiosk", made.path,
				      ways[i].option, NULL};

		term = term_start(24, 80, argv, NULL);
		term_play(term, ways[i].there);
		term_wait_quiet(term);
		assert_in_memory(term_child(term), true, ways[i].what);
		assert_in_memory(term_pid(term), false, ways[i].what);
		term_play(term, ways[i].away);
		term_wait_text(term, ways[i].next, ways[i].what);
		term_wait_quiet(term);
		assert_in_memory(term_child(term), false, ways[i].what);
		assert_in_memory(term_pid(term), false, ways[i].what);
		term_free(term);
	}
	made_wave_release(&made);
	free(program);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(nothing_stays_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
