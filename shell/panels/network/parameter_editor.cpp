#include "shell/panels/network/parameter_editor.h"

#include <imgui.h>

#include <cmath>

#include "engine/insight/notation.h"
#include "shell/app/app.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_edges.h"

namespace backprop {

namespace {

constexpr const char* kPopup = "parameter editor";
constexpr float kNumberColumn = 116;  // where the numbers of the tooltip start

// Values of an earlier step are marked as such; before the first there are none.
void value_line(const App& app, const char* label, EdgeMode mode, std::size_t parameter) {
  const Trainer& trainer = app.trainer();
  const Palette& palette = app.canvas().theme.palette;
  const std::span<const float> values = edge_values(trainer, mode);
  const bool current = values_current(trainer, mode);
  if (values.empty() || (!current && trainer.step_count() == 0)) {
    const char* when = mode == EdgeMode::kGradient ? "comes with phase 4" : "comes with phase 5";
    tooltip_line(app.canvas().theme, label, when, palette.dim, kNumberColumn);
    return;
  }
  const float value = values[parameter];
  char buffer[32];
  std::string text = format_number(static_cast<double>(value), buffer);
  if (!current) text += "  of the step before";
  const ImU32 sign = number_color(app.canvas().theme, static_cast<double>(value));
  tooltip_line(app.canvas().theme, label, text.c_str(), current ? sign : palette.dim,
               kNumberColumn);
}

}  // namespace

void draw_parameter_tooltip(App& app, std::size_t parameter) {
  const Trainer& trainer = app.trainer();
  const bool weight = trainer.network().is_weight(parameter);
  if (!begin_tooltip(app.canvas().theme)) return;
  ImGui::PushFont(app.canvas().theme.fonts.semibold, kHeadingSize);
  ImGui::TextUnformatted(parameter_label(trainer, parameter).c_str());
  ImGui::PopFont();
  value_line(app, weight ? "weight w" : "bias b", EdgeMode::kWeight, parameter);
  value_line(app, weight ? "gradient ∂L/∂w" : "gradient ∂L/∂b", EdgeMode::kGradient, parameter);
  value_line(app, weight ? "last update Δw" : "last update Δb", EdgeMode::kUpdate, parameter);
  ImGui::PushStyleColor(ImGuiCol_Text, app.canvas().theme.palette.dim);
  ImGui::TextUnformatted("click to type a value");
  ImGui::PopStyleColor();
  end_tooltip();
}

void open_parameter_editor(App& app, std::size_t parameter) {
  if (!ask_for_later_part(app.canvas())) return;
  app.view().edited_parameter = parameter;
  app.view().pinned_parameter = parameter;
  // The field keeps what is typed while training goes on changing the parameter itself.
  ImGui::GetStateStorage()->SetFloat(ImGui::GetID("value"),
                                     app.trainer().network().parameters()[parameter]);
  ImGui::OpenPopup(kPopup);
}

void draw_parameter_editor(App& app) {
  View& view = app.view();
  if (!view.edited_parameter) return;
  float* value = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("value"));
  const std::size_t parameter = *view.edited_parameter;
  const bool exists = parameter < app.trainer().network().parameter_count();
  if (!exists || !ImGui::BeginPopup(kPopup)) {
    view.edited_parameter.reset();
    return;
  }
  ImGui::TextUnformatted(parameter_label(app.trainer(), parameter).c_str());
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(160);
  ImGui::InputFloat("##value", value, 0, 0, "%.6g", ImGuiInputTextFlags_AutoSelectAll);
  app.canvas().note_place("network.editor");
  const bool entered = ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                       ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  ImGui::SameLine();
  const bool applied =
      text_button(app.canvas(), "network.editor.apply", "Set", {0, ImGui::GetFrameHeight()});
  if (entered || applied) {
    if (std::isfinite(*value)) app.post(intent::EditParameter{parameter, *value});
    ImGui::CloseCurrentPopup();
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace backprop
