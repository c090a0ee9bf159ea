// A number as a book prints it: its value, and how far the printed digits leave it open.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

struct PrintedNumber {
  std::string text;   // as it is printed: "-0.0113", "3.5e-5"
  double value = 0;
  int last_place = 0;  // the last digit stands for 10^last_place
  bool cut = false;    // the digits behind it were cut off, not rounded
};

// An error says what a number looks like.
Result<PrintedNumber> parse_printed(std::string_view text);

// Whether a number rounds to the printed digits (or, cut, begins with them). The engine computes in
// single precision, whose numbers are 6e-8 of their size apart: of several of them multiplied, and
// of small differences between larger ones, no more than this is asked.
bool agrees(const PrintedNumber& printed, double value);
inline constexpr double kRelativeRounding = 1e-6, kAbsoluteRounding = 4e-9;

// The number with as many decimals as the printed one, at most seven significant digits, or six
// where the seventh is only rounding: "0.593270" beside 0.593269992. Cut where that one is cut.
std::string like_printed(const PrintedNumber& printed, double value);
// Whether both are the same as far as like_printed() writes them: what a reader sees. Numbers that
// agree only within the rounding of single precision may not be.
bool looks_the_same(const PrintedNumber& printed, double value);
// As like_printed(), with up to nine digits where the two would look the same with fewer: what a
// float has to tell it from others.
std::string apart_from_printed(const PrintedNumber& printed, double value);
// The printed digits, with a true minus sign.
std::string shown(const PrintedNumber& printed);

}  // namespace backprop
