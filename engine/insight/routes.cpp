#include "engine/insight/routes.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <span>
#include <string>
#include <utility>

#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"
#include "engine/insight/one_sample.h"

namespace backprop {
namespace {

// A route that is not finished: it has come to a neuron, whose own factors are not in it yet.
struct RouteStart {
  int layer, neuron;
  int from;        // index of the one it goes on from; −1 at the target
  double product;  // of what lies before the neuron
};
struct Waiting {
  double bound;  // no route that goes on from here has a larger product
  int start;     // earlier ones first where they are equal
  bool operator<(const Waiting& other) const {
    return bound != other.bound ? bound < other.bound : start > other.start;
  }
};

// φ′ of every neuron of a hidden layer. φ(z) is worked out again: dropout may have hidden it.
std::vector<float> slopes_of(const Scene& scene, int layer) {
  const Activation& activation = activation_of(scene, layer);
  std::vector<float> slopes;
  for (int j = 0; j < scene.network.layer(layer).outputs; ++j) {
    const float z = scene.batch.z(layer, j, scene.sample);
    slopes.push_back(activation.slope(z, activation.value(z)));
  }
  return slopes;
}

Factor gradient_of(const Scene& scene, const ExplainTarget& target, int layer, int neuron,
                   const std::optional<Factor>& input) {
  Factor delta = delta_factor(scene, layer, neuron);
  if (target.kind == ExplainTarget::Kind::kNeuron) return delta;
  const Symbol name = parameter_symbol(scene.network.place(target.parameter));
  return plain_factor("∂L/∂" + name.text, "\\frac{\\partial L}{\\partial " + name.latex + "}",
                      input ? delta.value * input->value : delta.value);
}

}  // namespace

double Routes::weight(int layer, int output, int input) const {
  return static_cast<double>(network_.data()[network_.weight_index(layer, output, input)]);
}

double Routes::passed(int layer, int neuron) const {
  const auto l = static_cast<std::size_t>(layer), j = static_cast<std::size_t>(neuron);
  const auto slope = static_cast<double>(slopes_[l][j]);
  return masks_.empty() ? slope : slope * static_cast<double>(masks_[l][j]);
}

// Backpropagation in doubles: the sum over all routes from a neuron is its slope times the sum over
// the next neurons, each with the weight that leads to it.
void Routes::add_up() {
  std::vector<double> sums(deltas_.begin(), deltas_.end());
  for (int l = last() - 1; l >= layer_; --l) {
    std::vector<double> before;
    for (int j = 0; j < network_.layer(l).outputs; ++j) {
      double sum = 0;
      for (int k = 0; k < network_.layer(l + 1).outputs; ++k) {
        sum += weight(l + 1, k, j) * sums[static_cast<std::size_t>(k)];
      }
      before.push_back(passed(l, j) * sum);
    }
    sums = std::move(before);
    count_ *= network_.layer(l + 1).outputs;
  }
  sum_ = sums[static_cast<std::size_t>(neuron_)];
  if (input_) sum_ *= static_cast<double>(input_->value);
}

// The best route first: of those begun, the one goes on whose largest possible product is largest.
void Routes::list_largest(std::size_t most) {
  // The largest product from a neuron to the loss.
  std::vector<std::vector<double>> reach(static_cast<std::size_t>(last() + 1));
  for (const float delta : deltas_) reach.back().push_back(std::fabs(static_cast<double>(delta)));
  for (int l = last() - 1; l >= layer_; --l) {
    for (int j = 0; j < network_.layer(l).outputs; ++j) {
      double largest = 0;
      for (int k = 0; k < network_.layer(l + 1).outputs; ++k) {
        largest = std::max(largest,
                           std::fabs(weight(l + 1, k, j)) *
                               reach[static_cast<std::size_t>(l) + 1][static_cast<std::size_t>(k)]);
      }
      reach[static_cast<std::size_t>(l)].push_back(std::fabs(passed(l, j)) * largest);
    }
  }

  std::vector<RouteStart> starts;
  std::priority_queue<Waiting> waiting;
  const auto begin = [&](const RouteStart& start) {
    const double beyond =
        reach[static_cast<std::size_t>(start.layer)][static_cast<std::size_t>(start.neuron)];
    waiting.push({std::fabs(start.product) * beyond, static_cast<int>(starts.size())});
    starts.push_back(start);
  };
  begin({layer_, neuron_, -1, input_ ? static_cast<double>(input_->value) : 1});
  while (!waiting.empty() && largest_.size() < most) {
    const int index = waiting.top().start;
    waiting.pop();
    const RouteStart start = starts[static_cast<std::size_t>(index)];
    if (start.layer < last()) {
      const double product = start.product * passed(start.layer, start.neuron);
      for (int k = 0; k < network_.layer(start.layer + 1).outputs; ++k) {
        begin({start.layer + 1, k, index, product * weight(start.layer + 1, k, start.neuron)});
      }
      continue;
    }
    Route route;
    const float delta = deltas_[static_cast<std::size_t>(start.neuron)];
    route.value = start.product * static_cast<double>(delta);
    for (int at = index; at >= 0; at = starts[static_cast<std::size_t>(at)].from) {
      route.neurons.push_back(starts[static_cast<std::size_t>(at)].neuron);
    }
    std::ranges::reverse(route.neurons);
    largest_.push_back(std::move(route));
  }
}

Result<Routes> Routes::find(const Trainer& trainer, const ExplainTarget& target, int point,
                            std::size_t most, std::size_t all) {
  if (const Result<void> there = check_target(trainer, target); !there) {
    return std::unexpected(there.error());
  }
  const std::size_t points = trainer.data().points.size();
  if (point < 0 || static_cast<std::size_t>(point) >= points) {
    return fail("there is no point " + std::to_string(point + 1) + ": the data has " +
                std::to_string(points));
  }
  if (trainer.phases_done() <= phase_index(Phase::kBackward)) {
    return fail("δ of this step is not computed yet: it comes with phase 3, backward");
  }
  const std::span<const int> batch = trainer.batch();
  const auto column = std::ranges::find(batch, point);
  const bool in_batch = column != batch.end();
  const Workspace alone = in_batch ? Workspace() : pass_alone(trainer, point);
  const Scene scene = in_batch ? Scene(trainer, static_cast<int>(column - batch.begin()))
                               : Scene(trainer, alone, 0);

  Routes routes;
  routes.network_ = trainer.network();
  std::copy_n(scene.batch.parameters_used.begin(), routes.network_.parameter_count(),
              routes.network_.data());
  routes.layer_ = target.layer;
  routes.neuron_ = target.neuron;
  if (target.kind == ExplainTarget::Kind::kParameter) {
    const ParameterPlace place = scene.network.place(target.parameter);
    routes.layer_ = place.layer;
    routes.neuron_ = place.output;
    if (!place.is_bias()) {
      routes.input_ = activation_factor(scene, place.layer - 1, place.input);
    }
  }
  const int last = routes.last();
  const bool dropout = std::ranges::any_of(scene.batch.layers,
                                           [](const auto& layer) { return !layer.kept.empty(); });
  for (int l = 0; l < last; ++l) {
    routes.slopes_.push_back(slopes_of(scene, l));
    if (!dropout) continue;
    std::vector<float>& masks = routes.masks_.emplace_back();
    for (int j = 0; j < scene.network.layer(l).outputs; ++j) {
      masks.push_back(scene.batch.mask(l, j, scene.sample));
    }
  }
  for (int k = 0; k < scene.network.output_count(); ++k) {
    routes.deltas_.push_back(scene.batch.delta(last, k, scene.sample));
  }
  routes.gradient_ = gradient_of(scene, target, routes.layer_, routes.neuron_, routes.input_);
  routes.add_up();
  const bool few = routes.count_ <= static_cast<double>(all);
  routes.list_largest(few ? all : most);
  return routes;
}

double Routes::rest() const {
  double listed = 0;
  for (const Route& route : largest_) listed += route.value;
  return static_cast<double>(largest_.size()) < count_ ? sum_ - listed : 0;
}

std::vector<Factor> Routes::factors(const Route& route) const {
  using Kind = TermTarget::Kind;
  std::vector<Factor> factors;
  const auto add = [&factors](const Symbol& symbol, float value, TermTarget target) {
    factors.push_back({symbol.text, symbol.latex, value, target});
  };
  if (input_) factors.push_back(*input_);
  for (std::size_t i = 0; i + 1 < route.neurons.size(); ++i) {
    const int l = layer_ + static_cast<int>(i), j = route.neurons[i], k = route.neurons[i + 1];
    const auto layer = static_cast<std::size_t>(l), neuron = static_cast<std::size_t>(j);
    const Symbol z = neuron_symbol("z", "z", l, j);
    add({"φ′(" + z.text + ")", "\\varphi'(" + z.latex + ")"}, slopes_[layer][neuron],
        {Kind::kPreActivation, l, j});
    if (!masks_.empty()) add(neuron_symbol("m", "m", l, j), masks_[layer][neuron], {});
    const std::size_t index = network_.weight_index(l + 1, k, j);
    add(weight_symbol(l + 1, k, j), network_.data()[index], {Kind::kWeight, l + 1, k, index});
  }
  const int output = route.neurons.back();
  add(neuron_symbol("δ", "\\delta", last(), output), deltas_[static_cast<std::size_t>(output)],
      {Kind::kDelta, last(), output});
  return factors;
}

}  // namespace backprop
