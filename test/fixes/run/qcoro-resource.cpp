// SPDX-License-Identifier: Apache-2.0
// Files that a coroutine on QCoro holds when what it awaits fails: with an owner they are closed.
// REQUIRES: qcoro, cotidy
// RUN: %run-fixed --check unscoped-resource --notes --ratio 10 %s -- %{qcoro} %{qcoro-libs}
#include <QCoreApplication>
#include <QCoroTask>
#include <QCoroTimer>
#include <chrono>
#include <cstdio>
#include <dirent.h>
#include <stdexcept>

using namespace std::chrono_literals;

int openDescriptors() {
  int Count = 0;
  DIR *Folder = opendir("/proc/self/fd");
  while (readdir(Folder))
    ++Count;
  closedir(Folder);
  return Count;
}

QCoro::Task<> send(int Client) {
  co_await QCoro::sleepFor(1ms);
  if (Client % 4 != 0)
    throw std::runtime_error("it has gone away");
}

QCoro::Task<> upload(int Client) {
  std::FILE *File = std::fopen("/proc/self/comm", "r");
  if (!File)
    co_return;
  char Line[64];
  while (std::fgets(Line, sizeof Line, File))
    co_await send(Client);
  std::fclose(File);
}

QCoro::Task<int> program() {
  int Failed = 0;
  for (int Client = 0; Client < 20; ++Client) {
    try {
      co_await upload(Client);
    } catch (const std::runtime_error &) {
      ++Failed;
    }
  }
  co_return Failed;
}

int main(int Count, char **Args) {
  QCoreApplication App(Count, Args);
  QCoro::waitFor(QCoro::sleepFor(1ms)); // opens what Qt keeps open
  const int Before = openDescriptors();
  const int Failed = QCoro::waitFor(program());
  std::printf("failed: %d\nmeasure: %d\n", Failed, openDescriptors() - Before);
}
