#include "shell/session/sample_shown.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include "engine/insight/one_sample.h"
#include "engine/run/trainer.h"

namespace backprop {

void show_sample(const Trainer& trainer, SampleShown& sample) {
  const int done = trainer.phases_done();
  const std::span<const int> batch = trainer.batch();
  if (done == 0) return;
  const auto found = std::ranges::find(batch, sample.point);
  if (found != batch.end()) {
    sample.column = static_cast<int>(found - batch.begin());
  } else {
    sample.alone = std::make_shared<const Workspace>(pass_alone(trainer, sample.point));
  }
  if (done < 4) return;
  const Network& network = trainer.network();
  const auto [workspace, column] = values_of(trainer, sample);
  sample.gradients.reserve(network.parameter_count());
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& layer = network.layer(l);
    for (int j = 0; j < layer.outputs; ++j) {
      for (int i = 0; i < layer.inputs; ++i) {
        const float input = l == 0 ? workspace.input(i, column) : workspace.a(l - 1, i, column);
        sample.gradients.push_back(workspace.delta(l, j, column) * input);
      }
    }
    for (int j = 0; j < layer.outputs; ++j) {
      sample.gradients.push_back(workspace.delta(l, j, column));
    }
  }
}

int furthest_sample(const Trainer& trainer) {
  const Workspace& workspace = trainer.workspace();
  const int last = trainer.network().layer_count() - 1;
  int furthest = -1;
  float largest = -1;
  for (std::size_t s = 0; s < trainer.batch().size(); ++s) {
    const int column = static_cast<int>(s);
    float error = 0;
    for (int k = 0; k < trainer.network().output_count(); ++k) {
      const auto target = static_cast<std::size_t>(k * workspace.stride + column);
      error += std::abs(workspace.a(last, k, column) - workspace.targets[target]);
    }
    if (error > largest) furthest = trainer.batch()[s];
    largest = std::max(largest, error);
  }
  return furthest;
}

}  // namespace backprop
