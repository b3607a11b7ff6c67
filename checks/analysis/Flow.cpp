// SPDX-License-Identifier: Apache-2.0
// Answers questions of order on clang's control flow graph.
#include "Flow.h"
#include "clang/AST/ASTContext.h"
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

bool Flow::reaches(const Stmt *A, const Stmt *B,
                   llvm::function_ref<bool(const Stmt *)> Stop) {
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

unsigned Flow::stateBefore(const Stmt *At, unsigned AtEntry, unsigned InHandlers,
                           llvm::function_ref<unsigned(const Stmt *, unsigned)> Transfer) {
  Place To = Graph ? placeOf(At) : Place();
  if (!To.Block)
    return AtEntry;
  llvm::SmallVector<unsigned, 32> In(Graph->getNumBlockIDs(), 0);
  llvm::SmallVector<const CFGBlock *, 32> Todo{&Graph->getEntry()};
  In[Graph->getEntry().getBlockID()] = AtEntry;
  for (const CFGBlock *Try : Graph->try_blocks()) {
    In[Try->getBlockID()] |= InHandlers;
    Todo.push_back(Try);
  }
  unsigned Result = 0;
  while (!Todo.empty()) {
    const CFGBlock *Block = Todo.pop_back_val();
    unsigned State = In[Block->getBlockID()];
    for (unsigned I = 0; I <= Block->size(); ++I) {
      if (Block == To.Block && I == To.Element)
        Result |= State;
      if (I < Block->size())
        if (auto S = (*Block)[I].getAs<CFGStmt>())
          State = Transfer(S->getStmt(), State);
    }
    for (const CFGBlock *Next : Block->succs()) {
      if (!Next)
        continue;
      unsigned &Old = In[Next->getBlockID()];
      if ((Old | State) != Old) {
        Old |= State;
        Todo.push_back(Next);
      }
    }
  }
  return Result;
}

} // namespace cotidy
