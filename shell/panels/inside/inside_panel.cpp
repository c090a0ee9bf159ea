// The tabs below the network, which look inside the run: one row, and the panel of the chosen one.
#include "shell/panels/inside/inside_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/door.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/inside/routes_panel.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kTabsHeight = 40, kTabGap = 4 * kUnit;

struct Panel {
  void (*draw)(Canvas& canvas, Session& session, Rect area);  // the panel, in a region of its own
  // What stands right in the row of tabs; may be null.
  void (*draw_right)(Canvas& canvas, Session& session, Rect area);
};
struct Entry : InsideTabEntry, Panel {};

constexpr Panel panel_of(InsideTab tab) {
  switch (tab) {  // a tab without a panel does not compile
    case InsideTab::kMicroscope:
      return {draw_microscope_panel, draw_microscope_sample};
    case InsideTab::kRoutes:
      return {door::draw<draw_routes_panel>, draw_microscope_sample};
    case InsideTab::kFlow:
      return {door::draw<draw_flow_panel>, nullptr};
    case InsideTab::kLandscape:
      return {door::draw<draw_landscape_panel>, nullptr};
    case InsideTab::kHistory:
      return {door::draw<draw_history_panel>, nullptr};
    case InsideTab::kCheck:
      return {door::draw<draw_check_panel>, nullptr};
    case InsideTab::kMatrices:
      return {door::draw<draw_matrix_panel>, draw_microscope_sample};
    case InsideTab::kCost:
      return {door::draw<draw_cost_panel>, nullptr};
  }
  return {};
}

constexpr auto kEntries = [] {
  std::array<Entry, kInsideTabs.size()> entries = {};
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i] = {kInsideTabs[i], panel_of(kInsideTabs[i].tab)};
  }
  return entries;
}();

// On phones the panel has a screen of its own and is always open there.
bool is_open(const View& view) { return view.inside_open || touch_layout(); }

// Where a tab has no room it begins another row. Returns its right end.
float draw_tab(Canvas& canvas, View& view, const Entry& entry, float x, Rect& row, bool chosen) {
  const Theme& theme = canvas.theme;
  ImFont* font = chosen ? theme.fonts.semibold : theme.fonts.regular;
  const float width = std::ceil(text_size(font, kTextSize, entry.label).x);
  if (x + width > row.max.x) {
    x = row.min.x;
    row = {{x, row.max.y}, {row.max.x, row.max.y + kTabsHeight}};
  }
  ImGui::SetCursorScreenPos({x, row.min.y});
  const Item item = add_item(canvas, entry.place, {width, row.height()});
  if (item.clicked) {
    // A click on the open tab closes the panel; the row stays.
    view.inside_open = !(view.inside_open && chosen);
    view.inside = entry.tab;
  }
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool bright = (chosen && is_open(view)) || item.hovered;
  draw_text(list, font, kTextSize, {x, item.center().y},
            bright ? theme.palette.text : theme.palette.dim, entry.label);
  if (chosen && is_open(view)) {
    list->AddRectFilled({x, row.max.y - 2}, {x + width, row.max.y}, theme.palette.text, 1);
  }
  return x + width;
}

// Tabs move together before they need another row.
float tab_gap(const Theme& theme, const View& view, float room) {
  constexpr float kLeast = 10;
  float words = 0;
  for (const Entry& entry : kEntries) {
    ImFont* font = view.inside == entry.tab ? theme.fonts.semibold : theme.fonts.regular;
    words += std::ceil(text_size(font, kTextSize, entry.label).x);
  }
  const float gap = std::floor((room - words) / static_cast<float>(kEntries.size() - 1));
  return gap < kLeast ? kTabGap : std::min(gap, kTabGap);
}

}  // namespace

float inside_tabs_height() { return kTabsHeight + 1; }
bool has_inside_panels() { return std::size(kEntries) > 0; }

void draw_inside_panel(Canvas& canvas, Session& session, Rect area) {
  View& view = session.view();
  const float side = area.width() > 600 ? 5 * kUnit : 3 * kUnit;
  Rect row = {{area.min.x + side, area.min.y}, {area.max.x - side, area.min.y + kTabsHeight}};
  const Entry* shown = kEntries.data();
  const float gap = tab_gap(canvas.theme, view, row.width());
  float x = row.min.x;
  for (const Entry& entry : kEntries) {
    const bool chosen = view.inside == entry.tab;
    if (chosen) shown = &entry;
    x = draw_tab(canvas, session.view(), entry, x, row, chosen) + gap;
  }
  if (!is_open(view)) return;
  if (shown->draw_right != nullptr) {
    shown->draw_right(canvas, session, {{x, row.min.y}, row.max});
  }
  ImGui::GetWindowDrawList()->AddRectFilled({area.min.x, row.max.y}, {area.max.x, row.max.y + 1},
                                            canvas.theme.palette.line);
  const Rect body = {{row.min.x, row.max.y + 1}, {row.max.x, area.max.y}};
  canvas.note_place("inside.body", body.min.x, body.min.y, body.width(), body.height());
  ImGui::SetCursorScreenPos(body.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (ImGui::BeginChild(shown->place, {body.width(), body.height()},
                        ImGuiChildFlags_NavFlattened)) {
    shown->draw(canvas, session, body);
    scroll_by_finger();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace backprop
