// SPDX-License-Identifier: Apache-2.0
// Where findings are, for people and platforms: lines, columns, and paths within the project.
#include "Places.h"
#include "Files.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// \p File below \p Folder, or nothing.
static llvm::StringRef below(llvm::StringRef Folder, llvm::StringRef File) {
  if (!File.consume_front(Folder) || (!Folder.ends_with("/") && !File.consume_front("/")))
    return "";
  return File;
}

Places::Places(std::string Root) : Root(std::move(Root)) {}

std::string Places::relative(llvm::StringRef File) {
  auto [It, New] = Relative.try_emplace(File);
  if (!New)
    return It->second;
  llvm::StringRef Found = below(Root, File);
  llvm::SmallString<256> RealRoot, RealFile;
  // The build may know the project by another way.
  if (Found.empty() && !fs::real_path(Root, RealRoot) && !fs::real_path(File, RealFile))
    Found = below(RealRoot, RealFile);
  return It->second = (Found.empty() ? File : Found).str();
}

const Places::Text &Places::text(llvm::StringRef File) {
  auto [It, New] = Texts.try_emplace(File);
  if (!New)
    return It->second;
  auto Bytes = readWhole(File);
  if (!Bytes) {
    llvm::consumeError(Bytes.takeError());
    return It->second;
  }
  Text &T = It->second;
  T.Bytes = std::move(*Bytes);
  T.Lines.push_back(0);
  for (size_t I = 0; I < T.Bytes.size(); ++I)
    if (T.Bytes[I] == '\n')
      T.Lines.push_back(I + 1);
  return T;
}

size_t Places::lineOf(const Text &T, unsigned Offset) {
  if (T.Lines.empty() || Offset > T.Bytes.size())
    return SIZE_MAX;
  return static_cast<size_t>(llvm::upper_bound(T.Lines, Offset) - T.Lines.begin()) - 1;
}

Position Places::at(llvm::StringRef File, unsigned Offset) {
  const Text &T = text(File);
  size_t Line = lineOf(T, Offset);
  if (Line == SIZE_MAX)
    return {};
  llvm::StringRef Before = llvm::StringRef(T.Bytes).slice(T.Lines[Line], Offset);
  // The bytes that continue a code point do not begin one.
  auto Column = llvm::count_if(Before, [](char C) { return (C & 0xc0) != 0x80; });
  return {static_cast<unsigned>(Line + 1), static_cast<unsigned>(Column + 1)};
}

llvm::StringRef Places::line(llvm::StringRef File, unsigned Offset) {
  const Text &T = text(File);
  size_t Line = lineOf(T, Offset);
  if (Line == SIZE_MAX)
    return "";
  return llvm::StringRef(T.Bytes).drop_front(T.Lines[Line]).split('\n').first.rtrim('\r');
}

/// The nearest folder at or above \p Folder that holds `.git`, which is a file in a worktree.
static llvm::StringRef repository(llvm::StringRef Folder) {
  for (; !Folder.empty(); Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> Mark(Folder);
    path::append(Mark, ".git");
    if (fs::exists(Mark))
      return Folder;
  }
  return "";
}

std::string projectRoot(llvm::StringRef Given, llvm::StringRef File) {
  if (!Given.empty()) {
    llvm::SmallString<256> Root(Given);
    fs::make_absolute(Root);
    path::remove_dots(Root, /*remove_dot_dot=*/true);
    llvm::StringRef Result = Root;
    return (Result.size() > 1 ? Result.rtrim('/') : Result).str();
  }
  llvm::SmallString<256> Current;
  if (fs::current_path(Current))
    return "/";
  llvm::StringRef Here = repository(Current);
  if (!Here.empty() && !below(Here, File).empty())
    return Here.str();
  llvm::StringRef There = repository(path::parent_path(File));
  return There.empty() ? Current.str().str() : There.str();
}

} // namespace cotidy::driver
