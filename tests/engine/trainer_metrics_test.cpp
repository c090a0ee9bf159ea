// Losses and accuracies over the whole sets.
#include "engine/run/trainer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>

#include "tests/engine/trainer_links.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinRel;

TEST_CASE("metrics are the means over the whole sets") {
  for (const char* link : kLinks) {
    INFO(link);
    Trainer trainer(experiment_from(link));
    REQUIRE(trainer.steps(30) == 30);
    const Metrics& metrics = trainer.metrics();
    const auto losses = trainer.point_losses();
    const Data& data = trainer.data();
    REQUIRE(losses.size() == data.points.size());
    double sums[2] = {0, 0};
    for (std::size_t i = 0; i < losses.size(); ++i) {
      REQUIRE(losses[i] >= 0);
      sums[i < data.train().size() ? 0 : 1] += static_cast<double>(losses[i]);
    }
    REQUIRE(metrics.train_loss == sums[0] / static_cast<double>(data.train().size()));
    REQUIRE(metrics.test_loss == sums[1] / static_cast<double>(data.test().size()));
    REQUIRE(metrics.step == 30);
    REQUIRE(metrics.phases_done == 5);
    REQUIRE(metrics.epoch == trainer.epoch());
    const bool regression = data.problem == Problem::kRegression;
    REQUIRE(std::isnan(metrics.train_accuracy) == regression);
    REQUIRE(std::isnan(metrics.test_accuracy) == regression);
  }
}

TEST_CASE("the loss of a full batch is the training loss") {
  Trainer trainer(experiment_from("dataset=spiral&batchSize=10000&layers=5"));
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  REQUIRE_THAT(trainer.metrics().train_loss,
               WithinRel(static_cast<double>(trainer.workspace().loss), 1e-5));
  for (std::size_t s = 0; s < trainer.batch().size(); ++s) {
    const auto point = static_cast<std::size_t>(trainer.batch()[s]);
    REQUIRE(trainer.point_losses()[point] == trainer.workspace().sample_loss[s]);
  }
}

TEST_CASE("accuracy counts the right side of the middle, or the right class") {
  // A network set by hand: the output is tanh(100·x₁), so class 1 is where x₁ > 0.
  Trainer trainer(experiment_from("dataset=gauss&layers=&samples=1000&noise=0.2"));
  trainer.set_parameter(trainer.network().weight_index(0, 0, 0), 100);
  trainer.set_parameter(trainer.network().weight_index(0, 0, 1), 0);
  trainer.set_parameter(trainer.network().bias_index(0, 0), 0);
  int right = 0;
  for (const Point& point : trainer.data().train()) right += (point.x1 > 0) == (point.label == 1);
  REQUIRE(trainer.metrics().train_accuracy == right / 500.0);
  REQUIRE(right > 400);
  REQUIRE(right < 500);

  // One output per class: the greatest x₁, x₂ or bias wins.
  Trainer blobs(experiment_from("dataset=blobs&classes=3&layers=&loss=cross_entropy"));
  for (std::size_t i = 0; i < blobs.network().parameter_count(); ++i) blobs.set_parameter(i, 0);
  blobs.set_parameter(blobs.network().weight_index(0, 0, 0), 1);
  blobs.set_parameter(blobs.network().weight_index(0, 1, 1), 1);
  blobs.set_parameter(blobs.network().bias_index(0, 2), 0.25f);
  right = 0;
  for (const Point& point : blobs.data().test()) {
    const float scores[3] = {point.x1, point.x2, 0.25f};
    const auto best = std::max_element(scores, scores + 3) - scores;
    right += static_cast<float>(best) == point.label;
  }
  REQUIRE(blobs.metrics().test_accuracy == right / 250.0);
}

TEST_CASE("no test points, no test metrics") {
  Trainer trainer(experiment_from("trainFraction=1"));
  REQUIRE(trainer.data().test().empty());
  REQUIRE(trainer.steps(3) == 3);
  REQUIRE(std::isnan(trainer.metrics().test_loss));
  REQUIRE(std::isnan(trainer.metrics().test_accuracy));
  REQUIRE(trainer.metrics().train_loss > 0);
}

TEST_CASE("metrics are computed again when something changed") {
  Trainer trainer{Experiment()};
  const double before = trainer.metrics().train_loss;
  const std::uint64_t revision = trainer.revision();
  REQUIRE(trainer.metrics().train_loss == before);
  REQUIRE(trainer.revision() == revision);  // looking changes nothing
  REQUIRE(trainer.step());
  REQUIRE(trainer.revision() != revision);
  REQUIRE(trainer.metrics().train_loss != before);
  trainer.restart();
  REQUIRE(trainer.metrics().train_loss == before);
  REQUIRE(Trainer{Experiment()}.revision() != Trainer{Experiment()}.revision());
}

}  // namespace
}  // namespace backprop
