// How links of TensorFlow Playground are told from our own.
#pragma once

#include <string_view>
#include <vector>

#include "engine/experiment/link_pairs.h"

namespace backprop {

inline constexpr std::string_view kPeerHides = "_hide";  // behind the name of a control

// Whether only the peer has this key.
bool is_peer_key(std::string_view key);
// Whether a link has keys or values that only the peer has (networkShape, percTrainData, …).
bool is_peer_link(const std::vector<LinkPair>& pairs);

}  // namespace backprop
