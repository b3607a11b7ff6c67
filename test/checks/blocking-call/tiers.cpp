// SPDX-License-Identifier: Apache-2.0
// The option Report: what always blocks, and what only may.
// RUN: %check %s
// RUN: %check %s --mode=may --option=coro-blocking-call.Report=may \
// RUN:   --option='coro-blocking-call.Categories=sleep;sync-wait;network;dns;file;process;database;console;lock'
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mine/task.hpp>
#include <mutex>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

mine::task<void> alwaysBlocks() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks the thread that runs coroutine 'alwaysBlocks' for 1 s
  co_return;
}

// A naive matcher takes every read for a blocking one; the descriptor decides.
mine::task<void> readsDescriptor(int Fd, char *Into) {
  ::read(Fd, Into, 10); // WARN(may): 'read' may block the thread that runs coroutine 'readsDescriptor' unless the descriptor is non-blocking
  ::write(Fd, Into, 10); // WARN(may): 'write' may block
  ::recv(Fd, Into, 10, 0); // WARN(may): 'recv' may block the thread that runs coroutine 'readsDescriptor' unless the socket is non-blocking
  co_return;
}

// A lock that is free does not wait.
mine::task<void> locksShortly(std::mutex &M, pthread_mutex_t *P) {
  M.lock(); // WARN(may): 'std::mutex::lock' may block
  M.unlock();
  { std::lock_guard<std::mutex> Guard(M); } // WARN(may): constructing 'std::lock_guard' may block the thread that runs coroutine 'locksShortly' while another thread holds the mutex
  { std::scoped_lock Guard(M); } // WARN(may): constructing 'std::scoped_lock' may block
  pthread_mutex_lock(P); // WARN(may): 'pthread_mutex_lock' may block
  co_return;
}

// Even in the tier `may`: these never wait.
mine::task<void> neverWaits(std::mutex &M, pthread_mutex_t *P) {
  M.try_lock();
  std::unique_lock<std::mutex> Deferred(M, std::defer_lock);
  std::unique_lock<std::mutex> Tried(M, std::try_to_lock);
  std::unique_lock<std::mutex> Adopted(M, std::adopt_lock);
  std::unique_lock<std::mutex> Empty;
  std::unique_lock<std::mutex> Moved(std::move(Tried));
  std::scoped_lock Both(std::adopt_lock, M);
  M.unlock();
  pthread_mutex_trylock(P);
  pthread_mutex_unlock(P);
  co_return;
}

// One inode is quick, a tree is not.
mine::task<void> asksFileSystem(struct stat *Into) {
  stat("/etc/hostname", Into); // WARN(may): 'stat' may block
  std::filesystem::exists("/etc/hostname"); // WARN(may): 'std::filesystem::exists' may block
  std::filesystem::exists(std::filesystem::file_status());
  std::filesystem::remove_all("/var/cache/mine"); // WARN: 'std::filesystem::remove_all' blocks
  std::filesystem::copy("a", "b"); // WARN: 'std::filesystem::copy' blocks
  co_return;
}

void locked(std::mutex &M) { M.lock(); }
// A chain that ends in what may block only may block.
mine::task<void> locksThroughFunction(std::mutex &M) {
  locked(M); // WARN(may): 'locked' may block the thread that runs coroutine 'locksThroughFunction': it ends in 'std::mutex::lock', which may block it
  co_return;
}
