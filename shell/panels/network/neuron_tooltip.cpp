#include "shell/panels/network/neuron_tooltip.h"

#include <string>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/mean_delta.h"
#include "shell/panels/network/network_marks.h"
#include "shell/panels/network/network_phases.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kValueColumn = 92;  // where the values of the tooltip start

void neuron_line(const Theme& theme, const char* label, double value) {
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
  neuron_line(theme, "z", value(layer.z));
  neuron_line(theme, "a", value(layer.a));
  if (done < 3) return;
  neuron_line(theme, "δ", value(layer.delta));
  neuron_line(theme, "mean |δ|", static_cast<double>(mean_delta(trainer, neuron)));
}

// A sentence about it: what a dead or saturated neuron is, or how flat a living one's slope is.
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

}  // namespace

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
  neuron_line(theme, "bias b", static_cast<double>(network.parameters()[bias]));
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
