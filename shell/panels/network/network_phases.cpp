#include "shell/panels/network/network_phases.h"

#include <algorithm>
#include <cmath>

#include "engine/experiment/sample_names.h"
#include "shell/session/session.h"

namespace backprop {

std::string shown_sample(const Session& session) {
  const Trainer& trainer = session.trainer();
  const SampleShown& sample = session.shown().sample;
  if (sample.point >= 0) {
    return sample_name(trainer.data(), sample.point) + (sample.alone ? ", not in this batch" : "");
  }
  const int samples = trainer.workspace().samples;
  return samples == 1
             ? (trainer.experiment().uses_table ? "the batch's one row" : "the batch's one point")
             : "mean of the batch of " + std::to_string(samples);
}

std::span<const float> shown_edge_values(const Session& session, EdgeMode mode) {
  const std::vector<float>& own = session.shown().sample.gradients;
  return mode == EdgeMode::kGradient && !own.empty() ? std::span<const float>(own)
                                                     : edge_values(session.trainer(), mode);
}

float shown_value(const Workspace& workspace, const std::vector<float>& rows, int neuron,
                  int column) {
  const auto first = static_cast<std::size_t>(neuron) * static_cast<std::size_t>(workspace.stride);
  const auto samples = static_cast<std::size_t>(workspace.samples);
  if (samples == 0 || first + samples > rows.size()) return 0;
  if (column >= 0) return rows[first + static_cast<std::size_t>(column)];
  double sum = 0;
  for (std::size_t s = 0; s < samples; ++s) sum += static_cast<double>(rows[first + s]);
  return static_cast<float>(sum / static_cast<double>(samples));
}

std::optional<NeuronNumber> neuron_number(const Session& session, NeuronId neuron) {
  const PhaseShow& phases = session.phases();
  const Trainer& trainer = session.trainer();
  const Network& network = trainer.network();
  const std::size_t bias = network.bias_index(neuron.layer, neuron.neuron);
  const auto covers = [&](Phase phase) {
    return session.microscope().covers(
        {ExplainTarget::Kind::kNeuron, neuron.layer, neuron.neuron, 0}, phase);
  };
  if (phases.phase() > 0 && phases.readable()) {
    const auto [workspace, column] = values_of(trainer, session.shown().sample);
    const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(neuron.layer)];
    const int layers = network.layer_count();
    if (phases.phase() == kPhaseCount) {
      const std::span<const float> updates = trainer.workspace().updates;
      return bias < updates.size() ? std::optional(NeuronNumber{"Δb", updates[bias]})
                                   : std::nullopt;
    }
    if (phases.phase() == 2 && neuron.layer == layers - 1 && neuron.neuron == 0) {
      const bool one = column >= 0;
      return NeuronNumber{
          "L", one ? workspace.sample_loss[static_cast<std::size_t>(column)] : workspace.loss,
          covers(Phase::kLoss)};
    }
    if (phases.has_delta(neuron.layer, layers)) {
      return NeuronNumber{"δ", shown_value(workspace, layer.delta, neuron.neuron, column),
                          covers(Phase::kBackward)};
    }
    if (phases.has_activation(neuron.layer, layers)) {
      return NeuronNumber{"a", shown_value(workspace, layer.a, neuron.neuron, column),
                          covers(Phase::kForward)};
    }
    return std::nullopt;
  }
  if (session.view().numbers) return NeuronNumber{"b", network.parameters()[bias]};
  return std::nullopt;
}

std::optional<ImU32> delta_color(const Theme& theme, const Session& session, NeuronId neuron) {
  const Trainer& trainer = session.trainer();
  const PhaseShow& phases = session.phases();
  if (phases.phase() < 3 || !phases.readable()) return std::nullopt;
  if (!phases.has_delta(neuron.layer, trainer.network().layer_count())) return std::nullopt;
  const auto [workspace, column] = values_of(trainer, session.shown().sample);
  const auto& delta = workspace.layers[static_cast<std::size_t>(neuron.layer)].delta;
  const float value = shown_value(workspace, delta, neuron.neuron, column);
  if (value == 0) return std::nullopt;
  const Palette& palette = theme.palette;
  return value < 0 ? palette.negative : palette.positive;
}

EdgeMode staged_mode(const Session& session) {
  const PhaseShow& phases = session.phases();
  if (phases.readable() && phases.phase() == 4) return EdgeMode::kGradient;
  if (phases.readable() && phases.phase() == kPhaseCount) return EdgeMode::kUpdate;
  return session.view().edges;
}

void draw_signal(ImDrawList* list, const NetworkLayout& layout, std::span<const Edge> edges,
                 float front, bool backward, ImU32 color) {
  constexpr std::size_t kMostLights = 400;  // the strongest, where there are very many
  constexpr float kTail = 0.05f;            // between the light and what it drags along, in t
  constexpr int kDots = 4;
  const std::size_t skipped = edges.size() > kMostLights ? edges.size() - kMostLights : 0;
  for (const Edge& edge : edges.subspan(skipped)) {
    const float along = front - static_cast<float>(edge.layer);
    if (along <= 0 || along >= 1) continue;
    const NetworkColumn& target = layout.column(edge.layer);
    const float y0 = layout.column(edge.layer - 1).y(edge.from), y1 = target.y(edge.to);
    const EdgeShape shape = edge_shape(layout, edge);
    const float radius =
        std::clamp(target.tile / 46, 0.35f, 1.1f) * (1.6f + 2.0f * std::sqrt(edge.strength));
    for (int dot = kDots - 1; dot >= 0; --dot) {
      const float behind = kTail * static_cast<float>(dot) * (backward ? -1.0f : 1.0f);
      const float t = along - behind;
      if (t <= 0 || t >= 1) continue;
      const float fade = 1 - static_cast<float>(dot) / kDots;
      list->AddCircleFilled(shape.at(t, y0, y1), radius * (0.4f + 0.6f * fade),
                            with_alpha(color, fade * (dot == 0 ? 1.0f : 0.5f)), 8);
    }
  }
}

}  // namespace backprop
