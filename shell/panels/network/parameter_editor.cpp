#include "shell/panels/network/parameter_editor.h"

#include <imgui.h>

#include <cmath>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_edges.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr const char* kPopup = "parameter editor";
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
  ImGui::TextUnformatted("click to type a value");
  ImGui::PopStyleColor();
  end_tooltip();
}

void open_parameter_editor(Canvas& canvas, const Trainer& trainer, View& view,
                           std::size_t parameter) {
  if (!begin_typing(canvas)) return;
  view.edited_parameter = parameter;
  view.pinned_parameter = parameter;
  // The field keeps what is typed while training goes on changing the parameter itself.
  ImGui::GetStateStorage()->SetFloat(ImGui::GetID("value"),
                                     trainer.network().parameters()[parameter]);
  ImGui::OpenPopup(kPopup);
}

void draw_parameter_editor(Canvas& canvas, Session& session) {
  View& view = session.view();
  if (!view.edited_parameter) return;
  float* value = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("value"));
  const std::size_t parameter = *view.edited_parameter;
  const bool exists = parameter < session.trainer().network().parameter_count();
  if (!exists || !ImGui::BeginPopup(kPopup)) {
    view.edited_parameter.reset();
    return;
  }
  ImGui::TextUnformatted(parameter_label(session.trainer(), parameter).c_str());
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(160);
  ImGui::InputFloat("##value", value, 0, 0, "%.6g", ImGuiInputTextFlags_AutoSelectAll);
  canvas.note_place("network.editor");
  const bool entered = ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                       ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  ImGui::SameLine();
  const bool applied =
      text_button(canvas, "network.editor.apply", "Set", {0, ImGui::GetFrameHeight()});
  if (entered || applied) {
    if (std::isfinite(*value)) session.post(intent::EditParameter{parameter, *value});
    ImGui::CloseCurrentPopup();
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace backprop
