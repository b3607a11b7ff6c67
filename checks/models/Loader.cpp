// SPDX-License-Identifier: Apache-2.0
// Reads model files: YAML to the structs of Model.h, with every mistake named by its place.
#include "Loader.h"
#include "Model.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"

using namespace cotidy::model;
namespace yaml = llvm::yaml;

LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Namespace)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Condition)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Blocking)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Heavy)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Hop)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Offload)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Spawn)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Task)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Generator)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Need)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Fix)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Alternative)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Resource)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Outcome)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Gather)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Executor)
LLVM_YAML_IS_SEQUENCE_VECTOR(cotidy::model::Connection)

namespace llvm::yaml {

template <> struct ScalarEnumerationTraits<Tier> {
  static void enumeration(IO &In, Tier &V) {
    In.enumCase(V, "always", Tier::Always);
    In.enumCase(V, "may", Tier::May);
  }
};
template <> struct ScalarEnumerationTraits<Category> {
  static void enumeration(IO &In, Category &V) {
    In.enumCase(V, "sleep", Category::Sleep);
    In.enumCase(V, "sync-wait", Category::SyncWait);
    In.enumCase(V, "network", Category::Network);
    In.enumCase(V, "dns", Category::Dns);
    In.enumCase(V, "file", Category::File);
    In.enumCase(V, "process", Category::Process);
    In.enumCase(V, "database", Category::Database);
    In.enumCase(V, "console", Category::Console);
    In.enumCase(V, "lock", Category::Lock);
  }
};
template <> struct ScalarEnumerationTraits<Start> {
  static void enumeration(IO &In, Start &V) {
    In.enumCase(V, "lazy", Start::Lazy);
    In.enumCase(V, "eager", Start::Eager);
  }
};
template <> struct ScalarEnumerationTraits<Cost> {
  static void enumeration(IO &In, Cost &V) {
    In.enumCase(V, "slow", Cost::Slow);
    In.enumCase(V, "sized", Cost::Sized);
    In.enumCase(V, "piece", Cost::Piece);
  }
};
template <> struct ScalarEnumerationTraits<GeneratorKind> {
  static void enumeration(IO &In, GeneratorKind &V) {
    In.enumCase(V, "sync", GeneratorKind::Sync);
    In.enumCase(V, "async", GeneratorKind::Async);
  }
};
template <> struct ScalarEnumerationTraits<Destination> {
  static void enumeration(IO &In, Destination &V) {
    In.enumCase(V, "pool", Destination::Pool);
    In.enumCase(V, "loop", Destination::Loop);
  }
};
template <> struct ScalarEnumerationTraits<SleepUntil> {
  static void enumeration(IO &In, SleepUntil &V) {
    In.enumCase(V, "duration", SleepUntil::Duration);
    In.enumCase(V, "time-point", SleepUntil::TimePoint);
  }
};

template <> struct MappingTraits<Namespace> {
  static void mapping(IO &In, Namespace &V) {
    In.mapRequired("name", V.Name);
    In.mapOptional("headers", V.Headers);
  }
};
template <> struct MappingTraits<Condition> {
  static void mapping(IO &In, Condition &V) {
    In.mapOptional("arg", V.Arg);
    In.mapOptional("flag", V.Flag);
    In.mapOptional("value", V.Value);
    In.mapOptional("zero", V.Zero);
    In.mapOptional("maybe-zero", V.MaybeZero);
    In.mapOptional("small", V.Small);
    In.mapOptional("type", V.Type);
    In.mapOptional("is", V.Is);
    In.mapOptional("args", V.Args);
    In.mapOptional("min-args", V.MinArgs);
    In.mapOptional("object-type", V.ObjectType);
    In.mapOptional("object-is", V.ObjectIs);
    In.mapOptional("object-called", V.ObjectCalled);
    In.mapOptional("tested", V.Tested);
    In.mapOptional("discarded", V.Discarded);
    In.mapOptional("awaited", V.Awaited);
  }
  static std::string validate(IO &, Condition &V) {
    bool SpeaksOfArg =
        !V.Flag.empty() || V.Zero || V.MaybeZero || V.Small || !V.Type.empty() || !V.Is.empty();
    if (SpeaksOfArg && !V.Arg)
      return "a condition on an argument needs the key 'arg' (0 is the first)";
    if (V.Arg && !SpeaksOfArg)
      return "'arg' needs one of 'flag', 'zero', 'maybe-zero', 'small', 'type', 'is'";
    return {};
  }
};
template <> struct MappingTraits<Sleep> {
  static void mapping(IO &In, Sleep &V) {
    In.mapOptional("arg", V.Arg);
    In.mapOptional("for", V.For, SleepUntil::Duration);
    In.mapOptional("unit", V.Unit);
  }
};
template <> struct MappingTraits<Blocking> {
  static void mapping(IO &In, Blocking &V) {
    In.mapRequired("names", V.Names);
    In.mapRequired("category", V.Kind);
    In.mapRequired("tier", V.HowSure);
    In.mapRequired("because", V.Because);
    In.mapOptional("when", V.When);
    In.mapOptional("unless", V.Unless);
    In.mapOptional("sleep", V.AsSleep);
    In.mapOptional("instead", V.Instead);
    In.mapOptional("class", V.Class);
  }
};
template <> struct MappingTraits<Heavy> {
  static void mapping(IO &In, Heavy &V) {
    V.As.Kind = Category::Cpu;
    In.mapRequired("names", V.As.Names);
    In.mapRequired("what", V.As.Because);
    In.mapOptional("cost", V.As.Takes, Cost::Sized);
    In.mapOptional("when", V.As.When);
    In.mapOptional("unless", V.As.Unless);
  }
};
template <> struct MappingTraits<Hop> {
  static void mapping(IO &In, Hop &V) {
    In.mapRequired("names", V.Names);
    In.mapRequired("to", V.To);
    In.mapOptional("until-next-await", V.UntilNextAwait);
    In.mapOptional("when", V.When);
  }
};
template <> struct MappingTraits<Offload> {
  static void mapping(IO &In, Offload &V) {
    In.mapRequired("names", V.Names);
    In.mapOptional("when", V.When);
  }
};
template <> struct MappingTraits<Spawn> {
  static void mapping(IO &In, Spawn &V) {
    In.mapRequired("names", V.Names);
    In.mapOptional("detached", V.Detached);
    In.mapOptional("callables", V.Callables);
  }
};
template <> struct MappingTraits<Task> {
  static void mapping(IO &In, Task &V) {
    In.mapRequired("type", V.Type);
    In.mapRequired("start", V.When);
  }
};
template <> struct MappingTraits<Generator> {
  static void mapping(IO &In, Generator &V) {
    In.mapRequired("type", V.Type);
    In.mapRequired("kind", V.Kind);
  }
};
template <> struct MappingTraits<Need> {
  static void mapping(IO &In, Need &V) {
    In.mapRequired("name", V.Name);
    In.mapOptional("header", V.Header);
  }
};
template <> struct MappingTraits<Fix> {
  static void mapping(IO &In, Fix &V) {
    In.mapRequired("text", V.Text);
    In.mapOptional("for", V.For, SleepUntil::Duration);
    In.mapOptional("accepts", V.Accepts);
    In.mapOptional("object", V.Object);
    In.mapOptional("task-args", V.TaskArgs);
    In.mapOptional("needs", V.Needs);
    In.mapOptional("changes", V.Changes);
  }
  static std::string validate(IO &, Fix &V) {
    llvm::StringRef Rest = V.Text;
    while (size_t At = Rest.find("${") + 1) {
      Rest = Rest.drop_front(At + 1);
      llvm::StringRef Hole = Rest.take_until([](char C) { return C == '}'; });
      static constexpr llvm::StringLiteral Holes[] = {"duration", "object", "object.", "call",
                                                      "type"};
      if (!llvm::is_contained(Holes, Hole))
        return ("'text' has the unknown hole ${" + Hole +
                "}; there are ${duration}, ${object}, ${object.}, ${call} and ${type}")
            .str();
    }
    if (llvm::StringRef(V.Text).contains("${object") && V.Object.empty())
      return "'text' uses ${object}: name the types of it in 'object'";
    return {};
  }
};
template <> struct MappingTraits<Alternative> {
  static void mapping(IO &In, Alternative &V) {
    In.mapRequired("class", V.Class);
    In.mapRequired("name", V.What.Name);
    In.mapOptional("header", V.What.Header);
  }
};
template <> struct MappingTraits<Outcome> {
  static void mapping(IO &In, Outcome &V) {
    In.mapRequired("type", V.Type);
    In.mapOptional("failed", V.Failed);
    In.mapOptional("succeeded", V.Succeeded);
  }
};
template <> struct MappingTraits<Cancellation> {
  static void mapping(IO &In, Cancellation &V) {
    In.mapOptional("thrown", V.Thrown);
    In.mapOptional("carriers", V.Carriers);
    In.mapOptional("codes", V.Codes);
    In.mapOptional("values", V.Values);
    In.mapOptional("wakes", V.Wakes);
  }
  static std::string validate(IO &, Cancellation &V) {
    if (V.Thrown.empty() && V.Carriers.empty() && V.Values.empty())
      return "'cancellation' needs one of 'thrown', 'carriers', 'values'";
    if (V.Codes.empty() && !V.Carriers.empty())
      return "'carriers' needs 'codes': the constants that stand for the cancellation";
    return {};
  }
};
template <> struct ScalarEnumerationTraits<HandleAt> {
  static void enumeration(IO &In, HandleAt &V) {
    In.enumCase(V, "result", HandleAt::Result);
    In.enumCase(V, "argument", HandleAt::Argument);
    In.enumCase(V, "object", HandleAt::Object);
  }
};
template <> struct ScalarEnumerationTraits<Failure> {
  static void enumeration(IO &In, Failure &V) {
    In.enumCase(V, "none", Failure::None);
    In.enumCase(V, "zero", Failure::Zero);
    In.enumCase(V, "negative", Failure::Negative);
    In.enumCase(V, "status", Failure::Status);
    In.enumCase(V, "false", Failure::False);
  }
};
template <> struct MappingTraits<Owner> {
  static void mapping(IO &In, Owner &V) {
    In.mapRequired("acquire", V.Acquire);
    In.mapOptional("release", V.Release);
    In.mapOptional("needs", V.Needs);
    In.mapRequired("changes", V.Changes);
  }
};
template <> struct MappingTraits<Resource> {
  static void mapping(IO &In, Resource &V) {
    In.mapRequired("acquire", V.Acquire);
    In.mapRequired("release", V.Release);
    In.mapRequired("what", V.What);
    In.mapRequired("leaves", V.Leaves);
    In.mapOptional("handle", V.Handle, HandleAt::Result);
    In.mapOptional("arg", V.Arg, 0u);
    In.mapOptional("failure", V.Fails, Failure::None);
    In.mapOptional("awaited", V.Awaited, false);
    In.mapOptional("outlives-object", V.OutlivesObject, false);
    In.mapOptional("when", V.When);
    In.mapOptional("unless", V.Unless);
    In.mapOptional("owner", V.Scoped);
  }
  static std::string validate(IO &, Resource &V) {
    if (V.Arg && V.Handle != HandleAt::Argument)
      return "'arg' is for 'handle: argument'";
    if (V.Acquire.empty() || V.Release.empty())
      return "a resource needs a name in 'acquire' and one in 'release'";
    return {};
  }
};
template <> struct MappingTraits<ThreadLocks> {
  static void mapping(IO &In, ThreadLocks &V) {
    In.mapOptional("guards", V.Guards);
    In.mapOptional("deferred", V.Deferred);
    In.mapOptional("lock", V.Lock);
    In.mapOptional("try-lock", V.TryLock);
    In.mapOptional("unlock", V.Unlock);
  }
  static std::string validate(IO &, ThreadLocks &V) {
    if (V.Lock.empty() != V.Unlock.empty())
      return "'lock' and 'unlock' go together";
    return {};
  }
};
template <> struct MappingTraits<Executor> {
  static void mapping(IO &In, Executor &V) {
    In.mapRequired("types", V.Types);
    In.mapRequired("what", V.What);
    In.mapOptional("run", V.Run);
  }
};
template <> struct MappingTraits<Connection> {
  static void mapping(IO &In, Connection &V) {
    In.mapRequired("open", V.Open);
    In.mapRequired("what", V.What);
    In.mapOptional("handle", V.Handle, HandleAt::Result);
    In.mapOptional("arg", V.Arg, 0u);
    In.mapOptional("endpoint", V.Endpoint);
    In.mapOptional("close", V.Close);
    In.mapOptional("plain", V.Plain, false);
    In.mapOptional("pool", V.Pool);
    In.mapOptional("when", V.When);
  }
  static std::string validate(IO &, Connection &V) {
    return V.Arg && V.Handle != HandleAt::Argument ? "'arg' is for 'handle: argument'" : "";
  }
};
template <> struct MappingTraits<Gather> {
  static void mapping(IO &In, Gather &V) {
    In.mapRequired("names", V.Names);
    In.mapOptional("text", V.Text);
    In.mapOptional("limited", V.Limited);
    In.mapOptional("container", V.Container);
    In.mapOptional("add", V.Add);
    In.mapOptional("result", V.Result);
    In.mapOptional("vector", V.Vector);
    In.mapOptional("of-void", V.OfVoid);
    In.mapOptional("needs", V.Needs);
    In.mapRequired("errors", V.Errors);
  }
  static std::string validate(IO &, Gather &V) {
    if (!V.Text.empty() && !llvm::StringRef(V.Text).contains("${tasks}"))
      return "'text' needs the hole ${tasks}";
    if (!V.Limited.empty() && (!llvm::StringRef(V.Limited).contains("${tasks}") ||
                               !llvm::StringRef(V.Limited).contains("${limit}")))
      return "'limited' needs the holes ${tasks} and ${limit}";
    if (!V.Result.empty() && !llvm::StringRef(V.Result).contains("${each}"))
      return "'result' needs the hole ${each}";
    return {};
  }
};
template <> struct MappingTraits<Library> {
  static void mapping(IO &In, Library &V) {
    In.mapRequired("library", V.Id);
    In.mapOptional("title", V.Title);
    In.mapOptional("namespaces", V.Namespaces);
    In.mapOptional("tasks", V.Tasks);
    In.mapOptional("generators", V.Generators);
    In.mapOptional("never-suspends", V.NeverSuspends);
    In.mapOptional("blocking", V.Blockings);
    In.mapOptional("heavy", V.Heavies);
    In.mapOptional("hops", V.Hops);
    In.mapOptional("offload", V.Offloads);
    In.mapOptional("spawn", V.Spawns);
    In.mapOptional("placed-by", V.PlacedBy);
    In.mapOptional("calls-argument", V.CallsArgument);
    In.mapOptional("holds", V.Holds);
    In.mapOptional("sleep-fixes", V.SleepFixes);
    In.mapOptional("offload-fixes", V.OffloadFixes);
    In.mapOptional("alternatives", V.Alternatives);
    In.mapOptional("resources", V.Resources);
    In.mapOptional("thread-locks", V.Locks);
    In.mapOptional("executors", V.Executors);
    In.mapOptional("connections", V.Connections);
    In.mapOptional("borrows", V.Borrows);
    In.mapOptional("takes", V.Takes);
    In.mapOptional("cancellation", V.Cancel);
    In.mapOptional("stop-requested", V.StopRequested);
    In.mapOptional("stop-tokens", V.StopTokens);
    In.mapOptional("carries-stop", V.CarriesStop);
    In.mapOptional("gathers", V.Gathers);
  }
};

} // namespace llvm::yaml

namespace {

/// Collects the parser's messages in the form that the header promises.
void collect(const llvm::SMDiagnostic &D, void *Context) {
  auto &Errors = *static_cast<std::vector<std::string> *>(Context);
  Errors.push_back((D.getFilename() + ":" + llvm::Twine(D.getLineNo()) + ":" +
                    llvm::Twine(D.getColumnNo() + 1) + ": " + D.getMessage())
                       .str());
}

} // namespace

std::optional<Library> cotidy::model::parse(llvm::StringRef File, llvm::StringRef Text,
                                            std::vector<std::string> &Errors) {
  size_t Before = Errors.size();
  Library Result;
  yaml::Input In(llvm::MemoryBufferRef(Text, File), nullptr, collect, &Errors);
  In >> Result;
  if (In.error() && Errors.size() == Before)
    Errors.push_back((File + ":1:1: is not a YAML mapping").str());
  if (Errors.size() != Before)
    return std::nullopt;
  if (Result.Id.empty()) {
    Errors.push_back((File + ":1:1: missing required key 'library'").str());
    return std::nullopt;
  }
  if (Result.Namespaces.empty() && Text.contains("@::")) {
    Errors.push_back((File + ":1:1: a name uses '@', so the key 'namespaces' is needed").str());
    return std::nullopt;
  }
  return Result;
}

std::string cotidy::model::expand(llvm::StringRef Text, llvm::StringRef Name,
                                  llvm::StringRef Headers) {
  std::string Out;
  Out.reserve(Text.size() + Text.size() / 8);
  for (size_t I = 0; I < Text.size(); ++I) {
    bool At = Text[I] == '@';
    if (At && Text.substr(I + 1).starts_with("::"))
      Out += Name;
    else if (At && Text.substr(I + 1).starts_with("/"))
      Out += Headers;
    else
      Out += Text[I];
  }
  return Out;
}

std::optional<std::string> cotidy::model::read(llvm::StringRef Path,
                                               std::vector<std::string> &Errors) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (Buffer)
    return (*Buffer)->getBuffer().str();
  Errors.push_back((Path + ":1:1: cannot read the model: " + Buffer.getError().message()).str());
  return std::nullopt;
}

std::optional<Library> cotidy::model::load(llvm::StringRef Path, std::vector<std::string> &Errors) {
  std::optional<std::string> Text = read(Path, Errors);
  return Text ? parse(Path, *Text, Errors) : std::nullopt;
}
