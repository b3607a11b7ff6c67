// SPDX-License-Identifier: Apache-2.0
// Futures of folly.
#ifndef COTIDY_TEST_LIB_FOLLY_FUTURES_FUTURE_H
#define COTIDY_TEST_LIB_FOLLY_FUTURES_FUTURE_H

namespace folly {
template <class T> class SemiFuture {
public:
  T get() &&;
  bool isReady() const;
};
} // namespace folly

#endif
