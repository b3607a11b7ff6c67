// SPDX-License-Identifier: Apache-2.0
// Makes the links of cotidy's findings lead to cotidy's pages: clangd has one address for the pages
// of all checks, that of clang-tidy's own, and no setting for it.
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdio>
#include <memory>
#include <string>

namespace clang::clangd {
// No installed header declares these.
class Transport {
public:
  virtual ~Transport() = default;
};
enum JSONStreamStyle : int;
} // namespace clang::clangd

// What makes clangd's connection to the editor. With `--wrap` the linker gives clangd ours in its
// place, and its own the other name.
#define COTIDY_NEW_TRANSPORT                                                                       \
  "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_bNS0_15JSONStreamStyleE"
using clang::clangd::JSONStreamStyle;
using clang::clangd::Transport;
std::unique_ptr<Transport>
clangdsTransport(std::FILE *, llvm::raw_ostream &, llvm::raw_ostream *, bool,
                 JSONStreamStyle) __asm__("__real_" COTIDY_NEW_TRANSPORT);
std::unique_ptr<Transport> linkedTransport(std::FILE *, llvm::raw_ostream &, llvm::raw_ostream *,
                                           bool,
                                           JSONStreamStyle) __asm__("__wrap_" COTIDY_NEW_TRANSPORT);

namespace {

/// The address of a file.
std::string addressOf(llvm::StringRef Path) {
  std::string Result = "file://";
  for (char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~+").contains(C))
      Result += C;
    else
      Result += {'%', llvm::hexdigit(uint8_t(C) >> 4), llvm::hexdigit(C & 15)};
  }
  return Result;
}

/// The page of a check as a link: on the web where this build knows a place, else the file that was
/// installed with this program, else that of the sources it was built from. Empty: there is none.
std::string pageOf(llvm::StringRef Check) {
  if (llvm::StringRef Url = COTIDY_DOCS_URL; !Url.empty())
    return (Url + "/checks/" + Check + ".md").str();
  llvm::SmallString<256> Installed(
      llvm::sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&pageOf)));
  llvm::sys::path::remove_filename(Installed);
  llvm::sys::path::append(Installed, "..", "share", "doc", "cotidy");
  for (llvm::StringRef Docs : {Installed.str(), llvm::StringRef(COTIDY_SOURCE_DOCS)}) {
    llvm::SmallString<256> File(Docs);
    llvm::sys::path::append(File, "checks", Check + ".md");
    llvm::sys::path::remove_dots(File, /*remove_dot_dot=*/true);
    if (llvm::sys::fs::exists(File))
      return addressOf(File);
  }
  return "";
}

/// Passes clangd's messages on, each with its links set right.
class LinkedStream : public llvm::raw_ostream {
public:
  explicit LinkedStream(llvm::raw_ostream &To) : To(To) { SetUnbuffered(); }

private:
  static constexpr llvm::StringLiteral Header = "Content-Length: ";
  static constexpr llvm::StringLiteral Field = "\"codeDescription\":{\"href\":\"";
  static constexpr llvm::StringLiteral Theirs =
      "https://clang.llvm.org/extra/clang-tidy/checks/coro/";

  void write_impl(const char *Data, size_t Size) override {
    Written += Size;
    Held.append(Data, Size);
    while (passOne())
      ;
  }
  uint64_t current_pos() const override { return Written; }

  /// Passes the first message on, if all of it is there.
  bool passOne() {
    llvm::StringRef Text = Held;
    size_t Ends = Text.find("\r\n\r\n");
    uint64_t Length = 0;
    if (Ends == llvm::StringRef::npos)
      return false;
    if (!Text.starts_with(Header) || Text.substr(Header.size()).consumeInteger(10, Length)) {
      // Not as we know it: as it is, then.
      To << Held;
      To.flush();
      Held.clear();
      return false;
    }
    llvm::StringRef Body = Text.substr(Ends + 4);
    if (Body.size() < Length)
      return false;
    std::string Message = linked(Body.take_front(Length));
    To << Header << Message.size() << "\r\n\r\n" << Message;
    To.flush();
    Held.erase(0, Ends + 4 + Length);
    return !Held.empty();
  }

  /// The message with our addresses in place of those that lead nowhere.
  static std::string linked(llvm::StringRef Message) {
    std::string Result;
    for (;;) {
      size_t At = Message.find(Field);
      llvm::StringRef Rest = Message.substr(At == llvm::StringRef::npos ? At : At + Field.size());
      if (At == llvm::StringRef::npos)
        return Result += Message;
      auto [Address, After] = Rest.split('"');
      llvm::StringRef Check = Address;
      if (!Check.consume_front(Theirs) || !Check.consume_back(".html") ||
          !After.starts_with("},")) {
        Result += Message.take_front(At + Field.size());
        Message = Rest;
        continue;
      }
      Result += Message.take_front(At);
      if (std::string Page = pageOf(Check); !Page.empty())
        Result += (Field + Page + "\"},").str();
      Message = After.drop_front(2);
    }
  }

  llvm::raw_ostream &To;
  std::string Held;
  uint64_t Written = 0;
};

} // namespace

std::unique_ptr<Transport> linkedTransport(std::FILE *In, llvm::raw_ostream &Out,
                                           llvm::raw_ostream *Mirror, bool Pretty,
                                           JSONStreamStyle Style) {
  // It lives as long as the program: clangd writes until its end.
  static LinkedStream Linked(Out);
  return clangdsTransport(In, Linked, Mirror, Pretty, Style);
}
