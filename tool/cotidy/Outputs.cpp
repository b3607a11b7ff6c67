// SPDX-License-Identifier: Apache-2.0
// Where the results of a run go: `--output FORMAT[=FILE]`, several at once.
#include "Outputs.h"
#include "Files.h"
#include "Options.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

struct Row {
  llvm::StringRef Name;
  Format As;
};
constexpr Row Table[] = {{"text", Format::Text},     {"sarif", Format::Sarif},
                         {"github", Format::GitHub}, {"gitlab", Format::GitLab},
                         {"junit", Format::JUnit},   {"jsonl", Format::JsonLines}};

std::string rendered(Format As, const Results &Of, Places &Where, const About &Tool) {
  switch (As) {
  case Format::Text:
    break; // Printed as it comes.
  case Format::Sarif:
    return asSarif(Of, Where, Tool);
  case Format::GitHub:
    return asGitHub(Of, Where);
  case Format::GitLab:
    return asGitLab(Of, Where);
  case Format::JUnit:
    return asJUnit(Of, Where);
  case Format::JsonLines:
    return asJsonLines(Of, Where);
  }
  return "";
}

} // namespace

std::optional<Outputs> Outputs::parse(llvm::ArrayRef<std::string> Given) {
  Outputs Result;
  std::string Whole; ///< The format that has standard output to itself.
  bool AsksForText = false, Lines = false;
  for (llvm::StringRef Each : Given) {
    auto [Name, File] = Each.split('=');
    const Row *Known = llvm::find_if(Table, [Name = Name](const Row &R) { return R.Name == Name; });
    if (Known == std::end(Table)) {
      error("--output: there is no format `" + Name +
            "`; there are text, sarif, github, gitlab, junit and jsonl");
      return std::nullopt;
    }
    if (File.empty() && Each.contains('=')) {
      error("--output " + Each + ": the name of the file is missing");
      return std::nullopt;
    }
    if (Known->As == Format::Text) {
      if (!File.empty()) {
        error("--output " + Each + ": text goes to standard output; redirect that");
        return std::nullopt;
      }
      AsksForText = true;
      continue;
    }
    if (File.empty() && Known->As == Format::GitHub)
      Lines = true;
    else if (File.empty() && Whole.empty())
      Whole = Name.str();
    else if (File.empty()) {
      error("--output: only one of " + Whole + " and " + Name +
            " can go to standard output; name a file for the other");
      return std::nullopt;
    }
    Result.Rest.push_back({Known->As, Name.str(), File.str()});
  }
  if (!Whole.empty() && (AsksForText || Lines)) {
    error("--output: " + Whole + " wants standard output for itself; name a file for it");
    return std::nullopt;
  }
  Result.Text = AsksForText || (Whole.empty() && !Lines);
  return Result;
}

bool Outputs::write(const Results &Of, Places &Where, const About &Tool) const {
  bool Good = true;
  for (const Output &Each : Rest) {
    std::string Text = rendered(Each.As, Of, Where, Tool);
    if (Each.File.empty()) {
      llvm::outs() << Text;
      llvm::outs().flush();
      continue;
    }
    if (llvm::Error Wrong = writeWhole(Each.File, Text)) {
      error("--output " + Each.Name + "=" + Each.File +
            ": cannot write: " + llvm::toString(std::move(Wrong)));
      Good = false;
    }
  }
  return Good;
}

} // namespace cotidy::driver
