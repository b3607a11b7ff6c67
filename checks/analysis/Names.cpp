// SPDX-License-Identifier: Apache-2.0
// Names of declarations as models spell them, and the identity of objects.
#include "Names.h"
#include "Body.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

llvm::StringRef lastName(const NamedDecl *D, llvm::SmallVectorImpl<char> &Buffer) {
  Buffer.clear();
  auto Append = [&](llvm::StringRef S) { Buffer.append(S.begin(), S.end()); };
  DeclarationName Name = D->getDeclName();
  switch (Name.getNameKind()) {
  case DeclarationName::Identifier:
    return Name.isEmpty() ? llvm::StringRef() : Name.getAsIdentifierInfo()->getName();
  case DeclarationName::CXXConstructorName:
  case DeclarationName::CXXDestructorName: {
    if (Name.getNameKind() == DeclarationName::CXXDestructorName)
      Buffer.push_back('~');
    if (const auto *M = dyn_cast<CXXMethodDecl>(D))
      if (const IdentifierInfo *Class = M->getParent()->getIdentifier())
        Append(Class->getName());
    break;
  }
  case DeclarationName::CXXOperatorName:
    Append("operator");
    Append(getOperatorSpelling(Name.getCXXOverloadedOperator()));
    break;
  case DeclarationName::CXXConversionFunctionName: {
    PrintingPolicy Policy(D->getASTContext().getLangOpts());
    Append("operator ");
    Append(Name.getCXXNameType().getAsString(Policy));
    break;
  }
  default:
    return {};
  }
  return {Buffer.data(), Buffer.size()};
}

std::string qualifiedName(const NamedDecl *D) {
  llvm::SmallVector<const NamedDecl *, 6> Scopes;
  for (const DeclContext *C = D->getDeclContext(); C; C = C->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(C)) {
      if (!N->isInline() && !N->isAnonymousNamespace())
        Scopes.push_back(N);
    } else if (const auto *R = dyn_cast<RecordDecl>(C)) {
      Scopes.push_back(R);
    } else if (isa<FunctionDecl>(C)) {
      break;
    }
  std::string Result;
  llvm::SmallString<32> Buffer;
  for (const NamedDecl *Scope : llvm::reverse(Scopes)) {
    Result += lastName(Scope, Buffer);
    Result += "::";
  }
  Result += lastName(D, Buffer);
  return Result;
}

bool inSystemHeader(const Decl *D) {
  const SourceManager &SM = D->getASTContext().getSourceManager();
  return D->getLocation().isValid() && SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation()));
}

const NamedDecl *findName(const ASTContext &Context, llvm::StringRef Name) {
  const DeclContext *In = Context.getTranslationUnitDecl();
  const NamedDecl *Found = nullptr;
  llvm::SmallVector<llvm::StringRef, 6> Parts;
  Name.split(Parts, "::");
  for (llvm::StringRef Part : Parts) {
    if (!In)
      return nullptr;
    // Bases are looked through by hand: a member may be inherited.
    llvm::SmallVector<const DeclContext *, 4> Scopes{In};
    Found = nullptr;
    for (size_t I = 0; I < Scopes.size() && !Found && I < 64; ++I) {
      auto Hits = Scopes[I]->lookup(&Context.Idents.get(Part));
      // A using-declaration is found beside what it names.
      auto Named = llvm::find_if(Hits, [](const NamedDecl *D) { return !isa<UsingDecl>(D); });
      if (Named != Hits.end())
        Found = (*Named)->getUnderlyingDecl();
      else if (const auto *R = dyn_cast<CXXRecordDecl>(Scopes[I]); R && R->hasDefinition())
        for (const CXXBaseSpecifier &B : R->getDefinition()->bases()) {
          const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          // The base of a class template is often one too: then its pattern is looked at.
          if (const auto *S = B.getType()->getAs<TemplateSpecializationType>(); S && !Base)
            if (const TemplateDecl *T = S->getTemplateName().getAsTemplateDecl())
              Base = dyn_cast_or_null<CXXRecordDecl>(T->getTemplatedDecl());
          if (const CXXRecordDecl *Def = Base ? Base->getDefinition() : nullptr)
            Scopes.push_back(Def);
        }
    }
    if (!Found)
      return nullptr;
    In = nullptr;
    const NamedDecl *D = Found;
    if (const auto *A = dyn_cast<NamespaceAliasDecl>(D))
      D = A->getNamespace();
    if (const auto *T = dyn_cast<ClassTemplateDecl>(D))
      D = T->getTemplatedDecl();
    if (const auto *T = dyn_cast<TypedefNameDecl>(D))
      D = T->getUnderlyingType()->getAsCXXRecordDecl();
    if (const auto *N = dyn_cast_or_null<NamespaceDecl>(D))
      In = N;
    else if (const auto *R = dyn_cast_or_null<CXXRecordDecl>(D))
      In = R->getDefinition() ? R->getDefinition() : R;
  }
  return Found;
}

std::string displayName(const FunctionDecl *F) {
  const auto *M = dyn_cast<CXXMethodDecl>(F);
  if (M && M->getParent()->isLambda())
    return "lambda";
  llvm::SmallString<32> Buffer;
  llvm::StringRef Last = lastName(F, Buffer);
  if (M && M->getParent()->getIdentifier())
    return (M->getParent()->getName() + "::" + Last).str();
  return qualifiedName(F);
}

const CXXRecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  if (const auto *P = T->getAs<PointerType>())
    T = P->getPointeeType();
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
    return R;
  // In a pattern, `task<T>` is at least an instance of the template.
  if (const auto *S = T->getAs<TemplateSpecializationType>())
    if (const auto *Template =
            dyn_cast_or_null<ClassTemplateDecl>(S->getTemplateName().getAsTemplateDecl()))
      return Template->getTemplatedDecl();
  return nullptr;
}

const CXXRecordDecl *pointee(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  // Smart pointers are told by shape: one template argument is what `->` leads to.
  if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R)) {
    llvm::StringRef Name = S->getName();
    if ((Name == "shared_ptr" || Name == "unique_ptr" || Name == "reference_wrapper" ||
         Name == "optional" || Name == "lw_shared_ptr" || Name == "Own") &&
        S->getTemplateArgs().size() && S->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
      if (const auto *Inner = recordOf(S->getTemplateArgs()[0].getAsType()))
        return Inner;
  }
  return R;
}

bool isSmartPointer(const CXXRecordDecl *R) {
  if (!R || !R->isInStdNamespace() || !R->getIdentifier())
    return false;
  return R->getName() == "unique_ptr" || R->getName() == "shared_ptr";
}

bool isOrDerivesFrom(const CXXRecordDecl *Class, llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second.empty() ? Name : Name.rsplit("::").second;
  llvm::SmallVector<const CXXRecordDecl *, 4> Todo{Class};
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  while (!Todo.empty()) {
    const CXXRecordDecl *C = Todo.pop_back_val();
    if (!C || !Seen.insert(C->getCanonicalDecl()).second)
      continue;
    if (C->getIdentifier() && C->getName() == Last && qualifiedName(C) == Name)
      return true;
    if (const CXXRecordDecl *Def = C->getDefinition())
      for (const CXXBaseSpecifier &B : Def->bases())
        Todo.push_back(B.getType()->getAsCXXRecordDecl());
  }
  return false;
}

const Expr *stripToObject(const Expr *E) {
  while (E) {
    const Expr *Before = E;
    E = E->IgnoreUnlessSpelledInSource();
    if (const auto *U = dyn_cast<UnaryOperator>(E)) {
      if (U->getOpcode() == UO_Deref || U->getOpcode() == UO_AddrOf)
        E = U->getSubExpr();
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
      if ((O->getOperator() == OO_Arrow || O->getOperator() == OO_Star) && O->getNumArgs() == 1)
        E = O->getArg(0);
    } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
      if (const CXXMethodDecl *D = M->getMethodDecl())
        if (D->getIdentifier() && D->getName() == "get" && M->getNumArgs() == 0 &&
            pointee(M->getObjectType()) != M->getRecordDecl())
          E = M->getImplicitObjectArgument();
    } else if (const auto *C = dyn_cast<CallExpr>(E)) {
      if (C->isCallToStdMove() && C->getNumArgs() == 1)
        E = C->getArg(0);
      else if (const FunctionDecl *F = C->getDirectCallee())
        if (F->isInStdNamespace() && F->getIdentifier() && C->getNumArgs() == 1 &&
            (F->getName() == "forward" || F->getName() == "ref" || F->getName() == "cref" ||
             F->getName() == "as_const"))
          E = C->getArg(0);
    }
    if (E == Before)
      return E;
  }
  return E;
}

Object objectOf(const Expr *E) {
  Object Reversed;
  while ((E = stripToObject(E))) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      Reversed.push_back(Ref->getDecl());
      break;
    }
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      Reversed.push_back(M->getMemberDecl());
      E = M->getBase();
      continue;
    }
    if (isa<CXXThisExpr>(E)) {
      Reversed.push_back(nullptr);
      break;
    }
    return {};
  }
  if (!E)
    return {};
  return Object(Reversed.rbegin(), Reversed.rend());
}

bool mentions(const Stmt *Root, const Object &What) {
  bool Found = false;
  walk(Root, [&](const Stmt *S) {
    if (Found)
      return false;
    if (isa<DeclRefExpr, MemberExpr>(S) && objectOf(cast<Expr>(S)) == What)
      Found = true;
    return !Found;
  });
  return Found;
}

const Expr *spelled(const Expr *E, llvm::function_ref<const Expr *(const Expr *)> Inner) {
  for (const Expr *Next = E; Next;
       Next = isa<FullExpr>(E) ? cast<FullExpr>(E)->getSubExpr() : Inner(E))
    E = Next->IgnoreUnlessSpelledInSource();
  return E;
}

const Expr *spelled(const Expr *E) {
  return spelled(E, [](const Expr *Each) -> const Expr * {
    const auto *C = dyn_cast<CXXConstructExpr>(Each);
    return C && C->getNumArgs() == 1 && C->getConstructor()->isCopyOrMoveConstructor()
               ? C->getArg(0)
               : nullptr;
  });
}

const TagDecl *typeNamed(const ASTContext &Context, llvm::StringRef Name) {
  const NamedDecl *D = findName(Context, Name);
  if (const auto *T = dyn_cast_or_null<TypedefNameDecl>(D))
    return T->getUnderlyingType()->getAsTagDecl();
  if (const auto *T = dyn_cast_or_null<ClassTemplateDecl>(D))
    return T->getTemplatedDecl();
  return dyn_cast_or_null<TagDecl>(D);
}

bool isOfType(QualType T, const TagDecl *Wanted) {
  const TagDecl *D = T.isNull() ? nullptr : T.getNonReferenceType()->getAsTagDecl();
  if (!D || !Wanted)
    return false;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(D))
    D = S->getSpecializedTemplate()->getTemplatedDecl();
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Wanted))
    Wanted = S->getSpecializedTemplate()->getTemplatedDecl();
  return D->getCanonicalDecl() == Wanted->getCanonicalDecl();
}

const CXXRecordDecl *classNamed(const ASTContext &Context, llvm::StringRef Name) {
  return dyn_cast_or_null<CXXRecordDecl>(typeNamed(Context, Name));
}

} // namespace cotidy
