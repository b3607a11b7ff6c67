// SPDX-License-Identifier: Apache-2.0
// Names of hosts.
#ifndef COTIDY_TEST_STD_NETDB_H
#define COTIDY_TEST_STD_NETDB_H

#include <sys/types.h>
extern "C" {
struct addrinfo;
struct sockaddr;
struct hostent;
#define NI_NUMERICHOST 1
int getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **);
int getnameinfo(const struct sockaddr *, unsigned, char *, unsigned, char *, unsigned, int);
struct hostent *gethostbyname(const char *);
}

#endif
