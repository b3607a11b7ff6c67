// SPDX-License-Identifier: Apache-2.0
// The clang-tidy module: registers the rows of Checks.def as `coro-*`.
#include "CotidyModule.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR >= 22
#include "clang-tidy/ClangTidyModule.h"
#else
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace cotidy {

#define COTIDY_CHECK(Class, ...)                                                                   \
  std::unique_ptr<clang::tidy::ClangTidyCheck> make##Class(llvm::StringRef Name,                   \
                                                           clang::tidy::ClangTidyContext *);
#include "Checks.def"
#undef COTIDY_CHECK

namespace {

class CotidyModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
#define COTIDY_CHECK(Class, Name, ...) Factories.registerCheckFactory("coro-" Name, make##Class);
#include "Checks.def"
#undef COTIDY_CHECK
  }
};

const CheckRow Rows[] = {
#define COTIDY_CHECK(Class, Name, Default, FixKind, Since, Summary, Nearest)                       \
  {"coro-" Name, CheckRow::Default, CheckRow::FixKind, Since, Summary, Nearest},
#include "Checks.def"
#undef COTIDY_CHECK
};

} // namespace

llvm::ArrayRef<CheckRow> checkRows() { return Rows; }

static clang::tidy::ClangTidyModuleRegistry::Add<CotidyModule>
    Registered("cotidy-module", "Checks for C++20 coroutine code.");

} // namespace cotidy

/// A program that links the checks names this to keep the module from being dropped.
volatile int CotidyModuleAnchor = 0;
