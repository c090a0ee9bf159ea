// What is learned: the datasets as pictures of themselves, and how many points of which noise.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/menu.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/door.h"
#include "shell/panels/settings/property_rows.h"
#include "shell/panels/settings/settings_panels.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr int kPreviewPoints = 150, kSurfacePoints = 320;
constexpr std::uint64_t kPreviewSeed = 3;

// Points for the tiles, from the same generators as the real ones; made once, they never change.
const std::vector<std::vector<Point>>& previews() {
  static const std::vector<std::vector<Point>> all = [] {
    std::vector<std::vector<Point>> result;
    for (const Dataset& entry : datasets()) {
      Random random(kPreviewSeed, Random::Stream::kData);
      const bool surface = entry.problem == Problem::kRegression;
      const int count = surface ? kSurfacePoints : kPreviewPoints;
      result.push_back(entry.generate({count, 0, entry.pictured_classes}, random));
    }
    return result;
  }();
  return all;
}

// A round dot as one textured quad: a bullet of the font, which the atlas keeps at the device's
// resolution. A thousand of them cost less than a hundred circles.
class DotBrush {
 public:
  DotBrush(ImFont* font, float diameter) {
    constexpr ImWchar kBullet = 0x2022;
    constexpr float kReference = 32;  // the glyph's size here only says how large it is in em
    const ImFontGlyph* reference = font->GetFontBaked(kReference)->FindGlyph(kBullet);
    const float size = std::round(kReference * diameter / (reference->X1 - reference->X0));
    glyph_ = *font->GetFontBaked(std::max(size, 4.0f))->FindGlyph(kBullet);
    half_ = {(glyph_.X1 - glyph_.X0) / 2, (glyph_.Y1 - glyph_.Y0) / 2};
  }

  void draw(ImDrawList* list, ImVec2 at, ImU32 color) const {
    list->PrimReserve(6, 4);
    list->PrimRectUV({at.x - half_.x, at.y - half_.y}, {at.x + half_.x, at.y + half_.y},
                     {glyph_.U0, glyph_.V0}, {glyph_.U1, glyph_.V1}, color);
  }

 private:
  ImFontGlyph glyph_;
  ImVec2 half_;
};

ImU32 point_color(const Palette& palette, const Point& point, Problem problem) {
  if (problem == Problem::kRegression) {
    // Values near zero would be lost on a tile; they keep a trace of their sign.
    constexpr float kLeast = 0.15f;
    return value_color(palette, point.label + std::copysign(kLeast, point.label));
  }
  return palette.classes[static_cast<int>(point.label) % 6];
}

void draw_frame(ImDrawList* list, const Theme& theme, const Item& item, bool chosen) {
  if (chosen) {
    list->AddRect({item.min.x - 1, item.min.y - 1}, {item.max.x + 1, item.max.y + 1},
                  theme.palette.text, kCornerRadius + 1, 0, 2);
  } else {
    list->AddRect({item.min.x + 0.5f, item.min.y + 0.5f}, {item.max.x - 0.5f, item.max.y - 0.5f},
                  theme.palette.line, kCornerRadius, 0, 1);
  }
}

void draw_tile(Canvas& canvas, Session& session, const Dataset& entry,
               std::span<const Point> points, float size) {
  const Theme& theme = canvas.theme;
  const bool chosen = session.trainer().experiment().dataset == &entry;
  const Item item = add_item(canvas, "data.dataset." + std::string(entry.name), {size, size}, true,
                             kCornerRadius);
  if (item.clicked && !chosen) {
    session.post(intent::SetProperty{"dataset", std::string(entry.name)});
  }
  const std::string help = std::string(entry.label) + ". " + std::string(entry.help);
  tooltip(canvas, help.c_str());

  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, raised_color(theme, item), kCornerRadius);
  const DotBrush brush(theme.fonts.regular, size / 17);
  const float scale = size * 0.86f / static_cast<float>(2 * kPlaneExtent);
  const ImVec2 center = item.center();
  for (const Point& point : points) {
    brush.draw(list, {center.x + point.x1 * scale, center.y - point.x2 * scale},
               point_color(theme.palette, point, entry.problem));
  }
  draw_frame(list, theme, item, chosen);
}

// The points placed by hand, once there are some.
void draw_own_tile(Canvas& canvas, Session& session, float size) {
  const Theme& theme = canvas.theme;
  const Experiment& experiment = session.trainer().experiment();
  const bool chosen = experiment.dataset == nullptr && !experiment.uses_table;
  const Item item = add_item(canvas, "data.dataset.custom", {size, size}, true, kCornerRadius);
  if (item.clicked && !chosen) session.post(intent::SetProperty{"dataset", "custom"});
  tooltip(canvas, "Your points, placed by hand or read from a table");
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, raised_color(theme, item), kCornerRadius);
  const DotBrush brush(theme.fonts.regular, size / 17);
  const float scale = size * 0.86f / static_cast<float>(2 * kPlaneExtent);
  const ImVec2 center = item.center();
  const std::vector<Point>& points = experiment.custom_points;
  const std::size_t stride = 1 + points.size() / std::size_t{kSurfacePoints};
  list->PushClipRect(item.min, item.max, true);
  for (std::size_t i = 0; i < points.size(); i += stride) {
    brush.draw(list, {center.x + points[i].x1 * scale, center.y - points[i].x2 * scale},
               point_color(theme.palette, points[i], experiment.problem));
  }
  list->PopClipRect();
  draw_frame(list, theme, item, chosen);
}

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// Rows of named inputs and targets, once there are some.
void draw_table_tile(Canvas& canvas, Session& session, const SampleTable& table, float size) {
  const Theme& theme = canvas.theme;
  const bool chosen = session.trainer().experiment().uses_table;
  const Item item = add_item(canvas, "data.dataset.table", {size, size}, true, kCornerRadius);
  if (item.clicked && !chosen) session.post(intent::SetProperty{"dataset", "table"});
  const std::string help =
      "A table: " + counted(table.rows(), "row") + " of " + counted(table.inputs.size(), "input") +
      " and " +
      (table.has_classes() ? std::string("a class") : counted(table.targets.size(), "target"));
  tooltip(canvas, help.c_str());
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, raised_color(theme, item), kCornerRadius);
  // As many columns as it has, those of the targets coloured.
  const auto columns = static_cast<float>(std::min<std::size_t>(table.width(), 6));
  const auto inputs = static_cast<float>(std::min<std::size_t>(table.inputs.size(), 5));
  constexpr float kRows = 5, kGap = 2;
  const float side = std::round(size * 0.7f);
  const ImVec2 corner = {item.center().x - side / 2, item.center().y - side / 2};
  const ImVec2 cell = {(side - kGap * (columns - 1)) / columns,
                       (side - kGap * (kRows - 1)) / kRows};
  for (float row = 0; row < kRows; ++row) {
    for (float column = 0; column < columns; ++column) {
      const ImVec2 min = {corner.x + column * (cell.x + kGap), corner.y + row * (cell.y + kGap)};
      const ImU32 color = column < inputs ? theme.palette.dim : theme.palette.positive;
      list->AddRectFilled(min, {min.x + cell.x, min.y + cell.y},
                          with_alpha(color, row == 0 ? 0.9f : 0.45f), 1.5f);
    }
  }
  draw_frame(list, theme, item, chosen);
}

void draw_tiles(Canvas& canvas, Session& session, float width) {
  constexpr float kGap = 2 * kUnit, kLeast = 50;
  const Experiment& experiment = session.trainer().experiment();
  const int columns = std::max(1, static_cast<int>((width + kGap) / (kLeast + kGap)));
  const float size =
      std::floor((width - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  const ImVec2 start = ImGui::GetCursorScreenPos();
  int shown = 0;
  const auto place_next = [&] {
    const int column = shown % columns, row = shown / columns;
    ImGui::SetCursorScreenPos({start.x + static_cast<float>(column) * (size + kGap),
                               start.y + static_cast<float>(row) * (size + kGap)});
    ++shown;
  };
  const std::span<const Dataset> all = datasets();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].problem != experiment.problem) continue;
    place_next();
    draw_tile(canvas, session, all[i], previews()[i], size);
  }
  const bool own = experiment.dataset == nullptr && !experiment.uses_table;
  if (own || !experiment.custom_points.empty()) {
    place_next();
    draw_own_tile(canvas, session, size);
  }
  if (experiment.table) {
    place_next();
    draw_table_tile(canvas, session, *experiment.table, size);
  }
  const int rows = (shown + columns - 1) / columns;
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, static_cast<float>(rows) * (size + kGap) - kGap});
}

// What is learned of the points: their class or their height. As wide as the column.
void draw_problem(Canvas& canvas, Session& session, float width) {
  const Property& property = *find_property("problem");
  const Experiment& experiment = session.trainer().experiment();
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float height = touch_layout() ? 40.0f : 30.0f;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  list->AddRectFilled(start, {start.x + width, start.y + height}, theme.palette.raised,
                      kCornerRadius);
  const float part = std::round(width / 2);
  for (std::size_t i = 0; i < property.choices.size(); ++i) {
    const Choice& choice = property.choices[i];
    ImGui::SetCursorScreenPos({start.x + part * static_cast<float>(i), start.y});
    const Item item =
        add_item(canvas, "data.problem." + std::string(choice.name), {part, height}, true, 6);
    tooltip(canvas, std::string(choice.help).c_str());
    const bool chosen = property.get(experiment) == choice.name;
    if (chosen) {
      const ImVec2 min = {item.min.x + 2, item.min.y + 2}, max = {item.max.x - 2, item.max.y - 2};
      list->AddRectFilled(min, max, theme.dark ? theme.palette.ground : theme.palette.panel, 6);
      list->AddRect(min, max, theme.palette.line, 6, 0, 1);
    }
    draw_text(list, theme.fonts.regular, kTextSize, item.center(),
              chosen || item.hovered ? theme.palette.text : theme.palette.dim, choice.label,
              Align::kCenter);
    if (item.clicked && !chosen) {
      session.post(intent::SetProperty{"problem", std::string(choice.name)});
    }
  }
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, height});
}

void draw_table_menu(Canvas& canvas, const Trainer& trainer, const Item& anchor) {
  if (anchor.clicked) ImGui::OpenPopup("table");
  constexpr float kWidth = 240;
  if (!begin_menu(canvas, "table", anchor, kWidth)) return;
  if (menu_entry(canvas, "data.csv.open", "Open a table…",
                 "CSV: inputs, then a class or a target")) {
    if (!platform::open_dialog("open")) {
      canvas.say(Message::Kind::kNote, "Drop a CSV file onto the window to read its points.");
    }
  }
  if (menu_entry(canvas, "data.csv.save", "Save the points",
                 "as they are now, for a spreadsheet")) {
    door::save_points(canvas, trainer.experiment());
  }
  end_menu();
}

void draw_buttons(Canvas& canvas, Session& session, float width) {
  const bool own = session.trainer().experiment().dataset == nullptr;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  constexpr float kGap = 2 * kUnit;
  const ImVec2 size = {std::floor((width - 2 * kGap) / 3), touch_layout() ? 40.0f : 30.0f};
  const auto place = [&](int column) {
    ImGui::SetCursorScreenPos({start.x + static_cast<float>(column) * (size.x + kGap), start.y});
  };
  place(0);
  if (text_button(canvas, "data.new", own ? "New split" : "New data", size,
                  own ? "Deals the points anew into training and test"
                      : "Other points from the same dataset: the next data seed")) {
    session.post(intent::NewData{});
  }
  place(1);
  View& view = session.view();
  const char* help = "Paint, move and erase points in the output plane; training goes on with them";
  const Item paint = add_item(canvas, "data.paint", size, true, kCornerRadius);
  tooltip(canvas, help);
  if (paint.clicked) {
    view.painting.on = !view.painting.on;
    if (view.painting.on) {  // on small screens, to where the plane is
      view.tab = Tab::kOutput;
      view.settings_open = false;
    }
  }
  draw_text_button(canvas, paint, "Paint", view.painting.on);
  place(2);
  const Item table = add_item(canvas, "data.csv", size, true, kCornerRadius);
  tooltip(canvas, "Points from a table, and as a table");
  draw_text_button(canvas, table, "CSV", false);
  draw_table_menu(canvas, session.trainer(), table);
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, size.y});
}

}  // namespace

void draw_data_panel(Canvas& canvas, Session& session, float width) {
  const std::size_t count = session.trainer().data().points.size();
  const std::string points =
      grouped(static_cast<long long>(count)) + (count == 1 ? " point" : " points");
  heading(canvas, "Data", points.c_str());
  ImGui::Dummy({width, kUnit});
  if (!session.view().hides("problem")) {
    draw_problem(canvas, session, width);
    ImGui::Dummy({width, kUnit});
  }
  if (!session.view().hides("dataset")) {
    draw_tiles(canvas, session, width);
    ImGui::Dummy({width, kUnit});
  }
  // Batch size stands with the data it divides.
  for (const char* name :
       {"noise", "trainFraction", "batchSize", "samples", "classes", "dataSeed"}) {
    draw_property(canvas, session, name, width);
  }
  ImGui::Dummy({width, kUnit});
  draw_buttons(canvas, session, width);
}

}  // namespace backprop
