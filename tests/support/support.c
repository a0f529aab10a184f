/* Comparing texts, files and folders for tests. */
#include "tests/test.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* How much to show before and after the first difference. */
enum { BEFORE = 30, AFTER = 60 };

static size_t
first_difference(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	return i;
}

static void
show(const char *title, const char *text, size_t from)
{
	print_error("  %s%s\"%.*s\"\n", title, from ? "..." : "",
		    AFTER + BEFORE, text + from);
}

void
test_text(const char *got, const char *expected, const char *what,
	  const char *file, int line)
{
	size_t at;

	if (!got || !expected) {
		if (got == expected)
			return;
		print_error("%s: got %s, expected %s\n", what,
			    got ? got : "NULL", expected ? expected : "NULL");
		_fail(file, line);
	}
	at = first_difference(got, expected);
	if (got[at] == expected[at])
		return;
	print_error("%s: differs at byte %zu\n", what, at);
	show("got      ", got, at > BEFORE ? at - BEFORE : 0);
	show("expected ", expected, at > BEFORE ? at - BEFORE : 0);
	_fail(file, line);
}

void
test_has(const char *got, const char *part, const char *what, const char *file,
	 int line)
{
	if (got && strstr(got, part))
		return;
	print_error("%s: no \"%s\" in\n%s\n", what, part, got ? got : "NULL");
	_fail(file, line);
}

void
test_case(bool holds, const char *condition, const char *what, const char *file,
	  int line)
{
	if (holds)
		return;
	print_error("%s: not so: %s\n", what, condition);
	_fail(file, line);
}

static char *
join(const char *a, const char *between, const char *b)
{
	size_t size = strlen(a) + strlen(between) + strlen(b) + 1;
	char *all = malloc(size);

	assert_non_null(all);
	snprintf(all, size, "%s%s%s", a, between, b);
	return all;
}

char *
test_path(const char *dir, const char *name)
{
	return join(dir, "/", name);
}

size_t
test_entries(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	size_t n = 0;

	if (d == NULL)
		return 0;
	while ((entry = readdir(d)) != NULL)
		n += strcmp(entry->d_name, ".") != 0 &&
			strcmp(entry->d_name, "..") != 0;
	closedir(d);
	return n;
}

int
test_dir_setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = join(tmp ? tmp : "/tmp", "/", "conduct-test-XXXXXX");

	*state = dir;
	return mkdtemp(dir) ? 0 : -1;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

int
test_dir_teardown(void **state)
{
	int failed = nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);

	free(*state);
	*state = NULL;
	return failed;
}

char *
test_read(const char *path, size_t *size)
{
	FILE *in = fopen(path, "rb");
	char *bytes = NULL;
	size_t used = 0, n;

	if (!in)
		fail_msg("%s: %s", path, strerror(errno));
	do {
		bytes = realloc(bytes, used + 65536 + 1);
		assert_non_null(bytes);
		n = fread(bytes + used, 1, 65536, in);
		used += n;
	} while (n > 0);
	assert_int_equal(ferror(in), 0);
	fclose(in);
	bytes[used] = '\0';
	if (size)
		*size = used;
	return bytes;
}

void
test_write_bytes(const char *path, const void *bytes, size_t size)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		fail_msg("%s: %s", path, strerror(errno));
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	assert_int_equal(fclose(out), 0);
}

void
test_write(const char *path, const char *text)
{
	test_write_bytes(path, text, strlen(text));
}

char *
test_shared(const char *name)
{
	const char *shared = getenv("SHARED");
	char *path;

	if (!shared || !*shared) {
		print_message("SKIP: SHARED names no reference data\n");
		skip();
	}
	path = test_path(shared, name);
	if (access(path, R_OK) != 0) {
		print_message("SKIP: %s: %s\n", path, strerror(errno));
		free(path);
		skip();
	}
	return path;
}

/* We are BUILD/tests/AREA/NAME_test. */
char *
test_program(const char *name)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int up;

	assert_true(n > 0);
	self[n] = '\0';
	for (up = 0; up < 3; up++) {
		char *slash = strrchr(self, '/');

		assert_non_null(slash);
		*slash = '\0';
	}
	return test_path(self, name);
}

bool
test_is_slow(void)
{
	const char *slow = getenv("VALGRIND");

	return slow && *slow;
}
