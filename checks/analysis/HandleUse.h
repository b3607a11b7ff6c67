// SPDX-License-Identifier: Apache-2.0
// What an expression does with the handle of a resource: uses it, releases it, gives it away.
#ifndef COTIDY_ANALYSIS_HANDLEUSE_H
#define COTIDY_ANALYSIS_HANDLEUSE_H

#include "Coroutine.h"
#include "Names.h"
#include "clang/Basic/SourceLocation.h"

namespace cotidy {

/// What becomes of a handle where it is named. From harmless to final.
enum class HandleEffect {
  Use,      ///< It is read, tested, or used by somebody who does not keep it.
  Lend,     ///< A member of what it points to runs, which could keep the object.
  Pass,     ///< It is copied to where it cannot be followed: nobody can tell who owns it.
  Acquire,  ///< It is the handle that an acquire fills in.
  Reassign, ///< The variable gets another value.
  Transfer, ///< Somebody else owns it from here on.
  Release,  ///< It is released.
  Share,    ///< Somebody else holds a reference to the variable, or releases it in a lambda.
};

/// One place where a handle is named.
struct HandleUse {
  HandleEffect Effect = HandleEffect::Use;
  const clang::Expr *Ref = nullptr;   ///< The handle as it stands there.
  const clang::Stmt *Place = nullptr; ///< The expression that has the effect.
};

/// Decides uses of handles. Bodies of lambdas and of visible functions are looked into once.
class HandleUses {
public:
  explicit HandleUses(const model::Index &Models) : Models(Models) {}

  /// A handle is a local variable, or for \p IsObject the object that is locked, opened, ...
  struct Handle {
    Object Path;
    Object Pool; ///< The object of the acquire where it is released by the same object; or empty.
    bool IsObject = false;
    /// Where the functions are declared that acquire and release it.
    llvm::SmallVector<clang::FileID, 2> Headers;
  };

  /// What the body whose parts \p Up knows does with \p H at \p Ref.
  HandleUse at(const clang::Expr *Ref, const Handle &H, const Parents &Up);

  /// Visits each variable and chain of members in \p Body; bodies of lambdas are left out.
  static void forEachRef(const clang::Stmt *Body,
                         llvm::function_ref<void(const clang::Expr *, const Object &)> Visit);

  /// Whether the call releases \p H: it is among the arguments, or the object.
  bool releases(const Call &At, const Handle &H) const;

  /// What the body of a lambda does with \p H when it runs, as it counts where it is made.
  HandleEffect inLambda(const clang::LambdaExpr *L, const Handle &H);

private:
  HandleEffect ofArgument(const Call &At, const clang::CallExpr *Site, const clang::Stmt *Arg,
                          const Handle &H, bool ByReference, bool Inner);
  HandleEffect ofParameter(const clang::FunctionDecl *F, unsigned Index, const Handle &Of);
  bool isUse(const clang::FunctionDecl *F, const Handle &H) const;
  HandleEffect inBody(const clang::Stmt *Body, const Handle &H);

  const model::Index &Models;
  llvm::DenseMap<const clang::Decl *, HandleEffect> Parameters;
  unsigned Depth = 0;
};

/// The resource that a class of an unknown library offers by the names of its members, if \p At
/// acquires or releases it: `lock` and `unlock`, `acquire` and `release`, and so on.
const model::Resource *acquiredByShape(const Call &At, const model::Index &Models);
bool releasedByShape(const Call &At, const model::Index &Models);

} // namespace cotidy

#endif
