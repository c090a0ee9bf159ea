// Weights in documents as a person writes them.
#pragma once

#include <vector>

#include "engine/base/json_reader.h"
#include "engine/network/network.h"

namespace backprop {

// Lists, [layer][neuron][weights, then the bias], or a text as links have it; laid out as the
// network's parameters. Without `biases` a neuron's numbers are its weights.
Result<std::vector<float>> read_weights_value(const JsonValue& value, const Network& network,
                                              bool biases);

}  // namespace backprop
