// SPDX-License-Identifier: Apache-2.0
// Slow steps, the trace, the tree on demand.
#include "cotidy/runtime/detail/debugger.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/report.hpp"
#include "cotidy/runtime/run.hpp"

namespace cotidy::rt::detail {
namespace {

// Set by the handler. With several loops in debug mode, the first to look answers.
std::atomic<bool> asked_for_tree = false;
std::atomic<int> debuggers = 0;
std::atomic<int> wake_on_signal = -1;
struct sigaction action_before;

void on_signal(int) {
  const int error = errno;
  asked_for_tree.store(true);
  const std::uint64_t one = 1;
  (void)!::write(wake_on_signal.load(), &one, sizeof one);
  errno = error;
}

std::FILE *open_for_writing(const std::string &path) {
  if (path.empty())
    return nullptr;
  std::FILE *opened = std::fopen(path.c_str(), "we");
  if (!opened)
    throw std::system_error(errno, std::generic_category(), path);
  return opened;
}

// As a JSON string.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      result += escape;
    } else {
      result += c;
    }
  }
  return result + '"';
}

double microseconds(std::chrono::nanoseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

} // namespace

debugger::debugger(loop &on, const run_options &options)
    : locks(on), loop_(on), slow_(options.slow_step),
      slow_steps_(open_for_writing(options.slow_steps)), trace_(open_for_writing(options.trace)),
      begin_(std::chrono::steady_clock::now()) {
  if (trace_)
    std::fputs(
        "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n"
        "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"cotidy-rt\"}}",
        trace_.get());
  wake_on_signal = on.wake_fd();
  if (debuggers++ == 0) {
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGUSR1, &action, &action_before);
  }
}

debugger::~debugger() {
  if (--debuggers == 0)
    ::sigaction(SIGUSR1, &action_before, nullptr);
  if (trace_)
    std::fputs("\n]}\n", trace_.get());
}

void debugger::step(coroutine &task) {
  // The task may be gone afterwards, so what is said of it is looked up before.
  const coroutine &leaf = leaf_of(task);
  const std::source_location resumed = leaf.where;
  const bool begins = task.state == task_state::fresh;
  const std::uint32_t id = task.id;
  const std::string name = loop_.name_of(task);
  task.state = task_state::running;
  loop_.current = &task;
  const auto begin = std::chrono::steady_clock::now();
  task.resume_at.resume();
  const auto end = std::chrono::steady_clock::now();
  loop_.current = nullptr;
  if (trace_)
    trace(id, name, begin, end);
  if (end - begin < slow_)
    return;
  const double ms = microseconds(end - begin) / 1000.0;
  char time[32];
  std::snprintf(time, sizeof time, "%.1f", ms);
  loop_.report("task " + name + " ran for " + time + " ms without a suspension, since " +
               (begins ? "it began: " : "it was resumed in ") + place_of(resumed));
  if (slow_steps_) {
    std::fprintf(slow_steps_.get(), "%s:%u:%u\t%s\t%s\n", resumed.file_name(),
                 static_cast<unsigned>(resumed.line()), static_cast<unsigned>(resumed.column()),
                 time, resumed.function_name());
    std::fflush(slow_steps_.get());
  }
}

void debugger::trace(std::uint32_t id, const std::string &name,
                     std::chrono::steady_clock::time_point begin,
                     std::chrono::steady_clock::time_point end) {
  if (traced_.insert(id).second)
    std::fprintf(
        trace_.get(),
        ",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%u,\"name\":\"thread_name\",\"args\":{\"name\":"
        "%s}}",
        id, quoted(name).c_str());
  std::fprintf(trace_.get(),
               ",\n{\"ph\":\"X\",\"pid\":1,\"tid\":%u,\"name\":%s,\"ts\":%.3f,\"dur\":%.3f}", id,
               quoted(name).c_str(), microseconds(begin - begin_), microseconds(end - begin));
}

void debugger::answer_signal() {
  if (asked_for_tree.load(std::memory_order_relaxed) && asked_for_tree.exchange(false))
    loop_.report("the tasks:\n" + loop_.tree());
}

void debugger::never_awaited(const coroutine &dropped) const {
  loop_.report("a task was never awaited, so it never ran: " + place_of(dropped.where));
}

void debugger::destroyed_pending(const coroutine &task) const {
  loop_.report("task " + loop_.name_of(task) + " was destroyed before its end, in " +
               place_of(leaf_of(task).where));
}

} // namespace cotidy::rt::detail
