#include "engine/trainer.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "engine/link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

Experiment experiment_from(std::string_view link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.empty());
  return parsed.experiment;
}

std::vector<float> parameters_of(const Trainer& trainer) {
  const auto parameters = trainer.network().parameters();
  return {parameters.begin(), parameters.end()};
}

std::vector<float> updates_of(const Trainer& trainer) {
  const auto& updates = trainer.workspace().updates;
  const auto count = static_cast<std::ptrdiff_t>(trainer.network().parameter_count());
  return {updates.begin(), updates.begin() + count};
}

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

constexpr const char* kLinks[] = {
    "",
    "dataset=spiral&layers=8,8,8&features=x1,x2,sinx1,sinx2&optimizer=adam&learningRate=0.01",
    "dataset=rings&classes=3&loss=cross_entropy&batchSize=7&optimizer=momentum",
    ("dataset=reg-gauss&layers=6,6&activation=relu,tanh&batchSize=32&regularization=l2&"
     "regularizationRate=0.001"),
    "dataset=xor&layers=6&dropout=0.3&optimizer=rmsprop&learningRate=0.003&batchSize=1",
    "dataset=gauss&layers=&loss=bce&clipping=norm&clipThreshold=0.1&schedule=cosine",
    "dataset=moons&regularization=l1&regularizationRate=0.03&l1Cut=true&batchSize=500",
};

TEST_CASE("five phases one at a time give the same bits as whole steps") {
  for (const char* link : kLinks) {
    INFO(link);
    Trainer whole(experiment_from(link)), phased(experiment_from(link)),
        mixed(experiment_from(link));
    REQUIRE(whole.steps(60) == 60);
    for (int i = 0; i < 60 * kPhaseCount; ++i) {
      REQUIRE(phased.phases_done() % kPhaseCount == i % kPhaseCount);
      REQUIRE(phased.advance_phase());
    }
    for (int i = 0; i < 60; ++i) {
      for (int phase = 0; phase < i % kPhaseCount; ++phase) REQUIRE(mixed.advance_phase());
      REQUIRE(mixed.step());  // finishes what was begun
    }
    REQUIRE(phased.step_count() == 60);
    REQUIRE(mixed.step_count() == 60);
    REQUIRE(parameters_of(phased) == parameters_of(whole));
    REQUIRE(parameters_of(mixed) == parameters_of(whole));
    REQUIRE(phased.parameter_hash() == whole.parameter_hash());
    REQUIRE(phased.epoch() == whole.epoch());
  }
}

TEST_CASE("the same experiment always gives the same bits, restarted or new") {
  for (const char* link : kLinks) {
    INFO(link);
    Trainer trainer(experiment_from(link));
    const std::uint64_t start = trainer.parameter_hash();
    REQUIRE(trainer.steps(100) == 100);
    const std::uint64_t end = trainer.parameter_hash();
    REQUIRE(end != start);
    REQUIRE(trainer.advance_phase());
    trainer.restart();
    REQUIRE(trainer.step_count() == 0);
    REQUIRE(trainer.phases_done() == 0);
    REQUIRE(trainer.epoch() == 0);
    REQUIRE(trainer.parameter_hash() == start);
    REQUIRE(trainer.steps(100) == 100);
    REQUIRE(trainer.parameter_hash() == end);
    Trainer other(experiment_from(link));
    REQUIRE(other.steps(100) == 100);
    REQUIRE(other.parameter_hash() == end);
  }
}

TEST_CASE("each phase does its own work and nothing else") {
  Trainer trainer(experiment_from("optimizer=adam&regularization=l2&regularizationRate=0.1"));
  REQUIRE(trainer.step());
  const std::vector<float> before = parameters_of(trainer);

  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.phases_done() == 1);
  REQUIRE(trainer.batch().size() == 10);
  const Workspace& workspace = trainer.workspace();
  REQUIRE(workspace.samples == 10);
  for (int s = 0; s < 10; ++s) {  // the batch's points, as their features and targets
    const int index = trainer.batch()[static_cast<std::size_t>(s)];
    const Point& point = trainer.data().points[static_cast<std::size_t>(index)];
    REQUIRE(index < trainer.data().train_count);
    REQUIRE(workspace.input(0, s) == point.x1);
    REQUIRE(workspace.input(1, s) == point.x2);
    REQUIRE(workspace.targets[static_cast<std::size_t>(s)] == (point.label == 1 ? 1.0f : -1.0f));
  }
  REQUIRE(parameters_of(trainer) == before);

  REQUIRE(trainer.advance_phase());
  REQUIRE(workspace.loss > 0);
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  REQUIRE(parameters_of(trainer) == before);
  // gradients = data_gradients + λ·w for weights, and the same for biases.
  for (std::size_t i = 0; i < before.size(); ++i) {
    const float decay = trainer.network().is_weight(i) ? 0.1f * before[i] : 0.0f;
    REQUIRE_THAT(workspace.gradients[i], WithinAbs(workspace.data_gradients[i] + decay, 1e-6));
  }

  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.phases_done() == 5);
  REQUIRE(trainer.step_count() == 2);
  const std::vector<float> after = parameters_of(trainer);
  for (std::size_t i = 0; i < before.size(); ++i) {
    REQUIRE(workspace.parameters_used[i] == before[i]);
    REQUIRE(after[i] == before[i] + workspace.updates[i]);
  }
}

TEST_CASE("every epoch shows each training point once, in a new order") {
  Trainer trainer(experiment_from("samples=95&batchSize=10"));
  const std::size_t train_count = trainer.data().train().size();
  REQUIRE(train_count == 48);
  std::vector<std::vector<int>> epochs;
  for (int epoch = 0; epoch < 4; ++epoch) {
    std::vector<int>& seen = epochs.emplace_back();
    for (const std::size_t size : {10u, 10u, 10u, 10u, 8u}) {
      REQUIRE(trainer.step());
      REQUIRE(trainer.batch().size() == size);
      seen.insert(seen.end(), trainer.batch().begin(), trainer.batch().end());
    }
    REQUIRE(trainer.epoch() == epoch + 1);
    REQUIRE(std::set<int>(seen.begin(), seen.end()).size() == train_count);
    REQUIRE(*std::max_element(seen.begin(), seen.end()) == 47);
  }
  REQUIRE(epochs[0] != epochs[1]);
  REQUIRE(epochs[1] != epochs[2]);
  REQUIRE(trainer.step());
  REQUIRE_THAT(trainer.epoch(), WithinAbs(4 + 10.0 / 48, 1e-12));
  REQUIRE(trainer.advance_phase());  // a step in progress does not count yet
  REQUIRE_THAT(trainer.epoch(), WithinAbs(4 + 10.0 / 48, 1e-12));
}

TEST_CASE("a batch is never larger than the training set") {
  Trainer trainer(experiment_from("samples=20&batchSize=10000"));
  REQUIRE(trainer.steps(3) == 3);
  REQUIRE(trainer.batch().size() == 10);
  REQUIRE(trainer.epoch() == 3);
}

TEST_CASE("the learning rate changes live: from the next update on") {
  Trainer trainer(experiment_from("learningRate=0.1"));
  REQUIRE(trainer.steps(10) == 10);
  for (int phase = 0; phase < 4; ++phase) REQUIRE(trainer.advance_phase());
  const std::vector<float> gradients = trainer.workspace().gradients;
  const std::vector<float> before = parameters_of(trainer);
  REQUIRE(trainer.set("learningRate", "0.5"));
  REQUIRE(trainer.phases_done() == 4);
  REQUIRE(trainer.step_count() == 10);
  REQUIRE(trainer.learning_rate() == 0.5f);
  REQUIRE(trainer.advance_phase());
  for (std::size_t i = 0; i < before.size(); ++i) {
    REQUIRE(parameters_of(trainer)[i] == before[i] - 0.5f * gradients[i]);
  }
  REQUIRE(trainer.step_count() == 11);
}

TEST_CASE("live settings go on, network and data settings start over") {
  for (const Property& property : properties()) {
    INFO(property.name);
    Random random(3, Random::Stream::kData);
    Trainer trainer(experiment_from("dataset=spiral&layers=3,3&optimizer=adam&learningRate=0.01"));
    REQUIRE(trainer.steps(5) == 5);
    const Experiment before = trainer.experiment();
    bool changed = false;
    for (int attempt = 0; attempt < 60 && !changed; ++attempt) {
      const Result<void> set = trainer.set(property.name, random_text(property, random));
      changed = set && trainer.experiment() != before;
      if (!changed) REQUIRE(trainer.step_count() == 5);
    }
    REQUIRE(changed);
    REQUIRE(trainer.step_count() == (property.effect == Effect::kLive ? 5 : 0));
    trainer.steps(20);
    REQUIRE(all_finite(parameters_of(trainer)));
  }
}

TEST_CASE("a new dataset brings new points; new layers keep them") {
  Trainer trainer{Experiment()};
  const auto points = trainer.data().points;
  REQUIRE(trainer.set("layers", "3"));
  REQUIRE(trainer.data().points == points);
  REQUIRE(trainer.set("features", "x1,x2,x1x2"));
  REQUIRE(trainer.network().input_count() == 3);
  REQUIRE(trainer.step());
  REQUIRE(trainer.set("dataset", "xor"));
  REQUIRE(trainer.data().points != points);
  std::vector<std::string> notes;
  REQUIRE(trainer.set("dataset", "reg-plane", &notes));
  REQUIRE(notes.size() == 2);
  REQUIRE(trainer.network().layer(1).activation->name == "linear");
  REQUIRE(!trainer.set("dataset", "nowhere"));
  REQUIRE(trainer.experiment().dataset->name == "reg-plane");
}

TEST_CASE("another optimizer starts with empty memory") {
  Trainer trainer(experiment_from("optimizer=momentum"));
  REQUIRE(trainer.steps(20) == 20);
  REQUIRE(trainer.set("optimizer", "sgd"));
  REQUIRE(trainer.set("optimizer", "momentum"));
  REQUIRE(trainer.step());
  // With no velocity from before, the update is −η·g.
  const Workspace& workspace = trainer.workspace();
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    REQUIRE(workspace.updates[i] == -0.03f * workspace.gradients[i]);
  }
}

TEST_CASE("the batch size changes live, to larger ones too") {
  Trainer trainer(experiment_from("batchSize=3"));
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.set("batchSize", "200"));
  REQUIRE(trainer.step());  // the step in progress keeps its batch
  REQUIRE(trainer.batch().size() == 3);
  REQUIRE(trainer.step());
  REQUIRE(trainer.batch().size() == 200);
  REQUIRE(trainer.workspace().samples == 200);
}

TEST_CASE("a run that diverges stops with the last good state") {
  for (const char* link :
       {"dataset=reg-plane&layers=4&activation=relu&learningRate=100",
        "dataset=reg-plane&layers=4,4&activation=linear&learningRate=100&optimizer=momentum",
        "dataset=sine&layers=8&activation=softplus&learningRate=100&batchSize=1",
        "dataset=spiral&layers=4&regularization=l2&regularizationRate=100&learningRate=100"}) {
    INFO(link);
    Trainer trainer(experiment_from(link));
    const int done = trainer.steps(1000);
    REQUIRE(done < 1000);
    REQUIRE(trainer.step_count() == done);
    REQUIRE(trainer.divergence());
    REQUIRE(trainer.divergence()->step == done + 1);
    REQUIRE(trainer.divergence()->message.find("learning rate smaller than 100") !=
            std::string::npos);
    const std::vector<float> parameters = parameters_of(trainer);
    REQUIRE(all_finite(parameters));
    const TrainerState state = trainer.state();
    REQUIRE(all_finite(state.optimizer.first));
    REQUIRE(state.optimizer.steps == done);

    // Exactly the state after the steps that went well.
    Trainer again(experiment_from(link));
    REQUIRE(again.steps(done) == done);
    REQUIRE(again.parameter_hash() == trainer.parameter_hash());
    REQUIRE(again.state().order_position == state.order_position);

    // Nothing moves until something changes.
    const std::uint64_t revision = trainer.revision();
    REQUIRE(!trainer.advance_phase());
    REQUIRE(!trainer.step());
    REQUIRE(trainer.steps(10) == 0);
    REQUIRE(trainer.revision() == revision);
    REQUIRE(parameters_of(trainer) == parameters);
    REQUIRE(trainer.set("learningRate", "1e-6"));
    REQUIRE(!trainer.divergence());
    REQUIRE(trainer.phases_done() == 0);
    trainer.restart();
    REQUIRE(!trainer.divergence());
    REQUIRE(trainer.step());
  }
}

TEST_CASE("a divergence says which quantity failed and in which phase") {
  Trainer trainer(experiment_from("dataset=reg-plane&layers=4&activation=relu"));
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    trainer.set_parameter(i, 1e30f);
  }
  REQUIRE(!trainer.step());
  REQUIRE(trainer.divergence()->phase == Phase::kLoss);
  REQUIRE(trainer.divergence()->message.starts_with("The loss became infinite at step 1."));
  REQUIRE(trainer.phases_done() == 2);

  // A finite gradient, but a weight near the largest float: the update overflows.
  Trainer update(
      experiment_from("layers=&learningRate=100&regularization=l2&regularizationRate=100"));
  update.set_parameter(0, 3e38f);
  REQUIRE(!update.step());
  REQUIRE(update.divergence()->phase != Phase::kLoss);
  REQUIRE(update.divergence()->message.find("weight of the output layer") != std::string::npos);
  REQUIRE(parameters_of(update)[0] == 3e38f);
}

TEST_CASE("a diverged step can be tried again with a smaller rate") {
  // The update overflows at rate 100 and is harmless at 1e-6.
  Trainer trainer(experiment_from("dataset=reg-plane&layers=&learningRate=100"));
  trainer.set_parameter(0, 1e18f);
  REQUIRE(trainer.steps(5) < 5);
  const std::vector<int> batch(trainer.batch().begin(), trainer.batch().end());
  const float weight = parameters_of(trainer)[0];
  REQUIRE(trainer.set("learningRate", "1e-6"));
  trainer.set_parameter(0, 0.5f);
  REQUIRE(weight != 0.5f);
  REQUIRE(trainer.advance_phase());
  REQUIRE(std::vector<int>(trainer.batch().begin(), trainer.batch().end()) == batch);
}

TEST_CASE("a hand edit changes one parameter and abandons the step in progress") {
  Trainer trainer{Experiment()};
  REQUIRE(trainer.steps(3) == 3);
  REQUIRE(trainer.advance_phase());
  REQUIRE(trainer.advance_phase());
  const std::vector<int> batch(trainer.batch().begin(), trainer.batch().end());
  std::vector<float> expected = parameters_of(trainer);
  expected[5] = 2.5f;
  trainer.set_parameter(5, 2.5f);
  REQUIRE(parameters_of(trainer) == expected);
  REQUIRE(trainer.phases_done() == 0);
  REQUIRE(trainer.batch().empty());
  REQUIRE(trainer.advance_phase());
  REQUIRE(std::vector<int>(trainer.batch().begin(), trainer.batch().end()) == batch);
  REQUIRE(trainer.workspace().parameters_used[5] == 2.5f);

  trainer.set_parameter(5, std::numeric_limits<float>::quiet_NaN());
  trainer.set_parameter(100000, 1);
  REQUIRE(parameters_of(trainer) == expected);
}

TEST_CASE("L1 with cutting leaves exact zeros that stay") {
  Trainer trainer(experiment_from(
      "layers=8&regularization=l1&regularizationRate=0.1&l1Cut=true&learningRate=0.1"));
  REQUIRE(trainer.steps(300) == 300);
  std::vector<std::size_t> zeros;
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    if (trainer.network().is_weight(i) && parameters_of(trainer)[i] == 0) zeros.push_back(i);
  }
  REQUIRE(zeros.size() >= 4);
  REQUIRE(trainer.steps(300) == 300);
  for (const std::size_t i : zeros) REQUIRE(parameters_of(trainer)[i] == 0);
  for (const std::size_t i : zeros) REQUIRE(updates_of(trainer)[i] == 0);
}

TEST_CASE("clipping bounds the gradient that is used, not the one that is shown") {
  Trainer by_norm(experiment_from("clipping=norm&clipThreshold=0.01&layers=8,8"));
  Trainer by_value(experiment_from("clipping=value&clipThreshold=0.01&layers=8,8"));
  REQUIRE(by_norm.steps(5) == 5);
  REQUIRE(by_value.steps(5) == 5);
  double squares = 0, data_squares = 0;
  for (const float g : by_norm.workspace().gradients)
    squares += std::pow(static_cast<double>(g), 2);
  for (const float g : by_norm.workspace().data_gradients) {
    data_squares += std::pow(static_cast<double>(g), 2);
  }
  REQUIRE_THAT(std::sqrt(squares), WithinRel(0.01, 1e-4));
  REQUIRE(std::sqrt(data_squares) > 0.02);
  float largest = 0;
  for (const float g : by_value.workspace().gradients) largest = std::max(largest, std::abs(g));
  REQUIRE(largest == 0.01f);
}

TEST_CASE("dropout silences its share of hidden neurons in training only") {
  Trainer trainer(experiment_from("layers=50,50&dropout=0.4&batchSize=100"));
  REQUIRE(trainer.advance_phase());
  const Workspace& workspace = trainer.workspace();
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const auto& kept = workspace.layers[layer].kept;
    REQUIRE(kept.size() == 5000);
    double dropped = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (kept[i] != 0) continue;
      ++dropped;
      REQUIRE(workspace.layers[layer].a[i] == 0);
    }
    REQUIRE_THAT(workspace.kept_scale, WithinRel(1 / 0.6, 1e-6));
    REQUIRE_THAT(dropped / 5000, WithinAbs(0.4, 0.04));
  }
  REQUIRE(workspace.layers[2].kept.empty());

  Trainer plain(experiment_from("layers=50,50&batchSize=100"));
  REQUIRE(trainer.metrics().train_loss == plain.metrics().train_loss);
  REQUIRE(trainer.set("dropout", "0"));
  REQUIRE(trainer.step());
  REQUIRE(trainer.step());
  REQUIRE(workspace.layers[0].kept.empty());
}

TEST_CASE("the learning rate follows its schedule") {
  Trainer trainer(
      experiment_from("learningRate=0.4&schedule=step&schedulePeriod=10&scheduleFactor=0.5"));
  REQUIRE(trainer.learning_rate() == 0.4f);
  REQUIRE(trainer.steps(9) == 9);
  REQUIRE(trainer.learning_rate() == 0.4f);
  REQUIRE(trainer.steps(1) == 1);
  REQUIRE(trainer.learning_rate() == 0.2f);
  REQUIRE(trainer.steps(10) == 10);
  REQUIRE_THAT(trainer.learning_rate(), WithinRel(0.1, 1e-6));
}

// --- metrics -----------------------------------------------------------------------------------

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

TEST_CASE("an experiment without points neither trains nor fails") {
  Experiment experiment;
  experiment.dataset = nullptr;
  Trainer trainer(experiment);
  REQUIRE(trainer.data().points.empty());
  REQUIRE(!trainer.advance_phase());
  REQUIRE(!trainer.step());
  REQUIRE(trainer.steps(5) == 0);
  REQUIRE(std::isnan(trainer.metrics().train_loss));
  REQUIRE(trainer.epoch() == 0);
  REQUIRE(trainer.batch().empty());
}

// --- state -------------------------------------------------------------------------------------

TEST_CASE("a restored state goes on with the same bits") {
  for (const char* link : kLinks) {
    INFO(link);
    for (const int phases : {0, 3}) {
      Trainer trainer(experiment_from(link));
      REQUIRE(trainer.steps(37) == 37);
      for (int i = 0; i < phases; ++i) REQUIRE(trainer.advance_phase());
      const TrainerState state = trainer.state();
      const double epoch = trainer.epoch();
      REQUIRE(trainer.steps(60) == 60);
      const std::uint64_t hash = trainer.parameter_hash();

      REQUIRE(trainer.restore(state));
      REQUIRE(trainer.step_count() == 37);
      REQUIRE(trainer.epoch() == epoch);
      REQUIRE(trainer.steps(60) == 60);
      REQUIRE(trainer.parameter_hash() == hash);

      Trainer other(experiment_from(link));
      REQUIRE(other.restore(state));
      REQUIRE(other.steps(60) == 60);
      REQUIRE(other.parameter_hash() == hash);
    }
  }
}

TEST_CASE("a state of another shape is refused") {
  Trainer trainer{Experiment()};
  REQUIRE(trainer.steps(2) == 2);
  const std::uint64_t hash = trainer.parameter_hash();
  const TrainerState good = trainer.state();
  const auto refuses = [&](auto change) {
    TrainerState state = good;
    change(state);
    REQUIRE(!trainer.restore(state));
    REQUIRE(trainer.parameter_hash() == hash);
    REQUIRE(trainer.step_count() == 2);
  };
  refuses([](TrainerState& state) { state.parameters.pop_back(); });
  refuses([](TrainerState& state) { state.order.pop_back(); });
  refuses([](TrainerState& state) { state.order[3] = 250; });
  refuses([](TrainerState& state) { state.order[3] = -1; });
  refuses([](TrainerState& state) { state.order_position = 251; });
  refuses([](TrainerState& state) { state.step = -1; });
  refuses([](TrainerState& state) { state.optimizer.first.resize(8); });
  REQUIRE(trainer.restore(good));
}

TEST_CASE("random experiments train soundly or stop soundly") {
  Random random(31, Random::Stream::kData);
  for (int round = 0; round < 60; ++round) {
    Experiment experiment = random_experiment(random);
    experiment.samples = std::min(experiment.samples, 300);
    INFO(make_link(experiment));
    Trainer trainer(experiment);
    const int done = trainer.steps(25);
    REQUIRE((done == 25) == !trainer.divergence().has_value());
    REQUIRE(all_finite(parameters_of(trainer)));
    REQUIRE(trainer.metrics().step == done);
    Trainer again(experiment);
    REQUIRE(again.steps(25) == done);
    REQUIRE(again.parameter_hash() == trainer.parameter_hash());
  }
}

}  // namespace
}  // namespace backprop
