// SPDX-License-Identifier: Apache-2.0
// Whether a statement stands between the reading of something shared and the writing of it.
#ifndef COTIDY_ANALYSIS_SECTION_H
#define COTIDY_ANALYSIS_SECTION_H

#include "Coroutine.h"

namespace cotidy {

/// A value of something that others can change too was read before \p At into a local, and is the
/// base of what is written to it after. Returns the writing, or null. Whoever suspends at \p At
/// lets others write in between, and what they wrote is lost.
const clang::Expr *writtenBack(Coroutine &C, const clang::Stmt *At);

} // namespace cotidy

#endif
