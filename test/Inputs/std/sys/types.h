// SPDX-License-Identifier: Apache-2.0
// Types of POSIX.
#ifndef COTIDY_TEST_STD_SYS_TYPES_H
#define COTIDY_TEST_STD_SYS_TYPES_H

extern "C" {
typedef long ssize_t;
typedef unsigned long size_t;
typedef int pid_t;
typedef long off_t;
}

#endif
