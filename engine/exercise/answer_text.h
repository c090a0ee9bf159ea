// A number as somebody types it for an answer, and when it counts as another one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

inline constexpr std::size_t kMaxAnswerBytes = 60;

// "0.25", "0,25", "1/4", "2^-2", "-1e-3", "−.5", "+3", "1.5·10^-3", "2 * 3", "25 %": factors of
// numbers and of powers, multiplied and divided from left to right. Anything else is an error, a
// sentence that says what is no number. Never infinite, never NaN.
Result<double> read_answer(std::string_view text);

// Whether both are the same as far as three significant digits of `value` say.
bool same_three_digits(double typed, double value);
// The rule of every answer: within 1 % of `value`, or the same three digits. Of 0 half a unit of
// the third decimal.
bool is_near(double typed, double value);

// As solutions are printed, with four digits or, where they say as much, fewer: "−0.02134", "0.45".
std::string answer_text(double value);

}  // namespace backprop
