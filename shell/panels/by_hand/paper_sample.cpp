#include "shell/panels/by_hand/paper_sample.h"

#include <algorithm>

#include "engine/experiment/columns.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "engine/insight/one_sample.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

std::string paper_point_name(const Trainer& trainer, int point) {
  const Data& data = trainer.data();
  const std::string name = sample_name(data, point);
  const std::size_t count = data.points.size();
  return count == 1 ? name : name + " of " + std::to_string(count);
}

std::string output_name(const Trainer& trainer, int output) {
  const Experiment& experiment = trainer.experiment();
  const int outputs = trainer.network().output_count();
  if (experiment.uses_table) return experiment.table->output_name(output, outputs);
  return outputs == 1 ? "a" : "a" + subscript(output + 1);
}

PaperNumbers paper_numbers(const Session& session) {
  const Trainer& trainer = session.trainer();
  const Experiment& experiment = trainer.experiment();
  const Network& network = trainer.network();
  const int layers = network.layer_count();
  PaperNumbers numbers;
  for (int layer = 0; layer < layers; ++layer) {
    numbers.layers.emplace_back(static_cast<std::size_t>(network.layer(layer).outputs));
  }
  numbers.inputs.resize(static_cast<std::size_t>(network.input_count()));
  numbers.targets.resize(static_cast<std::size_t>(network.output_count()));
  numbers.point = sample_on_paper(trainer, session.view());
  if (numbers.point < 0) return numbers;
  const auto index = static_cast<std::size_t>(numbers.point);
  const Point& point = trainer.data().points[index];
  const int origin = trainer.data().origins[index];
  fill_features(experiment, {&point, 1}, {&origin, 1}, 1, numbers.inputs.data());
  fill_targets(experiment, {&point, 1}, {&origin, 1}, 1, numbers.targets.data());

  const int done = trainer.phases_done();
  if (done == 0) return numbers;
  const std::span<const int> batch = trainer.batch();
  const auto found = std::ranges::find(batch, numbers.point);
  numbers.in_batch = found != batch.end();
  const int column = numbers.in_batch ? static_cast<int>(found - batch.begin()) : 0;
  const Workspace alone = numbers.in_batch ? Workspace() : pass_alone(trainer, numbers.point);
  const Workspace& pass = numbers.in_batch ? trainer.workspace() : alone;
  // While a phase is shown its values come to exist one layer after the other.
  const PhaseShow& show = session.phases();
  const bool staged = show.phase() > 0 && show.readable();
  for (int layer = 0; layer < layers; ++layer) {
    const bool forward = staged ? show.has_activation(layer, layers) : done >= 1;
    const bool backward = staged ? show.has_delta(layer, layers) : done >= 3;
    for (int i = 0; i < network.layer(layer).outputs; ++i) {
      auto& neuron = numbers.layers[static_cast<std::size_t>(layer)][static_cast<std::size_t>(i)];
      if (forward) neuron.z = pass.z(layer, i, column);
      if (forward) neuron.a = pass.a(layer, i, column);
      if (backward) neuron.delta = pass.delta(layer, i, column);
    }
  }
  if (done >= 2) numbers.loss = pass.sample_loss[static_cast<std::size_t>(column)];
  return numbers;
}

std::optional<PaperExtra> paper_extra(const Session& session, EdgeMode wanted, bool room) {
  const Trainer& trainer = session.trainer();
  const Workspace& workspace = trainer.workspace();
  const int done = trainer.phases_done();
  const std::vector<float>& own = session.shown().sample.gradients;
  const PaperExtra gradient = {"∂", own.empty() ? &workspace.data_gradients : &own};
  const PaperExtra update = {"Δ", &workspace.updates};
  if (done >= 4 && wanted == EdgeMode::kGradient) return gradient;
  if (done == 4 && (room || session.phases().phase() == done)) return gradient;
  if (done == kPhaseCount && (room || wanted == EdgeMode::kUpdate)) return update;
  return std::nullopt;
}

}  // namespace backprop
