#include "engine/experiment/page_keys.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/look_key.h"
#include "engine/experiment/slice_key.h"

namespace backprop {
namespace {

constexpr std::size_t kMostHidden = 64;
constexpr auto kHiddenButtons =
    std::to_array<std::string_view>({"play", "step", "restart", "showTestData", "discretize"});

Result<void> check_speed(std::string_view value) {
  if (std::ranges::find(kSpeedNames, value) != kSpeedNames.end()) return {};
  return fail("choose one of " + join({kSpeedNames.begin(), kSpeedNames.end()}));
}

Result<void> check_switch(std::string_view value) {
  if (value == "true" || value == "false") return {};
  return fail("choose true or false");
}

Result<void> check_stop(std::string_view value) {
  const Result<StopValue> stop = parse_stop(value);
  if (!stop) return std::unexpected(stop.error());
  return {};
}

Result<void> check_hide(std::string_view value) {
  for (const std::string_view name : split(value, ',', kMostHidden)) {
    if (!can_be_hidden(name)) return fail(quoted(name) + " is no control of the page");
  }
  return {};
}

// What of it cannot be used is said where it is read, beside the experiment it belongs to.
Result<void> check_nothing(std::string_view) { return {}; }

Result<void> check_short_name(std::string_view value) {
  if (!value.empty()) return {};
  return fail("it is a short name, as in lesson=zero-init or example=mazur");
}

Result<void> check_embed(std::string_view value) {
  for (const std::string_view part : split(value, ',', 4)) {
    if (part != "network" && part != "output" && part != "play") {
      return fail("choose of network, output and play");
    }
  }
  return {};
}

Result<void> check_theme(std::string_view value) {
  if (value == "dark" || value == "light") return {};
  return fail("choose dark or light");
}

constexpr auto kPageKeys = std::to_array<PageKey>({
    {"speed", "phase, phases, 1, 3, 10, 30, 60, 120, 300, 1000, 3000, max",
     "How fast it plays: phases, or steps a second.", check_speed, kUsualSpeed},
    {"showTestData", "true, false", "Shows the test points in the plane.", check_switch, "false"},
    {"discretize", "true, false", "Shows the output's class alone, not how sure it is.",
     check_switch, "false"},
    {"stopAt", "never, step:N, trainLoss:X, testLoss:X, testAccuracy:X",
     "Pauses once this is reached.", check_stop, "never"},
    {"slice", "two inputs and a row: 3,4,120", "What of a table the plane shows.", check_slice_key,
     "1,2"},
    {"hide", "names of properties and features, play, step, restart, showTestData, discretize",
     "Leaves these controls out.", check_hide, "nothing"},
    {"look", "phase:1–5, neuron:L.N or weight:L.N.I or bias:L.N, sample:N or mean, tab:T, edges:E",
     "Where it looks in the step, and in which phase: phase:3,neuron:1.2,sample:17.",
     check_look_key, "tab:microscope"},
    {"compare", "a link, escaped", "What is other in a second run beside this one.", check_nothing},
    {"lesson", "a lesson's short name", "Opens a lesson beside the network.", check_short_name},
    {"example", "an example's short name", "Opens a worked example beside the network.",
     check_short_name},
    {"embed", "network,output,play", "Shows these parts alone.", check_embed, {}, true},
    {"theme", "dark, light", "The colours, whatever the reader prefers.", check_theme, {}, true},
});

}  // namespace

std::span<const PageKey> page_keys() { return kPageKeys; }

const PageKey* find_page_key(std::string_view name) { return find_entry(page_keys(), name); }

Result<StopValue> parse_stop(std::string_view text) {
  const std::size_t colon = text.find(':');
  const StopKey* key = find_entry(std::span<const StopKey>(kStopKeys), text.substr(0, colon));
  if (key == nullptr || (key == kStopKeys.data() && colon != std::string_view::npos)) {
    return fail(
        "choose never, or step, trainLoss, testLoss or testAccuracy with a limit, as in "
        "trainLoss:0.05");
  }
  if (colon == std::string_view::npos) return StopValue{key, key->usual};
  const std::optional<double> limit = parse_number<double>(text.substr(colon + 1));
  if (!limit || *limit < key->least || *limit > key->most) {
    return fail("behind " + std::string(key->name) + ": stands a number from " +
                number_text(key->least) + " to " + number_text(key->most));
  }
  return StopValue{key, key->name == "step" ? std::floor(*limit) : *limit};
}

bool can_be_hidden(std::string_view control) {
  return std::ranges::find(kHiddenButtons, control) != kHiddenButtons.end() ||
         find_property(control) != nullptr || find_entry(features(), control) != nullptr;
}

std::vector<std::string> hidden_controls(std::string_view value) {
  std::vector<std::string> controls;
  for (const std::string_view name : split(value, ',', kMostHidden)) {
    if (can_be_hidden(name)) controls.emplace_back(name);
  }
  return controls;
}

}  // namespace backprop
