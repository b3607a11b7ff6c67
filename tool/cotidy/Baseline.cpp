// SPDX-License-Identifier: Apache-2.0
// The findings that a project has accepted for now: `--baseline FILE`.
#include "Baseline.h"
#include "Files.h"
#include "llvm/Support/JSON.h"

namespace cotidy::driver {
namespace json = llvm::json;

/// JSON holds no other text.
static std::string utf8(llvm::StringRef Text) {
  return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
}

llvm::Expected<Baseline> Baseline::read(llvm::StringRef File) {
  auto Text = readWhole(File);
  if (!Text)
    return Text.takeError();
  auto Parsed = json::parse(*Text);
  if (!Parsed)
    return Parsed.takeError();
  auto Bad = [](const llvm::Twine &What) { return llvm::createStringError(What); };
  const json::Object *Root = Parsed->getAsObject();
  if (!Root || !Root->getArray("findings"))
    return Bad("not a baseline: it has no list `findings`");
  if (Root->getInteger("version") != 1)
    return Bad("of another version of cotidy: write it anew with --update-baseline");
  Baseline Result;
  for (const json::Value &Each : *Root->getArray("findings")) {
    const json::Object *Entry = Each.getAsObject();
    auto Check = Entry ? Entry->getString("check") : std::nullopt;
    auto Path = Entry ? Entry->getString("path") : std::nullopt;
    auto Line = Entry ? Entry->getString("line") : std::nullopt;
    int64_t Count = Entry ? Entry->getInteger("count").value_or(1) : 0;
    if (!Check || !Path || !Line || Count < 1)
      return Bad("not a baseline: an entry wants `check`, `path` and `line`");
    Result.Entries[(*Check + "\n" + *Path + "\n" + *Line).str()] += static_cast<size_t>(Count);
  }
  return Result;
}

bool Baseline::accepts(llvm::StringRef Identity) {
  auto Entry = Entries.find(utf8(Identity));
  if (Entry == Entries.end() || Taken[Entry->first] == Entry->second)
    return false;
  ++Taken[Entry->first];
  return true;
}

size_t Baseline::size() const {
  size_t Result = 0;
  for (const auto &[Identity, Count] : Entries)
    Result += Count;
  return Result;
}

size_t Baseline::left() const {
  size_t Result = size();
  for (const auto &[Identity, Count] : Taken)
    Result -= Count;
  return Result;
}

Baseline Baseline::updated(const std::map<std::string, size_t> &Found,
                           llvm::function_ref<bool(llvm::StringRef, llvm::StringRef)> Kept) const {
  Baseline Result;
  for (const auto &[Identity, Count] : Found)
    Result.Entries[utf8(Identity)] += Count;
  for (const auto &[Identity, Count] : Entries) {
    auto [Check, Rest] = llvm::StringRef(Identity).split('\n');
    if (!Kept(Check, Rest.split('\n').first))
      continue;
    size_t &Now = Result.Entries[Identity];
    Now = std::max(Now, Count);
  }
  return Result;
}

std::string Baseline::text() const {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  Out << "{\"version\": 1, \"findings\": [";
  const char *Separator = "\n";
  for (const auto &[Identity, Count] : Entries) {
    auto [Check, Rest] = llvm::StringRef(Identity).split('\n');
    auto [Path, Line] = Rest.split('\n');
    json::Object Entry{{"check", Check}, {"path", Path}, {"line", Line}};
    if (Count > 1)
      Entry["count"] = static_cast<int64_t>(Count);
    Out << Separator << json::Value(std::move(Entry));
    Separator = ",\n";
  }
  Out << "\n]}\n";
  return Result;
}

} // namespace cotidy::driver
