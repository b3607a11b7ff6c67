// SPDX-License-Identifier: Apache-2.0
// Memory, processes, sorting.
#ifndef COTIDY_TEST_STD_STDLIB_H
#define COTIDY_TEST_STD_STDLIB_H

#include <sys/types.h>
extern "C" {
int system(const char *);
void *malloc(size_t);
void free(void *);
[[noreturn]] void exit(int);
[[noreturn]] void abort(void);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
}

#endif
