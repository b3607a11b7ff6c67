// SPDX-License-Identifier: Apache-2.0
// Waiting for descriptors, the oldest way.
#ifndef COTIDY_TEST_STD_SYS_SELECT_H
#define COTIDY_TEST_STD_SYS_SELECT_H

#include <sys/types.h>
extern "C" {
struct timeval {
  long tv_sec;
  long tv_usec;
};
typedef struct {
  long fds_bits[16];
} fd_set;
int select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
}

#endif
