// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0: rules with their pages, results with notes, chains of calls, fixes and fingerprints.
#include "CotidyModule.h"
#include "Formats.h"
#include "Pages.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

namespace cotidy::driver {
namespace {
namespace json = llvm::json;
using clang::tooling::DiagnosticMessage;

/// What is no UTF-8 would make the whole document unreadable.
std::string utf8(llvm::StringRef Text) {
  return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
}

json::Object message(llvm::StringRef Text) { return json::Object{{"text", utf8(Text)}}; }

/// A path as the path of a URI.
std::string encoded(llvm::StringRef Path) {
  std::string Result;
  for (char C : Path)
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~!$&'()*+,=@").contains(C))
      Result += C;
    else
      Result += "%" + llvm::toHex(llvm::StringRef(&C, 1));
  return Result;
}

class Document {
public:
  Document(const Results &Of, Places &Where, const About &Tool)
      : Of(Of), Where(Where), Tool(Tool) {}

  json::Value whole() {
    json::Array Rules = rules(); // The results name their places in it.
    json::Array Found;
    for (const driver::Found &F : Of.Findings)
      Found.push_back(result(F));
    json::Object Driver{{"name", "cotidy"}, {"version", Tool.Version}, {"rules", std::move(Rules)}};
    if (!Tool.DocsUrl.empty())
      Driver["informationUri"] = Tool.DocsUrl;
    std::string Root = Where.root().str();
    if (!llvm::StringRef(Root).ends_with("/"))
      Root += '/';
    json::Object Run{
        {"tool", json::Object{{"driver", std::move(Driver)}}},
        {"columnKind", "unicodeCodePoints"},
        {"originalUriBaseIds",
         json::Object{{"%SRCROOT%", json::Object{{"uri", "file://" + encoded(Root)}}}}},
        {"invocations", json::Array{invocation()}},
        {"results", std::move(Found)}};
    return json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", json::Array{std::move(Run)}}};
  }

private:
  json::Array rules() {
    json::Array Result;
    for (const CheckRow &Row : checkRows()) {
      llvm::StringRef Page = pageOf(Row.Name);
      llvm::StringRef Says = sectionOf(Page, "What it reports");
      json::Object Rule{
          {"id", Row.Name},
          {"name", pascalCase(Row.Name)},
          {"shortDescription", message(Row.Summary)},
          {"fullDescription", message(Says.empty() ? Row.Summary : Says.split("\n\n").first)},
          {"defaultConfiguration",
           json::Object{{"level", "warning"}, {"enabled", Row.Default == Row.On}}}};
      json::Object Help = message(Says.empty() ? Row.Summary : Says);
      if (!Page.empty())
        Help["markdown"] = utf8(Page);
      Rule["help"] = std::move(Help);
      if (!Tool.DocsUrl.empty())
        Rule["helpUri"] =
            Tool.DocsUrl + "/checks/" + Row.Name.drop_front(strlen("coro-")).str() + ".md";
      Indices[Row.Name] = static_cast<int64_t>(Result.size());
      Result.push_back(std::move(Rule));
    }
    return Result;
  }

  /// `coro-blocking-call` as `CoroBlockingCall`, which viewers expect of a rule's name.
  static std::string pascalCase(llvm::StringRef Name) {
    std::string Result;
    for (llvm::StringRef Word : llvm::split(Name, '-'))
      Result += llvm::toUpper(Word.front()) + Word.drop_front().str();
    return Result;
  }

  json::Object artifact(llvm::StringRef File) {
    std::string Path = Where.relative(File);
    if (llvm::sys::path::is_absolute(Path))
      return json::Object{{"uri", "file://" + encoded(Path)}};
    return json::Object{{"uri", encoded(Path)}, {"uriBaseId", "%SRCROOT%"}};
  }

  static json::Object region(Position Begin, Position End) {
    json::Object Result{{"startLine", Begin.Line}, {"startColumn", Begin.Column}};
    if (End.Line) {
      Result["endLine"] = End.Line;
      Result["endColumn"] = End.Column;
    }
    return Result;
  }

  json::Object location(llvm::StringRef File, Position Begin, Position End) {
    json::Object Physical{{"artifactLocation", artifact(File)}};
    if (Begin.Line)
      Physical["region"] = region(Begin, End);
    return json::Object{{"physicalLocation", std::move(Physical)}};
  }

  json::Object location(const DiagnosticMessage &M) {
    return location(M.FilePath, Where.at(M.FilePath, M.FileOffset), {});
  }

  json::Object result(const Found &F) {
    const clang::tidy::ClangTidyError &E = *F.Error;
    json::Object Result{{"ruleId", E.DiagnosticName},
                        {"level", E.IsWarningAsError ? "error" : "warning"},
                        {"message", message(E.Message.Message)},
                        {"locations", json::Array{location(E.Message.FilePath, F.Begin, F.End)}},
                        {"partialFingerprints", json::Object{{"cotidy/v1", F.Fingerprint}}}};
    if (auto Index = Indices.find(E.DiagnosticName); Index != Indices.end())
      Result["ruleIndex"] = Index->second;
    json::Array Related;
    for (const DiagnosticMessage &Note : E.Notes) {
      if (Note.FilePath.empty())
        continue;
      json::Object Place = location(Note);
      Place["id"] = static_cast<int64_t>(Related.size());
      Place["message"] = message(Note.Message);
      Related.push_back(std::move(Place));
    }
    if (!Related.empty())
      Result["relatedLocations"] = std::move(Related);
    if (json::Array Flow = chain(E); !Flow.empty())
      Result["codeFlows"] = json::Array{
          json::Object{{"threadFlows", json::Array{json::Object{{"locations", std::move(Flow)}}}}}};
    if (!E.Message.Fix.empty())
      Result["fixes"] = json::Array{fix(E.Message.Fix)};
    return Result;
  }

  /// A note on the way from the coroutine to what blocks it: "'f' calls 'g' here".
  static bool isStep(const DiagnosticMessage &Note) {
    llvm::StringRef Text = Note.Message;
    return Note.Fix.empty() &&
           (Text.ends_with(" more calls on the way") ||
            (Text.ends_with(" here") && (Text.contains(" calls ") || Text.contains(" runs "))));
  }

  json::Array chain(const clang::tidy::ClangTidyError &E) {
    json::Array Steps;
    auto Add = [&](const DiagnosticMessage &M) {
      json::Object Place = location(M);
      Place["message"] = message(M.Message);
      Steps.push_back(json::Object{{"location", std::move(Place)}});
    };
    Add(E.Message);
    for (const DiagnosticMessage &Note : E.Notes)
      if (isStep(Note))
        Add(Note);
    return Steps.size() > 1 ? std::move(Steps) : json::Array();
  }

  json::Object fix(const llvm::StringMap<clang::tooling::Replacements> &Edits) {
    std::map<std::string, json::Array> Files; // A StringMap has no order.
    for (const auto &Entry : Edits)
      for (const clang::tooling::Replacement &R : Entry.second)
        Files[R.getFilePath().str()].push_back(json::Object{
            {"deletedRegion", region(Where.at(R.getFilePath(), R.getOffset()),
                                     Where.at(R.getFilePath(), R.getOffset() + R.getLength()))},
            {"insertedContent", message(R.getReplacementText())}});
    json::Array Changes;
    for (auto &[File, Replacements] : Files)
      Changes.push_back(json::Object{{"artifactLocation", artifact(File)},
                                     {"replacements", std::move(Replacements)}});
    return json::Object{{"description", message("the safe fix, as --fix applies it")},
                        {"artifactChanges", std::move(Changes)}};
  }

  json::Object invocation() {
    json::Array Said;
    for (const Found &F : Of.Problems) {
      json::Object Each{{"level", "error"}, {"message", message(F.Error->Message.Message)}};
      if (!F.Path.empty())
        Each["locations"] = json::Array{location(F.Error->Message.FilePath, F.Begin, F.End)};
      Said.push_back(std::move(Each));
    }
    for (const UnitState &Unit : Of.Units)
      if (!Unit.Trouble.empty())
        Said.push_back(json::Object{{"level", "error"},
                                    {"message", message("not linted: " + Unit.Trouble)},
                                    {"locations", json::Array{location(Unit.File, {}, {})}}});
    json::Object Result{{"executionSuccessful", Of.Complete}};
    if (!Said.empty())
      Result["toolExecutionNotifications"] = std::move(Said);
    return Result;
  }

  const Results &Of;
  Places &Where;
  const About &Tool;
  llvm::StringMap<int64_t> Indices;
};

} // namespace

std::string asSarif(const Results &Of, Places &Where, const About &Tool) {
  std::string Result;
  llvm::raw_string_ostream(Result)
      << llvm::formatv("{0:2}", Document(Of, Where, Tool).whole()) << '\n';
  return Result;
}

} // namespace cotidy::driver
