// Where the panels are: three columns on wide screens; on narrower ones the output above the
// network and the settings in a drawer; on phones one panel at a time with tabs below.
#include <algorithm>
#include <cmath>
#include <span>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/door.h"
#include "shell/panels/frame/greeting.h"
#include "shell/panels/frame/panels.h"
#include "shell/panels/inside/inside_divider.h"
#include "shell/panels/inside/inside_panel.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/lesson_card.h"
#include "shell/panels/network/network_panel.h"
#include "shell/panels/output/output_panel.h"
#include "shell/panels/settings/property_rows.h"
#include "shell/panels/settings/settings_panels.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kWide = 1180;
constexpr float kSettingsWidth = 265, kOutputWidth = 349;  // with the line beside them
// Of the width, what the output takes for two runs side by side.
constexpr float kCompareShare = 0.36f, kMostCompare = 620;
// Of the column's height, what looks inside takes while it is open.
// Matrices are tall.
constexpr float kInsideShare = 0.38f, kMatrixShare = 0.56f, kLeastInside = 284, kMostInside = 560;

constexpr ImGuiWindowFlags kPlain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoBackground;

// What the open lesson's card leaves of an area.
Rect beside_lesson(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect area) {
  return lessons.has_card() ? dock_lesson(canvas, session, lessons, area) : area;
}

// Runs panel(area) in a region of its own, which clips it.
template <class Panel>
void draw_region(Canvas& canvas, const char* name, Rect area, ImU32 background,
                 const Panel& panel) {
  if (area.width() < 1 || area.height() < 1) return;
  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (ImGui::BeginChild(name, {area.width(), area.height()}, ImGuiChildFlags_NavFlattened,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse)) {
    ImGui::PopStyleVar();
    canvas.paint_ground(area.min, area.max, background);
    panel(area);
  } else {
    ImGui::PopStyleVar();
  }
  ImGui::EndChild();
}

void draw_settings(Canvas& canvas, Session& session, Rect area) {
  ImGui::SetCursorScreenPos(area.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kPanelPadding, kPanelPadding});
  // Its scrollbar, when it has one, stands in the padding: the width does not change with it.
  if (ImGui::BeginChild("settings", {area.width(), area.height()},
                        ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened)) {
    const float width = area.width() - 2 * kPanelPadding;
    draw_data_panel(canvas, session, width);
    section_line(canvas.theme);
    draw_training_panel(canvas, session, width);
    scroll_by_finger();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void draw_line(const Theme& theme, ImVec2 from, ImVec2 to) {
  ImGui::GetWindowDrawList()->AddRectFilled(from, to, theme.palette.line);
}

// The tabs at the bottom of the network's column, with their panel while it is open. Returns where
// they begin.
float draw_inside(Canvas& canvas, Session& session, Rect column) {
  if (!has_inside_panels()) return column.max.y;
  View& view = session.view();
  const float least_network = view.inside_maximised    ? 0.0f
                              : view.inside_height > 0 ? 120.0f
                                                       : 228.0f;
  const bool matrices = view.inside_open && view.inside == InsideTab::kMatrices;
  const float usual = std::clamp(column.height() * (matrices ? kMatrixShare : kInsideShare),
                                 kLeastInside, kMostInside);
  const float open = view.inside_maximised    ? column.height()
                     : view.inside_height > 0 ? view.inside_height
                                              : usual;
  const float tabs = inside_tabs_height();
  const float height =
      !view.inside_open ? tabs : std::min(open, std::max(tabs, column.height() - least_network));
  float top = std::round(column.max.y - height);
  draw_line(canvas.theme, {column.min.x, top}, {column.max.x, top + 1});
  const float begin = top;
  if (view.inside_open && door::is_here()) {
    const Rect strip = {{column.min.x, top + 1}, {column.max.x, top + 1 + kDividerHeight}};
    canvas.paint_ground(strip.min, strip.max, canvas.theme.palette.panel);
    draw_inside_divider(canvas, view, column, strip);
    top += kDividerHeight;
  }
  draw_region(canvas, "inside", {{column.min.x, top + 1}, column.max}, canvas.theme.palette.panel,
              [&](Rect area) { draw_inside_panel(canvas, session, area); });
  return begin;
}

float output_width(const Session& session, Rect body) {
  if (session.other() == nullptr) return kOutputWidth;
  return std::round(std::clamp(body.width() * kCompareShare, kOutputWidth, kMostCompare));
}

void draw_wide(Canvas& canvas, Session& session, Rect body) {
  const Palette& palette = canvas.theme.palette;
  const bool folded = session.view().settings_folded;
  const float left = body.min.x + (folded ? 0 : kSettingsWidth);
  const float right = body.max.x - output_width(session, body);
  if (!folded) {
    const Rect settings = {body.min, {left - 1, body.max.y}};
    canvas.paint_ground(settings.min, settings.max, palette.panel);
    draw_settings(canvas, session, settings);
    draw_line(canvas.theme, {left - 1, body.min.y}, {left, body.max.y});
  }
  const float split = draw_inside(canvas, session, {{left, body.min.y}, {right, body.max.y}});
  draw_region(canvas, "network", {{left, body.min.y}, {right, split}}, palette.ground,
              [&](Rect area) { draw_network_panel(canvas, session, area); });
  draw_line(canvas.theme, {right, body.min.y}, {right + 1, body.max.y});
  draw_region(canvas, "output", {{right + 1, body.min.y}, body.max}, palette.panel,
              [&](Rect area) { draw_output_panel(canvas, session, area); });
}

// The settings over the left of the screen, until a click elsewhere (which does nothing else),
// Escape or the menu's icon.
void draw_drawer(Canvas& canvas, Session& session, Rect body) {
  const Rect area = {body.min, {body.min.x + kSettingsWidth, body.max.y}};
  ImGui::SetNextWindowPos(body.min);
  ImGui::SetNextWindowSize({body.width(), body.height()});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("drawer", nullptr, kPlain);
  ImGui::PopStyleVar();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({area.max.x, body.min.y}, body.max,
                      with_alpha(canvas.theme.palette.ground, 0.4f));
  draw_shadow(list, area.min, area.max, 0, canvas.theme.dark ? 1.0f : 0.4f);
  list->AddRectFilled(area.min, area.max, canvas.theme.palette.panel);
  draw_settings(canvas, session, {area.min, {area.max.x - 1, area.max.y}});
  draw_line(canvas.theme, {area.max.x - 1, area.min.y}, area.max);
  ImGui::SetCursorScreenPos({area.max.x, body.min.y});
  const bool elsewhere =
      ImGui::InvisibleButton("elsewhere", {body.max.x - area.max.x, body.height()});
  const bool escape = ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::IsAnyItemActive() &&
                      !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  if (elsewhere || escape) session.view().settings_open = false;
  ImGui::End();
}

void draw_medium(Canvas& canvas, Session& session, const LessonPlayer& lessons, Rect body) {
  const Palette& palette = canvas.theme.palette;
  // Numbers at their places, and what looks inside, need more of the height than a picture does.
  const bool numbers = is_for_paper(session);
  const float output = numbers ? std::max(body.height() * 0.27f, 190.0f)
                       : session.view().inside_open
                           ? std::max(body.height() * 0.32f, 220.0f)
                           : std::clamp(body.height() * 0.42f, 240.0f, 380.0f);
  // On a low screen the numbers of a worked example, or of a step that one goes through, and the
  // tabs below leave none of it; nor do a step's matrices, or on a still lower one its formulas.
  // With the tabs closed the output is there.
  constexpr float kBoth = 820, kFormulas = 600;
  const bool by_phase = session.phases().phase() > 0;
  const bool matrices = session.view().inside == InsideTab::kMatrices;
  const float least =
      (numbers && lessons.examples().is_open()) || ((numbers || matrices) && by_phase) ? kBoth
      : by_phase                                                                       ? kFormulas
                                                                                       : 0;
  const bool shown = !session.view().inside_open || body.height() >= least;
  const float split = body.min.y + (shown ? std::round(output) : -1);
  if (shown) {
    draw_region(canvas, "output", {body.min, {body.max.x, split}}, palette.panel,
                [&](Rect area) { draw_output_panel(canvas, session, area); });
    draw_line(canvas.theme, {body.min.x, split}, {body.max.x, split + 1});
  }
  const float inside = draw_inside(canvas, session, {{body.min.x, split + 1}, body.max});
  draw_region(canvas, "network", {{body.min.x, split + 1}, {body.max.x, inside}}, palette.ground,
              [&](Rect area) { draw_network_panel(canvas, session, area); });
}

void draw_tabs(Canvas& canvas, View& view, Rect area) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  canvas.paint_ground(area.min, area.max, theme.palette.panel);
  draw_line(canvas.theme, area.min, {area.max.x, area.min.y + 1});
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
    const Item item = add_item(canvas, entry.place, {std::round(width), area.height()});
    const bool chosen = view.tab == entry.tab;
    if (item.clicked) view.tab = entry.tab;
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

void draw_narrow(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body) {
  const Palette& palette = canvas.theme.palette;
  const Rect tabs = {{body.min.x, body.max.y - kTabBarHeight}, body.max};
  const Rect panel = beside_lesson(canvas, session, lessons, {body.min, {body.max.x, tabs.min.y}});
  switch (session.view().tab) {
    case Tab::kData:
      canvas.paint_ground(panel.min, panel.max, palette.panel);
      draw_settings(canvas, session, panel);
      break;
    case Tab::kNetwork:
      draw_region(canvas, "network", panel, palette.ground,
                  [&](Rect area) { draw_network_panel(canvas, session, area); });
      break;
    case Tab::kOutput:
      draw_region(canvas, "output", panel, palette.panel,
                  [&](Rect area) { draw_output_panel(canvas, session, area); });
      break;
    case Tab::kInside:
      draw_region(canvas, "inside", panel, palette.panel,
                  [&](Rect area) { draw_inside_panel(canvas, session, area); });
      break;
  }
  draw_tabs(canvas, session.view(), tabs);
}

}  // namespace

bool settings_in_drawer(const LessonPlayer& lessons) {
  // Beside a lesson the network makes do with less room, so that more stays at hand.
  constexpr float kWideBesideLesson = 1000;
  const float lesson = lessons.has_card() ? lesson_width(lessons) : 0;
  const float room = ImGui::GetMainViewport()->Size.x - lesson;
  return !touch_layout() && room < (lesson > 0 ? kWideBesideLesson : kWide);
}

void draw_layout(Canvas& canvas, Session& session, LessonPlayer& lessons) {
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
  canvas.theme.sharpen_text();
  ImGui::PushFont(canvas.theme.fonts.regular, kTextSize);
  if (session.view().embed) {
    draw_embed(canvas, session, screen);
    ImGui::PopFont();
    ImGui::End();
    return;
  }
  const float bar = toolbar_height();
  draw_region(canvas, "toolbar", {screen.min, {screen.max.x, bar}}, canvas.theme.palette.panel,
              [&](Rect area) { draw_toolbar(canvas, session, lessons, area); });
  const Rect below_bar = {{0, bar}, screen.max};
  const Rect body = touch_layout() ? below_bar : beside_lesson(canvas, session, lessons, below_bar);
  const bool medium = settings_in_drawer(lessons);
  if (touch_layout()) {
    draw_narrow(canvas, session, lessons, body);
  } else if (medium) {
    draw_medium(canvas, session, lessons, body);
  } else {
    draw_wide(canvas, session, body);
  }
  door::draw_lesson_ring(canvas, session, lessons);
  draw_invitation(canvas, session.view());
  if (session.view().more_asked || ImGui::IsPopupOpen(kMoreMenu)) {
    door::draw_more_menu(canvas, session, lessons);
  }
  door::draw_preferences(canvas, session.view());
  ImGui::PopFont();
  ImGui::End();

  if (!medium) session.view().settings_open = false;
  if (session.view().settings_open) {
    ImGui::PushFont(canvas.theme.fonts.regular, kTextSize);
    draw_drawer(canvas, session, body);
    ImGui::PopFont();
  }
  door::draw_overlays(canvas, session, lessons, below_bar);
}

}  // namespace backprop
