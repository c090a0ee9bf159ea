#include "engine/parts/feature.h"

#include <array>
#include <cassert>

#include "engine/base/table.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

constexpr std::array kFeatures = {
    Feature{"x1", "x₁", "The horizontal coordinate.", [](double x1, double) { return x1; }},
    Feature{"x2", "x₂", "The vertical coordinate.", [](double, double x2) { return x2; }},
    Feature{"x1sq", "x₁²", "The square of x₁: with x₂² it makes circles a straight matter.",
            [](double x1, double) { return x1 * x1; }},
    Feature{"x2sq", "x₂²", "The square of x₂.", [](double, double x2) { return x2 * x2; }},
    Feature{"x1x2", "x₁x₂", "The product: its sign tells opposite quadrants apart.",
            [](double x1, double x2) { return x1 * x2; }},
    Feature{"sinx1", "sin x₁", "Waves from left to right.",
            [](double x1, double) { return math::sin(x1); }},
    Feature{"sinx2", "sin x₂", "Waves from bottom to top.",
            [](double, double x2) { return math::sin(x2); }},
    Feature{"cosx1", "cos x₁", "Waves from left to right, a quarter turn ahead of the sine.",
            [](double x1, double) { return math::cos(x1); }},
    Feature{"cosx2", "cos x₂", "Waves from bottom to top, a quarter turn ahead of the sine.",
            [](double, double x2) { return math::cos(x2); }},
    Feature{"radius", "r", "The distance from the centre, √(x₁² + x₂²).",
            [](double x1, double x2) { return math::sqrt(x1 * x1 + x2 * x2); }},
    Feature{"angle", "θ", "The direction from the centre in radians, −π to π.",
            [](double x1, double x2) { return math::atan2(x2, x1); }},
};

}  // namespace

std::span<const Feature> features() { return kFeatures; }

const Feature& feature(std::string_view name) {
  const Feature* entry = find_entry(features(), name);
  assert(entry != nullptr);
  return *entry;
}

}  // namespace backprop
