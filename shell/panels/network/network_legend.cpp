#include "shell/panels/network/network_legend.h"

#include <string>

#include "engine/run/trainer.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

struct ModeWords {
  const char* symbol;
  const char* later;  // while there are no such values of this step
  const char* help;
};
constexpr ModeWords kWords[] = {
    {"|w|", "",
     "Edges show the weights: colour is the sign, width the size, on an even scale up to 5."},
    {"|∂L/∂w|", "comes with phase 4",
     "Edges show ∂L/∂w, how fast the loss rises as the weight grows: colour is the sign, width the "
     "size, on a logarithmic scale."},
    {"|Δw|", "comes with phase 5",
     "Edges show Δw, what the last update added to the weight: colour is the sign, width the size, "
     "on a logarithmic scale."},
};
constexpr float kWedge = 44, kStrip = 30, kLegendGap = 6, kWideGap = 16;

std::string note_of(const Trainer& trainer, EdgeScale scale, std::size_t edges) {
  std::string note;
  if (!values_current(trainer, scale.mode)) {
    note = kWords[static_cast<int>(scale.mode)].later;
  }
  std::size_t all = 0;
  for (const Network::Layer& layer : trainer.network().layers()) {
    all += static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs);
  }
  if (edges < all) {
    if (!note.empty()) note += ", ";
    note += "the strongest " + grouped(static_cast<long long>(edges)) + " of " +
            grouped(static_cast<long long>(all));
  }
  return note;
}

}  // namespace

void draw_network_legend(Canvas& canvas, const Trainer& trainer, const NetworkLayout& layout,
                         EdgeScale scale, std::size_t edges, float side) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const ModeWords& words = kWords[static_cast<int>(scale.mode)];
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = layout.area.max.y - 16;
  float x = layout.area.max.x - side;  // from the right to the left
  const auto word = [&](std::string_view text, ImU32 color, float gap) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, color, text, Align::kRight);
    x -= text_size(theme.fonts.regular, kSmallSize, text).x + gap;
  };
  const float right = x;
  const bool known = scale.mode == EdgeMode::kWeight || scale.reach > 0;
  if (known) {
    char low[32] = "0", high[32] = "5";
    const bool logarithmic = scale.mode != EdgeMode::kWeight;
    if (logarithmic) {
      format_number(static_cast<double>(scale.reach) * 1e-3, low);
      format_number(static_cast<double>(scale.reach), high);
    }
    if (logarithmic) word("log", palette.dim, kLegendGap);
    word(high, palette.dim, kLegendGap);
    // A wedge as thin and as wide as the edges get.
    const float tile = layout.columns.size() > 1 ? layout.columns[1].tile : 46;
    const float least = edge_width(0, scale.mode, tile), most = edge_width(1, scale.mode, tile);
    list->AddQuadFilled({x - kWedge, y - least / 2}, {x, y - most / 2}, {x, y + most / 2},
                        {x - kWedge, y + least / 2}, palette.faint);
    x -= kWedge + kLegendGap;
    word(low, palette.dim, kLegendGap);
  }
  word(words.symbol, palette.dim, kWideGap);
  word("+", palette.dim, kLegendGap);
  const Rect strip = {{x - kStrip, y - 3}, {x, y + 3}};
  list->AddRectFilled(strip.min, {x - kStrip / 2, y + 3}, palette.negative, 3,
                      ImDrawFlags_RoundCornersLeft);
  list->AddRectFilled({x - kStrip / 2, y - 3}, strip.max, palette.positive, 3,
                      ImDrawFlags_RoundCornersRight);
  x -= kStrip + kLegendGap;
  word("−", palette.dim, 0);
  ImGui::SetCursorScreenPos({x, y - 10});
  ImGui::Dummy({right - x, 20});
  canvas.note_place("network.legend");
  tooltip(canvas, words.help);
  x -= kWideGap;
  const std::string note = note_of(trainer, scale, edges);
  const float least = layout.area.min.x + side;
  if (x - text_size(theme.fonts.regular, kSmallSize, note).x > least) word(note, palette.faint, 0);
}

}  // namespace backprop
