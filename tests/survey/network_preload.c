/* For LD_PRELOAD: every folder is on NFS. */
#include <string.h>
#include <sys/vfs.h>

int
statfs(const char *path, struct statfs *fs)
{
	(void)path;
	memset(fs, 0, sizeof *fs);
	fs->f_type = 0x6969;
	return 0;
}
