// SPDX-License-Identifier: Apache-2.0
// Climbs from the name of an object to what is done with it.
#include "Use.h"
#include "Names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr llvm::StringLiteral Accumulators[] = {
    "push_back", "emplace_back", "insert", "emplace",    "try_emplace",   "insert_or_assign",
    "append",    "add",          "push",   "push_front", "emplace_front", "fetch_add"};
constexpr llvm::StringLiteral Accessors[] = {"at",   "begin", "end",   "front", "back", "data",
                                             "find", "get",   "value", "first", "last", "rbegin",
                                             "rend", "c_str", "size",  "empty"};
/// Functions of the standard library that take their arguments by forwarding references to copy
/// or to print them.
constexpr llvm::StringLiteral Copying[] = {
    "make_unique", "make_shared", "make_pair",   "make_tuple",  "make_optional", "format",
    "print",       "println",     "printf",      "fprintf",     "snprintf",      "emplace_back",
    "emplace",     "tie",         "try_emplace", "construct_at"};

llvm::StringRef nameOf(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

bool isOutputStream(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && (isOrDerivesFrom(R, "std::basic_ostream") || isOrDerivesFrom(R, "std::ostream"));
}

/// The name of a logging or printing function: what it is given is written out, no more.
bool isPrinting(const FunctionDecl *F) {
  std::string Name = qualifiedName(F);
  llvm::StringRef N = Name;
  return N.starts_with("fmt::") || N.starts_with("spdlog::") || N.starts_with("absl::Str") ||
         (F->isInStdNamespace() && llvm::is_contained(Copying, nameOf(F)));
}

} // namespace

bool hasWord(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words) {
  std::string Word;
  auto Known = [&] { return llvm::is_contained(Words, llvm::StringRef(Word)); };
  for (size_t I = 0; I <= Name.size(); ++I) {
    bool Ends = I == Name.size() || !llvm::isAlpha(Name[I]) ||
                (llvm::isUpper(Name[I]) && I && llvm::isLower(Name[I - 1]));
    if (Ends) {
      if (Known())
        return true;
      Word.clear();
    }
    if (I < Name.size() && llvm::isAlpha(Name[I]))
      Word += llvm::toLower(Name[I]);
  }
  return llvm::is_contained(Words, Name);
}

bool isHandle(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return !T->getPointeeType().isConstQualified() && !T->getPointeeType()->isFunctionType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return T->isDependentType();
  static constexpr llvm::StringLiteral Shared[] = {"shared_ptr",
                                                   "weak_ptr",
                                                   "lw_shared_ptr",
                                                   "foreign_ptr",
                                                   "intrusive_ptr",
                                                   "local_shared_ptr",
                                                   "QSharedPointer",
                                                   "QPointer",
                                                   "reference_wrapper",
                                                   "Rc",
                                                   "Arc"};
  auto IsShared = [](const CXXRecordDecl *R) {
    if (!llvm::is_contained(Shared, nameOf(R)))
      return false;
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    return !S || !S->getTemplateArgs().size() ||
           S->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
           !S->getTemplateArgs()[0].getAsType().isConstQualified();
  };
  if (IsShared(R))
    return true;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
      S && nameOf(R) == "span" && S->getTemplateArgs().size())
    return !S->getTemplateArgs()[0].getAsType().isConstQualified();
  if (!R->hasDefinition() || R->isInStdNamespace() ||
      llvm::StringRef(qualifiedName(R)).starts_with("__gnu_cxx::"))
    return false;
  // A class that holds one shares by being copied, too.
  for (const FieldDecl *F : R->getDefinition()->fields()) {
    const CXXRecordDecl *Inner = F->getType()->getAsCXXRecordDecl();
    if (Inner && IsShared(Inner))
      return true;
    QualType P = F->getType();
    if ((P->isPointerType() || P->isLValueReferenceType()) &&
        !P->getPointeeType().isConstQualified() && !P->getPointeeType()->isFunctionType())
      return true;
  }
  return false;
}

bool saysWhereToRun(QualType T) {
  const CXXRecordDecl *R = pointee(T);
  std::string Name = nameOf(R).lower();
  for (llvm::StringRef Part : {"executor", "scheduler", "thread_pool", "threadpool", "io_context",
                               "io_service", "stop_token", "cancellation_token", "strand"})
    if (llvm::StringRef(Name).contains(Part))
      return true;
  return false;
}

bool isDropped(const Parents &Up, const Expr *E) {
  const Stmt *Child = E;
  for (const Stmt *P = Up.above(E); P; Child = P, P = Up.above(P)) {
    if (isa<ExprWithCleanups, ParenExpr, CXXBindTemporaryExpr, MaterializeTemporaryExpr>(P))
      continue;
    if (const auto *Cast = dyn_cast<CastExpr>(P); Cast && Cast->getCastKind() == CK_ToVoid)
      return true;
    if (const auto *B = dyn_cast<BinaryOperator>(P); B && B->getOpcode() == BO_Comma) {
      if (B->getLHS() == Child)
        return true;
      continue;
    }
    if (const auto *F = dyn_cast<ForStmt>(P))
      return Child == F->getBody() || Child == F->getInc();
    if (const auto *I = dyn_cast<IfStmt>(P))
      return Child == I->getThen() || Child == I->getElse();
    if (const auto *W = dyn_cast<WhileStmt>(P))
      return Child == W->getBody();
    if (const auto *D = dyn_cast<DoStmt>(P))
      return Child == D->getBody();
    if (const auto *R = dyn_cast<CXXForRangeStmt>(P))
      return Child == R->getBody();
    return isa<CompoundStmt, SwitchCase, LabelStmt, AttributedStmt>(P);
  }
  return false;
}

Root rootOf(const Expr *E) {
  Root Out;
  auto Ends = [&](Root::KindT Kind) {
    Out.Kind = Kind;
    return Out;
  };
  // What a call or an await hands over by value is new, unless it is a handle.
  auto Fresh = [&](const Expr *E) {
    return Ends(E->isLValue() || isHandle(E->getType()) ? Root::Unknown : Root::Temporary);
  };
  for (unsigned Steps = 0; E && Steps < 256; ++Steps) {
    E = E->IgnoreParenImpCasts();
    if (const auto *X = dyn_cast<ExprWithCleanups>(E)) {
      E = X->getSubExpr();
    } else if (const auto *X = dyn_cast<MaterializeTemporaryExpr>(E)) {
      E = X->getSubExpr();
    } else if (const auto *X = dyn_cast<CXXBindTemporaryExpr>(E)) {
      E = X->getSubExpr();
    } else if (const auto *X = dyn_cast<DeclRefExpr>(E)) {
      const ValueDecl *D = X->getDecl();
      if (const auto *B = dyn_cast<BindingDecl>(D))
        D = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
      Out.Var = dyn_cast_or_null<VarDecl>(D);
      return Ends(Out.Var ? Root::Variable : Root::Temporary);
    } else if (const auto *X = dyn_cast<MemberExpr>(E)) {
      if (const auto *V = dyn_cast<VarDecl>(X->getMemberDecl())) {
        Out.Var = V;
        return Ends(Root::Variable);
      }
      Out.Member = dyn_cast<FieldDecl>(X->getMemberDecl());
      if (X->getMemberDecl()->getType()->isReferenceType())
        Out.Shared = true;
      E = X->getBase();
      if (X->isArrow() && !isa<CXXThisExpr>(E->IgnoreParenImpCasts()) &&
          E->getType()->isPointerType() && !isa<CXXOperatorCallExpr>(E->IgnoreParenImpCasts()))
        Out.Shared = true;
    } else if (isa<CXXThisExpr>(E)) {
      return Ends(Root::This);
    } else if (const auto *X = dyn_cast<ArraySubscriptExpr>(E)) {
      E = X->getBase();
      if (!E->IgnoreParenImpCasts()->getType()->isArrayType())
        Out.Shared = true;
    } else if (const auto *X = dyn_cast<UnaryOperator>(E)) {
      if (X->getOpcode() == UO_Deref)
        Out.Shared = true;
      else if (X->getOpcode() != UO_AddrOf && !X->isIncrementDecrementOp())
        return Ends(Root::Temporary);
      E = X->getSubExpr();
    } else if (const auto *X = dyn_cast<CXXOperatorCallExpr>(E)) {
      OverloadedOperatorKind Op = X->getOperator();
      if (!X->getNumArgs() || (Op != OO_Subscript && Op != OO_Star && Op != OO_Arrow &&
                               Op != OO_LessLess && Op != OO_Equal && Op != OO_PlusPlus))
        return Fresh(E);
      if (Op != OO_Subscript && isHandle(X->getArg(0)->getType()))
        Out.Shared = true;
      E = X->getArg(0);
    } else if (const auto *X = dyn_cast<CXXMemberCallExpr>(E)) {
      if (!llvm::is_contained(Accessors, nameOf(X->getMethodDecl())))
        return Fresh(E);
      E = X->getImplicitObjectArgument();
      if (E && isHandle(E->getType()))
        Out.Shared = true;
    } else if (const auto *X = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *F = X->getDirectCallee();
      static constexpr llvm::StringLiteral Same[] = {"move", "forward", "ref", "cref", "as_const",
                                                     "get",  "begin",   "end", "data", "addressof"};
      static constexpr llvm::StringLiteral Makes[] = {"make_shared", "make_unique",
                                                      "allocate_shared"};
      if (F && F->isInStdNamespace() && X->getNumArgs() == 1 && llvm::is_contained(Same, nameOf(F)))
        E = X->getArg(0);
      else if (llvm::is_contained(Makes, nameOf(F)))
        return Ends(Root::Temporary);
      else
        return Fresh(E);
    } else if (const auto *X = dyn_cast<CXXConstructExpr>(E)) {
      if (X->getConstructor()->isCopyOrMoveConstructor() && X->getNumArgs() == 1) {
        if (!isHandle(X->getType()))
          return Ends(Root::Temporary);
        E = X->getArg(0);
        Out.Shared = true;
      } else {
        return Ends(Root::Temporary);
      }
    } else if (isa<CXXDefaultArgExpr, CXXNewExpr, LambdaExpr, InitListExpr>(E)) {
      return Ends(Root::Temporary);
    } else if (const auto *X = dyn_cast<ExplicitCastExpr>(E)) {
      E = X->getSubExpr();
    } else if (E->isTypeDependent()) {
      return Ends(Root::Unknown);
    } else {
      return Fresh(E);
    }
  }
  return Ends(Root::Unknown);
}

/// Whether \p End is where \p Of inserts into itself: `all.insert(all.end(), some.begin(), ...)`.
static bool isPlaceToInsert(const Parents &Up, const CXXMemberCallExpr *End, const Expr *Of) {
  const auto *Same = dyn_cast<DeclRefExpr>(Of);
  for (const Stmt *P = Up.above(End); Same && P; P = Up.above(P)) {
    if (isa<CastExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, CXXConstructExpr>(P))
      continue;
    const auto *Insert = dyn_cast<CXXMemberCallExpr>(P);
    if (!Insert || nameOf(Insert->getMethodDecl()) != "insert")
      return false;
    const Expr *Object = Insert->getImplicitObjectArgument();
    const auto *To = Object ? dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts()) : nullptr;
    return To && To->getDecl() == Same->getDecl() && isDropped(Up, Insert);
  }
  return false;
}

bool UseFinder::changes(const LambdaExpr *L, const ValueDecl *Captured) const {
  // Not ExprMutationAnalyzer: it makes clang build the map of all parents of the unit.
  Parents Within(L->getBody());
  UseFinder Inside(Within, Context, IsIndex, LeavesAlone, OnlyReads);
  bool Found = false;
  walk(L->getBody(), [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Ref->getDecl() == Captured) {
      Use How = Inside.of(Ref);
      Found |= How != Use::Read && How != Use::Element;
    }
    return !Found;
  });
  return Found;
}

Use UseFinder::of(const Expr *Occurrence) const {
  bool Slot = false, Pointer = false, Const = false;
  bool OfThis = isa<CXXThisExpr>(Occurrence);
  auto Set = [&](QualType T) { Const = T.isConstQualified(); };
  auto Read = [&] { return Slot ? Use::Element : Use::Read; };
  auto Write = [&] { return Slot ? Use::WriteSlot : Use::Change; };
  auto Add = [&](const Expr *Op) {
    return Slot ? Use::WriteSlot : isDropped(Up, Op) ? Use::Accumulate : Use::Change;
  };
  if (OfThis) {
    Pointer = true;
    Const = Occurrence->getType()->getPointeeType().isConstQualified();
  } else {
    Const = Occurrence->getType().isConstQualified();
    // What a constant handle leads to is not constant by that.
    if (Const && !isHandle(Occurrence->getType()))
      return Use::Read;
  }

  /// The value or object \p E is given to a parameter of type \p P.
  auto Given = [&](const Expr *E, unsigned Index, const FunctionDecl *Callee) -> Use {
    QualType P = Callee->getParamDecl(Index)->getType();
    if (P->isDependentType())
      return Use::Change;
    if (saysWhereToRun(E->getType()) || OnlyReads(Callee, Index))
      return Read();
    if (Pointer && (P->isPointerType() || E->getType()->isPointerType())) {
      QualType To = P->isPointerType() ? P->getPointeeType() : E->getType()->getPointeeType();
      return To.isConstQualified() || Const ? Read() : Write();
    }
    if (!P->isReferenceType())
      return isHandle(E->getType()) ? Write() : Read();
    if (isHandle(E->getType()))
      return Write();
    if (P->getPointeeType().isConstQualified() || Const)
      return Read();
    if (isPrinting(Callee) ||
        (Callee->getDeclContext()->isStdNamespace() && llvm::is_contained(Copying, nameOf(Callee))))
      return Read();
    return Write();
  };

  const Stmt *E = Occurrence;
  for (const Stmt *P = Up.above(E); P; E = P, P = Up.above(P)) {
    const auto *Here = dyn_cast<Expr>(E);
    if (isa<ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
            ConstantExpr, SubstNonTypeTemplateParmExpr>(P))
      continue;
    if (const auto *X = dyn_cast<CastExpr>(P)) {
      switch (X->getCastKind()) {
      case CK_LValueToRValue:
        if (!X->getType()->isPointerType())
          return Read();
        Pointer = true;
        Const = X->getType()->getPointeeType().isConstQualified();
        continue;
      case CK_ArrayToPointerDecay:
        Pointer = true;
        Const |= X->getType()->getPointeeType().isConstQualified();
        continue;
      case CK_PointerToBoolean:
      case CK_PointerToIntegral:
      case CK_ToVoid:
      case CK_IntegralCast:
        return Read();
      default:
        if (!Pointer && X->getType().isConstQualified())
          Const = true;
        continue;
      }
    }
    if (const auto *M = dyn_cast<MemberExpr>(P)) {
      if (isa<VarDecl>(M->getMemberDecl()))
        return Use::Read;
      const auto *Method = dyn_cast<CXXMethodDecl>(M->getMemberDecl());
      if (!Method) {
        Pointer = false;
        Set(M->getType());
        continue;
      }
      // The call that this member is the callee of.
      const Stmt *Above = Up.above(P);
      while (Above && isa<ParenExpr>(Above))
        Above = Up.above(Above);
      const auto *C = dyn_cast_or_null<CXXMemberCallExpr>(Above);
      if (!C || Method->isStatic())
        return C || Method->isStatic() ? Read() : Write();
      llvm::StringRef Name = nameOf(Method);
      if (saysWhereToRun(Here->getType()) || LeavesAlone(C))
        return Read();
      if (llvm::is_contained(Accessors, Name)) {
        if ((Name == "end" || Name == "cend") && isPlaceToInsert(Up, C, Occurrence))
          return Use::Accumulate;
        if (Name == "at" && C->getNumArgs() == 1 && IsIndex(C->getArg(0)))
          Slot = true;
        QualType T = C->getType();
        if (Method->isConst() && !isHandle(T) && !T->isPointerType() && !C->isLValue())
          return Read();
        if (Name == "size" || Name == "empty")
          return Read();
        Const = C->isLValue() && T.isConstQualified();
        Pointer = T->isPointerType();
        P = C;
        continue;
      }
      if (Method->isConst())
        return Read();
      if (llvm::is_contained(Accumulators, Name))
        return Add(C);
      return Write();
    }
    if (const auto *U = dyn_cast<UnaryOperator>(P)) {
      if (U->isIncrementDecrementOp())
        return Slot ? Use::WriteSlot : Use::Step;
      if (U->getOpcode() == UO_Deref) {
        Pointer = false;
        Set(U->getType());
        if (!Slot && IsIndex(Here))
          Slot = true;
      } else if (U->getOpcode() == UO_AddrOf) {
        Pointer = true;
      } else {
        return Read();
      }
      continue;
    }
    if (const auto *S = dyn_cast<ArraySubscriptExpr>(P)) {
      if (S->getIdx() == E)
        return Read();
      if (IsIndex(S->getIdx()))
        Slot = true;
      Pointer = false;
      Set(S->getType());
      continue;
    }
    if (const auto *B = dyn_cast<BinaryOperator>(P)) {
      if (B->getOpcode() == BO_Comma) {
        if (B->getLHS() == E)
          return Read();
        continue;
      }
      if (B->isCompoundAssignmentOp() && B->getLHS() == E)
        return Add(B);
      if (B->isAssignmentOp())
        return B->getLHS() == E || (Pointer && !Const) ? Write() : Read();
      return Read();
    }
    if (const auto *C = dyn_cast<AbstractConditionalOperator>(P)) {
      if (C->getCond() == E)
        return Read();
      continue;
    }
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(P)) {
      unsigned I = 0;
      while (I < O->getNumArgs() && O->getArg(I) != E)
        ++I;
      if (I == O->getNumArgs())
        return Read(); // The operator itself.
      OverloadedOperatorKind Op = O->getOperator();
      if (I == 0 && (Op == OO_Subscript || Op == OO_Star || Op == OO_Arrow)) {
        if (Op == OO_Subscript ? IsIndex(O->getArg(1)) : IsIndex(Here))
          Slot = true;
        Pointer = Op == OO_Arrow;
        QualType T = O->getType();
        Set(T->isPointerType() ? T->getPointeeType() : T);
        continue;
      }
      if (I == 0 && (Op == OO_PlusPlus || Op == OO_MinusMinus))
        return Slot ? Use::WriteSlot : Use::Step;
      if (I == 0 && Op == OO_LessLess && isOutputStream(O->getType()))
        return Use::Accumulate;
      if (I == 0 && O->isAssignmentOp())
        return Op == OO_Equal ? Write() : Add(O);
      const FunctionDecl *F = O->getDirectCallee();
      if (!F)
        return Write();
      const auto *M = dyn_cast<CXXMethodDecl>(F);
      bool Member = M && M->isInstance();
      if (Member && I == 0)
        return M->isConst() || LeavesAlone(O) ? Read() : Write();
      unsigned Param = I - Member;
      if (Param >= F->getNumParams())
        return Write();
      return Given(Here, Param, F);
    }
    if (const auto *C = dyn_cast<CallExpr>(P)) {
      const FunctionDecl *F = C->getDirectCallee();
      if (C->getCallee() == E)
        return F ? Read() : Write(); // Through a pointer: what runs is not known.
      if (!F)
        return Write();
      unsigned I = 0;
      while (I < C->getNumArgs() && C->getArg(I) != E)
        ++I;
      static constexpr llvm::StringLiteral Same[] = {"move", "forward", "ref", "begin",
                                                     "end",  "data",    "get", "addressof"};
      if (F->isInStdNamespace() && C->getNumArgs() == 1) {
        llvm::StringRef Name = nameOf(F);
        if (Name == "size" || Name == "ssize" || Name == "empty" || Name == "as_const" ||
            Name == "cref" || Name == "distance" || Name == "next" || Name == "prev")
          return Read();
        if (Name == "back_inserter" || Name == "inserter")
          return Use::Accumulate;
        if (llvm::is_contained(Same, Name)) {
          Pointer = C->getType()->isPointerType();
          continue;
        }
      }
      if (I >= F->getNumParams()) // The arguments behind `...` are values.
        return F->isVariadic() && !(Pointer && !Const) ? Read() : Write();
      return Given(Here, I, F);
    }
    if (const auto *C = dyn_cast<CXXConstructExpr>(P)) {
      const CXXConstructorDecl *F = C->getConstructor();
      unsigned I = 0;
      while (I < C->getNumArgs() && C->getArg(I) != E)
        ++I;
      if (F->isCopyOrMoveConstructor()) {
        if (F->isMoveConstructor() && !Const)
          return Write();
        if (!isHandle(C->getType()))
          return Read();
        continue; // A copy of a handle leads to the same object.
      }
      if (I >= F->getNumParams())
        return Write();
      return Given(Here, I, F);
    }
    if (const auto *L = dyn_cast<LambdaExpr>(P)) {
      if (OfThis)
        return Const ? Read() : Write();
      const auto *Ref = dyn_cast<DeclRefExpr>(Occurrence);
      for (const LambdaCapture &Capture : L->captures()) {
        if (!Capture.capturesVariable() || !Ref || Capture.getCapturedVar() != Ref->getDecl())
          continue;
        if (Capture.getCaptureKind() == LCK_ByCopy)
          return isHandle(Ref->getType()) && !saysWhereToRun(Ref->getType()) ? Write() : Read();
        if (saysWhereToRun(Ref->getType()))
          return Read();
        return isHandle(Ref->getType()) || changes(L, Capture.getCapturedVar()) ? Write() : Read();
      }
      return Write();
    }
    if (const auto *D = dyn_cast<DeclStmt>(P)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit() == E) {
          if (V->getType()->isReferenceType())
            return V->getType()->getPointeeType().isConstQualified() && !isHandle(V->getType())
                       ? Read()
                       : Use::Alias;
          return Pointer || isHandle(V->getType()) ? Use::Alias : Read();
        }
      return Use::Alias;
    }
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr, CXXDeleteExpr>(P))
      return Write();
    if (isa<InitListExpr, CXXParenListInitExpr>(P))
      return Const && !Pointer ? Read() : Write();
    if (!isa<Expr>(P))
      return Read();
    if (isa<CXXThrowExpr>(P))
      return Read();
    return Const && !Pointer ? Read() : Write();
  }
  return Read();
}

} // namespace cotidy
