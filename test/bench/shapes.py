# SPDX-License-Identifier: Apache-2.0
# Generates units of coroutine code: one shape of code each, as large as asked for.
"""Each shape is a function from a size to a Unit. The units need no header, so that the size of the
shape is all that changes."""
from typing import NamedTuple


def _promise(task, ends="return_void()"):
    """The promise of a lazy task."""
    return f"""\
  struct promise_type {{
    {task} get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void {ends};
    void unhandled_exception();
  }};
"""


PRELUDE = """\
namespace std {
template <class Result, class...> struct coroutine_traits {
  using promise_type = typename Result::promise_type;
};
template <class = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  operator coroutine_handle<>() const noexcept;
};
template <> struct coroutine_handle<void> {
  static coroutine_handle from_address(void *) noexcept;
};
struct suspend_always {
  bool await_ready() const noexcept;
  void await_suspend(coroutine_handle<>) const noexcept;
  void await_resume() const noexcept;
};
namespace chrono {
struct seconds { int Count; };
}
enum class future_status { ready, timeout };
template <class T> struct future {
  ~future();
  T get();
  future_status wait_for(chrono::seconds);
};
}
namespace cppcoro {
struct static_thread_pool { std::suspend_always schedule(); };
}
struct Task {
""" + _promise("Task") + """\
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  int await_resume() const noexcept;
};
extern "C" unsigned sleep(unsigned);
struct Guard { Guard(); ~Guard(); };
int compute(int);
Task tick(int);
Task ask(int);
"""


class Unit(NamedTuple):
    text: str
    findings: int  # of the check
    check: str


def _unit(lines, findings, check="coro-blocking-call"):
    return Unit(PRELUDE + "\n".join(lines) + "\n", findings, check)


def coroutines(n):
    """n coroutines of ten lines; one in a hundred blocks, through a function"""
    lines = ["void settle() { sleep(1); }"]
    for i in range(n):
        lines += [f"Task worker{i}(int Count) {{",
                  "  int Sum = 0;",
                  "  Guard Open;",
                  "  for (int I = 0; I < Count; ++I) {",
                  "    Sum += co_await tick(compute(I));",
                  f"    if (Sum > {i})",
                  "      Sum = compute(Sum);",
                  "  }",
                  "  settle();" if i % 100 == 0 else "  compute(Sum);",
                  f"  co_await {f'worker{i - 1}' if i else 'tick'}(Sum);",
                  "}"]
    return _unit(lines, (n + 99) // 100)


def chain(n):
    """a chain of n calls from a coroutine to what blocks"""
    lines = ["void step0() { sleep(1); }"]
    lines += [f"void step{i}() {{ step{i - 1}(); }}" for i in range(1, n)]
    lines += [f"Task start() {{ step{n - 1}(); co_await tick(1); }}"]
    return _unit(lines, 1)


def blocks(n):
    """n nested blocks in a coroutine, a suspension in each"""
    lines = ["Task nest(int X) {"]
    heads = ["if (X > compute({0})) {{", "while (X < compute({0})) {{", "try {{", "{{"]
    for i in range(n):
        lines += [heads[i % 4].format(i), f"Guard Open{i}; X += co_await tick({i});"]
    lines += ["sleep(1);"]
    for i in reversed(range(n)):
        lines += ["}" if i % 4 != 2 else "} catch (int E) { X = E; }"]
    return _unit(lines + ["}"], 1)


def statements(n):
    """a coroutine of n statements: locals, calls, awaits, branches"""
    lines = ["Task flat(int X) {"]
    for i in range(max(1, n // 4)):
        lines += [f"  int V{i} = compute(X);",
                  f"  X += co_await tick(V{i});",
                  f"  if (V{i} > X) X -= compute(V{i});"]
    return _unit(lines + ["  sleep(1);", "}"], 1)


def exits(n):
    """a coroutine with n guards, each followed by a way out"""
    lines = ["Task leave(int X) {"]
    for i in range(n):
        lines += [f"  Guard Open{i};", f"  if (co_await tick({i}) > X) co_return;"]
    return _unit(lines + ["  sleep(1);", "}"], 1)


def tested(n):
    """a coroutine that takes n futures after a test of each, and one without"""
    lines = ["Task take(int X) {"]
    for i in range(n):
        lines += [f"  std::future<int> F{i};",
                  f"  if (F{i}.wait_for(std::chrono::seconds{{0}}) == std::future_status::ready)",
                  f"    X += F{i}.get();"]
    return _unit(lines + ["  std::future<int> Last;", "  co_await tick(X);", "  Last.get();", "}"], 1)


def hops(n):
    """n nested try blocks in a coroutine that moves to a pool in each"""
    lines = ["Task move(int X, cppcoro::static_thread_pool &Pool) {", "sleep(1);"]
    for i in range(n):
        lines += ["try {", f"co_await Pool.schedule(); X += compute({i});"]
    lines += ["sleep(1);"] + ["} catch (int E) { X = E; }"] * n
    return _unit(lines + ["}"], 1)


def rings(n):
    """n functions that call each other around a ring and back, with no end and with one"""
    lines = [f"void ring{i}(int); void quiet{i}(int);" for i in range(n)]
    for i in range(n):
        nxt, last = (i + 1) % n, (i - 1) % n
        lines += [f"void ring{i}(int X) {{ ring{nxt}(X); if (X) ring{last}(X);"
                  + (" sleep(1);" if i == n // 2 else "") + " }",
                  f"void quiet{i}(int X) {{ quiet{nxt}(X); if (X) quiet{last}(X); }}"]
    lines += ["Task around() { ring0(1); quiet0(1); co_await tick(1); }"]
    return _unit(lines, 1)


def diamonds(n):
    """n functions, each calling the next one twice: 2 to the n ways to what blocks"""
    lines = ["void fork0() { sleep(1); }"]
    lines += [f"void fork{i}() {{ fork{i - 1}(); fork{i - 1}(); }}" for i in range(1, n)]
    lines += [f"Task split() {{ fork{n - 1}(); co_await tick(1); }}"]
    return _unit(lines, 1)


def awaited(n):
    """a coroutine of n statements that n others await"""
    lines = ["Task shared(int X) {"]
    lines += [f"  X += co_await tick({i});" for i in range(n)]
    lines += ["  sleep(1);", "}"]
    lines += [f"Task user{i}() {{ co_await shared({i}); }}" for i in range(n)]
    return _unit(lines, 1)


CANCELLATION, RESOURCES = "coro-swallowed-cancellation", "coro-unscoped-resource"
JOB = """\
struct Job {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  int await_resume() const;
};
Job job(int);
"""
POLL = """\
namespace coro {
template <class T> struct task {
""" + _promise("task", "return_value(T)") + """\
};
enum class poll_status { read, timeout, cancelled };
struct poll_operation {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  poll_status await_resume() const;
};
poll_operation poll(int);
}
struct Session { coro::poll_operation poll(int); };
"""
FILES = """\
struct FILE;
extern "C" FILE *fopen(const char *, const char *);
extern "C" int fgetc(FILE *), fclose(FILE *);
"""


def handlers(n):
    """a coroutine that goes around n try blocks, each with a handler that catches everything"""
    lines = [JOB, "Task serve(int X) {", "  for (;;) {"]
    for i in range(n):
        lines += [f"    try {{ X += co_await job({i}); compute(X); }}",
                  f"    catch (...) {{ compute({i}); }}",
                  f"    if (compute(X) == {i}) X = compute(X);"]
    return _unit(lines + ["  }", "}"], n, CANCELLATION)


def catches(n):
    """n nested try blocks, each with an await and a handler that catches everything"""
    lines = [JOB, "Task nest(int X) {"]
    lines += [f"try {{ X += co_await job({i});" for i in range(n)]
    lines += ["} catch (...) { compute(X); }"] * n
    return _unit(lines + ["co_await job(X);", "}"], n, CANCELLATION)


def arrivals(n):
    """n awaits in one try block, whose handler tests the error n times before it throws it on"""
    lines = [JOB, "Task many(int X) {", "try {"]
    lines += [f"  if (co_await job({i}) > X) X = compute({i});" for i in range(n)]
    lines += ["} catch (...) {"]
    lines += [f"  if (compute({i})) X = compute(X);" for i in range(n)]
    return _unit(lines + ["  throw;", "}", "}"], 0, CANCELLATION)


def results(n):
    """n loops that look at how an operation ended, and go around again if it was cancelled"""
    lines = [POLL, "coro::task<int> read(int X, Session &S) {"]
    for i in range(n):
        lines += ["  while (true) {",
                  f"    auto How = co_await S.poll({i});",
                  "    if (How == coro::poll_status::read) X = compute(X);",
                  f"    if (X > {i}) break;",
                  "  }"]
    return _unit(lines + ["  co_return X;", "}"], n, CANCELLATION)


def sections(n):
    """n times a file that is opened, held across an await, and closed"""
    lines = [FILES, "Task copy(int X) {"]
    for i in range(n):
        lines += [f"  FILE *F{i} = fopen(\"a\", \"r\");",
                  f"  if (!F{i}) co_return;",
                  f"  X += co_await tick(fgetc(F{i}));",
                  f"  fclose(F{i});"]
    return _unit(lines + ["}"], n, RESOURCES)


def files(n):
    """n files that are held at the same await"""
    lines = [FILES, "Task hold(int X) {"]
    lines += [f"  FILE *F{i} = fopen(\"a\", \"r\");" for i in range(n)]
    lines += ["  X += co_await tick(X);"]
    lines += [f"  if (F{i}) fclose(F{i});" for i in reversed(range(n))]
    return _unit(lines + ["}"], n, RESOURCES)


def held(n):
    """a file that is held through n statements: awaits, branches, loops"""
    lines = [FILES, "Task keep(int X) {", "  FILE *F = fopen(\"a\", \"r\");"]
    for i in range(max(1, n // 4)):
        lines += [f"  X += co_await tick({i});",
                  f"  if (X > {i}) X = fgetc(F);",
                  f"  while (X < {i}) X += compute(X);",
                  f"  compute({i});"]
    return _unit(lines + ["  fclose(F);", "}"], 1, RESOURCES)


def owners(n):
    """n nested blocks, each with a file that is held in all the inner ones"""
    lines = [FILES, "Task deep(int X) {"]
    lines += [f"if (FILE *F{i} = fopen(\"a\", \"r\")) {{ X += co_await tick({i});" for i in range(n)]
    lines += [f"fclose(F{i}); }}" for i in reversed(range(n))]
    return _unit(lines + ["}"], n, RESOURCES)


def loop(n):
    """one loop of n statements whose iterations are independent: awaits, locals, ways on, sums"""
    lines = ["Task work(int Count, int *Out) {", "  int Sum = 0;",
             "  for (int I = 0; I < Count; ++I) {"]
    for i in range(n):
        lines.append([f"    int Local{i} = co_await ask(compute(I));",
                      f"    if (I == {i}) continue;",
                      f"    Sum += co_await ask(I + {i});",
                      f"    Guard Open{i};"][i % 4])
    return _unit(lines + ["  }", "  co_await ask(Sum);", "}"], 1, "coro-await-in-loop")


def nest(n):
    """n loops in one another, none of which is independent, for a value goes around all of them"""
    lines = ["Task work(int Count) {", "  int Last = 0;"]
    for i in range(n):
        lines += [f"for (int I{i} = 0; I{i} < Count; ++I{i}) {{", f"  co_await ask(I{i});"]
    return _unit(lines + ["Last = co_await ask(Last);"] + ["}"] * (n + 1), 0,
                 "coro-await-in-loop")


def helpers(n):
    """a loop that awaits a chain of n functions whose bodies are looked into"""
    lines = ["Task work0(int At) { co_await ask(At); }"]
    for i in range(1, n + 1):
        lines.append(f"Task work{i}(int At) {{ co_await work{i - 1}(compute(At)); }}")
    return _unit(lines + ["Task all(int Count) {", "  for (int I = 0; I < Count; ++I)",
                          f"    co_await work{n}(I);", "}"],
                 1 if n < 12 else 0, "coro-await-in-loop")


CPPCORO = """\
namespace cppcoro {
struct operation_cancelled {};
template <class T> struct task {
""" + _promise("task") + """\
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  T await_resume() const;
};
task<void> step(int);
}
"""
LOCKS = """\
namespace std {
struct mutex { void lock(); void unlock(); };
template <class M> struct lock_guard { explicit lock_guard(M &); ~lock_guard(); };
}
"""
TOKENS = """\
namespace std {
struct stop_token { stop_token(); stop_token(const stop_token &); bool stop_requested() const; };
}
Task take(int, std::stop_token Stop = {});
"""
POSTGRES = """\
struct PGconn;
extern "C" PGconn *PQconnectdb(const char *);
extern "C" void PQfinish(PGconn *), PQexec(PGconn *, const char *);
"""


def flags(n):
    """n handlers for a cancellation that note it for later"""
    lines = [CPPCORO, "cppcoro::task<void> work(int X) {"]
    for i in range(n):
        lines += [f"  bool Gone{i} = false;",
                  f"  try {{ co_await cppcoro::step({i}); }}",
                  f"  catch (const cppcoro::operation_cancelled &) {{ Gone{i} = true; }}",
                  f"  co_await cppcoro::step(Gone{i} ? 1 : X);"]
    return _unit(lines + ["}"], 0, CANCELLATION)


def dropped(n):
    """a coroutine with n tasks, of which every second one is dropped"""
    lines = ["Task work(int X) {"]
    for i in range(n):
        lines.append([f"  tick({i});", f"  Task T{i} = tick({i}); co_await T{i};"][i % 2])
    return _unit(lines + ["  co_await tick(X);", "}"], (n + 1) // 2, "coro-dropped-task")


def locked(n):
    """a lock that is held across n awaits"""
    lines = [LOCKS, "Task work(std::mutex &M, int X) {", "  std::lock_guard<std::mutex> L(M);"]
    lines += [f"  X += co_await tick({i});" for i in range(n)]
    return _unit(lines + ["}"], n, "coro-lock-across-await")


def references(n):
    """n tasks that refer to temporaries, of a coroutine that uses them after n statements"""
    lines = ["struct Text { Text(); ~Text(); int Size; };", "Task show(const Text &T) {"]
    lines += [f"  co_await tick({i});" for i in range(n)]
    lines += ["  co_await tick(T.Size);", "}", "Task work() {"]
    lines += [f"  Task T{i} = show(Text()); co_await T{i};" for i in range(n)]
    return _unit(lines + ["}"], n, "coro-dangling-reference")


def tokens(n):
    """a coroutine that passes its stop token on to every second one of n calls"""
    lines = [TOKENS, "Task work(std::stop_token Stop) {"]
    lines += [f"  co_await take({i}{', Stop' * (i % 2)});" for i in range(n)]
    return _unit(lines + ["}"], (n + 1) // 2, "coro-unforwarded-stop-token")


def pools(n):
    """n coroutines that make a thread pool each, and one that runs them all"""
    lines = []
    for i in range(n):
        lines += [f"Task worker{i}(int X) {{", "  cppcoro::static_thread_pool Pool;",
                  "  co_await Pool.schedule();", "  compute(X);", "}"]
    lines += ["Task all(int X) {"] + [f"  co_await worker{i}(X);" for i in range(n)]
    return _unit(lines + ["}"], n, "coro-executor-per-call")


def connections(n):
    """n loops in a coroutine, each of which opens a connection in each iteration"""
    lines = [POSTGRES, "Task work(int Count) {"]
    for i in range(n):
        lines += [f"  for (int I = 0; I < Count; ++I) {{ PGconn *C{i} = PQconnectdb(\"a\");",
                  f"    co_await ask({i}); PQexec(C{i}, \"b\"); PQfinish(C{i}); }}"]
    return _unit(lines + ["}"], n, "coro-unpooled-connection")


def busy(n):
    """n pairs of loops in a coroutine, one in the other, that never suspend"""
    lines = ["Task work(int Count, int X) {"]
    for i in range(n):
        lines += ["  for (int I = 0; I < Count; ++I) for (int J = 0; J < Count; ++J)",
                  f"    X += compute({i} + J);", f"  co_await tick({i});"]
    return _unit(lines + ["}"], n, "coro-cpu-bound")


def inner(n):
    """a loop that never suspends, with n loops in it, each over what the iteration has made"""
    lines = ["Task work(int Count, int X) {", "  for (int I = 0; I < Count; ++I) {"]
    for i in range(n):
        lines += [f"    int M{i} = compute(I);",
                  f"    for (int J = 0; J < M{i}; ++J) X += compute(J);"]
    return _unit(lines + ["  }", "  co_await tick(X);", "}"], 0, "coro-cpu-bound")


SHAPES = {each.__name__: each for each in (
    coroutines, chain, blocks, statements, exits, tested, hops, rings, diamonds, awaited,
    handlers, catches, arrivals, results, sections, files, held, owners,
    loop, nest, helpers, flags, dropped, locked, references, tokens, pools, connections,
    busy, inner)}
