// What each mistake makes of a step: see StepMistake::make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/compare_step/step_tensor.h"

namespace backprop {

// What a step would have with the mistake in place of the right numbers: of outputs those of the
// tensor, of the loss one number, else a list laid out as the parameters.
using MistakenStep = std::optional<std::vector<float>>;

namespace step_mistake_sums {

// --- outputs, the loss and the gradients: step_mistake_sums.cpp
// -----------------------------------
MistakenStep activation_twice(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep output_twice(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep log_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep targets_spread(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep sum_for_mean(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep mean_for_sum(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep half_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep half_put_in(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep wrong_sign(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep not_cleared(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep transposed(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep decay_in_gradient(const StepReplay& replay, const StepTensor& tensor, int variant);

// --- the update: step_mistake_updates.cpp
// ---------------------------------------------------------
MistakenStep not_updated(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep gradient_added(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep rate_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep momentum_twice(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep momentum_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep dampened(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep memory_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep uncorrected(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep decay_forgotten(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep decay_elsewhere(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep updated_twice(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep other_rate(const StepReplay& replay, const StepTensor& tensor, int variant);
MistakenStep unsaid_decay(const StepReplay& replay, const StepTensor& tensor, int variant);
std::string rate_found(const StepReplay& replay, int variant);
std::string decay_found(const StepReplay& replay, int variant);

}  // namespace step_mistake_sums

}  // namespace backprop
