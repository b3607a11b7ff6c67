// SPDX-License-Identifier: Apache-2.0
// POSIX threads.
#ifndef COTIDY_TEST_STD_PTHREAD_H
#define COTIDY_TEST_STD_PTHREAD_H

#include <sys/types.h>
extern "C" {
typedef unsigned long pthread_t;
typedef struct {
  int data;
} pthread_mutex_t;
int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
int pthread_join(pthread_t, void **);
int pthread_mutex_lock(pthread_mutex_t *);
int pthread_mutex_trylock(pthread_mutex_t *);
int pthread_mutex_unlock(pthread_mutex_t *);
}

#endif
