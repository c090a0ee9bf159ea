// Experiments as URL fragments: readable key=value pairs, only what differs from the default.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/experiment/experiment.h"
#include "engine/run/trainer.h"

namespace backprop {

inline constexpr std::size_t kMaxLinkLength = 1 << 20;
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

// The run at its start, step 0, with the link's weights.
Trainer make_trainer(const ParsedLink& link);

// The most updates a link may ask for: a bound on the time its reader spends.
std::int64_t max_link_step(const Experiment& experiment);

// The shortest fragment (without '#') that gives this experiment at this step, from `weights`
// when there are any: the parameters of a run that was edited by hand.
std::string make_link(const Experiment& experiment, std::int64_t step = 0,
                      std::span<const float> weights = {});

// The link to where a run stands: its start and its step, trained again to the same bits. Where
// that does not lead here (a weight edited or a setting changed on the way, more steps than a link
// may ask for) it starts from the parameters as they are.
std::string make_link(const Trainer& trainer);

}  // namespace backprop
