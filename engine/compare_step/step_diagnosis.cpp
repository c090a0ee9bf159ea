#include "engine/compare_step/step_diagnosis.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/compare_step/step_mistake.h"
#include "engine/compare_step/step_trainer.h"
#include "engine/exercise/mistake.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

// A number can be fitted to any one.
constexpr std::size_t kLeastFitted = 2;

// The numbers of a tensor among those that a mistake makes.
std::vector<float> part_of_step(const std::vector<float>& numbers, const StepTensor& tensor) {
  if (tensor.kind != Kind::kGradient && tensor.kind != Kind::kNew) return numbers;
  const auto from = numbers.begin() + static_cast<std::ptrdiff_t>(tensor.begin);
  return {from, from + static_cast<std::ptrdiff_t>(tensor.given.size())};
}

bool only_one_differs(const StepTensor& tensor) {
  std::size_t differ = 0;
  for (std::size_t i = 0; i < tensor.given.size(); ++i) differ += tensor.agrees(i) ? 0 : 1;
  return differ == 1;
}

// Whether the mistake may be looked for here: those of the loss show in gradients as well, where
// the file has no loss, or computes them by other means.
bool shows_in(const StepMistake& mistake, const StepTensor& tensor) {
  if (mistake.name == "wrong_sign" && tensor.kind == Kind::kLoss) return true;
  if (mistake.name == "log_forgotten") return tensor.kind == Kind::kLoss;
  return mistake.kind == tensor.kind ||
         (mistake.kind == Kind::kLoss && tensor.kind == Kind::kGradient);
}

// Whether all gradients, or all weights after, are these.
bool explains_phase(const std::vector<float>& numbers, std::span<const StepTensor> tensors,
                    Kind kind, bool fitted) {
  if (kind != Kind::kGradient && kind != Kind::kNew) return false;
  std::size_t count = 0;
  for (const StepTensor& tensor : tensors) {
    if (tensor.kind != kind) continue;
    if (!tensor.agrees_with(part_of_step(numbers, tensor))) return false;
    count += tensor.given.size();
  }
  return !fitted || count >= kLeastFitted;
}

// How much agrees with these numbers in place of the right ones; nothing where the first number
// that differs does not.
std::optional<StepScope> scope_of(const std::vector<float>& numbers,
                                  std::span<const StepTensor> tensors, const StepTensor& first,
                                  std::size_t cell, bool fitted) {
  const std::vector<float> here = part_of_step(numbers, first);
  if (std::fabs(here[cell] - first.right[cell]) <= first.allowed[cell]) return std::nullopt;
  if (explains_phase(numbers, tensors, first.kind, fitted)) return StepScope::kPhase;
  if (fitted) return std::nullopt;
  if (first.agrees_with(here)) {
    return first.given.size() > 1 ? StepScope::kTensor : StepScope::kNumber;
  }
  const bool is_this = std::fabs(first.given[cell] - here[cell]) <= first.allowed[cell];
  if (!is_this || !only_one_differs(first)) return std::nullopt;
  return StepScope::kNumber;
}

void add_step_mistakes(const StepReplay& replay, std::span<const StepTensor> tensors,
                       const StepTensor& first, std::size_t cell,
                       std::vector<NamedMistake>& named) {
  for (const StepMistake& mistake : step_mistakes()) {
    if (!shows_in(mistake, first)) continue;
    for (int variant = 0; variant < mistake.variants; ++variant) {
      const MistakenStep made = mistake.make(replay, first, variant);
      if (!made) continue;
      const auto scope = scope_of(*made, tensors, first, cell, mistake.fitted);
      if (!scope) continue;
      std::string sentence(mistake.sentence);
      if (mistake.found != nullptr) {
        sentence.back() = ' ';
        sentence += '(' + mistake.found(replay, variant) + ").";
      }
      named.push_back(
          {std::string(mistake.name), std::string(mistake.label), std::move(sentence), *scope});
      break;
    }
  }
}

// --- mistakes of exercises -----------------------------------------------------------------------

// Larger networks would take long.
constexpr std::size_t kMostHandNumbers = 400;

// Numbers that a mistake of the exercises gives at each place of a tensor.
class HandMistakes {
 public:
  HandMistakes(const StepReplay& replay, const HandStep& step, const StepTensor& tensor)
      : tensor_(tensor) {
    const float factor = tensor.kind == Kind::kGradient ? replay.file->loss_factor : 1.0f;
    for (std::size_t i = 0; i < tensor.given.size(); ++i) {
      std::vector<MistakenNumber> numbers = mistaken_numbers(step, tensor.place(i));
      for (MistakenNumber& number : numbers) number.value *= static_cast<double>(factor);
      cells_.push_back(std::move(numbers));
    }
  }

  bool gives(const HandMistake& mistake, std::size_t cell) const {
    return std::ranges::any_of(cells_[cell], [&](const MistakenNumber& number) {
      return number.mistake == &mistake &&
             std::fabs(static_cast<double>(tensor_.given[cell]) - number.value) <=
                 static_cast<double>(tensor_.allowed[cell]);
    });
  }
  std::optional<StepScope> scope(const HandMistake& mistake, std::size_t cell) const {
    if (!gives(mistake, cell)) return std::nullopt;
    bool all = true;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      all = all && (tensor_.agrees(i) || gives(mistake, i));
    }
    if (!all) return std::nullopt;
    return only_one_differs(tensor_) ? StepScope::kNumber : StepScope::kTensor;
  }

 private:
  const StepTensor& tensor_;
  std::vector<std::vector<MistakenNumber>> cells_;
};

bool is_named(std::span<const NamedMistake> named, std::string_view name) {
  return std::ranges::find(named, name, &NamedMistake::name) != named.end();
}

void add_hand_mistakes(const StepReplay& replay, const StepTensor& first, std::size_t cell,
                       std::vector<NamedMistake>& named) {
  const StepFile& file = *replay.file;
  if (first.kind == Kind::kLoss || first.kind == Kind::kNew || first.logarithms) return;
  const auto samples = static_cast<std::size_t>(file.samples);
  if (first.given.size() + samples * file.network.parameter_count() > kMostHandNumbers) return;
  const Result<StepTrainer> made = make_step_trainer(file);
  if (!made) return;
  const Result<HandStep> step = HandStep::of(made->trainer);
  if (!step) return;
  const HandMistakes numbers(replay, *step, first);
  for (const HandMistake& mistake : mistakes()) {
    const auto scope = numbers.scope(mistake, cell);
    if (!scope || is_named(named, mistake.name)) {
      continue;
    }
    named.push_back({std::string(mistake.name), std::string(mistake.label),
                     std::string(mistake.sentence), *scope});
  }
}

}  // namespace

std::vector<NamedMistake> diagnose_step(const StepReplay& replay,
                                        std::span<const StepTensor> tensors,
                                        const StepTensor& first, std::size_t cell) {
  std::vector<NamedMistake> named;
  if (!std::isfinite(first.right[cell])) return named;
  add_step_mistakes(replay, tensors, first, cell, named);
  add_hand_mistakes(replay, first, cell, named);
  if (named.empty()) return named;
  const StepScope widest = std::ranges::max(named, {}, &NamedMistake::scope).scope;
  std::erase_if(named, [&](const NamedMistake& mistake) { return mistake.scope != widest; });
  return named;
}

}  // namespace backprop
