// SPDX-License-Identifier: Apache-2.0
// coro-unscoped-resource: finds resources in plain handles across a suspension point.
#include "CoroutineCheck.h"
#include "analysis/ResourceState.h"
#include "fixes/Ownership.h"

using namespace clang;

namespace cotidy {
namespace {

/// How a message names what releases the resource, as in "'fclose' never runs".
std::string releaseName(const HeldResource &R) {
  if (isa_and_nonnull<CXXDeleteExpr>(R.Release))
    return cast<CXXDeleteExpr>(R.Release)->isArrayForm() ? "delete[]" : "delete";
  if (const auto *C = dyn_cast_or_null<CallExpr>(R.Release))
    if (const FunctionDecl *F = C->getDirectCallee())
      return displayName(F);
  return llvm::StringRef(R.Site->Row->Release.front()).rsplit("::").second.empty()
             ? R.Site->Row->Release.front()
             : llvm::StringRef(R.Site->Row->Release.front()).rsplit("::").second.str();
}

} // namespace

/// finds resources that are held in a plain handle across a suspension point, where an exception, a
/// cancellation or the end of the frame skips their release
class UnscopedResourceCheck : public CoroutineCheck {
public:
  UnscopedResourceCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), Ignore(Options.get("Ignore", "").str()) {
    llvm::StringRef(Ignore).split(Ignored, ';', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef &Each : Ignored)
      Each = Each.trim();
  }

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "Ignore", Ignore);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    ResourceState State(C, U);
    for (const HeldResource &R : State.held())
      if (!llvm::is_contained(Ignored, R.Site->Name) && firstAt(R.Site->Call->getExprLoc()))
        report(C, U, State, R);
  }

private:
  void report(Coroutine &C, Unit &U, const ResourceState &State, const HeldResource &R) {
    const TrackedHandle &H = State.handle(*R.Site);
    const model::Resource &Row = *R.Site->Row;
    std::string Handle = H.What.Path.back()->getNameAsString();
    std::string Release = releaseName(R);
    SourceLocation Loc = R.Site->Call->getExprLoc();
    std::optional<Ownership> Fix = ownerFor(C, U, State, R, preprocessor());
    {
      // What happens depends on whether anything would release it at all.
      auto D =
          H.What.IsObject
              ? diag(Loc, "%0 holds the %1 of '%2' across a suspension point: if it is destroyed "
                          "there or the await throws, '%3' never runs and %4")
          : R.Release
              ? diag(Loc, "%0 holds the %1 from '%5' in the plain handle '%2' across a suspension "
                          "point: if it is destroyed there or the await throws, '%3' never runs "
                          "and %4")
          : R.GivenLater
              ? diag(Loc, "%0 holds the %1 from '%5' in the plain handle '%2' across a suspension "
                          "point before anything owns it: if it is destroyed there or the await "
                          "throws, %4")
              : diag(Loc, "%0 holds the %1 from '%5' in the plain handle '%2' across a suspension "
                          "point, and no path calls '%3': %4");
      D << nameOf(C) << Row.What << Handle;
      if (H.What.IsObject)
        D << Release << Row.Leaves;
      else
        D << Release << Row.Leaves << R.Site->Name;
      if (Fix && Fix->Safe)
        apply(D, *Fix, U);
    }
    diag(R.At->Await->getBeginLoc(), "'%0' is still held when the coroutine suspends here%select{|, "
                                     "and at %2 later suspension point%s2}1",
         DiagnosticIDs::Note)
        << Handle << (R.More != 0) << R.More;
    if (R.Release)
      diag(R.Release->getExprLoc(), "this release is skipped", DiagnosticIDs::Note);
    if (Fix && !Fix->Safe) {
      auto D = diag(Loc, "%0", DiagnosticIDs::Note);
      D << Fix->Changes;
      apply(D, *Fix, U);
      return;
    }
    explainWayOut(C, U, R, Loc);
  }

  /// Names what the library in use has for a release that must be awaited.
  void explainWayOut(Coroutine &C, Unit &U, const HeldResource &R, SourceLocation Loc) {
    if (!C.library())
      return;
    bool Awaited = R.Site->Row->Awaited;
    if (R.Release)
      if (const Stmt *Above = C.surroundings().parents().above(R.Release))
        Awaited |= isa<CoawaitExpr>(Above);
    if (!Awaited)
      return;
    for (const model::Alternative &Other : C.library()->Alternatives)
      if (Other.Class == "awaited-release" && findName(U.context(), Other.What.Name)) {
        diag(Loc, "%0 has '%1', which awaits a release however the coroutine ends",
             DiagnosticIDs::Note)
            << C.library()->Title << Other.What.Name;
        return;
      }
  }

  void apply(DiagnosticBuilder &D, const Ownership &Fix, Unit &U) {
    const SourceManager &SM = U.context().getSourceManager();
    for (const auto &[Range, Text] : Fix.Edits)
      D << FixItHint::CreateReplacement(Range, Text);
    for (const std::string &Header : Fix.Headers)
      if (auto Hint = includes().createIncludeInsertion(
              SM.getFileID(Fix.Edits.front().first.getBegin()), "<" + Header + ">"))
        D << *Hint;
  }

  const std::string Ignore;
  llvm::SmallVector<llvm::StringRef, 4> Ignored;
};

std::unique_ptr<tidy::ClangTidyCheck> makeUnscopedResourceCheck(llvm::StringRef Name,
                                                                tidy::ClangTidyContext *Context) {
  return std::make_unique<UnscopedResourceCheck>(Name, Context);
}

} // namespace cotidy
