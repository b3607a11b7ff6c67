// SPDX-License-Identifier: Apache-2.0
// The names under which models know declarations, and which object an expression speaks of.
#ifndef COTIDY_ANALYSIS_NAMES_H
#define COTIDY_ANALYSIS_NAMES_H

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace cotidy {

/// The qualified name without inline and unnamed namespaces and without template arguments.
/// Constructors are `C::C`, destructors `C::~C`, operators `C::operator>>`.
std::string qualifiedName(const clang::NamedDecl *D);

/// The last component of qualifiedName(), without the cost of the rest. Empty for unnamed ones.
llvm::StringRef lastName(const clang::NamedDecl *D, llvm::SmallVectorImpl<char> &Buffer);

/// Whether the declaration stands in a header that is not the user's own.
bool inSystemHeader(const clang::Decl *D);

/// The declaration that the qualified name \p Name finds in the unit, or null. Members count.
const clang::NamedDecl *findName(const clang::ASTContext &Context, llvm::StringRef Name);

/// The class or enumeration that \p Name finds in the unit, through aliases; or null.
const clang::TagDecl *typeNamed(const clang::ASTContext &Context, llvm::StringRef Name);
const clang::CXXRecordDecl *classNamed(const clang::ASTContext &Context, llvm::StringRef Name);

/// Whether \p T is \p Wanted or an instantiation of it.
bool isOfType(clang::QualType T, const clang::TagDecl *Wanted);

/// How a person calls the function in a message: class and name, or a lambda or constructor.
std::string displayName(const clang::FunctionDecl *F);

/// The class of a value, reference, pointer or smart pointer type, or null.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// The class behind a pointer or an object with `operator->`, else the class itself.
const clang::CXXRecordDecl *pointee(clang::QualType T);

/// Whether the class is one of the standard library's owning pointers.
bool isSmartPointer(const clang::CXXRecordDecl *R);

/// Whether \p Class or one of its bases has this qualified name.
bool isOrDerivesFrom(const clang::CXXRecordDecl *Class, llvm::StringRef Name);

/// Strips what does not change which object is meant: casts, parentheses, temporaries,
/// `std::move`, `std::forward`, `*`, `&`, `.get()` and `->` of smart pointers.
const clang::Expr *stripToObject(const clang::Expr *E);

/// The expression as it was spelled, without what the compiler adds and without copies.
const clang::Expr *spelled(const clang::Expr *E);
/// The same, where \p Inner says what else is passed through: it gives what is inside, or null.
const clang::Expr *spelled(const clang::Expr *E,
                           llvm::function_ref<const clang::Expr *(const clang::Expr *)> Inner);

/// A variable, or a chain of members that starts at a variable or at `this` (then the first
/// entry is null). Empty where the expression is anything else.
using Object = llvm::SmallVector<const clang::ValueDecl *, 3>;
Object objectOf(const clang::Expr *E);

/// Whether some part of \p Root names \p What.
bool mentions(const clang::Stmt *Root, const Object &What);

} // namespace cotidy

#endif
