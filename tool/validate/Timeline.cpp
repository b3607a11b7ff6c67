// SPDX-License-Identifier: Apache-2.0
// Draws the timeline: a lane a task, what it does in colours of Okabe and Ito and in patterns.
#include "Timeline.h"
#include "Judge.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>

namespace cotidy::validate {
namespace {

constexpr double Width = 960, Labels = 190, Right = 40, Lane = 26, Bar = 16;
constexpr size_t MostLanes = 24;

// Colours that are told apart with any colour vision, a pattern each, and both backgrounds.
constexpr llvm::StringLiteral Head = R"svg(<defs>
<pattern id="waits" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" fill="#56B4E9"/><rect width="2" height="8" fill="#8CCBF0"/></pattern>
<pattern id="blocks" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="#D55E00"/><path d="M0 0L6 6M6 0L0 6" stroke="#7A3600"/></pattern>
<pattern id="held" width="5" height="5" patternUnits="userSpaceOnUse">
<rect width="5" height="5" fill="#E69F00"/><circle cx="2.5" cy="2.5" r="1" fill="#5C4000"/></pattern>
</defs>
<style>
text { font: 13px system-ui, sans-serif; fill: #1a1a1a; }
.title { font-size: 15px; font-weight: 600; }
.small { font-size: 12px; }
.in { font-size: 11px; fill: #000; }
.page { fill: #ffffff; }
.lane { fill: #f0f0f0; }
.axis { stroke: #8a8a8a; stroke-width: 1; }
.runs { fill: #000000; }
.mark { stroke: #CC79A7; stroke-width: 3; fill: none; }
.strike { fill: #CC79A7; stroke: #1a1a1a; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f0f0; }
.in { fill: #000; }
.page { fill: #15181c; }
.lane { fill: #262a30; }
.runs { fill: #ffffff; }
.strike { stroke: #f0f0f0; }
}
</style>
)svg";

std::string escaped(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text)
    Result += C == '&' ? "&amp;" : C == '<' ? "&lt;" : C == '>' ? "&gt;" : std::string(1, C);
  return Result;
}

/// Stopped after many steps, or killed while it hung: what it does last goes on for ever.
bool isEndless(const Run &R) { return R.Seen.NeverEnds || R.Process.TimedOut; }

class Picture {
public:
  std::string draw(const Run &Before, const Run &After) {
    // A run without end is shown for as long as there is something to compare it with.
    for (const Run *R : {&Before, &After})
      if (!isEndless(*R))
        Until = std::max(Until, R->Seen.Makespan);
    if (isEndless(Before) || isEndless(After))
      Until = std::max<int64_t>(Until * 4, 1'000'000);
    Until = std::max<int64_t>(Until, 1);
    panel("before", Before);
    panel("after", After);
    legend();
    std::string Result;
    llvm::raw_string_ostream Out(Result);
    Out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
        << llvm::format("%.0f %.0f", Width, Top) << "\" role=\"img\" aria-label=\"Tasks over "
        << "virtual time, before and after\">\n"
        << Head << "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
        << Body << "</svg>\n";
    return Result;
  }

private:
  double x(int64_t At) const {
    return Labels + (Width - Labels - Right) * static_cast<double>(std::min(At, Until)) /
                        static_cast<double>(Until);
  }
  void text(double X, double Y, llvm::StringRef Text, const char *Class = nullptr,
            const char *Anchor = nullptr) {
    Out << llvm::format("<text x=\"%.1f\" y=\"%.1f\"", X, Y);
    if (Class)
      Out << " class=\"" << Class << '"';
    if (Anchor)
      Out << " text-anchor=\"" << Anchor << '"';
    Out << '>' << escaped(Text) << "</text>\n";
  }

  void panel(llvm::StringRef Title, const Run &R) {
    Top += 26;
    text(12, Top, Title, "title");
    text(Labels, Top, summary(R), "small");
    Top += 10;
    std::map<uint32_t, std::vector<Event>> Tasks;
    for (const Event &E : R.Timeline)
      Tasks[E.Task].push_back(E);
    size_t Drawn = 0;
    for (const auto &[Task, Events] : Tasks) {
      if (Drawn++ == MostLanes) {
        text(12, Top + 16, "and " + std::to_string(Tasks.size() - MostLanes) + " more tasks",
             "small");
        Top += Lane;
        break;
      }
      lane(Task < R.Names.size() && !R.Names[Task].empty() ? R.Names[Task]
                                                           : "#" + std::to_string(Task),
           Events, R);
    }
    axis();
  }

  static std::string summary(const Run &R) {
    std::string Text = isEndless(R) ? "does not end" : readable(R.Seen.Makespan);
    if (R.Seen.LongestStep)
      Text += "; the thread is blocked for " + readable(R.Seen.BlockedTime);
    if (R.Seen.End == Ending::Deadlock)
      Text += "; deadlock";
    if (R.Seen.Open[0])
      Text += std::string("; stays open: ") + R.Seen.Open;
    return Text;
  }

  void lane(llvm::StringRef Name, const std::vector<Event> &Events, const Run &R) {
    const double Y = Top + (Lane - Bar) / 2;
    Out << llvm::format(
        "<rect class=\"lane\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", Labels, Y,
        Width - Labels - Right, Bar);
    text(12, Y + 13, Name.size() > 26 ? (Name.take_front(25) + "…").str() : Name.str());
    bool Ended = false;
    for (size_t I = 0; I < Events.size(); ++I) {
      const Event &E = Events[I];
      // Where nothing follows, it stays so.
      const int64_t To = I + 1 < Events.size() ? Events[I + 1].At
                         : isEndless(R)        ? Until
                                               : R.Seen.Makespan;
      switch (E.Kind) {
      case Event::Runs:
        if (To > E.At)
          bar(E.At, To, Y, "blocks", "blocks the thread");
        else if (E.At <= Until)
          Out << llvm::format(
              "<rect class=\"runs\" x=\"%.1f\" y=\"%.1f\" width=\"2\" height=\"%.1f\"/>\n",
              x(E.At) - 1, Y, Bar);
        break;
      case Event::Waits:
        bar(E.At, To, Y, "waits", E.What);
        break;
      case Event::CanRun:
        bar(E.At, To, Y, "held", "held up");
        break;
      case Event::Struck:
        Out << llvm::format("<path class=\"strike\" d=\"M%.1f %.1fl-5 -8h10z\"/>\n", x(E.At),
                            Y + 4);
        break;
      case Event::Ends:
        Ended = true;
        if (E.How == Ending::Cancelled || E.How == Ending::Destroyed || E.How == Ending::Failed) {
          Out << llvm::format("<path class=\"mark\" d=\"M%.1f %.1fl10 10m0 -10l-10 10\"/>\n",
                              x(E.At) + 3, Y + 3);
          text(x(E.At) + 18 > Width - Right - 60 ? x(E.At) - 4 : x(E.At) + 18, Y + 12,
               E.How == Ending::Cancelled   ? "cancelled"
               : E.How == Ending::Destroyed ? "destroyed"
                                            : "error",
               "small", x(E.At) + 18 > Width - Right - 60 ? "end" : nullptr);
        }
        break;
      }
    }
    if (!Ended && isEndless(R))
      text(Width - Right + 4, Y + 12, "→ …");
    Top += Lane;
  }

  void bar(int64_t From, int64_t To, double Y, const char *Pattern, llvm::StringRef What) {
    if (From >= Until || To <= From)
      return;
    const double X = x(From), W = std::max(1.0, x(To) - X);
    Out << llvm::format(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"url(#%s)\"/>\n", X, Y, W,
        Bar, Pattern);
    if (W > 7.0 * static_cast<double>(What.size()) + 8) {
      // A plain strip under the words keeps the pattern from cutting into them.
      Out << llvm::format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"#fff\" "
                          "fill-opacity=\"0.75\"/>\n",
                          X + 3, Y + 2, 6.2 * static_cast<double>(What.size()) + 4);
      text(X + 5, Y + 12, What, "in");
    }
  }

  void axis() {
    Top += 4;
    Out << llvm::format("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>\n", Labels, Top,
                        Width - Right);
    for (int I = 0; I <= 4; ++I) {
      const int64_t At = Until * I / 4;
      Out << llvm::format("<path class=\"axis\" d=\"M%.1f %.1fv5\"/>\n", x(At), Top);
      text(x(At), Top + 18, readable(At), "small", "middle");
    }
    Top += 24;
  }

  void legend() {
    Top += 18;
    double X = 12;
    for (auto [Pattern, What] : {std::pair{"waits", "waits"},
                                 {"blocks", "runs, and blocks the thread"},
                                 {"held", "could run, the thread is taken"}}) {
      Out << llvm::format("<rect x=\"%.1f\" y=\"%.1f\" width=\"24\" height=\"12\" "
                          "fill=\"url(#%s)\"/>\n",
                          X, Top - 10, Pattern);
      text(X + 30, Top, What, "small");
      X += 50 + 6.6 * static_cast<double>(llvm::StringRef(What).size());
    }
    Out << llvm::format("<rect class=\"runs\" x=\"%.1f\" y=\"%.1f\" width=\"2\" height=\"12\"/>\n",
                        X, Top - 10);
    text(X + 8, Top, "a step", "small");
    X += 60;
    Out << llvm::format("<path class=\"strike\" d=\"M%.1f %.1fl-5 -8h10z\"/>\n", X + 5, Top);
    text(X + 16, Top, "the fault", "small");
    X += 84;
    Out << llvm::format("<path class=\"mark\" d=\"M%.1f %.1fl10 10m0 -10l-10 10\"/>\n", X,
                        Top - 10);
    text(X + 16, Top, "ends early", "small");
    Top += 14;
  }

  std::string Body;
  llvm::raw_string_ostream Out{Body};
  double Top = 0;
  int64_t Until = 0;
};

} // namespace

std::string drawn(const Run &Before, const Run &After) { return Picture().draw(Before, After); }

} // namespace cotidy::validate
