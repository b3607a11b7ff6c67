// SPDX-License-Identifier: Apache-2.0
// Locks on files.
#ifndef COTIDY_TEST_STD_SYS_FILE_H
#define COTIDY_TEST_STD_SYS_FILE_H

#include <sys/types.h>
extern "C" {
#define LOCK_SH 1
#define LOCK_EX 2
#define LOCK_NB 4
#define LOCK_UN 8
int flock(int, int);
}

#endif
