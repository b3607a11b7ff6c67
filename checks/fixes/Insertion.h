// SPDX-License-Identifier: Apache-2.0
// An edit that adds text and takes none away.
#ifndef COTIDY_FIXES_INSERTION_H
#define COTIDY_FIXES_INSERTION_H

#include "clang/Basic/SourceLocation.h"
#include <string>

namespace cotidy {

/// Text to put in at one place.
struct Insertion {
  clang::SourceLocation At;
  std::string Text;
};

} // namespace cotidy

#endif
