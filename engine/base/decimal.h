// The decimal digits of floating point numbers, correctly rounded and the same in every locale.
// Made with snprintf: the standard's to_chars for doubles would bring 100 kB of tables to the page.
#pragma once

#include <string>

namespace backprop {

// ±0.d₁d₂d₃… · 10^(exponent + 1): `digits` "213" and exponent −2 are 0.0213.
struct Decimal {
  bool negative;
  std::string digits;  // "0" for zero
  int exponent;  // of ten, what the first digit is worth
};

// The finite value rounded to `count` (1 … 17) significant digits, zeros at their end included.
Decimal rounded_decimal(double value, int count);

// Few digits, no zeros at their end, that read back as the same bits: the fewest, but for one in
// some thousand numbers, which get one more. `value` is finite. Found by trying more and more
// digits, up to the 9 of a float and 17 of a double that always do (IEEE 754-2019, 5.12.2): what
// Ryū (U. Adams, "Ryū: Fast Float-to-String Conversion", PLDI 2018) does faster, with tables.
Decimal shortest_decimal(float value);
Decimal shortest_decimal(double value);

// "0.0213" from "213" and −2: without a power of ten, and with zeros where the digits do not reach
// the point.
std::string fixed_point(const std::string& digits, int exponent);

}  // namespace backprop
