/*
 * The n-th system call fails, or is the last one, for every n that there is.
 * store_driver answers the survey under strace, which injects the fault; what
 * it said was done must be there, each response exactly once, and whoever
 * tries again after an error must get through.
 *
 * That a fault was injected is looked up in strace's log: some ways to ask for
 * one do nothing (trust.md 5.2).
 */
#include "tests/test.h"

#include <libgen.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "survey/store.h"
#include "tests/support/wave_kit.h"

enum { PERSON = 3, BESIDE = PERSON + 1000, CAPACITY = 12, CODES = 8 };

struct here {
	char *dir;
	struct wave_kit kit;
	char *wave; /* its bytes as made */
	size_t wave_size;
	unsigned char boxes[CODES][KIT_BOX];
};

/* What the driver said. */
struct said {
	uint32_t kept, kept_beside, slot, tried[8];
	size_t n_tried;
	bool sent, forgot;
	int failures;
};

static char *
driver_path(void)
{
	char self[PATH_MAX] = "";
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	assert_true(n > 0);
	return test_path(dirname(self), "store_driver");
}

static void
need_strace(void)
{
	static const char *const argv[] = {"strace",	      "-qq",  "-e",
					   "trace=fdatasync", "true", NULL};
	struct test_run run;
	bool works;

	test_run(&run, NULL, argv, NULL);
	works = run.status == 0;
	test_run_release(&run);
	if (!works) {
		print_message("SKIP: strace is not here, or may not trace\n");
		skip();
	}
}

static int
here_setup(void **state)
{
	struct here *here = calloc(1, sizeof(*here));
	char *path;
	void *dir;
	size_t i;

	if (!here || test_dir_setup(&dir) != 0)
		return -1;
	*state = here;
	here->dir = dir;
	kit_init(&here->kit, here->dir);
	kit_create(&here->kit, CAPACITY, CODES);
	here->wave = test_read(here->kit.path, &here->wave_size);
	for (i = 0; i < CODES; i++)
		kit_seal(&here->kit, "a response", here->boxes[i]);
	path = test_path(here->dir, "hashes");
	test_write_bytes(path, here->kit.hashes, CODES * SEAL_HASH_BYTES);
	free(path);
	path = test_path(here->dir, "box");
	test_write_bytes(path, here->boxes, sizeof(here->boxes));
	free(path);
	return 0;
}

static int
here_teardown(void **state)
{
	struct here *here = *state;
	void *dir = here->dir;

	kit_release(&here->kit);
	free(here->wave);
	free(here);
	return test_dir_teardown(&dir);
}

/* As if nobody had answered yet. */
static void
here_renew(struct here *here)
{
	static const char *const names[] = {
		"survey.drafts",	 "survey.drafts-wal",
		"survey.drafts-shm",	 "survey.drafts.new",
		"survey.drafts.new-wal", "survey.drafts.new-shm",
		"survey.wave-journal",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		char *path = test_path(here->dir, names[i]);

		unlink(path);
		free(path);
	}
	test_write_bytes(here->kit.path, here->wave, here->wave_size);
}

/* ---- what the driver said ---- */

/* "kept 3 1": true when the line begins so. Both numbers may be missing. */
static bool
is_line(const char *line, const char *word, uint32_t *a, uint32_t *b)
{
	size_t n = strlen(word);
	char *end;

	if (strncmp(line, word, n) != 0)
		return false;
	*a = (uint32_t)strtoul(line + n, &end, 10);
	*b = (uint32_t)strtoul(end, NULL, 10);
	return true;
}

static void
take_line(struct said *said, const char *line)
{
	uint32_t a, b;

	if (is_line(line, "kept ", &a, &b)) {
		*(a == PERSON ? &said->kept : &said->kept_beside) = b;
	} else if (is_line(line, "trying ", &a, &b)) {
		assert_true(said->n_tried < COUNT(said->tried));
		said->tried[said->n_tried++] = b;
	} else if (is_line(line, "sent ", &a, &b)) {
		said->sent = true;
		said->slot = b;
	} else if (is_line(line, "forgot ", &a, &b)) {
		said->forgot = true;
	} else if (is_line(line, "failed ", &a, &b)) {
		said->failures++;
	}
}

static struct said
read_said(const char *out)
{
	struct said said = {0};
	const char *line = out;

	while (line && *line) {
		take_line(&said, line);
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return said;
}

/* ---- what is there ---- */

static uint32_t
draft_there(struct store *store, uint32_t person, const char *what)
{
	unsigned char id[DRAFT_ID_BYTES];
	struct error err = ERROR_INIT;
	uint32_t number;
	void *draft;

	kit_id(person, id);
	if (!store_draft_get(store, id, &draft, &err))
		fail_msg("%s: %s", what, err.text);
	if (!draft)
		return 0;
	number = kit_draft_number(draft);
	assert_case(number != 0, what);
	free(draft);
	return number;
}

static bool
box_there(struct here *here, struct store *store, uint32_t slot)
{
	struct error err = ERROR_INIT;
	enum slot_state state;

	if (!store_slot_look(store, slot, here->boxes[PERSON], &state, &err))
		fail_msg("%s", err.text);
	return state == SLOT_OURS;
}

/* In how many of the slots it tried? */
static size_t
boxes_there(struct here *here, struct store *store, const struct said *said)
{
	size_t i, k, n = 0;

	for (i = 0; i < said->n_tried; i++) {
		for (k = 0; k < i; k++)
			if (said->tried[k] == said->tried[i])
				break;
		n += k == i && box_there(here, store, said->tried[i]);
	}
	return n;
}

static void
check(struct here *here, const struct said *said, const char *what)
{
	struct store *store = kit_open(&here->kit, STORE_ASK);
	struct error err = ERROR_INIT;
	struct store_audit audit;
	size_t boxes = boxes_there(here, store, said);
	uint32_t draft = draft_there(store, PERSON, what);
	bool known;

	assert_true(store_code_known(store, here->kit.hashes[PERSON], &known,
				     &err));
	assert_case(!said->sent || box_there(here, store, said->slot), what);
	assert_case(boxes == (known ? 0 : 1), what);
	assert_case(draft >= said->kept || (draft == 0 && boxes == 1), what);
	assert_case(!said->forgot || draft == 0, what);
	assert_case(draft_there(store, BESIDE, what) >= said->kept_beside,
		    what);
	assert_true(store_look(store, &audit, &err));
	assert_case(audit.intact && audit.used == boxes, what);
	store_close_file(store);
}

/* ---- one fault ---- */

struct fault {
	const char *calls;  /* which ones are counted */
	const char *action; /* what strace does to the n-th */
	bool ends;	    /* so that the driver ends there */
	bool stays;	    /* so that all later ones fail, too */
};

static char *
inject_text(const struct fault *fault, int n)
{
	char text[160];

	snprintf(text, sizeof(text), "inject=%s:%s:when=%d%s", fault->calls,
		 fault->action, n, fault->stays ? "+" : "");
	return strdup(text);
}

/* False when there was no n-th call any more. */
static bool
inject(struct here *here, const struct fault *fault, int n)
{
	char *driver = driver_path(), *log = test_path(here->dir, "trace");
	char *what = inject_text(fault, n), *trace, calls[80], person[16];
	const char *argv[] = {"strace", "-f", "-qq",  "-o", log,    "-e", calls,
			      "-e",	what, driver, NULL, person, NULL};
	struct test_run run;
	struct said said;
	bool injected;

	argv[10] = here->dir;
	snprintf(calls, sizeof(calls), "trace=%s", fault->calls);
	snprintf(person, sizeof(person), "%d", PERSON);
	here_renew(here);
	test_run(&run, NULL, argv, NULL);
	trace = test_read(log, NULL);
	injected = strstr(trace, "INJECTED") || strstr(trace, "SIGKILL");
	said = read_said(run.out);
	if (getenv("VERBOSE"))
		print_message("%s: %d\n%s", what, run.status, run.out);
	if (injected && fault->ends)
		assert_case(run.status == 128 + 9, what);
	else if (!fault->stays)
		assert_case(run.status == 0, what);
	check(here, &said, what);
	test_run_release(&run);
	free(trace);
	free(what);
	free(log);
	free(driver);
	return injected;
}

static void
inject_each(struct here *here, const struct fault *fault, int least)
{
	int n = 1;

	need_strace();
	while (inject(here, fault, n))
		n++;
	print_message("%s %s: %d places\n", fault->calls, fault->action, n - 1);
	assert_true(n - 1 >= least);
}

struct faults {
	struct fault fault;
	int least; /* places there must be at the least */
};

static void
inject_all(void **state, const struct faults *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		inject_each(*state, &list[i].fault, list[i].least);
}

static void
survives_a_call_that_fails(void **state)
{
	static const struct faults list[] = {
		{{"fdatasync", "error=EIO", false, false}, 15},
		{{"fdatasync", "error=ENOSPC", false, false}, 15},
		{{"fsync", "error=EIO", false, false}, 1},
		{{"pwrite64", "error=EIO", false, false}, 40},
		{{"pwrite64", "error=ENOSPC", false, false}, 40},
		{{"ftruncate", "error=EIO", false, false}, 4},
		{{"unlink", "error=EACCES", false, false}, 4},
		{{"renameat2", "error=EIO", false, false}, 1},
	};

	inject_all(state, list, COUNT(list));
}

static void
survives_calls_that_go_on_failing(void **state)
{
	static const struct faults list[] = {
		{{"pwrite64", "error=ENOSPC", false, true}, 40},
		{{"fdatasync", "error=EIO", false, true}, 15},
	};

	inject_all(state, list, COUNT(list));
}

/* strace counts each kind of call for itself. */
static void
survives_a_kill_at_every_call(void **state)
{
	static const struct faults list[] = {
		{{"pwrite64", "signal=KILL", true, false}, 40},
		{{"fdatasync", "signal=KILL", true, false}, 15},
		{{"fsync", "signal=KILL", true, false}, 1},
		{{"ftruncate", "signal=KILL", true, false}, 4},
		{{"unlink", "signal=KILL", true, false}, 4},
		{{"renameat2", "signal=KILL", true, false}, 1},
	};

	inject_all(state, list, COUNT(list));
}

/* What the client's speed stands on. */
static void
syncs_once_for_a_draft(void **state)
{
	struct here *here = *state;
	char *driver = driver_path(), *log = test_path(here->dir, "trace");
	const char *argv[] = {"strace",
			      "-f",
			      "-qq",
			      "-o",
			      log,
			      "-e",
			      "trace=fdatasync,fsync,write",
			      driver,
			      here->dir,
			      "3",
			      NULL};
	struct test_run run;
	char *trace, *from, *to;
	int syncs = 0;

	need_strace();
	here_renew(here);
	test_run(&run, NULL, argv, NULL);
	assert_int_equal(run.status, 0);
	trace = test_read(log, NULL);
	/* From the first "kept" to the second. */
	from = strstr(trace, "kept 3 1");
	to = strstr(trace, "kept 3 2");
	assert_true(from && to && from < to);
	*to = '\0';
	while ((from = strstr(from + 1, "sync(")))
		syncs++;
	assert_int_equal(syncs, 1);
	test_run_release(&run);
	free(trace);
	free(log);
	free(driver);
}

#define HERE(test) \
	cmocka_unit_test_setup_teardown(test, here_setup, here_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HERE(survives_a_call_that_fails),
		HERE(survives_calls_that_go_on_failing),
		HERE(survives_a_kill_at_every_call),
		HERE(syncs_once_for_a_draft),
	};
	struct error err = ERROR_INIT;
	const char *options = getenv("ASAN_OPTIONS");
	char all[4096];

	/* The leak checker cannot work in a process that is traced. */
	snprintf(all, sizeof(all), "%s%sdetect_leaks=0", options ? options : "",
		 options ? ":" : "");
	setenv("ASAN_OPTIONS", all, 1);
	if (!seal_init(&err))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
