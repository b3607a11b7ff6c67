// SPDX-License-Identifier: Apache-2.0
// What a call leaves behind: whether the function, with all that it calls, changes shared state.
#ifndef COTIDY_ANALYSIS_EFFECTS_H
#define COTIDY_ANALYSIS_EFFECTS_H

#include "Unit.h"
#include "Use.h"

namespace cotidy {

/// Summaries of functions, each made once a unit.
class Effects {
public:
  struct Summary {
    bool Visible = false;       ///< The body can be seen.
    bool ChangesObject = false; ///< It changes members of its object, or may.
    bool ChangesShared = false; ///< It changes globals, or what its members point to, or may.
    bool OnlyLocals = false;    ///< Proven: with all that it calls it writes nothing but its locals
                                ///< and its result, and throws nothing.
    bool Waits = true;          ///< It can be suspended at all.
    uint64_t ChangesParameter = ~0ull; ///< A bit for each that leads to what it changes, or may.
  };

  explicit Effects(Unit &U) : U(U) {}
  Summary of(const clang::FunctionDecl *F) const;
  /// Whether the function is seen not to change what it is given for the parameter.
  bool onlyReads(const clang::FunctionDecl *F, unsigned Parameter) const;

private:
  struct Entry {
    Summary Result;
    unsigned Index = 0;
    bool Closed = false; ///< No function that is still being looked at has a part in it.
  };
  Summary make(const clang::FunctionDecl *F) const;
  void noteNames(const clang::FunctionDecl *F, Summary &Out) const;
  void noteCall(const struct Call &At, Summary &Out) const;
  bool waits(const clang::FunctionDecl *F) const;

  Unit &U;
  mutable unsigned Depth = 0;
  mutable unsigned Lowest = ~0u; ///< The outermost open function that the current one leads to.
  mutable llvm::SmallVector<const clang::FunctionDecl *, 8> Open;
  mutable llvm::DenseMap<const clang::FunctionDecl *, Entry> Known;
};

} // namespace cotidy

#endif
