// The parameters of a network as a person writes them: "0.15,0.2,0.35;0.25,0.3,0.35|0.4,0.45,0.6",
// layer by layer between '|', neuron by neuron between ';', the neuron's weights and last its bias.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/network/network.h"
#include "engine/parts/initializer.h"

namespace backprop {

// Whether a text is of this form, and not the compact one: base64 has no such signs.
bool is_written_out(std::string_view weights);

// Of parameters laid out as the network's, each in the fewest digits that read back as the same
// bits (but −0, which reads as 0). Without `biases` a neuron's numbers are its weights alone.
std::string weights_text(const Network& network, std::span<const float> parameters, bool biases);

// Laid out as the network's parameters, each the float nearest to what is written. Without `biases`
// a bias may be left out, and is 0 where it is written. Fails with what is not as the network is:
// "layer 1 should have 3 neurons, not 2".
Result<std::vector<float>> parse_weights(std::string_view text, const Network& network,
                                         bool biases);

// The same from numbers, [layer][neuron][weights, then the bias].
using WeightRows = std::vector<std::vector<std::vector<float>>>;
Result<std::vector<float>> gather_weights(const WeightRows& rows, const Network& network,
                                          bool biases);

// "Write them as in 0.5,0.5,0.1|0.3,0.2: …": a sentence with an example of this network's shape,
// where it is small.
std::string how_to_write_weights(const Network& network, bool biases);
// "Random weights", or what there is without these where the initializer draws none.
std::string first_weights(const Initializer& initializer);

}  // namespace backprop
