// Where training is to stop by itself: at a step, or once a loss or an accuracy is good enough.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/run/trainer.h"

namespace backprop {

struct StopRule {
  // One entry a quantity; the first one never stops anything.
  struct Kind {
    std::string_view name;   // in links: "trainLoss"
    const char* label;       // of the choice: "train loss"
    const char* help;
    double usual;  // the value a choice begins with
    double least, most;
    bool above;    // reached from below
    double (*value)(const Metrics& metrics);
  };
  static std::span<const Kind> kinds();

  const Kind* kind = kinds().data();
  double limit = 0;

  bool stops() const { return kind != kinds().data(); }
  bool counts_steps() const;
  bool reached(const Metrics& metrics) const;
  std::string text() const;  // "never", "step:1000", "trainLoss:0.05"
  // What was reached, for people: "Stopped at step 412: the train loss is 0.0498, below 0.05."
  std::string message(const Metrics& metrics) const;
};
std::optional<StopRule> parse_stop_rule(std::string_view text);

}  // namespace backprop
