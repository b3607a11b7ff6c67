// SPDX-License-Identifier: Apache-2.0
// Decides the conditions of a model's row at a call.
#ifndef COTIDY_ANALYSIS_CONDITIONS_H
#define COTIDY_ANALYSIS_CONDITIONS_H

#include "Body.h"
#include "Flow.h"
#include "models/Model.h"
#include "llvm/ADT/StringMap.h"

namespace cotidy {

/// The function that a call stands in; its graph and its indexes are made when first asked for.
/// There may be none (at namespace scope): then nothing that depends on it holds.
class Surroundings {
public:
  Surroundings(const clang::FunctionDecl *F, clang::ASTContext &Context) : F(F), Context(Context) {}
  const clang::FunctionDecl *function() const { return F; }
  clang::ASTContext &context() const { return Context; }
  Flow &flow();
  const Parents &parents();
  /// The calls in the function of something with this last name, in source order.
  llvm::ArrayRef<const clang::CallExpr *> callsOf(llvm::StringRef LastName);
  /// Of those the ones on an object whose last part is \p D (null: `this`).
  llvm::ArrayRef<const clang::CallExpr *> callsOn(llvm::StringRef LastName,
                                                  const clang::ValueDecl *D);
  /// The awaits in the function whose operand names \p D, in source order.
  llvm::ArrayRef<const clang::Expr *> awaitsOn(const clang::ValueDecl *D);
  /// The statement that declares a local variable, and the places that name it or, lambdas, that
  /// capture it; in source order.
  struct Variable {
    const clang::Stmt *Declared = nullptr;
    llvm::SmallVector<const clang::Stmt *, 4> Mentions;
  };
  const Variable &variable(const clang::VarDecl *V);

private:
  void collect();

  const clang::FunctionDecl *F;
  clang::ASTContext &Context;
  std::unique_ptr<Flow> Graph;
  std::unique_ptr<Parents> Up;
  bool Collected = false;
  struct Named {
    llvm::SmallVector<const clang::CallExpr *, 1> All;
    llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const clang::CallExpr *, 1>> On;
  };
  llvm::StringMap<Named> Calls;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const clang::Expr *, 1>> Awaits;
  /// With the null key, whose value is that of a variable of others, all are known.
  llvm::DenseMap<const clang::VarDecl *, Variable> Variables;
};

bool holds(const model::Condition &If, const Call &At, Surroundings &In);

/// Whether all of \p When and none of \p Unless hold.
bool applies(llvm::ArrayRef<model::Condition> When, llvm::ArrayRef<model::Condition> Unless,
             const Call &At, Surroundings &In);

/// A constant's truth: zero, not zero, or unknown before the program runs. Numbers, pointers and
/// `std::chrono` durations.
enum class Zeroness { Zero, NonZero, Unknown };
Zeroness zeroness(const clang::Expr *E, clang::ASTContext &Context);

/// The value of a constant number, or the count of ticks of a constant duration.
std::optional<llvm::APSInt> constantCount(const clang::Expr *E, clang::ASTContext &Context);

} // namespace cotidy

#endif
