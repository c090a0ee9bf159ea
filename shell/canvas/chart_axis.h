// Round numbers for the axes of charts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace backprop {

struct Axis {
  double low = 0, high = 1;      // what the axis spans
  std::vector<double> ticks;     // round values within it, ascending
  bool logarithmic = false;

  // 0 at low, 1 at high; values that a logarithm cannot take go to 0.
  double place(double value) const;
};

// An axis that holds the finite values (positive ones when logarithmic): whole decades, or steps
// of 1, 2 or 5 times a power of ten, about `ticks` of them.
Axis make_axis(double low, double high, bool logarithmic, int ticks);

// Leaves out ticks that are nearer than `least` to the one below them, on an axis so high.
void thin_out_ticks(Axis& axis, float height, float least);

std::string tick_label(double value);              // "0.01", "250", "1e−6"
std::string with_thousands(std::int64_t number);   // "1,200"

}  // namespace backprop
