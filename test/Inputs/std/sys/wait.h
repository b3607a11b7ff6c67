// SPDX-License-Identifier: Apache-2.0
// Waiting for children.
#ifndef COTIDY_TEST_STD_SYS_WAIT_H
#define COTIDY_TEST_STD_SYS_WAIT_H

#include <sys/types.h>
extern "C" {
#define WNOHANG 1
#define WUNTRACED 2
pid_t wait(int *);
pid_t waitpid(pid_t, int *, int);
}

#endif
