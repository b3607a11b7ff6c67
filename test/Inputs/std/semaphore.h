// SPDX-License-Identifier: Apache-2.0
// POSIX semaphores.
#ifndef COTIDY_TEST_STD_SEMAPHORE_H
#define COTIDY_TEST_STD_SEMAPHORE_H

#include <sys/types.h>
extern "C" {
typedef struct {
  int data;
} sem_t;
int sem_wait(sem_t *);
int sem_trywait(sem_t *);
}

#endif
