#include "engine/exercise/exercise.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/text.h"
#include "engine/exercise/exercise_numbers.h"
#include "engine/experiment/columns.h"
#include "engine/experiment/link.h"
#include "engine/network/backprop.h"

namespace backprop {
namespace {

constexpr float kInputs[] = {-2, -1.5f, -1, -0.5f, 0.5f, 1, 1.5f, 2};
constexpr float kRates[] = {0.5f, 1.5f, 2, 3};
constexpr std::uint32_t kMostTenths = 19;  // of a weight or bias

// What is asked of the numbers, and how many draws may fail at it.
struct Patience {
  double strictness;
  int count;
};
constexpr Patience kPatience[] = {{1, 200000}, {0.5, 200000}, {0, 1000}};

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

// One draw of numbers after another.
class ExerciseDraws {
 public:
  // The level above the 32 bits that seeds of experiments have: no data are drawn from this one.
  ExerciseDraws(std::uint32_t seed, int level)
      : random_(seed + (static_cast<std::uint64_t>(level) << 32), Random::Stream::kData),
        experiment_(parse_link(exercise_level(level).link).experiment),
        network_(make_network(experiment_)) {
    const int samples = static_cast<int>(experiment_.table->rows());
    passes_.reserve(network_, samples);
    for (int s = 0; s < samples; ++s) rows_.push_back(s);
  }

  // False where a glance tells that these numbers will not do.
  bool draw(double strictness) {
    draw_samples(*experiment_.table, random_);
    experiment_.learning_rate = one_of(kRates, random_);
    for (float& parameter : network_.parameters()) parameter = one_decimal(random_);
    const std::vector<Point> points = make_points(experiment_);
    const auto stride = static_cast<std::size_t>(passes_.stride);
    fill_features(experiment_, points, rows_, stride, passes_.inputs.data());
    fill_targets(experiment_, points, rows_, stride, passes_.targets.data());
    forward(network_, passes_, fast_kernels());
    backward(network_, *experiment_.loss, passes_, fast_kernels());
    return may_be_kind(network_, passes_, strictness);
  }
  Result<HandStep> step() const {
    Trainer trainer(experiment_);
    trainer.start_from(network_.parameters());
    return HandStep::of(trainer);
  }
  std::string link() const { return make_link(experiment_, 0, network_.parameters()); }

 private:
  Random random_;
  Experiment experiment_;
  Network network_;
  Workspace passes_;
  std::vector<int> rows_;
};

}  // namespace

Result<Exercise> make_exercise(std::uint32_t seed, int level) {
  if (level < 1 || level > kExerciseLevels) {
    return fail("there is no level " + std::to_string(level) + ": choose one from 1 to " +
                std::to_string(kExerciseLevels));
  }
  ExerciseDraws draws(seed, level);
  for (const auto& [strictness, count] : kPatience) {
    for (int i = 0; i < count; ++i) {
      if (!draws.draw(strictness)) continue;
      Result<HandStep> step = draws.step();
      if (!step) continue;
      std::vector<HandPlace> blanks = blanks_of(*step, exercise_level(level));
      if (!are_kind(*step, blanks, strictness) || !are_distinct(*step, blanks, strictness)) {
        continue;
      }
      return Exercise{.seed = seed,
                      .level = level,
                      .link = draws.link(),
                      .blanks = std::move(blanks),
                      .step = std::move(*step)};
    }
  }
  return fail("no exercise was found for this seed: choose another one");
}

}  // namespace backprop
