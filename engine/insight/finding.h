// What diagnosis finds: the rule, how bad it is, and the numbers that triggered it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace backprop {

enum class Severity { kGood, kNote, kWarning, kProblem };

struct Finding {
  std::string_view rule;  // "vanishing", "dead", … stable name
  Severity severity;
  std::string text;  // "Layer 1 receives 1.2e−5 of layer 7's gradient: vanishing."
  std::string advice;  // what to try
  std::vector<std::pair<std::string, double>> numbers;  // what triggered it
  int layer = -1;  // where, if it has a place
  std::vector<int> neurons;
};

}  // namespace backprop
