// The rules of diagnosis, one function each: they look at an observation and add what they find.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/insight/diagnosis_limits.h"
#include "engine/insight/finding.h"
#include "engine/insight/observation.h"

namespace backprop::rules {

using Findings = std::vector<Finding>;

// Of the run.
void diverged(const Observation& observation, Findings& findings);
void rate_too_high(const Observation& observation, Findings& findings);
void rate_too_low(const Observation& observation, Findings& findings);
void stuck(const Observation& observation, Findings& findings);
void overfitting(const Observation& observation, Findings& findings);
// Of the gradient's way back.
void vanishing(const Observation& observation, Findings& findings);
void exploding(const Observation& observation, Findings& findings);
void symmetric(const Observation& observation, Findings& findings);
void zero_layer(const Observation& observation, Findings& findings);
void no_gradient(const Observation& observation, Findings& findings);
void gradients_flow(const Observation& observation, Findings& findings);
// Of single neurons.
void dead(const Observation& observation, Findings& findings);
void saturated(const Observation& observation, Findings& findings);
// Of what comes out.
void constant_output(const Observation& observation, Findings& findings);
void one_class(const Observation& observation, Findings& findings);

// Whether one of the rules (findings so far) has found at least a warning.
bool has_found(const Findings& findings, std::initializer_list<std::string_view> rules);

// What to try where neurons are flat or steps too long. Inputs that are large come first, for they
// make both; and before the first step no learning rate can have done anything.
std::string advice(const Observation& observation, std::string_view before, std::string_view after);

// "hidden layer 2" or "the output layer", for the middle of a sentence.
std::string lower_layer(const Network& network, int layer);
std::string percent(double share);

}  // namespace backprop::rules
