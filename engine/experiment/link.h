// Experiments as URL fragments: readable key=value pairs, only what differs from the default.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/experiment/link_message.h"
#include "engine/experiment/link_pairs.h"

namespace backprop {

// What "v=" says. A change of what keys mean, or of the random numbers, makes a new version.
inline constexpr int kLinkVersion = 1;

struct ParsedLink {
  Experiment experiment;
  std::int64_t step = 0;  // train to exactly this step
  bool names_step = false;  // whether the link says so itself, be it step 0
  // The parameters the run starts from, in place of the initializer's; none: its own.
  std::vector<float> weights;
  // How the page shows and plays it: keys of page_keys() with values it can use, in that order.
  std::vector<LinkPair> page;
  // What could not be used or is not quite as the link says, most important first.
  LinkMessages messages;
};

// Reads a fragment, with or without '#', or a whole address, as people copy them: see link_text.h.
// Never fails: a value that cannot be used is replaced by the nearest one, or else by what there is
// without it, and named in messages. Bounded in time and memory for any input.
ParsedLink parse_link(std::string_view text);

// The same where nobody watches: a value that cannot be used as it is, or a key that means nothing,
// is an error. What is left in messages does no harm.
Result<ParsedLink> parse_strict_link(std::string_view text);

// The most updates a link may ask for: a bound on the time its reader spends, so fewer for larger
// networks and batches.
std::int64_t max_link_step(const Experiment& experiment);

// The shortest fragment (without '#') that gives this experiment at this step, from `weights`
// when there are any: the parameters of a run that was edited by hand.
std::string make_link(const Experiment& experiment, std::int64_t step = 0,
                      std::span<const float> weights = {});

}  // namespace backprop
