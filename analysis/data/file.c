#include "analysis/data/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/temporary.h"
#include "questions/base/mem.h"

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool
folder_make(const char *path, bool *made, struct error *err)
{
	struct stat st;

	*made = mkdir(path, 0700) == 0;
	if (*made)
		return true;
	if (errno != EEXIST)
		return error_set(err, "%s: the folder cannot be made: %s", path,
				 strerror(errno));
	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return error_set(err, "%s is a file; name a folder", path);
	return true;
}

FILE *
file_begin(const char *path, int mode, char **temporary, struct error *err)
{
	int fd = temporary_make(path, mode, temporary);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");

	if (!f) {
		error_set(err, "%s cannot be written: %s", path,
			  strerror(errno));
		if (fd >= 0)
			close(fd);
		temporary_remove(temporary);
	}
	return f;
}

/* A rename is durable once its folder is. */
static void
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_copy_n(path, (size_t)(slash - path) + 1)
			     : mem_copy(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

bool
file_finish(FILE *f, char *temporary, const char *path, struct error *err)
{
	bool written = fflush(f) == 0 && !ferror(f) && fsync(fileno(f)) == 0;

	if (!written)
		error_set(err, "%s cannot be written: %s", path,
			  strerror(errno));
	if (fclose(f) != 0 && written)
		written = error_set(err, "%s cannot be written: %s", path,
				    strerror(errno));
	if (written && !temporary_place(&temporary, path))
		written = error_set(err, "%s cannot be put in place: %s", path,
				    strerror(errno));
	if (written)
		sync_folder(path);
	else
		temporary_remove(&temporary);
	return written;
}

void
file_abandon(FILE *f, char *temporary)
{
	fclose(f);
	temporary_remove(&temporary);
}

char *
file_read(const char *path, size_t most, size_t *n, struct error *err)
{
	FILE *f = fopen(path, "rb");
	char *bytes = NULL;
	size_t room = 0, got;

	*n = 0;
	if (!f) {
		error_set(err, "%s cannot be read: %s", path, strerror(errno));
		return NULL;
	}
	do {
		bytes = mem_room(bytes, &room, *n + 65536, 1);
		got = fread(bytes + *n, 1, room - *n - 1, f);
		*n += got;
	} while (got > 0 && *n <= most);
	bytes[*n] = '\0';
	if (ferror(f))
		error_set(err, "%s cannot be read: %s", path, strerror(errno));
	else if (*n > most)
		error_set(err, "%s is too large to be what it should be", path);
	if (ferror(f) || *n > most) {
		free(bytes);
		bytes = NULL;
	}
	fclose(f);
	return bytes;
}
