// SPDX-License-Identifier: Apache-2.0
// Opening descriptors.
#ifndef COTIDY_TEST_STD_FCNTL_H
#define COTIDY_TEST_STD_FCNTL_H

#include <sys/types.h>
extern "C" {
#define O_RDONLY 0
int open(const char *, int, ...);
}

#endif
