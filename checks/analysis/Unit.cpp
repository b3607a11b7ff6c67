// SPDX-License-Identifier: Apache-2.0
// Makes and shares what the checks of a unit have in common.
#include "Unit.h"
#include "DroppedTasks.h"
#include "Names.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace cotidy {
namespace {

std::vector<std::string> locateAll(llvm::ArrayRef<std::string> Models, ASTContext &Context) {
  std::vector<std::string> Result;
  for (const std::string &Model : Models)
    Result.push_back(locateFile(Model, Context));
  return Result;
}

} // namespace

std::string locateFile(const std::string &Name, ASTContext &Context) {
  if (llvm::sys::path::is_absolute(Name) || llvm::sys::fs::exists(Name))
    return Name;
  const SourceManager &SM = Context.getSourceManager();
  auto Main = SM.getFileEntryRefForID(SM.getMainFileID());
  if (!Main)
    return Name;
  llvm::SmallString<128> Folder(Main->getName());
  llvm::sys::fs::make_absolute(Folder);
  while (llvm::sys::path::has_parent_path(Folder)) {
    llvm::sys::path::remove_filename(Folder);
    llvm::SmallString<128> Try(Folder);
    llvm::sys::path::append(Try, Name);
    if (llvm::sys::fs::exists(Try))
      return Try.str().str();
    if (Folder == llvm::sys::path::root_path(Folder))
      break;
  }
  return Name;
}

std::shared_ptr<Unit> Unit::of(ASTContext &Context, llvm::ArrayRef<std::string> UserModels,
                               std::vector<std::string> &Errors) {
  // Checks of one unit run on one thread; two units at once have a thread each.
  thread_local std::weak_ptr<Unit> Current;
  std::shared_ptr<Unit> Shared = Current.lock();
  if (Shared && &Shared->Context == &Context)
    return Shared;
  Shared = std::make_shared<Unit>(Context, UserModels, Errors);
  Current = Shared;
  return Shared;
}

Unit::Unit(ASTContext &Context, llvm::ArrayRef<std::string> UserModels,
           std::vector<std::string> &Errors)
    : Context(Context),
      Models([&](llvm::StringRef Name) { return findName(Context, Name) != nullptr; },
             locateAll(UserModels, Context), Errors) {}

Coroutine &Unit::coroutine(const FunctionDecl *F) {
  std::unique_ptr<Coroutine> &Slot = Coroutines[F];
  if (!Slot)
    Slot = std::make_unique<Coroutine>(F, Context, Models);
  return *Slot;
}

const Starts &Unit::starts() {
  if (!How)
    How = std::make_unique<Starts>(Context, Models);
  return *How;
}

const Runs &Unit::runs() {
  if (!HowOften)
    HowOften = std::make_unique<Runs>(Context, Models);
  return *HowOften;
}

llvm::ArrayRef<const FunctionDecl *> Unit::plainFunctions() {
  if (!Plain) {
    Plain.emplace();
    forEachPlainFunction(Context, [this](const FunctionDecl *F) { Plain->push_back(F); });
  }
  return *Plain;
}

} // namespace cotidy
