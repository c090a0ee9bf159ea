// Rules about what comes out at the training points.
#include <algorithm>
#include <numeric>
#include <string>

#include "engine/experiment/sample_names.h"
#include "engine/insight/diagnosis_rules.h"
#include "engine/insight/notation.h"

namespace backprop::rules {

void constant_output(const Observation& observation, Findings& findings) {
  if (!(observation.output_spread <= limits::kConstantOutput)) return;
  if (has_found(findings, {"diverged", "zero_layer"})) return;  // and that is why
  findings.push_back({"constant_output",
                      Severity::kProblem,
                      "The output is the same at every training point: it does not depend on the "
                      "inputs.",
                      "Look for a layer that is dead or saturated, or start from other weights.",
                      {{"spread of z", observation.output_spread}},
                      observation.last(),
                      {}});
}

void one_class(const Observation& observation, Findings& findings) {
  const std::vector<int>&predicted = observation.predicted, &actual = observation.actual;
  const int points = std::accumulate(predicted.begin(), predicted.end(), 0);
  const auto only = std::ranges::find(predicted, points);
  if (points == 0 || only == predicted.end()) return;
  const auto which = static_cast<std::size_t>(only - predicted.begin());
  const double others = 1 - static_cast<double>(actual[which]) / points;
  if (others < limits::kOtherClasses) return;
  const bool started = observation.trainer.step_count() >= limits::kPastStart;
  findings.push_back({"one_class",
                      started ? Severity::kWarning : Severity::kNote,
                      "Every training point is taken for class " +
                          class_name(observation.trainer.experiment(), static_cast<int>(which)) +
                          ", and " + percent(others) + " of them are of other classes.",
                      started ? "Try more neurons, other features, or another learning rate."
                              : "Usual before training: go on.",
                      {{"of other classes", others}, {"points", static_cast<double>(points)}},
                      observation.last(),
                      {}});
}

}  // namespace backprop::rules
