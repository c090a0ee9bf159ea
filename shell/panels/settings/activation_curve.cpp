#include "shell/panels/settings/activation_curve.h"

#include <algorithm>
#include <array>

#include "engine/base/table.h"
#include "engine/experiment/experiment.h"
#include "engine/parts/activation.h"

namespace backprop {

namespace {

// φ over −4 … 4, with its axes; nothing for what is no function of one number.
void draw_curve(const Theme& theme, std::string_view name, Rect area) {
  constexpr int kPoints = 45;
  constexpr double kReach = 4, kLeast = 1;  // of z; of a, to either side
  const Activation* activation = find_entry(activations(), name);
  if (activation == nullptr || activation->output_only) return;
  std::array<double, kPoints> values{};
  double low = -kLeast, high = kLeast;
  for (std::size_t i = 0; i < kPoints; ++i) {
    values[i] =
        activation->value_double(-kReach + 2 * kReach * static_cast<double>(i) / (kPoints - 1));
    low = std::min(low, values[i]);
    high = std::max(high, values[i]);
  }
  const auto height = [&](double value) {
    return area.max.y - area.height() * static_cast<float>((value - low) / (high - low));
  };
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = (area.min.x + area.max.x) / 2;
  list->AddLine({area.min.x, height(0)}, {area.max.x, height(0)}, theme.palette.line, 1);
  list->AddLine({middle, area.min.y}, {middle, area.max.y}, theme.palette.line, 1);
  std::array<ImVec2, kPoints> line;
  for (std::size_t i = 0; i < kPoints; ++i) {
    line[i] = {area.min.x + area.width() * static_cast<float>(i) / (kPoints - 1),
               height(values[i])};
  }
  list->AddPolyline(line.data(), kPoints, theme.palette.dim, 0, 1.5f);
}

void draw_entry_of(std::string_view property, const Theme& theme, int index, Rect area) {
  draw_curve(theme, find_property(property)->choices[static_cast<std::size_t>(index)].name, area);
}

}  // namespace

ChoicePicture picture_of_choices(std::string_view property) {
  if (property == "activation") {
    return [](const Theme& theme, int index, Rect area) {
      draw_entry_of("activation", theme, index, area);
    };
  }
  if (property == "outputActivation") {
    return [](const Theme& theme, int index, Rect area) {
      draw_entry_of("outputActivation", theme, index, area);
    };
  }
  return nullptr;
}

}  // namespace backprop
