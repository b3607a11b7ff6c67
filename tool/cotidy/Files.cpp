// SPDX-License-Identifier: Apache-2.0
// Reads and writes whole files: a reader sees the old text or the new one, whenever we are killed.
#include "Files.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;

llvm::Expected<std::string> readWhole(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
  if (!Buffer)
    return llvm::errorCodeToError(Buffer.getError());
  return (*Buffer)->getBuffer().str();
}

/// An error of a stream must be taken from it, or its end is that of the program.
static std::error_code put(llvm::raw_fd_ostream &Out, llvm::StringRef Text) {
  Out << Text;
  Out.flush();
  std::error_code Wrong = Out.error();
  Out.clear_error();
  return Wrong;
}

llvm::Error writeWhole(llvm::StringRef File, llvm::StringRef Text) {
  llvm::SmallString<256> Target(File);
  fs::file_status Old;
  bool Exists = !fs::status(File, Old);
  if (Exists && Old.type() != fs::file_type::regular_file) {
    std::error_code Wrong;
    llvm::raw_fd_ostream Out(File, Wrong, fs::OF_None);
    return llvm::errorCodeToError(Wrong ? Wrong : put(Out, Text));
  }
  if (Exists)
    if (std::error_code Wrong = fs::real_path(File, Target))
      return llvm::errorCodeToError(Wrong);

  auto Temporary = fs::TempFile::create(Target + ".cotidy-%%%%%%", fs::all_read | fs::all_write);
  if (!Temporary)
    return Temporary.takeError();
  llvm::raw_fd_ostream Out(Temporary->FD, /*shouldClose=*/false);
  std::error_code Wrong = put(Out, Text);
  if (!Wrong && Exists)
    Wrong = fs::setPermissions(Temporary->FD, Old.permissions());
  if (Wrong) {
    llvm::consumeError(Temporary->discard());
    return llvm::errorCodeToError(Wrong);
  }
  return Temporary->keep(Target);
}

} // namespace cotidy::driver
