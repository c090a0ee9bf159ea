// Why a property cannot be what somebody asks for, and what would go in its place.
#pragma once

#include <string_view>

#include "engine/base/error.h"

namespace backprop {

struct Experiment;

namespace refused {

// Reasons, without what was asked for: "the dataset circle has always 2 classes".
Error property_name(std::string_view name);
Error problem_of_table(const Experiment& experiment);
Error problem_of_points();
Error classes(const Experiment& experiment, int fewest, int most);
Error features_of_table();
Error loss(const Experiment& experiment);
Error output(const Experiment& experiment);
Error target_low(const Experiment& experiment);
Error target_high(const Experiment& experiment);
// The whole sentence: "learningRate cannot be '1e9': choose a number from 1e-6 to 100."
Error sentence(std::string_view name, std::string_view text, const Error& why);

}  // namespace refused

}  // namespace backprop
