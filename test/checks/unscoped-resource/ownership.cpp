// SPDX-License-Identifier: Apache-2.0
// Who owns a handle: smart pointers, guards, members, containers, other functions.
// RUN: %check --check=coro-unscoped-resource %s
#include <fcntl.h>
#include <memory>
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" {
FILE *fdopen(int, const char *);
void *realloc(void *, size_t);
}
mine::task<> step();
mine::task<> unseen(FILE *);
mine::task<> unseenFd(int);
void unseenToo(FILE *);
bool chance();
template <class F> class finally {
public:
  finally(F Run) : Run(Run) {}
  ~finally() { Run(); }

private:
  F Run;
};
struct node {
  node();
  explicit node(node &Parent);
  ~node();
  void attach();
  int value() const;
  int Field;
};
void link(node &);

// A function that only uses it, or that releases it, shows its body.
void prints(FILE *F) { fputs("x", F); }
void closes(FILE *F) {
  prints(F);
  fclose(F);
}
mine::task<> used() {
  FILE *F = fopen("a", "r"); // WARN: 'closes' never runs and the file stays open
  prints(F);
  co_await step();
  closes(F); // NOTE: this release is skipped
}

// Nobody knows what this function does with it, but the coroutine closes it in any case.
mine::task<> lent() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  co_await unseen(F);        // NOTE: suspends here
  fclose(F);
}
mine::task<> lentDescriptor() {
  int Fd = open("a", 0); // WARN: 'close' never runs
  co_await unseenFd(Fd);
  close(Fd);
}

// A lambda that only uses it.
mine::task<> usedInALambda() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  auto Print = [F] { fputs("x", F); };
  Print();
  co_await step();
  fclose(F);
}

// A view owns nothing.
mine::task<> viewed() {
  char *Text = static_cast<char *>(malloc(4)); // WARN: 'free' never runs
  std::string Copy(Text);
  co_await step();
  free(Text);
}

mine::task<> object() {
  node *N = new node; // WARN: coroutine 'object' holds the object from 'new' in the plain handle 'N' // FIX: auto N = std::make_unique<node>();
  N->Field = 1;
  co_await step();
  delete N; // FIX: N.reset();
}

mine::task<> ownedTooLate() {
  int *N = new int(1); // WARN: before anything owns it: if it is destroyed there or the await throws, the object is leaked
  co_await step();
  std::unique_ptr<int> Owner(N);
}

mine::task<> array() {
  int *N = new int[4]; // WARN: 'delete[]' never runs and the array is leaked
  co_await step();
  delete[] N;
}

// From here on all is well.

// Naive: `new`, then an await. But a smart pointer has it.
mine::task<> smart() {
  std::unique_ptr<node> A(new node);
  auto B = std::make_unique<node>();
  node *C = new node;
  std::unique_ptr<node> D(C);
  std::unique_ptr<node> E;
  node *G = new node;
  E.reset(G);
  co_await step();
}

// Naive: `fclose` is never reached when the await throws. But the guard closes.
mine::task<> guarded() {
  FILE *F = fopen("a", "r");
  finally Close([F] { fclose(F); });
  co_await step();
}
// Naive: the guard is older than the acquire.
mine::task<> guardedBefore() {
  FILE *F = nullptr;
  finally Close([&] {
    if (F)
      fclose(F);
  });
  F = fopen("a", "r");
  co_await step();
}
mine::task<> guardedAndClosed() {
  FILE *F = fopen("a", "r");
  auto Close = finally([&F] {
    if (F)
      fclose(F);
  });
  co_await step();
  fclose(F);
  F = nullptr;
}

// Naive: no release in sight. But it is passed on before the await.
struct session {
  FILE *Log;
  std::vector<FILE *> All;
  mine::task<> member() {
    FILE *F = fopen("a", "r");
    Log = F;
    co_await step();
  }
  mine::task<> straightIntoTheMember() {
    Log = fopen("a", "r");
    co_await step();
  }
  mine::task<> container() {
    FILE *F = fopen("a", "r");
    All.push_back(F);
    co_await step();
  }
};
mine::task<> outParameter(FILE *&To, FILE **ToToo) {
  To = fopen("a", "r");
  FILE *F = fopen("b", "r");
  *ToToo = F;
  co_await step();
}
class reader {
public:
  explicit reader(FILE *);
  ~reader();
};
mine::task<> constructor() {
  FILE *F = fopen("a", "r");
  reader R(F);
  co_await step();
}
mine::task<FILE *> returned() {
  FILE *F = fopen("a", "r");
  if (F)
    co_return F;
  co_await step();
}

// Naive: held, and nothing closes it. But an unseen function may have taken it.
mine::task<> handedOn() {
  FILE *F = fopen("a", "r");
  unseenToo(F);
  co_await step();
}
mine::task<> handedOnSometimes() {
  FILE *F = fopen("a", "r");
  co_await unseen(F);
  if (chance())
    co_return;
  fclose(F);
}
// Naive: `new` without `delete`. But the object can keep itself.
mine::task<> registers(node &Parent) {
  node *A = new node(Parent);
  node *B = new node;
  B->attach();
  node *C = new node;
  link(*C);
  co_await step();
}

// Naive: the descriptor is never closed. But the stream takes it over.
mine::task<> stream() {
  int Fd = open("a", 0);
  FILE *F = fdopen(Fd, "r");
  if (F)
    fclose(F);
  co_await step();
}

// Naive: the memory is still in the variable. But it is moved on by realloc and freed.
mine::task<> grown() {
  char *Text = static_cast<char *>(malloc(4));
  Text = static_cast<char *>(realloc(Text, 8));
  free(Text);
  co_await step();
}

// Naive: `new` in its place. But the storage is somebody else's.
void *operator new(decltype(sizeof(0)), void *) noexcept;
mine::task<> placed(void *Storage) {
  node *N = new (Storage) node;
  co_await step();
  N->~node();
}

// Naive: nobody closes it. But the lambda's own copy is closed.
mine::task<> ownCopy() {
  int Fd = open("a", 0);
  auto Close = [Fd = Fd] { close(Fd); };
  co_await step();
  Close();
}
// Naive: the guard is older than the acquire and names no release in a lambda.
struct closer {
  FILE *&F;
  ~closer() {
    if (F)
      fclose(F);
  }
};
mine::task<> referenceInAGuard() {
  FILE *F = nullptr;
  closer Guard{F};
  F = fopen("a", "r");
  co_await step();
}
// Naive: never closed. But it is in a structure that others work on.
struct request {
  int Fd;
  void *Data;
};
mine::task<> inAStructure() {
  int Fd = open("a", 0);
  request R;
  R.Fd = Fd;
  co_await step();
}
// Naive: never closed. But the coroutine never ends, so it forgets nothing.
mine::task<> server() {
  int Fd = open("a", 0);
  for (;;) {
    char Byte;
    read(Fd, &Byte, 1);
    co_await step();
  }
}
// Naive: never deleted. But what is awaited can delete itself.
struct operation : mock::awaiter<void> {};
mine::task<> awaitsItself() {
  auto *O = new operation;
  co_await *O;
}
// Naive: two variables. But which one is closed changes.
mine::task<> swapped() {
  FILE *A = fopen("a", "r");
  FILE *B = nullptr;
  auto Swap = [](FILE *&X, FILE *&Y) {
    FILE *Z = X;
    X = Y;
    Y = Z;
  };
  Swap(A, B);
  co_await step();
  fclose(B);
}
