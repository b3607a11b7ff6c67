// SPDX-License-Identifier: Apache-2.0
// Clocks.
#ifndef COTIDY_TEST_STD_TIME_H
#define COTIDY_TEST_STD_TIME_H

#include <sys/types.h>
extern "C" {
struct timespec {
  long tv_sec;
  long tv_nsec;
};
int nanosleep(const struct timespec *, struct timespec *);
long time(long *);
}

#endif
