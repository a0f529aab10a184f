/*
 * A main() for a fuzz target without libFuzzer: runs each file of the corpus
 * once, and the empty input. Arguments: other files or folders to run.
 */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int runs;

static void
run_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	uint8_t *bytes = NULL;
	size_t size = 0, n;

	if (!in) {
		perror(path);
		exit(1);
	}
	do {
		bytes = realloc(bytes, size + 65536);
		if (!bytes)
			abort();
		n = fread(bytes + size, 1, 65536, in);
		size += n;
	} while (n > 0);
	fclose(in);
	/* To its exact size, so that reading past the end is seen. */
	bytes = realloc(bytes, size ? size : 1);
	if (!bytes)
		abort();
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	runs++;
}

static void
run_path(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char name[4096];

	if (!dir) {
		run_file(path);
		return;
	}
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			snprintf(name, sizeof(name), "%s/%s", path,
				 entry->d_name);
			run_file(name);
		}
	closedir(dir);
}

/* build/tests/fuzz/csv_fuzz starts from tests/fuzz/corpus/csv */
static void
run_corpus(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;
	char path[4096];
	DIR *dir;

	snprintf(path, sizeof(path), "tests/fuzz/corpus/%.*s",
		 (int)(strlen(name) - strlen("_fuzz")), name);
	dir = opendir(path);
	if (!dir)
		return;
	closedir(dir);
	run_path(path);
}

int
main(int argc, char **argv)
{
	int i;

	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	if (argc == 1)
		run_corpus(argv[0]);
	for (i = 1; i < argc; i++)
		run_path(argv[i]);
	printf("%d inputs\n", runs + 1);
	return 0;
}
