#include "engine/exercise/exercise.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "engine/exercise/exercise_numbers.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

constexpr float kInputs[] = {-2, -1.5f, -1, -0.5f, 0.5f, 1, 1.5f, 2};
constexpr float kRates[] = {0.5f, 1.5f, 2, 3};
constexpr std::uint32_t kMostTenths = 19;  // of a weight or bias

// What is asked of the numbers, and how many draws may fail at it.
struct Patience {
  double strictness;
  int draws;
};
constexpr Patience kPatience[] = {{1, 20000}, {0.5, 20000}, {0, 1000}};

template <std::size_t Count>
float one_of(const float (&values)[Count], Random& random) {
  return values[random.below(Count)];
}

// −1.9 … 1.9, and not 0: of the float that is nearest to what is written.
float one_decimal(Random& random) {
  const auto tenths = static_cast<float>(1 + random.below(kMostTenths));
  return (random.below(2) == 0 ? tenths : -tenths) / 10.0f;
}

// Whether one of the numbers has this size.
bool has_size(std::span<const float> numbers, float number) {
  return std::ranges::any_of(numbers,
                             [number](float other) { return other == number || other == -number; });
}

// Inputs of a sample differ in size, so that their gradients do, and samples in their first input.
void draw_samples(SampleTable& table, Random& random) {
  const std::size_t inputs = table.inputs.size(), width = table.width();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::span<float> numbers = std::span(table.numbers).subspan(row * width, width);
    for (std::size_t i = 0; i < inputs; ++i) {
      do {
        numbers[i] = one_of(kInputs, random);
      } while (has_size(numbers.first(i), numbers[i]) ||
               (row > 0 && i == 0 && numbers[i] == table.numbers[i]));
    }
    for (float& target : numbers.subspan(inputs)) target = static_cast<float>(random.below(2));
  }
}

std::optional<HandStep> draw_step(Experiment& experiment, Random& random,
                                  std::vector<float>& parameters) {
  draw_samples(*experiment.table, random);
  experiment.learning_rate = one_of(kRates, random);
  for (float& parameter : parameters) parameter = one_decimal(random);
  Trainer trainer(experiment);
  if (!trainer.start_from(parameters)) return std::nullopt;
  Result<HandStep> step = HandStep::of(trainer);
  if (!step) return std::nullopt;
  return std::move(*step);
}

}  // namespace

Result<Exercise> make_exercise(std::uint32_t seed, int level) {
  if (level < 1 || level > kExerciseLevels) {
    return fail("there is no level " + std::to_string(level) + ": choose one from 1 to " +
                std::to_string(kExerciseLevels));
  }
  const ExerciseLevel& what = exercise_level(level);
  Experiment experiment = parse_link(what.link).experiment;
  // The level above the 32 bits that seeds of experiments have: no data are drawn from this one.
  Random random(seed + (static_cast<std::uint64_t>(level) << 32), Random::Stream::kData);
  std::vector<float> parameters(make_network(experiment).parameter_count());
  for (const auto& [strictness, draws] : kPatience) {
    for (int draw = 0; draw < draws; ++draw) {
      std::optional<HandStep> step = draw_step(experiment, random, parameters);
      if (!step) continue;
      std::vector<HandPlace> blanks = blanks_of(*step, what);
      if (!are_kind(*step, blanks, strictness)) continue;
      if (!are_distinct(*step, blanks, strictness)) continue;
      return Exercise{.seed = seed,
                      .level = level,
                      .link = make_link(experiment, 0, parameters),
                      .blanks = std::move(blanks),
                      .step = std::move(*step)};
    }
  }
  return fail("no exercise was found for this seed: choose another one");
}

}  // namespace backprop
