// SPDX-License-Identifier: Apache-2.0
// `cotidy --init`: the files that a project needs, written where they are missing.
#include "Init.h"
#include "Options.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;
namespace {

constexpr llvm::StringLiteral ClangTidy =
    R"(# What cotidy, clang-tidy with its plugin, and cotidy-clangd check.
InheritParentConfig: true
Checks: 'coro-*'
# Findings that stop CI. To begin, accept those that are there:
#   cotidy -p build --baseline cotidy-baseline.json --update-baseline
WarningsAsErrors: 'coro-*'
)";

constexpr llvm::StringLiteral Clangd = R"(# Lets clangd run checks that it does not know to be fast.
Diagnostics:
  ClangTidy:
    FastCheckFilter: None
)";

constexpr llvm::StringLiteral GitHub =
    R"(# Lints the coroutines of this project. Put the step that installs cotidy where it says so.
name: cotidy
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  cotidy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      # Install cotidy, and what your build needs, here.
      - run: cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
      - uses: actions/cache@v4
        with:
          path: .cotidy-cache
          key: cotidy-${{ github.run_id }}
          restore-keys: cotidy-
      - run: cotidy -p build --cache-dir .cotidy-cache --output text --output github --output sarif=cotidy.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: cotidy.sarif
)";

constexpr llvm::StringLiteral GitLab =
    R"(# Lints the coroutines of this project. In .gitlab-ci.yml: include: {local: .gitlab/cotidy.yml}
cotidy:
  stage: test
  # image: one that has cotidy, and what your build needs
  script:
    - cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    - cotidy -p build --cache-dir .cotidy-cache --output text --output gitlab=cotidy.json --output junit=cotidy.xml
  cache:
    key: cotidy
    paths: [.cotidy-cache]
  artifacts:
    when: always
    reports:
      codequality: cotidy.json
      junit: cotidy.xml
)";

constexpr llvm::StringLiteral Script = R"(#!/bin/sh
# Lints the coroutines of this project, as a CI job does. Exit code 0: no finding.
set -eu
cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
exec cotidy -p build --cache-dir .cotidy-cache --output text --output sarif=cotidy.sarif
)";

std::string in(llvm::StringRef Folder, llvm::StringRef Name) {
  llvm::SmallString<256> Path(Folder);
  llvm::sys::path::append(Path, Name);
  return Path.str().str();
}

class Writer {
public:
  explicit Writer(llvm::StringRef Folder) : Folder(Folder) {}

  void write(llvm::StringRef Name, llvm::StringRef Text, llvm::StringRef ToAdd,
             unsigned Mode = fs::all_read | fs::all_write) {
    std::string Path = in(Folder, Name);
    std::error_code Wrong = fs::create_directories(llvm::sys::path::parent_path(Path));
    int File = -1;
    // Fails if it exists, also when somebody makes it this moment.
    if (!Wrong)
      Wrong = fs::openFileForWrite(Path, File, fs::CD_CreateNew, fs::OF_None, Mode);
    if (Wrong == std::errc::file_exists) {
      llvm::outs() << Name << ": is there and stays as it is; " << ToAdd << '\n';
      return;
    }
    if (!Wrong) {
      llvm::raw_fd_ostream Out(File, /*shouldClose=*/true);
      Out << Text;
      Out.flush();
      Wrong = Out.error();
      Out.clear_error();
    }
    if (Wrong) {
      error(Path + ": cannot write: " + Wrong.message());
      Good = false;
      return;
    }
    llvm::outs() << Name << ": written\n";
  }

  bool Good = true;

private:
  llvm::StringRef Folder;
};

} // namespace

int initProject(llvm::StringRef Folder) {
  Writer To(Folder);
  To.write(".clang-tidy", ClangTidy, "see that its `Checks` has `coro-*`");
  To.write(".clangd", Clangd,
           "cotidy-clangd wants `FastCheckFilter: None` in its `Diagnostics: ClangTidy:`");
  llvm::StringRef ToAdd = "see docs/guide/ci.md for what it should do";
  if (fs::exists(in(Folder, ".github")))
    To.write(".github/workflows/cotidy.yml", GitHub, ToAdd);
  else if (fs::exists(in(Folder, ".gitlab-ci.yml")))
    To.write(".gitlab/cotidy.yml", GitLab, ToAdd);
  else
    To.write("cotidy-ci.sh", Script, ToAdd, fs::all_read | fs::all_write | fs::all_exe);
  return To.Good ? Clean : BadInput;
}

} // namespace cotidy::driver
