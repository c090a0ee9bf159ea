#include "engine/experiment/experiment.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "engine/base/text.h"

namespace backprop {

Experiment::Experiment()
    : dataset(&backprop::dataset("circle")),
      features({&feature("x1"), &feature("x2")}),
      activations({&activation("tanh")}),
      loss(&backprop::loss("mse")),
      optimizer(&backprop::optimizer("sgd")),
      schedule(&backprop::schedule("constant")),
      regularization(&regularizer("none")),
      clipping(&backprop::clipping("none")),
      initializer(&backprop::initializer("peer")) {}

const Activation& Experiment::hidden_activation(int layer) const {
  const std::size_t last = activations.size() - 1;
  return *activations[std::min(static_cast<std::size_t>(layer), last)];
}

const Activation& Experiment::output_activation() const {
  if (chosen_output != nullptr) return *chosen_output;
  const bool linear = problem == Problem::kRegression && !loss->of_probabilities;
  return activation(linear ? "linear" : loss->output_activation);
}

OptimizerSettings Experiment::optimizer_settings(float rate) const {
  return {rate, momentum, beta1, beta2, rho, epsilon, weight_decay};
}

int Experiment::output_count() const {
  if (problem == Problem::kRegression) {
    return uses_table ? static_cast<int>(table->targets.size()) : 1;
  }
  const bool one_each =
      classes > 2 || output_per_class || loss->output_per_class || output_activation().output_only;
  return one_each ? classes : 1;
}

std::uint32_t Experiment::points_seed() const {
  return data_seed < 0 ? seed : static_cast<std::uint32_t>(data_seed);
}

Result<std::string> get_property(const Experiment& experiment, std::string_view name) {
  const Property* property = find_property(name);
  if (property == nullptr) return fail("there is no property " + quoted(name) + ".");
  return property->get(experiment);
}

std::vector<Point> make_points(const Experiment& experiment) {
  if (experiment.uses_table) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < experiment.table->rows(); ++i) {
      points.push_back(experiment.table->point(i));
    }
    return points;
  }
  if (experiment.dataset == nullptr) {
    const std::size_t count =
        std::min<std::size_t>(experiment.custom_points.size(), std::size_t{kMaxPoints});
    return {experiment.custom_points.begin(),
            experiment.custom_points.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  Random random(experiment.points_seed(), Random::Stream::kData);
  return experiment.dataset->generate({experiment.samples, experiment.noise, experiment.classes},
                                      random);
}

Data make_data(const Experiment& experiment) {
  const std::vector<Point> generated = make_points(experiment);
  std::vector<int> order(generated.size());
  std::iota(order.begin(), order.end(), 0);
  Random random(experiment.points_seed(), Random::Stream::kSplit);
  if (experiment.dataset != nullptr) {
    random.shuffle(order);
  } else {
    // From the inside out: a point added or removed by hand moves few others over the cut.
    for (std::size_t i = 1; i < order.size(); ++i) {
      std::swap(order[i], order[random.below(static_cast<std::uint32_t>(i + 1))]);
    }
  }

  Data data;
  data.problem = experiment.problem;
  data.classes = experiment.problem == Problem::kClassification ? experiment.classes : 1;
  const int count = static_cast<int>(generated.size());
  const int share = static_cast<int>(experiment.train_fraction * count + 0.5);
  data.train_count = std::clamp(share, std::min(1, count), count);
  if (experiment.order == SampleOrder::kListed) {
    const auto train_end = order.begin() + data.train_count;
    std::sort(order.begin(), train_end);
    std::sort(train_end, order.end());
  }
  data.points.reserve(generated.size());
  for (const int index : order) data.points.push_back(generated[static_cast<std::size_t>(index)]);
  data.origins = std::move(order);
  return data;
}

Network make_network(const Experiment& experiment) {
  std::vector<LayerSpec> layers;
  layers.reserve(experiment.layers.size() + 1);
  for (std::size_t i = 0; i < experiment.layers.size(); ++i) {
    layers.push_back({experiment.layers[i], &experiment.hidden_activation(static_cast<int>(i))});
  }
  layers.push_back({experiment.output_count(), &experiment.output_activation()});
  Network network(static_cast<int>(experiment.features.size()), layers);
  Random random(experiment.seed, Random::Stream::kWeights);
  network.initialize(*experiment.initializer, experiment.initializer_scale, random);
  if (experiment.biases == Biases::kNone) network.clear_biases();
  return network;
}

}  // namespace backprop
