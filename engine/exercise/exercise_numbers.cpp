#include "engine/exercise/exercise_numbers.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/exercise/mistake.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

constexpr double kLeast = 0.02, kMost = 20;  // of the size of a number that is asked for
constexpr double kLeastSum = 0.1, kMostSum = 2.4;  // beyond it a neuron is saturated
constexpr double kLeastChange = 0.04;  // of a parameter, as a share of it
constexpr double kMostChange = 1.5;
constexpr double kApart = 0.03;
constexpr double kSamplesApart = 0.25;  // in z: else averaging them first would make no difference

bool is_kind(const HandStep& step, const HandPlace& blank, double strictness) {
  const double size = std::fabs(step.right(blank));
  if (!(size >= kLeast * strictness && size <= kMost)) return false;
  if (blank.kind == Kind::kSum) return size >= kLeastSum * strictness && size <= kMostSum;
  if (blank.kind != Kind::kNew) return true;
  HandPlace gradient = blank;
  gradient.kind = Kind::kGradient;
  const double change = std::fabs(step.right(gradient) * static_cast<double>(step.rate()));
  return change >= kLeastChange * strictness * size && change <= kMostChange;
}

// Whether every neuron has a z of another size at every sample.
bool samples_differ(const HandStep& step, std::span<const HandPlace> blanks, double strictness) {
  for (const HandPlace& blank : blanks) {
    if (blank.kind != Kind::kSum) continue;
    for (int s = 0; s < blank.sample; ++s) {
      HandPlace other = blank;
      other.sample = s;
      const double apart = std::fabs(std::fabs(step.right(blank)) - std::fabs(step.right(other)));
      if (apart < kSamplesApart * strictness) return false;
    }
  }
  return true;
}

bool are_apart(double one, double other, double strictness) {
  return std::fabs(one - other) > kApart * strictness * std::max(std::fabs(one), std::fabs(other));
}

// A mistake that gives almost the right number (then there is no other), or two that give almost
// the same.
struct Confusion {
  const HandMistake* one = nullptr;
  const HandMistake* other = nullptr;
};
Confusion confusion_at(const HandStep& step, const HandPlace& blank,
                       std::span<const HandAnswer> before, double strictness) {
  const std::vector<MistakenNumber> numbers = mistaken_numbers(step, blank, before);
  for (const MistakenNumber& one : numbers) {
    if (!are_apart(one.value, step.right(blank), strictness)) return {one.mistake};
    for (const MistakenNumber& other : numbers) {
      if (one.mistake != other.mistake && !are_apart(one.value, other.value, strictness)) {
        return {one.mistake, other.mistake};
      }
    }
  }
  return {};
}

}  // namespace

bool may_be_kind(const Network& network, const Workspace& passes, double strictness) {
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      for (int s = 0; s < passes.samples; ++s) {
        const double z = std::fabs(static_cast<double>(passes.z(layer, neuron, s)));
        const double delta = std::fabs(static_cast<double>(passes.delta(layer, neuron, s)));
        if (!(z >= kLeastSum * strictness && z <= kMostSum)) return false;
        if (!(delta >= kLeast * strictness)) return false;
      }
    }
  }
  return true;
}

bool are_kind(const HandStep& step, std::span<const HandPlace> blanks, double strictness) {
  if (!samples_differ(step, blanks, strictness)) return false;
  return std::ranges::all_of(
      blanks, [&](const HandPlace& blank) { return is_kind(step, blank, strictness); });
}

bool are_distinct(const HandStep& step, std::span<const HandPlace> blanks, double strictness) {
  std::vector<HandAnswer> before;
  for (const HandPlace& blank : blanks) {
    if (confusion_at(step, blank, before, strictness).one != nullptr) return false;
    before.push_back({blank, step.right(blank)});
  }
  return true;
}

std::string trouble_with(const HandStep& step, const HandPlace& place,
                         std::span<const HandAnswer> before) {
  if (!is_kind(step, place, 1)) {
    return "it is " + answer_text(step.right(place)) +
           ": too small, too large or too near where the activation levels off to be worked out";
  }
  const Confusion confusion = confusion_at(step, place, before, 1);
  if (confusion.one == nullptr) return {};
  const std::string mistake = quoted(confusion.one->label);
  if (confusion.other == nullptr) return mistake + " gives almost the right number here";
  return mistake + " and " + quoted(confusion.other->label) + " give almost the same number here";
}

}  // namespace backprop
