// SPDX-License-Identifier: Apache-2.0
// The vector of KJ.
#ifndef COTIDY_TEST_LIB_KJ_VECTOR_H
#define COTIDY_TEST_LIB_KJ_VECTOR_H

#include "async.h"
namespace kj {
template <class T> class Vector {
public:
  T &add(T &&);
  Array<T> releaseAsArray();
};
} // namespace kj

#endif
