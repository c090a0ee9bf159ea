#include "shell/panels/network/network_tiles.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "engine/experiment/sample_names.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/disc.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/mean_delta.h"
#include "shell/panels/network/network_marks.h"
#include "shell/panels/network/network_phases.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kPictureRounding = 0.2f;  // of the tile's side
constexpr float kRingDecades = 5;

// Round corners cost vertices, of which a draw list has a limited number.
constexpr int kMostRoundTiles = 176;

void draw_picture(ImDrawList* list, const TileUv& map, const Rect& rect, bool round) {
  if (map.uv1.x <= map.uv0.x) return;  // nothing coloured yet
  const float rounding = round && rect.width() >= 8 ? rect.width() * kPictureRounding : 0;
  list->AddImageRounded(map.texture, rect.min, rect.max, map.uv0, map.uv1, IM_COL32_WHITE,
                        rounding);
}

float outline_rounding(const NetworkColumn& column, bool round) {
  return round && column.tile >= 8 ? column.tile * kPictureRounding + column.ring() : 0;
}

bool has_number_room(const NetworkColumn& column) {
  return column.tile >= 24 && column.gap() >= 17 && column.lanes == 1;
}

void draw_selection(ImDrawList* list, const NetworkColumn& column, int i, ImU32 color,
                    float thickness) {
  const Rect outer = column.outline(i);
  const float gap = column.tile >= 14 ? 4 : 1.5f;
  list->AddRect({outer.min.x - gap, outer.min.y - gap}, {outer.max.x + gap, outer.max.y + gap},
                color, outline_rounding(column, true) + gap, 0, thickness);
}

// Beside the bias dot: what the last phase gave this neuron, "a 0.83" or "δ −0.021".
void draw_number(const Theme& theme, const Session& session, ImDrawList* list,
                 const NetworkColumn& column, NeuronId neuron) {
  if (!has_number_room(column)) return;
  const std::optional<NeuronNumber> shown = neuron_number(session, neuron);
  if (!shown) return;
  char number[32];
  if (shown->covered) {
    std::strcpy(number, "?");
  } else {
    format_number(static_cast<double>(shown->value), number);
  }
  const Rect place = neuron_number_place(theme, column, neuron.neuron);
  const Palette& palette = theme.palette;
  const float y = (place.min.y + place.max.y) / 2;
  // On a ground of its own: edges pass below the tiles.
  const std::string symbol = std::string(shown->symbol) + " ";
  const float first = text_size(theme.fonts.regular, kSmallSize, symbol).x;
  const float width = first + text_size(theme.fonts.regular, kSmallSize, number).x;
  const float top = std::max(place.min.y, column.outline(neuron.neuron).max.y + 1);
  list->AddRectFilled({place.min.x - 2, top}, {place.min.x + width + 3, place.max.y},
                      with_alpha(palette.ground, 0.8f), 4);
  draw_text(list, theme.fonts.regular, kSmallSize, {place.min.x, y}, palette.dim, symbol);
  draw_text(
      list, theme.fonts.regular, kSmallSize, {place.min.x + first, y},
      shown->covered ? palette.selection : number_color(theme, static_cast<double>(shown->value)),
      number);
}

void draw_bias(ImDrawList* list, const NetworkColumn& column, int i, float bias,
               const Palette& palette, bool selected) {
  // Size and strength grow with the square root, so that small biases can still be seen.
  const float strength = std::sqrt(std::min(1.0f, std::abs(bias) / 2));
  const float radius = column.bias_radius() * (0.8f + 0.2f * strength);
  const ImU32 color = bias < 0 ? palette.negative : bias > 0 ? palette.positive : palette.faint;
  const ImVec2 at = column.bias(i);
  draw_disc(list, at, radius, with_alpha(color, 0.5f + 0.5f * strength));
  if (selected) list->AddCircle(at, column.bias_radius() + 2.5f, palette.selection, 0, 1.5f);
}

}  // namespace

Rect neuron_number_place(const Theme& theme, const NetworkColumn& column, int neuron) {
  const ImVec2 dot = column.bias(neuron);
  const float left = dot.x + column.bias_radius() + 5;
  const float width = text_size(theme.fonts.regular, kSmallSize, "Δb −0.0000").x;
  return {{left, dot.y - 7}, {left + width, dot.y + 7}};
}

float ring_strength(float mean) {
  if (!(mean > 0)) return 0;
  return std::clamp(1 + std::log10(mean) / kRingDecades, 0.0f, 1.0f);
}

void draw_feature_tiles(Canvas& canvas, const Session& session, ImDrawList* list,
                        const NetworkLayout& layout) {
  const Theme& theme = canvas.theme;
  const NetworkColumn& column = layout.column(-1);
  const std::vector<const Feature*>& active = session.trainer().experiment().features;
  const bool table = session.trainer().experiment().uses_table;  // whose columns have names
  for (int i = 0; i < column.count; ++i) {
    draw_picture(list,
                 session.shown().heatmaps.tile(feature_tile(*active[static_cast<std::size_t>(i)])),
                 column.picture(i), true);
  }
  for (int i = 0; i < column.count; ++i) {
    const Feature& feature = *active[static_cast<std::size_t>(i)];
    const Rect rect = column.picture(i);
    if (column.tile >= 10 && !table) {
      draw_text(list, theme.fonts.regular, kTextSize, {rect.min.x - 10, column.y(i)},
                theme.palette.text, feature.label, Align::kRight);
    }
    if (session.view().hovered_neuron == NeuronId{-1, i}) {
      draw_selection(list, column, i, with_alpha(theme.palette.text, 0.6f), 1);
    }
    canvas.note_place("network.feature." + std::string(feature.name), rect.min.x, rect.min.y,
                      rect.width(), rect.height());
  }
}

// All pictures in one go, and before that the grounds they stand on: what shares a texture is then
// one call to the graphics API.
static void draw_pictures(const Theme& theme, const Session& session, ImDrawList* list,
                          const NetworkLayout& layout, bool round) {
  const Network& network = session.trainer().network();
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const NetworkColumn& column = layout.column(layer);
    if (column.ring() <= 0) continue;
    // Edges end behind the ring, not in the gap between it and the picture.
    for (int i = 0; i < column.count; ++i) {
      const Rect outer = column.outline(i);
      list->AddRectFilled(outer.min, outer.max, theme.palette.ground,
                          outline_rounding(column, round));
    }
  }
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const NetworkColumn& column = layout.column(layer);
    for (int i = 0; i < column.count; ++i) {
      draw_picture(list, session.shown().heatmaps.tile(neuron_tile(network, {layer, i})),
                   column.picture(i), round);
    }
  }
}

void draw_neuron_tiles(Canvas& canvas, const Session& session, ImDrawList* list,
                       const NetworkLayout& layout) {
  const Palette& palette = canvas.theme.palette;
  const Trainer& trainer = session.trainer();
  const Network& network = trainer.network();
  const View& view = session.view();
  const int last = network.layer_count() - 1;
  const bool classes = output_per_class(trainer) && !trainer.experiment().uses_table;
  const int tiles = neuron_tile(network, {last, network.output_count()});
  const bool round = tiles <= kMostRoundTiles;
  const PhaseShow& phases = session.phases();
  draw_pictures(canvas.theme, session, list, layout, round);
  for (int layer = 0; layer <= last; ++layer) {
    const NetworkColumn& column = layout.column(layer);
    const std::span<const float> biases = network.biases(layer);
    const float rounding = outline_rounding(column, round);
    for (int i = 0; i < column.count; ++i) {
      const NeuronId neuron = {layer, i};
      const Rect outer = column.outline(i);
      // Ahead of the lights of the forward phase nothing has been computed yet.
      if (phases.moving() && phases.readable() && phases.phase() == 1 &&
          !phases.has_activation(layer, last + 1)) {
        const Rect inner = column.picture(i);
        list->AddRectFilled(inner.min, inner.max, with_alpha(palette.ground, 0.55f),
                            inner.width() * kPictureRounding);
      }
      const bool reached = phases.phase() != 3 || phases.has_delta(layer, last + 1);
      const float strength = reached ? ring_strength(mean_delta(trainer, neuron)) : 0;
      const bool loss_lights = layer == last && trainer.phases_done() == 2;
      if (column.ring() > 0) {
        const std::optional<ImU32> sign = delta_color(canvas.theme, session, neuron);
        const ImU32 color = loss_lights ? palette.selection
                            : sign      ? with_alpha(*sign, 0.3f + 0.7f * strength)
                                        : with_alpha(palette.text, 0.16f + 0.74f * strength);
        list->AddRect(outer.min, outer.max, color, rounding, 0,
                      (column.tile >= 14 ? 1.0f : 0.7f) + (loss_lights ? 1.0f : 1.3f * strength));
        if (loss_lights && phases.phase() == 2 && phases.moving()) {
          const float spread = 14 * phases.progress();
          list->AddRect({outer.min.x - spread, outer.min.y - spread},
                        {outer.max.x + spread, outer.max.y + spread},
                        with_alpha(palette.selection, 1 - phases.progress()), rounding + spread, 0,
                        2);
        }
      }
      if (view.pinned_neuron == neuron) {
        draw_selection(list, column, i, palette.selection, 2);
      } else if (view.hovered_neuron == neuron) {
        draw_selection(list, column, i, with_alpha(palette.selection, 0.65f), 1.5f);
      } else if (std::ranges::find(view.lit.neurons, neuron) != view.lit.neurons.end()) {
        draw_selection(list, column, i, palette.selection, 1.5f);
      }
      const std::size_t bias = network.bias_index(layer, i);
      draw_bias(list, column, i, biases[static_cast<std::size_t>(i)], palette,
                view.hovered_parameter == bias || view.edited_parameter == bias ||
                    std::ranges::find(view.lit.parameters, bias) != view.lit.parameters.end());
      draw_mark(canvas, session, list, column, neuron);
      draw_number(canvas.theme, session, list, column, neuron);
      if (layer == last && classes && column.tile >= 12) {
        draw_text(list, canvas.theme.fonts.semibold, kHeadingSize, {outer.max.x + 8, column.y(i)},
                  palette.classes[static_cast<std::size_t>(i) % std::size(palette.classes)],
                  class_mark(trainer.experiment(), i));
      }

      canvas.note_place(PlaceName("network.neuron", {layer + 1, i + 1}), outer.min.x, outer.min.y,
                        outer.width(), outer.height());
      const ImVec2 dot = column.bias(i);
      const float radius = column.bias_radius();
      canvas.note_place(PlaceName("network.bias", {layer + 1, i + 1}), dot.x - radius,
                        dot.y - radius, 2 * radius, 2 * radius);
    }
  }
}

}  // namespace backprop
