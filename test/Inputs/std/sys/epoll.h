// SPDX-License-Identifier: Apache-2.0
// Waiting for descriptors, Linux's way.
#ifndef COTIDY_TEST_STD_SYS_EPOLL_H
#define COTIDY_TEST_STD_SYS_EPOLL_H

#include <sys/types.h>
extern "C" {
struct epoll_event {
  unsigned events;
};
int epoll_wait(int, struct epoll_event *, int, int);
}

#endif
