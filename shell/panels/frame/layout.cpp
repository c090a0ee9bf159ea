// Where the panels are: three columns on wide screens; on narrower ones the output above the
// network and the settings in a drawer; on phones one panel at a time with tabs below.
#include <algorithm>
#include <cmath>
#include <span>

#include "shell/app/app.h"
#include "shell/canvas/item.h"
#include "shell/panels/frame/overlays.h"
#include "shell/panels/frame/panels.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/lesson_card.h"
#include "shell/panels/settings/property_rows.h"
#include "shell/platform/platform.h"

namespace backprop {

namespace {

constexpr float kWide = 1180;
constexpr float kSettingsWidth = 265, kOutputWidth = 349;  // with the line beside them
// Of the width, what the output takes for two runs side by side.
constexpr float kCompareShare = 0.36f, kMostCompare = 620;
// Of the column's height, what looks inside takes while it is open.
constexpr float kInsideShare = 0.34f, kLeastInside = 230, kMostInside = 340;

constexpr ImGuiWindowFlags kPlain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoBackground;

using Panel = void (*)(App&, Rect);

// What the open lesson's card leaves of an area.
Rect beside_lesson(App& app, Rect area) {
  return app.lessons().lesson() != nullptr ? dock_lesson(app, area) : area;
}

// Runs a panel in a region of its own, which clips it.
void draw_region(App& app, const char* name, Rect area, ImU32 background, Panel panel) {
  if (area.width() < 1 || area.height() < 1) return;
  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (ImGui::BeginChild(name, {area.width(), area.height()}, ImGuiChildFlags_NavFlattened,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse)) {
    ImGui::PopStyleVar();
    app.canvas().paint_ground(area.min, area.max, background);
    panel(app, area);
  } else {
    ImGui::PopStyleVar();
  }
  ImGui::EndChild();
}

void draw_settings(App& app, Rect area) {
  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPanelPadding, kPanelPadding});
  // Its scrollbar, when it has one, stands in the padding: the width does not change with it.
  if (ImGui::BeginChild("settings", {area.width(), area.height()},
                        ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened)) {
    const float width = area.width() - 2 * kPanelPadding;
    draw_data_panel(app, width);
    section_line(app);
    draw_training_panel(app, width);
    scroll_by_finger();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void draw_line(App& app, ImVec2 from, ImVec2 to) {
  ImGui::GetWindowDrawList()->AddRectFilled(from, to, app.canvas().theme.palette.line);
}

// The tabs at the bottom of the network's column, with their panel while it is open. Returns where
// they begin.
float draw_inside(App& app, Rect column) {
  if (!has_inside_panels()) return column.max.y;
  const float least_network = 256;
  const float open = std::clamp(column.height() * kInsideShare, kLeastInside, kMostInside);
  const float tabs = inside_tabs_height();
  const float height = !app.view().inside_open
                           ? tabs
                           : std::min(open, std::max(tabs, column.height() - least_network));
  const float top = std::round(column.max.y - height);
  draw_line(app, {column.min.x, top}, {column.max.x, top + 1});
  draw_region(app, "inside", {{column.min.x, top + 1}, column.max},
              app.canvas().theme.palette.panel, draw_inside_panel);
  return top;
}

float output_width(const App& app, Rect body) {
  if (app.other() == nullptr) return kOutputWidth;
  return std::round(std::clamp(body.width() * kCompareShare, kOutputWidth, kMostCompare));
}

void draw_wide(App& app, Rect body) {
  const Palette& palette = app.canvas().theme.palette;
  const float left = body.min.x + kSettingsWidth, right = body.max.x - output_width(app, body);
  const Rect settings = {body.min, {left - 1, body.max.y}};
  app.canvas().paint_ground(settings.min, settings.max, palette.panel);
  draw_settings(app, settings);
  draw_line(app, {left - 1, body.min.y}, {left, body.max.y});
  const float split = draw_inside(app, {{left, body.min.y}, {right, body.max.y}});
  draw_region(app, "network", {{left, body.min.y}, {right, split}}, palette.ground,
              draw_network_panel);
  draw_line(app, {right, body.min.y}, {right + 1, body.max.y});
  draw_region(app, "output", {{right + 1, body.min.y}, body.max}, palette.panel, draw_output_panel);
}

// The settings over the left of the screen, until a click elsewhere (which does nothing else),
// Escape or the menu's icon.
void draw_drawer(App& app, Rect body) {
  const Rect area = {body.min, {body.min.x + kSettingsWidth, body.max.y}};
  ImGui::SetNextWindowPos(body.min);
  ImGui::SetNextWindowSize({body.width(), body.height()});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("drawer", nullptr, kPlain);
  ImGui::PopStyleVar();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({area.max.x, body.min.y}, body.max,
                      with_alpha(app.canvas().theme.palette.ground, 0.4f));
  draw_shadow(list, area.min, area.max, 0, app.canvas().theme.dark ? 1.0f : 0.4f);
  list->AddRectFilled(area.min, area.max, app.canvas().theme.palette.panel);
  draw_settings(app, {area.min, {area.max.x - 1, area.max.y}});
  draw_line(app, {area.max.x - 1, area.min.y}, area.max);
  ImGui::SetCursorScreenPos({area.max.x, body.min.y});
  const bool elsewhere =
      ImGui::InvisibleButton("elsewhere", {body.max.x - area.max.x, body.height()});
  const bool escape = ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::IsAnyItemActive() &&
                      !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  if (elsewhere || escape) app.view().settings_open = false;
  ImGui::End();
}

void draw_medium(App& app, Rect body) {
  const Palette& palette = app.canvas().theme.palette;
  const float split = body.min.y + std::round(std::clamp(body.height() * 0.42f, 240.0f, 380.0f));
  draw_region(app, "output", {body.min, {body.max.x, split}}, palette.panel, draw_output_panel);
  draw_line(app, {body.min.x, split}, {body.max.x, split + 1});
  const float inside = draw_inside(app, {{body.min.x, split + 1}, body.max});
  draw_region(app, "network", {{body.min.x, split + 1}, {body.max.x, inside}}, palette.ground,
              draw_network_panel);
}

void draw_tabs(App& app, Rect area) {
  const Theme& theme = app.canvas().theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  app.canvas().paint_ground(area.min, area.max, theme.palette.panel);
  draw_line(app, area.min, {area.max.x, area.min.y + 1});
  struct Entry {
    Tab tab;
    const char* label;
    const char* place;
  };
  constexpr Entry kTabs[] = {{Tab::kData, "Data", "tabs.data"},
                             {Tab::kNetwork, "Network", "tabs.network"},
                             {Tab::kOutput, "Output", "tabs.output"},
                             {Tab::kInside, "Inside", "tabs.inside"}};
  const std::span<const Entry> entries(kTabs, std::size(kTabs) - (has_inside_panels() ? 0 : 1));
  const float width = area.width() / static_cast<float>(entries.size());
  float x = area.min.x;
  for (const Entry& entry : entries) {
    ImGui::SetCursorScreenPos({std::round(x), area.min.y});
    const Item item = add_item(app.canvas(), entry.place, {std::round(width), area.height()});
    const bool chosen = app.view().tab == entry.tab;
    if (item.clicked) app.view().tab = entry.tab;
    const ImVec2 center = item.center();
    draw_text(list, chosen ? theme.fonts.semibold : theme.fonts.regular, kTextSize, center,
              chosen || item.hovered ? theme.palette.text : theme.palette.dim, entry.label,
              Align::kCenter);
    if (chosen) {
      list->AddRectFilled({center.x - 22, area.min.y}, {center.x + 22, area.min.y + 2},
                          theme.palette.text, 1);
    }
    x += width;
  }
}

void draw_narrow(App& app, Rect body) {
  const Palette& palette = app.canvas().theme.palette;
  const Rect tabs = {{body.min.x, body.max.y - kTabBarHeight}, body.max};
  const Rect panel = beside_lesson(app, {body.min, {body.max.x, tabs.min.y}});
  switch (app.view().tab) {
    case Tab::kData:
      app.canvas().paint_ground(panel.min, panel.max, palette.panel);
      draw_settings(app, panel);
      break;
    case Tab::kNetwork:
      draw_region(app, "network", panel, palette.ground, draw_network_panel);
      break;
    case Tab::kOutput:
      draw_region(app, "output", panel, palette.panel, draw_output_panel);
      break;
    case Tab::kInside:
      draw_region(app, "inside", panel, palette.panel, draw_inside_panel);
      break;
  }
  draw_tabs(app, tabs);
}

}  // namespace

bool settings_in_drawer(const App& app) {
  // Beside a lesson the network makes do with less room, so that more stays at hand.
  constexpr float kWideBesideLesson = 1000;
  const float lesson = app.lessons().lesson() != nullptr ? lesson_width(app) : 0;
  const float room = ImGui::GetMainViewport()->Size.x - lesson;
  return !touch_layout() && room < (lesson > 0 ? kWideBesideLesson : kWide);
}

void draw_layout(App& app) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const Rect screen = {{0, 0}, viewport->Size};
  Theme::sharpen_edges();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin(
      "canvas", nullptr,
      kPlain | ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  app.canvas().theme.sharpen_text();
  ImGui::PushFont(app.canvas().theme.fonts.regular, kTextSize);
  if (app.view().embed) {
    draw_embed(app, screen);
    ImGui::PopFont();
    ImGui::End();
    return;
  }
  const float bar = toolbar_height();
  draw_region(app, "toolbar", {screen.min, {screen.max.x, bar}}, app.canvas().theme.palette.panel,
              draw_toolbar);
  const Rect below_bar = {{0, bar}, screen.max};
  const Rect body = touch_layout() ? below_bar : beside_lesson(app, below_bar);
  const bool medium = settings_in_drawer(app);
  if (touch_layout()) {
    draw_narrow(app, body);
  } else if (medium) {
    draw_medium(app, body);
  } else {
    draw_wide(app, body);
  }
  const bool later_part = platform::later_part_here();
  if (later_part) draw_lesson_ring(app);
  draw_invitation(app);
  draw_more_menu(app);
  if (later_part) draw_preferences(app);
  ImGui::PopFont();
  ImGui::End();

  if (!medium) app.view().settings_open = false;
  if (app.view().settings_open) {
    ImGui::PushFont(app.canvas().theme.fonts.regular, kTextSize);
    draw_drawer(app, body);
    ImGui::PopFont();
  }
  if (later_part) {
    draw_lesson_gallery(app, below_bar);
    draw_help(app);
  }
}

}  // namespace backprop
