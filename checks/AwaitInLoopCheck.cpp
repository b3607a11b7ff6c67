// SPDX-License-Identifier: Apache-2.0
// coro-await-in-loop: finds loops that await independent work one by one.
#include "CoroutineCheck.h"
#include "analysis/LoopDependence.h"
#include "analysis/Names.h"
#include "fixes/Gathering.h"

using namespace clang;

namespace cotidy {
namespace {

/// How a message names what is awaited.
std::string awaitedName(const IndependentLoop &L) {
  if (L.Work)
    if (const FunctionDecl *F = L.Work->getDirectCallee()) {
      std::string Name = displayName(F);
      return Name == "lambda" ? "what the lambda starts" : "'" + Name + "'";
    }
  return "the kept task";
}

/// Whether nobody can tell the order of the iterations by what they leave behind, even if one
/// fails: the body is the await alone, perhaps with an accumulation that cannot fail, and what is
/// awaited is proven to write nothing but its locals and its result.
bool leavesNoTrace(const IndependentLoop &L, const Effects &Summaries) {
  if (!L.Single || !L.Work || !Summaries.of(L.Work->getDirectCallee()).OnlyLocals ||
      describe(L.Work).Dispatched)
    return false;
  // All arguments are now evaluated before the first task runs: they must not do anything either.
  bool Plain = true;
  for (const Expr *Arg : L.Work->arguments())
    walk(Arg, [&](const Stmt *S) {
      if (const auto *Inner = dyn_cast<CallExpr>(S)) {
        const auto *M = dyn_cast_or_null<CXXMethodDecl>(Inner->getDirectCallee());
        Plain &= M && M->getParent()->isInStdNamespace() &&
                 (M->isConst() || M->getOverloadedOperator() == OO_Subscript);
      }
      return Plain;
    });
  const Stmt *Only = L.Body;
  if (const auto *Block = dyn_cast<CompoundStmt>(Only))
    Only = Block->body_front();
  const Expr *E = cast<Expr>(Only)->IgnoreUnlessSpelledInSource();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    E = Cleanups->getSubExpr()->IgnoreUnlessSpelledInSource();
  auto IsLocal = [](const Expr *To) {
    const VarDecl *V = variableIn(To->IgnoreUnlessSpelledInSource());
    return V && V->hasLocalStorage() && !V->getType()->isReferenceType();
  };
  if (const auto *Sum = dyn_cast<BinaryOperator>(E))
    return Plain && IsLocal(Sum->getLHS());
  const auto *Push = dyn_cast<CXXMemberCallExpr>(E);
  return Plain && (E == L.Await || (Push && Push->getRecordDecl()->isInStdNamespace() &&
                                    IsLocal(Push->getImplicitObjectArgument())));
}

} // namespace

/// finds loops that await independent work one by one, so that latencies add up that could overlap
class AwaitInLoopCheck : public CoroutineCheck {
public:
  AwaitInLoopCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), MaxConcurrency(Options.get("MaxConcurrency", 16u)) {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "MaxConcurrency", MaxConcurrency);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    // A synchronous generator hands over one value at a time, and its order is its purpose.
    if (C.role() == Coroutine::Role::SyncGenerator || C.suspensions().empty())
      return;
    if (!Summaries)
      Summaries = std::make_unique<Effects>(U);
    llvm::StringSet<> Taken;
    for (const LoopVerdict &V : loopsOf(C, U, *Summaries)) {
      if (!V.Independent || !firstAt(V.Independent->Await->getExprLoc()))
        continue;
      const IndependentLoop &L = *V.Independent;
      std::optional<Gathering> Fix = gathered(C, L, U, MaxConcurrency, Taken, preprocessor());
      bool Safe = Fix && leavesNoTrace(L, *Summaries);
      Found.push_back({&C, &U, L, std::move(Fix), Safe});
    }
  }

  /// A header is inserted once a file: safe fixes come first, so that no suggestion, which may
  /// never be applied, takes the include that one of them needs.
  void endOfUnit() override {
    for (bool Safe : {true, false})
      for (const Finding &F : Found)
        if (F.Safe == Safe)
          report(F);
    Found.clear();
    Summaries.reset();
  }

private:
  struct Finding {
    Coroutine *C;
    Unit *U;
    IndependentLoop L;
    std::optional<Gathering> Fix;
    bool Safe;
  };

  void report(const Finding &F) {
    {
      auto D = diag(F.L.Await->getExprLoc(),
                    "each iteration awaits %0 before the next one starts it, though none needs "
                    "another's result: whoever waits for %1 waits for all the latencies in a row");
      D << awaitedName(F.L) << nameOf(*F.C);
      if (F.Safe)
        attach(D, FixKind::Gather, FixIs::Safe, {{F.Fix->Range, F.Fix->Text}}, F.Fix->Headers);
    }
    diag(F.L.Loop->getBeginLoc(),
         "nothing that flows from one iteration of this loop to the next "
         "depends on what is awaited",
         DiagnosticIDs::Note);
    explainWayOut(F);
  }

  /// Names the gather and what it does with errors, or says that there is none.
  void explainWayOut(const Finding &F) {
    const model::Library *Lib = libraryOf(*F.C, F.L, *F.U);
    llvm::SmallVector<std::string, 2> Headers;
    const model::Gather *G = gatherOf(*F.C, F.L, *F.U, preprocessor(), Headers);
    if (!G) {
      if (Lib && Lib->Id != "std")
        diag(F.L.Loop->getBeginLoc(),
             "%0 as it is here has no gather over a range that this loop could be turned into",
             DiagnosticIDs::Note)
            << Lib->Title;
      return;
    }
    bool Bounded = F.Fix ? F.Fix->Bounded : MaxConcurrency && !G->Limited.empty();
    llvm::StringRef Call = Bounded ? G->Limited : G->Text;
    Call.consume_front("co_await ");
    auto D = diag(F.L.Loop->getBeginLoc(),
                  "'%0' awaits them at the same time%1; %2%select{|; the side effects of the "
                  "iterations then interleave}3",
                  DiagnosticIDs::Note);
    D << Call.take_until([](char C) { return C == '('; })
      << (Bounded ? ", at most " + std::to_string(MaxConcurrency) + " at once" : std::string())
      << G->Errors << !F.Safe;
    if (F.Fix && !F.Safe)
      attach(D, FixKind::Gather, FixIs::Suggestion, {{F.Fix->Range, F.Fix->Text}}, F.Fix->Headers);
  }

  const unsigned MaxConcurrency;
  std::unique_ptr<Effects> Summaries;
  std::vector<Finding> Found;
};

std::unique_ptr<tidy::ClangTidyCheck> makeAwaitInLoopCheck(llvm::StringRef Name,
                                                           tidy::ClangTidyContext *Context) {
  return std::make_unique<AwaitInLoopCheck>(Name, Context);
}

} // namespace cotidy
