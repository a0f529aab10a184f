/*
 * A disk whose power can be cut, for SQLite: a VFS that passes everything on
 * to the ordinary one and remembers what has not been synced. At the cut each
 * file is put back to what was synced, plus a random choice of the 512-byte
 * sectors written since; files made or removed without a sync may be as they
 * were before. Then the process ends.
 *
 * Directories are modelled as in ext4 and XFS: changes become durable in their
 * order, and any sync takes all earlier ones along.
 *
 * The program under test runs unchanged: it opens its files with the default
 * VFS, which this becomes.
 */
#ifndef TESTS_SUPPORT_LOSSY_VFS_H
#define TESTS_SUPPORT_LOSSY_VFS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * From now on in this process, which should be a child made for it. The power
 * goes at the cut_at'th write, truncation, sync or removal, counted from 1.
 * The seed chooses what is lost.
 *
 * weak: the control. Settings that are known to be wrong take the place of
 * what the program asks for, and it is told that it got them: DELETE and FULL
 * (SQLite's defaults) for a wave, NORMAL (the usual advice) for its drafts.
 */
void lossy_install(uint64_t seed, uint64_t cut_at, bool weak);

/* As if the power went now. Does not return. */
_Noreturn void lossy_cut(void);

#endif
