// SPDX-License-Identifier: Apache-2.0
// Facts about files.
#ifndef COTIDY_TEST_STD_SYS_STAT_H
#define COTIDY_TEST_STD_SYS_STAT_H

#include <sys/types.h>
extern "C" {
struct stat {
  long st_size;
};
int stat(const char *, struct stat *);
}

#endif
