// What the files of optimizers have in common. Only optimizer.cpp includes them.
//
// Each has the function that computes the updates, the one that tells an update in its parts, and
// the entry. `compute` takes: settings, parameters w, gradients g, state, updates Δw, count.
#pragma once

#include "engine/math/math.h"
#include "engine/math/simd.h"
#include "engine/parts/optimizer.h"

namespace backprop::optimizer_entries {

inline constexpr std::span<const std::string_view> kNoSettings;
inline constexpr std::string_view kMomentumSettings[] = {"momentum"};
inline constexpr std::string_view kAdamSettings[] = {"beta1", "beta2", "epsilon"};

// Δw = −η·g/(√s + ε)
inline UpdateRecipe divided_by_root(const UpdateInputs& in) {
  const double epsilon = static_cast<double>(in.settings.epsilon);
  return {.scale = in.rate / (math::sqrt(in.second) + epsilon),
          .scale_name = "η/(√s + ε)",
          .scale_latex = "\\frac{\\eta}{\\sqrt{s}+\\varepsilon}",
          .quantities = {{"s", "s", in.second}, {"ε", "\\varepsilon", epsilon}}};
}

}  // namespace backprop::optimizer_entries
