// SPDX-License-Identifier: Apache-2.0
// Connections that are opened anew for each iteration of a loop, or for each run of a coroutine
// that runs often.
#ifndef COTIDY_ANALYSIS_CONNECTIONS_H
#define COTIDY_ANALYSIS_CONNECTIONS_H

#include "Effects.h"

namespace cotidy {

/// A call that opens a connection which ends with the iteration or with the coroutine.
struct UnpooledConnection {
  const model::Connection *Row = nullptr;
  const model::Library *From = nullptr;
  const clang::Expr *Open = nullptr;
  const clang::VarDecl *Local = nullptr; ///< What has it; null: a temporary.
  enum WhyT {
    Iteration, ///< It is opened in the body of a loop of the coroutine.
    Loop,      ///< The coroutine runs once for each iteration of a loop elsewhere.
    Request    ///< The coroutine handles one request.
  } Why = Iteration;
  const clang::Stmt *Evidence = nullptr;          ///< The loop, or the call in the loop.
  const clang::ParmVarDecl *TheRequest = nullptr; ///< Request: the parameter.
};

/// Those of \p C, in source order. Loops that try again or connect again are left out, and so are
/// connections that are kept, handed on, or lead elsewhere each time.
std::vector<UnpooledConnection> unpooledConnections(Coroutine &C, Unit &U, Effects &What);

} // namespace cotidy

#endif
