// SPDX-License-Identifier: Apache-2.0
// The workloads, W1 to W8: their sizes, and what the floor and the runtime each do of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cotidy::bench {

inline constexpr int fib_of = 27;
inline constexpr std::uint64_t fib_result = 196418;
inline constexpr std::size_t fib_calls = 635621;
inline constexpr std::size_t spawned = 100'000;
inline constexpr std::size_t switches = 1'000'000;
inline constexpr std::size_t items = 1'000'000;
inline constexpr std::size_t capacity = 64;
inline constexpr std::size_t sleepers = 100'000;
inline constexpr std::size_t locks = 1'000'000;
inline constexpr int tree_depth = 5; // ten children to a node, one number to a leaf
inline constexpr std::size_t tree_tasks = 111'111;
inline constexpr std::size_t pending = 100'000;

// The sum of 0 to n - 1, which most workloads compute.
constexpr std::uint64_t sum_below(std::uint64_t n) { return n * (n - 1) / 2; }

// How long sleeper `index` sleeps: 1 to 50 ms, scattered, the same every time.
inline int delay_ms(std::size_t index) {
  return 1 + static_cast<int>((index * 2654435761u >> 7) % 50);
}

long resident_bytes();
double cpu_seconds(); // of the process

// The least code that does the work, with bare handles and malloc: no errors, no cancellation, no
// names. Each gives the result of the work; both sides must give the same.
namespace floor {
std::uint64_t await(int n);
std::uint64_t spawn(std::size_t tasks);
std::uint64_t switching(std::size_t times);
std::uint64_t channel(std::size_t count);
std::uint64_t timers(std::size_t count);
std::uint64_t mutex(std::size_t times);
std::uint64_t tree(int depth);
std::uint64_t gather(std::size_t tasks);
double bytes_per_pending(std::size_t tasks);
} // namespace floor

// The same work in the runtime's vocabulary, as its users would write it.
namespace runtime {
std::uint64_t await(int n);
std::uint64_t spawn(std::size_t tasks);
std::uint64_t switching(std::size_t times);
std::uint64_t channel(std::size_t count);
std::uint64_t timers(std::size_t count);
std::uint64_t mutex(std::size_t times);
std::uint64_t tree(int depth);
double bytes_per_pending(std::size_t tasks);
// Work that the floor has no like of.
std::uint64_t gather(std::size_t tasks);
std::uint64_t cancel_sleepers(std::size_t tasks);
std::uint64_t switching_in_debug_mode(std::size_t times);
std::uint64_t thread_round_trips(std::size_t calls);
std::uint64_t process_round_trips(std::size_t calls);
// Messages of 64 bytes, there and back on loopback, over 50 connections at once.
std::uint64_t echo(std::size_t messages);
} // namespace runtime

} // namespace cotidy::bench
