// Input features: what the network sees of a point.
#pragma once

#include <span>
#include <string_view>

namespace backprop {

struct Feature {
  std::string_view name;   // "x1sq", in links
  std::string_view label;  // "x₁²"
  std::string_view help;
  double (*value)(double x1, double x2);  // deterministic math only
};

// x1, x2, x1sq, x2sq, x1x2, sinx1, sinx2, cosx1, cosx2, radius, angle.
std::span<const Feature> features();
const Feature& feature(std::string_view name);

}  // namespace backprop
