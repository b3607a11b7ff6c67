// SPDX-License-Identifier: Apache-2.0
// Puts the rows of the models that a unit needs into tables, and keeps parsed models for the next.
#include "Index.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"
#include <map>
#include <mutex>

using namespace cotidy::model;

namespace {

/// Parses \p Text for one namespace of it: the library then has just that namespace.
std::optional<Library> parseFor(llvm::StringRef File, llvm::StringRef Text,
                                const cotidy::model::Namespace &N,
                                std::vector<std::string> &Errors) {
  std::optional<Library> L = parse(File, expand(Text, N.Name, N.Headers), Errors);
  if (L)
    L->Namespaces = {N};
  return L;
}

/// The parsed built-in model for one of its namespaces; parsed at first use in a process.
std::shared_ptr<const Library> builtIn(const BuiltIn &Model, llvm::StringRef Namespace) {
  static std::mutex Guard;
  static std::map<std::pair<llvm::StringRef, llvm::StringRef>, std::shared_ptr<const Library>> Done;
  std::lock_guard<std::mutex> Lock(Guard);
  std::shared_ptr<const Library> &Slot = Done[{Model.File, Namespace}];
  if (Slot)
    return Slot;
  std::vector<std::string> Errors;
  std::optional<Library> L = parse(Model.File, Model.Text, Errors);
  // Most models write their namespace out and need no second look.
  if (L && Model.Text.contains('@'))
    for (const auto &N : std::vector<cotidy::model::Namespace>(L->Namespaces))
      if (N.Name == Namespace)
        L = parseFor(Model.File, Model.Text, N, Errors);
  if (!L)
    llvm::report_fatal_error(llvm::Twine("built-in model: ") + Errors.front());
  return Slot = std::make_shared<const Library>(std::move(*L));
}

template <typename RowT>
void addAll(Table<RowT> &Into, const std::vector<RowT> &Rows, const Library &From) {
  for (const RowT &Row : Rows)
    for (const std::string &Name : Row.Names)
      Into.add(Name, {&Row, &From});
}

} // namespace

Index::Index(llvm::function_ref<bool(llvm::StringRef)> HasNamespace,
             llvm::ArrayRef<std::string> UserModels, std::vector<std::string> &Errors) {
  // A user's rows come first, so that they win over ours.
  for (const std::string &File : UserModels) {
    std::optional<std::string> Text = read(File, Errors);
    std::optional<Library> Raw = Text ? parse(File, *Text, Errors) : std::nullopt;
    if (!Raw)
      continue;
    if (!llvm::StringRef(*Text).contains('@'))
      add(std::make_shared<const Library>(std::move(*Raw)));
    else
      for (const auto &N : Raw->Namespaces)
        if (HasNamespace(N.Name))
          if (auto L = parseFor(File, *Text, N, Errors))
            add(std::make_shared<const Library>(std::move(*L)));
  }
  for (const BuiltIn &Model : builtIns()) {
    if (Model.Namespaces.empty())
      add(builtIn(Model, ""));
    llvm::SmallVector<llvm::StringRef, 4> Names;
    Model.Namespaces.split(Names, ' ', -1, false);
    std::shared_ptr<const Library> Last;
    for (llvm::StringRef Name : Names)
      if (HasNamespace(Name)) {
        auto L = builtIn(Model, Name);
        // Namespaces that share one text (no `@`) are one library, added once.
        if (!Last || llvm::StringRef(Model.Text).contains('@'))
          add(L);
        Last = L;
      }
  }
}

void Index::add(std::shared_ptr<const Library> L) {
  Libraries.push_back(L);
  addAll(Blockings, L->Blockings, *L);
  for (const Heavy &H : L->Heavies)
    for (const std::string &Name : H.As.Names)
      Heavies.add(Name, {&H.As, L.get()});
  addAll(Hops, L->Hops, *L);
  addAll(Offloads, L->Offloads, *L);
  addAll(Spawns, L->Spawns, *L);
  addAll(Gathers, L->Gathers, *L);
  for (const Task &T : L->Tasks)
    Tasks.add(T.Type, {&T, L.get()});
  for (const Generator &G : L->Generators)
    Generators.add(G.Type, {&G, L.get()});
  for (const std::string &Name : L->NeverSuspends)
    NeverSuspends.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->PlacedBy)
    PlacedBy.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->CallsArgument)
    CallsArgument.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->Holds)
    Holds.add(Name, {&Name, L.get()});
  for (const Resource &R : L->Resources) {
    for (const std::string &Name : R.Acquire)
      Acquires.add(Name, {&R, L.get()});
    for (const std::string &Name : R.Release)
      Releases.add(Name, {&R, L.get()});
  }
  if (L->Locks)
    for (auto [Names, Into] :
         {std::pair(&L->Locks->Guards, &ThreadGuards), std::pair(&L->Locks->Deferred, &Deferred),
          std::pair(&L->Locks->Lock, &Locks), std::pair(&L->Locks->TryLock, &TryLocks),
          std::pair(&L->Locks->Unlock, &Unlocks)})
      for (const std::string &Name : *Names)
        Into->add(Name, {&Name, L.get()});
  for (const Executor &E : L->Executors)
    for (const std::string &Name : E.Types)
      Executors.add(Name, {&E, L.get()});
  for (const Connection &C : L->Connections)
    for (const std::string &Name : C.Open)
      Connections.add(Name, {&C, L.get()});
  for (const std::string &Name : L->Borrows)
    Borrows.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->Takes)
    Takes.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->StopRequested)
    StopRequested.add(Name, {&Name, L.get()});
  for (const std::string &Name : L->StopTokens)
    StopTokens.add(Name, {&Name, L.get()});
  if (L->Cancel)
    for (const std::string &Name : L->Cancel->Wakes)
      Wakes.add(Name, {&Name, L.get()});
}

const Library *Index::libraryOf(llvm::StringRef QualifiedName) const {
  const Library *Best = nullptr;
  size_t Length = 0;
  for (const auto &L : Libraries)
    for (const auto &N : L->Namespaces)
      if (N.Name.size() > Length && QualifiedName.starts_with(N.Name) &&
          QualifiedName.substr(N.Name.size()).starts_with("::")) {
        Best = L.get();
        Length = N.Name.size();
      }
  return Best;
}
