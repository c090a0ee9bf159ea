#include "shell/panels/network/network_marks.h"

#include <algorithm>
#include <cmath>

#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/mean_delta.h"
#include "shell/panels/network/network_phases.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kLeastTile = 10;      // smaller ones have no room for a mark
constexpr float kValueColumn = 92;    // where the values of the tooltip start

void value_line(const Theme& theme, const char* label, double value) {
  char buffer[32];
  tooltip_line(theme, label, format_number(value, buffer), number_color(theme, value),
               kValueColumn);
}

// What the phases of the step in progress, or of the last one, gave this neuron.
void step_lines(const Theme& theme, const Session& session, NeuronId neuron) {
  const Trainer& trainer = session.trainer();
  const int done = trainer.phases_done();
  if (done == 0) return;
  const auto [workspace, column] = values_of(trainer, session.shown().sample);
  const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(neuron.layer)];
  const auto value = [&, &passed = workspace, at = column](const std::vector<float>& rows) {
    return static_cast<double>(shown_value(passed, rows, neuron.neuron, at));
  };
  tooltip_sentence(theme, shown_sample(session), theme.palette.dim);
  value_line(theme, "z", value(layer.z));
  value_line(theme, "a", value(layer.a));
  if (done < 3) return;
  value_line(theme, "δ", value(layer.delta));
  value_line(theme, "mean |δ|", static_cast<double>(mean_delta(trainer, neuron)));
}

}  // namespace

const NeuronHealth* health_of(const Session& session, NeuronId neuron) {
  const auto& health = session.shown().health;
  const Network& network = session.trainer().network();
  const auto layer = static_cast<std::size_t>(neuron.layer);
  if (neuron.layer < 0 || neuron.layer >= network.layer_count() || layer >= health.size() ||
      health[layer].size() != static_cast<std::size_t>(network.layer(neuron.layer).outputs)) {
    return nullptr;
  }
  return &health[layer][static_cast<std::size_t>(neuron.neuron)];
}

std::string health_text(const NeuronHealth& health) {
  const std::string share =
      significant(100 * static_cast<double>(health.flat_share), 2) + " % of the training points";
  if (health.dead) {
    return health.steepest == 0
               ? "Dead: its slope φ′(z) is zero at every training point, so no gradient passes and "
                 "its weights do not learn."
               : "Dead: its slope φ′(z) is nearly zero at every training point, so hardly any "
                 "gradient passes and its weights hardly learn.";
  }
  if (health.saturated) {
    return "Saturated: its slope φ′(z) is nearly zero at " + share +
           "; hardly any gradient passes.";
  }
  if (health.flat_share > 0)
    return "Flat at " + share + "; there hardly any gradient passes, or none.";
  return "Alive: its slope is not near zero at any training point.";
}

ImU32 health_color(const Palette& palette, const NeuronHealth& health) {
  return health.dead ? palette.error : health.saturated ? palette.warning : palette.dim;
}

void draw_mark(Canvas& canvas, const Session& session, ImDrawList* list,
               const NetworkColumn& column, NeuronId neuron) {
  // The output is meant to be sure of itself: flat there is no fault as such.
  if (neuron.layer == session.trainer().network().layer_count() - 1) return;
  const NeuronHealth* health = health_of(session, neuron);
  if (health == nullptr || (!health->dead && !health->saturated)) return;
  const Palette& palette = canvas.theme.palette;
  const Rect outer = column.outline(neuron.neuron);
  const float radius = column.tile >= 26 ? 6.5f : column.tile >= kLeastTile ? 4.0f : 1.5f;
  const ImVec2 at = {outer.max.x - 2, outer.min.y + 2};
  list->AddCircleFilled(at, radius + 1.5f, palette.ground);
  list->AddCircleFilled(at, radius, health_color(palette, *health));
  canvas.note_place(PlaceName("network.mark", {neuron.layer + 1, neuron.neuron + 1}), at.x - radius,
                    at.y - radius, 2 * radius, 2 * radius);
  if (column.tile < kLeastTile) return;
  // A flat line, or the two levels between which nothing moves any more.
  const float reach = radius * 0.5f, width = std::max(1.2f, radius * 0.26f);
  if (health->dead) {
    list->AddLine({at.x - reach, at.y}, {at.x + reach, at.y}, palette.ground, width);
  } else {
    const float level = radius * 0.36f;
    list->AddLine({at.x - reach, at.y + level}, {at.x, at.y + level}, palette.ground, width);
    list->AddLine({at.x, at.y - level}, {at.x + reach, at.y - level}, palette.ground, width);
  }
}

void draw_neuron_tooltip(const Theme& theme, const Session& session, NeuronId neuron) {
  const Trainer& trainer = session.trainer();
  const Network& network = trainer.network();
  const Palette& palette = theme.palette;
  if (!begin_tooltip(theme)) return;
  ImGui::PushFont(theme.fonts.semibold, kHeadingSize);
  std::string name = neuron_label(trainer, neuron.layer, neuron.neuron);
  name += ", ";
  name += network.layer(neuron.layer).activation->label;
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopFont();
  const std::size_t bias = network.bias_index(neuron.layer, neuron.neuron);
  if (neuron.layer == network.layer_count() - 1 && output_per_class(trainer)) {
    tooltip_line(theme, "stands for",
                 ("class " + class_name(trainer.experiment(), neuron.neuron)).c_str(), palette.text,
                 kValueColumn);
  }
  value_line(theme, "bias b", static_cast<double>(network.parameters()[bias]));
  step_lines(theme, session, neuron);
  if (const NeuronHealth* health = health_of(session, neuron);
      health != nullptr && neuron.layer < network.layer_count() - 1) {
    tooltip_sentence(theme, health_text(*health), health_color(palette, *health));
  }
  const bool pinned = session.view().pinned_neuron == neuron;
  tooltip_sentence(theme,
                   pinned ? "Click to let the output plane show the decision again."
                          : "Click to keep its map in the output plane and to look inside.",
                   palette.dim);
  end_tooltip();
}

}  // namespace backprop
