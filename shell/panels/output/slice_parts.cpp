#include "shell/panels/output/slice_parts.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {
namespace {

constexpr float kRow = 28, kHeld = 26, kPartsGap = 16;
float choice_height() { return touch_layout() ? 44.0f : kRow; }
// A phone has less height than names have length.
bool stacked(float width) { return width < (touch_layout() ? 300 : 400); }

// One of the table's inputs for an axis; what the other axis had is swapped with it.
void draw_axis_choice(Canvas& canvas, Session& session, std::size_t axis, ImVec2 at, float width) {
  constexpr const char* kPlaces[] = {"slice.across", "slice.up"};
  constexpr const char* kLabels[] = {"Across", "Up"};
  const SampleTable& table = *session.trainer().experiment().table;
  const TableSlice& slice = session.shown().slice->slice;
  std::vector<const char*> names;
  for (const std::string& name : table.inputs) names.push_back(name.c_str());
  int chosen = slice.axes[axis];
  ImGui::SetCursorScreenPos(at);
  if (!choice_row(canvas, kPlaces[axis], kLabels[axis],
                  "The input that the picture of the output has along this axis", width, names,
                  &chosen)) {
    return;
  }
  std::array<int, 2> axes = slice.axes;
  if (axes[1 - axis] == chosen) axes[1 - axis] = axes[axis];
  axes[axis] = chosen;
  session.view().slice_axes = axes;
}

}  // namespace

std::string fitted_text(ImFont* font, float size, std::string text, float width) {
  const auto is_wide = [&](const std::string& one) { return text_size(font, size, one).x > width; };
  if (!is_wide(text)) return text;
  while (!text.empty() && is_wide(text + "…")) {
    do {
      text.pop_back();
    } while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80);
  }
  return text + "…";
}

float slice_rows_height(const Session& session, float width) {
  const std::optional<SliceView>& slice = session.shown().slice;
  if (!slice || !slice->slice.holds_others()) return 0;
  return (stacked(width) ? 2 : 1) * choice_height() + kHeld;
}

void draw_slice_rows(Canvas& canvas, Session& session, ImVec2 left_top, float width) {
  const float room = stacked(width) ? width : (width - kPartsGap) / 2;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    ImVec2 at = left_top;
    if (axis == 1 && stacked(width)) at.y += choice_height();
    if (axis == 1 && !stacked(width)) at.x += room + kPartsGap;
    draw_axis_choice(canvas, session, axis, at, room);
  }
  const SliceView& shown = *session.shown().slice;
  const std::string held = shown.slice.held_text(*session.trainer().experiment().table);
  const std::string text = "Others as in row " + std::to_string(shown.slice.row + 1) + ": " + held;
  const float y = left_top.y + slice_rows_height(session, width) - kHeld / 2;
  ImGui::SetCursorScreenPos({left_top.x, y - 10});
  ImGui::Dummy({width, 20});
  canvas.note_place("slice.held");
  tooltip(canvas, (text + ". Pick a sample in the picture to hold its inputs.").c_str());
  draw_text(ImGui::GetWindowDrawList(), canvas.theme.fonts.regular, kSmallSize, {left_top.x, y},
            canvas.theme.palette.dim,
            fitted_text(canvas.theme.fonts.regular, kSmallSize, text, width));
}

void draw_curves(const Canvas& canvas, const Session& session, const PlaneMap& map, bool other) {
  const Theme& theme = canvas.theme;
  const Trainer& trainer = other ? session.other()->trainer() : session.trainer();
  const Network& network = trainer.network();
  const Probe& probe = other ? session.other()->probe : session.shown().probe;
  const TableSlice& slice = session.shown().slice->slice;
  const SampleTable& table = *trainer.experiment().table;
  const int last = network.layer_count() - 1, side = probe.resolution();
  const std::optional<NeuronId> shown = shown_neuron(session.view(), network);
  if (shown && shown->layer < 0) return;
  const NeuronId first = shown.value_or(NeuronId{last, 0});
  const int count = shown ? 1 : network.output_count();
  ImDrawList* list = ImGui::GetWindowDrawList();
  std::vector<ImVec2> line(static_cast<std::size_t>(side));
  for (int k = 0; k < count; ++k) {
    const NeuronId neuron = {first.layer, first.neuron + k};
    // Rows are all alike.
    const std::span<const float> values = probe.neuron_map(neuron.layer, neuron.neuron);
    for (int i = 0; i < side; ++i) {
      const float said = values[static_cast<std::size_t>(i)];
      const double value =
          neuron.layer == last ? table.told_output(neuron.neuron, said) : static_cast<double>(said);
      const float x =
          ((static_cast<float>(i) + 0.5f) / static_cast<float>(side) * 2 - 1) * PlaneMap::kExtent;
      const double y = slice.columns.inputs[1].coordinate(value);
      line[static_cast<std::size_t>(i)] =
          map.to_screen(x, static_cast<float>(std::clamp(y, -20.0, 20.0)));
    }
    const bool of_class = output_per_class(trainer) && neuron.layer == last;
    const ImU32 color = of_class ? theme.palette.classes[neuron.neuron] : theme.palette.text;
    list->AddPolyline(line.data(), side, with_alpha(theme.palette.ground, 0.7f), 0, 4);
    list->AddPolyline(line.data(), side, color, 0, 2);
    // Whose it is, where there are several.
    if (count == 1) continue;
    const std::string name = table.output_name(neuron.neuron, network.output_count());
    const ImVec2 size = text_size(theme.fonts.semibold, kSmallSize, name);
    const float width = std::min(size.x, map.square.width() / 3);
    const ImVec2 end = {
        map.square.max.x - 8 - width,
        std::clamp(line.back().y - 10, map.square.min.y + 10, map.square.max.y - 40)};
    list->AddRectFilled({end.x - 3, end.y - 8}, {end.x + width + 3, end.y + 8},
                        with_alpha(theme.palette.ground, 0.7f), 4);
    draw_text_fitted(list, theme.fonts.semibold, kSmallSize, end, color, name, width);
  }
}

}  // namespace backprop
