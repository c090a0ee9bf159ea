// The text level of links: fragments as pairs of key and value, with percent escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link_message.h"

namespace backprop {

inline constexpr std::size_t kMaxLinkLength = 1 << 20;  // bytes; nothing of a longer text is read

struct LinkPair {
  std::string key;
  std::string value;
  friend bool operator==(const LinkPair&, const LinkPair&) = default;
};

// The pairs of a fragment, of "#fragment", or of a whole address, in whatever form it was copied
// (see link_text.h). What cannot be read is left out and named in `messages`.
std::vector<LinkPair> read_pairs(std::string_view text, LinkMessages& messages);

// "key=value&key=value", everything but plain characters escaped.
std::string write_pairs(const std::vector<LinkPair>& pairs);

}  // namespace backprop
