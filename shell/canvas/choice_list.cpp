// The list that a choice opens: its entries, each with a line of help, some with a picture.
#include "shell/canvas/choice_list.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/rows.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr float kInside = 2 * kUnit;
constexpr float kPopupPadding = kUnit;

const char* help_of(std::span<const char* const> helps, std::size_t index) {
  return index < helps.size() && helps[index] != nullptr ? helps[index] : "";
}

float list_width(const Theme& theme, std::span<const char* const> labels,
                 std::span<const char* const> helps, float at_least, bool pictures) {
  float width = at_least;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == nullptr) continue;
    width = std::max({width, text_size(theme.fonts.regular, kTextSize, labels[i]).x,
                      text_size(theme.fonts.regular, kSmallSize, help_of(helps, i)).x});
  }
  if (pictures) width += kChoicePicture.x + 2 * kInside;
  const float screen = ImGui::GetMainViewport()->Size.x;
  return std::min(std::ceil(width) + 2 * (kInside + kPopupPadding), screen - 4 * kUnit);
}

// One entry of the open list: its label, and below it what it is good for.
Item draw_entry(Canvas& canvas, const std::string& place, const char* label, const char* help,
                bool chosen, float width, float room) {
  const Theme& theme = canvas.theme;
  const bool two_lines = *help != '\0';
  const float height = two_lines ? 38.0f : std::max(26.0f, control_height());
  const Item item = add_item(canvas, place, {width, height}, true, 4);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered || chosen) {
    list->AddRectFilled(item.min, item.max,
                        item.hovered ? theme.palette.line : theme.palette.raised, 6);
  }
  const float x = item.min.x + kInside;
  const float y = item.min.y + (two_lines ? 12.0f : height / 2);
  draw_text(list, chosen ? theme.fonts.semibold : theme.fonts.regular, kTextSize, {x, y},
            theme.palette.text, label);
  if (two_lines) {
    draw_text_fitted(list, theme.fonts.regular, kSmallSize, {x, item.min.y + 27}, theme.palette.dim,
                     help, room - 2 * kInside);
  }
  return item;
}

}  // namespace

bool draw_choice_list(Canvas& canvas, std::string_view place, const Item& field,
                      std::span<const char* const> labels, std::span<const char* const> helps,
                      int* current, ChoicePicture picture) {
  const Theme& theme = canvas.theme;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float least = field.width() - 2 * (kInside + kPopupPadding);
  const float width = list_width(theme, labels, helps, least, picture != nullptr);
  const float x =
      std::clamp(field.min.x, 2 * kUnit, std::max(2 * kUnit, viewport->Size.x - width - 2 * kUnit));
  // Below the field, or above it where there is more room.
  const float below = viewport->Size.y - field.max.y - 3 * kUnit;
  const float above = field.min.y - 3 * kUnit;
  const float height = helps.empty() ? std::max(26.0f, control_height()) : 38.0f;
  const auto offered =
      std::ranges::count_if(labels, [](const char* text) { return text != nullptr; });
  const float wanted = static_cast<float>(offered) * height + 2 * kPopupPadding;
  const bool down = below >= wanted || below >= above;
  const float room = std::min(wanted, down ? below : above);
  const float y = down ? field.max.y + kUnit : field.min.y - kUnit - room;
  ImGui::SetNextWindowPos({x, y});
  ImGui::SetNextWindowSize({width, room});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPopupPadding, kPopupPadding});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  bool changed = false;
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoTitleBar |
                                      ImGuiWindowFlags_NoSavedSettings;
  if (ImGui::BeginPopup(kChoiceList, kFlags)) {
    ImGui::PushFont(theme.fonts.regular, kTextSize);
    const float inner = ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] == nullptr) continue;
      const int index = static_cast<int>(i);
      const std::string name = std::string(place) + "." + std::to_string(i);
      const float words = picture != nullptr ? inner - kChoicePicture.x - 2 * kInside : inner;
      const Item entry =
          draw_entry(canvas, name, labels[i], help_of(helps, i), index == *current, inner, words);
      if (picture != nullptr) {
        const ImVec2 at = {entry.max.x - kInside - kChoicePicture.x,
                           std::round(entry.center().y - kChoicePicture.y / 2)};
        picture(theme, index, {at, {at.x + kChoicePicture.x, at.y + kChoicePicture.y}});
      }
      if (entry.clicked) {
        changed = index != *current;
        *current = index;
        ImGui::CloseCurrentPopup();
      }
      if (index == *current && ImGui::IsWindowAppearing()) {
        ImGui::SetItemDefaultFocus();
        ImGui::SetScrollHereY(0.5f);
      }
    }
    ImGui::PopFont();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  return changed;
}

}  // namespace backprop
