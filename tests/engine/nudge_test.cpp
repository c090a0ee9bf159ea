#include "engine/insight/nudge.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/engine/inside_view.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

using testing::trainer_with;
using Of = Nudge::Of;

void compute(Nudge& nudge) {
  while (!nudge.advance()) {
  }
}

// The losses of a trainer whose parameter is somewhere else.
struct Moved {
  double set, sample;
};
Moved moved_to(Trainer trainer, std::size_t parameter, float value, int point) {
  REQUIRE(trainer.set_parameter(parameter, static_cast<double>(value)));
  return {trainer.metrics().train_loss,
          static_cast<double>(trainer.point_losses()[static_cast<std::size_t>(point)])};
}

bool is_smooth(const Trainer& trainer) {
  for (const Network::Layer& layer : trainer.network().layers()) {
    const std::span<const double> kinks = layer.activation->kinks;
    if (!kinks.empty()) return false;
  }
  const std::string_view loss = trainer.loss().name;
  return loss != "hinge" && !loss.contains("mae") && !loss.contains("absolute");
}

// A trainer of a random experiment that has trained a little, with some training points.
Trainer random_trainer(Random& random) {
  for (;;) {
    Experiment experiment = random_experiment(random);
    if (experiment.samples > 300) experiment.samples = 300;
    Trainer trainer(experiment);
    if (trainer.data().train_count == 0) continue;
    trainer.steps(static_cast<int>(random.below(30)));
    const double loss = trainer.metrics().train_loss;
    if (!trainer.divergence() && loss < 100) return trainer;
  }
}

TEST_CASE(
    "nudge: the loss at the start is the trainer's, bit for bit, and so is all of the curve") {
  Random random(14, Random::Stream::kData);
  for (int i = 0; i < 60; ++i) {
    const Trainer trainer = random_trainer(random);
    const std::uint64_t revision = trainer.revision(), hash = trainer.parameter_hash();
    const std::size_t parameter =
        random.below(static_cast<std::uint32_t>(trainer.network().parameter_count()));
    const int point =
        static_cast<int>(random.below(static_cast<std::uint32_t>(trainer.data().points.size())));
    CAPTURE(i, parameter, point, trainer.loss().name);
    Nudge nudge(trainer, parameter, point);
    compute(nudge);
    CHECK(nudge.start() == trainer.network().parameters()[parameter]);
    CHECK(nudge.start_loss(Of::kTrainingSet) == trainer.metrics().train_loss);
    CHECK(nudge.start_loss(Of::kSample) ==
          static_cast<double>(trainer.point_losses()[static_cast<std::size_t>(point)]));
    CHECK(std::ranges::is_sorted(nudge.values()));
    if (trainer.experiment().biases == Biases::kNone && !trainer.network().is_weight(parameter)) {
      continue;  // cannot be set
    }
    for (const std::size_t index : {std::size_t{0}, std::size_t{5}, nudge.values().size() - 1}) {
      const float value = nudge.values()[index];
      const Moved there = moved_to(trainer, parameter, value, point);
      const auto same = [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
      };
      CHECK(same(nudge.losses(Of::kTrainingSet)[index], there.set));
      CHECK(same(nudge.losses(Of::kSample)[index], there.sample));
    }
    CHECK(trainer.revision() == revision);
    CHECK(trainer.parameter_hash() == hash);
  }
}

// A central difference of the trainer's own losses, and how far it may be off: by curvature, which
// shows where half the way gives another one, and by rounding of losses in float.
TEST_CASE("nudge: for a small change the tangent says what comes, on random networks") {
  Random random(15, Random::Stream::kData);
  int checked = 0;
  while (checked < 80) {
    const Trainer trainer = random_trainer(random);
    if (!is_smooth(trainer)) continue;
    const std::size_t parameter =
        random.below(static_cast<std::uint32_t>(trainer.network().parameter_count()));
    if (trainer.experiment().biases == Biases::kNone && !trainer.network().is_weight(parameter)) {
      continue;
    }
    const int point =
        static_cast<int>(random.below(static_cast<std::uint32_t>(trainer.data().points.size())));
    Nudge nudge(trainer, parameter, point);
    compute(nudge);
    const float start = nudge.start();
    const double reach = static_cast<double>(nudge.values().back()) - static_cast<double>(start);
    struct Quotient {
      double set, sample, rounding;
    };
    const auto quotient = [&](double h) -> Quotient {
      const float right = static_cast<float>(static_cast<double>(start) + h);
      const float left = static_cast<float>(static_cast<double>(start) - h);
      const double way = static_cast<double>(right) - static_cast<double>(left);
      const Moved up = moved_to(trainer, parameter, right, point);
      const Moved down = moved_to(trainer, parameter, left, point);
      return {(up.set - down.set) / way, (up.sample - down.sample) / way,
              3e-6 * (1 + std::fabs(up.sample) + std::fabs(up.set)) / way};
    };
    const Quotient wide = quotient(reach / 64), near = quotient(reach / 128);
    CAPTURE(checked, parameter, trainer.loss().name, nudge.slope(Of::kTrainingSet), near.set,
            nudge.slope(Of::kSample), near.sample, near.rounding);
    const auto agrees = [&](double slope, double narrow, double broad) {
      return std::fabs(slope - narrow) <=
             2 * std::fabs(narrow - broad) + near.rounding + 1e-4 * std::fabs(slope);
    };
    CHECK(agrees(nudge.slope(Of::kTrainingSet), near.set, wide.set));
    CHECK(agrees(nudge.slope(Of::kSample), near.sample, wide.sample));
    ++checked;
  }
}

TEST_CASE("nudge: the slope is the gradient of a batch that is the whole training set") {
  for (const char* penalty : {"none", "l2"}) {
    Trainer trainer = trainer_with({{"layers", "5,3"},
                                    {"samples", "100"},
                                    {"batchSize", "1000"},
                                    {"regularization", penalty},
                                    {"regularizationRate", "0.1"}});
    trainer.steps(20);
    testing::run_phases(trainer, 4);
    for (std::size_t p = 0; p < trainer.network().parameter_count(); ++p) {
      Nudge nudge(trainer, p, -1);
      nudge.advance();
      REQUIRE(nudge.has_start(Of::kTrainingSet));
      CHECK_FALSE(nudge.has_start(Of::kSample));
      // Without the penalty: it is of the loss alone.
      CHECK(nudge.slope(Of::kTrainingSet) ==
            Catch::Approx(trainer.workspace().data_gradients[p]).epsilon(1e-4).margin(1e-7));
    }
  }
}

TEST_CASE("nudge: dropout is left out, as it is of the metrics") {
  Trainer trainer = trainer_with({{"layers", "6,4"}, {"dropout", "0.4"}});
  trainer.steps(7);
  testing::run_phases(trainer, 2);
  Nudge nudge(trainer, 0, 3);
  compute(nudge);
  CHECK(nudge.start_loss(Of::kTrainingSet) == trainer.metrics().train_loss);
}

TEST_CASE("nudge: at a corner the slope is that of one of its sides") {
  // One ReLU neuron whose z is exactly 0 for the only sample: x = 1, w = 0, b = 0.
  for (const char* loss : {"mse", "mean_absolute_error"}) {
    Trainer trainer = trainer_with({{"dataset", "reg-plane"},
                                    {"layers", "1"},
                                    {"activation", "relu"},
                                    {"loss", loss},
                                    {"samples", "50"}});
    REQUIRE(trainer.set_parameter(trainer.network().bias_index(0, 0), 0));
    for (int i = 0; i < trainer.network().input_count(); ++i) {
      REQUIRE(trainer.set_parameter(trainer.network().weight_index(0, 0, i), 0));
    }
    REQUIRE(trainer.set_parameter(trainer.network().weight_index(1, 0, 0), 1));
    const std::size_t bias = trainer.network().bias_index(0, 0);
    Nudge nudge(trainer, bias, 0);
    compute(nudge);
    const float h = 0.01f;
    const auto side = [&](float move) {
      return (moved_to(trainer, bias, move, 0).set - nudge.start_loss(Of::kTrainingSet)) /
             static_cast<double>(move);
    };
    const double slope = nudge.slope(Of::kTrainingSet);
    const double nearest = std::min(std::fabs(slope - side(h)), std::fabs(slope - side(-h)));
    CAPTURE(loss, slope, side(h), side(-h));
    CHECK(nearest < 0.02);
  }
}

TEST_CASE("nudge: it is of a trainer until something else moves") {
  Trainer trainer = trainer_with({{"layers", "3"}, {"seed", "4"}});
  trainer.steps(10);
  const Nudge nudge(trainer, 2, -1);
  CHECK(nudge.is_of(trainer));
  const float first = nudge.values().front(), last = nudge.values().back();
  for (const float value : {first, last, nudge.values()[7]}) {
    REQUIRE(trainer.set_parameter(2, static_cast<double>(value)));
    testing::run_phases(trainer, 4);
    CHECK(nudge.is_of(trainer));
  }
  Trainer other = trainer;
  REQUIRE(other.set_parameter(2, static_cast<double>(last) + 1));
  CHECK_FALSE(nudge.is_of(other));
  other = trainer;
  REQUIRE(other.set_parameter(3, 9));
  CHECK_FALSE(nudge.is_of(other));
  other = trainer;
  REQUIRE(other.set("loss", "bce"));
  CHECK_FALSE(nudge.is_of(other));
  other = trainer;
  REQUIRE(other.step());
  CHECK_FALSE(nudge.is_of(other));
}

TEST_CASE("nudge: a coarse curve comes first, and parts give the numbers of the whole") {
  Trainer trainer = trainer_with({{"layers", "4"}, {"samples", "3000"}, {"trainFraction", "1"}});
  trainer.steps(5);
  Nudge nudge(trainer, 1, 2999);
  int parts = 0;
  while (!nudge.has_start(Of::kTrainingSet)) {
    CHECK_FALSE(nudge.advance());
    ++parts;
  }
  CHECK(parts == (trainer.data().train_count + Nudge::kPart - 1) / Nudge::kPart);
  CHECK(nudge.start_loss(Of::kTrainingSet) == trainer.metrics().train_loss);
  const std::size_t last = nudge.values().size() - 1;
  for (int i = 0; i < 4 * parts; ++i) nudge.advance();
  for (const std::size_t index : {std::size_t{0}, last / 4, last / 2, 3 * last / 4, last}) {
    CHECK(nudge.is_computed(index));
  }
  CHECK_FALSE(nudge.is_computed(1));
  compute(nudge);
  for (std::size_t index = 0; index <= last; ++index) CHECK(nudge.is_computed(index));
  CHECK(nudge.advance());
}

TEST_CASE("nudge: what the tangent promises is g·Δw, what came is L less L") {
  Trainer trainer = trainer_with({{"layers", "3"}});
  trainer.steps(30);
  Nudge nudge(trainer, 0, 4);
  compute(nudge);
  const double start = static_cast<double>(nudge.start());
  for (const Of of : {Of::kTrainingSet, Of::kSample}) {
    CHECK(nudge.predicted(of, start) == 0);
    CHECK(nudge.predicted(of, start + 0.5) == Catch::Approx(0.5 * nudge.slope(of)));
    CHECK(nudge.actual(of, nudge.start_loss(of)) == 0);
    CHECK(nudge.actual(of, 1.0) == 1.0 - nudge.start_loss(of));
  }
}

TEST_CASE("nudge: the values reach over zero, and as far as the input asks for") {
  const auto reach = [](const Trainer& trainer, std::size_t parameter) {
    const Nudge nudge(trainer, parameter, -1);
    return static_cast<double>(nudge.values().back()) - static_cast<double>(nudge.start());
  };
  Trainer trainer = trainer_with({{"layers", "3"}, {"initializer", "zero"}});
  CHECK(reach(trainer, trainer.network().bias_index(0, 0)) == 2);
  REQUIRE(trainer.set_parameter(0, -7.5));
  CHECK(reach(trainer, 0) == 10);
  REQUIRE(trainer.set_parameter(0, 3e38));
  CHECK(std::isfinite(reach(trainer, 0)));
  // A column of large numbers: a small change is a large one of z.
  Experiment large;
  large.custom_points = {{500, 1, 0}, {-500, 2, 1}, {500, -1, 1}};
  large.dataset = nullptr;
  large.train_fraction = 1;
  const Trainer wide(large);
  const double weight = std::fabs(static_cast<double>(wide.network().parameters()[0]));
  CHECK(reach(wide, 0) < std::max(0.01, 5 * weight));
}

TEST_CASE("nudge: without points there is nothing to compute") {
  Experiment empty;
  empty.dataset = nullptr;
  empty.custom_points.clear();
  const Trainer trainer(empty);
  Nudge nudge(trainer, 0, -1);
  CHECK(nudge.done());
  CHECK(nudge.advance());
  CHECK_FALSE(nudge.has_start(Of::kTrainingSet));
  CHECK(nudge.losses(Of::kTrainingSet).empty());
}

}  // namespace
}  // namespace backprop
