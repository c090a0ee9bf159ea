#include "engine/insight/gradient_check.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <cmath>
#include <limits>

#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::experiment_with;
using testing::run_phases;
using testing::Settings;
using testing::trainer_with;

std::string describe(const GradientCheck& check) {
  if (check.entries.empty()) return "nothing checked";
  const GradientCheckEntry& worst = check.entries.front();
  return "worst: parameter " + std::to_string(worst.parameter) + " analytic " +
         std::to_string(worst.analytic) + " numeric " + std::to_string(worst.numeric);
}

GradientCheck check_workspace(const Trainer& trainer, const Workspace& workspace) {
  return check_gradients(trainer.network(), trainer.loss(), workspace,
                         trainer.experiment().regularization,
                         trainer.experiment().regularization_rate);
}

TEST_CASE("gradient check: the comparator is PyTorch's rule") {
  const GradientCheckSettings settings;
  const auto passes = [&](double analytic, double numeric) {
    return compare_gradient(0, analytic, numeric, false, settings).passes;
  };
  CHECK(passes(1.0, 1.0));
  CHECK(passes(1.0, 1.0 - 1.0e-3));           // within rtol
  CHECK_FALSE(passes(1.0, 1.0 - 1.1e-3));     // outside atol + rtol
  CHECK(passes(0.0, 0.99e-5));                // within atol
  CHECK_FALSE(passes(0.0, 1.1e-5));
  CHECK_FALSE(passes(-1.0, 1.0));             // the sign counts
  CHECK_FALSE(passes(std::nan(""), 0.0));
  CHECK_FALSE(passes(0.0, std::nan("")));
  CHECK_FALSE(passes(std::numeric_limits<double>::infinity(), 1.0));
}

TEST_CASE("gradient check: the verdict counts failures, forgives kinks, sorts the worst first") {
  const GradientCheckSettings settings;
  GradientCheck check = judge_gradients({compare_gradient(0, 1.0, 1.0, false, settings),
                                         compare_gradient(1, 2.0, 1.0, true, settings),
                                         compare_gradient(2, 1.0, 1.0005, false, settings)},
                                        0.5);
  CHECK(check.passes);
  CHECK(check.failed == 0);
  CHECK(check.at_kinks == 1);
  CHECK(check.entries[0].parameter == 1);
  CHECK(check.entries[1].parameter == 2);

  check = judge_gradients({compare_gradient(0, 1.0, 1.1, false, settings),
                           compare_gradient(1, std::nan(""), 1.0, false, settings)},
                          0.5);
  CHECK_FALSE(check.passes);
  CHECK(check.failed == 2);
  CHECK(check.entries[0].parameter == 1);  // NaN is worse than any number
}

TEST_CASE("gradient check: a single linear neuron has the gradient of the textbook") {
  Trainer trainer = trainer_with({{"problem", "regression"},
                                  {"dataset", "reg-plane"},
                                  {"loss", "mse"},
                                  {"layers", ""},
                                  {"batchSize", "1"}});
  run_phases(trainer, 4);
  const Workspace& batch = trainer.workspace();
  const double residual =
      static_cast<double>(batch.a(0, 0, 0)) - static_cast<double>(batch.targets[0]);
  for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
    const double input =
        entry.parameter < 2 ? static_cast<double>(batch.input(static_cast<int>(entry.parameter), 0))
                            : 1.0;
    CHECK(entry.numeric == Catch::Approx(residual * input).epsilon(1e-5).margin(1e-7));
  }
}

TEST_CASE("gradient check: the engine's float gradients pass with every activation and loss") {
  for (const Activation& activation : activations()) {
    if (activation.output_only) continue;
    for (const Loss& loss : losses()) {
      for (const Regularizer& regularizer : regularizers()) {
        Settings settings = {{"dataset", "circle"},
                             {"samples", "60"},
                             {"layers", "5,4,3"},
                             {"activation", std::string(activation.name)},
                             {"loss", std::string(loss.name)},
                             {"regularization", std::string(regularizer.name)},
                             {"regularizationRate", "0.03"},
                             {"initializer", "xavier_normal"},
                             {"features", "x1,x2,sinx1"}};
        if (loss.output_per_class) settings.insert(settings.begin(), {"dataset", "blobs"});
        for (int seed = 1; seed <= 3; ++seed) {
          settings.emplace_back("seed", std::to_string(seed));
          Trainer trainer = trainer_with(settings);
          trainer.steps(20);
          run_phases(trainer, 4);
          const GradientCheck check = check_gradients(trainer);
          INFO(activation.name << ", " << loss.name << ", " << regularizer.name << ", seed " << seed
                               << "; " << describe(check));
          CHECK(check.passes);
          CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
          // What is forgiven must be the exception.
          CHECK(check.at_kinks <= check.checked / 10);
        }
      }
    }
  }
}

TEST_CASE("gradient check: regression, dropout and clipping") {
  for (const char* dropout : {"0", "0.4"}) {
    for (const char* loss : {"mse", "huber"}) {
      Trainer trainer = trainer_with({{"problem", "regression"},
                                      {"dataset", "reg-gauss"},
                                      {"loss", loss},
                                      {"layers", "6,6"},
                                      {"dropout", dropout},
                                      {"clipping", "norm"},
                                      {"clipThreshold", "0.001"}});
      trainer.steps(5);
      run_phases(trainer, 4);
      const GradientCheck check = check_gradients(trainer);
      INFO("dropout " << dropout << ", " << loss << "; " << describe(check));
      CHECK(check.passes);
      CHECK(check.checked > 0);
    }
  }
}

TEST_CASE("gradient check: a wrong gradient is found, whichever it is") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"loss", "bce"}});
  run_phases(trainer, 4);
  REQUIRE(check_workspace(trainer, trainer.workspace()).passes);
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    Workspace broken = trainer.workspace();
    float& gradient = broken.data_gradients[i];
    gradient += std::copysign(1e-4F + 0.01F * std::fabs(gradient), gradient);
    const GradientCheck check = check_workspace(trainer, broken);
    CHECK_FALSE(check.passes);
    CHECK(check.failed == 1);
    CHECK(check.entries.front().parameter == i);
  }
}

TEST_CASE("gradient check: the classic mistakes are found") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"activation", "sigmoid"}});
  run_phases(trainer, 4);
  SECTION("the sum over the batch instead of its mean") {
    Workspace broken = trainer.workspace();
    for (float& gradient : broken.data_gradients) gradient *= static_cast<float>(broken.samples);
    CHECK_FALSE(check_workspace(trainer, broken).passes);
  }
  SECTION("gradients of the step before") {
    Workspace broken = trainer.workspace();
    run_phases(trainer, 5);
    broken.inputs = trainer.workspace().inputs;
    broken.targets = trainer.workspace().targets;
    CHECK_FALSE(check_workspace(trainer, broken).passes);
  }
  SECTION("regularization forgotten") {
    Workspace batch = trainer.workspace();
    const GradientCheck forgotten =
        check_gradients(trainer.network(), trainer.loss(), batch, nullptr, 0.0F);
    CHECK(forgotten.passes);
    const Regularizer& l2 = regularizer("l2");
    Regularizer half = l2;
    half.gradient = [](float rate, float weight) { return rate * weight * 0.5F; };
    CHECK_FALSE(check_gradients(trainer.network(), trainer.loss(), batch, &half, 0.1F).passes);
    CHECK(check_gradients(trainer.network(), trainer.loss(), batch, &l2, 0.1F).passes);
  }
}

TEST_CASE("gradient check: a kink within reach is named") {
  Trainer trainer = trainer_with({{"layers", "2"}, {"activation", "relu"}, {"batchSize", "1"}});
  run_phases(trainer, 1);
  // With no weights the bias alone is z: put it within h of the kink.
  const Network& network = trainer.network();
  for (int i = 0; i < 2; ++i) trainer.set_parameter(network.weight_index(0, 0, i), 0);
  trainer.set_parameter(network.bias_index(0, 0), 1e-7F);
  run_phases(trainer, 4);
  const GradientCheck check = check_gradients(trainer);
  CHECK(check.passes);
  bool named = false;
  for (const GradientCheckEntry& entry : check.entries) {
    if (entry.parameter != network.bias_index(0, 0)) continue;
    named = entry.at_kink;
    CHECK_FALSE(entry.passes);  // half of the difference lies on the flat side
  }
  CHECK(named);
  // Further away than h there is none, and everything passes by itself.
  trainer.set_parameter(network.bias_index(0, 0), 1e-3F);
  run_phases(trainer, 4);
  for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
    if (entry.parameter == network.bias_index(0, 0)) CHECK_FALSE(entry.at_kink);
    CHECK(entry.passes);
  }
}

TEST_CASE("gradient check: |w| has its kink at zero, w² has none") {
  for (const auto& [name, kinks] : {std::pair{"l1", true}, std::pair{"l2", false}}) {
    Trainer trainer =
        trainer_with({{"layers", "2"}, {"regularization", name}, {"regularizationRate", "0.1"}});
    trainer.set_parameter(0, 0);
    run_phases(trainer, 4);
    for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
      if (entry.parameter == 0) CHECK(entry.at_kink == kinks);
    }
  }
}

TEST_CASE("gradient check: looks at any moment of a step and changes nothing") {
  for (int phases = 0; phases <= 5; ++phases) {
    Trainer trainer = trainer_with({{"layers", "4,2"}});
    trainer.steps(3);
    run_phases(trainer, phases);
    const std::uint64_t hash = trainer.parameter_hash(), revision = trainer.revision();
    const int done = trainer.phases_done();
    const GradientCheck check = check_gradients(trainer);
    INFO("after " << phases << " phases; " << describe(check));
    CHECK(check.passes);
    CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
    CHECK(trainer.parameter_hash() == hash);
    CHECK(trainer.revision() == revision);
    CHECK(trainer.phases_done() == done);
  }
}

TEST_CASE("gradient check: in pieces it comes to the same, whatever the trainer does meanwhile") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"activation", "relu"}});
  trainer.steps(7);
  const GradientCheck whole = check_gradients(trainer);
  GradientChecker checker(trainer, {});
  CHECK_FALSE(checker.done());
  CHECK_FALSE(checker.advance(3));
  CHECK(checker.result().checked == 3);
  trainer.steps(5);
  while (!checker.advance(2)) {
  }
  CHECK(checker.progress() == 1);
  const GradientCheck pieces = checker.result();
  REQUIRE(pieces.entries.size() == whole.entries.size());
  CHECK(pieces.passes == whole.passes);
  CHECK(pieces.loss == whole.loss);
  for (std::size_t i = 0; i < whole.entries.size(); ++i) {
    CHECK(pieces.entries[i].parameter == whole.entries[i].parameter);
    CHECK(pieces.entries[i].numeric == whole.entries[i].numeric);
  }
}

TEST_CASE("gradient check: the loss is the batch's, and a limit spreads over all layers") {
  Trainer trainer = trainer_with({{"layers", "8,8"}});
  run_phases(trainer, 4);
  GradientCheckSettings settings;
  settings.limit = 20;
  const GradientCheck check = check_gradients(trainer, settings);
  CHECK(check.loss == Catch::Approx(static_cast<double>(trainer.workspace().loss)).epsilon(1e-5));
  CHECK(check.checked == 20);
  std::size_t first = trainer.network().parameter_count(), last = 0;
  for (const GradientCheckEntry& entry : check.entries) {
    first = std::min(first, entry.parameter);
    last = std::max(last, entry.parameter);
  }
  CHECK(first < trainer.network().layer(0).biases);
  CHECK(last >= trainer.network().layer(1).biases);
}

}  // namespace
}  // namespace backprop
