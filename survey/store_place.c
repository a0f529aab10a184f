#include "survey/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"

char *
place_with(const char *path, const char *suffix)
{
	struct text t = TEXT_INIT;

	text_add(&t, path);
	text_add(&t, suffix);
	return text_take(&t);
}

char *
place_sibling(const char *path, const char *suffix)
{
	static const char ending[] = ".wave";
	size_t n = strlen(path), m = sizeof ending - 1;
	char *stem, *sibling;

	if (n <= m || strcmp(path + n - m, ending) != 0)
		return place_with(path, suffix);
	stem = mem_copy_n(path, n - m);
	sibling = place_with(stem, suffix);
	free(stem);
	return sibling;
}

char *
place_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_copy(".");
	if (slash == path)
		return mem_copy("/");
	return mem_copy_n(path, (size_t)(slash - path));
}

/* ---- on what disk ---- */

/*
 * Those on which locks, or what another machine sees, are not to be relied
 * on: SQLite in WAL mode is damaged there in silence. f_type as statfs(2)
 * and linux/magic.h name them.
 */
const char *
place_network_name(unsigned long type)
{
	static const struct {
		unsigned long type;
		const char *name;
	} systems[] = {
		{0x6969, "NFS"},      {0x517b, "SMB"},
		{0xff534d42, "CIFS"}, {0xfe534d42, "SMB2"},
		{0x5346414f, "AFS"},  {0x6b414653, "AFS"},
		{0x73757245, "Coda"}, {0x00c36400, "Ceph"},
		{0x564c, "NCP"},      {0x0bd00bd0, "Lustre"},
	};
	size_t i;

	for (i = 0; i < sizeof systems / sizeof systems[0]; i++)
		if (systems[i].type == (type & 0xffffffff))
			return systems[i].name;
	return NULL;
}

bool
place_local(const char *file, const char *name, struct error *err)
{
	char *folder = place_folder(file);
	const char *network = NULL;
	struct statfs fs;

	if (statfs(folder, &fs) != 0)
		error_set(err, "%s: %s: %s; choose a folder that is there",
			  name, folder, strerror(errno));
	else if ((network = place_network_name((unsigned long)fs.f_type)))
		error_set(err,
			  "%s: this is on a network drive (%s), where two "
			  "programs can write at once and damage it; put it on "
			  "a disk of this machine",
			  name, network);
	else {
		free(folder);
		return true;
	}
	free(folder);
	return false;
}

/* ---- whose ---- */

enum { OTHERS_WRITE = S_IWGRP | S_IWOTH };

/* Root may do anything anyway, so it is no "other". */
static bool
of_another(const struct stat *st)
{
	return geteuid() != 0 && st->st_uid != geteuid() && st->st_uid != 0;
}

static bool
folder_private(const char *folder, const char *file, const char *name,
	       struct error *err)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return error_set(err,
				 "%s: %s: %s; choose a folder that is "
				 "there",
				 name, folder, strerror(errno));
	if (!(st.st_mode & OTHERS_WRITE) && !of_another(&st))
		return true;
	/* chmod on a folder like /tmp would stop everything else. */
	if ((st.st_mode & S_ISVTX) || of_another(&st))
		return error_set(
			err,
			"%s: others may write to its folder %s; move it into "
			"a folder of its own made with mkdir -m 700",
			name, folder);
	return error_set(
		err,
		"%s: others may write to it; run chmod 700 %s and chmod 600 %s",
		name, folder, file);
}

bool
place_private(const char *file, const char *name, struct error *err)
{
	char *folder = place_folder(file);
	struct stat st;
	bool ok = false;

	if (stat(file, &st) != 0)
		error_set(err, "%s: %s", name, strerror(errno));
	else if (of_another(&st))
		error_set(err,
			  "%s: it belongs to another account, who may write to "
			  "it; run this as that account, or chown it",
			  name);
	else if (st.st_mode & OTHERS_WRITE)
		error_set(err,
			  "%s: others may write to it; run chmod 700 %s and "
			  "chmod 600 %s",
			  name, folder, file);
	else
		ok = folder_private(folder, file, name, err);
	free(folder);
	return ok;
}

/* ---- for good ---- */

bool
place_sync(const char *file, const char *name, struct error *err)
{
	char *folder = place_folder(file);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		error_set(err, "%s: %s: %s; check the disk", name, folder,
			  strerror(errno));
	if (fd >= 0)
		close(fd);
	free(folder);
	return ok;
}

int
place_make(const char *file, const char *like, int flags)
{
	const int always = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	int fd = open(file, flags | always, 0600);
	struct stat st;

	if (fd >= 0 && geteuid() == 0 && stat(like, &st) == 0 &&
	    fchown(fd, st.st_uid, st.st_gid) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

bool
place_unused(const char *path, const char *name, struct error *err)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return true;
	return error_set(
		err,
		"%s: this is there already; choose another name, or move it "
		"away",
		name);
}

/* Some file systems cannot promise not to replace. */
static bool
rename_new(const char *from, const char *to, const char *name,
	   struct error *err)
{
	const unsigned flags = RENAME_NOREPLACE;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, flags) == 0)
		return true;
	if (errno == EINVAL || errno == ENOSYS) {
		if (!place_unused(to, name, err))
			return false;
		if (rename(from, to) == 0)
			return true;
	}
	if (errno == EEXIST && !place_unused(to, name, err))
		return false;
	return error_set(err, "%s: %s; check the disk and try again", name,
			 strerror(errno));
}

bool
place_rename(const char *from, const char *to, const char *name,
	     struct error *err)
{
	if (!rename_new(from, to, name, err))
		return false;
	if (place_sync(to, name, err))
		return true;
	/* Else the next to come would take it for safe. */
	unlink(to);
	return false;
}

static bool
overwrite(int fd)
{
	unsigned char noise[16 * 1024];
	struct stat st;
	off_t left;

	if (fstat(fd, &st) != 0)
		return false;
	for (left = st.st_size; left > 0;) {
		size_t n = sizeof noise;
		ssize_t written;

		if (left < (off_t)n)
			n = (size_t)left;
		seal_random(noise, n);
		written = write(fd, noise, n);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0)
			left -= written;
	}
	return fsync(fd) == 0;
}

bool
place_wipe(const char *file, const char *name, struct error *err)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (fd < 0 && errno == ENOENT)
		return true;
	ok = fd >= 0 && overwrite(fd);
	if (fd >= 0)
		close(fd);
	if (!ok || unlink(file) != 0)
		return error_set(
			err, "%s: %s could not be wiped: %s; remove it by hand",
			name, file, strerror(errno));
	return true;
}

int64_t
place_size(const char *file)
{
	struct stat st;

	return stat(file, &st) == 0 ? (int64_t)st.st_size : -1;
}
