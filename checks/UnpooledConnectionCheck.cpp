// SPDX-License-Identifier: Apache-2.0
// coro-unpooled-connection: finds connections that are opened anew for each iteration or request.
#include "CoroutineCheck.h"
#include "analysis/Connections.h"
#include "analysis/Names.h"

using namespace clang;

namespace cotidy {

/// finds connections to the same place that are opened anew for each iteration or request
class UnpooledConnectionCheck : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

protected:
  void look(Coroutine &C, Unit &U) override {
    if (!Summaries)
      Summaries = std::make_unique<Effects>(U);
    for (const UnpooledConnection &Each : unpooledConnections(C, U, *Summaries))
      if (firstAt(Each.Open->getExprLoc()))
        report(C, U, Each);
  }
  void endOfUnit() override { Summaries.reset(); }

private:
  void report(const Coroutine &C, Unit &U, const UnpooledConnection &F) {
    diag(F.Open->getExprLoc(),
         "%0 opens a %1 %select{for each iteration of this loop|each time it runs, once for each "
         "iteration of a loop|for each request}2, always to the same place: each time it waits "
         "until that is done before its work begins")
        << nameOf(C) << F.Row->What << unsigned(F.Why);
    switch (F.Why) {
    case UnpooledConnection::Iteration:
      diag(F.Evidence->getBeginLoc(), "open it before this loop, or take it from a pool",
           DiagnosticIDs::Note);
      break;
    case UnpooledConnection::Loop:
      diag(cast<Expr>(F.Evidence)->getExprLoc(),
           "it runs once for each iteration of this loop: open it before the loop and pass it on, "
           "or take it from a pool",
           DiagnosticIDs::Note);
      break;
    case UnpooledConnection::Request:
      diag(F.TheRequest->getLocation(),
           "this request is handled by one run of it: keep the connection between requests, or "
           "take it from a pool",
           DiagnosticIDs::Note);
      break;
    }
    if (!F.Row->Pool.empty() && findName(U.context(), F.Row->Pool))
      diag(F.Open->getExprLoc(), "'%0' keeps connections open and lends them", DiagnosticIDs::Note)
          << F.Row->Pool;
  }

  std::unique_ptr<Effects> Summaries;
};

std::unique_ptr<tidy::ClangTidyCheck> makeUnpooledConnectionCheck(llvm::StringRef Name,
                                                                  tidy::ClangTidyContext *Context) {
  return std::make_unique<UnpooledConnectionCheck>(Name, Context);
}

} // namespace cotidy
