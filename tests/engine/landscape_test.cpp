#include "engine/insight/landscape.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <cmath>

#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::trainer_with;

double norm(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum);
}

std::vector<float> parameters_of(const Trainer& trainer) {
  return {trainer.network().parameters().begin(), trainer.network().parameters().end()};
}

TEST_CASE("landscape: directions have the length of each neuron's weights") {
  Trainer trainer = trainer_with({{"layers", "5,3"}});
  trainer.steps(20);
  const Network& network = trainer.network();
  for (const Direction& direction : {random_direction(network, 7), descent_direction(trainer)}) {
    REQUIRE(direction.values.size() == network.parameter_count());
    for (int l = 0; l < network.layer_count(); ++l) {
      const Network::Layer& layer = network.layer(l);
      const auto inputs = static_cast<std::size_t>(layer.inputs);
      for (std::size_t j = 0; j < static_cast<std::size_t>(layer.outputs); ++j) {
        const auto part = std::span(direction.values).subspan(layer.weights + j * inputs, inputs);
        CHECK(norm(part) ==
              Catch::Approx(norm(network.weights(l).subspan(j * inputs, inputs))).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE(
    "landscape: a direction at right angles keeps its length, and nothing is left of itself") {
  Trainer trainer = trainer_with({{"layers", "3"}});
  trainer.steps(5);
  const Direction first = descent_direction(trainer);
  const Direction second = random_direction(trainer.network(), 3);
  const Direction turned = orthogonal_direction(second, first);
  double product = 0;
  for (std::size_t i = 0; i < first.values.size(); ++i) {
    product += static_cast<double>(first.values[i]) * static_cast<double>(turned.values[i]);
  }
  CHECK(std::fabs(product) < 1e-5 * norm(first.values) * norm(turned.values));
  CHECK(norm(turned.values) == Catch::Approx(norm(second.values)).epsilon(1e-5));
  CHECK(norm(orthogonal_direction(first, first).values) == 0);
}

TEST_CASE("landscape: cell by cell it is the same as row by row") {
  const Trainer trainer = trainer_with({{"layers", "3"}});
  const auto make = [&] {
    return Landscape(trainer, random_direction(trainer.network(), 1),
                     random_direction(trainer.network(), 2), 5, 1);
  };
  Landscape rows = make(), cells = make();
  CHECK_FALSE(rows.advance(4));
  CHECK(rows.advance(4));
  CHECK_FALSE(cells.advance_cells(7));
  CHECK(cells.progress() == Catch::Approx(7.0 / 25));
  while (!cells.advance_cells(4)) {
  }
  CHECK(std::ranges::equal(rows.losses(), cells.losses()));
}

TEST_CASE("landscape: random directions differ by seed, and repeat for one") {
  const Trainer trainer = trainer_with({{"layers", "4"}});
  const auto one = random_direction(trainer.network(), 1).values;
  CHECK(one == random_direction(trainer.network(), 1).values);
  CHECK(one != random_direction(trainer.network(), 2).values);
}

TEST_CASE("landscape: the seed's initial weights are not its random direction") {
  const Trainer trainer = trainer_with({{"layers", "8"}, {"initializer", "xavier_normal"}});
  const std::uint32_t seed = trainer.experiment().seed;
  const auto direction = random_direction(trainer.network(), seed).values;
  double product = 0;
  const auto weights = trainer.network().weights(0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    product += static_cast<double>(weights[i]) * static_cast<double>(direction[i]);
  }
  CHECK(std::fabs(product) / (norm(weights) * norm(weights)) < 0.7);
}

TEST_CASE("landscape: every cell is the train loss of a trainer with those parameters") {
  for (const char* loss : {"mse", "bce", "huber"}) {
    Trainer trainer = trainer_with({{"layers", "4,2"}, {"loss", loss}, {"samples", "200"}});
    trainer.steps(50);
    const Direction first = random_direction(trainer.network(), 1);
    const Direction second = random_direction(trainer.network(), 2);
    Landscape landscape(trainer, first, second, 5, 0.8);
    REQUIRE(landscape.advance(5));
    REQUIRE(landscape.losses().size() == 25);
    CHECK(landscape.losses()[12] == Catch::Approx(trainer.metrics().train_loss).epsilon(1e-5));
    for (const auto& [column, row] : {std::pair{0, 0}, std::pair{4, 1}, std::pair{3, 4}}) {
      Trainer moved = trainer;
      const double x = -0.8 + 0.4 * column, y = -0.8 + 0.4 * row;
      for (std::size_t i = 0; i < first.values.size(); ++i) {
        moved.set_parameter(
            i, static_cast<float>(static_cast<double>(trainer.network().parameters()[i]) +
                                  x * static_cast<double>(first.values[i]) +
                                  y * static_cast<double>(second.values[i])));
      }
      CHECK(landscape.losses()[static_cast<std::size_t>(row * 5 + column)] ==
            Catch::Approx(moved.metrics().train_loss).epsilon(1e-5));
    }
  }
}

TEST_CASE("landscape: several classes too") {
  Trainer trainer = trainer_with(
      {{"dataset", "blobs"}, {"classes", "4"}, {"loss", "cross_entropy"}, {"layers", "5"}});
  trainer.steps(30);
  Landscape landscape(trainer, random_direction(trainer.network(), 1),
                      random_direction(trainer.network(), 2), 1, 1);
  REQUIRE(landscape.advance(1));
  CHECK(landscape.losses()[0] == Catch::Approx(trainer.metrics().train_loss).epsilon(1e-5));
}

TEST_CASE("landscape: rows spread over frames give the same picture, of the moment it was begun") {
  Trainer trainer = trainer_with({{"layers", "4,2"}});
  const Direction first = random_direction(trainer.network(), 1);
  const Direction second = descent_direction(trainer);
  Landscape whole(trainer, first, second, 9, 1), slow(trainer, first, second, 9, 1);
  whole.advance(100);
  int calls = 0;
  while (!slow.done()) {
    slow.advance(2);
    trainer.steps(5);  // training goes on meanwhile
    ++calls;
  }
  CHECK(calls == 5);
  CHECK(slow.advance(1));
  CHECK(std::ranges::equal(whole.losses(), slow.losses()));
}

TEST_CASE("landscape: downhill is downhill") {
  Trainer trainer = trainer_with({{"layers", "4,2"}});
  trainer.steps(20);
  const Direction down = descent_direction(trainer);
  Landscape landscape(trainer, down, random_direction(trainer.network(), 3), 3, 0.01);
  landscape.advance(3);
  const auto losses = landscape.losses();
  CHECK(losses[5] < losses[4]);  // x = +extent in the middle row
  CHECK(losses[3] > losses[4]);
}

TEST_CASE("landscape: parameters on the plane project to their coordinates") {
  Trainer trainer = trainer_with({{"layers", "6,4"}});
  const auto center = parameters_of(trainer);
  const Direction first = random_direction(trainer.network(), 1);
  const Direction second = random_direction(trainer.network(), 2);
  const Landscape landscape(trainer, first, second, 3, 1);
  std::vector<float> there = center;
  for (std::size_t i = 0; i < there.size(); ++i) {
    there[i] += 0.3F * first.values[i] - 0.7F * second.values[i];
  }
  const auto [x, y] = landscape.project(there);
  CHECK(x == Catch::Approx(0.3).epsilon(1e-4));
  CHECK(y == Catch::Approx(-0.7).epsilon(1e-4));
  const auto [x0, y0] = landscape.project(center);
  CHECK(x0 == 0.0);
  CHECK(y0 == 0.0);
}

TEST_CASE("landscape: the start of training lies at −1 along the way it took") {
  Trainer trainer = trainer_with({{"layers", "4,2"}});
  const auto start = parameters_of(trainer);
  trainer.steps(200);
  const Direction way = difference_direction(start, parameters_of(trainer));
  const Landscape landscape(trainer, way, random_direction(trainer.network(), 1), 3, 1);
  const auto [x, y] = landscape.project(start);
  CHECK(x == Catch::Approx(-1.0).epsilon(1e-4));
  CHECK(std::fabs(y) < 1e-4);
  // Twice the same direction spans only a line.
  const Landscape line(trainer, way, way, 3, 1);
  CHECK(line.project(start).first == Catch::Approx(-1.0).epsilon(1e-4));
  CHECK(line.project(start).second == 0.0);
}

}  // namespace
}  // namespace backprop
