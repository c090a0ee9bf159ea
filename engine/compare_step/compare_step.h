// A step of somebody else's program beside the engine's own: the first number that differs, and the
// mistake it looks like.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/compare_step/step_diagnosis.h"
#include "engine/compare_step/step_file.h"

namespace backprop {

struct StepDifference {
  StepTensor tensor;  // with all its numbers
  std::size_t cell = 0;  // the first of them that differs
  std::size_t differing = 0;  // how many of them do
  std::vector<NamedMistake> mistakes;  // none, or those that give these numbers

  std::string name() const { return tensor.name + tensor.cell_text(cell); }
  Phase phase() const { return phase_of(tensor.place(cell)); }
};

struct StepComparison {
  std::size_t tensors = 0, numbers = 0;  // that were compared
  double used = 0;  // the largest difference, of what was allowed; of tensors that agree
  std::optional<StepDifference> first;
};

StepComparison compare_step(const StepFile& file);

// "The first number that differs is gradients.2.weight[0][1]: …" with the mistakes it looks like,
// in sentences; or that all agree.
std::vector<std::string> step_sentences(const StepFile& file, const StepComparison& comparison);

}  // namespace backprop
