// SPDX-License-Identifier: Apache-2.0
// How large a number, or the count of what an expression names, is as far as the code shows.
#ifndef COTIDY_ANALYSIS_SIZES_H
#define COTIDY_ANALYSIS_SIZES_H

#include "Conditions.h"

namespace cotidy {

/// Computing over fewer bytes or elements than this does not count as heavy.
constexpr uint64_t SmallCount = 65536;

/// The most that the number \p E can be: a constant, a variable that never changes from one, the
/// smaller of two numbers, or all that its type has room for where that is not much.
std::optional<uint64_t> mostOf(const clang::Expr *E, Surroundings &In);

/// How many elements there are at most in what \p E names: a container or array, or the place in
/// one that a pointer or an iterator leads to. Known are arrays, literals, lists that are written
/// out, and variables that are made from such a list and do not grow.
std::optional<uint64_t> mostElements(const clang::Expr *E, Surroundings &In);

/// Whether \p E is a number, or names something, that is known to be smaller than SmallCount.
bool isSmall(const clang::Expr *E, Surroundings &In);

} // namespace cotidy

#endif
