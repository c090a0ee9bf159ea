// The text level of links: fragments as pairs of key and value, with percent escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

inline constexpr std::size_t kMaxLinkLength = 1 << 20;

struct LinkPair {
  std::string key;
  std::string value;
};

// The pairs of a fragment, of "#fragment", or of a whole URL. What cannot be read is left out and
// named in `messages`.
std::vector<LinkPair> read_pairs(std::string_view text, std::vector<std::string>& messages);

// "key=value&key=value", everything but plain characters escaped.
std::string write_pairs(const std::vector<LinkPair>& pairs);

// Links of TensorFlow Playground name other keys (networkShape, percTrainData, …).
bool is_peer_link(const std::vector<LinkPair>& pairs);
// The same settings in our own keys. What has no counterpart is named in `messages`.
std::vector<LinkPair> translate_peer_link(const std::vector<LinkPair>& pairs,
                                          std::vector<std::string>& messages);

}  // namespace backprop
