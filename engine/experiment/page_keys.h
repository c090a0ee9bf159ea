// The keys of a link that say nothing of the run, only how the page shows and plays it: one table,
// which everybody who reads or writes links goes by. Programs without a page pass them over.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace backprop {

struct PageKey {
  std::string_view name;    // "speed"
  std::string_view values;  // what it takes, for people: "true, false"
  std::string_view help;    // one line
  // Nothing where the page can use the value; else what would be right.
  Result<void> (*check)(std::string_view value);
  std::string_view usual = {};  // what there is without it, where that has a name
  bool in_query = false;  // stands before the #, for whoever embeds the page: ?embed&theme=dark
};

// speed, showTestData, discretize, stopAt, slice, hide, look, compare, lesson, example; behind ?
// embed, theme.
std::span<const PageKey> page_keys();
const PageKey* find_page_key(std::string_view name);

// The values of `speed`, slowest first: phases, then steps a second.
inline constexpr auto kSpeedNames = std::to_array<std::string_view>(
    {"phase", "phases", "1", "3", "10", "30", "60", "120", "300", "1000", "3000", "max"});

inline constexpr std::string_view kUsualSpeed = "60";

// What `stopAt` watches: "trainLoss:0.05", or the name alone for the usual limit. The first one
// never stops anything and takes no limit.
struct StopKey {
  std::string_view name;
  double usual, least, most;
};
inline constexpr auto kStopKeys = std::to_array<StopKey>({{"never", 0, 0, 0},
                                                          {"step", 1000, 1, 1e9},
                                                          {"trainLoss", 0.05, 1e-6, 100},
                                                          {"testLoss", 0.05, 1e-6, 100},
                                                          {"testAccuracy", 0.95, 0, 1}});
struct StopValue {
  const StopKey* key;  // of kStopKeys
  double limit;
};
// An error says what there is, or the range of the limit.
Result<StopValue> parse_stop(std::string_view text);

// What `hide` can take off the page besides properties (by their names) and features: the buttons
// "play", "step" and "restart", and the switches "showTestData" and "discretize".
bool can_be_hidden(std::string_view control);
// The controls of a value of `hide`, in its order, without those that nobody knows.
std::vector<std::string> hidden_controls(std::string_view value);

}  // namespace backprop
