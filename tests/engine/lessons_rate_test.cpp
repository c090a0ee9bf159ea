// Lessons about steps: how far they may go, and what noise, memory and leftovers do to them.
#include <vector>

#include "tests/engine/lessons.h"

namespace backprop::lessons {
namespace {

constexpr const char* kPlane =
    "dataset=reg-plane&samples=200&trainFraction=1&batchSize=200"
    "&layers=&initializer=xavier_normal";

// The largest eigenvalue of ½MSE's second derivative, (1/N)·Σ x·xᵀ with x = (x1, x2, 1), by power
// iteration.
double curvature(const Data& data) {
  double matrix[3][3] = {};
  for (const Point& point : data.train()) {
    const double x[3] = {static_cast<double>(point.x1), static_cast<double>(point.x2), 1};
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) matrix[i][j] += x[i] * x[j] / data.train_count;
    }
  }
  double vector[3] = {1, 0.7, 0.4}, length = 0;
  for (int round = 0; round < 2000; ++round) {
    double next[3] = {};
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) next[i] += matrix[i][j] * vector[j];
    }
    length = std::sqrt(next[0] * next[0] + next[1] * next[1] + next[2] * next[2]);
    for (int i = 0; i < 3; ++i) vector[i] = next[i] / length;
  }
  return length;
}

// The loss after 400 steps at a share of the rate at which they begin to grow.
double loss_at(double share, int seed, double momentum) {
  Trainer trainer = run_of(with_seed(kPlane, seed));
  const double limit = (2 + 2 * momentum) / curvature(trainer.data());
  if (momentum > 0) {
    REQUIRE(trainer.set("optimizer", "momentum"));
    REQUIRE(trainer.set("momentum", std::to_string(momentum)));
  }
  REQUIRE(trainer.set("learningRate", std::to_string(share * limit)));
  trainer.steps(400);
  return trainer.divergence() ? HUGE_VAL : loss_of(trainer);
}

TEST_CASE("lesson: on a linear neuron the rate's limit is two over the largest curvature") {
  for (int seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const double start = loss_of(run_of(with_seed(kPlane, seed)));
    CHECK(loss_at(0.95, seed, 0) < 1e-11 * start);  // as far as floats go
    CHECK(loss_at(1.05, seed, 0) > 1e25 * start);
    // Momentum moves the limit to (2 + 2β)/λ.
    CHECK(loss_at(0.95, seed, 0.9) < 1e-4 * start);
    CHECK(loss_at(1.05, seed, 0.9) > 1e4 * start);
    CHECK(loss_at(1.2 / 1.9, seed, 0.9) < 1e-6 * start);  // beyond what SGD alone can bear
  }
}

TEST_CASE("lesson: L2 itself diverges when rate times strength passes two") {
  const std::string link =
      "dataset=spiral&samples=300&trainFraction=1&layers=8,8&loss=bce"
      "&learningRate=0.3&batchSize=30&regularization=l2"
      "&initializer=xavier_normal&regularizationRate=";
  for (int seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Trainer below = run_of(with_seed(link + "6.5", seed));  // 0.3 · 6.5 = 1.95
    CHECK(below.steps(3000) == 3000);
    CHECK(norm(below.network().parameters()) < 10);
    Trainer above = run_of(with_seed(link + "6.8", seed));  // 2.04
    CHECK(above.steps(3000) < 3000);
    REQUIRE(above.divergence());
    CHECK(above.divergence()->message.find("regularization") != std::string::npos);
  }
}

TEST_CASE("lesson: momentum runs down a ravine") {
  for (int seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const std::string link = with_seed(kPlane, seed) + "&learningRate=0.5";
    const auto steps_down = [&](const std::string& optimizer) {
      Trainer trainer = shrunk_run_of(link + optimizer, 5, 50);  // ten times flatter along x2
      const double goal = 1e-3 * loss_of(trainer);
      while (loss_of(trainer) > goal && trainer.step_count() < 20'000) train(trainer, 1);
      return trainer.step_count();
    };
    const auto plain = steps_down(""), heavy = steps_down("&optimizer=momentum&momentum=0.9");
    CAPTURE(plain, heavy);
    CHECK(heavy > 0);
    CHECK(plain > 4 * heavy);
    CHECK(plain < 20'000);
  }
}

TEST_CASE("lesson: the smaller the batch, the noisier the step") {
  struct Noise {
    double uphill;  // share of updates that raise the loss of the whole set
    double cosine;  // mean over steps, between the batch's gradient and the full one
  };
  const auto noise_of = [](int batch) {
    constexpr int kSeeds = 3, kSteps = 250;
    Noise noise{0, 0};
    for (int seed = 1; seed <= kSeeds; ++seed) {
      Trainer trainer =
          run_of(with_seed("dataset=circle&noise=0.1&samples=300&trainFraction=1"
                           "&layers=4&loss=bce&learningRate=0.03"
                           "&initializer=xavier_normal&batchSize=" +
                               std::to_string(batch),
                           seed));
      for (int step = 0; step < kSteps; ++step) {
        const double before = loss_of(trainer);
        const Workspace full = full_batch(trainer);
        train(trainer, 1);
        noise.uphill += loss_of(trainer) > before ? 1 : 0;
        const auto& gradients = trainer.workspace().data_gradients;
        noise.cosine +=
            dot(gradients, full.data_gradients) / (norm(gradients) * norm(full.data_gradients));
      }
    }
    return Noise{noise.uphill / (kSeeds * kSteps), noise.cosine / (kSeeds * kSteps)};
  };
  const Noise one = noise_of(1), ten = noise_of(10), fifty = noise_of(50);
  CAPTURE(one.uphill, ten.uphill, fifty.uphill, one.cosine, ten.cosine, fifty.cosine);
  CHECK(one.uphill > 0.25);
  CHECK(ten.uphill < 0.2);
  CHECK(ten.uphill > 0.01);
  CHECK(fifty.uphill < 0.02);
  CHECK(one.cosine + 0.1 < ten.cosine);
  CHECK(ten.cosine + 0.1 < fifty.cosine);
}

// The engine cannot forget to clear its gradients: the phases of a full batch with a sum beside
// them can.
TEST_CASE("lesson: gradients never zeroed look better than they are") {
  for (int seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const std::string link = with_seed(
        "dataset=circle&samples=300&trainFraction=1&batchSize=300&layers=4&loss=bce"
        "&learningRate=0.1&initializer=xavier_normal",
        seed);
    Trainer right = shrunk_run_of(link);
    train(right, 500);
    const double right_used = norm(right.workspace().gradients);

    Trainer start = shrunk_run_of(link);
    Network network = start.network();
    Workspace workspace;
    load_training_set(start, 300, workspace);
    std::vector<float> sum(network.parameter_capacity(), 0.0f);
    for (int step = 0; step < 500; ++step) {
      run_phases(network, start.loss(), workspace);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += workspace.data_gradients[i];
        network.data()[i] -= 0.1f * sum[i];
      }
    }
    run_phases(network, start.loss(), workspace);
    CAPTURE(workspace.loss, loss_of(right), norm(sum), right_used);
    CHECK(static_cast<double>(workspace.loss) < 0.8 * loss_of(right));
    CHECK(norm(sum) > 5 * right_used);
    CHECK(norm(sum) > 5 * norm(workspace.data_gradients));  // and not the loss's gradient at all
  }
}

}  // namespace
}  // namespace backprop::lessons
