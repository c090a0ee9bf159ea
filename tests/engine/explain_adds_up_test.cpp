// Every equation that is printed is one: worked out from its printed digits alone, both sides meet.
// Over random experiments and after random actions, among them settings changed at any phase.
// BACKPROP_WALK_SECONDS makes it go on for so long, with other seeds.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/run/document.h"
#include "engine/run/history.h"
#include "tests/engine/printed.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

using testing::Interval;

// φ or φ′ of a layer's activation over an interval, worked out in double; −ln.
testing::Function functions_of(const Activation* activation) {
  return [activation](std::string_view name, Interval argument) {
    Interval result{HUGE_VAL, -HUGE_VAL, 0};
    for (int i = 0; i <= 8; ++i) {
      double x = argument.low + (argument.high - argument.low) * i / 8;
      double value = 0;
      if (name == "−ln") {
        value = -std::log(std::max(x, 1e-300));
      } else if (name == "φ") {
        value = activation->value_double(x);
      } else {
        const double h = 1e-6 * std::max(1.0, std::fabs(x));
        value = (activation->value_double(x + h) - activation->value_double(x - h)) / (2 * h);
      }
      // Floats have φ, and what follows from it, to about 4e-7.
      result.low = std::min(result.low, value - 4e-7 - 4e-7 * std::fabs(value));
      result.high = std::max(result.high, value + 4e-7 + 4e-7 * std::fabs(value));
      result.size = std::max(result.size, std::fabs(value));
    }
    // At a kink, and at a zero of no digits, either side may be meant.
    if (name == "φ′") {
      for (const double kink : std::span<const double>(activation->kinks)) {
        if (std::fabs(argument.low - kink) >= 1e-5) continue;
        for (const double side : {-1e-3, 1e-3}) {
          const double slope =
              (activation->value_double(kink + side) - activation->value_double(kink)) / side;
          result = {std::min(result.low, slope - 1e-3), std::max(result.high, slope + 1e-3), 1};
        }
      }
    }
    return result;
  };
}

struct Tally {
  int equations = 0, updates = 0, unknown = 0;
};

// `slack` is what floats may have rounded off besides.
void require_equations(const std::string& text, const Activation* activation, double slack,
                       Tally& tally) {
  std::vector<std::string> block;
  const testing::Function functions = functions_of(activation);
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!line.empty()) {
      block.push_back(std::move(line));
      if (end < text.size()) continue;
    }
    const std::vector<std::string> lines = std::exchange(block, {});
    if (lines.size() < 2 || lines.front().starts_with("Samples ") ||
        lines.front().starts_with("Update") || lines.front().find(" = ") == std::string::npos) {
      continue;
    }
    const std::vector<std::string> rows = testing::right_sides(lines);
    INFO(lines.front());
    REQUIRE_FALSE(rows.empty());
    const std::optional<Interval> result = testing::RowReader(rows.back(), functions).read();
    if (rows.back().find("∞") != std::string::npos ||
        rows.back().find("NaN") != std::string::npos) {
      continue;
    }
    REQUIRE(result);
    for (const std::string& row : rows) {
      if (row.find("∞") != std::string::npos) continue;
      INFO(row << " against " << rows.back());
      const std::optional<Interval> value = testing::RowReader(row, functions).read();
      REQUIRE(value);
      REQUIRE(Interval{value->low - slack, value->high + slack, value->size}.meets(*result));
    }
    ++tally.equations;
  }
}

Interval printed(float value, int digits = 6) {
  const auto number = testing::printed_number(significant(static_cast<double>(value), digits));
  REQUIRE(number);
  return *number;
}

void require_update(const UpdateSplit& update, bool is_weight, Tally& tally) {
  std::map<std::string, Interval> names;
  for (const Factor& quantity : update.quantities) {
    if (!std::isfinite(quantity.value)) return;  // a rate that a float cannot hold
    names[quantity.symbol] = printed(quantity.value);
  }
  const int digits = digits_around(update, 6);
  names[is_weight ? "w" : "b"] = printed(update.before, digits);
  Interval sum{0, 0, 0};
  for (const UpdatePart& part : update.parts) {
    INFO(part.name << ": " << part.formula << " = "
                   << significant(static_cast<double>(part.value), 6));
    REQUIRE(part.formula != "Δw");  // all is known
    sum = sum + printed(part.value);
    if (part.name == "cut at zero") continue;
    const std::optional<Interval> value = testing::FormulaReader(part.formula, names).read();
    REQUIRE(value);
    REQUIRE(value->meets(printed(part.value)));
  }
  REQUIRE(sum.meets(printed(update.delta)));
  REQUIRE((printed(update.before, digits) + printed(update.delta))
              .meets(printed(update.after, digits)));
  // The change shows.
  if (update.before != update.after) {
    REQUIRE(significant(static_cast<double>(update.before), digits) !=
            significant(static_cast<double>(update.after), digits));
  }
  ++tally.updates;
}

void require_all(const Trainer& trainer, Random& random, Tally& tally) {
  const Network& network = trainer.network();
  const auto below = [&](int count) {
    return static_cast<int>(random.below(static_cast<std::uint32_t>(count)));
  };
  for (int i = 0; i < 3; ++i) {
    ExplainTarget target{};
    target.layer = below(network.layer_count());
    target.neuron = below(network.layer(target.layer).outputs);
    target.kind = below(2) == 0 ? ExplainTarget::Kind::kNeuron : ExplainTarget::Kind::kParameter;
    target.parameter = static_cast<std::size_t>(below(static_cast<int>(network.parameter_count())));
    const int samples = trainer.phases_done() > 0 ? trainer.workspace().samples : 0;
    target.sample = samples > 0 && below(2) == 0 ? below(samples) : -1;
    const Result<Explanation> explanation = explain(trainer, target);
    REQUIRE(explanation);
    int layer = target.layer;
    if (target.kind == ExplainTarget::Kind::kParameter) {
      layer = 0;
      while (layer + 1 < network.layer_count() &&
             target.parameter >= network.layer(layer + 1).weights) {
        ++layer;
      }
    }
    const std::string text = to_text(*explanation);
    INFO(text);
    // Means of large z of either sign: each of them was rounded on its own.
    double slack = 0;
    if (target.sample < 0 && trainer.phases_done() > 0) {
      for (const float z : trainer.workspace().layers[static_cast<std::size_t>(layer)].z) {
        if (std::isfinite(z)) slack = std::max(slack, 1e-7 * std::fabs(static_cast<double>(z)));
      }
    }
    require_equations(text, network.layer(layer).activation, slack, tally);
    if (explanation->update) {
      require_update(*explanation->update, network.is_weight(target.parameter), tally);
    }
  }
}

const Property& random_live_property(Random& random) {
  for (;;) {
    const auto count = static_cast<std::uint32_t>(properties().size());
    const Property& property = properties()[random.below(count)];
    if (property.effect == Effect::kLive) return property;
  }
}

void walk(std::uint32_t seed, Tally& tally) {
  Random random(seed, Random::Stream::kData);
  Experiment experiment = random_experiment(random);
  static_cast<void>(set_property(experiment, "learningRate",
                                 number_text(static_cast<float>(random.uniform(0.001, 0.5)))));
  static_cast<void>(set_property(experiment, "initializerScale", "1"));
  if (random.below(2) == 0) static_cast<void>(set_property(experiment, "batchSize", "5"));
  Trainer trainer(experiment);
  if (trainer.data().train_count == 0) return;
  History history;
  history.observe(trainer);
  std::string actions = make_link(experiment);
  for (int i = 0; i < 25; ++i) {
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2:
        actions += "\nphase";
        if (trainer.advance_phase() && trainer.phases_done() == kPhaseCount)
          history.follow(trainer);
        break;
      case 3:
        actions += "\nstep";
        if (trainer.step()) history.follow(trainer);
        break;
      case 4:
      case 5: {
        const Property& property = random_live_property(random);
        const std::string value = random_text(property, random);
        actions += "\nset " + std::string(property.name) + " " + value;
        const auto before = trainer.revision();
        if (trainer.set(property.name, value) && trainer.revision() != before) {
          history.changed(trainer);
        }
        break;
      }
      case 6: {
        const auto index =
            random.below(static_cast<std::uint32_t>(trainer.network().parameter_count()));
        actions += "\nedit " + std::to_string(index);
        if (trainer.experiment().biases == Biases::kNone && !trainer.network().is_weight(index))
          break;
        REQUIRE(trainer.set_parameter(index, random.uniform(-2, 2)));
        history.changed(trainer);
        break;
      }
      default: {
        const auto step = static_cast<std::int64_t>(
            random.below(static_cast<std::uint32_t>(history.last_step()) + 1));
        if (step < history.first_step()) break;
        actions += "\nrestore " + std::to_string(step);
        REQUIRE(history.restore(trainer, step));
      }
    }
    INFO(actions);
    require_all(trainer, random, tally);
  }
}

TEST_CASE("every printed equation adds up, after anything that was done") {
  const char* seconds = std::getenv("BACKPROP_WALK_SECONDS");
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::seconds(seconds == nullptr ? 0 : std::atoi(seconds));
  Tally tally;
  std::uint32_t seed = 1;
  for (; seed <= 60 || std::chrono::steady_clock::now() < end; ++seed) {
    INFO("seed " << seed);
    walk(seed, tally);
  }
  CHECK(tally.equations > 1000);
  CHECK(tally.updates > 80);
}

}  // namespace
}  // namespace backprop
