// SPDX-License-Identifier: Apache-2.0
// Results of units on disk, for the next run.
#include "Cache.h"
#include "Files.h"
#include "Wire.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;

/// First in each entry; to be changed with the form of what follows.
constexpr llvm::StringLiteral Magic = "cotidy result 1\n";

/// Of the key, too, so that an entry under a wrong name is found out.
static std::string checksum(llvm::StringRef Key, llvm::StringRef Payload) {
  llvm::BLAKE3 Hash;
  Hash.update(Key);
  Hash.update(Payload);
  return llvm::toHex(Hash.final<16>(), /*LowerCase=*/true);
}

Cache::Cache(std::string In) : Folder(std::move(In)) {
  if (!Folder.empty() && fs::create_directories(Folder))
    Folder.clear();
}

/// LLVM's pruning wants this prefix.
std::string Cache::fileOf(llvm::StringRef Key) const { return Folder + "/llvmcache-" + Key.str(); }

bool Cache::knows(llvm::StringRef Unit) const {
  return exists() && !Unit.empty() && fs::exists(fileOf("unit-" + Unit.str()));
}

std::optional<UnitResult> Cache::load(llvm::StringRef Key) const {
  if (!exists() || Key.empty())
    return std::nullopt;
  auto Whole = readWhole(fileOf(Key));
  if (!Whole) {
    llvm::consumeError(Whole.takeError());
    return std::nullopt;
  }
  llvm::StringRef Text = *Whole;
  if (!Text.consume_front(Magic))
    return std::nullopt;
  auto [Sum, Payload] = Text.split('\n');
  if (Sum != checksum(Key, Payload))
    return std::nullopt;
  // For the pruning: file systems seldom note when a file is read.
  int File = -1;
  if (!fs::openFileForRead(fileOf(Key), File)) {
    (void)fs::setLastAccessAndModificationTime(File, std::chrono::system_clock::now());
    fs::closeFile(File);
  }
  return decode(Payload);
}

void Cache::write(llvm::StringRef Name, llvm::StringRef Text) const {
  // What a killed run leaves goes with the pruning.
  auto Temporary = fs::TempFile::create(fileOf("new-%%%%%%%%"));
  if (!Temporary)
    return llvm::consumeError(Temporary.takeError());
  llvm::raw_fd_ostream Out(Temporary->FD, /*shouldClose=*/false);
  Out << Text;
  Out.flush();
  bool Bad = Out.has_error();
  Out.clear_error();
  llvm::consumeError(Bad ? Temporary->discard() : Temporary->keep(fileOf(Name)));
}

void Cache::store(llvm::StringRef Unit, llvm::StringRef Key, const UnitResult &Result) const {
  if (!exists() || Key.empty() || Unit.empty())
    return;
  std::string Payload = encode(Result);
  write(Key, (Magic + checksum(Key, Payload) + "\n" + Payload).str());
  write("unit-" + Unit.str(), "");
}

void Cache::prune(size_t Megabytes, bool Now) const {
  if (!exists())
    return;
  llvm::CachePruningPolicy Policy;
  Policy.Interval = std::chrono::seconds(Now ? 0 : 1200);
  Policy.Expiration = std::chrono::hours(24 * 30);
  Policy.MaxSizeBytes = static_cast<uint64_t>(Megabytes) << 20;
  llvm::pruneCache(Folder, Policy);
}

} // namespace cotidy::driver
