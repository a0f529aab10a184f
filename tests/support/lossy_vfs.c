#include "tests/support/lossy_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* A file, whatever its name is by now. */
struct inode {
	struct inode *next;
	char *path;   /* where its bytes are */
	bool removed; /* path is a hiding place */
};

/* A write or truncation that was not synced. */
struct change {
	struct change *next;
	struct inode *inode;
	bool truncation;
	int64_t offset, n; /* of a truncation: new size, bytes lost */
	int64_t size;	   /* before it */
	unsigned char *before, *after;
};

/* A name made or removed, not synced. */
struct naming {
	struct naming *next;
	struct inode *inode;
	char *path; /* of the name */
	bool made;
};

static struct {
	sqlite3_vfs *below;
	struct inode *inodes;
	struct change *changes; /* newest first */
	struct naming *namings; /* newest first */
	uint64_t random, calls, cut_at;
	bool weak, own_pragma;
	unsigned hidden;
} disk;

struct lossy_file {
	sqlite3_file base;
	sqlite3_file *below;
	struct inode *inode; /* NULL: a temporary file, not modelled */
};

static void *
need(void *p)
{
	if (!p)
		abort();
	return p;
}

/* splitmix64 */
static uint64_t
draw(void)
{
	uint64_t z = disk.random += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static sqlite3_file *
below(sqlite3_file *file)
{
	return ((struct lossy_file *)file)->below;
}

static struct inode *
inode_of(sqlite3_file *file)
{
	return ((struct lossy_file *)file)->inode;
}

/* ---- what was not synced ---- */

static void
forget_change(struct change **at)
{
	struct change *change = *at;

	*at = change->next;
	free(change->before);
	free(change->after);
	free(change);
}

static void
synced(const struct inode *inode)
{
	struct change **at = &disk.changes;

	while (*at)
		if ((*at)->inode == inode)
			forget_change(at);
		else
			at = &(*at)->next;
}

/* The list's memory is given up: the process ends soon. */
static void
names_synced(void)
{
	disk.namings = NULL;
}

static void
name_changed(struct inode *inode, const char *path, bool made)
{
	struct naming *naming = need(calloc(1, sizeof(*naming)));

	naming->inode = inode;
	naming->path = need(strdup(path));
	naming->made = made;
	naming->next = disk.namings;
	disk.namings = naming;
}

static struct inode *
inode_at(const char *path)
{
	struct inode *inode;

	for (inode = disk.inodes; inode; inode = inode->next)
		if (!inode->removed && strcmp(inode->path, path) == 0)
			return inode;
	inode = need(calloc(1, sizeof(*inode)));
	inode->path = need(strdup(path));
	inode->next = disk.inodes;
	disk.inodes = inode;
	return inode;
}

static struct change *
change_add(sqlite3_file *file, int64_t offset, int64_t n)
{
	struct change *change = need(calloc(1, sizeof(*change)));
	sqlite3_int64 size = 0;

	below(file)->pMethods->xFileSize(below(file), &size);
	change->inode = inode_of(file);
	change->offset = offset;
	change->n = n;
	change->size = size;
	change->before = need(calloc(1, (size_t)n + 1));
	if (offset < size)
		below(file)->pMethods->xRead(below(file), change->before,
					     (int)n, offset);
	change->next = disk.changes;
	disk.changes = change;
	return change;
}

/* ---- the cut ---- */

static void
put_bytes(FILE *f, int64_t offset, const unsigned char *bytes, int64_t n)
{
	if (n > 0 &&
	    (fseek(f, (long)offset, SEEK_SET) != 0 ||
	     fwrite(bytes, 1, (size_t)n, f) != (size_t)n))
		abort();
}

static void
set_size(FILE *f, int64_t size)
{
	if (fflush(f) != 0 || ftruncate(fileno(f), (off_t)size) != 0)
		abort();
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
undo(FILE *f, const struct change *change)
{
	set_size(f, change->size);
	put_bytes(f, change->offset, change->before,
		  least(change->n, change->size - change->offset));
}

/* chance: of 256, that a sector has reached the disk. */
static void
redo(FILE *f, const struct change *change, unsigned chance)
{
	int64_t at;

	if (change->truncation) {
		if (draw() % 256 < chance)
			set_size(f, change->offset);
		return;
	}
	for (at = 0; at < change->n; at += SECTOR)
		if (draw() % 256 < chance)
			put_bytes(f, change->offset + at, change->after + at,
				  least(SECTOR, change->n - at));
}

static void
redo_oldest_first(FILE *f, const struct change *change,
		  const struct inode *inode, unsigned chance)
{
	if (!change)
		return;
	redo_oldest_first(f, change->next, inode, chance);
	if (change->inode == inode)
		redo(f, change, chance);
}

static void
inode_cut(const struct inode *inode)
{
	static const unsigned chances[] = {0, 32, 128, 224, 256};
	unsigned chance = chances[draw() % 5];
	const struct change *change;
	FILE *f = fopen(inode->path, "r+b");

	if (!f)
		return;
	for (change = disk.changes; change; change = change->next)
		if (change->inode == inode)
			undo(f, change);
	redo_oldest_first(f, disk.changes, inode, chance);
	if (fclose(f) != 0)
		abort();
}

static void
names_cut(void)
{
	struct naming *naming;
	unsigned n = 0, lost;

	for (naming = disk.namings; naming; naming = naming->next)
		n++;
	lost = (unsigned)(draw() % (n + 1));
	for (naming = disk.namings; lost > 0; naming = naming->next, lost--) {
		if (naming->made) {
			unlink(naming->path);
		} else if (rename(naming->inode->path, naming->path) == 0) {
			naming->inode->removed = false;
			naming->inode->path = naming->path;
		}
	}
}

_Noreturn void
lossy_cut(void)
{
	struct inode *inode;

	for (inode = disk.inodes; inode; inode = inode->next)
		inode_cut(inode);
	names_cut();
	for (inode = disk.inodes; inode; inode = inode->next)
		if (inode->removed)
			unlink(inode->path);
	_exit(0);
}

/* True when the power goes once this call has been noted. */
static bool
last_call(void)
{
	return ++disk.calls == disk.cut_at;
}

/* ---- a file's methods ---- */

static int
lossy_close(sqlite3_file *file)
{
	int code = below(file)->pMethods->xClose(below(file));

	sqlite3_free(below(file));
	return code;
}

static int
lossy_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
	return below(file)->pMethods->xRead(below(file), bytes, n, offset);
}

static int
lossy_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
	struct change *change;
	bool last;
	int code;

	if (!inode_of(file))
		return below(file)->pMethods->xWrite(below(file), bytes, n,
						     offset);
	last = last_call();
	change = change_add(file, offset, n);
	change->after = need(malloc((size_t)n + 1));
	memcpy(change->after, bytes, (size_t)n);
	code = below(file)->pMethods->xWrite(below(file), bytes, n, offset);
	if (last)
		lossy_cut();
	return code;
}

static int
lossy_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	sqlite3_int64 had = 0;
	bool last;
	int code;

	below(file)->pMethods->xFileSize(below(file), &had);
	if (!inode_of(file) || had <= size)
		return below(file)->pMethods->xTruncate(below(file), size);
	last = last_call();
	change_add(file, size, had - size)->truncation = true;
	code = below(file)->pMethods->xTruncate(below(file), size);
	if (last)
		lossy_cut();
	return code;
}

static int
lossy_sync(sqlite3_file *file, int flags)
{
	(void)flags;
	if (!inode_of(file))
		return SQLITE_OK;
	if (last_call())
		lossy_cut();
	synced(inode_of(file));
	names_synced();
	return SQLITE_OK;
}

static int
lossy_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return below(file)->pMethods->xFileSize(below(file), size);
}

static int
lossy_lock(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xLock(below(file), level);
}

static int
lossy_unlock(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xUnlock(below(file), level);
}

static int
lossy_reserved(sqlite3_file *file, int *reserved)
{
	return below(file)->pMethods->xCheckReservedLock(below(file), reserved);
}

/* ---- the control: other settings than were asked for ---- */

static bool
is_drafts(const char *path)
{
	return path && strstr(path, ".drafts");
}

/* What the program believes it has. */
static char *
pretend(const char *path, const char *pragma)
{
	if (!disk.weak || disk.own_pragma)
		return NULL;
	if (strcmp(pragma, "synchronous") == 0)
		return sqlite3_mprintf(is_drafts(path) ? "2" : "3");
	if (strcmp(pragma, "journal_mode") == 0 && !is_drafts(path))
		return sqlite3_mprintf("truncate");
	return NULL;
}

static int
lossy_control(sqlite3_file *file, int what, void *arg)
{
	struct inode *inode = inode_of(file);

	if (what == SQLITE_FCNTL_PRAGMA && inode) {
		char **words = arg;

		words[0] = pretend(inode->path, words[1]);
		if (words[0])
			return SQLITE_OK;
	}
	return below(file)->pMethods->xFileControl(below(file), what, arg);
}

static int
weaken(sqlite3 *db, char **problem, const void *api)
{
	const char *path = sqlite3_db_filename(db, "main");
	int code;

	(void)problem;
	(void)api;
	disk.own_pragma = true;
	code = sqlite3_exec(db,
			    is_drafts(path) ? "PRAGMA synchronous=NORMAL"
					    : "PRAGMA synchronous=FULL",
			    NULL, NULL, NULL);
	disk.own_pragma = false;
	return code;
}

static int
lossy_sector(sqlite3_file *file)
{
	return below(file)->pMethods->xSectorSize(below(file));
}

static int
lossy_device(sqlite3_file *file)
{
	return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

/* The index of a WAL is memory, not disk. */
static int
lossy_shm_map(sqlite3_file *file, int page, int size, int extend,
	      void volatile **at)
{
	return below(file)->pMethods->xShmMap(below(file), page, size, extend,
					      at);
}

static int
lossy_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return below(file)->pMethods->xShmLock(below(file), offset, n, flags);
}

static void
lossy_shm_barrier(sqlite3_file *file)
{
	below(file)->pMethods->xShmBarrier(below(file));
}

static int
lossy_shm_unmap(sqlite3_file *file, int delete)
{
	return below(file)->pMethods->xShmUnmap(below(file), delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = lossy_close,
	.xRead = lossy_read,
	.xWrite = lossy_write,
	.xTruncate = lossy_truncate,
	.xSync = lossy_sync,
	.xFileSize = lossy_size,
	.xLock = lossy_lock,
	.xUnlock = lossy_unlock,
	.xCheckReservedLock = lossy_reserved,
	.xFileControl = lossy_control,
	.xSectorSize = lossy_sector,
	.xDeviceCharacteristics = lossy_device,
	.xShmMap = lossy_shm_map,
	.xShmLock = lossy_shm_lock,
	.xShmBarrier = lossy_shm_barrier,
	.xShmUnmap = lossy_shm_unmap,
};

/* ---- the VFS ---- */

static bool
exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static int
lossy_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
	   int *out)
{
	struct lossy_file *lossy = (struct lossy_file *)file;
	bool new = path && !exists(path);
	int code;

	(void)vfs;
	memset(lossy, 0, sizeof(*lossy));
	lossy->below = need(sqlite3_malloc(disk.below->szOsFile));
	memset(lossy->below, 0, (size_t)disk.below->szOsFile);
	code = disk.below->xOpen(disk.below, path, lossy->below, flags, out);
	if (code != SQLITE_OK) {
		sqlite3_free(lossy->below);
		return code;
	}
	lossy->base.pMethods = &methods;
	if (!path || flags & SQLITE_OPEN_DELETEONCLOSE)
		return SQLITE_OK;
	lossy->inode = inode_at(path);
	if (new)
		name_changed(lossy->inode, path, true);
	return SQLITE_OK;
}

/* Hidden, not removed: it may come back. */
static int
lossy_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	struct inode *inode;
	char *hidden;
	bool last;

	(void)vfs;
	if (!exists(path))
		return disk.below->xDelete(disk.below, path, sync);
	last = last_call();
	inode = inode_at(path);
	hidden = need(sqlite3_mprintf("%s.lost-%u", path, disk.hidden++));
	name_changed(inode, path, false);
	if (rename(path, hidden) != 0)
		abort();
	inode->path = hidden;
	inode->removed = true;
	if (last)
		lossy_cut();
	if (sync)
		names_synced();
	return SQLITE_OK;
}

void
lossy_install(uint64_t seed, uint64_t cut_at, bool weak)
{
	static sqlite3_vfs vfs;

	disk.below = sqlite3_vfs_find(NULL);
	disk.random = seed;
	disk.cut_at = cut_at;
	disk.weak = weak;
	vfs = *disk.below;
	vfs.pNext = NULL;
	vfs.zName = "lossy";
	vfs.szOsFile = sizeof(struct lossy_file);
	vfs.xOpen = lossy_open;
	vfs.xDelete = lossy_delete;
	if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK ||
	    (weak &&
	     sqlite3_auto_extension((void (*)(void))weaken) != SQLITE_OK))
		abort();
}
