// SPDX-License-Identifier: Apache-2.0
// One call of each category, and the option Categories, alone and with a bad name.
// UNSUPPORTED: sanitized
// RUN: %check %s --mode=default
// RUN: %check %s --mode=sleep --option=coro-blocking-call.Categories=sleep
// RUN: %check %s --mode=wait --option=coro-blocking-call.Categories=sync-wait
// RUN: %check %s --mode=net --option='coro-blocking-call.Categories=network; dns'
// RUN: %check %s --mode=file --option='coro-blocking-call.Categories=file;process'
// RUN: %check %s --mode=console --option=coro-blocking-call.Categories=console
// RUN: %tidy -checks='-*,coro-*' --config='{CheckOptions: {coro-blocking-call.Categories: "sleep;nap"}}' \
// RUN:   %s -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs \
// RUN:   | FileCheck %s --check-prefix=BAD
// BAD-DAG: warning: coro-blocking-call.Categories: 'nap' is no category; there are 'sleep', 'sync-wait', 'network', 'dns', 'file', 'process', 'database', 'console' and 'lock' [clang-tidy-config]
// BAD-DAG: 'std::this_thread::sleep_for' blocks
// BAD-NOT: 'system' blocks
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <mine/task.hpp>
#include <mutex>
#include <netdb.h>
#include <semaphore>
#include <sys/file.h>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>

mine::task<void> sleeps(timespec *T, std::chrono::milliseconds Pause) {
  std::this_thread::sleep_for(std::chrono::milliseconds(250)); // WARN(default,sleep): blocks the thread that runs coroutine 'sleeps' for 250 ms
  std::this_thread::sleep_for(Pause); // WARN(default,sleep): blocks the thread that runs coroutine 'sleeps' for the whole duration
  std::this_thread::sleep_until(std::chrono::steady_clock::now()); // WARN(default,sleep): 'std::this_thread::sleep_until' blocks
  ::sleep(2); // WARN(default,sleep): 'sleep' blocks the thread that runs coroutine 'sleeps' for 2 s
  usleep(1000); // WARN(default,sleep): 'usleep' blocks the thread that runs coroutine 'sleeps' for 1000 us
  nanosleep(T, nullptr); // WARN(default,sleep): 'nanosleep' blocks
  co_return;
}

mine::task<void> waits(std::thread &T, std::future<int> &F, std::condition_variable &V,
                            std::unique_lock<std::mutex> &L, std::latch &D,
                            std::counting_semaphore<> &S, std::future<int> &G) {
  T.join(); // WARN(default,wait): 'std::thread::join' blocks the thread that runs coroutine 'waits' until the other thread has ended
  F.wait(); // WARN(default,wait): 'std::future::wait' blocks
  F.get(); // the wait before it has waited already
  G.get(); // WARN(default,wait): 'std::future::get' blocks the thread that runs coroutine 'waits' until the result is there
  V.wait(L); // WARN(default,wait): 'std::condition_variable::wait' blocks
  D.wait(); // WARN(default,wait): 'std::latch::wait' blocks
  D.arrive_and_wait(); // WARN(default,wait): 'std::latch::arrive_and_wait' blocks
  S.acquire(); // WARN(default,wait): 'std::counting_semaphore::acquire' blocks
  pause(); // WARN(default,wait): 'pause' blocks
  co_return;
}

// Beside each of them stands one that does not wait.
mine::task<void> doesNotWait(std::thread &T, std::future<int> &F, std::condition_variable &V,
                                  std::latch &D, std::counting_semaphore<> &S) {
  T.detach();
  F.valid();
  V.notify_all();
  D.count_down();
  D.try_wait();
  S.try_acquire();
  S.release();
  co_return;
}

mine::task<void> resolves(addrinfo **Into) {
  getaddrinfo("example.org", "http", nullptr, Into); // WARN(default,net): 'getaddrinfo' blocks the thread that runs coroutine 'resolves' until the name servers have answered
  gethostbyname("example.org"); // WARN(default,net): 'gethostbyname' blocks
  co_return;
}

mine::task<void> files(int Fd, FILE *Log, char *Into, std::fstream &Both,
                       std::ifstream &Given, std::ofstream &Out) {
  std::ifstream In("/etc/hostname"); // WARN(default,file): constructing 'std::ifstream' blocks the thread that runs coroutine 'files' while the file is opened
  std::ofstream Later;
  Later.open("notes"); // WARN(default,file): 'std::basic_ofstream::open' blocks
  // One report a file: its opening is reported already.
  In.read(Into, 10);
  Later.write(Into, 10);
  Given.read(Into, 10); // WARN(default,file): 'std::basic_ifstream::read' blocks
  std::string Line;
  std::getline(In, Line); // reported at its opening
  std::getline(Given, Line); // reported at the first read
  std::getline(Both, Line); // WARN(default,file): 'std::getline' blocks the thread that runs coroutine 'files' while the file is read
  Out.write(Into, 10); // meets the buffer, as `<<` does: tier `may`
  Out.flush(); // WARN(default,file): 'std::basic_ofstream::flush' blocks
  std::fopen("notes", "w"); // WARN(default,file): 'fopen' blocks
  fputs("line", Log); // WARN(default,file): 'fputs' blocks the thread that runs coroutine 'files' while the file is written
  fsync(Fd); // WARN(default,file): 'fsync' blocks the thread that runs coroutine 'files' until the disk has written everything
  flock(Fd, LOCK_EX); // WARN(default,file): 'flock' blocks
  co_return;
}

// The type of a stream alone says nothing: these have no file behind them, or do no more than look.
mine::task<void> noFile(std::ifstream &Open, std::istream &Any, int Fd) {
  std::ifstream Closed;
  std::ifstream Moved(std::move(Open));
  Open.is_open();
  if (Open)
    Open.eof();
  char Buffer[10];
  Any.read(Buffer, 10);
  flock(Fd, LOCK_EX | LOCK_NB);
  flock(Fd, LOCK_UN);
  co_return;
}

mine::task<void> processes(int *Status) {
  system("make"); // WARN(default,file): 'system' blocks the thread that runs coroutine 'processes' until the command has ended
  std::system("make"); // WARN(default,file): 'system' blocks
  wait(Status); // WARN(default,file): 'wait' blocks
  waitpid(-1, Status, 0); // WARN(default,file): 'waitpid' blocks
  popen("ls", "r"); // WARN(default,file): 'popen' blocks
  co_return;
}

mine::task<void> asksUser(char *Into, std::string &Word) {
  std::cin >> Word; // WARN(default,console): 'std::operator>>' blocks the thread that runs coroutine 'asksUser' until somebody types a line
  int Number;
  std::cin >> Number; // WARN(default,console): 'std::basic_istream::operator>>' blocks
  std::getline(std::cin, Word); // WARN(default,console): 'std::getline' blocks
  std::cin.get(); // WARN(default,console): 'std::basic_istream::get' blocks
  getchar(); // WARN(default,console): 'getchar' blocks
  fgets(Into, 10, stdin); // WARN(default,console): 'fgets' blocks the thread that runs coroutine 'asksUser' until somebody types a line
  co_return;
}

// Output on the console is what every program does.
mine::task<void> tellsUser(const std::string &Word) {
  std::cout << Word << 1 << std::endl;
  std::cerr << "oh";
  std::cout.flush();
  printf("hello\n");
  puts("hello");
  fputs("hello", stdout);
  fprintf(stderr, "oh %d", 1);
  fflush(stdout);
  fwrite("a", 1, 1, stderr);
  std::printf("hello");
  co_return;
}
