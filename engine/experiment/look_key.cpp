#include "engine/experiment/look_key.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr int kPhases = 5;
constexpr std::int64_t kMostSamples = 1'000'000;
constexpr std::size_t kMostParts = 8;
constexpr auto kTargets = std::to_array<std::string_view>({"neuron", "delta", "weight", "bias"});

// The one of `names` that is meant; nothing for any other.
std::optional<std::string_view> name_among(std::span<const std::string_view> names,
                                           std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(*found);
}

std::optional<int> number_in(std::string_view text, std::int64_t least, std::int64_t most) {
  const std::optional<std::int64_t> number = parse_number<std::int64_t>(text);
  if (!number || *number < least || *number > most) return std::nullopt;
  return static_cast<int>(*number);
}

// What is wrong with a part; empty: nothing.
std::string take_part(std::string_view name, std::string_view value, LookKey& key) {
  const auto choose = [&](std::span<const std::string_view> names, std::string_view& chosen) {
    const auto found = name_among(names, value);
    if (!found) return "choose one of " + join({names.begin(), names.end()});
    chosen = *found;
    return std::string();
  };
  if (name == "tab") return choose(kLookTabs, key.tab);
  if (name == "edges") return choose(kLookEdges, key.edges);
  if (name == "phase") {
    const auto phase = number_in(value, 1, kPhases);
    if (!phase) return "behind phase: stands a number from 1 to 5";
    key.phase = *phase;
    return {};
  }
  if (name == "sample") {
    key.sample = value == "mean" ? 0 : number_in(value, 1, kMostSamples);
    return key.sample ? std::string() : "behind sample: stands its number, from 1, or mean";
  }
  if (name_among(kTargets, name)) {
    key.target = std::string(name) + ':' + std::string(value);
    return {};
  }
  return quoted(name) + " is nothing to look at: write phase:3, neuron:2.1, weight:2.1.3, " +
         "bias:2.1, sample:17, tab:routes or edges:gradient";
}

}  // namespace

std::string LookKey::text() const {
  std::vector<std::string> parts;
  if (phase > 0) parts.push_back("phase:" + std::to_string(phase));
  if (!target.empty()) parts.push_back(target);
  if (sample) parts.push_back("sample:" + (*sample > 0 ? std::to_string(*sample) : "mean"));
  if (tab != kLookTabs[0]) parts.push_back("tab:" + std::string(tab));
  if (edges != kLookEdges[0]) parts.push_back("edges:" + std::string(edges));
  return join({parts.begin(), parts.end()}, ",");
}

Result<LookKey> read_look_key(std::string_view text) {
  LookKey key;
  std::vector<std::string_view> seen;
  for (const std::string_view part : split(text, ',', kMostParts)) {
    const std::size_t colon = part.find(':');
    const std::string_view name = part.substr(0, colon);
    const bool target = name_among(kTargets, name).has_value();
    const std::string_view subject = target ? "neuron" : name;
    if (std::ranges::find(seen, subject) != seen.end()) {
      return fail(quoted(part) + " is said twice");
    }
    seen.push_back(subject);
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view() : part.substr(colon + 1);
    std::string wrong = take_part(name, value, key);
    if (!wrong.empty()) return fail(std::move(wrong));
  }
  return key;
}

Result<void> check_look_key(std::string_view text) {
  const Result<LookKey> key = read_look_key(text);
  if (!key) return std::unexpected(key.error());
  return {};
}

}  // namespace backprop
