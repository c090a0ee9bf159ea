// Routes from a parameter or a neuron to the loss: all of them are found, the largest first, and
// they add up to the gradient that backpropagation has.
#include "engine/insight/routes.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

ExplainTarget of_parameter(std::size_t parameter) {
  return {ExplainTarget::Kind::kParameter, 0, 0, parameter};
}

Trainer trained(const std::string& link, int steps) {
  Trainer trainer = make_trainer(parse_link(link));
  for (int i = 0; i < steps; ++i) trainer.step();
  return trainer;
}

double product_of(const std::vector<Factor>& factors) {
  double product = 1;
  for (const Factor& factor : factors) product *= static_cast<double>(factor.value);
  return product;
}

// Every route there is, one after another.
std::vector<double> all_routes(const Routes& routes, const Network& network, int layer) {
  std::vector<double> values;
  Route route = routes.largest().front();
  const auto from = static_cast<std::size_t>(1);
  const auto go = [&](const auto& self, std::size_t at) -> void {
    if (at == route.neurons.size()) {
      values.push_back(product_of(routes.factors(route)));
      return;
    }
    const int size = network.layer(layer + static_cast<int>(at)).outputs;
    for (int k = 0; k < size; ++k) {
      route.neurons[at] = k;
      self(self, at + 1);
    }
  };
  go(go, from);
  return values;
}

// Sums in floats are off by some parts in 10⁷ of their largest summands.
double tolerance(const std::vector<double>& values) {
  double size = 1e-30;
  for (const double value : values) size += std::fabs(value);
  return 2e-5 * size;
}

void require_routes(const Trainer& trainer, const ExplainTarget& target, int layer, int point) {
  constexpr std::size_t kAll = 4096;
  const Result<Routes> all = Routes::find(trainer, target, point, kAll);
  REQUIRE(all.has_value());
  if (all->count() > static_cast<double>(kAll)) {
    REQUIRE(all->largest().size() == kAll);
    return;
  }
  REQUIRE(static_cast<double>(all->largest().size()) == all->count());
  std::vector<double> values = all_routes(*all, trainer.network(), layer);
  REQUIRE(values.size() == all->largest().size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double slack = tolerance(values);
  REQUIRE(std::fabs(sum - all->sum()) <= slack);
  REQUIRE(std::fabs(sum - static_cast<double>(all->gradient().value)) <= slack);
  REQUIRE(all->rest() == 0);

  std::ranges::sort(values, [](double a, double b) { return std::fabs(a) > std::fabs(b); });
  const std::size_t few = std::min<std::size_t>(values.size(), 5);
  const Result<Routes> largest = Routes::find(trainer, target, point, few);
  double listed = 0;
  for (std::size_t i = 0; i < few; ++i) {
    const Route& route = largest->largest()[i];
    REQUIRE(std::fabs(route.value - product_of(largest->factors(route))) <=
            1e-12 * std::fabs(route.value));
    REQUIRE(std::fabs(std::fabs(route.value) - std::fabs(values[i])) <=
            1e-12 * std::fabs(values[i]));
    listed += route.value;
  }
  REQUIRE(std::fabs(largest->rest() - (sum - listed)) <= slack);
}

}  // namespace

TEST_CASE("routes of a random network add up to its gradient, the largest first") {
  Random random(31, Random::Stream::kData);
  int of_weights = 0, of_biases = 0, outside = 0;
  for (int round = 0; round < 120; ++round) {
    const Experiment experiment = random_experiment(random);
    if (experiment.layers.size() > 6) continue;
    Trainer trainer(experiment);
    for (int i = 0; i < 2 && !trainer.divergence(); ++i) trainer.step();
    if (trainer.divergence() || trainer.phases_done() == 0 || trainer.data().points.empty())
      continue;
    const Network& network = trainer.network();
    const auto points = static_cast<std::uint32_t>(trainer.data().points.size());
    for (int k = 0; k < 4; ++k) {
      const auto parameter = random.below(static_cast<std::uint32_t>(network.parameter_count()));
      const ParameterPlace place = network.place(parameter);
      const int point = static_cast<int>(random.below(points));
      INFO(make_link(experiment) << " parameter " << parameter << " point " << point);
      require_routes(trainer, of_parameter(parameter), place.layer, point);
      require_routes(trainer, {ExplainTarget::Kind::kNeuron, place.layer, place.output},
                     place.layer, point);
      ++(place.is_bias() ? of_biases : of_weights);
      if (std::ranges::find(trainer.batch(), point) == trainer.batch().end()) ++outside;
    }
  }
  CHECK(of_weights > 50);
  CHECK(of_biases > 10);
  CHECK(outside > 20);
}

TEST_CASE("what lies on a route has its names") {
  const Trainer trainer = trained("dataset=xor&layers=3,2&activation=sigmoid", 1);
  const std::size_t weight = trainer.network().weight_index(0, 1, 0);
  const Result<Routes> routes =
      Routes::find(trainer, of_parameter(weight), trainer.batch()[0], 100);
  REQUIRE(routes.has_value());
  CHECK(routes->count() == 2);
  CHECK(routes->gradient().symbol == "∂L/∂w⁽¹⁾₂₁");
  const Route& route = routes->largest()[0];
  REQUIRE(route.neurons.size() == 3);
  CHECK(route.neurons[0] == 1);
  const std::string second = route.neurons[1] == 0 ? "₁" : "₂";
  std::vector<std::string> names;
  for (const Factor& factor : routes->factors(route)) names.push_back(factor.symbol);
  CHECK(names == std::vector<std::string>{"x₁", "φ′(z⁽¹⁾₂)", "w⁽²⁾" + second + "₂",
                                          "φ′(z⁽²⁾" + second + ")", "w⁽³⁾₁" + second, "δ⁽³⁾₁"});
}

TEST_CASE("more routes than can be listed are counted and added up all the same") {
  const Trainer trainer = trained("layers=64,64,64,64,64,64,64,64&samples=50", 1);
  const Result<Routes> routes = Routes::find(trainer, of_parameter(0), trainer.batch()[0], 256);
  REQUIRE(routes.has_value());
  CHECK(routes->count() == std::pow(64.0, 7));
  CHECK(routes->largest().size() == 256);
  CHECK(std::ranges::is_sorted(routes->largest(), [](const Route& a, const Route& b) {
    return std::fabs(a.value) > std::fabs(b.value);
  }));
  double listed = 0;
  for (const Route& route : routes->largest()) listed += route.value;
  CHECK(routes->rest() == routes->sum() - listed);
}

TEST_CASE("routes that cannot be shown are refused in words") {
  Trainer trainer = make_trainer(parse_link("dataset=xor&layers=3"));
  CHECK_FALSE(Routes::find(trainer, of_parameter(0), 0, 10).has_value());
  REQUIRE(trainer.advance_phase());
  const auto early = Routes::find(trainer, of_parameter(0), trainer.batch()[0], 10);
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().message.find("phase 3") != std::string::npos);
  CHECK_FALSE(Routes::find(trainer, of_parameter(1000), 0, 10).has_value());
  CHECK_FALSE(Routes::find(trainer, of_parameter(0), 100000, 10).has_value());
}

}  // namespace backprop
