/*
 * Writes the files named on the command line as C, for questions/bank.h.
 * Runs on the machine that builds; it is in no program we ship.
 *
 * Bytes as numbers, not as string literals: C promises only 4,095 characters
 * of those.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void
fail(const char *path)
{
	perror(path);
	exit(1);
}

static size_t
write_data(const char *path, int number)
{
	FILE *in = fopen(path, "rb");
	size_t size = 0;
	int c;

	if (!in)
		fail(path);
	printf("static const unsigned char data_%d[] = {", number);
	while ((c = getc(in)) != EOF)
		printf("%s%d,", size++ % 16 ? "" : "\n", c);
	printf("%s\n};\n\n", size ? "" : "0");
	if (ferror(in) || fclose(in) != 0)
		fail(path);
	return size;
}

int
main(int argc, char **argv)
{
	size_t *sizes = calloc((size_t)argc, sizeof(*sizes));
	int i;

	if (!sizes)
		fail(argv[0]);
	printf("#include \"questions/bank.h\"\n\n");
	for (i = 1; i < argc; i++)
		sizes[i] = write_data(argv[i], i);
	printf("const struct bank_file bank_files[] = {\n");
	for (i = 1; i < argc; i++)
		printf("\t{\"%s\", data_%d, %zu},\n", name_of(argv[i]), i,
		       sizes[i]);
	printf("\t{NULL, NULL, 0},\n};\n\n");
	printf("const size_t bank_files_count = %d;\n", argc - 1);
	free(sizes);
	if (fflush(stdout) != 0)
		fail("stdout");
	return 0;
}
