// The key "weights" of links.
#pragma once

#include <string_view>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/experiment/link_message.h"

namespace backprop {

// Those of the network that all the link's properties make, written out or in base64url. What does
// not fit is told in `messages`, with an example of this network's shape; then `weights` stay.
void apply_link_weights(std::string_view text, const Experiment& experiment,
                        std::vector<float>& weights, LinkMessages& messages);

}  // namespace backprop
