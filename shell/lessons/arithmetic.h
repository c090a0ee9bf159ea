// Arithmetic that a lesson has worked out in its texts: {= 1.04^2100}.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

// The value of numbers joined by + − * / ^, in brackets or as ln(…), exp(…), sqrt(…). An error says
// what cannot be read, or that there is no finite value.
Result<double> work_out(std::string_view text);

// As it is shown, to three digits; a number alone stays as it is written.
Result<std::string> worked_out_text(std::string_view text);

}  // namespace backprop
