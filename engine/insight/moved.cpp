#include "engine/insight/moved.h"

#include <cmath>
#include <string>

#include "engine/insight/notation.h"
#include "engine/insight/one_sample.h"

namespace backprop {
namespace {

// The neuron of a layer whose a moves most; the first of equals.
int moves_most(const Workspace& before, const Workspace& after, int layer, int neurons) {
  int most = 0;
  float largest = -1;
  for (int j = 0; j < neurons; ++j) {
    const float moved = std::fabs(after.a(layer, j, 0) - before.a(layer, j, 0));
    if (moved > largest) most = j;
    largest = std::max(largest, moved);
  }
  return most;
}

}  // namespace

std::vector<MovedNumber> moved_numbers(const Trainer& trainer, std::size_t parameter, float before,
                                       int point) {
  const Network& network = trainer.network();
  const std::span<const float> now = network.parameters();
  std::vector<float> then(now.begin(), now.end());
  then[parameter] = before;
  const Workspace old_pass = pass_alone(trainer, then, point);
  const Workspace new_pass = pass_alone(trainer, now, point);
  std::vector<MovedNumber> moved;
  const auto add_activation = [&](int layer, int neuron) {
    moved.push_back({neuron_symbol("a", "a", layer, neuron).text,
                     {TermTarget::Kind::kActivation, layer, neuron},
                     old_pass.a(layer, neuron, 0),
                     new_pass.a(layer, neuron, 0)});
  };
  const ParameterPlace place = network.place(parameter);
  const int last = network.layer_count() - 1;
  moved.push_back({neuron_symbol("z", "z", place.layer, place.output).text,
                   {TermTarget::Kind::kPreActivation, place.layer, place.output},
                   old_pass.z(place.layer, place.output, 0),
                   new_pass.z(place.layer, place.output, 0)});
  // An output's neuron stands among the outputs.
  if (place.layer < last) add_activation(place.layer, place.output);
  for (int l = place.layer + 1; l < last; ++l) {
    add_activation(l, moves_most(old_pass, new_pass, l, network.layer(l).outputs));
  }
  for (int k = 0; k < network.output_count(); ++k) add_activation(last, k);
  moved.push_back(
      {"L", {TermTarget::Kind::kLoss, last, -1}, old_pass.sample_loss[0], new_pass.sample_loss[0]});
  return moved;
}

}  // namespace backprop
