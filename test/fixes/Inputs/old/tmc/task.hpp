// SPDX-License-Identifier: Apache-2.0
// TooManyCooks without its bridge to Asio.
#include <mock/promise.h>
namespace tmc {
template <class T = void> class task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
} // namespace tmc
