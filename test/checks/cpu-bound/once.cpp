// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound: a single call may be given little, so it counts only if it takes long in any case.
// The option AnySize (heavy.cpp) asks for the others.
// RUN: %check --check=coro-cpu-bound %s
#include <algorithm>
#include <mine/task.hpp>
#include <regex>
#include <string>
#include <vector>

extern "C" {
unsigned char *SHA256(const unsigned char *, unsigned long, unsigned char *);
unsigned char *HMAC(const void *, const void *, int, const unsigned char *, unsigned long,
                    unsigned char *, unsigned *);
int RSA_generate_key_ex(void *, int, void *, void *);
int PKCS5_PBKDF2_HMAC(const char *, int, const unsigned char *, int, int, const void *, int,
                      unsigned char *);
}
using std::size_t;
mine::task<> tick();

// The same for each request: a token is signed, a few identifiers are put in order.
std::string sign(const std::string &text) {
  unsigned char tag[32];
  unsigned length = 0;
  HMAC(nullptr, "key", 3, reinterpret_cast<const unsigned char *>(text.c_str()), text.size(), tag,
       &length);
  return text;
}
mine::task<std::string> request(std::string text, std::vector<int> roles) {
  static const std::regex name("[a-z]+");
  if (!std::regex_match(text, name))
    co_return "";
  std::sort(roles.begin(), roles.end());
  co_await tick();
  co_return sign(text);
}

// Long whatever they are given, directly and through others.
bool login(const std::string &password) {
  unsigned char key[32];
  return PKCS5_PBKDF2_HMAC(password.c_str(), 8, nullptr, 0, 600000, nullptr, 32, key); // NOTE: 'login' calls 'PKCS5_PBKDF2_HMAC' here
}
mine::task<bool> slow(const std::string &password, void *rsa) {
  RSA_generate_key_ex(rsa, 4096, nullptr, nullptr); // WARN: 'RSA_generate_key_ex' keeps the thread that runs coroutine 'slow' busy: it looks for prime numbers
  co_await tick();
  co_return login(password); // WARN: 'login' keeps the thread that runs coroutine 'slow' busy: it ends in 'PKCS5_PBKDF2_HMAC', which derives a key from a password, slowly on purpose
}

// A loop that never suspends repeats them, here or in what is called.
void matchAll(std::vector<std::string> &texts, const std::regex &name) {
  for (std::string &text : texts)
    std::regex_match(text, name); // NOTE: 'matchAll' calls 'std::regex_match' here
}
mine::task<> often(std::vector<std::string> &texts) {
  for (std::string &text : texts) // WARN: its iterations call 'sign', which ends in 'HMAC', which hashes what it is given
    text = sign(text);
  for (std::string &text : texts) {
    co_await tick();
    text = sign(text);
  }
  static const std::regex name("[a-z]+");
  matchAll(texts, name); // WARN: 'matchAll' keeps the thread that runs coroutine 'often' busy: it ends in 'std::regex_match'
}

// One that runs a few times repeats nothing; what is slow is reported where it stands.
mine::task<> seldom(std::string text, std::vector<int> (&lists)[3], void *rsa) {
  for (int i = 0; i < 3; ++i)
    text = sign(text);
  for (std::vector<int> &list : lists)
    std::sort(list.begin(), list.end());
  for (int i = 0; i < 2; ++i)
    RSA_generate_key_ex(rsa, 4096, nullptr, nullptr); // WARN: 'RSA_generate_key_ex' keeps
  // Many times, as there is a longer loop between.
  for (int i = 0; i < 3; ++i) // WARN: this loop keeps the thread that runs coroutine 'seldom' busy
    for (size_t j = 0; j < text.size(); ++j)
      text = sign(text);
  co_return;
}
