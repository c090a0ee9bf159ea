#include "engine/insight/landscape.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/math/norm.h"
#include "engine/run/training_set.h"

namespace backprop {
namespace {

void scale_to(std::span<float> values, double length) {
  const double now = norm(values);
  const double factor = now > 0 ? length / now : 0;
  for (float& value : values) value = static_cast<float>(static_cast<double>(value) * factor);
}

// Gives the weights of every neuron in `direction` the length its weights have in the network, and
// the biases of every layer the length of the layer's biases: one unit along the direction then
// moves every neuron by as much as it is large, whatever the layers' scales.
void normalize_by_neuron(const Network& network, std::span<float> direction) {
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& layer = network.layer(l);
    const auto inputs = static_cast<std::size_t>(layer.inputs);
    const auto outputs = static_cast<std::size_t>(layer.outputs);
    for (std::size_t j = 0; j < outputs; ++j) {
      scale_to(direction.subspan(layer.weights + j * inputs, inputs),
               norm(network.weights(l).subspan(j * inputs, inputs)));
    }
    scale_to(direction.subspan(layer.biases, outputs), norm(network.biases(l)));
  }
}

}  // namespace

Direction random_direction(const Network& network, std::uint32_t seed) {
  // Beyond the seeds an experiment can have: never the numbers its initial weights came from.
  Random random((std::uint64_t{1} << 32U) + seed, Random::Stream::kWeights);
  Direction direction{std::vector<float>(network.parameter_count())};
  for (float& value : direction.values) value = static_cast<float>(random.normal());
  normalize_by_neuron(network, direction.values);
  return direction;
}

Direction descent_direction(const Trainer& trainer) {
  const Network& network = trainer.network();
  Workspace workspace;
  load_training_set(trainer, kLandscapePoints, workspace);
  const Kernels& kernels = fast_kernels();
  forward(network, workspace, kernels);
  compute_loss(network, trainer.loss(), workspace);
  backward(network, trainer.loss(), workspace, kernels);
  compute_gradients(network, workspace, kernels);
  Direction direction{std::vector<float>(network.parameter_count())};
  for (std::size_t i = 0; i < direction.values.size(); ++i) {
    direction.values[i] = -workspace.data_gradients[i];
  }
  normalize_by_neuron(network, direction.values);
  return direction;
}

Direction difference_direction(std::span<const float> from, std::span<const float> to) {
  Direction direction{std::vector<float>(std::min(from.size(), to.size()))};
  for (std::size_t i = 0; i < direction.values.size(); ++i) direction.values[i] = to[i] - from[i];
  return direction;
}

Direction orthogonal_direction(Direction direction, const Direction& other) {
  const double before = norm(direction.values);
  const double along = dot(other.values, other.values);
  const double share = along > 0 ? dot(direction.values, other.values) / along : 0;
  for (std::size_t i = 0; i < std::min(direction.values.size(), other.values.size()); ++i) {
    direction.values[i] -= static_cast<float>(share * static_cast<double>(other.values[i]));
  }
  // Rounding leaves a little of what should be nothing.
  scale_to(direction.values, norm(direction.values) > 1e-5 * before ? before : 0);
  return direction;
}

Landscape::Landscape(const Trainer& trainer, Direction first, Direction second, int resolution,
                     double extent)
    : loss_(&trainer.loss()),
      network_(trainer.network()),
      center_(network_.parameters().begin(), network_.parameters().end()),
      first_(std::move(first)),
      second_(std::move(second)),
      resolution_(std::max(resolution, 1)),
      extent_(extent),
      losses_() {
  first_.values.resize(center_.size());
  second_.values.resize(center_.size());
  load_training_set(trainer, kLandscapePoints, workspace_);
  losses_.reserve(cell_count());
}

bool Landscape::advance_cells(int cells) {
  // Cell 0 sits at −extent, the last one at +extent; with an odd resolution the middle one is
  // exactly where the network is.
  const auto coordinate = [this](int cell) {
    return resolution_ == 1 ? 0.0 : extent_ * (2.0 * cell / (resolution_ - 1) - 1.0);
  };
  for (; cells > 0 && !done(); --cells) {
    const int cell = static_cast<int>(losses_.size());
    losses_.push_back(static_cast<float>(
        loss_at(coordinate(cell % resolution_), coordinate(cell / resolution_))));
  }
  return done();
}

double Landscape::loss_at(double x, double y) {
  const std::span<float> parameters = network_.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i] = static_cast<float>(static_cast<double>(center_[i]) +
                                       x * static_cast<double>(first_.values[i]) +
                                       y * static_cast<double>(second_.values[i]));
  }
  forward(network_, workspace_, fast_kernels());
  compute_loss(network_, *loss_, workspace_);
  return static_cast<double>(workspace_.loss);
}

// The (x, y) for which center + x·first + y·second comes closest to the parameters:
//   [f·f  f·s] [x]   [f·d]
//   [f·s  s·s] [y] = [s·d],  d = parameters − center.
std::pair<double, double> Landscape::project(std::span<const float> parameters) const {
  const Direction offset = difference_direction(center_, parameters);
  const double ff = dot(first_.values, first_.values);
  const double fs = dot(first_.values, second_.values);
  const double ss = dot(second_.values, second_.values);
  const double fd = dot(first_.values, offset.values);
  const double sd = dot(second_.values, offset.values);
  const double determinant = ff * ss - fs * fs;
  // Two directions that are (nearly) one span a line: the second gets nothing.
  if (determinant <= 1e-12 * ff * ss) return {ff > 0 ? fd / ff : 0.0, 0.0};
  return {(fd * ss - sd * fs) / determinant, (sd * ff - fd * fs) / determinant};
}

}  // namespace backprop
