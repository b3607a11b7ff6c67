// SPDX-License-Identifier: Apache-2.0
// Values that flow around the back edge, and ways out; what does not is beside what does.
// RUN: %check --check=coro-await-in-loop --real %s -- -isystem %inputs/libs
#include <atomic>
#include <iostream>
#include <map>
#include <memory>
#include <mine/task.hpp>
#include <set>
#include <string>
#include <vector>

using mine::task;
struct item {
  int id = 0, value = 0;
  bool done() const;
  task<> refresh();
};
task<int> load(int id);
task<int> find(const std::string &name);
task<> save(int id, int value);
task<> update(item &what);
task<> peek(const item &what);
task<> into(std::vector<int> &all, int id);
task<bool> ok(int id);
task<std::vector<int>> links(int id);

// Accumulations that nothing in the loop reads.
task<> accumulate(std::vector<int> &ids, std::vector<int> &slots) {
  std::set<int> seen;
  std::map<int, int> named;
  std::string text;
  int count = 0;
  for (int id : ids)
    seen.insert(co_await load(id)); // WARN: awaits 'load'
  for (int id : ids)
    named.emplace(id, co_await load(id)); // WARN: awaits 'load'
  for (int id : ids)
    text += std::to_string(co_await load(id)); // WARN: awaits 'load'
  for (int id : ids)
    if (co_await ok(id)) // WARN: awaits 'ok'
      ++count;
  for (unsigned i = 0; i < ids.size(); ++i)
    slots.at(i) = co_await load(ids[i]); // WARN: awaits 'load'
  for (int id : ids)
    std::cout << co_await load(id) << "\n"; // WARN: awaits 'load'
}
// The place of an insertion is no question about what is there, unless it is another place.
task<> appended(std::vector<int> &ids) {
  std::vector<int> all, other;
  for (int id : ids) {
    std::vector<int> some = co_await links(id); // WARN: awaits 'links'
    all.insert(all.end(), some.begin(), some.end());
  }
  for (int id : ids) {
    std::vector<int> some = co_await links(id);
    all.insert(all.begin() + some.front(), some.begin(), some.end());
  }
}
// Fools who allows every accumulation: what was added is asked for.
task<> accumulateAndRead(std::vector<int> &ids) {
  std::set<int> seen;
  std::vector<int> found;
  int sum = 0, *where = &sum;
  for (int id : ids)
    if (seen.insert(co_await load(id)).second)
      co_await save(id, 1);
  for (int id : ids) {
    found.push_back(co_await load(id));
    co_await save(id, found.back());
  }
  for (int id : ids) {
    if (sum > 100)
      continue;
    sum += co_await load(id);
  }
  for (int id : ids)
    *where = co_await load(id + *where);
  for (int id : ids)
    co_await save(id, sum += co_await load(id));
}
// Fools who follows names: the reference was made before the loop.
task<> aliases(std::vector<int> &ids) {
  std::vector<int> found;
  auto &same = found;
  for (int id : ids) {
    same.push_back(co_await load(id));
    if (found.size() > 3)
      co_await save(id, 1);
  }
  for (int id : ids)
    same.push_back(co_await load(id)); // WARN: awaits 'load'
}
// The iteration's own.
task<> own(std::vector<int> &ids, std::vector<item> &items,
           std::vector<std::unique_ptr<item>> &owned) {
  for (int id : ids) {
    item local{id};
    co_await update(local); // WARN: awaits 'update'
    local.value += 2;
    co_await save(id, local.value);
  }
  for (auto &each : items)
    each.value = co_await load(each.id); // WARN: awaits 'load'
  for (auto &each : items)
    co_await update(each); // WARN: awaits 'update'
  for (unsigned i = 0; i < items.size(); ++i) {
    item &each = items[i];
    co_await each.refresh(); // WARN: awaits 'item::refresh'
  }
  for (auto &each : owned)
    co_await each->refresh(); // WARN: awaits 'item::refresh'
  for (int id : ids) {
    auto fresh = std::make_shared<item>(id, 0);
    co_await update(*fresh); // WARN: awaits 'update'
  }
}
// Fools who takes a declaration in the loop for the iteration's own: it leads to what all share.
struct linked {
  item *shared = nullptr;
};
task<> shared(std::vector<int> &ids, item &one, std::vector<item *> &pointers,
              std::vector<std::shared_ptr<item>> &handles, std::vector<linked> &links) {
  for (int id : ids) {
    item &same = one;
    co_await update(same);
  }
  for (int id : ids) {
    static item kept;
    kept.id = id;
    co_await update(kept);
  }
  for (item *each : pointers)
    co_await each->refresh();
  for (auto &each : handles)
    co_await each->refresh();
  for (auto copy : handles)
    co_await update(*copy);
  for (auto &each : links)
    co_await update(*each.shared);
  for (int id : ids)
    co_await update(one);
}
// Fools who looks for assignments: the awaited call changes its argument.
task<> mutated(std::vector<int> &ids) {
  std::vector<int> all;
  item one;
  for (int id : ids)
    co_await into(all, id);
  for (int id : ids)
    co_await peek(one); // The same call each time.
  for (int id : ids) {
    one.id = id;
    co_await peek(one);
  }
}
// Fools who allows every slot: the neighbour is read, or the slot is found by what was awaited.
task<> slots(std::vector<int> &out, std::vector<item> &items, int n) {
  for (int i = 1; i < n; ++i)
    out[i] = co_await load(out[i - 1]);
  for (int i = 0; i < n; ++i)
    out[co_await load(i)] = i;
  for (auto &each : items)
    each.value = co_await load(items.front().value);
}
// Ways out that are known before anything is awaited.
task<> knownWaysOut(std::vector<item> &items, int last) {
  for (const auto &each : items) {
    if (each.id == last)
      break;
    co_await load(each.id); // WARN: awaits 'load'
  }
  for (const auto &each : items) {
    if (each.done())
      continue;
    co_await load(each.id); // WARN: awaits 'load'
  }
}
// Fools who looks for `break` right behind the await.
task<int> waysOut(std::vector<item> &items, const bool &stop) {
  for (auto &each : items) {
    co_await update(each);
    if (each.done())
      break;
  }
  for (const auto &each : items) {
    if (stop)
      break;
    co_await load(each.id);
  }
  for (const auto &each : items) {
    int result = co_await load(each.id);
    switch (result) {
    case 1:
      co_return result;
    default:
      break;
    }
  }
  for (const auto &each : items)
    if (!co_await ok(each.id))
      throw each.id;
  for (const auto &each : items) {
    if (co_await ok(each.id))
      goto out;
  }
out:
  co_return 0;
}
// A condition that goes on with the same iteration, or with the next one, is no way out.
task<> goesOn(std::vector<int> &ids) {
  for (int id : ids) {
    if (!co_await ok(id)) // WARN: awaits 'ok'
      continue;
    co_await save(id, 1);
  }
}
// Globals.
int counter = 0;
std::atomic<int> atomically{0};
task<> globals(std::vector<int> &ids) {
  for (int id : ids)
    counter = co_await load(id + counter);
  for (int id : ids)
    atomically.fetch_add(co_await load(id)); // WARN: awaits 'load'
}
// Pauses, turns, locks and streams, by their names (no model knows them).
struct timer {
  explicit timer(int ms);
  task<> wait();
};
struct gate {
  task<> acquire() const;
  void release() const;
};
struct channel {
  task<int> receive() const;
  task<> send(int) const;
};
task<> yield(int);
task<> delay_for(int ms);
task<std::vector<int>> whenAll(std::vector<task<int>> &&some);
task<std::vector<int>> joinGroup(const std::string &group);
task<> ordered(std::vector<int> &ids, const gate &turn, const channel &to,
               std::vector<std::string> &groups) {
  for (int id : ids) {
    timer own(id);
    co_await own.wait();
  }
  for (int id : ids) {
    co_await load(id);
    co_await delay_for(10);
  }
  for (int id : ids) {
    co_await yield(id);
    co_await load(id);
  }
  for (int id : ids) {
    co_await turn.acquire();
    co_await load(id);
    turn.release();
  }
  for (int id : ids)
    co_await to.send(id);
  for (int id : ids)
    co_await save(id, co_await to.receive());
  for (int id : ids) {
    std::vector<task<int>> some;
    some.push_back(load(id));
    some.push_back(load(-id));
    co_await whenAll(std::move(some));
  }
  // Only its name sounds like it: no task is handed in.
  for (const auto &group : groups)
    co_await joinGroup(group); // WARN: awaits 'joinGroup'
}
