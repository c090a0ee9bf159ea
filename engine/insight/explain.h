// Explanations of a neuron or a parameter of a run, from the values its phases computed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/insight/explanation.h"
#include "engine/run/trainer.h"

namespace backprop {

// Explains from the trainer's workspace, the mean of the batch where the target names no sample and
// there are several; equations whose phase has not run are absent. An error
// where the network has no such neuron or parameter, or the batch no such sample.
Result<Explanation> explain(const Trainer& trainer, const ExplainTarget& target);
// The same for any point of data(), of the batch or not: one that is not goes through the phases by
// itself, with the parameters the batch used, and its gradient takes no part in the update.
Result<Explanation> explain_point(const Trainer& trainer, ExplainTarget target, int point);
// "delta:2.3", "neuron:2.3", "weight:2.3.1", "bias:2.3" (1-based layer, neuron, input; the output
// is the last layer), with "@4" for the fourth sample of the batch. An error says what there is.
Result<ExplainTarget> parse_target(const Trainer& trainer, std::string_view text);
// The way back: "weight:2.3.1" or "bias:2.3" for a parameter, "neuron:2.3" for a neuron, with "@4".
std::string target_text(const Network& network, std::size_t parameter);
std::string target_text(const Network& network, const ExplainTarget& target);

std::string to_text(const Explanation& explanation);  // aligned plain text
std::string to_markdown(const Explanation& explanation);  // worked solution: Markdown with LaTeX

}  // namespace backprop
