// What is learned: the datasets as pictures of themselves, and how many points of which noise.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/app.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"
#include "shell/panels/panels.h"
#include "shell/panels/property_rows.h"

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
      // Two arms wind clearly; rings and clouds show that there may be three classes.
      const int wanted = entry.name == "spiral" ? 2 : 3;
      const int classes = std::clamp(wanted, entry.min_classes, entry.max_classes);
      const bool surface = entry.problem == Problem::kRegression;
      const int count = surface ? kSurfacePoints : kPreviewPoints;
      result.push_back(entry.generate({count, 0, classes}, random));
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

void draw_tile(App& app, const Dataset& entry, std::span<const Point> points, float size) {
  const Theme& theme = app.theme();
  const bool chosen = app.trainer().experiment().dataset == &entry;
  const Item item =
      add_item(app, "data.dataset." + std::string(entry.name), {size, size}, true, kCornerRadius);
  if (item.clicked && !chosen) {
    app.post(intent::SetProperty{"dataset", std::string(entry.name)});
  }
  const std::string help = std::string(entry.label) + ". " + std::string(entry.help);
  tooltip(app, help.c_str());

  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, raised_color(theme, item), kCornerRadius);
  const DotBrush brush(theme.fonts.regular, size / 17);
  const float scale = size * 0.86f / static_cast<float>(2 * kPlaneExtent);
  const ImVec2 center = item.center();
  for (const Point& point : points) {
    brush.draw(list, {center.x + point.x1 * scale, center.y - point.x2 * scale},
               point_color(theme.palette, point, entry.problem));
  }
  if (chosen) {
    list->AddRect({item.min.x - 1, item.min.y - 1}, {item.max.x + 1, item.max.y + 1},
                  theme.palette.text, kCornerRadius + 1, 0, 2);
  } else {
    list->AddRect({item.min.x + 0.5f, item.min.y + 0.5f}, {item.max.x - 0.5f, item.max.y - 0.5f},
                  theme.palette.line, kCornerRadius, 0, 1);
  }
}

void draw_tiles(App& app, float width) {
  constexpr float kGap = 2 * kUnit, kLeast = 50;
  const int columns = std::max(1, static_cast<int>((width + kGap) / (kLeast + kGap)));
  const float size =
      std::floor((width - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const std::span<const Dataset> all = datasets();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
    ImGui::SetCursorScreenPos({start.x + static_cast<float>(column) * (size + kGap),
                               start.y + static_cast<float>(row) * (size + kGap)});
    draw_tile(app, all[i], previews()[i], size);
  }
  const int rows = (static_cast<int>(all.size()) + columns - 1) / columns;
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({width, static_cast<float>(rows) * (size + kGap) - kGap});
}

}  // namespace

void draw_data_panel(App& app, float width) {
  const bool classify = app.trainer().experiment().problem == Problem::kClassification;
  heading(app, "Data", classify ? "classification" : "regression");
  ImGui::Dummy({width, kUnit});
  draw_tiles(app, width);
  ImGui::Dummy({width, kUnit});
  // Batch size stands with the data it divides.
  for (const char* name :
       {"noise", "trainFraction", "batchSize", "samples", "classes", "dataSeed"}) {
    draw_property(app, name, width);
  }
  ImGui::Dummy({width, 0});
  if (text_button(app, "data.new", "New data", {0, touch_layout() ? 40.0f : 30.0f},
                  "Other points from the same dataset: the next data seed")) {
    app.post(intent::NewData{});
  }
}

}  // namespace backprop
