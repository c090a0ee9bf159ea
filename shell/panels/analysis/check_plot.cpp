#include "shell/panels/analysis/check_plot.h"

#include <algorithm>
#include <cmath>

namespace backprop {

namespace {

float place_of(double value, double reach) {
  constexpr double kDecades = 4;  // between the largest and where the scale becomes linear
  if (!std::isfinite(value)) return 0.5f;
  const double linear = reach * std::pow(10, -kDecades);
  const double share = std::asinh(value / linear) / std::asinh(reach / linear);
  return static_cast<float>(0.5 + 0.5 * std::clamp(share, -1.0, 1.0));
}

}  // namespace

double check_reach(const GradientCheck& check) {
  double reach = 0;
  for (const GradientCheckEntry& entry : check.entries) {
    for (const double value : {entry.analytic, entry.numeric}) {
      if (std::isfinite(value)) reach = std::max(reach, std::fabs(value));
    }
  }
  return reach > 0 ? reach : 1;
}

ImVec2 check_dot(const GradientCheckEntry& entry, double reach) {
  return {place_of(entry.analytic, reach), place_of(entry.numeric, reach)};
}

std::vector<CheckState::Dot> check_dots(const GradientCheck& check, double reach) {
  constexpr int kCells = 120;  // about a dot's size each
  std::vector<bool> taken(static_cast<std::size_t>(kCells) * kCells);
  std::vector<CheckState::Dot> dots;
  for (std::size_t i = 0; i < check.entries.size(); ++i) {  // worst first
    const ImVec2 place = check_dot(check.entries[i], reach);
    const auto cell = [](float share) {
      return static_cast<std::size_t>(std::min(static_cast<int>(share * kCells), kCells - 1));
    };
    const std::size_t at = cell(place.y) * kCells + cell(place.x);
    if (taken[at]) continue;
    taken[at] = true;
    dots.push_back({place, i});
  }
  return dots;
}

}  // namespace backprop
