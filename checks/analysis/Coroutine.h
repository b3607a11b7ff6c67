// SPDX-License-Identifier: Apache-2.0
// The facts about one coroutine that every check starts from.
#ifndef COTIDY_ANALYSIS_COROUTINE_H
#define COTIDY_ANALYSIS_COROUTINE_H

#include "Conditions.h"
#include "models/Index.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace cotidy {

/// A `co_await` or `co_yield` that was written in a coroutine.
struct Suspension {
  const clang::Expr *Await = nullptr;
  const clang::Expr *Operand = nullptr; ///< What is awaited, as written.
  bool IsYield = false;
  bool CanSuspend = true;                  ///< False for awaitables that are always ready.
  const model::Library *Library = nullptr; ///< That of the awaited type or call, or null.
};

/// A function or lambda whose body is a coroutine.
class Coroutine {
public:
  enum class Role { Task, SyncGenerator, AsyncGenerator };

  Coroutine(const clang::FunctionDecl *F, clang::ASTContext &Context, const model::Index &Models);

  const clang::FunctionDecl *function() const { return Where.function(); }
  const clang::Stmt *body() const { return writtenBody(function()); }
  Surroundings &surroundings() { return Where; }
  Flow &flow() { return Where.flow(); }

  /// The library in use: that of the return type, else of what is awaited. Null if unknown.
  const model::Library *library() const { return Lib; }
  Role role() const { return Kind; }
  /// Whether the coroutine runs up to its first suspension when it is called. Unknown: no value.
  std::optional<model::Start> start() const { return When; }
  llvm::ArrayRef<Suspension> suspensions() const { return Points; }

  /// Whether the function is a pattern, so that types in it can be unknown.
  bool isDependent() const { return function()->isDependentContext(); }

  /// The parameters and locals that are alive when \p At runs: at an await, those whose lifetime
  /// spans it.
  llvm::SmallVector<const clang::VarDecl *, 8> localsAlive(const clang::Stmt *At);

  /// Whether the coroutine has, on some path at least, been moved to a pool when \p At runs.
  bool mayHaveMoved(const clang::Stmt *At);

private:
  void findSuspensions();
  void decideLibrary();
  void decideRole();
  void decideStart();
  /// What the await does to the place where the coroutine runs, or null.
  const model::Hop *hopOf(const Suspension &S);

  Surroundings Where;
  const model::Index &Models;
  const clang::CoroutineBodyStmt *Body = nullptr;
  const model::Library *Lib = nullptr;
  Role Kind = Role::Task;
  std::optional<model::Start> When;
  llvm::SmallVector<Suspension, 4> Points;
  bool Placed = false;
  std::optional<llvm::DenseMap<const clang::Stmt *, unsigned>> Places; ///< See mayHaveMoved().

  /// The locals that a statement declares, with the positions of its children.
  struct Declared {
    llvm::DenseMap<const clang::Stmt *, unsigned> Positions;
    llvm::SmallVector<std::pair<unsigned, const clang::VarDecl *>, 4> Locals;
  };
  const Declared &declaredIn(const clang::Stmt *Parent);
  llvm::DenseMap<const clang::Stmt *, Declared> DeclaredIn;
};

/// The coroutine body of \p F itself, or null.
const clang::CoroutineBodyStmt *coroutineBody(const clang::FunctionDecl *F);

/// Looks \p Name up in \p Table for the function that a call names, by the class that declares it
/// and by the static class of the object and its bases, or for a function object by its variable.
template <typename RowT>
llvm::SmallVector<model::Found<RowT>, 2> rowsFor(const model::Table<RowT> &Table, const Call &At);

/// The names under which a model may know the callee: by the object's class, its bases, and the
/// class that declares it.
llvm::SmallVector<std::string, 2> namesOf(const Call &At);

/// The last component that all of namesOf() share. \p Buffer holds it where it is put together.
llvm::StringRef lastNameOf(const Call &At, llvm::SmallVectorImpl<char> &Buffer);

template <typename RowT>
llvm::SmallVector<model::Found<RowT>, 2> rowsFor(const model::Table<RowT> &Table, const Call &At) {
  llvm::SmallString<32> Buffer;
  llvm::StringRef Last = lastNameOf(At, Buffer);
  if (Last.empty() || !Table.mayHave(Last))
    return {};
  llvm::SmallVector<model::Found<RowT>, 2> Result;
  for (const std::string &Name : namesOf(At))
    for (const model::Found<RowT> &Row : Table.find(Name))
      if (llvm::none_of(Result, [&](const auto &Old) { return Old.Row == Row.Row; }))
        Result.push_back(Row);
  return Result;
}

} // namespace cotidy

#endif
