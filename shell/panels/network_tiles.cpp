#include "shell/panels/network_tiles.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "shell/app.h"
#include "shell/draw/activation_maps.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"

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

void draw_selection(ImDrawList* list, const NetworkColumn& column, int i, ImU32 color,
                    float thickness) {
  const Rect outer = column.outline(i);
  const float gap = column.tile >= 14 ? 4 : 1.5f;
  list->AddRect({outer.min.x - gap, outer.min.y - gap}, {outer.max.x + gap, outer.max.y + gap},
                color, outline_rounding(column, true) + gap, 0, thickness);
}

// Mean over the batch of one row of a layer's array.
float batch_mean(const Workspace& workspace, const std::vector<float>& rows, int neuron) {
  const auto first = static_cast<std::size_t>(neuron) * static_cast<std::size_t>(workspace.stride);
  const auto samples = static_cast<std::size_t>(workspace.samples);
  if (samples == 0 || first + samples > rows.size()) return 0;
  double sum = 0;
  for (std::size_t s = 0; s < samples; ++s) sum += static_cast<double>(rows[first + s]);
  return static_cast<float>(sum / static_cast<double>(samples));
}

// In the middle of a step: what its last phase gave this neuron, "a 0.83" or "δ −0.021".
void draw_phase_number(const App& app, ImDrawList* list, const NetworkColumn& column,
                       NeuronId neuron) {
  const Trainer& trainer = app.trainer();
  const int done = trainer.phases_done();
  if (done < 1 || done > 4 || column.tile < 24 || column.gap() < 17 || column.lanes > 1) return;
  const Workspace& workspace = trainer.workspace();
  const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(neuron.layer)];
  const bool backward = done >= 3;
  const float mean = batch_mean(workspace, backward ? layer.delta : layer.a, neuron.neuron);
  char number[32];
  const std::string text = std::string(backward ? "δ " : "a ") + format_number(mean, number);
  const ImVec2 dot = column.bias(neuron.neuron);
  const Palette& palette = app.theme().palette;
  const ImU32 color = mean < 0 ? palette.negative : mean > 0 ? palette.positive : palette.dim;
  draw_text(list, app.theme().fonts.regular, kSmallSize, {dot.x + column.bias_radius() + 5, dot.y},
            color, text);
}

void draw_bias(ImDrawList* list, const NetworkColumn& column, int i, float bias,
               const Palette& palette, bool selected) {
  // Size and strength grow with the square root, so that small biases can still be seen.
  const float strength = std::sqrt(std::min(1.0f, std::abs(bias) / 2));
  const float radius = column.bias_radius() * (0.8f + 0.2f * strength);
  const ImU32 color = bias < 0 ? palette.negative : bias > 0 ? palette.positive : palette.faint;
  const ImVec2 at = column.bias(i);
  list->AddCircleFilled(at, radius, with_alpha(color, 0.5f + 0.5f * strength), radius < 2 ? 6 : 0);
  if (selected) list->AddCircle(at, column.bias_radius() + 2.5f, palette.selection, 0, 1.5f);
}

}  // namespace

float mean_delta(const Trainer& trainer, NeuronId neuron) {
  if (trainer.phases_done() < 3) return 0;
  const Workspace& workspace = trainer.workspace();
  const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(neuron.layer)];
  double sum = 0;
  for (int s = 0; s < workspace.samples; ++s) {
    const auto i =
        static_cast<std::size_t>(neuron.neuron) * static_cast<std::size_t>(workspace.stride) +
        static_cast<std::size_t>(s);
    sum += std::abs(static_cast<double>(layer.delta[i]));
  }
  return workspace.samples > 0 ? static_cast<float>(sum / workspace.samples) : 0;
}

float ring_strength(float mean) {
  if (!(mean > 0)) return 0;
  return std::clamp(1 + std::log10(mean) / kRingDecades, 0.0f, 1.0f);
}

void draw_feature_tiles(App& app, ImDrawList* list, const NetworkLayout& layout) {
  const Theme& theme = app.theme();
  const NetworkColumn& column = layout.column(-1);
  const std::vector<const Feature*>& active = app.trainer().experiment().features;
  for (int i = 0; i < column.count; ++i) {
    const Feature& feature = *active[static_cast<std::size_t>(i)];
    const Rect rect = column.picture(i);
    draw_picture(list, app.heatmaps().tile(feature_tile(feature)), rect, true);
    if (column.tile >= 10) {
      draw_text(list, theme.fonts.regular, kTextSize, {rect.min.x - 10, column.y(i)},
                theme.palette.text, feature.label, Align::kRight);
    }
    if (app.view().hovered_neuron == NeuronId{-1, i}) {
      draw_selection(list, column, i, with_alpha(theme.palette.text, 0.6f), 1);
    }
    app.note_place("network.feature." + std::string(feature.name), rect.min.x, rect.min.y,
                   rect.width(), rect.height());
  }
}

void draw_neuron_tiles(App& app, ImDrawList* list, const NetworkLayout& layout) {
  const Palette& palette = app.theme().palette;
  const Trainer& trainer = app.trainer();
  const Network& network = trainer.network();
  const View& view = app.view();
  const int last = network.layer_count() - 1;
  const bool classes = output_per_class(trainer);
  const int tiles = neuron_tile(network, {last, network.output_count()});
  const bool round = tiles <= kMostRoundTiles;
  char place[64];
  for (int layer = 0; layer <= last; ++layer) {
    const NetworkColumn& column = layout.column(layer);
    const std::span<const float> biases = network.biases(layer);
    const float rounding = outline_rounding(column, round);
    for (int i = 0; i < column.count; ++i) {
      const NeuronId neuron = {layer, i};
      const Rect outer = column.outline(i);
      // Edges end behind the ring, not in the gap between it and the picture.
      if (column.ring() > 0) {
        list->AddRectFilled(outer.min, outer.max, palette.ground, rounding);
      }
      draw_picture(list, app.heatmaps().tile(neuron_tile(network, neuron)), column.picture(i),
                   round);

      const float strength = ring_strength(mean_delta(trainer, neuron));
      const bool loss_lights = layer == last && trainer.phases_done() == 2;
      if (column.ring() > 0) {
        const ImU32 color =
            loss_lights ? palette.selection : with_alpha(palette.text, 0.16f + 0.74f * strength);
        list->AddRect(outer.min, outer.max, color, rounding, 0,
                      (column.tile >= 14 ? 1.0f : 0.7f) + 1.3f * strength);
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
      draw_phase_number(app, list, column, neuron);
      if (layer == last && classes && column.tile >= 12) {
        draw_text(list, app.theme().fonts.semibold, kHeadingSize, {outer.max.x + 8, column.y(i)},
                  palette.classes[static_cast<std::size_t>(i) % std::size(palette.classes)],
                  std::to_string(i + 1));
      }

      std::snprintf(place, sizeof place, "network.neuron.%d.%d", layer + 1, i + 1);
      app.note_place(place, outer.min.x, outer.min.y, outer.width(), outer.height());
      std::snprintf(place, sizeof place, "network.bias.%d.%d", layer + 1, i + 1);
      const ImVec2 dot = column.bias(i);
      const float radius = column.bias_radius();
      app.note_place(place, dot.x - radius, dot.y - radius, 2 * radius, 2 * radius);
    }
  }
}

}  // namespace backprop
