// SPDX-License-Identifier: Apache-2.0
// The files that are fixed: their text as it was linted, new texts laid over it, and their writing.
#include "Sources.h"
#include "Files.h"
#include "Options.h"
#include "llvm/Support/xxhash.h"

namespace cotidy::driver {

static llvm::Error changed() {
  return llvm::createStringError("it has changed since it was linted; run once more");
}

void Sources::wasRead(const std::string &File, uint64_t Hash) {
  auto [It, New] = Hashes.try_emplace(File, Hash);
  // Two units have met two texts: no text on disk fits both.
  if (!New && It->second != Hash)
    It->second = 0;
}

llvm::Expected<llvm::StringRef> Sources::text(const std::string &File) {
  if (auto Over = Laid.find(File); Over != Laid.end())
    return Over->second;
  auto Known = OnDisk.find(File);
  if (Known == OnDisk.end()) {
    auto Text = readWhole(File);
    if (!Text)
      return Text.takeError();
    auto Hash = Hashes.find(File);
    if (Hash != Hashes.end() && Hash->second != llvm::xxh3_64bits(llvm::StringRef(*Text)))
      return changed();
    Known = OnDisk.emplace(File, std::move(*Text)).first;
  }
  return Known->second;
}

void Sources::lay(const Texts &New) {
  for (const auto &[File, Text] : New)
    Laid[File] = Text;
}

unsigned Sources::write(bool &Good) const {
  auto Fail = [&](llvm::StringRef File, llvm::Error Wrong) {
    error(File + ": cannot fix: " + llvm::toString(std::move(Wrong)));
    Good = false;
  };
  // All are looked at first, as a fix may be spread over several.
  for (const auto &[File, Text] : Laid) {
    auto Now = readWhole(File);
    if (!Now)
      Fail(File, Now.takeError());
    else if (*Now != OnDisk.at(File))
      Fail(File, changed());
  }
  if (!Good)
    return 0;
  unsigned Written = 0;
  for (const auto &[File, Text] : Laid) {
    if (llvm::Error Wrong = writeWhole(File, Text))
      Fail(File, std::move(Wrong));
    else
      ++Written;
  }
  return Written;
}

} // namespace cotidy::driver
