#include "shell/panels/inside/microscope_slope.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/formula.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rect.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr int kCurvePoints = 97;
constexpr float kSlopeTitle = 24, kSlopeLabels = 16;

struct SlopeFrame {
  Rect area;
  double left, right, low, high;  // what it spans

  ImVec2 place(double z, double a) const {
    const double x = (z - left) / (right - left), y = (a - low) / (high - low);
    return {area.min.x + area.width() * static_cast<float>(x),
            area.max.y - area.height() * static_cast<float>(y)};
  }
};

// z of the sample that is explained.
std::optional<float> explained_sum(const Explanation& explanation) {
  for (const Equation& equation : explanation.equations) {
    if (equation.result.target.kind == TermTarget::Kind::kPreActivation) {
      return equation.result.value;
    }
  }
  return std::nullopt;
}

SlopeFrame frame_around(const Activation& activation, double least, double most, Rect area) {
  constexpr double kUsual = 4, kMargin = 0.6;
  SlopeFrame frame{area, std::min(-kUsual, least - kMargin), std::max(kUsual, most + kMargin), 0,
                   0};
  for (int i = 0; i < kCurvePoints; ++i) {
    const double z = frame.left + (frame.right - frame.left) * i / (kCurvePoints - 1);
    const double a = activation.value_double(z);
    frame.low = std::min(frame.low, a);
    frame.high = std::max(frame.high, a);
  }
  const double room = 0.08 * std::max(frame.high - frame.low, 1e-9);
  frame.low -= room;
  frame.high += room;
  return frame;
}

void draw_activation_curve(const Theme& theme, const Activation& activation,
                           const SlopeFrame& frame) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& palette = theme.palette;
  list->AddRectFilled(frame.area.min, frame.area.max, palette.ground, 6);
  const ImVec2 zero = frame.place(0, 0);
  list->AddLine({frame.area.min.x, zero.y}, {frame.area.max.x, zero.y}, palette.line, 1);
  list->AddLine({zero.x, frame.area.min.y}, {zero.x, frame.area.max.y}, palette.line, 1);
  std::array<ImVec2, kCurvePoints> line;
  for (int i = 0; i < kCurvePoints; ++i) {
    const double z = frame.left + (frame.right - frame.left) * i / (kCurvePoints - 1);
    line[static_cast<std::size_t>(i)] = frame.place(z, activation.value_double(z));
  }
  list->AddPolyline(line.data(), kCurvePoints, palette.dim, 0, 1.5f);
  const float y = frame.area.max.y + 9;
  const auto end = [&](float x, double value, Align align) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, palette.dim, tick_label(value), align);
  };
  end(frame.area.min.x, std::ceil(frame.left), Align::kLeft);
  end(frame.area.max.x, std::floor(frame.right), Align::kRight);
  draw_text(list, theme.fonts.regular, kSmallSize, {zero.x, y}, palette.dim, "z", Align::kCenter);
}

// The line that touches the curve at z, as far as the picture goes.
void draw_tangent(const Theme& theme, const SlopeFrame& frame, double z, double a, double slope) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const double reach = (frame.right - frame.left) * 0.28;
  list->PushClipRect(frame.area.min, frame.area.max, true);
  list->AddLine(frame.place(z - reach, a - slope * reach),
                frame.place(z + reach, a + slope * reach), theme.palette.selection, 2);
  list->PopClipRect();
}

void draw_slope_dot(const Theme& theme, const SlopeFrame& frame, double z, double a, float size,
                    ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddCircleFilled(frame.place(z, a), size + 1, theme.palette.ground);
  list->AddCircleFilled(frame.place(z, a), size, color);
}

}  // namespace

bool has_slope_picture(const Session& session, const ExplainTarget& target) {
  const Trainer& trainer = session.trainer();
  return target.kind == ExplainTarget::Kind::kNeuron && trainer.phases_done() > 0 &&
         !trainer.network().layer(target.layer).activation->output_only;
}

void draw_slope_picture(Canvas& canvas, Session& session, const ExplainTarget& target, ImVec2 at) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const Trainer& trainer = session.trainer();
  const Workspace& batch = trainer.workspace();
  const Activation& activation = *trainer.network().layer(target.layer).activation;
  const Microscope& microscope = session.microscope();
  const std::optional<float> sum = explained_sum(microscope.explanation);
  const bool one = microscope.key.point >= 0 && sum.has_value();
  const bool known = trainer.phases_done() > static_cast<int>(Phase::kBackward);

  double least = 0, most = 0;
  const auto stretch = [&](float z) {
    least = std::min(least, static_cast<double>(z));
    most = std::max(most, static_cast<double>(z));
  };
  for (int s = 0; s < batch.samples; ++s) stretch(batch.z(target.layer, target.neuron, s));
  if (one) stretch(*sum);
  const Rect area = {{at.x, at.y + kSlopeTitle},
                     {at.x + kSlopeSize.x, at.y + kSlopeSize.y - kSlopeLabels}};
  canvas.note_place("microscope.slope", at.x, at.y, kSlopeSize.x, kSlopeSize.y);
  const SlopeFrame frame = frame_around(activation, least, most, area);

  ImDrawList* list = ImGui::GetWindowDrawList();
  const float title = at.y + kSlopeTitle / 2 - 2;
  std::string words = std::string(activation.label) + " at z";
  if (one) words += " = " + significant(static_cast<double>(*sum));
  if (!one) words = std::string(activation.label) + ", every sample's z";
  draw_text(list, theme.fonts.semibold, kHeadingSize, {at.x, title}, palette.text, words);
  draw_activation_curve(theme, activation, frame);

  for (int s = 0; s < batch.samples; ++s) {
    const float z = batch.z(target.layer, target.neuron, s);
    draw_slope_dot(theme, frame, static_cast<double>(z), static_cast<double>(activation.value(z)),
                   one ? 1.5f : 2.5f, with_alpha(palette.text, one ? 0.45f : 0.8f));
  }
  if (!one) return;
  const float a = activation.value(*sum), slope = activation.slope(*sum, a);
  const auto z = static_cast<double>(*sum);
  if (known) {
    draw_tangent(theme, frame, z, static_cast<double>(a), static_cast<double>(slope));
    draw_text(list, theme.fonts.semibold, kHeadingSize, {area.max.x, title},
              ink_color(palette, ink_of(slope)),
              "φ′(z) = " + significant(static_cast<double>(slope)), Align::kRight);
  }
  draw_slope_dot(theme, frame, z, static_cast<double>(a), 4, palette.selection);
}

}  // namespace backprop
