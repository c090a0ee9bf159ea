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
// What it takes to compute one, by what decides that.
enum class QuantityEffort {
  kNone,
  kPass,       // the points once through the network, forward and back
  kSteps,      // all points at every step asked for
  kCurvature,  // many times
  kCheck,      // a batch for every parameter
};
enum class QuantityForm { kNumber, kPercent, kCount, kYesNo };

struct Quantity {
  std::string_view name;   // "gradientNorm"
  std::string_view label;  // "Gradient norm"
  QuantityArgument argument;
  QuantityForm form;
  QuantityEffort effort;
  // `argument` is 0 where none was given.
  double (*value)(const Trainer& trainer, int argument);
};
std::span<const Quantity> quantities();
// What it is, in a sentence: in a file of its own, for the page does not say it.
std::string_view quantity_help(std::string_view name);

inline constexpr int kMaxQuantitySteps = 2000;
// In multiplications and additions of a pair of numbers: about a second of a slow machine, and what
// a picture can wait for.
inline constexpr double kMaxQuantityWork = 2e9, kMaxWatchedWork = 1e8;

struct QuantityRef {
  const Quantity* quantity = nullptr;
  int argument = 0;

  // NaN where there is none: the test loss without test points, a layer the network has not, or one
  // that would take more than `most` work.
  double of(const Trainer& trainer, double most = kMaxQuantityWork) const;
  double work(const Trainer& trainer) const;
  std::string text() const;  // "gradientNorm:1"
  std::string label() const;  // "Gradient norm, layer 1"
  std::string value_text(double value) const;  // "98.4 %"
};

// "accuracy", "gradientNorm:1". `network`, when given, must have the layer. An error says
// what there is.
Result<QuantityRef> parse_quantity(std::string_view text, const Network* network = nullptr);

// "accuracy <= 0.6": one of <, <=, >, >=, = between a quantity and a number.
struct Condition {
  enum class Is { kLess, kAtMost, kMore, kAtLeast, kEqual } is = Is::kEqual;
  QuantityRef quantity;
  double bound = 0;

  bool holds(double value) const;
  std::string text() const;  // "accuracy <= 0.6"
  std::string bound_text() const;  // "≤ 60 %"
};
Result<Condition> parse_condition(std::string_view text, const Network* network = nullptr);

}  // namespace backprop
