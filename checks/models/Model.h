// SPDX-License-Identifier: Apache-2.0
// What is known about a library: the data that a model file holds, and nothing about how it is
// used.
#ifndef COTIDY_MODELS_MODEL_H
#define COTIDY_MODELS_MODEL_H

#include <optional>
#include <string>
#include <vector>

namespace cotidy::model {

/// How sure it is that a call blocks: by its contract, or only in some states of its object.
enum class Tier { Always, May };

/// What a blocking call waits for. The names are those of the check's option `Categories`; `Cpu` is
/// no wait, and has none.
enum class Category { Sleep, SyncWait, Network, Dns, File, Process, Database, Console, Lock, Cpu };

/// How long one call of a heavy function takes: long whatever it is given, as long as what it is
/// given, or not long, as it does a piece of the work (a block of a stream, one message).
enum class Cost { Slow, Sized, Piece };

/// When a coroutine of the type starts to run: when it is awaited, or when it is called.
enum class Start { Lazy, Eager };

/// Whether a generator runs on its caller's thread, or has to be awaited.
enum class GeneratorKind { Sync, Async };

/// Where a coroutine goes on after a hop: on a pool that may block, or on its event loop.
enum class Destination { Pool, Loop };

/// What a sleep is given: how long, or until when.
enum class SleepUntil { Duration, TimePoint };

/// A root namespace of the library and the folder of its headers. In all other strings of the same
/// file a leading `@` stands for the namespace (in names) or the folder (in headers).
struct Namespace {
  std::string Name;
  std::string Headers;
};

/// A statement about the arguments or the object of a call. Every key that is given must hold.
/// What cannot be decided does not hold, except for `maybe-zero` and `flag`, which are written so
/// that doubt silences.
struct Condition {
  std::optional<unsigned> Arg;         ///< The argument that the keys below speak of (0: first).
  std::vector<std::string> Flag;       ///< It has one of these flags set, or its value is unknown.
  std::optional<unsigned> Value;       ///< The bits of the flag, where its name is not spelled.
  bool Zero = false;                   ///< It is a zero number, a null pointer or a zero duration.
  bool MaybeZero = false;              ///< It cannot be shown to be other than zero.
  bool Small = false;                  ///< Its value, or the count of what it names, is small.
  std::vector<std::string> Type;       ///< Its class (or a base of it) is one of these.
  std::vector<std::string> Is;         ///< It names one of these variables.
  std::optional<unsigned> Args;        ///< The call is written with exactly so many arguments.
  std::optional<unsigned> MinArgs;     ///< The call is written with at least so many arguments.
  std::vector<std::string> ObjectType; ///< The class of the object (or a base) is one of these.
  std::vector<std::string> ObjectIs;   ///< The object is one of these variables.
  std::vector<std::string>
      ObjectCalled;                ///< The same function also calls one of these members on it.
  std::vector<std::string> Tested; ///< A branch on a call of one of these on it comes before.
  bool Discarded = false;          ///< The result is dropped at the end of the statement.
  bool Awaited = false;            ///< An await that names the object comes before.
};

/// How a call sleeps, so that it can be turned into an awaited sleep.
struct Sleep {
  unsigned Arg = 0;
  SleepUntil For = SleepUntil::Duration;
  std::string Unit; ///< The chrono type of a plain number; empty where the argument is a duration.
};

/// A function, constructor (`C::C`), destructor (`C::~C`) or operator that blocks its thread.
struct Blocking {
  std::vector<std::string> Names;
  Category Kind = Category::SyncWait;
  Tier HowSure = Tier::Always;
  std::string Because;           ///< Ends the sentence "it blocks the thread ...".
  std::vector<Condition> When;   ///< All must hold.
  std::vector<Condition> Unless; ///< None may hold.
  std::optional<Sleep> AsSleep;
  std::string Instead;     ///< Member or function that does the same and can be awaited.
  std::string Class;       ///< Names the row of `alternatives` of the library in use.
  Cost Takes = Cost::Slow; ///< Of a heavy function.
};

/// A function, member or constructor that computes for long. It holds its thread as one that blocks
/// does; `Because` is what it does, as a message says it ("sorts what it is given").
struct Heavy {
  Blocking As;
};

/// A call whose result, when awaited, moves the coroutine to other threads.
struct Hop {
  std::vector<std::string> Names;
  Destination To = Destination::Pool;
  bool UntilNextAwait = false; ///< The next suspension brings the coroutine back.
  std::vector<Condition> When;
};

/// A call that runs the callables or coroutines it is given where blocking is allowed.
struct Offload {
  std::vector<std::string> Names;
  std::vector<Condition> When;
};

/// A call that starts a coroutine it is given.
struct Spawn {
  std::vector<std::string> Names;
  std::vector<Condition> Detached; ///< When one holds, nobody can await the coroutine.
  bool Callables = false; ///< It also takes what makes the coroutine, and keeps that until the end.
};

struct Task {
  std::string Type;
  Start When = Start::Lazy;
};

struct Generator {
  std::string Type;
  GeneratorKind Kind = GeneratorKind::Sync;
};

/// A name that the text of a fix uses, and the header to include where it is not known yet.
struct Need {
  std::string Name;
  std::string Header;
};

/// A replacement for a blocking call in the spelling of the library.
struct Fix {
  std::string Text; ///< With the holes ${duration}, ${object}, ${call}, ${type}.
  SleepUntil For = SleepUntil::Duration;
  std::string Accepts;             ///< Chrono type of the sleep's parameter; empty: any.
  std::vector<std::string> Object; ///< Types of which one must be in scope for ${object}.
  std::vector<std::string>
      TaskArgs; ///< Types that the task's template arguments must have; "": any.
  std::vector<Need> Needs;
  std::string Changes; ///< For a suggestion: what its reader has to know.
};

/// Where the handle of a resource appears: the acquire's result, an argument, or its object.
enum class HandleAt { Result, Argument, Object };

/// How a failed acquire is told: by a handle that is zero or negative, or by a result that is not
/// zero or that is false. The handle is then nothing to release.
enum class Failure { None, Zero, Negative, Status, False };

/// How a resource gets an owner in the spelling of the library.
struct Owner {
  std::string Acquire; ///< Replaces the acquire; the holes are ${name}, ${object}, ${object.}.
  std::string Release; ///< Replaces a release; empty: the release is left out.
  std::vector<Need> Needs;
  std::string Changes; ///< What the reader of the suggestion has to know.
};

/// Functions that acquire something, and those that release it.
struct Resource {
  std::vector<std::string> Acquire; ///< Functions, members, `new`, or types that are awaited.
  std::vector<std::string> Release;
  std::string What;   ///< What is held, as a message names it ("file").
  std::string Leaves; ///< Ends "its release never runs, and ...".
  HandleAt Handle = HandleAt::Result;
  unsigned Arg = 0; ///< The argument that is or receives the handle.
  Failure Fails = Failure::None;
  bool Awaited = false;        ///< The release has to be awaited: no destructor can do it.
  bool OutlivesObject = false; ///< What is held does not end with the object.
  std::vector<Condition> When;
  std::vector<Condition> Unless;
  std::optional<Owner> Scoped;
};

/// What the library offers in place of a class of blocking calls.
struct Alternative {
  std::string Class;
  Need What;
};

/// A type by which an operation says how it ended, cancelled among others.
struct Outcome {
  std::string Type;
  std::vector<std::string> Failed;    ///< Its members that are true when it was cancelled.
  std::vector<std::string> Succeeded; ///< Its members that are false when it was cancelled.
};

/// How the library tells a coroutine that it is cancelled. A library without it has no
/// cancellation that a handler could see.
struct Cancellation {
  std::vector<std::string> Thrown;   ///< Exceptions that mean this and nothing else.
  std::vector<std::string> Carriers; ///< Exceptions with a `code()`, which can be one of `codes`.
  std::vector<std::string> Codes;    ///< The constants that stand for it.
  std::vector<Outcome> Values;       ///< What operations hand back instead of throwing.
  std::vector<std::string> Wakes;    ///< Operations that are cancelled to wake who waits for them.
};

/// How the library awaits many tasks at the same time.
struct Gather {
  std::vector<std::string> Names; ///< The functions; awaiting one in a loop is deliberate.
  std::string Text;               ///< Awaits ${tasks} together. Empty: no form for a range.
  std::string Limited;            ///< The same with at most ${limit} at once, if there is one.
  std::string Container = "std::vector<${type}>"; ///< What ${tasks} has to be.
  std::string Add = "push_back";                  ///< Its member that adds a task.
  std::string Result;  ///< Takes the value from ${each}; empty: it is the value.
  bool Vector = false; ///< The result is a std::vector of the values.
  bool OfVoid = true;  ///< Tasks without a value are fine, too.
  std::vector<Need> Needs;
  std::string Errors; ///< What becomes of errors: "the first error is thrown ...".
};

/// Locks that belong to the thread that takes them, not to a coroutine.
struct ThreadLocks {
  std::vector<std::string> Guards;   ///< Classes whose objects hold a lock as long as they live.
  std::vector<std::string> Deferred; ///< Types of the argument by which a guard starts without it.
  std::vector<std::string> Lock;     ///< Functions that lock their object or their arguments.
  std::vector<std::string> TryLock;  ///< The same, if nobody else has it; zero or true: locked.
  std::vector<std::string> Unlock;
};

/// Types whose objects own threads or run an event loop.
struct Executor {
  std::vector<std::string> Types;
  std::string What;             ///< As a message names it: "thread pool".
  std::vector<std::string> Run; ///< Members that run its work on the thread that calls them.
};

/// What opens a connection to a service, or to any peer.
struct Connection {
  std::vector<std::string> Open; ///< Functions, members, constructors (`C::C`).
  std::string What;              ///< As a message names it: "connection to PostgreSQL".
  HandleAt Handle = HandleAt::Result;
  unsigned Arg = 0;               ///< The argument that is or receives the handle.
  std::vector<unsigned> Endpoint; ///< The arguments that say where to; empty: all of them.
  std::vector<std::string> Close; ///< Functions that end it; empty: its destructor does.
  bool Plain = false;             ///< To any peer, such as that of a proxy's client.
  std::string Pool;               ///< What the library has to keep connections open, or empty.
  std::vector<Condition> When;
};

/// One file: all that is known about a library.
struct Library {
  std::string Id;
  std::string Title;
  std::vector<Namespace> Namespaces;
  std::vector<Task> Tasks;
  std::vector<Generator> Generators;
  std::vector<std::string> NeverSuspends; ///< Variables, functions or types.
  std::vector<Blocking> Blockings;
  std::vector<Heavy> Heavies;
  std::vector<Hop> Hops;
  std::vector<Offload> Offloads;
  std::vector<Spawn> Spawns;
  std::vector<std::string> PlacedBy;      ///< Parameter types that say where a coroutine starts.
  std::vector<std::string> CallsArgument; ///< Functions that call what they are given, at once.
  std::vector<std::string> Holds;         ///< Class templates that destroy their type arguments.
  std::vector<Fix> SleepFixes;
  std::vector<Fix> OffloadFixes;
  std::vector<Alternative> Alternatives;
  std::vector<Resource> Resources;
  std::optional<ThreadLocks> Locks;
  std::vector<Executor> Executors;
  std::vector<Connection> Connections;
  std::vector<std::string> Borrows; ///< Functions and constructors that use a handle, no more.
  std::vector<std::string> Takes;   ///< Functions that own the handle that they are given.
  std::optional<Cancellation> Cancel;
  std::vector<Gather> Gathers;
  std::vector<std::string> StopRequested; ///< Functions that say whether a stop was asked for.
  std::vector<std::string> StopTokens;    ///< Types by which a caller asks for a stop.
  bool CarriesStop = false; ///< A stop reaches what a coroutine awaits without being handed on.
};

} // namespace cotidy::model

#endif
