// SPDX-License-Identifier: Apache-2.0
// The words by which names are judged.
#include "Words.h"

using namespace clang;

namespace cotidy {

bool speaksOf(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words) {
  std::string Lower = Name.lower();
  return llvm::any_of(Words, [&](llvm::StringRef W) { return llvm::StringRef(Lower).contains(W); });
}

bool isLogLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Whole[] = {
      "error",      "info",       "warn",        "critical",   "fatal",      "format", "vformat",
      "puts",       "fputs",      "write",       "message",    "what",       "c_str",  "str",
      "string",     "code",       "value",       "name",       "category",   "perror", "operator<<",
      "operator==", "operator!=", "operator<=>", "operator+",  "operator+=", "append", "get",
      "demangle",   "typeid",     "data",        "add_failure"};
  static constexpr llvm::StringLiteral Parts[] = {
      "log",       "print",        "trace",    "debug", "warning",
      "to_string", "exceptionstr", "tostring", "dump",  "diagnostic_information",
      "verbose"};
  return llvm::is_contained(Whole, Name.lower()) || speaksOf(Name, Parts);
}

bool isStopLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Parts[] = {
      "stop",   "cancel",  "abort",   "shutdown", "shutting", "quit",     "exit",     "running",
      "closed", "closing", "is_open", "isopen",   "alive",    "terminat", "interrupt"};
  return speaksOf(Name, Parts);
}

bool isCleanupLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Parts[] = {"close",   "shutdown", "disconnect",  "stop",
                                                  "cleanup", "rollback", "cancel",      "teardown",
                                                  "release", "logout",   "unsubscribe", "clean_up"};
  return speaksOf(Name, Parts);
}

llvm::StringRef nameOf(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

} // namespace cotidy
