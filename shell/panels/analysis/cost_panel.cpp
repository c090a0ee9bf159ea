// Cost: what the gradient of this network costs by three ways, as bars of multiplications. Why one
// goes backwards.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/insight/cost.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

struct CostBar {
  const char* name;  // of its place, with the number behind it
  const char* label;
  std::string passes;
  std::int64_t multiplications;
  ImU32 color;
};

std::string times(double passes) { return significant(passes, 2) + " forward passes"; }

std::array<CostBar, 4> cost_bars(const Palette& palette, const GradientCost& cost) {
  const auto forward = static_cast<double>(cost.forward);
  const std::string count = with_thousands(cost.parameters);
  return {{
      {"cost.forward", "One forward pass", "no slope yet", cost.forward, palette.dim},
      {"cost.backward", "Forward, then backward: every slope",
       times(static_cast<double>(cost.backpropagation()) / forward), cost.backpropagation(),
       palette.good},
      {"cost.nudging", "Nudging each weight and bias up and down", "2·" + count + " forward passes",
       cost.nudging(), palette.warning},
      {"cost.pairs", "Forward mode: a pass of (value, slope) for each", count + " such passes",
       cost.forward_mode(), palette.warning},
  }};
}

std::string summary(const GradientCost& cost) {
  const double passes =
      static_cast<double>(cost.backpropagation()) / static_cast<double>(cost.forward);
  return "For one sample, all " + with_thousands(cost.parameters) +
         " slopes of this network. Going backwards gives them together, for what " +
         significant(passes, 2) +
         " forward passes cost, because each δ is worked out once and then serves all that lies "
         "before it. "
         "The other ways begin anew for each weight.";
}

constexpr const char* kCounted =
    "Multiplications in the sums, counted in the plain loops of the engine, with the 1/N of each "
    "gradient's mean; φ, φ′ and the loss are left out.";

// The label above its bar, the number behind it. Returns the bottom.
float draw_bar(Canvas& canvas, const CostBar& bar, Rect area, double largest) {
  constexpr float kBar = 10, kLine = 18;
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = area.min.y + kLine / 2;
  const std::string number = with_thousands(bar.multiplications);
  const float number_width = text_size(theme.fonts.semibold, kTextSize, number).x;
  const float passes_width = text_size(theme.fonts.regular, kHeadingSize, bar.passes).x;
  const float label_room = area.width() - number_width - 3 * kUnit;
  draw_text_fitted(list, theme.fonts.regular, kTextSize, {area.min.x, middle}, theme.palette.text,
                   bar.label, label_room);
  const float label_width = text_size(theme.fonts.regular, kTextSize, bar.label).x;
  if (label_width + passes_width + 4 * kUnit < label_room) {
    draw_text(list, theme.fonts.regular, kHeadingSize,
              {area.min.x + label_width + 3 * kUnit, middle}, theme.palette.dim, bar.passes);
  }
  draw_text(list, theme.fonts.semibold, kTextSize, {area.max.x, middle}, theme.palette.text, number,
            Align::kRight);
  const float top = area.min.y + kLine + 2;
  const auto share = static_cast<float>(static_cast<double>(bar.multiplications) / largest);
  list->AddRectFilled({area.min.x, top}, {area.max.x, top + kBar}, theme.palette.raised, 2);
  list->AddRectFilled({area.min.x, top},
                      {area.min.x + std::max(2.0f, area.width() * share), top + kBar}, bar.color,
                      2);
  canvas.note_place(std::string(bar.name) + '.' + std::to_string(bar.multiplications), area.min.x,
                    area.min.y, area.width(), top + kBar - area.min.y);
  return top + kBar;
}

}  // namespace

void draw_cost_panel(Canvas& canvas, Session& session, Rect area) {
  constexpr float kWidest = 720, kBetween = 3 * kUnit;
  const Theme& theme = canvas.theme;
  const GradientCost cost = gradient_cost(session.trainer().network());
  const float width = std::min(area.width() - 3 * kUnit, kWidest);
  float y = area.min.y + 2.5f * kUnit - ImGui::GetScrollY();
  const auto say = [&](std::string_view text, ImU32 color) {
    const Paragraph lines = Paragraph::balanced(theme.fonts.regular, kTextSize, text, width);
    lines.draw(ImGui::GetWindowDrawList(), {area.min.x, y}, color);
    y += lines.size().y + kBetween;
  };
  say(summary(cost), theme.palette.text);
  const std::array<CostBar, 4> bars = cost_bars(theme.palette, cost);
  const auto largest =
      static_cast<double>(std::ranges::max(bars, {}, &CostBar::multiplications).multiplications);
  for (const CostBar& bar : bars) {
    y = draw_bar(canvas, bar, {{area.min.x, y}, {area.min.x + width, y}}, largest) + kBetween;
  }
  say(kCounted, theme.palette.dim);
  ImGui::SetCursorScreenPos({area.min.x, y});
  ImGui::Dummy({1, 1});
}

}  // namespace backprop
