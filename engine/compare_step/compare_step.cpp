#include "engine/compare_step/compare_step.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"

namespace backprop {
namespace {

double share_used(const StepTensor& tensor) {
  double used = 0;
  for (std::size_t i = 0; i < tensor.given.size(); ++i) {
    const double off =
        std::fabs(static_cast<double>(tensor.given[i]) - static_cast<double>(tensor.right[i]));
    used = std::max(used, off / static_cast<double>(tensor.allowed[i]));
  }
  return used;
}

StepDifference difference_of(const StepReplay& replay, std::span<const StepTensor> tensors,
                             const StepTensor& first) {
  StepDifference difference{.tensor = first, .mistakes = {}};
  for (std::size_t i = first.given.size(); i-- > 0;) {
    if (first.agrees(i)) continue;
    difference.cell = i;
    ++difference.differing;
  }
  difference.mistakes = diagnose_step(replay, tensors, first, difference.cell);
  return difference;
}

// --- in words ------------------------------------------------------------------------------------

constexpr std::string_view kPhaseNames[] = {"forward", "loss", "backward", "gradients", "update"};

std::string_view scope_text(const StepDifference& difference) {
  const bool weights = difference.tensor.kind == HandPlace::Kind::kNew;
  switch (difference.mistakes.front().scope) {
    case StepScope::kNumber:
      return "This number looks like";
    case StepScope::kTensor:
      return "All of this tensor looks like";
    case StepScope::kPhase:
      return weights ? "All weights after the step look like" : "All gradients look like";
  }
  return {};
}

std::string where_text(const StepFile& file, const StepDifference& difference) {
  const auto phase = static_cast<std::size_t>(difference.phase());
  std::string text = "The first number that differs is " + difference.name() + " (" +
                     place_symbol(difference.tensor.place(difference.cell), file.samples) +
                     ", phase " + count_text(phase + 1) + ", " + std::string(kPhaseNames[phase]) +
                     "): " + number_text(difference.tensor.given[difference.cell]) +
                     " in the file, and " + number_text(difference.tensor.right[difference.cell]) +
                     " is right.";
  const std::size_t all = difference.tensor.given.size();
  if (all > 1) {
    text += " In this tensor " + count_text(difference.differing) + " of " + count_text(all) +
            (difference.differing == 1 ? " differs." : " differ.");
  }
  return text;
}

std::string mistake_text(const StepDifference& difference) {
  const std::vector<NamedMistake>& mistakes = difference.mistakes;
  if (mistakes.empty()) return "It is none of the mistakes that are known here.";
  std::string text(scope_text(difference));
  if (mistakes.size() > 1) text += " one of several mistakes";
  for (const NamedMistake& mistake : mistakes) {
    text +=
        (&mistake == &mistakes.front() ? ": " : " Or: ") + mistake.label + ". " + mistake.sentence;
  }
  return text;
}

}  // namespace

StepComparison compare_step(const StepFile& file) {
  const StepReplay replay = replay_step(file);
  const std::vector<StepTensor> tensors = step_tensors(replay);
  StepComparison comparison;
  for (const StepTensor& tensor : tensors) {
    ++comparison.tensors;
    comparison.numbers += tensor.given.size();
    if (tensor.agrees()) {
      comparison.used = std::max(comparison.used, share_used(tensor));
      continue;
    }
    comparison.first = difference_of(replay, tensors, tensor);
    break;
  }
  return comparison;
}

std::vector<std::string> step_sentences(const StepFile& file, const StepComparison& comparison) {
  if (comparison.first) {
    return {where_text(file, *comparison.first), mistake_text(*comparison.first)};
  }
  return {
      "All " + count_text(comparison.numbers) + " numbers of " + count_text(comparison.tensors) +
      " tensors agree with the engine's. The largest difference is " +
      count_text(static_cast<int>(std::ceil(100 * comparison.used))) + " % of what is allowed."};
}

}  // namespace backprop
