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
    for (const LoopVerdict &V : loopsOf(C, U, *Summaries))
      if (V.Independent && firstAt(V.Independent->Await->getExprLoc()))
        report(C, U, *V.Independent, Taken);
  }

  void endOfUnit() override { Summaries.reset(); }

private:
  void report(Coroutine &C, Unit &U, const IndependentLoop &L, llvm::StringSet<> &Taken) {
    std::optional<Gathering> Fix = gathered(C, L, U, MaxConcurrency, Taken, preprocessor());
    bool Safe = Fix && isSafe(L);
    {
      auto D = diag(L.Await->getExprLoc(),
                    "each iteration awaits %0 before the next one starts it, though none needs "
                    "another's result: whoever waits for %1 waits for all the latencies in a row");
      D << awaitedName(L) << nameOf(C);
      if (Safe)
        apply(D, *Fix, U);
    }
    diag(L.Loop->getBeginLoc(), "nothing that flows from one iteration of this loop to the next "
                                "depends on what is awaited",
         DiagnosticIDs::Note);
    explainWayOut(C, U, L, Fix, Safe);
  }

  /// Names the gather and what it does with errors, or says that there is none.
  void explainWayOut(Coroutine &C, Unit &U, const IndependentLoop &L,
                     const std::optional<Gathering> &Fix, bool Safe) {
    const model::Library *Lib = libraryOf(C, L, U);
    llvm::SmallVector<std::string, 2> Headers;
    const model::Gather *G = gatherOf(C, L, U, preprocessor(), Headers);
    if (!G) {
      if (Lib && Lib->Id != "std")
        diag(L.Loop->getBeginLoc(),
             "%0 as it is here has no gather over a range that this loop could be turned into",
             DiagnosticIDs::Note)
            << Lib->Title;
      return;
    }
    bool Bounded = Fix ? Fix->Bounded : MaxConcurrency && !G->Limited.empty();
    llvm::StringRef Call = Bounded ? G->Limited : G->Text;
    Call.consume_front("co_await ");
    auto D = diag(L.Loop->getBeginLoc(),
                  "'%0' awaits them at the same time%1; %2%select{|; the side effects of the "
                  "iterations then interleave}3",
                  DiagnosticIDs::Note);
    D << Call.take_until([](char C) { return C == '('; })
      << (Bounded ? ", at most " + std::to_string(MaxConcurrency) + " at once" : std::string())
      << G->Errors << !Safe;
    if (Fix && !Safe)
      apply(D, *Fix, U);
  }

  /// Whether nobody can tell the order of the iterations by what they leave behind.
  bool isSafe(const IndependentLoop &L) {
    Call At = describe(L.Work);
    return At.Callee && !At.Dispatched && Summaries->of(At.Callee).OnlyLocals;
  }

  void apply(DiagnosticBuilder &D, const Gathering &Fix, Unit &U) {
    D << FixItHint::CreateReplacement(Fix.Range, Fix.Text);
    const SourceManager &SM = U.context().getSourceManager();
    for (const std::string &Header : Fix.Headers)
      if (auto Hint = includes().createIncludeInsertion(SM.getFileID(Fix.Range.getBegin()),
                                                        "<" + Header + ">"))
        D << *Hint;
  }

  const unsigned MaxConcurrency;
  std::unique_ptr<Effects> Summaries;
};

std::unique_ptr<tidy::ClangTidyCheck> makeAwaitInLoopCheck(llvm::StringRef Name,
                                                           tidy::ClangTidyContext *Context) {
  return std::make_unique<AwaitInLoopCheck>(Name, Context);
}

} // namespace cotidy
