// SPDX-License-Identifier: Apache-2.0
// What the validator asks of a program under test, and what it is told of each run: plain bytes.
#ifndef COTIDY_VALIDATE_RECORD_H
#define COTIDY_VALIDATE_RECORD_H

#include <cstdint>

namespace cotidy::validate {

// The program is told through this variable that it is under test: the descriptors to read requests
// from and to write replies to, as `IN,OUT`.
inline constexpr const char *Variable = "COTIDY_VALIDATE";

enum class Fault : uint32_t { None, Exception, Cancel, Destroy };
enum class Ending : uint32_t { Returned, Failed, Cancelled, Destroyed, Deadlock, None };

struct Request {
  uint64_t Seed = 1;
  Fault Inject = Fault::None;
  uint32_t At = 0;          // at which suspension point
  uint32_t TimeoutMs = 0;   // of real time
  uint32_t MostSteps = 0;   // a run with more does not end
  uint32_t WantsEvents = 0; // the timeline, too
  uint32_t Reserved = 0;
};

// Something on the timeline of a task.
struct Event {
  enum KindT : uint32_t { Runs, Waits, CanRun, Ends, Struck };
  int64_t At; // virtual nanoseconds
  uint32_t Task;
  KindT Kind;
  Ending How;    // of Ends
  char What[28]; // of Waits: what for
};

inline constexpr uint32_t MostEvents = 6000, MostTasks = 64, NameSize = 48;

// Filled in by the run itself, in memory that outlives it.
struct RecordHead {
  Ending End;              // of the last run()
  uint32_t Runs;           // how many run() calls have ended
  uint32_t NeverEnds;      // it was stopped after too many steps
  uint32_t Uncaught;       // std::terminate was called
  int64_t Makespan;        // virtual time of all runs
  int64_t LongestStep;     // virtual
  int64_t BlockedTime;     // in steps, altogether
  uint32_t Peak;           // tasks at once
  uint32_t Tasks, Unnamed; // those that have begun, but for the main one
  uint32_t Points;         // suspension points
  uint32_t Injected;       // the fault has happened
  uint32_t TargetNamed;    // a task was suspended there
  Ending Target;           // how that task has ended
  uint32_t OpenFiles, OpenBlocks, OpenMarks;
  uint32_t NeverAwaited, Unseen;
  uint32_t Events;
  uint32_t Reserved;
  char Open[256];  // names of what stays open
  char Place[256]; // where the fault struck
};

struct Record : RecordHead {
  char Names[MostTasks][NameSize]; // of tasks, by number
  Event Timeline[MostEvents];
};

// Goes before the record, what was printed, and what was printed on standard error. The record is
// cut to its head unless events were asked for.
struct Reply {
  int32_t ExitCode; // valid if Signal is 0
  int32_t Signal;
  uint32_t TimedOut;
  uint32_t OutSize, ErrSize;
  uint32_t RecordSize;
  uint64_t OutHash; // of all that was printed; OutSize may be less
};

inline constexpr uint32_t MostOutput = 64 * 1024;

} // namespace cotidy::validate

#endif
