#include "shell/panels/network/table_names.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/text.h"
#include "engine/run/trainer.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_layout.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kBeside = 10;  // from a tile to its name
constexpr float kLeastTile = 10;  // of those that have names
constexpr float kMostShare = 0.1f;  // of the width, for longer names

std::string output_name(const Trainer& trainer, int output) {
  return trainer.experiment().table->output_name(output, trainer.network().output_count());
}

float width_of(const Theme& theme, const std::string& name) {
  return std::ceil(text_size(theme.fonts.regular, kTextSize, name).x);
}

// A name between a tile and the edge of the area, cut where it is longer.
void draw_name(Canvas& canvas, PlaceName place, const std::string& name, Rect room, bool left,
               ImU32 color) {
  const float width = std::min(width_of(canvas.theme, name), room.width());
  if (width < 1) return;
  const float x = left ? room.max.x - width : room.min.x;
  const float y = (room.min.y + room.max.y) / 2;
  const bool cut = draw_text_fitted(ImGui::GetWindowDrawList(), canvas.theme.fonts.regular,
                                    kTextSize, {x, y}, color, name, room.width());
  ImGui::SetCursorScreenPos({x, room.min.y});
  ImGui::Dummy({width, room.height()});
  canvas.note_place(place);
  if (cut) tooltip(canvas, name.c_str());
}

}  // namespace

Rect area_beside_names(const Theme& theme, const Trainer& trainer, Rect area) {
  float inputs = 0, outputs = 0;
  for (const std::string& name : trainer.experiment().table->inputs) {
    inputs = std::max(inputs, width_of(theme, name));
  }
  for (int k = 0; k < trainer.network().output_count(); ++k) {
    outputs = std::max(outputs, width_of(theme, output_name(trainer, k)));
  }
  // As layout_network() has it beside the columns, without half a tile of the largest and what is
  // free beside names.
  constexpr float kTaken = 50;
  const float width = area.width(), most = kMostShare * width;
  const float left = std::clamp(width * 0.116f, 66.0f, 110.0f) - kTaken;
  const float right = std::clamp(width * 0.104f, 52.0f, 100.0f) - kTaken;
  area.min.x += std::clamp(inputs - left, 0.0f, most);
  area.max.x -= std::clamp(outputs - right, 0.0f, most);
  return area;
}

void draw_table_names(Canvas& canvas, const Session& session, const NetworkLayout& layout) {
  constexpr float kHalf = 9, kEdge = 6;  // of a line; free at the edges of the panel
  const Trainer& trainer = session.trainer();
  const Palette& palette = canvas.theme.palette;
  const float left = ImGui::GetWindowPos().x + kEdge;
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - kEdge;
  const NetworkColumn& inputs = layout.columns.front();
  for (int i = 0; i < inputs.count && inputs.tile >= kLeastTile; ++i) {
    const float end = inputs.picture(i).min.x - kBeside, y = inputs.y(i);
    draw_name(canvas, PlaceName("network.inputName", {i + 1}),
              trainer.experiment().table->inputs[static_cast<std::size_t>(i)],
              {{left, y - kHalf}, {end, y + kHalf}}, true, palette.text);
  }
  const NetworkColumn& outputs = layout.columns.back();
  for (int k = 0; k < outputs.count && outputs.tile >= kLeastTile; ++k) {
    const float start = outputs.outline(k).max.x + kBeside - 2, y = outputs.y(k);
    const ImU32 color =
        output_per_class(trainer)
            ? palette.classes[static_cast<std::size_t>(k) % std::size(palette.classes)]
            : palette.text;
    draw_name(canvas, PlaceName("network.outputName", {k + 1}), output_name(trainer, k),
              {{start, y - kHalf}, {right, y + kHalf}}, false, color);
  }
}

void draw_table_input_tooltip(Canvas& canvas, const Trainer& trainer, int input) {
  const SampleTable& table = *trainer.experiment().table;
  const auto column = static_cast<std::size_t>(input);
  float least = table.number(0, column), most = least;
  for (std::size_t row = 1; row < table.rows(); ++row) {
    least = std::min(least, table.number(row, column));
    most = std::max(most, table.number(row, column));
  }
  const std::string text = table.inputs[column] + "\nAn input of the table, from " +
                           number_text(least) + " to " + number_text(most) + '.';
  tooltip(canvas, text.c_str());
}

}  // namespace backprop
