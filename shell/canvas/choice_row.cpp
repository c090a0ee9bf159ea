// A choice of one among named entries: a field that opens a list with a line of help for each.
#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rows.h"
#include "shell/canvas/widgets.h"

namespace backprop {

namespace {

constexpr float kInside = 2 * kUnit;
constexpr float kPopupPadding = kUnit;

const char* help_of(std::span<const char* const> helps, std::size_t index) {
  return index < helps.size() && helps[index] != nullptr ? helps[index] : "";
}

float popup_width(const Theme& theme, std::span<const char* const> labels,
                  std::span<const char* const> helps, float at_least) {
  float width = at_least;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == nullptr) continue;
    width = std::max({width, text_size(theme.fonts.regular, kTextSize, labels[i]).x,
                      text_size(theme.fonts.regular, kSmallSize, help_of(helps, i)).x});
  }
  const float screen = ImGui::GetMainViewport()->Size.x;
  return std::min(std::ceil(width) + 2 * (kInside + kPopupPadding), screen - 4 * kUnit);
}

// One entry of the open list: its label, and below it what it is good for.
bool draw_entry(Canvas& canvas, const std::string& place, const char* label, const char* help,
                bool chosen, float width) {
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
                     help, width - 2 * kInside);
  }
  return item.clicked;
}

bool draw_popup(Canvas& canvas, std::string_view place, const Item& field,
                std::span<const char* const> labels, std::span<const char* const> helps,
                int* current) {
  const Theme& theme = canvas.theme;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float least = field.width() - 2 * (kInside + kPopupPadding);
  const float width = popup_width(theme, labels, helps, least);
  const float x =
      std::clamp(field.min.x, 2 * kUnit, std::max(2 * kUnit, viewport->Size.x - width - 2 * kUnit));
  // Below the field, or above it where there is more room.
  const float below = viewport->Size.y - field.max.y - 3 * kUnit;
  const float above = field.min.y - 3 * kUnit;
  const float entry = helps.empty() ? std::max(26.0f, control_height()) : 38.0f;
  const auto offered =
      std::ranges::count_if(labels, [](const char* text) { return text != nullptr; });
  const float wanted = static_cast<float>(offered) * entry + 2 * kPopupPadding;
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
  if (ImGui::BeginPopup("choices", kFlags)) {
    ImGui::PushFont(theme.fonts.regular, kTextSize);
    const float inner = ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] == nullptr) continue;
      const int index = static_cast<int>(i);
      const std::string name = std::string(place) + "." + std::to_string(i);
      if (draw_entry(canvas, name, labels[i], help_of(helps, i), index == *current, inner)) {
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

}  // namespace

bool choice_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, std::span<const char* const> labels, int* current,
                std::span<const char* const> helps) {
  const Theme& theme = canvas.theme;
  const Row row = begin_row(canvas, label, help, width);
  const Item item = add_item(canvas, place, {row.right() - row.control, row.height});
  tooltip(canvas, help);

  ImGui::PushID(place.data(), place.data() + place.size());
  const bool open = ImGui::IsPopupOpen("choices");
  if (item.clicked && !open) ImGui::OpenPopup("choices");
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, open ? theme.palette.line : raised_color(theme, item), 6);
  const bool known = *current >= 0 && *current < static_cast<int>(labels.size()) &&
                     labels[static_cast<std::size_t>(*current)] != nullptr;
  const char* shown = known ? labels[static_cast<std::size_t>(*current)] : "mixed";
  constexpr float kChevron = 10;
  draw_text_fitted(list, theme.fonts.regular, kTextSize, {item.min.x + kInside, row.middle()},
                   theme.palette.text, shown, item.width() - 3 * kInside - kChevron + kUnit);
  draw_icon(list, Icon::kChevronDown, {item.max.x - kInside - kChevron / 2, row.middle()}, kChevron,
            theme.palette.dim);
  const bool changed = draw_popup(canvas, place, item, labels, helps, current);
  ImGui::PopID();
  end_row(row);
  return changed;
}

}  // namespace backprop
