// Real numbers read from text. Our own, because every other reader brings 20 kB to the page: the
// standard's its tables of powers, the C library's its arithmetic of 128 bits.
#pragma once

#include <cstddef>
#include <string_view>

namespace backprop {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// How many characters at the start of `text` are a number as std::from_chars takes it: "-12.5e-3",
// ".5", "1."; 0 when there is none. No sign +, no infinities.
std::size_t real_length(std::string_view text);

// All of `text` as the nearest number, ties to even; false when it is none, or so great or small
// that no number but infinity or 0 is near. Keeps the sign of −0.
bool read_real(std::string_view text, float& value);
bool read_real(std::string_view text, double& value);

}  // namespace backprop
