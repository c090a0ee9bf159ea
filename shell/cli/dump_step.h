// The Python that writes a step down for compare-step: assets/dump_step.py.
#pragma once

#include <string_view>

namespace backprop {

std::string_view dump_step_text();

}  // namespace backprop
