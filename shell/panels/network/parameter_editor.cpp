#include "shell/panels/network/parameter_editor.h"

#include <imgui.h>

#include <cmath>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

static constexpr const char* kPopup = "parameter editor";

void open_parameter_editor(const Trainer& trainer, View& view, std::size_t parameter) {
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
