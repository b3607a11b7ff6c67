// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound: finds work in a coroutine that computes for long without a suspension point.
#include "CoroutineCheck.h"
#include "analysis/BlockingGraph.h"
#include "analysis/BusyLoops.h"
#include "analysis/Names.h"
#include "analysis/SlowSteps.h"
#include "fixes/Replacement.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include <array>

using namespace clang;

namespace cotidy {
namespace {

constexpr size_t LongestQuoted = 40; ///< Longer code is not repeated in a message.

/// " 'items'", or nothing for code that is too long to quote or comes from a macro.
std::string quotedCode(const Expr *E, ASTContext &Context) {
  if (!E || E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
    return "";
  llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                              Context.getSourceManager(), Context.getLangOpts());
  if (Text.empty() || Text.size() > LongestQuoted || Text.contains('\n'))
    return "";
  return ("'" + Text + "'").str();
}

std::string asText(double Milliseconds) {
  std::string Text;
  llvm::raw_string_ostream(Text) << llvm::format("%.1f", Milliseconds);
  return Text;
}

} // namespace

/// finds work that computes for long without a suspension point, so that no other coroutine of the
/// thread runs meanwhile
class CpuBoundCheck : public CoroutineCheck {
public:
  CpuBoundCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), AnySize(Options.get("AnySize", false)),
        SlowSteps(Options.get("SlowSteps", "").str()) {
    if (!SlowSteps.empty())
      askFor();
  }

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "AnySize", AnySize);
    Options.store(Opts, "SlowSteps", SlowSteps);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    readLog(U);
    // A synchronous generator runs on the thread of whoever iterates it, and for its caller.
    if (C.role() == Coroutine::Role::SyncGenerator)
      return;
    BusyLoops Loops(C, U);
    reportSteps(C, U, Loops);
    llvm::DenseMap<const Stmt *, Evidence> Known = findHeavyCalls(C, U, Loops);
    for (const Stmt *Loop : Loops.loops()) {
      Evidence &E = Known[Loop];
      if (!E.Heavy) {
        E.Nested = Loops.nested(Loop);
        if (!E.Nested)
          E.Self = Loops.selfCall(Loop, Recursive);
      }
      if (!E.any() || isElsewhere(C, U, BusyLoops::placesOf(Loop)) || !firstAt(Loop->getBeginLoc()))
        continue;
      reportLoop(C, U, Loop, E);
    }
  }

  void endOfUnit() override {
    Graphs = {};
    Recursive = {};
    Steps.reset();
  }

private:
  struct HeavyCall {
    Call At;
    BlockingChain Chain;
  };
  /// What shows that a loop is heavy; one of them is enough.
  struct Evidence {
    std::optional<HeavyCall> Heavy;
    std::optional<NestedRun> Nested;
    std::optional<SelfCall> Self;
    bool any() const { return Heavy || Nested || Self; }
  };

  /// Reads the log of slow steps, once a unit.
  void readLog(Unit &U) {
    if (Steps)
      return;
    Steps.emplace();
    if (SlowSteps.empty())
      return;
    std::vector<std::string> Errors;
    const std::string Path = locateFile(SlowSteps, U.context());
    if (auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true))
      *Steps = parseSlowSteps(Path, (*Buffer)->getBuffer(), Errors);
    else
      Errors.push_back(Path + ":1:1: cannot read the slow steps: " + Buffer.getError().message());
    for (const std::string &Error : Errors)
      configurationDiag("%0") << Error;
  }

  /// Whether the coroutine is off its event loop's thread there, or may be, or never gets there.
  static bool isElsewhere(Coroutine &C, Unit &U, llvm::ArrayRef<const Stmt *> Places) {
    return U.starts().onlyOffloaded(C.function()) || llvm::any_of(Places, [&](const Stmt *S) {
             return C.mayHaveMoved(S) || !C.flow().isReachable(S) || C.flow().endsProgram(S);
           });
  }

  /// Reports the heavy calls outside of loops, and returns the first of each loop.
  llvm::DenseMap<const Stmt *, Evidence> findHeavyCalls(Coroutine &C, Unit &U, BusyLoops &Loops) {
    if (!Graphs[0])
      for (bool InLoops : {false, true})
        Graphs[InLoops] = std::make_unique<BlockingGraph>(
            U.context(), U.models(), U.models().Heavies, [=, this](const model::Blocking &Row) {
              return Row.HowSure == model::Tier::Always &&
                     (InLoops || Row.Takes == model::Cost::Slow ||
                      (AnySize && Row.Takes == model::Cost::Sized));
            });
    llvm::DenseMap<const Stmt *, Evidence> Found;
    forEachCall(C.function(), [&](const Call &At) {
      const Stmt *Place = At.Within ? At.Within : At.Site;
      if (const auto *Local = dyn_cast_or_null<VarDecl>(At.Destroyed))
        Place = Local->getInit();
      const Stmt *Loop = Place ? Loops.around(Place) : nullptr;
      std::optional<BlockingChain> Chain =
          Graphs[Loop != nullptr]->chainFrom(At, C.surroundings(), ~1u);
      if (!Chain || !Place || isElsewhere(C, U, Place))
        return;
      // An initialiser of a static variable runs once.
      for (const Stmt *S : C.surroundings().parents().of(Place))
        if (const auto *D = dyn_cast<DeclStmt>(S))
          for (const Decl *Each : D->decls())
            if (const auto *V = dyn_cast<VarDecl>(Each); V && V->isStaticLocal())
              return;
      if (Loop) {
        if (Evidence &E = Found[Loop]; !E.Heavy)
          E.Heavy = HeavyCall{At, std::move(*Chain)};
        return;
      }
      if (firstAt(At.Loc))
        reportCall(C, At, *Chain);
    });
    return Found;
  }

  /// "'std::sort', which sorts what it is given".
  static std::string endOf(const BlockingChain &Chain) {
    return described(Chain.Leaf) + ", which " + Chain.Leaf.Row->Because;
  }

  static std::string firstOf(const HeavyCall &H) {
    if (H.Chain.Steps.empty())
      return described(H.Chain.Leaf);
    const std::string &Name = H.Chain.Steps.front().Name;
    return Name == "lambda" ? "this lambda" : "'" + Name + "'";
  }

  void reportCall(Coroutine &C, const Call &At, const BlockingChain &Chain) {
    const bool Direct = Chain.Steps.empty();
    diag(At.Loc, "%0 keeps the thread that runs %1 busy: it %2, and no other coroutine of that "
                 "thread runs meanwhile")
        << firstOf({At, Chain}) << nameOf(C)
        << (Direct ? Chain.Leaf.Row->Because : "ends in " + endOf(Chain));
    explain(Chain);
    if (auto Fix = offloaded(C, At, preprocessor())) {
      auto D = diag(At.Loc, "it can be handed to the pool: %0", DiagnosticIDs::Note);
      D << Fix->Changes;
      attach(D, FixKind::Offload, FixIs::Suggestion, {{Fix->Range, Fix->Text}}, Fix->Headers);
    }
  }

  void reportLoop(Coroutine &C, Unit &U, const Stmt *Loop, const Evidence &E) {
    std::string Why;
    if (E.Heavy) {
      Why = "its iterations call " + firstOf(*E.Heavy) + ", which " +
            (E.Heavy->Chain.Steps.empty() ? E.Heavy->Chain.Leaf.Row->Because
                                          : "ends in " + endOf(E.Heavy->Chain));
    } else if (E.Nested) {
      std::string Over = quotedCode(E.Nested->InnerSize, U.context());
      Why = E.Nested->Outer == Loop ? "each of its iterations starts another loop"
                                    : "each iteration of a loop in it starts another loop";
      if (!Over.empty())
        Why += (isa<CXXForRangeStmt>(E.Nested->Inner) ? " over " : " up to ") + Over;
    } else {
      Why = "its iterations call '" + displayName(E.Self->Callee) + "', which calls itself";
    }
    diag(Loop->getBeginLoc(), "this loop keeps the thread that runs %0 busy without a suspension "
                              "point: %1, and no other coroutine of that thread runs meanwhile")
        << nameOf(C) << Why;
    explain(C, U, Loop, E);
  }

  /// The notes on the evidence for a loop, and on the way out.
  void explain(Coroutine &C, Unit &U, const Stmt *Loop, const Evidence &E) {
    if (E.Heavy) {
      diag(E.Heavy->At.Loc, "the call is here", DiagnosticIDs::Note);
      explain(E.Heavy->Chain);
    } else if (E.Nested) {
      diag(E.Nested->Inner->getBeginLoc(),
           "the inner loop is here: the work is the product of how often the two run",
           DiagnosticIDs::Note);
    } else if (E.Self) {
      diag(E.Self->Call->getExprLoc(), "the call is here", DiagnosticIDs::Note);
      diag(E.Self->Again, "'%0' calls itself here", DiagnosticIDs::Note)
          << displayName(E.Self->Callee);
    }
    wayOut(C, U, Loop);
  }

  void explain(const BlockingChain &Chain) {
    for (const auto &[Loc, Text] : notesOf(Chain))
      diag(Loc, "%0", DiagnosticIDs::Note) << Text;
  }

  /// What to do about a loop: there is no edit that moves a whole loop and keeps what it means.
  void wayOut(Coroutine &C, Unit &U, const Stmt *Loop) {
    if (C.library())
      for (const model::Fix &Fix : C.library()->OffloadFixes) {
        llvm::SmallVector<std::string, 2> Headers;
        if (Fix.Needs.empty() ||
            !available(Fix.Needs.front(), U.context(), preprocessor(), Headers))
          continue;
        diag(Loop->getBeginLoc(),
             "the loop can run in a callable of its own on a pool (with '%0'), "
             "or suspend from time to time",
             DiagnosticIDs::Note)
            << Fix.Needs.front().Name;
        return;
      }
    diag(Loop->getBeginLoc(),
         "the loop can run in a callable of its own on a pool, or suspend "
         "from time to time",
         DiagnosticIDs::Note);
  }

  /// Reports the steps of the coroutine that the log has recorded: the one loop that runs in the
  /// step, or the place where the step begins.
  void reportSteps(Coroutine &C, Unit &U, BusyLoops &Loops) {
    llvm::SmallVector<StepBegin, 2> Begins = stepsOf(C, *Steps);
    if (Begins.empty())
      return;
    std::vector<std::pair<const Stmt *, llvm::SmallVector<const Stmt *, 8>>> Places;
    for (const Stmt *Loop : Loops.loops())
      Places.push_back({Loop, BusyLoops::placesOf(Loop)});
    const SourceManager &SM = U.context().getSourceManager();
    for (const StepBegin &Begin : Begins) {
      auto In = runInStep(C, Begin, Places);
      const SlowStep &Step = *Begin.Step;
      SourceLocation From =
          Begin.After ? Begin.After->Await->getBeginLoc() : C.function()->getLocation();
      const bool AtLoop = In.size() == 1;
      SourceLocation Where = AtLoop ? In.front()->getBeginLoc() : From;
      if (!firstAt(Where))
        continue;
      {
        auto D = diag(Where, "%select{the step that %4|this loop runs in a step that}0 kept the "
                             "thread that runs %1 busy for%select{ up to|}2 %3 ms%5, as "
                             "'%6' has recorded; no other coroutine of that thread ran meanwhile");
        D << AtLoop << nameOf(C) << (Step.Times == 1) << asText(Step.Milliseconds)
          << (Begin.After ? "goes on after this await" : "begins this coroutine")
          << (Step.Times == 1 ? "" : " (" + std::to_string(Step.Times) + " times)") << SlowSteps;
      }
      if (AtLoop)
        diag(From,
             "the step %select{begins with the coroutine|goes on after this await, in line "
             "%1}0",
             DiagnosticIDs::Note)
            << (Begin.After != nullptr) << SM.getPresumedLoc(SM.getExpansionLoc(From)).getLine();
      else
        for (const Stmt *Loop : In)
          diag(Loop->getBeginLoc(), "this loop runs in the step", DiagnosticIDs::Note);
      if (AtLoop)
        wayOut(C, U, In.front());
    }
  }

  /// Whether single calls count that take as long as what they are given is large.
  const bool AnySize;
  const std::string SlowSteps;
  std::optional<std::vector<SlowStep>> Steps; ///< Read for the unit.
  /// Of what is heavy by itself, and of what is when a loop repeats it.
  std::array<std::unique_ptr<BlockingGraph>, 2> Graphs;
  Recursions Recursive;
};

std::unique_ptr<tidy::ClangTidyCheck> makeCpuBoundCheck(llvm::StringRef Name,
                                                        tidy::ClangTidyContext *Context) {
  return std::make_unique<CpuBoundCheck>(Name, Context);
}

} // namespace cotidy
