// SPDX-License-Identifier: Apache-2.0
// Values as bytes, for another process of the same program.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace cotidy::rt {

// Specialise it for your own types: `static void put(std::string &to, const T &)` appends, and
// `static T get(std::string_view &from)` takes as much from the front. What can be copied by its
// bytes, and is no pointer, needs none.
template <class T> struct serialiser;

namespace detail {

inline std::string_view take_bytes(std::string_view &from, std::size_t size) {
  if (from.size() < size)
    throw std::runtime_error("a serialised value is cut off");
  const std::string_view taken = from.substr(0, size);
  from.remove_prefix(size);
  return taken;
}

} // namespace detail

template <class T>
  requires(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> && !std::is_member_pointer_v<T>)
struct serialiser<T> {
  static void put(std::string &to, const T &value) {
    to.append(reinterpret_cast<const char *>(&value), sizeof value);
  }
  static T get(std::string_view &from) {
    const std::string_view bytes = detail::take_bytes(from, sizeof(T));
    alignas(T) std::byte copy[sizeof(T)];
    std::memcpy(copy, bytes.data(), sizeof(T));
    return *std::launder(reinterpret_cast<T *>(copy));
  }
};

template <> struct serialiser<std::string> {
  static void put(std::string &to, const std::string &value) {
    serialiser<std::uint64_t>::put(to, value.size());
    to += value;
  }
  static std::string get(std::string_view &from) {
    const std::uint64_t size = serialiser<std::uint64_t>::get(from);
    return std::string(detail::take_bytes(from, size));
  }
};

template <class T> struct serialiser<std::vector<T>> {
  static void put(std::string &to, const std::vector<T> &values) {
    serialiser<std::uint64_t>::put(to, values.size());
    for (const auto &each : values)
      serialiser<T>::put(to, each);
  }
  static std::vector<T> get(std::string_view &from) {
    std::vector<T> values;
    for (std::uint64_t left = serialiser<std::uint64_t>::get(from); left > 0; --left)
      values.push_back(serialiser<T>::get(from));
    return values;
  }
};

template <class... T>
  requires(!std::is_trivially_copyable_v<std::tuple<T...>>)
struct serialiser<std::tuple<T...>> {
  static void put(std::string &to, const std::tuple<T...> &values) {
    std::apply([&](const T &...each) { (serialiser<T>::put(to, each), ...); }, values);
  }
  static std::tuple<T...> get(std::string_view &from) {
    return std::tuple<T...>{serialiser<T>::get(from)...}; // braces: from left to right
  }
};

template <class A, class B>
  requires(!std::is_trivially_copyable_v<std::pair<A, B>>)
struct serialiser<std::pair<A, B>> {
  static void put(std::string &to, const std::pair<A, B> &value) {
    serialiser<A>::put(to, value.first);
    serialiser<B>::put(to, value.second);
  }
  static std::pair<A, B> get(std::string_view &from) {
    return std::pair<A, B>{serialiser<A>::get(from), serialiser<B>::get(from)};
  }
};

template <class T>
concept serialisable = requires(std::string &to, std::string_view &from, const T &value) {
  serialiser<T>::put(to, value);
  { serialiser<T>::get(from) } -> std::same_as<T>;
};

} // namespace cotidy::rt
