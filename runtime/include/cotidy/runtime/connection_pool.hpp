// SPDX-License-Identifier: Apache-2.0
// connection_pool<C>: connections that are kept and shared.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <source_location>
#include <utility>

#include "cotidy/runtime/cancel_mask.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace cotidy::rt {

struct connection_pool_options {
  std::size_t max_size = 10; // connections at once, idle ones included
  std::chrono::nanoseconds idle_limit = std::chrono::minutes(5); // older ones are not used again
};

// Opens a connection when one is needed and none is idle; who comes when all are out waits, first
// come, first served. For the tasks of one loop. Must outlive its leases.
template <class C> class connection_pool {
  struct entry {
    C connection;
    clock::time_point since; // when it became idle
    open_mark mark = {};     // for one whose close is awaited
  };

public:
  using opener = std::function<task<C>()>;
  using checker = std::function<task<bool>(C &)>;

  // `healthy`, if given, is asked before an idle connection is used again.
  explicit connection_pool(opener open, connection_pool_options options = {}, checker healthy = {})
      : open_(std::move(open)), healthy_(std::move(healthy)), options_(options),
        places_(options.max_size) {}
  connection_pool(const connection_pool &) = delete;
  connection_pool &operator=(const connection_pool &) = delete;

  // A connection that one task uses; it goes back when the lease dies.
  class [[nodiscard]] lease {
  public:
    lease(lease &&other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), place_(std::move(other.place_)),
          connection_(std::move(other.connection_)), mark_(std::move(other.mark_)) {}
    lease &operator=(lease &&) = delete;
    ~lease() {
      mark_.closed();
      if (pool_ && !connection_.empty())
        pool_->take_back(connection_);
    }

    C &operator*() noexcept { return connection_.front().connection; }
    C *operator->() noexcept { return &connection_.front().connection; }
    // The connection is not to be used again: it is destroyed instead of kept.
    void discard() noexcept { drop(connection_); }

  private:
    friend connection_pool;
    lease(connection_pool &from, semaphore::permit place, std::source_location here)
        : pool_(&from), place_(std::move(place)), mark_("a lease of a pool", here) {}

    connection_pool *pool_;
    semaphore::permit place_;     // given back after the connection, which it stands for
    std::list<entry> connection_; // one; a list, to be moved without fail
    open_mark mark_;
  };

  // Suspends until there is room, a connection is opened or an idle one was found healthy. Throws
  // what opening throws.
  [[nodiscard]] task<lease> acquire(std::source_location here = std::source_location::current()) {
    lease mine(*this, co_await places_.scoped_acquire(), here);
    while (!idle_.empty()) {
      // The one used last is the least likely to have been closed by the other side.
      mine.connection_.splice(mine.connection_.begin(), idle_, std::prev(idle_.end()));
      entry &found = mine.connection_.front();
      bool good = clock::now() - found.since <= options_.idle_limit;
      if (good && healthy_)
        good = co_await is_healthy(found.connection);
      if (good)
        co_return mine;
      drop(mine.connection_);
    }
    C fresh = co_await open_();
    std::list<entry> opened;
    opened.push_back(entry{std::move(fresh), {}});
    if constexpr (closable<C>)
      opened.front().mark = open_mark("a connection of a pool", here);
    mine.connection_.splice(mine.connection_.begin(), opened);
    co_return mine;
  }

  // Drops idle connections; awaits the close() of each that has one.
  task<> close_idle() {
    const cancel_mask to_the_end;
    while (!idle_.empty()) {
      std::list<entry> last;
      last.splice(last.begin(), idle_, std::prev(idle_.end()));
      if constexpr (closable<C>)
        (void)co_await last.front().connection.close();
      drop(last);
    }
    co_return;
  }

  std::size_t idle() const noexcept { return idle_.size(); }
  std::size_t leased() const noexcept { return options_.max_size - places_.available(); }

private:
  // A check that throws says no; a cancellation is none of its business.
  task<bool> is_healthy(C &connection) {
    try {
      co_return co_await healthy_(connection);
    } catch (const std::exception &) {
    }
    co_return false;
  }

  // Without its close: it is broken, or too old, or closed already.
  static void drop(std::list<entry> &connection) noexcept {
    for (entry &each : connection)
      each.mark.closed();
    connection.clear();
  }

  void take_back(std::list<entry> &connection) noexcept {
    if (!detail::current_loop)
      return; // the lease has outlived its loop; the connection dies with it
    connection.front().since = clock::now();
    idle_.splice(idle_.end(), connection);
  }

  opener open_;
  checker healthy_;
  connection_pool_options options_;
  semaphore places_;
  std::list<entry> idle_;
};

} // namespace cotidy::rt
