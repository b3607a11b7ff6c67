// SPDX-License-Identifier: Apache-2.0
// Sockets.
#ifndef COTIDY_TEST_STD_SYS_SOCKET_H
#define COTIDY_TEST_STD_SYS_SOCKET_H

#include <sys/types.h>
extern "C" {
struct sockaddr;
#define MSG_DONTWAIT MSG_DONTWAIT
#define MSG_NOSIGNAL MSG_NOSIGNAL
enum { MSG_PEEK = 2, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000 };
ssize_t recv(int, void *, size_t, int);
ssize_t send(int, const void *, size_t, int);
int connect(int, const struct sockaddr *, unsigned);
int accept(int, struct sockaddr *, unsigned *);
}

#endif
