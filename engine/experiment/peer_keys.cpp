#include "engine/experiment/peer_keys.h"

#include <algorithm>
#include <array>

namespace backprop {

namespace {

constexpr auto kPeerKeys = std::to_array<std::string_view>(
    {"networkShape", "percTrainData", "regDataset", "x", "y", "xTimesY", "xSquared", "ySquared",
     "cosX", "sinX", "cosY", "sinY", "collectStats", "tutorial", "initZero", "hideText"});

}  // namespace

bool is_peer_key(std::string_view key) {
  return std::ranges::find(kPeerKeys, key) != kPeerKeys.end();
}

bool is_peer_link(const std::vector<LinkPair>& pairs) {
  return std::ranges::any_of(pairs, [](const LinkPair& pair) {
    if (is_peer_key(pair.key) || pair.key.ends_with(kPeerHides)) return true;
    return pair.key == "regularization" && (pair.value == "L1" || pair.value == "L2");
  });
}

}  // namespace backprop
