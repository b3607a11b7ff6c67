// SPDX-License-Identifier: Apache-2.0
// Sleeping, descriptors, processes.
#ifndef COTIDY_TEST_STD_UNISTD_H
#define COTIDY_TEST_STD_UNISTD_H

#include <sys/types.h>
extern "C" {
unsigned sleep(unsigned);
int usleep(unsigned);
int pause(void);
ssize_t read(int, void *, size_t);
ssize_t write(int, const void *, size_t);
int fsync(int);
int close(int);
int dup(int);
int access(const char *, int);
int lockf(int, int, off_t);
#define F_ULOCK 0
#define F_LOCK 1
#define F_TLOCK 2
}

#endif
