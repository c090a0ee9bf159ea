// Links of TensorFlow Playground, which name the same settings otherwise.
#pragma once

#include <vector>

#include "engine/experiment/link_message.h"
#include "engine/experiment/link_pairs.h"

namespace backprop {

// The settings of such a link (see peer_keys.h) in our own keys, its hidden controls as `hide`.
// What is not quite the same, and what has no counterpart, is named in `messages`.
std::vector<LinkPair> translate_peer_link(const std::vector<LinkPair>& pairs,
                                          LinkMessages& messages);

}  // namespace backprop
