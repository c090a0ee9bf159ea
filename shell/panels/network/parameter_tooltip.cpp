#include "shell/panels/network/parameter_tooltip.h"

#include <imgui.h>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_edges.h"

namespace backprop {

namespace {

constexpr float kNumberColumn = 116;  // where the numbers of the tooltip start

// Values of an earlier step are marked as such; before the first there are none.
void value_line(const Theme& theme, const Trainer& trainer, const char* label, EdgeMode mode,
                std::size_t parameter) {
  const Palette& palette = theme.palette;
  const std::span<const float> values = edge_values(trainer, mode);
  const bool current = values_current(trainer, mode);
  if (values.empty() || (!current && trainer.step_count() == 0)) {
    const char* when = mode == EdgeMode::kGradient ? "comes with phase 4" : "comes with phase 5";
    tooltip_line(theme, label, when, palette.dim, kNumberColumn);
    return;
  }
  const float value = values[parameter];
  char buffer[32];
  std::string text = format_number(static_cast<double>(value), buffer);
  if (!current) text += "  of the step before";
  const ImU32 sign = number_color(theme, static_cast<double>(value));
  tooltip_line(theme, label, text.c_str(), current ? sign : palette.dim, kNumberColumn);
}

}  // namespace

void draw_parameter_tooltip(const Theme& theme, const Trainer& trainer, std::size_t parameter) {
  const bool weight = trainer.network().is_weight(parameter);
  if (!begin_tooltip(theme)) return;
  ImGui::PushFont(theme.fonts.semibold, kHeadingSize);
  ImGui::TextUnformatted(parameter_label(trainer, parameter).c_str());
  ImGui::PopFont();
  value_line(theme, trainer, weight ? "weight w" : "bias b", EdgeMode::kWeight, parameter);
  value_line(theme, trainer, weight ? "gradient ∂L/∂w" : "gradient ∂L/∂b", EdgeMode::kGradient,
             parameter);
  value_line(theme, trainer, weight ? "last update Δw" : "last update Δb", EdgeMode::kUpdate,
             parameter);
  ImGui::PushStyleColor(ImGuiCol_Text, theme.palette.dim);
  ImGui::TextUnformatted("click to change it");
  ImGui::PopStyleColor();
  end_tooltip();
}

}  // namespace backprop
