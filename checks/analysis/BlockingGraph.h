// SPDX-License-Identifier: Apache-2.0
// Which calls block the thread, and the shortest chain of visible calls that shows it.
#ifndef COTIDY_ANALYSIS_BLOCKINGGRAPH_H
#define COTIDY_ANALYSIS_BLOCKINGGRAPH_H

#include "Coroutine.h"
#include "llvm/ADT/PointerIntPair.h"
#include "llvm/ADT/SmallSet.h"

namespace cotidy {

/// The call at the end of a chain: the one that blocks.
struct BlockingLeaf {
  const model::Blocking *Row = nullptr; ///< Null for `[[clang::blocking]]`.
  std::string Name;                     ///< As a message names it; of a constructor the class.
  clang::SourceLocation Loc;
  Call::KindT Kind = Call::Function;
  /// Which parameter of the function it stands in is waited on; none: something else is.
  std::optional<unsigned> Parameter;
};

/// One step into a function: who is run there, and where.
struct BlockingStep {
  std::string Name;
  clang::SourceLocation Loc;
  Call::KindT Kind = Call::Function;
};

/// Steps from a call in a coroutine to the leaf; no steps where the call itself blocks.
struct BlockingChain {
  llvm::SmallVector<BlockingStep, 4> Steps;
  BlockingLeaf Leaf;
};

/// How a message names what blocks: a function, or what happens to an object of a class.
std::string described(const BlockingLeaf &Leaf);

/// What a reader has to know of a chain: a note for each step; of a very long one for its ends.
std::vector<std::pair<clang::SourceLocation, std::string>> notesOf(const BlockingChain &Chain);

/// The call graph of blocking for one unit. Each function is looked at once, however many
/// coroutines ask for it: the cost is linear in the code that they reach. A call ends at a virtual
/// function that cannot be resolved, a pointer, a body that is not visible, another coroutine, and
/// at the border of a modelled library, of which the model says what blocks.
class BlockingGraph {
public:
  /// Only rows of \p Rows that \p Wanted accepts count as blocking. Rows other than those of
  /// `Models.Blockings` stand alone: then no attribute of a function makes it one that blocks.
  BlockingGraph(clang::ASTContext &Context, const model::Index &Models,
                const model::Table<model::Blocking> &Rows,
                std::function<bool(const model::Blocking &)> Wanted)
      : Context(Context), Models(Models), Rows(Rows), Wanted(std::move(Wanted)) {}

  /// The shortest chain from \p At, a call in the function of \p In, with at most \p MaxDepth
  /// steps. Among equally short ones it is the first in source order.
  std::optional<BlockingChain> chainFrom(const Call &At, Surroundings &In, unsigned MaxDepth);

private:
  /// What a key stands for: a function's definition, or a class for its destructor; and whether it
  /// is reached past a test of stored state, after which access to files and computing only may
  /// happen.
  using Key = llvm::PointerIntPair<const clang::Decl *, 1, bool>;
  static constexpr unsigned Unknown = ~0u;
  struct Edge {
    Key To;
    BlockingStep Step;
    llvm::ArrayRef<const clang::Expr *> Args; ///< What the call passes.
  };
  struct Node {
    unsigned Distance = Unknown; ///< Calls from here to the one that blocks, that one included.
    std::optional<BlockingLeaf> Leaf;
    llvm::SmallVector<Edge, 2> Edges; ///< Later only the one on the shortest chain.
  };

  /// Whether \p At repeats what is soon done once, and what that makes of the row is wanted.
  bool isRepeated(const model::Blocking &Row, const Call &At, Surroundings &In) const;
  std::optional<BlockingLeaf> leafOf(const Call &At, Surroundings &In);
  /// The functions that \p At runs and whose code can be followed.
  void targetsOf(const Call &At, Key From, llvm::SmallVectorImpl<Edge> &Out);
  const clang::Decl *followable(const clang::FunctionDecl *F, const clang::Decl *From);
  /// Whether the leaf of \p Chain waits on what the coroutine's call \p At has handed over, through
  /// all the steps of \p Way, and that needs no wait any more.
  bool handsOverWhatIsReady(const Call &At, const BlockingLeaf &Leaf,
                            llvm::ArrayRef<const Edge *> Way, Surroundings &In) const;
  /// Runs of a generator are runs of its caller; of any other coroutine they are its own.
  bool runsOnItsOwn(const clang::FunctionDecl *F);
  Node &nodeFor(Key Start);
  void fill(Key K, Node &N);

  clang::ASTContext &Context;
  const model::Index &Models;
  const model::Table<model::Blocking> &Rows;
  std::function<bool(const model::Blocking &)> Wanted;
  llvm::DenseMap<Key, std::unique_ptr<Node>> Nodes;
  llvm::DenseMap<const clang::FunctionDecl *, bool> OwnRuns;
};

} // namespace cotidy

#endif
