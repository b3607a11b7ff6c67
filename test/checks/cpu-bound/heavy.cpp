// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound: calls that the models know to be heavy, in the coroutine or in what it calls, and
// how they are handed to a pool.
// RUN: %check --check=coro-cpu-bound --option=coro-cpu-bound.AnySize=true %s
#include <algorithm>
#include <array>
#include <cotidy/runtime/executor.hpp>
#include <cotidy/runtime/task.hpp>
#include <mine/task.hpp>
#include <regex>
#include <string>
#include <vector>

using std::size_t;
extern "C" {
unsigned char *SHA256(const unsigned char *, unsigned long, unsigned char *);
int PKCS5_PBKDF2_HMAC(const char *, int, const unsigned char *, int, int, const void *, int,
                      unsigned char *);
int deflate(void *, int);
}
namespace nlohmann {
inline namespace json_abi_v3_11_2 {
template <class T> class basic_json {
public:
  static basic_json parse(const std::string &);
  ~basic_json();
};
} // namespace json_abi_v3_11_2
using json = basic_json<int>;
} // namespace nlohmann
namespace google::protobuf {
class MessageLite {
public:
  bool ParseFromString(const std::string &);
};
} // namespace google::protobuf
struct message : google::protobuf::MessageLite {};
namespace rt = cotidy::rt;
mine::task<> tick();

// On ranges whose size is known only at run time.
mine::task<> sorts(std::vector<int> &all, int *from, size_t n) {
  std::sort(all.begin(), all.end()); // WARN: 'std::sort' keeps the thread that runs coroutine 'sorts' busy: it sorts what it is given, and no other coroutine of that thread runs meanwhile
  std::stable_sort(from, from + n); // WARN: 'std::stable_sort' keeps
  std::ranges::sort(all); // WARN: 'std::ranges::sort' keeps
  std::ranges::sort(all.begin(), all.end()); // WARN: 'std::ranges::sort' keeps
  std::partial_sort(all.begin(), all.begin() + n, all.end()); // WARN: 'std::partial_sort' keeps
  co_return;
}
mine::task<> fewSorted(std::vector<int> &all, int *from) {
  std::array<int, 16> few{};
  int plain[4] = {4, 3, 2, 1};
  std::sort(few.begin(), few.end());
  std::sort(plain, plain + 4);
  std::sort(all.begin(), all.begin() + 3);
  std::sort(from, from + 8);
  std::ranges::sort(few);
  std::vector<int> listed{3, 2, 1};
  std::sort(listed.begin(), listed.end());
  co_return;
}
mine::task<bool> matches(const std::string &text) {
  static const std::regex expression("(a|aa)+$");
  if (std::regex_match("always the same", expression))
    co_return true;
  const std::string constant = "always the same";
  if (std::regex_search(constant, expression))
    co_return true;
  co_return std::regex_search(text, expression); // WARN: 'std::regex_search' keeps the thread that runs coroutine 'matches' busy: it matches a regular expression
}
mine::task<> hashes(const std::string &text, unsigned char *into) {
  unsigned char block[64] = {};
  SHA256(block, sizeof block, into);
  SHA256(block, 32, into);
  auto *bytes = reinterpret_cast<const unsigned char *>(text.c_str());
  SHA256(bytes, text.size(), into); // WARN: 'SHA256' keeps the thread that runs coroutine 'hashes' busy: it hashes what it is given
  PKCS5_PBKDF2_HMAC("", 0, block, 64, 600000, nullptr, 32, into); // WARN: it derives a key from a password, slowly on purpose
  co_return;
}

// In visible functions, with the way to it.
bool login(const std::string &password) {
  unsigned char key[32];
  return PKCS5_PBKDF2_HMAC(password.c_str(), 8, nullptr, 0, 600000, nullptr, 32, key); // NOTE: 'login' calls 'PKCS5_PBKDF2_HMAC' here
}
bool check(const std::string &password) {
  return login(password); // NOTE: 'check' calls 'login' here
}
mine::task<bool> logsIn(const std::string &password) {
  co_await tick();
  co_return check(password); // WARN: 'check' keeps the thread that runs coroutine 'logsIn' busy: it ends in 'PKCS5_PBKDF2_HMAC', which derives a key from a password
}
// Behind a test of stored state it may be done already.
struct config {
  bool loaded = false;
  nlohmann::json &get(const std::string &text) {
    if (!loaded)
      value = nlohmann::json::parse(text);
    return value;
  }
  nlohmann::json value;
};
mine::task<> cached(config &c, const std::string &text) {
  c.get(text);
  static auto once = nlohmann::json::parse(text);
  co_return;
}

// A piece of a stream, or one message, is done soon: what counts is the loop around it.
void squeeze(const std::string &text) {
  for (size_t i = 0; i < text.size(); ++i)
    deflate(nullptr, 0); // NOTE: 'squeeze' calls 'deflate' here
}
void piece() { deflate(nullptr, 0); }
mine::task<> streams(std::vector<std::string> &texts, message &m) {
  deflate(nullptr, 0);
  piece();
  m.ParseFromString(texts[0]);
  for (const std::string &text : texts) {
    m.ParseFromString(text);
    deflate(nullptr, 0);
    co_await tick();
  }
  squeeze(texts[0]); // WARN: 'squeeze' keeps the thread that runs coroutine 'streams' busy: it ends in 'deflate', which compresses what it is given
  for (const std::string &text : texts) // WARN: its iterations call 'message::ParseFromString', which parses
    m.ParseFromString(text);
  for (size_t i = 0; i < texts.size(); ++i) // WARN: its iterations call 'piece', which ends in 'deflate'
    piece();
}

// In a loop without a suspension the loop is what keeps the thread; in one with, it is the call.
mine::task<> loops(std::vector<std::string> &texts) {
  for (const std::string &text : texts) // WARN: this loop keeps the thread that runs coroutine 'loops' busy without a suspension point: its iterations call 'nlohmann::basic_json::parse', which parses what it is given, and no other coroutine
    nlohmann::json::parse(text); // NOTE: the call is here
  for (const std::string &text : texts) // WARN: its iterations call 'check', which ends in 'PKCS5_PBKDF2_HMAC', which derives
    check(text);
  for (const std::string &text : texts) {
    co_await tick();
    nlohmann::json::parse(text); // WARN: 'nlohmann::basic_json::parse' keeps
  }
  // In the head it runs once.
  for (const std::string &text : (check(texts[0]), texts)) // WARN: 'check' keeps
    static_cast<void>(text);
}

// Handed to the pool.
rt::task<> offloads(rt::thread_pool &pool, std::vector<int> &all, const std::string &text) {
  std::sort(all.begin(), all.end()); // WARN: 'std::sort' keeps // NOTE: it can be handed to the pool: the call runs on a thread of the pool // SUGGEST: co_await cotidy::rt::run_in_executor(pool, [&] { return std::sort(all.begin(), all.end()); });
  auto value = nlohmann::json::parse(text); // WARN: 'nlohmann::basic_json::parse' keeps // SUGGEST: auto value = co_await cotidy::rt::run_in_executor(pool, [&] { return nlohmann::json::parse(text); });
  for (int &each : all) // WARN: this loop keeps // NOTE: the loop can run in a callable of its own on a pool (with 'cotidy::rt::run_in_executor'), or suspend from time to time
    each += check(text);
  co_return;
}
// No pool in scope, or handed already.
rt::task<> noPool(std::vector<int> &all) {
  std::sort(all.begin(), all.end()); // WARN: 'std::sort' keeps // NO-NOTE: handed to the pool
  co_return;
}
rt::task<> offloaded(rt::thread_pool &pool, std::vector<int> &all) {
  co_await rt::run_in_executor(pool, [&] { std::sort(all.begin(), all.end()); });
}
