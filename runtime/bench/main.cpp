// SPDX-License-Identifier: Apache-2.0
// Runs the workloads and prints each as a ratio to the floor of the same run.
//
//   runtime-bench [--benchmark_filter=W3] [--benchmark_repetitions=10]
//
// Ratios are those of the fastest repetitions: the machine is rarely alone.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "workloads.hpp"

namespace cotidy::bench {

long resident_bytes() {
  std::FILE *file = std::fopen("/proc/self/statm", "r");
  long pages = 0;
  if (!file || std::fscanf(file, "%*d %ld", &pages) != 1)
    std::abort();
  std::fclose(file);
  return pages * ::sysconf(_SC_PAGESIZE);
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

namespace {

struct row {
  const char *name;
  double goal; // the runtime's time, in times of the floor's; 0: none
};
constexpr row rows[] = {{"W1_await", 1.0},   {"W2_spawn", 3.0}, {"W3_switch", 4.5},
                        {"W4_channel", 4.0}, {"W5_timer", 2.0}, {"W6_mutex", 6.0},
                        {"W7_tree", 0.3},    {"W8_memory", 2.0}};

// Between these the number of tasks is doubled.
constexpr std::size_t least_tasks = 10'000;
constexpr std::size_t most_tasks = 640'000;

// Keeps the fastest time of each, and prints the ratios at the end.
class ratios : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run> &runs) override {
    for (const Run &each : runs) {
      if (each.run_type != Run::RT_Iteration)
        continue;
      const std::string name = each.run_name.function_name;
      const double value = each.counters.at("per_op");
      const auto known = best_.find(name);
      if (known == best_.end())
        best_[name] = value;
      else
        known->second = std::min(known->second, value);
    }
  }
  bool ReportContext(const Context &) override { return true; }
  void Finalize() override {
    std::printf("%-12s %10s %10s %8s %6s\n", "", "floor", "runtime", "ratio", "goal");
    for (const row &each : rows) {
      const auto base = best_.find(std::string(each.name) + "/floor");
      const auto ours = best_.find(std::string(each.name) + "/runtime");
      if (base == best_.end() || ours == best_.end())
        continue;
      std::printf("%-12s %10.2f %10.2f %8.2f %6.1f%s\n", each.name, base->second, ours->second,
                  ours->second / base->second, each.goal,
                  ours->second / base->second <= each.goal ? "" : "  missed");
    }
    for (const auto &[name, value] : best_)
      if (name.find('/') == std::string::npos)
        std::printf("%-40s %10.2f\n", name.c_str(), value);
    print_growth();
  }

private:
  // How many times as long twice the tasks take, and what one costs at either end.
  void print_growth() const {
    for (const char *work : {"spawn", "gather", "timers"}) {
      for (const char *side : {"floor", "runtime"}) {
        const std::string name = std::string("growth_") + work + "_" + side;
        const auto at = [&](std::size_t tasks) {
          const auto found = best_.find(name + "/" + std::to_string(tasks));
          return found == best_.end() ? 0.0 : found->second;
        };
        if (at(least_tasks) == 0 || at(most_tasks) == 0)
          continue;
        std::printf("%-24s %6.1f ns, doubled:", name.c_str(), at(least_tasks));
        for (std::size_t tasks = least_tasks * 2; tasks <= most_tasks; tasks *= 2)
          std::printf(" %.2f", 2 * at(tasks) / at(tasks / 2));
        std::printf(", %6.1f ns\n", at(most_tasks));
      }
    }
  }

  std::map<std::string, double> best_;
};

// Time an operation, in nanoseconds: of the processor, so that a sleeping loop costs nothing.
template <class Work>
void add(const char *name, std::size_t operations, std::uint64_t expected, Work work) {
  benchmark::RegisterBenchmark(name,
                               [=](benchmark::State &state) {
                                 const double before = cpu_seconds();
                                 std::size_t rounds = 0;
                                 for (auto _ : state) {
                                   const std::uint64_t result = work();
                                   ++rounds;
                                   if (result != expected) {
                                     std::fprintf(stderr, "%s: %llu instead of %llu\n", name,
                                                  static_cast<unsigned long long>(result),
                                                  static_cast<unsigned long long>(expected));
                                     std::exit(3);
                                   }
                                 }
                                 state.counters["per_op"] = (cpu_seconds() - before) * 1e9 /
                                                            static_cast<double>(rounds) /
                                                            static_cast<double>(operations);
                               })
      ->MinTime(0.1)
      ->MinWarmUpTime(0.02);
}

// Bytes a pending task, in a process of its own which has allocated nothing yet.
double memory(double (*work)(std::size_t)) {
  double bytes = 0;
  int ends[2];
  if (::pipe(ends) != 0)
    std::abort();
  if (::fork() == 0) {
    bytes = work(pending);
    ::_exit(::write(ends[1], &bytes, sizeof bytes) == sizeof bytes ? 0 : 1);
  }
  if (::read(ends[0], &bytes, sizeof bytes) != sizeof bytes || bytes <= 0)
    std::abort();
  ::wait(nullptr);
  ::close(ends[0]);
  ::close(ends[1]);
  return bytes;
}

void add_memory(const char *name, double bytes) {
  benchmark::RegisterBenchmark(name, [=](benchmark::State &state) {
    for (auto _ : state) {
    }
    state.counters["per_op"] = bytes;
  })->Iterations(1);
}

// The time on the wall, for what other threads and processes have a part in.
template <class Work>
void add_wall(const char *name, std::size_t operations, std::uint64_t expected, Work work) {
  benchmark::RegisterBenchmark(name, [=](benchmark::State &state) {
    const auto before = std::chrono::steady_clock::now();
    std::size_t rounds = 0;
    for (auto _ : state) {
      if (work() != expected)
        std::abort();
      ++rounds;
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - before;
    state.counters["per_op"] =
        took.count() / static_cast<double>(rounds) / static_cast<double>(operations);
  })->MinTime(0.1);
}

// Doubling the tasks.
template <class Work> void add_growth(const std::string &name, Work work) {
  for (std::size_t tasks = least_tasks; tasks <= most_tasks; tasks *= 2) {
    const std::string each = "growth_" + name + "/" + std::to_string(tasks);
    benchmark::RegisterBenchmark(each.c_str(),
                                 [=](benchmark::State &state) {
                                   const double before = cpu_seconds();
                                   std::size_t rounds = 0;
                                   for (auto _ : state) {
                                     benchmark::DoNotOptimize(work(tasks));
                                     ++rounds;
                                   }
                                   state.counters["per_op"] = (cpu_seconds() - before) * 1e9 /
                                                              static_cast<double>(rounds) /
                                                              static_cast<double>(tasks);
                                 })
        ->MinTime(0.05)
        ->MinWarmUpTime(0.02); // the first time, the system gives the memory
  }
}

} // namespace
} // namespace cotidy::bench

int main(int argc, char **argv) {
  using namespace cotidy::bench;
  add_memory("W8_memory/floor", memory(floor::bytes_per_pending));
  add_memory("W8_memory/runtime", memory(runtime::bytes_per_pending));
  add("W1_await/floor", fib_calls, fib_result, [] { return floor::await(fib_of); });
  add("W1_await/runtime", fib_calls, fib_result, [] { return runtime::await(fib_of); });
  add("W2_spawn/floor", spawned, sum_below(spawned), [] { return floor::spawn(spawned); });
  add("W2_spawn/runtime", spawned, sum_below(spawned), [] { return runtime::spawn(spawned); });
  add("W3_switch/floor", switches, switches, [] { return floor::switching(switches); });
  add("W3_switch/runtime", switches, switches, [] { return runtime::switching(switches); });
  add("W4_channel/floor", items, sum_below(items), [] { return floor::channel(items); });
  add("W4_channel/runtime", items, sum_below(items), [] { return runtime::channel(items); });
  add("W5_timer/floor", sleepers, sleepers, [] { return floor::timers(sleepers); });
  add("W5_timer/runtime", sleepers, sleepers, [] { return runtime::timers(sleepers); });
  add("W6_mutex/floor", locks, locks, [] { return floor::mutex(locks); });
  add("W6_mutex/runtime", locks, locks, [] { return runtime::mutex(locks); });
  add("W7_tree/floor", tree_tasks, sum_below(100'000), [] { return floor::tree(tree_depth); });
  add("W7_tree/runtime", tree_tasks, sum_below(100'000), [] { return runtime::tree(tree_depth); });
  add("gather_100000", 100'000, sum_below(100'000), [] { return runtime::gather(100'000); });
  add("cancel_100000_sleepers", 100'000, 100'000, [] { return runtime::cancel_sleepers(100'000); });
  add("W3_switch_in_debug_mode", switches, switches,
      [] { return runtime::switching_in_debug_mode(switches); });
  add_wall("round_trip_to_a_thread", 1000, sum_below(1000),
           [] { return runtime::thread_round_trips(1000); });
  add_wall("round_trip_to_a_process", 1000, sum_below(1000),
           [] { return runtime::process_round_trips(1000); });
  add_wall("echo_on_loopback", 10'000, 10'000, [] { return runtime::echo(10'000); });
  add_growth("spawn_floor", [](std::size_t n) { return floor::spawn(n); });
  add_growth("spawn_runtime", [](std::size_t n) { return runtime::spawn(n); });
  add_growth("gather_floor", [](std::size_t n) { return floor::gather(n); });
  add_growth("gather_runtime", [](std::size_t n) { return runtime::gather(n); });
  add_growth("timers_floor", [](std::size_t n) { return floor::timers(n); });
  add_growth("timers_runtime", [](std::size_t n) { return runtime::timers(n); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  ratios reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
