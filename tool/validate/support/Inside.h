// SPDX-License-Identifier: Apache-2.0
// What the parts of the support library, which is linked to a program under test, share.
#ifndef COTIDY_VALIDATE_INSIDE_H
#define COTIDY_VALIDATE_INSIDE_H

#include "Record.h"
#include <chrono>
#include <string>

namespace cotidy::validate {

// Whether this process is a run under test, not the one that starts them.
extern bool UnderTest;

void endOfProgram();

// Simulates every run() from now on as the request says, and notes in the record what happens.
void watchRuns(const Request &Wanted, Record &Into);

// What runs now takes so long in virtual time. False, and nothing has happened, on a thread other
// than the program's first.
bool takesTime(std::chrono::nanoseconds Time);
// The virtual time since the program has begun.
std::chrono::nanoseconds virtualTime();
// A run() is over: its time is added to what has passed before.
void keepTime(std::chrono::nanoseconds Time);

// Descriptors and memory that the program's own code takes between the two calls and keeps.
struct Kept {
  uint32_t Files = 0, Blocks = 0;
  std::string Names;
};
void watchResources();
Kept keptResources();

} // namespace cotidy::validate

#endif
