// SPDX-License-Identifier: Apache-2.0
// What the program under test takes and does not give back: descriptors, and memory that its own
// code (not a library's) has allocated.
#include "Inside.h"
#include <bitset>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <unistd.h>

extern "C" {
// glibc's own, behind the names that are replaced here.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void __libc_free(void *);
extern char __executable_start;
}

namespace cotidy::validate {
namespace {

constexpr int MostFiles = 256;
constexpr size_t Slots = 1 << 16;

bool Watching = false;
std::bitset<MostFiles> OpenBefore;
// The blocks in use, by their addresses: an open hash table without allocations of its own.
void *Blocks[Slots];
size_t InUse = 0;

std::bitset<MostFiles> openFiles() {
  std::bitset<MostFiles> Result;
  for (int I = 0; I < MostFiles; ++I)
    Result[static_cast<size_t>(I)] = ::fcntl(I, F_GETFD) >= 0;
  return Result;
}

size_t slotOf(void *Block) {
  size_t At = (reinterpret_cast<uintptr_t>(Block) >> 4) * 0x9e3779b97f4a7c15u >> 48;
  while (Blocks[At] && Blocks[At] != Block)
    At = (At + 1) % Slots;
  return At;
}

bool isProgram(void *Caller) {
  return Caller >= static_cast<void *>(&__executable_start) &&
         Caller < reinterpret_cast<void *>(&endOfProgram);
}

void *taken(void *Block, void *Caller) {
  // A table that is nearly full is slow; who has so many blocks is not told of more.
  if (Block && Watching && isProgram(Caller) && InUse < Slots / 2) {
    const size_t At = slotOf(Block);
    InUse += !Blocks[At];
    Blocks[At] = Block;
  }
  return Block;
}

void given(void *Block) {
  if (!InUse || !Block)
    return;
  size_t At = slotOf(Block);
  if (!Blocks[At])
    return;
  Blocks[At] = nullptr;
  --InUse;
  // Those behind may lie there because this one was in their way.
  for (size_t Next = (At + 1) % Slots; Blocks[Next]; Next = (Next + 1) % Slots) {
    void *Moved = Blocks[Next];
    Blocks[Next] = nullptr;
    Blocks[slotOf(Moved)] = Moved;
  }
}

void *allocate(size_t Size, void *Caller) {
  void *Block = taken(__libc_malloc(Size ? Size : 1), Caller);
  if (!Block)
    throw std::bad_alloc();
  return Block;
}

} // namespace

void watchResources() {
  OpenBefore = openFiles();
  for (size_t I = 0; InUse && I < Slots; ++I)
    Blocks[I] = nullptr;
  InUse = 0;
  Watching = true;
}

Kept keptResources() {
  Watching = false;
  Kept Result;
  const std::bitset<MostFiles> New = openFiles() & ~OpenBefore;
  Result.Files = static_cast<uint32_t>(New.count());
  Result.Blocks = static_cast<uint32_t>(InUse);
  for (int I = 0; I < MostFiles; ++I) {
    if (!New[static_cast<size_t>(I)])
      continue;
    char Path[256];
    const ssize_t Size =
        ::readlink(("/proc/self/fd/" + std::to_string(I)).c_str(), Path, sizeof Path);
    Result.Names += (Result.Names.empty() ? "" : ", ") +
                    (Size > 0 ? std::string(Path, static_cast<size_t>(Size)) : "a descriptor");
  }
  if (InUse)
    Result.Names += (Result.Names.empty() ? "" : ", ") + std::to_string(InUse) +
                    (InUse == 1 ? " block of memory" : " blocks of memory");
  return Result;
}

} // namespace cotidy::validate

using namespace cotidy::validate;

extern "C" {

void *malloc(size_t Size) { return taken(__libc_malloc(Size), __builtin_return_address(0)); }
void *calloc(size_t Count, size_t Size) {
  return taken(__libc_calloc(Count, Size), __builtin_return_address(0));
}
void *realloc(void *Block, size_t Size) {
  given(Block);
  return taken(__libc_realloc(Block, Size), __builtin_return_address(0));
}
void free(void *Block) {
  given(Block);
  __libc_free(Block);
}

} // extern "C"

void *operator new(size_t Size) { return allocate(Size, __builtin_return_address(0)); }
void *operator new[](size_t Size) { return allocate(Size, __builtin_return_address(0)); }
void operator delete(void *Block) noexcept { ::free(Block); }
void operator delete[](void *Block) noexcept { ::free(Block); }
void operator delete(void *Block, size_t) noexcept { ::free(Block); }
void operator delete[](void *Block, size_t) noexcept { ::free(Block); }
