// SPDX-License-Identifier: Apache-2.0
// coro-blocking-call: finds calls that block the thread that runs a coroutine.
#include "CoroutineCheck.h"
#include "analysis/BlockingGraph.h"
#include "analysis/Names.h"
#include "analysis/Section.h"
#include "fixes/Replacement.h"

using namespace clang;
using cotidy::model::Category;
using cotidy::model::Tier;

namespace clang::tidy {
template <> struct OptionEnumMapping<Tier> {
  static llvm::ArrayRef<std::pair<Tier, llvm::StringRef>> getEnumMapping() {
    static constexpr std::pair<Tier, llvm::StringRef> Mapping[] = {{Tier::Always, "always"},
                                                                   {Tier::May, "may"}};
    return {Mapping};
  }
};
} // namespace clang::tidy

namespace cotidy {
namespace {

constexpr std::pair<llvm::StringLiteral, Category> CategoryNames[] = {
    {"sleep", Category::Sleep},       {"sync-wait", Category::SyncWait},
    {"network", Category::Network},   {"dns", Category::Dns},
    {"file", Category::File},         {"process", Category::Process},
    {"database", Category::Database}, {"console", Category::Console},
    {"lock", Category::Lock}};
constexpr llvm::StringLiteral DefaultCategories =
    "sleep;sync-wait;network;dns;file;process;database;console";

/// How long a constant sleep takes, as a person writes it ("250 ms"), or nothing.
std::optional<std::string> lengthOf(const Call &At, const model::Sleep &How, ASTContext &Context) {
  if (How.For != model::SleepUntil::Duration || How.Arg >= At.Args.size())
    return std::nullopt;
  const Expr *Arg = At.Args[How.Arg]->IgnoreUnlessSpelledInSource();
  std::optional<llvm::APSInt> Count = constantCount(At.Args[How.Arg], Context);
  if (!Count)
    Count = constantCount(Arg, Context);
  if (!Count || Count->isNegative())
    return std::nullopt;
  std::string Number = llvm::toString(*Count, 10);
  auto Is = [&](llvm::StringRef Unit, int64_t Num, int64_t Den) {
    if (!How.Unit.empty())
      return llvm::StringRef(How.Unit).ends_with("::" + Unit.str());
    std::optional<Period> P = periodOf(Arg->getType());
    return P && P->Num == Num && P->Den == Den;
  };
  if (Is("nanoseconds", 1, 1000000000))
    return Number + " ns";
  if (Is("microseconds", 1, 1000000))
    return Number + " us";
  if (Is("milliseconds", 1, 1000))
    return Number + " ms";
  if (Is("seconds", 1, 1))
    return Number + " s";
  if (Is("minutes", 60, 1))
    return Number + " min";
  if (Is("hours", 3600, 1))
    return Number + " h";
  return std::nullopt;
}

/// Whether the wait is for something that a thread of a pool may well wait for.
bool isWorthOffloading(const model::Blocking *Row) {
  return !Row || Row->Kind == Category::Dns || Row->Kind == Category::File ||
         Row->Kind == Category::Process || Row->Kind == Category::Database ||
         Row->Kind == Category::Network;
}

} // namespace

/// finds calls that block the thread that runs a coroutine, directly or through the functions they
/// call
class BlockingCallCheck : public CoroutineCheck {
public:
  BlockingCallCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), MaxDepth(Options.get("MaxDepth", ~1u)),
        Categories(Options.get("Categories", DefaultCategories).str()),
        Report(Options.get("Report", Tier::Always)) {
    llvm::SmallVector<llvm::StringRef, 9> Names;
    llvm::StringRef(Categories).split(Names, ';', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef Name : Names) {
      const auto *Known =
          llvm::find_if(CategoryNames, [&](const auto &Row) { return Row.first == Name.trim(); });
      if (Known == std::end(CategoryNames))
        configurationDiag("coro-blocking-call.Categories: '%0' is no category; there are "
                          "'sleep', 'sync-wait', 'network', 'dns', 'file', 'process', "
                          "'database', 'console' and 'lock'")
            << Name.trim();
      else
        Wanted |= 1u << unsigned(Known->second);
    }
  }

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "MaxDepth", MaxDepth);
    Options.store(Opts, "Categories", Categories);
    Options.store(Opts, "Report", Report);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    // A synchronous generator runs on the thread of whoever iterates it, and for its caller.
    if (C.role() == Coroutine::Role::SyncGenerator)
      return;
    if (!Graph)
      Graph = std::make_unique<BlockingGraph>(
          U.context(), U.models(), U.models().Blockings, [this](const model::Blocking &Row) {
            return (Wanted >> unsigned(Row.Kind) & 1) &&
                   (Row.HowSure == Tier::Always || Report == Tier::May);
          });
    llvm::SmallPtrSet<const ValueDecl *, 4> Opened;
    forEachCall(C.function(), [&](const Call &At) {
      std::optional<BlockingChain> Chain = Graph->chainFrom(At, C.surroundings(), MaxDepth);
      if (!Chain || runsElsewhere(C, U, At, Chain->Leaf.Name) || usesOpened(C, At, *Chain, Opened))
        return;
      if (firstAt(At.Loc))
        Found.push_back({&C, &U, At, std::move(*Chain)});
    });
  }

  /// A header is inserted once a file: safe fixes come first, so that no suggestion, which may
  /// never be applied, takes the include that one of them needs.
  void endOfUnit() override {
    for (bool Safe : {true, false})
      for (const Finding &F : Found)
        if (Safe == mayBeSafe(F.Chain))
          report(*F.C, *F.U, F.At, F.Chain);
    Found.clear();
    Graph.reset();
  }

private:
  struct Finding {
    Coroutine *C;
    Unit *U;
    Call At;
    BlockingChain Chain;
  };

  /// Only a sleep in the coroutine itself has a fix that is safe.
  static bool mayBeSafe(const BlockingChain &Chain) {
    return Chain.Steps.empty() && Chain.Leaf.Row && Chain.Leaf.Row->AsSleep;
  }

  /// Whether the call is off the event loop's thread, or may be, or never runs.
  static bool runsElsewhere(Coroutine &C, Unit &U, const Call &At, llvm::StringRef LeafName) {
    const Stmt *Place = At.Within ? At.Within : At.Site;
    if (const auto *Local = dyn_cast_or_null<VarDecl>(At.Destroyed)) {
      Place = Local->getInit();
      // What its destructor waits for may be what the coroutine has awaited on it before.
      for (const Suspension &S : C.suspensions()) {
        const Expr *Awaited = stripToObject(S.Operand);
        auto Is = [&](const Expr *E) {
          Object O = objectOf(E);
          return O.size() == 1 && O.front() == Local;
        };
        if (Is(Awaited))
          return true;
        // `co_await join(threads)`: a function of the library that waits for what it is given.
        if (const auto *A = dyn_cast<CallExpr>(Awaited); A && llvm::any_of(A->arguments(), Is)) {
          const FunctionDecl *Callee = A->getDirectCallee();
          const model::Library *By = Callee ? U.models().libraryOf(qualifiedName(Callee)) : nullptr;
          if (By && By == U.models().libraryOf(LeafName) &&
              rowsFor(U.models().Offloads, describe(A)).empty())
            return true;
        }
      }
    }
    // A coroutine of a library that runs what it was given does so where it was told to.
    const FunctionDecl *F = C.function();
    if (F->isTemplateInstantiation() && At.Kind == Call::Function && C.library() &&
        U.models().libraryOf(qualifiedName(F)) == C.library() && At.Callee &&
        U.models().libraryOf(qualifiedName(At.Callee)) != C.library() &&
        visibleDefinition(At.Callee))
      return true;
    return U.starts().onlyOffloaded(C.function()) || C.mayHaveMoved(Place) ||
           (Place && (!C.flow().isReachable(Place) || C.flow().endsProgram(Place)));
  }

  /// Whether the call reads or writes a file whose opening was reported in the same coroutine: one
  /// report a file is enough. Remembers what this call opens.
  static bool usesOpened(Coroutine &C, const Call &At, const BlockingChain &Chain,
                         llvm::SmallPtrSetImpl<const ValueDecl *> &Opened) {
    if (!At.Site || !Chain.Steps.empty() || !Chain.Leaf.Row ||
        Chain.Leaf.Row->Kind != Category::File)
      return false;
    auto Names = [&](const Expr *E) {
      Object O = E ? objectOf(E) : Object();
      return O.size() == 1 ? O[0] : nullptr;
    };
    bool Used = Opened.contains(Names(At.ObjectExpr));
    for (const Expr *Arg : At.Args)
      Used |= Opened.contains(Names(Arg));
    // The handle is the object itself, or the variable that is initialised by the call.
    if (const ValueDecl *Handle = Names(At.ObjectExpr))
      Opened.insert(Handle);
    for (const Stmt *S : C.surroundings().parents().of(At.Site))
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each))
            Opened.insert(V);
        break;
      }
    Opened.erase(nullptr);
    return Used;
  }

  void report(Coroutine &C, Unit &U, const Call &At, const BlockingChain &Chain) {
    const BlockingLeaf &Leaf = Chain.Leaf;
    bool Sure = !Leaf.Row || Leaf.Row->HowSure == Tier::Always;
    std::string Because = Leaf.Row ? Leaf.Row->Because : "as its declaration says";
    bool Direct = Chain.Steps.empty();
    if (Direct && Leaf.Row && Leaf.Row->AsSleep)
      if (auto Length = lengthOf(At, *Leaf.Row->AsSleep, U.context()))
        Because = "for " + *Length;
    const bool Sleep = Direct && Leaf.Row && Leaf.Row->AsSleep && At.Kind == Call::Function;
    const Expr *WrittenBack = Sleep ? writtenBack(C, At.Site) : nullptr;
    {
      auto D = Direct ? diag(At.Loc, "%0 %select{may block|blocks}1 the thread that runs %2 %3, "
                                     "and with it every other coroutine of that thread")
                      : diag(At.Loc, "%0 %select{may block|blocks}1 the thread that runs %2: it "
                                     "ends in %3, which %select{may block|blocks}1 it %4");
      std::string What;
      if (At.Kind == Call::Destructor && At.Destroyed)
        What = "the destructor of '" + At.Destroyed->getNameAsString() + "'";
      else if (At.Kind == Call::Destructor)
        What = "this destructor";
      else if (At.Kind == Call::Constructor)
        What = "constructing '" + (Direct ? Leaf.Name : At.Class->getNameAsString()) + "'";
      else if (Direct)
        What = "'" + Leaf.Name + "'";
      else
        What = Chain.Steps.front().Name == "lambda" ? "calling this lambda"
                                                    : "'" + Chain.Steps.front().Name + "'";
      D << What << Sure << nameOf(C);
      if (Direct)
        D << Because;
      else
        D << described(Leaf) << Because;
      if (Sleep && !WrittenBack)
        if (auto Fix = awaitedSleep(C, At, *Leaf.Row->AsSleep, preprocessor()))
          attach(D, FixKind::AwaitedSleep, FixIs::Safe, {{Fix->Range, Fix->Text}}, Fix->Headers);
    }
    if (WrittenBack)
      if (auto Fix = awaitedSleep(C, At, *Leaf.Row->AsSleep, preprocessor())) {
        auto D = diag(WrittenBack->getExprLoc(),
                      "this writes back a value that was read before the sleep: an awaited sleep "
                      "lets others run in between, and what they write is lost",
                      DiagnosticIDs::Note);
        attach(D, FixKind::AwaitedSleep, FixIs::Suggestion, {{Fix->Range, Fix->Text}},
               Fix->Headers);
      }
    for (const auto &[Loc, Text] : notesOf(Chain))
      diag(Loc, "%0", DiagnosticIDs::Note) << Text;
    explainWayOut(C, U, At, Chain);
  }

  /// Names what can be awaited instead, where the unit has it, and offers the offload.
  void explainWayOut(Coroutine &C, Unit &U, const Call &At, const BlockingChain &Chain) {
    const model::Blocking *Row = Chain.Leaf.Row;
    bool Direct = Chain.Steps.empty();
    if (Row && Direct && !Row->Instead.empty()) {
      // A member is looked up in the class of the object, a function in the unit.
      const std::string &Name = Row->Instead;
      std::string Qualified = Name;
      if (!llvm::StringRef(Name).contains("::") && At.Class)
        Qualified = qualifiedName(At.Class) + "::" + Name;
      if (findName(U.context(), Qualified)) {
        diag(At.Loc, "'%0' does the same without blocking when it is awaited", DiagnosticIDs::Note)
            << Name;
        return;
      }
    }
    if (Row && !Row->Class.empty() && C.library())
      for (const model::Alternative &Other : C.library()->Alternatives)
        if (Other.Class == Row->Class && findName(U.context(), Other.What.Name)) {
          diag(At.Loc, "%0 has '%1', which can be awaited", DiagnosticIDs::Note)
              << C.library()->Title << Other.What.Name;
          break;
        }
    if (!isWorthOffloading(Row))
      return;
    if (auto Fix = offloaded(C, At, preprocessor())) {
      auto D = diag(At.Loc, "it can be handed to the pool: %0", DiagnosticIDs::Note);
      D << Fix->Changes;
      attach(D, FixKind::Offload, FixIs::Suggestion, {{Fix->Range, Fix->Text}}, Fix->Headers);
    }
  }

  const unsigned MaxDepth;
  const std::string Categories;
  const Tier Report;
  unsigned Wanted = 0;
  std::unique_ptr<BlockingGraph> Graph;
  std::vector<Finding> Found;
};

std::unique_ptr<tidy::ClangTidyCheck> makeBlockingCallCheck(llvm::StringRef Name,
                                                            tidy::ClangTidyContext *Context) {
  return std::make_unique<BlockingCallCheck>(Name, Context);
}

} // namespace cotidy
