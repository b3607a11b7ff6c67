// SPDX-License-Identifier: Apache-2.0
// mutex, semaphore, event, condition, channel, latch, async_generator.
#include <memory>
#include <string>

#include "cotidy/runtime/async_generator.hpp"
#include "cotidy/runtime/channel.hpp"
#include "cotidy/runtime/condition.hpp"
#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/latch.hpp"
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/settled.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

const run_options simulated{.simulate = {.seed = 1}};

TEST(Mutex, IsHandedOverInOrder) {
  run([]() -> task<> {
    mutex guard;
    std::string order;
    auto user = [](mutex &m, std::string &to, char id) -> task<> {
      auto lock = co_await m.scoped_lock();
      to += id;
      co_await yield();
    };
    auto first = co_await guard.scoped_lock();
    auto a = spawn(user(guard, order, 'a'));
    auto b = spawn(user(guard, order, 'b'));
    co_await yield();
    EXPECT_FALSE(guard.try_lock());
    first.unlock();
    co_await a;
    co_await b;
    EXPECT_EQ(order, "ab");
    EXPECT_FALSE(guard.locked());
  }());
}

TEST(Mutex, CancelledWaiterLeavesAndALockThatCameIsKept) {
  run([]() -> task<> {
    mutex guard;
    bool got = false;
    auto user = [](mutex &m, bool &g) -> task<> {
      auto lock = co_await m.scoped_lock();
      g = true;
      co_await yield();
    };
    auto held = co_await guard.scoped_lock();
    auto a = spawn(user(guard, got));
    co_await yield();
    a.cancel();
    EXPECT_THROW(co_await a, cancelled);
    EXPECT_FALSE(got);
    auto b = spawn(user(guard, got));
    co_await yield();
    held.unlock(); // handed to b, which has not run yet
    b.cancel();
    EXPECT_THROW(co_await b, cancelled);
    EXPECT_TRUE(got) << "the lock that had come was lost";
    EXPECT_FALSE(guard.locked());
  }());
}

// Everybody adds in two steps; only under mutual exclusion the sum is right.
task<> add_slowly(mutex &guard, int &sum) {
  counted mine;
  auto lock = co_await guard.scoped_lock();
  const int before = sum;
  co_await yield();
  sum = before + 1;
}

TEST(Explored, Mutex) {
  expect_sound([]() -> task<> {
    mutex guard;
    int sum = 0;
    std::vector<task<>> users;
    for (int i = 0; i < 3; ++i)
      users.push_back(add_slowly(guard, sum));
    co_await gather_all_settled(std::move(users));
    require_unless_faulty(sum == 3, "an update was lost");
    require(!guard.locked(), "the lock was not given back");
    auto again = co_await guard.scoped_lock();
  });
}

TEST(Explored, FindsAMissingMutex) {
  const auto broken = []() -> task<> {
    int sum = 0;
    auto add = [](int &s) -> task<> {
      const int before = s;
      co_await yield();
      s = before + 1;
    };
    co_await gather(add(sum), add(sum));
    require(sum == 2, "an update was lost");
  };
  const explore_result result = explore(broken);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->what, "an update was lost");
  EXPECT_THROW(replay(broken, *result.failure), std::runtime_error);
  EXPECT_THROW(run(broken(), {.simulate = {.seed = *result.failure->seed}}), std::runtime_error);
}

TEST(Explored, Semaphore) {
  expect_sound([]() -> task<> {
    semaphore places(2);
    int inside = 0;
    auto visitor = [](semaphore &s, int &in) -> task<> {
      counted mine;
      auto permit = co_await s.scoped_acquire();
      struct leaving {
        int &n;
        ~leaving() { --n; }
      } leave{in};
      require(++in <= 2, "too many inside");
      co_await yield();
    };
    std::vector<task<>> visitors;
    for (int i = 0; i < 4; ++i)
      visitors.push_back(visitor(places, inside));
    co_await gather_all_settled(std::move(visitors));
    require(places.available() == 2, "a permit was lost");
  });
}

TEST(Explored, EventAndLatch) {
  expect_sound([]() -> task<> {
    event ready;
    latch all(2);
    auto waiter = [](event &e, latch &l) -> task<> {
      counted mine;
      struct counting {
        latch &of;
        ~counting() { of.count_down(); }
      } count{l};
      co_await e.wait();
    };
    auto a = spawn(waiter(ready, all));
    auto b = spawn(waiter(ready, all));
    co_await yield();
    ready.set();
    co_await ready.wait(); // set: goes through
    // A waiter that was cancelled before it began counts nothing.
    if (!faulty)
      co_await all.wait();
    co_await a;
    co_await b;
  });
}

TEST(Condition, WaitsUntilItHolds) {
  expect_sound([]() -> task<> {
    mutex guard;
    condition changed;
    int stock = 0;
    auto consumer = [](mutex &m, condition &c, int &s) -> task<> {
      counted mine;
      auto lock = co_await m.scoped_lock();
      co_await c.wait(lock, [&] { return s > 0; });
      require(m.locked() && s > 0, "the lock or the goods are missing");
      --s;
    };
    auto a = spawn(consumer(guard, changed, stock));
    auto b = spawn(consumer(guard, changed, stock));
    for (int i = 0; i < 2; ++i) {
      auto lock = co_await guard.scoped_lock();
      ++stock;
      changed.notify_one();
      lock.unlock();
      co_await yield();
    }
    co_await a;
    co_await b;
    require_unless_faulty(stock == 0, "goods are left");
    require(!guard.locked(), "the lock was not given back");
  });
}

TEST(Channel, DrainsAfterClosing) {
  run([]() -> task<> {
    channel<std::unique_ptr<int>> c(2);
    co_await c.send(std::make_unique<int>(1));
    co_await c.send(std::make_unique<int>(2));
    EXPECT_FALSE(c.try_send(std::make_unique<int>(3)));
    auto blocked = spawn(as_task(c.send(std::make_unique<int>(3))));
    co_await yield();
    c.close();
    EXPECT_THROW(co_await blocked, closed);
    EXPECT_THROW(co_await c.send(nullptr), closed);
    EXPECT_EQ(**co_await c.receive(), 1);
    EXPECT_EQ(**co_await c.receive(), 2);
    EXPECT_FALSE((co_await c.receive()).has_value());
  }());
}

TEST(Channel, AReceiverThatIsDestroyedPutsItsValueBack) {
  run([]() -> task<> {
    channel<int> c(1);
    auto receiver = [](channel<int> &from) -> task<int> { co_return *co_await from.receive(); };
    {
      task<int> doomed = receiver(c);
      auto waits = [](task<int> t) -> task<int> { co_return co_await std::move(t); };
      // The owner of the task destroys it after the value was handed over.
      struct owner {
        task<int> held;
      } own{waits(std::move(doomed))};
      detail::coroutine &child = own.held.handle().promise();
      child.set(detail::is_owned);
      detail::this_loop().start(child, nullptr);
      co_await yield();
      co_await c.send(1); // to the receiver
      co_await c.send(2); // into the queue, which is full now
    }
    EXPECT_EQ(c.size(), 2u);
    EXPECT_EQ(*c.try_receive(), 1);
    EXPECT_EQ(*c.try_receive(), 2);
  }());
}

TEST(Explored, Channel) {
  expect_sound([]() -> task<> {
    channel<counted> c(1);
    int sum = 0, sent = 0;
    auto sender = [](channel<counted> &to, int from, int &n) -> task<> {
      for (int i = from; i < from + 2; ++i) {
        co_await to.send(counted(i));
        ++n;
      }
    };
    auto receiver = [](channel<counted> &from, int &total) -> task<> {
      while (auto value = co_await from.receive())
        total += value->value;
    };
    auto senders = [&]() -> task<> {
      std::vector<task<>> all;
      all.push_back(sender(c, 1, sent));
      all.push_back(sender(c, 10, sent));
      auto outcomes = co_await gather_all_settled(std::move(all));
      c.close();
    };
    co_await gather(receiver(c, sum), senders());
    require_unless_faulty(sum == 1 + 2 + 10 + 11, "a value was lost");
  });
}

async_generator<int> numbers(int to) {
  counted mine;
  for (int i = 0; i < to; ++i) {
    co_await sleep_for(1ms);
    co_yield i;
  }
}

TEST(AsyncGenerator, GivesAllItsValuesAndItsError) {
  run(
      []() -> task<> {
        auto g = numbers(3);
        int sum = 0;
        while (auto n = co_await g.next())
          sum += *n;
        EXPECT_EQ(sum, 3);
        EXPECT_FALSE((co_await g.next()).has_value());
        auto failing = []() -> async_generator<std::string> {
          const std::string kept = "one";
          co_yield kept;
          co_yield "two";
          throw std::runtime_error("three");
        }();
        EXPECT_EQ(*co_await failing.next(), "one");
        EXPECT_EQ(*co_await failing.next(), "two");
        EXPECT_THROW(co_await failing.next(), std::runtime_error);
        EXPECT_FALSE((co_await failing.next()).has_value());
      }(),
      simulated);
}

TEST(Explored, AsyncGenerator) {
  expect_sound([]() -> task<> {
    auto half = numbers(5); // is dropped in the middle
    require((co_await half.next()) == 0, "first");
    auto reader = []() -> task<int> {
      auto g = numbers(3);
      int sum = 0;
      while (auto n = co_await g.next())
        sum += *n;
      co_return sum;
    };
    auto [a, b] = co_await gather(reader(), reader());
    require(a == 3 && b == 3, "values");
  });
}

} // namespace
} // namespace cotidy::rt::test
