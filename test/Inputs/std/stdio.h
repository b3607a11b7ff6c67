// SPDX-License-Identifier: Apache-2.0
// Standard input and output.
#ifndef COTIDY_TEST_STD_STDIO_H
#define COTIDY_TEST_STD_STDIO_H

#include <sys/types.h>
extern "C" {
typedef struct _IO_FILE FILE;
extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
FILE *fopen(const char *, const char *);
int fclose(FILE *);
size_t fread(void *, size_t, size_t, FILE *);
size_t fwrite(const void *, size_t, size_t, FILE *);
char *fgets(char *, int, FILE *);
int fgetc(FILE *);
int fputs(const char *, FILE *);
int fprintf(FILE *, const char *, ...);
int printf(const char *, ...);
int puts(const char *);
int fflush(FILE *);
int getchar(void);
int scanf(const char *, ...);
int remove(const char *);
FILE *popen(const char *, const char *);
int pclose(FILE *);
}

#endif
