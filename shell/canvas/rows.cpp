#include "shell/canvas/rows.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/slider.h"
#include "shell/canvas/typed_number.h"
#include "shell/canvas/widgets.h"

namespace backprop {

Row begin_row(Canvas& canvas, const char* label, const char* help, float width) {
  const Theme& theme = canvas.theme;
  Row row;
  row.start = ImGui::GetCursorScreenPos();
  row.width = width;
  row.height = control_height();
  const float label_width = std::round(width * 0.405f);
  row.control = row.start.x + label_width;
  ImGui::Dummy({label_width - 2 * kUnit, row.height});
  tooltip(canvas, help);
  draw_text_fitted(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize,
                   {row.start.x, row.middle()}, theme.palette.dim, label, label_width - kUnit);
  ImGui::SetCursorScreenPos({row.control, row.start.y});
  return row;
}

void end_row(const Row& row) {
  ImGui::SetCursorScreenPos(row.start);
  ImGui::Dummy({row.width, row.height});
}

namespace {

// States of a value being typed, kept by ImGui under the field's id.
enum Typing { kNotTyping, kAsked, kTyping };

// A text field that looks like the value it replaces. Returns whether a text was entered; sets
// `typing` to kNotTyping when it is over.
bool text_field(Canvas& canvas, const Row& row, const Field& field, const char* value_text,
                int* typing, char* buffer, int capacity) {
  const Theme& theme = canvas.theme;
  std::snprintf(buffer, static_cast<std::size_t>(capacity), "%s", value_text);
  const float height = std::min(row.height, 24.0f);
  ImGui::SetCursorScreenPos({field.left, std::round(row.middle() - height / 2)});
  ImGui::SetNextItemWidth(field.right - field.left);
  ImGui::PushFont(theme.fonts.regular, kTextSize);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {6, (height - kTextSize) / 2});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_Border, theme.palette.selection);
  if (*typing == kAsked) ImGui::SetKeyboardFocusHere();
  bool entered =
      ImGui::InputText("##field", buffer, static_cast<std::size_t>(capacity),
                       ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  if (ImGui::IsItemActive()) {
    *typing = kTyping;
  } else if (*typing == kTyping) {
    *typing = kNotTyping;
    // Clicking elsewhere counts as Enter. ImGui keeps the text of the last field it left.
    const ImGuiInputTextState* state = ImGui::GetInputTextState(ImGui::GetItemID());
    if (!entered && state != nullptr && !ImGui::IsKeyPressed(ImGuiKey_Escape)) {
      std::snprintf(buffer, static_cast<std::size_t>(capacity), "%s", state->TextA.Data);
      entered = std::strcmp(buffer, value_text) != 0;
    }
  }
  return entered;
}

}  // namespace

bool typed_value(Canvas& canvas, std::string_view place, const Row& row, const Field& field,
                 const char* value_text, bool start_typing, char* buffer, int capacity) {
  const Theme& theme = canvas.theme;
  ImGui::PushID(place.data(), place.data() + place.size());
  int* typing = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("typing"), kNotTyping);
  if (start_typing && begin_typing(canvas)) *typing = kAsked;
  bool entered = false;
  if (*typing != kNotTyping) {
    entered = text_field(canvas, row, field, value_text, typing, buffer, capacity);
    canvas.note_place(std::string(place) + ".value");
  } else {
    ImGui::SetCursorScreenPos({field.left, row.start.y});
    const Item item = add_item(canvas, std::string(place) + ".value",
                               {field.right - field.left, row.height}, true, 6, false);
    if (item.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (item.clicked && begin_typing(canvas)) *typing = kAsked;
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (field.words != nullptr) value_text = field.words;
    const float text = text_size(theme.fonts.regular, kTextSize, value_text).x;
    const bool centered = field.align == Align::kCenter;
    const float right = centered ? (field.left + field.right + text) / 2 : field.right;
    draw_text(list, theme.fonts.regular, kTextSize, {right, row.middle()}, theme.palette.text,
              value_text, Align::kRight);
    if (item.hovered) {
      const float y = std::round(row.middle() + kTextSize / 2) + 2.5f;
      list->AddLine({right - text, y}, {right, y}, theme.palette.faint, 1);
    }
  }
  ImGui::PopID();
  return entered;
}

namespace {

void tell(Canvas& canvas, std::string text) {
  std::erase_if(canvas.messages, [&](const Message& message) { return message.text == text; });
  canvas.say(Message::Kind::kWarning, std::move(text));
}

// What was typed as a number within the range, or else a sentence about it: what is no number
// changes nothing, what lies beyond goes to the nearest end.
std::optional<double> number_in_range(Canvas& canvas, const char* label, const char* text,
                                      double min, double max, bool whole) {
  const std::optional<double> number = read_typed_number(text, whole);
  if (!number) {
    tell(canvas, std::string(label) + " is a number, such as 3 or 1e-3, not " + quoted(text) + ".");
    return std::nullopt;
  }
  const double kept = std::clamp(whole ? std::round(*number) : *number, min, max);
  if (*number < min || *number > max) {
    tell(canvas, std::string(label) + " goes from " + number_text(min) + " to " + number_text(max) +
                     ": it is " + number_text(kept) + " now.");
  }
  return kept;
}

}  // namespace

bool slider_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, double* value, double min, double max, bool logarithmic,
                std::span<const double> stops, double default_value, const char* value_text) {
  const Row row = begin_row(canvas, label, help, width);
  constexpr float kValue = 52;
  const double before = *value;
  const SliderUse use = slider(canvas, place, {row.right() - kValue - row.control, row.height},
                               {min, max, logarithmic, stops}, value, default_value, help);
  char text[64];
  if (typed_value(canvas, place, row, {row.right() - kValue, row.right(), Align::kRight},
                  value_text, use.wants_typing, text, sizeof text)) {
    const bool whole = max >= 1000;  // of these, digits may be grouped
    *value = number_in_range(canvas, label, text, min, max, whole).value_or(*value);
  }
  end_row(row);
  return *value != before;
}

bool number_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, long long* value, long long least, long long most,
                const char* least_text) {
  const Row row = begin_row(canvas, label, help, width);
  const long long before = *value;
  const float button = row.height;
  const std::string name(place);
  const ImVec2 min = {row.control, row.start.y}, max = {row.right(), row.start.y + row.height};
  ImGui::GetWindowDrawList()->AddRectFilled(min, max, canvas.theme.palette.raised, 6);
  ImGui::SetCursorScreenPos(min);
  if (icon_button(canvas, name + ".minus", Icon::kMinus, nullptr, button, *value > least)) --*value;
  ImGui::SetCursorScreenPos({max.x - button, min.y});
  if (icon_button(canvas, name + ".plus", Icon::kPlus, nullptr, button, *value < most)) ++*value;

  const std::string shown = std::to_string(*value);
  char text[64];
  const float inset = button;
  const char* words = *value == least ? least_text : nullptr;
  if (typed_value(canvas, place, row, {min.x + inset, max.x - inset, Align::kCenter, words},
                  shown.c_str(), false, text, sizeof text)) {
    const auto typed = number_in_range(canvas, label, text, static_cast<double>(least),
                                       static_cast<double>(most), true);
    if (typed) *value = static_cast<long long>(*typed);
  }
  end_row(row);
  canvas.note_place(place, row.start.x, row.start.y, row.width, row.height);
  return *value != before;
}

}  // namespace backprop
