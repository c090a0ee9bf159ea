// The rules of diagnosis, one function each: they look at an observation and add what they find.
#pragma once

#include <vector>

#include "engine/insight/finding.h"
#include "engine/insight/observation.h"

namespace backprop::rules {

using Findings = std::vector<Finding>;

// Of the run.
void diverged(const Observation& observation, Findings& findings);
void rate_too_high(const Observation& observation, Findings& findings);
void rate_too_low(const Observation& observation, Findings& findings);
void overfitting(const Observation& observation, Findings& findings);
// Of the gradient's way back.
void vanishing(const Observation& observation, Findings& findings);
void exploding(const Observation& observation, Findings& findings);
void symmetric(const Observation& observation, Findings& findings);
void gradients_flow(const Observation& observation, Findings& findings);
// Of single neurons.
void dead(const Observation& observation, Findings& findings);
void saturated(const Observation& observation, Findings& findings);

// Below this training loss there is hardly anything left to learn: small gradients, flat outputs
// and idle neurons are no fault any more.
inline constexpr double kLearned = 1e-3;

// Whether one of the rules (findings so far) has found at least a warning.
bool has_found(const Findings& findings, std::initializer_list<std::string_view> rules);

}  // namespace backprop::rules
