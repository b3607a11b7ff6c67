// SPDX-License-Identifier: Apache-2.0
// The entry point of cotidy-clangd: stock clangd's own, in a binary that has the checks.
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <string>
#include <vector>

namespace clang::clangd {
// No installed header declares it.
int clangdMain(int argc, char *argv[]);
} // namespace clang::clangd

/// Whether clangd finds the compiler's own headers beside this program, as after an installation
/// into LLVM's prefix.
static bool hasOwnHeaders(const char *Argv0) {
  llvm::SmallString<256> Path(
      llvm::sys::fs::getMainExecutable(Argv0, reinterpret_cast<void *>(&hasOwnHeaders)));
  llvm::sys::path::remove_filename(Path);
  llvm::sys::path::append(Path, "..", "lib", "clang", std::to_string(COTIDY_LLVM_VERSION));
  return llvm::sys::fs::is_directory(Path);
}

int main(int Argc, char *Argv[]) {
  std::vector<char *> Args(Argv, Argv + Argc);
  bool Given = llvm::any_of(llvm::drop_begin(Args), [](llvm::StringRef Arg) {
    return Arg.ltrim('-').starts_with("resource-dir");
  });
  std::string ResourceDir = "--resource-dir=" COTIDY_RESOURCE_DIR;
  if (!Given && !hasOwnHeaders(Argv[0]))
    Args.push_back(ResourceDir.data());
  Argc = static_cast<int>(Args.size());
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(Argc, Args.data());
}
