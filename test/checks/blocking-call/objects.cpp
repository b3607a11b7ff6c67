// SPDX-License-Identifier: Apache-2.0
// Constructors and destructors: of locals, members, bases, elements of containers, temporaries.
// RUN: %check %s
#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <mine/task.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }
int slow() {
  nap();
  return 1;
}

// Constructors: body, member initialiser, default member initialiser, base, delegation.
struct InBody {
  InBody() { nap(); } // NOTE: 'InBody::InBody' calls 'nap' here
};
struct InInitialiser {
  int X;
  InInitialiser() : X(slow()) {} // NOTE: 'InInitialiser::InInitialiser' calls 'slow' here
};
struct InDefault {
  int X = slow();
  InDefault() {}
};
struct OverridesDefault {
  int X = slow();
  OverridesDefault() : X(1) {}
};
struct Aggregate {
  int X = slow();
};
struct InBase : InBody {
  InBase() {}
};
struct Delegates {
  explicit Delegates(int) { nap(); }
  Delegates() : Delegates(1) {}
};
struct OnlyOneBlocks {
  OnlyOneBlocks() {}
  explicit OnlyOneBlocks(int) { nap(); }
};
struct HasMember {
  InBody Member;
};
mine::task<> constructs() {
  InBody A; // WARN: constructing 'InBody' blocks the thread that runs coroutine 'constructs': it ends in 'std::this_thread::sleep_for'
  InInitialiser B; // WARN: constructing 'InInitialiser' blocks
  InDefault C; // WARN: constructing 'InDefault' blocks
  InBase D; // WARN: constructing 'InBase' blocks
  Delegates E; // WARN: constructing 'Delegates' blocks
  Aggregate F{}; // WARN: 'slow' blocks
  HasMember G; // WARN: constructing 'HasMember' blocks
  auto *H = new InBody; // WARN: constructing 'InBody' blocks
  InBody(); // WARN: constructing 'InBody' blocks
  OnlyOneBlocks I(1); // WARN: constructing 'OnlyOneBlocks' blocks
  delete H;
  co_return;
}
mine::task<> constructsQuickly() {
  OverridesDefault A;
  OnlyOneBlocks B;
  Aggregate C{1};
  InBody *Null = nullptr;
  std::vector<InBody> None;
  co_return;
}

// A member that opens a file.
class Settings {
  std::ifstream File;

public:
  explicit Settings(const char *Path) : File(Path) {} // NOTE: 'Settings::Settings' runs the constructor of 'std::ifstream' here
};
class Unopened {
  std::ifstream File;

public:
  Unopened() {}
};
mine::task<> reads() {
  Settings S("/etc/hostname"); // WARN: constructing 'Settings' blocks the thread that runs coroutine 'reads': it ends in the constructor of 'std::ifstream', which blocks it
  Unopened U;
  co_return;
}

// Destructors: of a local, reported at its declaration.
struct InDestructor {
  ~InDestructor() { nap(); } // NOTE: 'InDestructor::~InDestructor' calls 'nap' here
};
struct Worker {
  std::jthread Thread; // NOTE: 'Worker::~Worker' runs the destructor of 'std::jthread' here
};
struct Workers {
  std::vector<std::jthread> Threads;
};
struct Derived : Worker {
  int X = 0;
};
struct Owner {
  std::unique_ptr<Worker> One;
};
mine::task<> destroys() {
  std::jthread T([] {}); // WARN: the destructor of 'T' blocks the thread that runs coroutine 'destroys' until the other thread has ended
  Worker W; // WARN: the destructor of 'W' blocks the thread that runs coroutine 'destroys': it ends in the destructor of 'std::jthread'
  InDestructor D; // WARN: the destructor of 'D' blocks
  Derived E; // WARN: the destructor of 'E' blocks
  Workers F; // WARN: the destructor of 'F' blocks
  Owner G; // WARN: the destructor of 'G' blocks
  std::vector<Worker> H; // WARN: the destructor of 'H' blocks
  std::unique_ptr<Worker> I = std::make_unique<Worker>(); // WARN: the destructor of 'I' blocks
  std::optional<std::jthread> J; // WARN: the destructor of 'J' blocks
  Worker Array[2]; // WARN: the destructor of 'Array' blocks
  delete new Worker; // WARN: this destructor blocks
  co_return;
}

// A std::thread that is not joined ends the program, but waits for nobody; a shared object may be
// kept alive by others; references and pointers own nothing; what is given away is not there.
Worker make();
void take(Worker);
struct JoinsBefore {
  std::jthread Thread;
  ~JoinsBefore() { Thread.detach(); }
};
mine::task<Worker> ownsNothing(Worker &Reference, std::shared_ptr<Worker> Shared) {
  std::thread T([] {});
  T.detach();
  Worker *Pointer = &Reference;
  const Worker &Same = Reference;
  std::shared_ptr<Worker> Copy = Shared;
  std::vector<Worker *> Pointers;
  std::map<int, int> Numbers;
  std::unique_ptr<Worker> Given;
  take(std::move(*Pointer));
  auto Handed = std::move(Given);
  Handed.release();
  JoinsBefore Detached;
  co_return std::move(Reference);
}
mine::task<> joinedByHand() {
  std::jthread T([] {});
  T.detach();
  co_return;
}
mine::task<Worker> movedOut() {
  Worker W;
  Worker X;
  take(std::move(X));
  co_return W;
}

// A future of std::async waits in its destructor, seen or not; a dropped one at once.
mine::task<> dropsFuture() {
  std::async(std::launch::async, [] {}); // WARN: 'std::async' blocks the thread that runs coroutine 'dropsFuture' until the task has ended
  auto Kept = std::async(std::launch::async, [] {});
  co_return;
}

// A parameter is destroyed by the coroutine, but was made by its caller.
mine::task<> parameter(Worker ByValue) { co_return; }
