// SPDX-License-Identifier: Apache-2.0
// Reads the log of slow steps, and finds the awaits that its places speak of.
#include "SlowSteps.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <cmath>

using namespace clang;

namespace cotidy {
namespace {

constexpr size_t MaxErrors = 5; ///< What is no log at all is not told line by line.

/// The names of a path from its end on, without those that stand for no folder.
llvm::SmallVector<llvm::StringRef, 16> fromTheEnd(llvm::StringRef Path) {
  llvm::SmallVector<llvm::StringRef, 16> Names;
  for (auto It = llvm::sys::path::rbegin(Path), End = llvm::sys::path::rend(Path); It != End; ++It)
    if (*It != "." && *It != ".." && *It != "/")
      Names.push_back(*It);
  return Names;
}

/// Whether the two may be one file: a program that was built elsewhere names its files by other
/// folders, or by a path from where it was built. The name and the folder it is in have to agree.
bool mayBeSameFile(llvm::StringRef Recorded, llvm::StringRef Here) {
  auto A = fromTheEnd(Recorded), B = fromTheEnd(Here);
  size_t Same = std::min({A.size(), B.size(), size_t(2)});
  return Same && llvm::ArrayRef(A).take_front(Same) == llvm::ArrayRef(B).take_front(Same);
}

using Position = std::pair<unsigned, unsigned>;

} // namespace

std::vector<SlowStep> parseSlowSteps(llvm::StringRef File, llvm::StringRef Text,
                                     std::vector<std::string> &Errors) {
  std::vector<SlowStep> Steps;
  llvm::StringMap<size_t> Known;
  unsigned Number = 0;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Text = Rest;
    ++Number;
    Line = Line.rtrim('\r');
    if (Line.trim().empty())
      continue;
    auto [Place, More] = Line.split('\t');
    auto Wrong = [&](llvm::StringRef Part, llvm::StringRef What) {
      size_t Column = static_cast<size_t>(Part.data() - Line.data()) + 1;
      if (Errors.size() < MaxErrors)
        Errors.push_back(
            (File + ":" + llvm::Twine(Number) + ":" + llvm::Twine(Column) + ": " + What).str());
    };
    auto [Path, ColumnText] = Place.rsplit(':');
    auto [Name, LineText] = Path.rsplit(':');
    llvm::StringRef Time = More.split('\t').first;
    SlowStep Step;
    if (Name.empty() || LineText.getAsInteger(10, Step.Line) || Step.Line == 0 ||
        ColumnText.getAsInteger(10, Step.Column)) {
      Wrong(Place, "is no place of a slow step: a line of the log is 'file:line:column', the "
                   "milliseconds and the function, with tabs between");
      continue;
    }
    if (Time.getAsDouble(Step.Milliseconds) || !std::isfinite(Step.Milliseconds) ||
        Step.Milliseconds < 0) {
      Wrong(Time.empty() ? Line.take_back(0) : Time, "is no time in milliseconds of a slow step");
      continue;
    }
    auto [It, New] = Known.try_emplace(Place, Steps.size());
    if (New) {
      Step.File = Name.str();
      Steps.push_back(Step);
    }
    SlowStep &Same = Steps[It->second];
    Same.Milliseconds = std::max(Same.Milliseconds, Step.Milliseconds);
    ++Same.Times;
  }
  return Steps;
}

llvm::SmallVector<StepBegin, 2> stepsOf(Coroutine &C, llvm::ArrayRef<SlowStep> Steps) {
  llvm::SmallVector<StepBegin, 2> Result;
  const SourceManager &SM = C.surroundings().context().getSourceManager();
  auto At = [&](SourceLocation Loc) { return SM.getPresumedLoc(SM.getExpansionLoc(Loc)); };
  auto In = [&](const SlowStep &Step, SourceLocation From, SourceLocation To) {
    PresumedLoc A = At(From), B = At(To);
    Position Where(Step.Line, Step.Column);
    return A.isValid() && B.isValid() && Position(A.getLine(), A.getColumn()) <= Where &&
           Where <= Position(B.getLine(), B.getColumn());
  };
  PresumedLoc Own = At(C.function()->getLocation());
  if (Own.isInvalid())
    return Result;
  llvm::SmallString<256> Here(Own.getFilename());
  for (const SlowStep &Step : Steps) {
    if (!mayBeSameFile(Step.File, Here))
      continue;
    // Of awaits in one another the inner one; compilers differ in which column they name.
    const Suspension *Best = nullptr;
    for (const Suspension &P : C.suspensions())
      if (In(Step, P.Await->getBeginLoc(), P.Await->getEndLoc()) &&
          (!Best ||
           SM.isBeforeInTranslationUnit(Best->Await->getBeginLoc(), P.Await->getBeginLoc())))
        Best = &P;
    if (Best) {
      Result.push_back({&Step, Best});
      continue;
    }
    const auto *M = dyn_cast<CXXMethodDecl>(C.function());
    SourceLocation From = M && M->getParent()->isLambda() ? M->getParent()->getBeginLoc()
                                                          : C.function()->getBeginLoc();
    if (In(Step, From, C.body()->getBeginLoc()))
      Result.push_back({&Step, nullptr});
  }
  return Result;
}

llvm::SmallVector<const Stmt *, 2>
runInStep(Coroutine &C, const StepBegin &Begin,
          llvm::ArrayRef<std::pair<const Stmt *, llvm::SmallVector<const Stmt *, 8>>> Places) {
  enum : unsigned { Before = 1, During = 2, After = 4 };
  llvm::SmallPtrSet<const Stmt *, 8> Awaits;
  for (const Suspension &P : C.suspensions())
    if (P.CanSuspend)
      Awaits.insert(P.Await);
  auto States = C.flow().statesBefore(Begin.After ? Before : During,
                                      [&](const Stmt *S, unsigned In) -> unsigned {
                                        if (Begin.After && S == Begin.After->Await)
                                          return During;
                                        return Awaits.contains(S) ? After : In;
                                      });
  llvm::SmallVector<const Stmt *, 2> Result;
  for (const auto &[What, At] : Places)
    for (const Stmt *S : At)
      if (auto It = States.find(S); It != States.end()) {
        if (It->second & During)
          Result.push_back(What);
        break;
      }
  return Result;
}

} // namespace cotidy
