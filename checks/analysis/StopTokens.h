// SPDX-License-Identifier: Apache-2.0
// Which awaited calls of a coroutine would take a stop token that the coroutine has, and get none.
#ifndef COTIDY_ANALYSIS_STOPTOKENS_H
#define COTIDY_ANALYSIS_STOPTOKENS_H

#include "Unit.h"

namespace cotidy {

/// A call that cannot be told to stop, although somebody may tell its coroutine.
struct Unforwarded {
  const Suspension *Point = nullptr; ///< The await that the call is a part of.
  const clang::CallExpr *Call = nullptr;
  const clang::ValueDecl *Token = nullptr;    ///< What the coroutine has.
  const clang::ParmVarDecl *Takes = nullptr;  ///< The parameter that the token is for.
  const clang::FunctionDecl *Taker = nullptr; ///< The function that has it.
  bool IsOverload = false;                    ///< It is not the one that is called.
  /// Which argument the token has to be, counted from 0. None where it cannot simply be inserted:
  /// another default would have to be spelled out first, or the overload has another result.
  std::optional<unsigned> Position;
};

/// All of \p C, in source order. Empty where the library carries a stop along by itself, where the
/// coroutine has two tokens, or acts on its token in another way.
llvm::SmallVector<Unforwarded, 2> findUnforwarded(Coroutine &C, Unit &U);

} // namespace cotidy

#endif
