// Input features: what the network sees of a point.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/entry.h"

namespace backprop {

// The same value elsewhere, an expression of x1 and x2.
struct FeatureForms {
  Text onnx;  // operators of ONNX, as in ActivationForms
  Text c;     // of doubles
  Text numpy, torch;  // of arrays and tensors of doubles
};

struct Feature {
  Text name;   // "x1sq", in links
  Text label;  // "x₁²"
  Text help;
  Given<double (*)(double x1, double x2)> value;  // deterministic math only
  FeatureForms forms;
};

// All of them, in the order in which they are offered and feed the network.
std::span<const Feature> features();
const Feature& feature(std::string_view name);  // the name must exist
// The inputs of a table: x₁ and x₂ as above, then those that the plane does not have, which are 0
// all over it. A table's own numbers take their place.
std::span<const Feature* const> table_features();

}  // namespace backprop
