// SPDX-License-Identifier: Apache-2.0
// Prints rows of the registry.
#include "Explain.h"
#include "CotidyModule.h"
#include "Pages.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

llvm::StringRef fixes(CheckRow::FixT Fix) {
  switch (Fix) {
  case CheckRow::None:
    return "none";
  case CheckRow::Safe:
    return "safe";
  case CheckRow::Suggestion:
    return "suggestions";
  case CheckRow::Both:
    return "safe, and suggestions";
  }
  llvm_unreachable("a row has one of the four");
}

void print(const CheckRow &Row) {
  llvm::outs() << Row.Name << ": " << Row.Summary << "\n  default: "
               << (Row.Default == CheckRow::On ? "on" : "opt-in: name it in full in --checks")
               << "\n  fixes: " << fixes(Row.Fix) << "\n  since: " << Row.Since
               << "\n  nearest elsewhere: " << Row.Nearest << "\n";
}

} // namespace

void listChecks(llvm::ArrayRef<std::string> Names) {
  llvm::outs() << "Enabled checks:\n";
  for (const std::string &Name : Names) {
    llvm::outs() << "    " << Name;
    for (const CheckRow &Row : checkRows())
      if (Row.Name == Name)
        llvm::outs() << ": " << Row.Summary;
    llvm::outs() << '\n';
  }
}

ExitCode explain(llvm::StringRef Check) {
  if (Check == "all") {
    for (const CheckRow &Row : checkRows())
      print(Row);
    return Clean;
  }
  const std::string Full = Check.starts_with("coro-") ? Check.str() : "coro-" + Check.str();
  const CheckRow *Row =
      llvm::find_if(checkRows(), [&](const CheckRow &Each) { return Each.Name == Full; });
  if (Row == checkRows().end()) {
    error("--explain: there is no check `" + Check + "` (`cotidy --explain=all` shows them all)");
    return BadInput;
  }
  print(*Row);
  // The page begins with the name and the summary, which stand above.
  llvm::StringRef Page = pageOf(Full);
  if (size_t First = Page.find("\n## "); First != llvm::StringRef::npos)
    llvm::outs() << Page.drop_front(First);
  return Clean;
}

} // namespace cotidy::driver
