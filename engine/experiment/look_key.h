// The page's key "look": where one looks in a run, so that a link can lead to a single δ.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

// The tabs of the page that look inside the run, and what its edges can show; the first ones are
// there without being asked for.
inline constexpr auto kLookTabs = std::to_array<std::string_view>(
    {"microscope", "routes", "matrices", "flow", "landscape", "history", "check", "cost"});
inline constexpr auto kLookEdges =
    std::to_array<std::string_view>({"weight", "gradient", "update"});

struct LookKey {
  int phase = 0;  // phases done of the step; 5: of the one that was just made. 0: none is begun
  std::string target;         // as parse_target() reads it: "neuron:2.1"; empty: the usual one
  std::optional<int> sample;  // as sample_number() counts; 0: the mean of the batch
  std::string_view tab = kLookTabs[0];
  std::string_view edges = kLookEdges[0];

  // "phase:3,neuron:2.1,sample:17,tab:routes,edges:gradient", without what is usual.
  std::string text() const;
};

// The parts in any order, each once. An error says what would be right; whether a run has such a
// neuron or sample is for whoever has the run.
Result<LookKey> read_look_key(std::string_view text);
Result<void> check_look_key(std::string_view text);

}  // namespace backprop
