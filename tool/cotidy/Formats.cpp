// SPDX-License-Identifier: Apache-2.0
// The small formats: GitHub's annotations, GitLab's code quality, JUnit, and JSON lines.
#include "Formats.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

namespace cotidy::driver {
namespace json = llvm::json;
using clang::tidy::ClangTidyError;
using clang::tooling::DiagnosticMessage;

static std::string utf8(llvm::StringRef Text) {
  return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
}

std::string placeOf(const Found &F) {
  std::string Result = F.Path;
  if (F.Begin.Line)
    Result += ":" + std::to_string(F.Begin.Line) + ":" + std::to_string(F.Begin.Column);
  return Result;
}

std::string messageWithNotes(const Found &F, Places &Where) {
  std::string Result = F.Error->Message.Message;
  for (const DiagnosticMessage &Note : F.Error->Notes) {
    Found At{F.Error, {}, {}, {}, {}};
    if (!Note.FilePath.empty()) {
      At.Path = Where.relative(Note.FilePath);
      At.Begin = Where.at(Note.FilePath, Note.FileOffset);
    }
    Result += "\n" + placeOf(At) + ": " + Note.Message;
  }
  return Result;
}

// Some languages of the build's tools take these characters for their own.
static std::string replaced(llvm::StringRef Text,
                            llvm::ArrayRef<std::pair<char, llvm::StringRef>> Table) {
  std::string Result;
  for (char C : Text) {
    auto Known = llvm::find_if(Table, [C](const auto &Row) { return Row.first == C; });
    Known == Table.end() ? void(Result += C) : void(Result += Known->second);
  }
  return Result;
}

//===- GitHub
//-------------------------------------------------------------------------------------//

static std::string property(llvm::StringRef Text) {
  return replaced(Text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}});
}

static void annotate(llvm::raw_ostream &Out, const Found &F, bool AsError, Places &Where) {
  Out << (AsError ? "::error " : "::warning ");
  if (!F.Path.empty()) {
    Out << "file=" << property(F.Path);
    if (F.Begin.Line)
      Out << ",line=" << F.Begin.Line << ",col=" << F.Begin.Column;
    if (F.End.Line)
      Out << ",endLine=" << F.End.Line;
    // GitHub takes the last column as one that belongs to it, and only on the same line.
    if (F.End.Line && F.End.Line == F.Begin.Line)
      Out << ",endColumn=" << F.End.Column - 1;
    Out << ',';
  }
  Out << "title=" << property(F.Error->DiagnosticName)
      << "::" << replaced(messageWithNotes(F, Where), {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}})
      << '\n';
}

std::string asGitHub(const Results &Of, Places &Where) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  for (const Found &F : Of.Problems)
    annotate(Out, F, /*AsError=*/true, Where);
  for (const Found &F : Of.Findings)
    annotate(Out, F, F.Error->IsWarningAsError, Where);
  for (const UnitState &Unit : Of.Units)
    if (!Unit.Trouble.empty())
      Out << "::error file=" << property(Where.relative(Unit.File)) << ",title=cotidy::not linted: "
          << replaced(Unit.Trouble, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}}) << '\n';
  return Result;
}

//===- GitLab
//-------------------------------------------------------------------------------------//

std::string asGitLab(const Results &Of, Places &Where) {
  json::Array All;
  auto Add = [&](const Found &F, llvm::StringRef Severity) {
    if (F.Path.empty())
      return; // The format has no place for what has none.
    All.push_back(json::Object{
        {"description", utf8(messageWithNotes(F, Where))},
        {"check_name", F.Error->DiagnosticName},
        {"fingerprint", F.Fingerprint},
        {"severity", Severity},
        {"location",
         json::Object{{"path", utf8(F.Path)},
                      {"lines", json::Object{{"begin", std::max(1u, F.Begin.Line)}}}}}});
  };
  for (const Found &F : Of.Problems)
    Add(F, "blocker");
  for (const Found &F : Of.Findings)
    Add(F, F.Error->IsWarningAsError ? "critical" : "major");
  return llvm::formatv("{0:2}\n", json::Value(std::move(All)));
}

//===- JUnit
//--------------------------------------------------------------------------------------//

static std::string xml(llvm::StringRef Text) {
  std::string Result = replaced(
      utf8(Text), {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\n', "&#10;"}});
  // XML 1.0 cannot hold the other control characters, not even escaped.
  llvm::erase_if(Result, [](char C) { return static_cast<unsigned char>(C) < 0x20 && C != '\t'; });
  return Result;
}

std::string asJUnit(const Results &Of, Places &Where) {
  std::string Cases;
  llvm::raw_string_ostream Out(Cases);
  size_t Errors = 0;
  auto Begin = [&](llvm::StringRef Class, llvm::StringRef Name) {
    Out << "    <testcase classname=\"" << xml(Class) << "\" name=\"" << xml(Name) << "\"";
  };
  for (const UnitState &Unit : Of.Units) {
    Begin("cotidy", Where.relative(Unit.File));
    if (Unit.Trouble.empty()) {
      Out << "/>\n";
      continue;
    }
    ++Errors;
    Out << ">\n      <error message=\"" << xml(Unit.Trouble) << "\"/>\n    </testcase>\n";
  }
  auto Fails = [&](const Found &F, llvm::StringRef Element) {
    Begin(F.Path, F.Error->DiagnosticName + " " + placeOf(F));
    Out << ">\n      <" << Element << " type=\"" << xml(F.Error->DiagnosticName) << "\" message=\""
        << xml(F.Error->Message.Message) << "\">" << xml(messageWithNotes(F, Where)) << "</"
        << Element << ">\n    </testcase>\n";
  };
  for (const Found &F : Of.Problems)
    Fails(F, "error");
  for (const Found &F : Of.Findings)
    Fails(F, "failure");
  std::string Counts = llvm::formatv("tests=\"{0}\" failures=\"{1}\" errors=\"{2}\"",
                                     Of.Units.size() + Of.Problems.size() + Of.Findings.size(),
                                     Of.Findings.size(), Errors + Of.Problems.size());
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + Counts +
         ">\n  <testsuite name=\"cotidy\" " + Counts + ">\n" + Cases +
         "  </testsuite>\n</testsuites>\n";
}

//===- JSON lines
//---------------------------------------------------------------------------------//

static void place(json::Object &Into, llvm::StringRef Path, Position Begin, Position End) {
  if (Path.empty())
    return;
  Into["path"] = utf8(Path);
  if (Begin.Line) {
    Into["line"] = Begin.Line;
    Into["column"] = Begin.Column;
  }
  if (End.Line) {
    Into["endLine"] = End.Line;
    Into["endColumn"] = End.Column;
  }
}

static json::Array edits(const DiagnosticMessage &M, Places &Where) {
  std::map<std::pair<std::string, unsigned>, json::Object> Sorted;
  for (const auto &Entry : M.Fix)
    for (const clang::tooling::Replacement &R : Entry.second)
      Sorted[{R.getFilePath().str(), R.getOffset()}] =
          json::Object{{"path", utf8(Where.relative(R.getFilePath()))},
                       {"offset", R.getOffset()},
                       {"length", R.getLength()},
                       {"text", utf8(R.getReplacementText())}};
  json::Array Result;
  for (auto &[Place, Edit] : Sorted)
    Result.push_back(std::move(Edit));
  return Result;
}

static json::Object described(const Found &F, llvm::StringRef Type, llvm::StringRef Severity,
                              Places &Where) {
  json::Object Result{{"type", Type},
                      {"rule", F.Error->DiagnosticName},
                      {"severity", Severity},
                      {"message", utf8(F.Error->Message.Message)},
                      {"fingerprint", F.Fingerprint}};
  place(Result, F.Path, F.Begin, F.End);
  json::Array Notes;
  for (const DiagnosticMessage &Note : F.Error->Notes) {
    json::Object Each{{"message", utf8(Note.Message)}};
    if (!Note.FilePath.empty())
      place(Each, Where.relative(Note.FilePath), Where.at(Note.FilePath, Note.FileOffset), {});
    if (json::Array Suggested = edits(Note, Where); !Suggested.empty())
      Each["suggestion"] = std::move(Suggested);
    Notes.push_back(std::move(Each));
  }
  if (!Notes.empty())
    Result["notes"] = std::move(Notes);
  if (json::Array Safe = edits(F.Error->Message, Where); !Safe.empty())
    Result["fix"] = std::move(Safe);
  return Result;
}

std::string asJsonLines(const Results &Of, Places &Where) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  for (const Found &F : Of.Problems)
    Out << json::Value(described(F, "problem", "error", Where)) << '\n';
  for (const Found &F : Of.Findings)
    Out << json::Value(
               described(F, "finding", F.Error->IsWarningAsError ? "error" : "warning", Where))
        << '\n';
  for (const UnitState &Unit : Of.Units)
    if (!Unit.Trouble.empty())
      Out << json::Value(json::Object{{"type", "unit"},
                                      {"path", utf8(Where.relative(Unit.File))},
                                      {"trouble", utf8(Unit.Trouble)}})
          << '\n';
  return Result;
}

} // namespace cotidy::driver
