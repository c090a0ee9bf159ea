// Lessons about what a network can fit: losses, features, depth, overfitting, checked gradients.
#include <array>

#include "engine/insight/gradient_check.h"
#include "tests/engine/batch.h"
#include "tests/engine/lessons.h"

namespace backprop::lessons {
namespace {

TEST_CASE("lesson: few noisy points are learned by heart, and L2 forbids it") {
  struct Fit {
    double train_accuracy = 0, test_accuracy = 0, test_loss = 0;
  };
  const auto fit = [](const std::string& regularization) {
    constexpr int kSeeds = 3;
    Fit mean;
    for (int seed = 1; seed <= kSeeds; ++seed) {
      // 80 points train and 1000 test.
      Trainer trainer =
          run_of(with_seed("dataset=circle&noise=0.5&samples=1080"
                           "&trainFraction=0.07407407&layers=16,16&loss=bce"
                           "&optimizer=adam&learningRate=0.01"
                           "&initializer=xavier_normal" +
                               regularization,
                           seed));
      REQUIRE(trainer.data().train_count == 80);
      train(trainer, 500 * 8);
      const Metrics& metrics = trainer.metrics();
      mean.train_accuracy += metrics.train_accuracy / kSeeds;
      mean.test_accuracy += metrics.test_accuracy / kSeeds;
      mean.test_loss += metrics.test_loss / kSeeds;
    }
    return mean;
  };
  const Fit free = fit(""), held = fit("&regularization=l2&regularizationRate=0.01");
  CAPTURE(free.train_accuracy, free.test_accuracy, free.test_loss);
  CAPTURE(held.train_accuracy, held.test_accuracy, held.test_loss);
  CHECK(free.train_accuracy > held.train_accuracy + 0.05);
  CHECK(free.train_accuracy > free.test_accuracy + 0.15);
  CHECK(held.test_loss < 0.6 * free.test_loss);
  CHECK(held.test_accuracy > free.test_accuracy + 0.02);
}

constexpr const char* kGauss = "dataset=gauss&samples=200&trainFraction=1&layers=&learningRate=0.1";

// Both weights at −3: sure, and wrong.
Trainer badly_wrong(const std::string& link) {
  Trainer trainer = run_of(link + "&initializer=zero");
  // Class 1 is where x1 and x2 are large, or where they are small: −3 times that side.
  double side = 0;
  for (const Point& point : trainer.data().train()) {
    side += static_cast<double>((point.label == 1 ? 1.0f : -1.0f) * (point.x1 + point.x2));
  }
  const float weight = side > 0 ? -3.0f : 3.0f;
  trainer.set_parameter(0, weight);
  trainer.set_parameter(1, weight);
  REQUIRE(accuracy(trainer) < 0.05);
  return trainer;
}

int epochs_to_95_percent(Trainer& trainer) {
  int epochs = 0;
  while (accuracy(trainer) < 0.95 && epochs < 5000) {
    train(trainer, 20);
    ++epochs;
  }
  return epochs;
}

TEST_CASE("lesson: cross-entropy learns at once from being badly wrong, squared error does not") {
  for (int seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Trainer bce = badly_wrong(with_seed(kGauss, seed) + "&loss=bce");
    CHECK(gradient_norm(bce, 0) > 1);
    // Squared error is taken on a tanh here, which is flatter still than a sigmoid …
    Trainer mse = badly_wrong(with_seed(kGauss, seed) + "&loss=mse");
    CHECK(gradient_norm(mse, 0) < 0.01);

    // … which the phases show: the same points and weights, a sigmoid, and ½MSE.
    const std::array<LayerSpec, 1> layers = {{{1, &activation("sigmoid")}}};
    Network network(2, layers);
    std::ranges::copy(bce.network().parameters(), network.parameters().begin());
    Workspace workspace;
    load_training_set(bce, 200, workspace);
    run_phases(network, loss("mse"), workspace);
    CHECK(norm(weight_gradients(network, workspace, 0)) < 0.01);

    CHECK(epochs_to_95_percent(bce) <= 3);
    CHECK(epochs_to_95_percent(mse) > 100);
  }
}

TEST_CASE("lesson: the right features do what layers would") {
  const auto accuracy_with = [](const std::string& dataset, const std::string& features, int seed) {
    Trainer trainer = run_of(with_seed("dataset=" + dataset +
                                           "&samples=300&trainFraction=1&layers="
                                           "&loss=bce&learningRate=0.03&features=" +
                                           features,
                                       seed));
    train(trainer, 100 * 30);
    return accuracy(trainer);
  };
  for (int seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    CHECK(accuracy_with("circle", "x1,x2", seed) < 0.7);
    CHECK(accuracy_with("circle", "x1sq,x2sq", seed) > 0.97);
    CHECK(accuracy_with("xor", "x1,x2", seed) < 0.75);
    CHECK(accuracy_with("xor", "x1,x2,x1x2", seed) > 0.97);
  }
}

TEST_CASE("lesson: layers without a nonlinearity are one layer") {
  for (int seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Trainer trainer =
        run_of(with_seed("dataset=xor&samples=200&trainFraction=1&layers=8,8"
                         "&activation=linear&loss=bce&learningRate=0.003"
                         "&initializer=xavier_normal",
                         seed));
    train(trainer, 300 * 20);
    CHECK(accuracy(trainer) < 0.75);
    CHECK(std::abs(loss_of(trainer) - std::log(2.0)) < 0.03);
  }
}

TEST_CASE("lesson: a gradient check needs a tolerance that rounding can meet") {
  for (int seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const Trainer trainer = shrunk_run_of(
        with_seed("dataset=circle&samples=20&trainFraction=1&batchSize=20&layers=8,8&loss=bce"
                  "&initializer=xavier_normal",
                  seed));
    const GradientCheck check = check_gradients(trainer);
    CHECK(check.passes);
    CHECK(check.failed == 0);
    CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
    // The rule of many courses, a relative error below 1e-7, fails the same gradients.
    double worst = 0;
    for (const GradientCheckEntry& entry : check.entries) {
      const double size = std::max(std::abs(entry.analytic), std::abs(entry.numeric));
      if (size > 0) worst = std::max(worst, entry.error / size);
    }
    CHECK(worst > 1e-7);
  }
}

}  // namespace
}  // namespace backprop::lessons
