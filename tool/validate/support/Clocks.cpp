// SPDX-License-Identifier: Apache-2.0
// Sleeping and clocks in a program under test: a sleep takes its time, but only virtually.
#include "Inside.h"
#include "cotidy/runtime/observe.hpp"
#include <cerrno>
#include <ctime>
#include <dlfcn.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace cotidy::validate {
namespace {

using std::chrono::nanoseconds;

// Time that has passed in earlier runs, and outside of any.
nanoseconds Passed{0};

bool onFirstThread() {
  static thread_local const bool First = ::syscall(SYS_gettid) == ::getpid();
  return First;
}

nanoseconds fromTimespec(const timespec &T) {
  return std::chrono::seconds(T.tv_sec) + nanoseconds(T.tv_nsec);
}

timespec toTimespec(nanoseconds T) {
  return {static_cast<time_t>(T.count() / 1'000'000'000),
          static_cast<long>(T.count() % 1'000'000'000)};
}

timespec realNow(clockid_t Clock) {
  timespec Result{};
  ::syscall(SYS_clock_gettime, Clock, &Result);
  return Result;
}

// The calendar's clock begins at the same moment in every run, so that what is made of it does not
// differ; a steady one where it is, since other threads may wait by it.
nanoseconds baseOf(clockid_t Clock) {
  if (Clock == CLOCK_REALTIME || Clock == CLOCK_REALTIME_COARSE || Clock == CLOCK_TAI)
    return std::chrono::seconds(1'700'000'000);
  static const nanoseconds Steady = fromTimespec(realNow(CLOCK_MONOTONIC));
  return Steady;
}

bool isWatched(clockid_t Clock) {
  return UnderTest && Clock != CLOCK_PROCESS_CPUTIME_ID && Clock != CLOCK_THREAD_CPUTIME_ID;
}

template <class F> F *real(const char *Name) {
  return reinterpret_cast<F *>(::dlsym(RTLD_NEXT, Name));
}

} // namespace

bool takesTime(nanoseconds Time) {
  if (!UnderTest || !onFirstThread())
    return false;
  if (!rt::pass_time(Time))
    Passed += Time;
  return true;
}

nanoseconds virtualTime() { return Passed + rt::simulated_now().value_or(nanoseconds(0)); }

void keepTime(nanoseconds Time) {
  // The simulation still runs when it says that it is over.
  Passed += Time - rt::simulated_now().value_or(nanoseconds(0));
}

} // namespace cotidy::validate

using namespace cotidy::validate;

extern "C" {

int nanosleep(const timespec *Time, timespec *Left) {
  if (takesTime(fromTimespec(*Time)))
    return 0;
  return real<int(const timespec *, timespec *)>("nanosleep")(Time, Left);
}

int clock_nanosleep(clockid_t Clock, int Flags, const timespec *Time, timespec *Left) {
  if (isWatched(Clock)) {
    auto For = fromTimespec(*Time);
    if (Flags & TIMER_ABSTIME)
      For = std::max(nanoseconds(0), For - baseOf(Clock) - virtualTime());
    if (takesTime(For))
      return 0;
  }
  return real<int(clockid_t, int, const timespec *, timespec *)>("clock_nanosleep")(Clock, Flags,
                                                                                    Time, Left);
}

int usleep(useconds_t Time) {
  const timespec For = toTimespec(std::chrono::microseconds(Time));
  return ::nanosleep(&For, nullptr);
}

unsigned sleep(unsigned Seconds) {
  const timespec For{static_cast<time_t>(Seconds), 0};
  return ::nanosleep(&For, nullptr) == 0 ? 0 : Seconds;
}

int clock_gettime(clockid_t Clock, timespec *Into) noexcept {
  if (!isWatched(Clock) || !onFirstThread()) {
    if (::syscall(SYS_clock_gettime, Clock, Into) == 0)
      return 0;
    return -1;
  }
  *Into = toTimespec(baseOf(Clock) + virtualTime());
  return 0;
}

int gettimeofday(timeval *Into, void *) noexcept {
  timespec Now;
  ::clock_gettime(CLOCK_REALTIME, &Now);
  *Into = {Now.tv_sec, Now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *Into) noexcept {
  timespec Now;
  ::clock_gettime(CLOCK_REALTIME, &Now);
  if (Into)
    *Into = Now.tv_sec;
  return Now.tv_sec;
}

} // extern "C"
