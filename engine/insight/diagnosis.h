// What is going wrong, measured: each finding says the rule and the numbers that triggered it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/insight/finding.h"
#include "engine/insight/step_statistics.h"

namespace backprop {

struct Rule {
  std::string_view name, label, help;
};
std::span<const Rule> diagnosis_rules();

// All findings, worst first; at least one (kGood: "Gradients reach every layer: …").
// `history` is oldest first and may be empty; rules that need it are then silent.
std::vector<Finding> diagnose(const Trainer& trainer, std::span<const StepStatistics> history);

}  // namespace backprop
