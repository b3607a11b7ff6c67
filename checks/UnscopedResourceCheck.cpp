// SPDX-License-Identifier: Apache-2.0
// coro-unscoped-resource: finds resources in plain handles across a suspension point.
#include "CoroutineCheck.h"
#include "IgnoreOption.h"
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
  llvm::StringRef Name = R.Site->Row->Release.front();
  return Name.substr(Name.rfind(':') + 1).str();
}

} // namespace

/// finds resources that are held in a plain handle across a suspension point, where an exception, a
/// cancellation or the end of the frame skips their release
class UnscopedResourceCheck : public CoroutineCheck {
public:
  UnscopedResourceCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), Ignored(Options) {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Ignored.store(Options, Opts);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    ResourceState State(C, U);
    for (const HeldResource &R : State.held()) {
      if (Ignored.has(R.Site->Name) || !firstAt(R.Site->Call->getExprLoc()))
        continue;
      Finding F = describe(C, U, State, R);
      // An include is added once a file. It has to come with a fix that `--fix` applies, so
      // suggestions wait for the end of the unit.
      if (F.Fix && !F.Fix->Safe)
        Waiting.push_back(std::move(F));
      else
        report(F);
    }
  }

  void endOfUnit() override {
    for (const Finding &F : Waiting)
      report(F);
    Waiting.clear();
  }

private:
  /// All that a report says.
  struct Finding {
    std::string Coroutine, What, From, Handle, Release, Leaves, WayOut;
    enum KindT { Object, Handed, Plain, Leak } Kind = Plain;
    SourceLocation At, SuspendsAt, ReleasedAt;
    unsigned More = 0;
    std::optional<Ownership> Fix;
  };

  Finding describe(Coroutine &C, Unit &U, const ResourceState &State, const HeldResource &R) {
    const TrackedHandle &H = State.handle(*R.Site);
    Finding F;
    F.Coroutine = nameOf(C);
    F.What = R.Site->Row->What;
    F.From = R.Site->Name;
    F.Handle = H.What.Path.back()->getNameAsString();
    F.Release = releaseName(R);
    F.Leaves = R.Site->Row->Leaves;
    F.Kind = H.What.IsObject ? Finding::Object
             : R.Release     ? Finding::Plain
             : R.GivenLater  ? Finding::Handed
                             : Finding::Leak;
    F.At = R.Site->Call->getExprLoc();
    F.SuspendsAt = R.At->Await->getBeginLoc();
    F.ReleasedAt = R.Release ? R.Release->getExprLoc() : SourceLocation();
    F.More = R.More;
    F.Fix = ownerFor(C, U, State, R, preprocessor());
    F.WayOut = wayOut(C, U, R);
    return F;
  }

  void report(const Finding &F) {
    {
      // What happens depends on whether anything would release it at all.
      constexpr llvm::StringLiteral Texts[] = {
          "%0 holds the %1 of '%3' across a suspension point: if it is destroyed there or the "
          "await "
          "throws, '%4' never runs and %5",
          "%0 holds the %1 from '%2' in the plain handle '%3' across a suspension point before "
          "anything owns it: if it is destroyed there or the await throws, %5",
          "%0 holds the %1 from '%2' in the plain handle '%3' across a suspension point: if it is "
          "destroyed there or the await throws, '%4' never runs and %5",
          "%0 holds the %1 from '%2' in the plain handle '%3' across a suspension point, and no "
          "path calls '%4': %5"};
      auto D = diag(F.At, Texts[F.Kind]);
      D << F.Coroutine << F.What << F.From << F.Handle << F.Release << F.Leaves;
      if (F.Fix && F.Fix->Safe)
        attach(D, F.Fix->Kind, FixIs::Safe, F.Fix->Edits, F.Fix->Headers);
    }
    diag(F.SuspendsAt,
         "'%0' is still held when the coroutine suspends here%select{|, and at %2 later suspension "
         "point%s2}1",
         DiagnosticIDs::Note)
        << F.Handle << (F.More != 0) << F.More;
    if (F.ReleasedAt.isValid())
      diag(F.ReleasedAt, "this release is skipped", DiagnosticIDs::Note);
    if (F.Fix && !F.Fix->Safe) {
      auto D = diag(F.At, "%0", DiagnosticIDs::Note);
      D << F.Fix->Changes;
      attach(D, F.Fix->Kind, FixIs::Suggestion, F.Fix->Edits, F.Fix->Headers);
    } else if (!F.WayOut.empty()) {
      diag(F.At, "%0", DiagnosticIDs::Note) << F.WayOut;
    }
  }

  /// What the library in use has for a release that must be awaited, where the unit declares it.
  static std::string wayOut(const Coroutine &C, Unit &U, const HeldResource &R) {
    if (!C.library())
      return {};
    bool Awaited = R.Site->Row->Awaited;
    if (const auto *Call = dyn_cast_or_null<CallExpr>(R.Release))
      Awaited |= recordOf(Call->getType()) != nullptr && !Call->getType()->isPointerType();
    if (Awaited)
      for (const model::Alternative &Other : C.library()->Alternatives)
        if (Other.Class == "awaited-release" && findName(U.context(), Other.What.Name))
          return C.library()->Title + " has '" + Other.What.Name +
                 "', which awaits a release however the coroutine ends";
    return {};
  }

  const IgnoreOption Ignored;
  std::vector<Finding> Waiting;
};

std::unique_ptr<tidy::ClangTidyCheck> makeUnscopedResourceCheck(llvm::StringRef Name,
                                                                tidy::ClangTidyContext *Context) {
  return std::make_unique<UnscopedResourceCheck>(Name, Context);
}

} // namespace cotidy
