// What both modules give JavaScript about a running experiment.
#pragma once

#include <cstdio>
#include <string>

#include "engine/run/trainer.h"

namespace backprop::web {

// As the scripts see it: numbers only, so that it crosses without parsing.
struct MetricsValue {
  double step = 0;   // parameter updates done
  double epoch = 0;  // passes over the training set
  int phase = 0;     // phases of the current step that are done, 0 … 5
  double train_loss = 0, test_loss = 0;          // NaN for an empty test set
  double train_accuracy = 0, test_accuracy = 0;  // 0 … 1; NaN for regression
  bool diverged = false;
};

inline MetricsValue metrics_of(const Trainer& trainer) {
  const Metrics& metrics = trainer.metrics();
  return {.step = static_cast<double>(metrics.step),
          .epoch = metrics.epoch,
          .phase = metrics.phases_done,
          .train_loss = metrics.train_loss,
          .test_loss = metrics.test_loss,
          .train_accuracy = metrics.train_accuracy,
          .test_accuracy = metrics.test_accuracy,
          .diverged = trainer.divergence().has_value()};
}

// 16 hexadecimal digits: JavaScript's numbers do not hold 64 bits.
inline std::string hash_text(const Trainer& trainer) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx",
                static_cast<unsigned long long>(trainer.parameter_hash()));
  return text;
}

// By the number of phases done: "" before the first, "update" after a whole step.
inline constexpr const char* kPhaseNames[] = {"",         "forward",   "loss",
                                              "backward", "gradients", "update"};
inline std::string phase_name(const Trainer& trainer) { return kPhaseNames[trainer.phases_done()]; }

}  // namespace backprop::web
