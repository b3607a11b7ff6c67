// SPDX-License-Identifier: Apache-2.0
// The token of cppcoro.
#ifndef COTIDY_TEST_LIB_CPPCORO_CANCELLATION_TOKEN_HPP
#define COTIDY_TEST_LIB_CPPCORO_CANCELLATION_TOKEN_HPP

namespace cppcoro {
class cancellation_token {
public:
  cancellation_token() noexcept;
  cancellation_token(const cancellation_token &) noexcept;
  ~cancellation_token();
  bool is_cancellation_requested() const noexcept;
};
} // namespace cppcoro

#endif
