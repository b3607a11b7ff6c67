// SPDX-License-Identifier: Apache-2.0
// The pages of the checks, which the program carries with it.
#ifndef COTIDY_TOOL_PAGES_H
#define COTIDY_TOOL_PAGES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy::driver {

struct Page {
  llvm::StringRef Check; ///< With the prefix `coro-`.
  llvm::StringRef Text;  ///< Markdown.
};

/// All pages, by name. Made by EmbedPages.cmake from docs/checks.
llvm::ArrayRef<Page> pages();

/// The page of \p Check; empty if it has none.
llvm::StringRef pageOf(llvm::StringRef Check);

/// What stands below the heading \p Title (`What it reports`) of \p Text.
llvm::StringRef sectionOf(llvm::StringRef Text, llvm::StringRef Title);

} // namespace cotidy::driver

#endif
