// SPDX-License-Identifier: Apache-2.0
// Answers questions of order on clang's control flow graph.
#include "Flow.h"
#include "Body.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace cotidy {

Flow::Flow(const Decl *D, const Stmt *Body, ASTContext &Context) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddEHEdges = true;
  Options.AddImplicitDtors = true;
  Options.AddInitializers = true;
  Options.PruneTriviallyFalseEdges = true;
  Graph = CFG::buildCFG(D, const_cast<Stmt *>(Body), &Context, Options);
  if (!Graph)
    return;
  for (const CFGBlock *Block : *Graph) {
    unsigned I = 0;
    for (const CFGElement &Element : *Block) {
      // A statement that is in the graph twice (a finally-like copy) counts at its first place.
      if (auto S = Element.getAs<CFGStmt>())
        Places.try_emplace(S->getStmt(), Place{Block, I});
      ++I;
    }
    if (const Stmt *T = Block->getTerminatorStmt())
      Places.try_emplace(T, Place{Block, I});
  }
}

Flow::~Flow() = default;

Flow::Place Flow::placeOf(const Stmt *S) const {
  auto It = Places.find(S);
  if (It == Places.end())
    if (const auto *E = dyn_cast_or_null<Expr>(S))
      It = Places.find(E->IgnoreParens());
  return It == Places.end() ? Place() : It->second;
}

bool Flow::dominates(const Stmt *A, const Stmt *B) {
  if (!Graph)
    return false;
  Place PA = placeOf(A), PB = placeOf(B);
  if (!PA.Block || !PB.Block)
    return false;
  if (PA.Block == PB.Block)
    return PA.Element < PB.Element;
  if (!Dominators)
    Dominators = std::make_unique<CFGDomTree>(Graph.get());
  return Dominators->properlyDominates(const_cast<CFGBlock *>(PA.Block),
                                       const_cast<CFGBlock *>(PB.Block));
}

bool Flow::isReachable(const Stmt *S) {
  Place P = Graph ? placeOf(S) : Place();
  if (!P.Block)
    return true;
  if (!Reachable) {
    Reachable = std::make_unique<llvm::BitVector>(Graph->getNumBlockIDs());
    // A handler runs when something in its try block throws; the graph has no edge for each call.
    llvm::SmallVector<const CFGBlock *, 32> Todo{&Graph->getEntry()};
    Todo.append(Graph->try_blocks_begin(), Graph->try_blocks_end());
    while (!Todo.empty()) {
      const CFGBlock *Block = Todo.pop_back_val();
      if (Reachable->test(Block->getBlockID()))
        continue;
      Reachable->set(Block->getBlockID());
      for (const CFGBlock *Next : Block->succs())
        if (Next)
          Todo.push_back(Next);
    }
  }
  return Reachable->test(P.Block->getBlockID());
}

bool Flow::endsProgram(const Stmt *S) {
  Place P = Graph ? placeOf(S) : Place();
  if (!P.Block)
    return false;
  if (!Ending) {
    // From the calls that do not return back to the blocks that lead nowhere else; a loop that
    // goes on for ever leads nowhere either, but does not end.
    Ending = std::make_unique<llvm::BitVector>(Graph->getNumBlockIDs());
    llvm::SmallVector<const CFGBlock *, 8> Todo;
    auto Ends = [&](const CFGBlock *Block) {
      if (!Ending->test(Block->getBlockID())) {
        Ending->set(Block->getBlockID());
        Todo.push_back(Block);
      }
    };
    for (const CFGBlock *Block : *Graph)
      if (Block->hasNoReturnElement())
        Ends(Block);
    auto AllEnd = [&](const CFGBlock *Block) {
      // Behind a call, the second successor is where an exception goes: not the way on.
      size_t Ways = Block->getTerminatorStmt() ? Block->succ_size() : !Block->succ_empty();
      return llvm::all_of(
          llvm::make_range(Block->succ_begin(), Block->succ_begin() + Ways),
          [&](const CFGBlock *Next) { return !Next || Ending->test(Next->getBlockID()); });
    };
    while (!Todo.empty())
      for (const CFGBlock *Before : Todo.pop_back_val()->preds())
        if (Before && AllEnd(Before))
          Ends(Before);
  }
  return Ending->test(P.Block->getBlockID());
}

bool Flow::reaches(const Stmt *A, const Stmt *B, llvm::function_ref<bool(const Stmt *)> Stop) {
  Place From = Graph ? placeOf(A) : Place(), To = Graph ? placeOf(B) : Place();
  if (!From.Block || !To.Block)
    return true;
  llvm::BitVector Seen(Graph->getNumBlockIDs());
  llvm::SmallVector<Place, 16> Todo{{From.Block, From.Element + 1}};
  while (!Todo.empty()) {
    Place P = Todo.pop_back_val();
    bool Stopped = false;
    for (unsigned I = P.Element; I <= P.Block->size() && !Stopped; ++I) {
      if (P.Block == To.Block && I == To.Element)
        return true;
      if (I < P.Block->size())
        if (auto S = (*P.Block)[I].getAs<CFGStmt>())
          Stopped = Stop(S->getStmt());
    }
    if (Stopped)
      continue;
    for (const CFGBlock *Next : P.Block->succs())
      if (Next && !Seen.test(Next->getBlockID())) {
        Seen.set(Next->getBlockID());
        Todo.push_back({Next, 0});
      }
  }
  return false;
}

llvm::DenseMap<const Stmt *, unsigned>
Flow::statesBefore(unsigned AtEntry, llvm::function_ref<unsigned(const Stmt *, unsigned)> Transfer,
                   llvm::function_ref<unsigned(const CFGBlock *, unsigned, unsigned)> Along,
                   llvm::function_ref<bool(const Stmt *)> Throws) {
  llvm::DenseMap<const Stmt *, unsigned> Result;
  if (!Graph)
    return Result;
  // A handler can be entered from anywhere in its try block: it sees every state that is there.
  llvm::DenseMap<const CFGBlock *, llvm::SmallVector<const CFGBlock *, 1>> Handlers;
  for (const CFGBlock *Try : Graph->try_blocks()) {
    const auto *T = dyn_cast_or_null<CXXTryStmt>(Try->getTerminatorStmt());
    llvm::SmallPtrSet<const CFGBlock *, 16> Protected;
    llvm::SmallVector<const Stmt *, 4> Parts;
    if (T)
      Parts.push_back(T->getTryBlock());
    while (!Parts.empty())
      walk(Parts.pop_back_val(), [&](const Stmt *S) {
        // What an inner try does not take, the graph itself hands on to this one.
        if (const auto *Inner = dyn_cast<CXXTryStmt>(S)) {
          for (unsigned I = 0; I < Inner->getNumHandlers(); ++I)
            Parts.push_back(Inner->getHandler(I)->getHandlerBlock());
          return false;
        }
        if (const CFGBlock *Block = placeOf(S).Block)
          Protected.insert(Block);
        return true;
      });
    for (const CFGBlock *Block : Protected)
      Handlers[Block].push_back(Try);
  }
  llvm::SmallVector<unsigned, 32> In(Graph->getNumBlockIDs(), 0);
  llvm::SmallVector<const CFGBlock *, 32> Todo{&Graph->getEntry()};
  In[Graph->getEntry().getBlockID()] = AtEntry;
  auto Join = [&](const CFGBlock *Into, unsigned State) {
    unsigned &Old = In[Into->getBlockID()];
    if ((Old | State) == Old)
      return;
    Old |= State;
    Todo.push_back(Into);
  };
  while (!Todo.empty()) {
    const CFGBlock *Block = Todo.pop_back_val();
    unsigned State = In[Block->getBlockID()], Within = Throws ? 0 : State;
    for (const CFGElement &Element : *Block)
      if (auto S = Element.getAs<CFGStmt>()) {
        Result[S->getStmt()] |= State;
        if (Throws && Throws(S->getStmt()))
          Within |= State;
        State = Transfer(S->getStmt(), State);
        if (!Throws)
          Within |= State;
      }
    if (auto It = Handlers.find(Block); It != Handlers.end())
      for (const CFGBlock *Try : It->second)
        Join(Try, Within);
    unsigned Number = 0;
    for (const CFGBlock *Next : Block->succs()) {
      if (Next)
        Join(Next, Along ? Along(Block, Number, State) : State);
      ++Number;
    }
  }
  return Result;
}

} // namespace cotidy
