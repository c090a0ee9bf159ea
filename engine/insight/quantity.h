// Numbers of a run that can be asked for by name: what lessons show, wait for and check.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/run/trainer.h"

namespace backprop {

enum class QuantityArgument {
  kNone,
  kLayer,  // "gradientNorm:1", layers counted from 1; without it, all layers together
  kSteps,  // "uphill:250", a whole number of steps
};
enum class QuantityForm { kNumber, kPercent, kCount, kYesNo };

struct Quantity {
  std::string_view name;   // "gradientNorm"
  std::string_view label;  // "Gradient norm"
  std::string_view help;
  QuantityArgument argument;
  QuantityForm form;
  // `argument` is 0 where none was given.
  double (*value)(const Trainer& trainer, int argument);
};
std::span<const Quantity> quantities();

inline constexpr int kMaxQuantitySteps = 2000;

struct QuantityRef {
  const Quantity* quantity = nullptr;
  int argument = 0;

  // NaN where there is none: the test loss without test points, a layer the network has not.
  double of(const Trainer& trainer) const { return quantity->value(trainer, argument); }
  std::string text() const;  // "gradientNorm:1"
  std::string label() const;  // "Gradient norm, layer 1"
  std::string value_text(double value) const;  // "98.4 %"
};

// "accuracy", "gradientNorm:1". `network`, when given, must have the layer.
Result<QuantityRef> parse_quantity(std::string_view text, const Network* network = nullptr);

// "accuracy <= 0.6": one of <, <=, >, >=, = between a quantity and a number.
struct Condition {
  enum class Is { kLess, kAtMost, kMore, kAtLeast, kEqual } is = Is::kEqual;
  QuantityRef quantity;
  double bound = 0;

  bool holds(double value) const;
  std::string text() const;        // "accuracy <= 0.6"
  std::string bound_text() const;  // "≤ 60 %"
};
Result<Condition> parse_condition(std::string_view text, const Network* network = nullptr);

}  // namespace backprop
