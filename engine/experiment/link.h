// Experiments as URL fragments: readable key=value pairs, only what differs from the default.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/experiment/link_pairs.h"

namespace backprop {

// What "v=" says. A change of what keys mean, or of the random numbers, makes a new version.
inline constexpr int kLinkVersion = 1;

struct ParsedLink {
  Experiment experiment;
  std::int64_t step = 0;  // train to exactly this step
  // The parameters the run starts from, in place of the initializer's; none: its own.
  std::vector<float> weights;
  // Keys the engine does not know, decoded, for the application (speed, showTestData, …).
  std::vector<std::pair<std::string, std::string>> others;
  // One sentence for each value that could not be used (the default stands) or was adapted.
  std::vector<std::string> messages;
};

// Reads a fragment, with or without '#', or a whole URL. Never fails: what cannot be used is
// named in messages. Bounded in time and memory for any input.
ParsedLink parse_link(std::string_view text);

// The most updates a link may ask for: a bound on the time its reader spends.
std::int64_t max_link_step(const Experiment& experiment);

// The shortest fragment (without '#') that gives this experiment at this step, from `weights`
// when there are any: the parameters of a run that was edited by hand.
std::string make_link(const Experiment& experiment, std::int64_t step = 0,
                      std::span<const float> weights = {});

}  // namespace backprop
