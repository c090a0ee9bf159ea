// What the reader of links says of a value that it cannot use, and what there is in its place.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/experiment/link_message.h"
#include "engine/experiment/page_keys.h"

namespace backprop {

// A step that is none, or beyond `most`, which is fewer than any link can ask for where networks
// and batches are large.
LinkMessage refused_step(std::string_view text, std::int64_t most, bool fewer);
// A version that this program (of version `known`) does not read.
LinkMessage refused_version(std::string_view text, int known);
// "The link's points cannot be used: there are none." What is shown instead is known at the end.
LinkMessage refused_part(std::string_view key, const Error& why);
// A value of a key of the page that `why` is wrong with.
LinkMessage refused_page_key(const PageKey& key, std::string_view text, const Error& why);
// A key that stands before the #.
LinkMessage misplaced_page_key(const PageKey& key);

// Refused points and tables say which dataset (by its name in links) is shown in their place.
void say_dataset(std::string_view dataset, LinkMessages& messages);

}  // namespace backprop
