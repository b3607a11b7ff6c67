// SPDX-License-Identifier: Apache-2.0
// Waiting for descriptors.
#ifndef COTIDY_TEST_STD_POLL_H
#define COTIDY_TEST_STD_POLL_H

#include <sys/types.h>
extern "C" {
struct pollfd {
  int fd;
  short events;
  short revents;
};
#define POLLIN 1
int poll(struct pollfd *, unsigned long, int);
}

#endif
