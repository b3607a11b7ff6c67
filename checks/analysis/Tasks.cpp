// SPDX-License-Identifier: Apache-2.0
// Tells tasks by the models, and by the members that the language asks for.
#include "Tasks.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

llvm::StringRef identifier(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

const CXXRecordDecl *definitionOf(const CXXRecordDecl *R) {
  if (!R)
    return nullptr;
  if (const CXXRecordDecl *Def = R->getDefinition())
    return Def;
  // A class template that nothing needed yet is known by its pattern.
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  return S ? S->getSpecializedTemplate()->getTemplatedDecl()->getDefinition() : nullptr;
}

/// The member that \p Is holds for, in the class or its only base, or the base of that.
template <typename PredicateT> const CXXMethodDecl *method(const CXXRecordDecl *R, PredicateT Is) {
  for (unsigned I = 0; I < 16; ++I) {
    const CXXRecordDecl *Def = definitionOf(R);
    if (!Def)
      return nullptr;
    for (const CXXMethodDecl *M : Def->methods())
      if (Is(M))
        return M;
    R = Def->getNumBases() == 1 ? Def->bases_begin()->getType()->getAsCXXRecordDecl() : nullptr;
  }
  return nullptr;
}

const CXXRecordDecl *promiseOf(const CXXRecordDecl *R) {
  const CXXRecordDecl *Def = definitionOf(R);
  if (!Def)
    return nullptr;
  for (const NamedDecl *D : Def->lookup(&R->getASTContext().Idents.get("promise_type"))) {
    if (const auto *P = dyn_cast<CXXRecordDecl>(D))
      return P;
    if (const auto *A = dyn_cast<TypedefNameDecl>(D))
      return A->getUnderlyingType()->getAsCXXRecordDecl();
  }
  return nullptr;
}

const CXXRecordDecl *classOf(QualType T) {
  return T.isNull() || T.getNonReferenceType()->isPointerType() ? nullptr : recordOf(T);
}

} // namespace

bool isTaskType(QualType T, const model::Index &Models) {
  const CXXRecordDecl *R = classOf(T);
  return R && (!Models.Tasks.find(qualifiedName(R)).empty() || promiseOf(R) ||
               method(R, [](const CXXMethodDecl *M) {
                 return identifier(M) == "await_ready" || M->getOverloadedOperator() == OO_Coawait;
               }));
}

bool isAwaitableTask(QualType T, const model::Index &Models) {
  const CXXRecordDecl *R = classOf(T);
  if (!R || R->isLambda())
    return false;
  std::string Name = qualifiedName(R);
  if (!Models.Tasks.find(Name).empty())
    return true;
  if (!promiseOf(R) || !Models.Generators.find(Name).empty())
    return false;
  if (method(R, [](const CXXMethodDecl *M) {
        return identifier(M) == "await_ready" || M->getOverloadedOperator() == OO_Coawait;
      }))
    return true;
  // A free operator is found beside the class.
  DeclarationName Await = R->getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  const DeclContext *In = R->getDeclContext()->getEnclosingNamespaceContext();
  for (const NamedDecl *D : In->lookup(Await)) {
    const FunctionDecl *F = D->getAsFunction();
    if (F && F->getNumParams() == 1) {
      const CXXRecordDecl *Of = recordOf(F->getParamDecl(0)->getType());
      const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
      if (Of && (Of->getCanonicalDecl() == R->getCanonicalDecl() ||
                 (S && Of->getCanonicalDecl() ==
                           S->getSpecializedTemplate()->getTemplatedDecl()->getCanonicalDecl()) ||
                 qualifiedName(Of) == Name))
        return true;
    }
  }
  return false;
}

bool holdsTasks(QualType T, const model::Index &Models) {
  for (unsigned I = 0; I < 4; ++I) {
    if (isTaskType(T, Models))
      return true;
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
    if (!S || !S->getTemplateArgs().size() ||
        S->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
      return false;
    T = S->getTemplateArgs()[0].getAsType();
  }
  return false;
}

bool isGeneratorType(QualType T, const model::Index &Models) {
  const CXXRecordDecl *R = classOf(T);
  return R && (!Models.Generators.find(qualifiedName(R)).empty() || promiseOf(R));
}

std::optional<model::Start> startOf(QualType T, const model::Index &Models) {
  const CXXRecordDecl *R = classOf(T);
  if (!R)
    return std::nullopt;
  if (auto Rows = Models.Tasks.find(qualifiedName(R)); !Rows.empty())
    return Rows.front().Row->When;
  const CXXMethodDecl *Initial = method(
      promiseOf(R), [](const CXXMethodDecl *M) { return identifier(M) == "initial_suspend"; });
  const CXXRecordDecl *Awaiter = Initial ? recordOf(Initial->getReturnType()) : nullptr;
  if (Awaiter && qualifiedName(Awaiter) == "std::suspend_always")
    return model::Start::Lazy;
  if (Awaiter && qualifiedName(Awaiter) == "std::suspend_never")
    return model::Start::Eager;
  return std::nullopt;
}

} // namespace cotidy
