// SPDX-License-Identifier: Apache-2.0
// The scope guards of the library extensions TS, Boost, folly, abseil and GSL, as their users see
// them: in system headers.
#ifndef COTIDY_TEST_GUARDS_H
#define COTIDY_TEST_GUARDS_H
#pragma GCC system_header

namespace std::experimental {
template <class F> class scope_exit {
public:
  explicit scope_exit(F &&Run) {}
  ~scope_exit() {}
  void release();
};
template <class F> class scope_fail {
public:
  explicit scope_fail(F &&Run) {}
  ~scope_fail() {}
};
template <class R, class D> class unique_resource {
public:
  unique_resource(R Handle, D Close) {}
  ~unique_resource() {}
  const R &get() const;
};
template <class R, class D, class S>
unique_resource<R, D> make_unique_resource_checked(R Handle, const S &Invalid, D Close) {
  return {Handle, Close};
}
} // namespace std::experimental
namespace boost::scope {
template <class F> class scope_exit {
public:
  scope_exit(F &&Run) {}
  ~scope_exit() {}
};
template <class F> scope_exit<F> make_scope_exit(F &&Run) {}
template <class F> class defer_guard {
public:
  defer_guard(F &&Run) {}
  ~defer_guard() {}
};
template <class R, class D> class unique_resource {
public:
  unique_resource(R Handle, D Close) {}
  ~unique_resource() {}
};
class unique_fd {
public:
  explicit unique_fd(int) {}
  ~unique_fd() {}
};
} // namespace boost::scope
namespace folly {
template <class F> class ScopeGuardImpl {
public:
  explicit ScopeGuardImpl(F &&Run) {}
  ~ScopeGuardImpl() {}
  void dismiss();
};
template <class F> ScopeGuardImpl<F> makeGuard(F &&Run) {
  return ScopeGuardImpl<F>(static_cast<F &&>(Run));
}
namespace detail {
enum class ScopeGuardOnExit {};
template <class F> ScopeGuardImpl<F> operator+(ScopeGuardOnExit, F &&Run) {
  return ScopeGuardImpl<F>(static_cast<F &&>(Run));
}
} // namespace detail
} // namespace folly
#define SCOPE_EXIT auto AtExit = ::folly::detail::ScopeGuardOnExit() + [&]() noexcept
namespace absl {
template <class F> class Cleanup {
public:
  Cleanup(F Run) {}
  ~Cleanup() {}
  void Cancel();
};
template <class F> Cleanup<F> MakeCleanup(F Run) {}
} // namespace absl
namespace gsl {
template <class F> class final_action {
public:
  explicit final_action(const F &Run) noexcept {}
  ~final_action() noexcept {}
};
template <class F> final_action<F> finally(F &&Run) noexcept { return final_action<F>(Run); }
} // namespace gsl

#endif
