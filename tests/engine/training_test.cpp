// Dropout, schedules, clipping and L1's cut as a run shows them from outside.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

Trainer run_of(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.empty());
  return Trainer(parsed.experiment);
}

std::vector<std::uint8_t> masks_of(const Trainer& trainer) {
  std::vector<std::uint8_t> masks;
  for (const auto& layer : trainer.workspace().layers) {
    masks.insert(masks.end(), layer.kept.begin(), layer.kept.end());
  }
  return masks;
}

TEST_CASE("dropout masks belong to the seed, not to the data, and change with every batch") {
  const std::string link = "layers=8,8&dropout=0.5&batchSize=12&seed=3";
  Trainer one = run_of(link), again = run_of(link), other_data = run_of(link + "&dataSeed=9");
  Trainer other = run_of("layers=8,8&dropout=0.5&batchSize=12&seed=4");
  std::vector<std::vector<std::uint8_t>> masks;
  for (int step = 0; step < 5; ++step) {
    for (Trainer* trainer : {&one, &again, &other_data, &other}) REQUIRE(trainer->step());
    masks.push_back(masks_of(one));
    CHECK(masks.back().size() == 2 * 8 * 12);
    CHECK(masks_of(again) == masks.back());
    CHECK(masks_of(other_data) == masks.back());
    CHECK(masks_of(other) != masks.back());
    for (int before = 0; before < step; ++before) {
      CHECK(masks[static_cast<std::size_t>(before)] != masks.back());
    }
  }
  // Nothing else is drawn from their stream: with and without, batches and start are the same.
  Trainer plain = run_of("layers=8,8&batchSize=12&seed=3");
  REQUIRE(plain.steps(5) == 5);
  CHECK(std::ranges::equal(plain.batch(), one.batch()));
  one.restart();
  plain.restart();
  CHECK(one.parameter_hash() == plain.parameter_hash());
}

TEST_CASE("what dropout keeps is scaled up so that sums keep their mean") {
  Trainer trainer = run_of("layers=64&activation=sigmoid&dropout=0.25&batchSize=250&samples=500");
  double with = 0, without = 0, kept = 0, count = 0;
  for (int step = 0; step < 20; ++step) {
    REQUIRE(trainer.advance_phase());
    const Workspace& batch = trainer.workspace();
    const Workspace::Layer& layer = batch.layers[0];
    std::vector<float> undropped(layer.z.size());
    activate(activation("sigmoid"), layer.z.data(), undropped.data(), 64, batch.stride);
    for (int s = 0; s < 250; ++s) {
      for (int neuron = 0; neuron < 64; ++neuron) {
        const auto at = static_cast<std::size_t>(neuron * batch.stride + s);
        const float mask = batch.mask(0, neuron, s);
        REQUIRE((mask == 0 || mask == 1 / (1 - 0.25f)));
        REQUIRE(layer.a[at] == undropped[at] * mask);
        with += static_cast<double>(layer.a[at]);
        without += static_cast<double>(undropped[at]);
        kept += mask > 0 ? 1 : 0;
        ++count;
      }
    }
    REQUIRE(trainer.step());
  }
  CHECK(std::abs(kept / count - 0.75) < 0.005);
  CHECK(std::abs(with / without - 1) < 0.01);
  // The output's own neuron is never silenced, and what is measured is the whole network.
  CHECK(trainer.workspace().layers[1].kept.empty());
  const Metrics before = trainer.metrics();
  REQUIRE(trainer.advance_phase());
  CHECK(trainer.metrics().train_loss == before.train_loss);
}

TEST_CASE("a silenced neuron has no delta, and its weights no gradient") {
  Trainer trainer = run_of("layers=6,5&dropout=0.5&batchSize=1&initializer=xavier_normal");
  for (int step = 0; step < 30; ++step) {
    for (int phase = 0; phase < 4; ++phase) REQUIRE(trainer.advance_phase());
    const Workspace& batch = trainer.workspace();
    for (int l = 0; l < 2; ++l) {
      for (int neuron = 0; neuron < trainer.network().layer(l).outputs; ++neuron) {
        if (batch.mask(l, neuron, 0) != 0) continue;
        REQUIRE(batch.delta(l, neuron, 0) == 0);
        REQUIRE(batch.data_gradients[trainer.network().bias_index(l, neuron)] == 0);
        REQUIRE(batch.data_gradients[trainer.network().weight_index(l, neuron, 0)] == 0);
        REQUIRE(batch.data_gradients[trainer.network().weight_index(l + 1, 0, neuron)] == 0);
      }
    }
    REQUIRE(trainer.step());
  }
}

TEST_CASE("under every schedule a step goes as far as the rate of its moment says") {
  for (const Schedule& schedule : schedules()) {
    INFO(schedule.name);
    Trainer trainer = run_of("learningRate=0.2&schedulePeriod=7&scheduleFactor=0.5&schedule=" +
                             std::string(schedule.name));
    std::vector<float> rates;
    for (std::int64_t step = 0; step < 30; ++step) {
      const ScheduleSettings settings = {.period = 7, .factor = 0.5f};
      const auto expected = static_cast<float>(0.2f * schedule.factor(settings, step));
      REQUIRE(trainer.learning_rate() == expected);
      REQUIRE(trainer.step());
      const Workspace& batch = trainer.workspace();
      for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
        REQUIRE(batch.updates[i] == -expected * batch.gradients[i]);
      }
      rates.push_back(expected);
    }
    std::ranges::sort(rates);
    CHECK((rates.front() == rates.back()) == (schedule.name == "constant"));
  }
}

double length(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum);
}

TEST_CASE("clipping keeps the direction or cuts each number, and leaves short gradients alone") {
  const std::string link = "layers=5,5&initializer=xavier_normal&initializerScale=3&batchSize=3";
  Trainer plain = run_of(link);
  REQUIRE(plain.step());
  const std::vector<float> g = plain.workspace().gradients;
  const double size = length(g);
  const auto threshold = [](double value) {
    return "&clipThreshold=" + number_text(static_cast<float>(value));
  };
  Trainer longer = run_of(link + "&clipping=norm" + threshold(1.01 * size));
  REQUIRE(longer.step());
  CHECK(longer.workspace().gradients == g);
  Trainer shorter = run_of(link + "&clipping=norm" + threshold(size / 4));
  REQUIRE(shorter.step());
  CHECK(std::abs(length(shorter.workspace().gradients) / size - 0.25) < 1e-5);
  for (std::size_t i = 0; i < g.size(); ++i) {
    CHECK(std::abs(shorter.workspace().gradients[i] - g[i] / 4) <= 1e-6f * std::abs(g[i]));
  }
  float largest = 0;
  for (const float value : g) largest = std::max(largest, std::abs(value));
  Trainer cut = run_of(link + "&clipping=value" + threshold(static_cast<double>(largest) / 2));
  REQUIRE(cut.step());
  for (std::size_t i = 0; i < g.size(); ++i) {
    CHECK(cut.workspace().gradients[i] == std::clamp(g[i], -largest / 2, largest / 2));
  }
  CHECK(cut.workspace().data_gradients == plain.workspace().data_gradients);
}

// A loss that is finite just so.
TEST_CASE("a gradient too long for its squares is clipped, not lost") {
  Trainer trainer = run_of(
      "dataset=reg-plane&layers=&clipping=norm&clipThreshold=2&loss=mse"
      "&learningRate=0.5&batchSize=1");
  trainer.set_parameter(0, 4e18f);
  REQUIRE(trainer.step());
  CHECK(length(trainer.workspace().data_gradients) > 1e19);
  CHECK(std::abs(length(trainer.workspace().gradients) - 2) < 1e-4);
  CHECK(trainer.workspace().updates[0] < -0.5f);
}

}  // namespace
}  // namespace backprop
