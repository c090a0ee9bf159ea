#include "shell/panels/network/parameter_editor.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/typed_number.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/nudge_plot.h"
#include "shell/session/by_hand.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr const char* kPopup = "parameter editor";
constexpr std::size_t kMostTyped = 64;

ParameterTyping& typing_of(View& view) {
  if (!view.by_hand) view.by_hand = std::make_shared<ByHand>();
  return view.by_hand->parameter;
}

// The field keeps what is typed while training goes on changing the parameter itself.
void begin_with(const Trainer& trainer, View& view, std::size_t parameter) {
  view.edited_parameter = parameter;
  view.pinned_parameter = parameter;
  ParameterTyping& typing = typing_of(view);
  ParameterTyping begun;
  begun.shown = begun.typed = number_text(trainer.network().parameters()[parameter]);
  begun.width = typing.width;
  begun.height = typing.height;
  typing = std::move(begun);
}

// Where nothing is typed the field has what the parameter is: undo may have changed it.
void follow_outside(const Session& session, ParameterTyping& typing, std::size_t parameter) {
  if (session.playing() || typing.typed != typing.shown) return;
  std::string now = number_text(session.trainer().network().parameters()[parameter]);
  if (now == typing.shown) return;
  typing.shown = typing.typed = std::move(now);
  typing.renewed = true;
}

// As one reads the network: neuron by neuron its weights, then its bias where there are biases.
std::size_t neighbour(const Trainer& trainer, std::size_t parameter, int direction) {
  const Network& network = trainer.network();
  const bool biases = trainer.experiment().biases != Biases::kNone;
  std::vector<std::size_t> order;
  for (int l = 0; l < network.layer_count(); ++l) {
    for (int j = 0; j < network.layer(l).outputs; ++j) {
      for (int i = 0; i < network.layer(l).inputs; ++i) {
        order.push_back(network.weight_index(l, j, i));
      }
      if (biases) order.push_back(network.bias_index(l, j));
    }
  }
  const auto here = static_cast<std::size_t>(std::ranges::find(order, parameter) - order.begin());
  return order[(here + (direction > 0 ? 1 : order.size() - 1)) % order.size()];
}

// Posts what is typed. False: it is no number, which is said.
bool apply(Session& session, std::size_t parameter) {
  ParameterTyping& typing = typing_of(session.view());
  typing.trouble.clear();
  if (typing.typed == typing.shown) return true;
  const std::optional<double> number = read_cell_number(typing.typed);
  if (!number || !std::isfinite(static_cast<float>(*number))) {
    const bool weight = session.trainer().network().is_weight(parameter);
    typing.trouble = std::string(weight ? "A weight" : "A bias") +
                     " is a number, such as 0.05 or −1e−3, not " + quoted(typing.typed) + ".";
    return false;
  }
  session.post(intent::EditParameter{parameter, static_cast<float>(*number)});
  return true;
}

struct Field {
  Session& session;
  std::size_t parameter;
};

// The field gets other text than was typed.
void put_into(ImGuiInputTextCallbackData* data, const std::string& text) {
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, text.c_str());
  data->SelectAll();
}

// While the field has the keyboard: Tab goes on from within it, so that not even the first sign
// that is typed for the next parameter is lost.
int in_field(ImGuiInputTextCallbackData* data) {
  const Field& field = *static_cast<const Field*>(data->UserData);
  Session& session = field.session;
  ParameterTyping& typing = typing_of(session.view());
  if (typing.renewed) put_into(data, typing.typed);
  typing.renewed = false;
  if (!ImGui::IsKeyPressed(ImGuiKey_Tab)) return 0;
  typing.typed.assign(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  if (!apply(session, field.parameter)) return 0;
  const int direction = ImGui::GetIO().KeyShift ? -1 : 1;
  begin_with(session.trainer(), session.view(),
             neighbour(session.trainer(), field.parameter, direction));
  put_into(data, typing.typed);
  return 0;
}

// Undo and redo are the run's while nothing is typed that they could take back.
void undo_from_field(Session& session, const ParameterTyping& typing) {
  if (typing.typed != typing.shown) return;
  ImGuiKeyChord held = ImGui::GetIO().KeyMods;
  if ((held & ImGuiMod_Super) != 0) held = (held & ~ImGuiMod_Super) | ImGuiMod_Ctrl;
  const bool shift = (held & ImGuiMod_Shift) != 0;
  if ((held & ~ImGuiMod_Shift) != ImGuiMod_Ctrl) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Z)) {
    if (shift) {
      session.post(intent::Redo{});
    } else {
      session.post(intent::Undo{});
    }
  } else if (ImGui::IsKeyPressed(ImGuiKey_Y) && !shift) {
    session.post(intent::Redo{});
  }
}

// Beside the number that it is about, where there is one on the canvas: above it if that leaves the
// number free, else below, at its right or at its left; wholly on the screen.
void go_to(const Canvas& canvas, const ParameterTyping& typing, const Network& network,
           std::size_t parameter) {
  const ParameterPlace at = network.place(parameter);
  const PlaceName name =
      at.is_bias() ? PlaceName("network.bias", {at.layer + 1, at.output + 1})
                   : PlaceName("network.weight", {at.layer + 1, at.output + 1, at.input + 1});
  const Place* place = canvas.places.find(name);
  if (place == nullptr) return;
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const ImVec2 size = {typing.width > 0 ? typing.width : 320,
                       typing.height > 0 ? typing.height : 340};
  const float left = place->x, right = left + place->width;
  const float top = place->y, bottom = top + place->height;
  const ImVec2 wanted[] = {{left, top - kUnit - size.y},
                           {left, bottom + kUnit},
                           {right + 3 * kUnit, (top + bottom - size.y) / 2},
                           {left - 3 * kUnit - size.x, (top + bottom - size.y) / 2}};
  const auto on_screen = [&](ImVec2 corner) {
    return ImVec2{std::max(0.0f, std::min(std::max(kUnit, corner.x), screen.x - size.x - kUnit)),
                  std::max(0.0f, std::min(corner.y, screen.y - size.y))};
  };
  const auto leaves_free = [&](ImVec2 corner) {
    const ImVec2 min = on_screen(corner);
    return min.x >= right || min.x + size.x <= left || min.y >= bottom || min.y + size.y <= top;
  };
  const ImVec2* const found = std::ranges::find_if(wanted, leaves_free);
  ImGui::SetNextWindowPos(on_screen(found != std::end(wanted) ? *found : wanted[0]));
}

bool is_enter() {
  return ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
         ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
}

}  // namespace

void open_parameter_editor(const Trainer& trainer, View& view, std::size_t parameter) {
  begin_with(trainer, view, parameter);
  ImGui::OpenPopup(kPopup);
}

void draw_parameter_editor(Canvas& canvas, Session& session) {
  View& view = session.view();
  if (!view.edited_parameter) return;
  const std::size_t parameter = *view.edited_parameter;
  const Trainer& trainer = session.trainer();
  const bool exists = parameter < trainer.network().parameter_count();
  ParameterTyping& typing = typing_of(view);
  if (exists && std::exchange(typing.asked, false) && begin_typing(canvas)) {
    open_parameter_editor(trainer, view, parameter);
    const Place* at = canvas.places.find("network." + target_text(trainer.network(), parameter));
    if (at != nullptr) ImGui::SetNextWindowPos({at->x, at->y + at->height});
  }
  if (exists) go_to(canvas, typing, trainer.network(), parameter);
  if (!exists || !ImGui::BeginPopup(kPopup)) {
    view.edited_parameter.reset();
    typing.sliding = {};
    return;
  }
  follow_outside(session, typing, parameter);
  const bool wrong = !typing.trouble.empty();
  const std::string label = parameter_label(trainer, parameter);
  const Paragraph title(canvas.theme.fonts.regular, kTextSize, label, kNudgeWidth);
  title.draw(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), canvas.theme.palette.text);
  ImGui::Dummy(title.size());
  if (ImGui::IsWindowAppearing() || typing.focus) ImGui::SetKeyboardFocusHere();
  typing.focus = false;
  constexpr float kSet = 56;
  ImGui::SetNextItemWidth(kNudgeWidth - kSet - ImGui::GetStyle().ItemSpacing.x);
  char buffer[kMostTyped];
  std::snprintf(buffer, sizeof buffer, "%s", typing.typed.c_str());
  Field field = {session, parameter};
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, wrong ? 1.0f : 0.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      {2 * kUnit, (control_height() - ImGui::GetFontSize()) / 2});
  ImGui::PushStyleColor(ImGuiCol_Border, canvas.theme.palette.error);
  const bool changed = ImGui::InputText(
      "##value", buffer, sizeof buffer,
      ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_CallbackAlways, in_field, &field);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::SetItemKeyOwner(ImGuiKey_Tab);
  canvas.note_place("network.editor");
  const bool left = view.edited_parameter != parameter;  // with Tab: the field is another's now
  if (ImGui::IsItemActive()) {
    undo_from_field(session, typing);
  } else {
    typing.renewed = false;
  }
  if (changed && !left) {
    typing.typed = buffer;
    typing.trouble.clear();
  }
  // The Enter that opened it is not one in it.
  const bool entered = !left && !ImGui::IsWindowAppearing() && is_enter();
  ImGui::SameLine();
  const bool set = text_button(canvas, "network.editor.apply", "Set", {kSet, control_height()});
  if (entered || set) {
    if (apply(session, parameter)) {
      ImGui::CloseCurrentPopup();
    } else {
      typing.focus = true;
    }
  }
  if (!typing.trouble.empty()) {
    const Paragraph lines(canvas.theme.fonts.regular, kHeadingSize, typing.trouble, kNudgeWidth);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    lines.draw(ImGui::GetWindowDrawList(), at, canvas.theme.palette.error);
    ImGui::Dummy(lines.size());
    canvas.note_place("network.editor.trouble", at.x, at.y, lines.size().x, lines.size().y);
  }
  constexpr float kPlot = 140, kLeastPlot = 64, kBesidePlot = 230;
  draw_nudge(canvas, session, typing, *view.edited_parameter,
             std::clamp(ImGui::GetMainViewport()->Size.y - kBesidePlot, kLeastPlot, kPlot));
  typing.width = ImGui::GetWindowWidth();
  typing.height = ImGui::GetWindowHeight();
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace backprop
