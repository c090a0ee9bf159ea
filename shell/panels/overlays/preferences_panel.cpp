// Preferences, in a small window below the toolbar: theme, size, motion. They apply at once.
#include <cmath>
#include <iterator>
#include <span>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/menu.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/overlays/overlays.h"
#include "shell/session/preferences.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr const char* kThemes[] = {"System", "Dark", "Light"};    // as ThemeChoice
constexpr const char* kMotions[] = {"System", "Full", "Reduced"};  // as Motion
constexpr const char* kSizes[] = {"90", "100", "110", "125", "150"};  // as kScales

// A label, and below it choices that share the width.
bool choice(Canvas& canvas, const char* place, const char* label,
            std::span<const char* const> labels, int* current) {
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 30.0f;
  const float width = ImGui::GetContentRegionAvail().x - 2 * kUnit;
  const ImVec2 start = {ImGui::GetCursorScreenPos().x + kUnit, ImGui::GetCursorScreenPos().y};
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, theme.fonts.regular, kHeadingSize, {start.x, start.y + 10}, theme.palette.dim,
            label);
  const float top = start.y + 22;
  list->AddRectFilled({start.x, top}, {start.x + width, top + height}, theme.palette.raised,
                      kCornerRadius);
  bool changed = false;
  const float part = width / static_cast<float>(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int index = static_cast<int>(i);
    ImGui::SetCursorScreenPos({std::round(start.x + part * static_cast<float>(i)), top});
    const Item item = add_item(canvas, std::string(place) + "." + std::to_string(i),
                               {std::round(part), height}, true, 6);
    const bool chosen = index == *current;
    if (chosen) {
      const ImVec2 min = {item.min.x + 2, item.min.y + 2}, max = {item.max.x - 2, item.max.y - 2};
      list->AddRectFilled(min, max, theme.dark ? theme.palette.ground : theme.palette.panel, 6);
      list->AddRect(min, max, theme.palette.line, 6, 0, 1);
    }
    draw_text(list, theme.fonts.regular, kTextSize, item.center(),
              chosen || item.hovered ? theme.palette.text : theme.palette.dim, labels[i],
              Align::kCenter);
    if (item.clicked && !chosen) {
      *current = index;
      changed = true;
    }
  }
  ImGui::SetCursorScreenPos({start.x - kUnit, top});
  ImGui::Dummy({width, height + 2 * kUnit});
  return changed;
}

}  // namespace

void draw_preferences(Canvas& canvas, View& view) {
  Item anchor;
  const Place* at = canvas.places.find("toolbar.settings");
  if (at == nullptr) at = canvas.places.find("toolbar.more");
  if (at != nullptr) {
    anchor.min = {at->x, at->y};
    anchor.max = {at->x + at->width, at->y + at->height};
  }
  if (view.preferences_asked) ImGui::OpenPopup("preferences");
  view.preferences_asked = false;
  constexpr float kWidth = 296;
  if (!begin_menu(canvas, "preferences", anchor, kWidth)) return;
  int theme = static_cast<int>(view.theme), motion = static_cast<int>(view.motion), size = 1;
  for (std::size_t i = 0; i < std::size(kScales); ++i) {
    if (std::abs(view.scale * 100 - static_cast<float>(kScales[i])) < 0.5f) {
      size = static_cast<int>(i);
    }
  }
  bool changed = choice(canvas, "preferences.theme", "Theme", kThemes, &theme);
  if (choice(canvas, "preferences.size", "Text and controls, in percent", kSizes, &size)) {
    view.wanted_scale = static_cast<float>(kScales[size]) / 100;
    changed = true;
  }
  if (choice(canvas, "preferences.motion", "Motion", kMotions, &motion)) changed = true;
  if (changed) {
    view.theme = static_cast<ThemeChoice>(theme);
    view.motion = static_cast<Motion>(motion);
    save_preferences(view);
  }
  end_menu();
}

}  // namespace backprop
