// SPDX-License-Identifier: Apache-2.0
// Finds what the models of one unit say about a name, in time that does not grow with the models.
#ifndef COTIDY_MODELS_INDEX_H
#define COTIDY_MODELS_INDEX_H

#include "Loader.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

namespace cotidy::model {

/// A row of a model together with the library that it comes from.
template <typename RowT> struct Found {
  const RowT *Row = nullptr;
  const Library *From = nullptr;
  explicit operator bool() const { return Row; }
};

/// The rows of one kind by the last component of their names. A name is either qualified
/// (`std::thread::join`), or starts with `*::` and then fits in every scope.
template <typename RowT> class Table {
public:
  void add(llvm::StringRef Name, Found<RowT> What) {
    Rows[Name.rsplit("::").second.empty() ? Name : Name.rsplit("::").second].push_back(
        {Name, What});
  }
  /// Whether any name ends like this; the test to make before a qualified name is put together.
  bool mayHave(llvm::StringRef Last) const { return Rows.contains(Last); }

  /// Rows for the qualified name \p Name: exact ones first, then in the order of the models.
  llvm::SmallVector<Found<RowT>, 2> find(llvm::StringRef Name) const {
    llvm::SmallVector<Found<RowT>, 2> Result;
    llvm::StringRef Last = Name.rsplit("::").second;
    auto It = Rows.find(Last.empty() ? Name : Last);
    if (It == Rows.end())
      return Result;
    for (const auto &[Qualified, What] : It->second)
      if (Qualified == Name)
        Result.push_back(What);
    for (const auto &[Qualified, What] : It->second)
      if (Qualified.starts_with("*::") && Name.contains("::"))
        Result.push_back(What);
    return Result;
  }

private:
  llvm::StringMap<llvm::SmallVector<std::pair<llvm::StringRef, Found<RowT>>, 1>> Rows;
};

/// The models that matter for one unit. Cheap to make: files are parsed once a process.
class Index {
public:
  /// \p HasNamespace says whether the unit declares a (qualified) namespace.
  /// \p UserModels are file names; what is wrong with one is added to \p Errors.
  Index(llvm::function_ref<bool(llvm::StringRef)> HasNamespace,
        llvm::ArrayRef<std::string> UserModels, std::vector<std::string> &Errors);

  Table<Blocking> Blockings;
  Table<Blocking> Heavies; ///< Of the category `Cpu`.
  Table<Hop> Hops;
  Table<Offload> Offloads;
  Table<Spawn> Spawns;
  Table<Task> Tasks;
  Table<Generator> Generators;
  Table<std::string> NeverSuspends;
  Table<std::string> PlacedBy;
  Table<std::string> CallsArgument;
  Table<std::string> Holds;
  Table<Resource> Acquires;        ///< Resources by the names that acquire them.
  Table<Resource> Releases;        ///< Resources by the names that release them.
  Table<std::string> ThreadGuards; ///< Classes; the next four are those of ThreadLocks.
  Table<std::string> Deferred;
  Table<std::string> Locks;
  Table<std::string> TryLocks;
  Table<std::string> Unlocks;
  Table<Executor> Executors;     ///< By the type.
  Table<Connection> Connections; ///< By what opens one.
  Table<std::string> Borrows;
  Table<std::string> Takes;
  Table<std::string> StopRequested;
  Table<std::string> StopTokens;
  Table<std::string> Wakes;
  Table<Gather> Gathers;

  /// The library with coroutines of its own in whose namespace \p QualifiedName lies, or null.
  const Library *libraryOf(llvm::StringRef QualifiedName) const;

private:
  void add(std::shared_ptr<const Library> L);
  llvm::SmallVector<std::shared_ptr<const Library>, 16> Libraries;
};

} // namespace cotidy::model

#endif
