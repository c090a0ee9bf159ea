#include "shell/panels/network/nudge_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart.h"
#include "shell/canvas/item.h"
#include "shell/canvas/slider.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/moved_list.h"
#include "shell/platform/platform.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr double kNudgeBudget = 0.005, kNudgeBudgetPlaying = 0.001;  // seconds of a frame
constexpr double kBetweenCurves = 0.25;  // while playing
constexpr float kNudgeRow = 18, kNudgeColumn = 78;

constexpr std::array kNudgeSets = {Nudge::Of::kTrainingSet, Nudge::Of::kSample};

// What the plot is drawn from: the curve, and where the parameter is now.
struct Nudged {
  const Nudge& nudge;
  bool still;    // the run does not move: what is now can be compared with what was
  double value;  // of the parameter, now
  std::array<double, 2> losses;  // the trainer's, there; as kNudgeSets
};

ImU32 nudge_color(const Palette& palette, Nudge::Of of) {
  return of == Nudge::Of::kTrainingSet ? palette.text : palette.selection;
}

// --- computing -----------------------------------------------------------------------------------

// The curve goes on where it is of this run, and begins anew where the run has moved on.
const Nudge& nudge_of_now(Session& session, ParameterSliding& sliding, std::size_t parameter) {
  const Trainer& trainer = session.trainer();
  const double now = platform::seconds();
  const bool playing = session.playing();
  const bool seen = sliding.nudge && sliding.revision == trainer.revision();
  const bool early = playing && sliding.nudge && now < sliding.renewed + kBetweenCurves;
  if (!seen && !early) {
    if (!sliding.nudge || !sliding.nudge->is_of(trainer)) {
      sliding.nudge.emplace(trainer, parameter, explained_sample(session));
      sliding.renewed = now;
    }
    sliding.revision = trainer.revision();
  }
  Nudge& nudge = *sliding.nudge;
  const double end = now + (playing ? kNudgeBudgetPlaying : kNudgeBudget);
  while (!nudge.advance() && platform::seconds() < end) {
  }
  if (!nudge.done()) session.inside().working = true;
  return nudge;
}

Nudged nudged_now(const Session& session, const Nudge& nudge) {
  const Trainer& trainer = session.trainer();
  Nudged now = {nudge, !session.playing(), static_cast<double>(nudge.start()), {}};
  if (!now.still) return now;
  now.value = static_cast<double>(trainer.network().parameters()[nudge.parameter()]);
  now.losses[0] = trainer.metrics().train_loss;
  if (nudge.has_start(Nudge::Of::kSample)) {
    now.losses[1] =
        static_cast<double>(trainer.point_losses()[static_cast<std::size_t>(nudge.point())]);
  }
  return now;
}

// --- the slider ----------------------------------------------------------------------------------

// From `left` to `right` its knob goes, below where the parameter is in the plot.
void draw_nudge_slider(Canvas& canvas, Session& session, ParameterTyping& typing, const Nudged& now,
                       float left, float right) {
  ParameterSliding& sliding = typing.sliding;
  const Nudge& nudge = now.nudge;
  const SliderScale scale = {static_cast<double>(nudge.values().front()),
                             static_cast<double>(nudge.values().back())};
  double value = now.value;
  const float knob = knob_radius();
  ImGui::SetCursorScreenPos({left - knob, ImGui::GetCursorScreenPos().y});
  const SliderUse use =
      slider(canvas, "network.editor.slider", {right - left + 2 * knob, control_height()}, scale,
             &value, static_cast<double>(nudge.start()),
             "Moves it, and the network with it. A double click takes it back to where it was.");
  const bool held = ImGui::IsItemActive();
  if (!held) sliding.moved = false;
  if (use.changed && !now.still) {
    session.post(intent::Pause{});  // else training moves it too
  } else if (use.changed && static_cast<float>(value) != static_cast<float>(now.value)) {
    const float number = static_cast<float>(value);
    session.post(intent::EditParameter{nudge.parameter(), number,
                                       sliding.moved ? Joins::kMovement : Joins::kSoon});
    sliding.moved = held;
    typing.shown = typing.typed = number_text(number);
    typing.renewed = true;
    typing.trouble.clear();
  }
  // What is typed next goes to the field again; on a phone that would bring the keyboard up.
  if (use.wants_typing || (sliding.held && !held && !touch_layout())) typing.focus = true;
  sliding.held = held;
}

// --- the plot ------------------------------------------------------------------------------------

// From values and losses to the screen, beyond the plot's edges too.
struct NudgeMap {
  ChartPlot plot;
  double low, high;  // of the parameter

  ImVec2 place(double value, double loss) const {
    const auto between = [](float from, float to, double share) {
      return from + (to - from) * static_cast<float>(share);
    };
    return {between(plot.min.x, plot.max.x, (value - low) / (high - low)),
            between(plot.max.y, plot.min.y, plot.axis.place(loss))};
  }
};

NudgeMap draw_nudge_curves(const Theme& theme, const Nudge& nudge, ImVec2 at, ImVec2 size) {
  const std::span<const float> values = nudge.values();
  std::vector<std::int64_t> entries;
  std::array<std::vector<double>, 2> losses;
  std::vector<ChartLine> lines;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (nudge.is_computed(k)) entries.push_back(static_cast<std::int64_t>(k));
  }
  for (std::size_t i = 0; i < kNudgeSets.size(); ++i) {
    if (!nudge.has_start(kNudgeSets[i])) continue;
    for (const std::int64_t k : entries) {
      losses[i].push_back(nudge.losses(kNudgeSets[i])[static_cast<std::size_t>(k)]);
    }
    lines.push_back({"", nudge_color(theme.palette, kNudgeSets[i]), 1.8f, losses[i]});
  }
  const double low = static_cast<double>(values.front()), high = static_cast<double>(values.back());
  char left[32], right[32], middle[32];
  const ChartPlot plot =
      draw_chart_lines(theme, at, size, entries, lines,
                       {.logarithmic = false,
                        .first_step = 0,
                        .last_step = static_cast<std::int64_t>(values.size()) - 1,
                        .right = knob_radius(),
                        .left_label = format_number(low, left),
                        .right_label = format_number(high, right)});
  const float below = at.y + size.y - kSmallSize / 2;
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kSmallSize,
            {std::round((plot.min.x + plot.max.x) / 2), below}, theme.palette.dim,
            format_number(static_cast<double>(nudge.start()), middle), Align::kCenter);
  return {plot, low, high};
}

void draw_start_line(ImDrawList* list, const NudgeMap& map, double value, ImU32 color) {
  const float x = std::round(map.place(value, 0).x) + 0.5f;
  list->AddLine({x, map.plot.min.y}, {x, map.plot.max.y}, color, 1);
}

// The tangent where the parameter was, that point, and where it is now: on the tangent what was
// promised, on the curve what came.
void draw_nudge_tangent(const Theme& theme, ImDrawList* list, const NudgeMap& map,
                        const Nudged& now, std::size_t set) {
  const Nudge& nudge = now.nudge;
  const Nudge::Of of = kNudgeSets[set];
  if (!nudge.has_start(of) || !std::isfinite(nudge.start_loss(of))) return;
  const ImU32 color = nudge_color(theme.palette, of);
  const double start = nudge.start_loss(of);
  const auto promised = [&](double value) { return start + nudge.predicted(of, value); };
  list->AddLine(map.place(map.low, promised(map.low)), map.place(map.high, promised(map.high)),
                with_alpha(color, 0.6f), 1);
  const ImVec2 was = map.place(static_cast<double>(nudge.start()), start);
  list->AddCircleFilled(was, 3.5f, theme.palette.panel);
  list->AddCircle(was, 3.5f, color, 0, 1.5f);
  if (!now.still) return;
  const ImVec2 is = map.place(now.value, now.losses[set]);
  const ImVec2 tangent = map.place(now.value, promised(now.value));
  list->AddLine(tangent, is, with_alpha(color, 0.6f), 1);
  list->AddCircleFilled(is, 4.5f, theme.palette.panel);
  list->AddCircleFilled(is, 3.5f, color);
}

// Returns where its left and right ends are.
std::pair<float, float> draw_nudge_plot(Canvas& canvas, const Nudged& now, float height) {
  const Theme& theme = canvas.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = {kNudgeWidth, height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImGui::Dummy(size);
  canvas.note_place("network.editor.curve");
  tooltip(canvas,
          "The loss over this one parameter while all others stay, and the tangent where it was. "
          "Dropout and the penalty on weights are left out.");
  const NudgeMap map = draw_nudge_curves(theme, now.nudge, at, size);
  list->PushClipRect({map.plot.min.x - 4, map.plot.min.y - 4},
                     {map.plot.max.x + 4, map.plot.max.y + 4}, true);
  draw_start_line(list, map, static_cast<double>(now.nudge.start()), theme.palette.faint);
  for (std::size_t set = kNudgeSets.size(); set-- > 0;)
    draw_nudge_tangent(theme, list, map, now, set);
  list->PopClipRect();
  return {map.plot.min.x, map.plot.max.x};
}

// --- the numbers ---------------------------------------------------------------------------------

std::string signed_number(double value) { return (value > 0 ? "+" : "") + significant(value); }

struct NudgeRow {
  const char* place;
  std::string label;
  const char* help;
  bool strong;
  std::array<std::string, 2> numbers = {};  // as kNudgeSets; empty where there is no such set
};

void draw_nudge_row(Canvas& canvas, const NudgeRow& row) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({kNudgeWidth, kNudgeRow});
  canvas.note_place(row.place);
  tooltip(canvas, row.help);
  ImFont* font = row.strong ? theme.fonts.semibold : theme.fonts.regular;
  const float y = at.y + kNudgeRow / 2;
  draw_text(list, theme.fonts.regular, kHeadingSize, {at.x, y}, theme.palette.dim, row.label);
  float right = at.x + kNudgeWidth;
  for (std::size_t set = kNudgeSets.size(); set-- > 0;) {
    if (row.numbers[set].empty()) continue;
    draw_text(list, font, kHeadingSize, {right, y}, theme.palette.text, row.numbers[set],
              Align::kRight);
    right -= kNudgeColumn;
  }
}

// Whose numbers are below, each with the colour of its curve.
void draw_nudge_heads(Canvas& canvas, const Session& session, const Nudged& now, bool weight) {
  const Theme& theme = canvas.theme;
  const Trainer& trainer = session.trainer();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float y = at.y + kNudgeRow / 2;
  ImGui::Dummy({kNudgeWidth, kNudgeRow});
  const double moved = now.value - static_cast<double>(now.nudge.start());
  if (now.still) {
    draw_text(list, theme.fonts.semibold, kHeadingSize, {at.x, y}, theme.palette.text,
              (weight ? "Δw = " : "Δb = ") + signed_number(moved));
  }
  float right = at.x + kNudgeWidth;
  for (std::size_t set = kNudgeSets.size(); set-- > 0;) {
    if (!now.nudge.has_start(kNudgeSets[set])) continue;
    const std::string name = kNudgeSets[set] == Nudge::Of::kTrainingSet
                                 ? "training set"
                                 : sample_name(trainer.data(), now.nudge.point());
    const float width = text_size(theme.fonts.regular, kSmallSize, name).x;
    draw_text(list, theme.fonts.regular, kSmallSize, {right, y}, theme.palette.dim, name,
              Align::kRight);
    list->AddCircleFilled({right - width - 7, y}, 3, nudge_color(theme.palette, kNudgeSets[set]));
    right -= kNudgeColumn;
  }
}

void draw_nudge_numbers(Canvas& canvas, const Session& session, const Nudged& now) {
  const bool weight = session.trainer().network().is_weight(now.nudge.parameter());
  draw_nudge_heads(canvas, session, now, weight);
  const std::string letter = weight ? "w" : "b";
  std::array<NudgeRow, 3> rows = {
      NudgeRow{"network.editor.slope", "slope g = ∂L/∂" + letter,
               "How fast the loss grows with it, at where it was: the gradient, for the whole "
               "training set and for one sample.",
               false},
      NudgeRow{"network.editor.predicted", "predicted ΔL = g·Δ" + letter,
               "What the tangent promises: the slope times how far it has moved.", false},
      NudgeRow{"network.editor.actual", "actual ΔL",
               "What came of it: the loss now less the loss where it was.", true}};
  for (std::size_t set = 0; set < kNudgeSets.size(); ++set) {
    const Nudge::Of of = kNudgeSets[set];
    if (!now.nudge.has_start(of)) continue;
    rows[0].numbers[set] = significant(now.nudge.slope(of));
    rows[1].numbers[set] = now.still ? signed_number(now.nudge.predicted(of, now.value)) : "–";
    rows[2].numbers[set] = now.still ? signed_number(now.nudge.actual(of, now.losses[set])) : "–";
  }
  for (const NudgeRow& row : rows) draw_nudge_row(canvas, row);
}

}  // namespace

void draw_nudge(Canvas& canvas, Session& session, ParameterTyping& typing, std::size_t parameter,
                float height) {
  const Nudge& nudge = nudge_of_now(session, typing.sliding, parameter);
  const Nudged now = nudged_now(session, nudge);
  const float x = ImGui::GetCursorScreenPos().x, knob = knob_radius();
  const bool points = !nudge.losses(kNudgeSets[0]).empty() || !nudge.losses(kNudgeSets[1]).empty();
  if (!points) {
    draw_nudge_slider(canvas, session, typing, now, x + knob, x + kNudgeWidth - knob);
    return;
  }
  ImGui::Dummy({1, kUnit});
  const auto [left, right] = draw_nudge_plot(canvas, now, height);
  draw_nudge_slider(canvas, session, typing, now, left, right);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  draw_nudge_numbers(canvas, session, now);
  if (now.still)
    draw_moved_list(canvas, session, parameter, nudge.start(), nudge.point(), kNudgeWidth);
  ImGui::PopStyleVar();
}

}  // namespace backprop
