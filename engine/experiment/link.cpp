#include "engine/experiment/link.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "engine/base/base64.h"
#include "engine/base/text.h"
#include "engine/experiment/link_escapes.h"
#include "engine/experiment/link_pairs.h"
#include "engine/experiment/link_peer.h"
#include "engine/experiment/link_points.h"
#include "engine/experiment/link_refused.h"
#include "engine/experiment/link_weights.h"
#include "engine/experiment/nearest.h"
#include "engine/experiment/page_keys.h"
#include "engine/experiment/peer_keys.h"
#include "engine/experiment/table_link.h"
#include "engine/experiment/weights_text.h"

namespace backprop {
namespace {

using Kind = LinkMessage::Kind;

constexpr std::int64_t kMaxStep = 10'000'000;
// Multiply-adds of all steps together: minutes, on a slow machine.
constexpr double kMaxWork = 1e12;
constexpr std::size_t kMaxMessages = 24;

// Points come before all properties: the dataset is then "custom" unless the link says otherwise.
Result<void> apply_points(Experiment& experiment, std::string_view text) {
  Result<std::vector<Point>> points = read_points(text);
  if (!points) return std::unexpected(points.error());
  experiment.custom_points = std::move(*points);
  return set_property(experiment, "dataset", "custom");
}

// Names and scale of the table that the points came from.
Result<void> apply_columns(Experiment& experiment, std::string_view text) {
  Result<Columns> columns = read_columns(text);
  if (columns && experiment.custom_points.empty()) columns = fail("there are no points for them");
  if (!columns) return std::unexpected(columns.error());
  experiment.columns = std::move(*columns);
  return {};
}

// --- reading -----------------------------------------------------------------------------------

void apply_step(std::string_view text, ParsedLink& link) {
  const std::optional<std::int64_t> step = parse_number<std::int64_t>(text);
  const std::int64_t most = max_link_step(link.experiment);
  if (step && *step >= 0 && *step <= most) {
    link.step = *step;
    link.names_step = true;
    return;
  }
  link.messages.push_back(refused_step(text, most, most < kMaxStep));
}

// A link without a version is one that somebody wrote.
void apply_version(std::string_view text, ParsedLink& link) {
  if (parse_number<std::int64_t>(text) == kLinkVersion) return;
  link.messages.push_back(refused_version(text, kLinkVersion));
}

// Keys that are neither properties nor the page's.
bool is_link_key(std::string_view key) {
  return key == "v" || key == "step" || key == "points" || key == "columns" || key == "table" ||
         key == "weights";
}

// The values of known keys.
using Values = std::map<std::string, std::string, std::less<>>;

Values sort_out(std::vector<LinkPair> pairs, LinkMessages& messages) {
  Values values;
  for (LinkPair& pair : pairs) {
    if (find_property(pair.key) == nullptr && find_page_key(pair.key) == nullptr &&
        !is_link_key(pair.key)) {
      messages.push_back(
          {pair.key, Kind::kUnknown, "There is no property " + quoted(pair.key) + ".", {}});
      continue;
    }
    if (values.contains(pair.key)) {
      messages.push_back({pair.key,
                          Kind::kRepeated,
                          "The link gives " + pair.key + " twice: the last one counts.",
                          {}});
    }
    values[std::move(pair.key)] = std::move(pair.value);
  }
  return values;
}

// Sets a property to what the link says, or as near as it goes. Whether either could be done.
bool apply_property(const Property& property, const std::string& text, ParsedLink& link) {
  const auto set = set_property(link.experiment, property.name, text);
  if (set) return true;
  const auto nearest = nearest_value(link.experiment, property, text);
  if (nearest)
    (void)set_property(link.experiment, property.name, *nearest);  // as nearest_value did
  link.messages.push_back({std::string(property.name), nearest ? Kind::kNearest : Kind::kRefused,
                           set.error().message, property.get(link.experiment)});
  return nearest.has_value();
}

void apply_page_keys(const Values& values, ParsedLink& link) {
  for (const PageKey& key : page_keys()) {
    const auto found = values.find(key.name);
    if (found == values.end()) continue;
    if (key.in_query) {
      link.messages.push_back(misplaced_page_key(key));
    } else if (const auto usable = key.check(found->second); !usable) {
      link.messages.push_back(refused_page_key(key, found->second, usable.error()));
    } else {
      link.page.push_back({std::string(key.name), found->second});
    }
  }
}

// What stands in a link beside properties, in the order in which it is taken.
constexpr struct {
  std::string_view key;
  Result<void> (*apply)(Experiment& experiment, std::string_view text);
} kParts[] = {{"points", apply_points}, {"columns", apply_columns}, {"table", apply_link_table}};

// In the order of the tables, so that the order in the link does not matter.
void apply_values(const Values& values, ParsedLink& link) {
  if (const auto version = values.find("v"); version != values.end()) {
    apply_version(version->second, link);
  }
  bool refused = false;
  for (const auto& [key, apply] : kParts) {
    const auto part = values.find(key);
    if (part == values.end()) continue;
    const Result<void> applied = apply(link.experiment, part->second);
    if (applied) continue;
    link.messages.push_back(refused_part(key, applied.error()));
    refused = true;
  }
  const auto dataset = values.find("dataset");
  if (dataset == values.end() ? link.experiment.uses_table : dataset->second == "table") {
    train_on_all_of_few(link.experiment);
  }
  std::vector<std::pair<const Property*, std::string>> accepted;
  for (const Property& property : properties()) {
    const auto found = values.find(property.name);
    if (found == values.end()) continue;
    if (apply_property(property, found->second, link)) {
      accepted.emplace_back(&property, property.get(link.experiment));
    }
  }
  // Two values that do not go together: the later one in the table counts.
  for (const auto& [property, value] : accepted) {
    const std::string now = property->get(link.experiment);
    if (now == value) continue;
    link.messages.push_back({std::string(property->name),
                             Kind::kRefused,
                             std::string(property->name) + " cannot be " + quoted(value) +
                                 " along with the link's other settings: it is " + quoted(now) +
                                 ".",
                             {}});
  }
  if (refused) say_dataset(*get_property(link.experiment, "dataset"), link.messages);
  if (const auto step = values.find("step"); step != values.end()) apply_step(step->second, link);
  if (const auto weights = values.find("weights"); weights != values.end()) {
    apply_link_weights(weights->second, link.experiment, link.weights, link.messages);
  }
  apply_page_keys(values, link);
}

// The most important ones, and how many more there are.
void settle(LinkMessages& messages) {
  sort_by_weight(messages);
  if (messages.size() <= kMaxMessages) return;
  const std::size_t more = messages.size() - kMaxMessages;
  messages.resize(kMaxMessages);
  messages.push_back({{},
                      messages.back().kind,
                      "The link has " + number_text(static_cast<std::int64_t>(more)) +
                          " more problems like these.",
                      {}});
}

// --- writing -----------------------------------------------------------------------------------

// More parameters than anybody writes by hand.
constexpr std::size_t kMostWritten = 200;

// Weights as a person reads them, unless base64 is shorter: those that somebody wrote have few
// digits.
std::string shorter_weights(const Experiment& experiment, std::span<const float> weights) {
  std::string compact = floats_text(weights);
  // −0 marks a weight that L1 has cut; nobody writes that.
  const bool cut = std::ranges::any_of(weights, [](float w) { return w == 0 && std::signbit(w); });
  if (cut || weights.size() > kMostWritten) return compact;
  const Network network = make_network(experiment);
  if (weights.size() != network.parameter_count()) return compact;
  std::string written = weights_text(network, weights, experiment.biases != Biases::kNone);
  return is_written_out(written) && written.size() <= compact.size() ? written : compact;
}

// What the pairs make of `start`; nothing when one of them does not go with the others.
std::optional<Experiment> apply_pairs(const std::vector<LinkPair>& pairs, const Experiment& start) {
  Experiment experiment = start;
  for (const LinkPair& pair : pairs) {
    if (!set_property(experiment, pair.key, pair.value)) return std::nullopt;
  }
  return experiment;
}

}  // namespace

ParsedLink parse_link(std::string_view text) {
  ParsedLink link;
  std::vector<LinkPair> pairs = read_pairs(text, link.messages);
  if (is_peer_link(pairs)) pairs = translate_peer_link(pairs, link.messages);
  apply_values(sort_out(std::move(pairs), link.messages), link);
  settle(link.messages);
  return link;
}

Result<ParsedLink> parse_strict_link(std::string_view text) {
  ParsedLink link = parse_link(text);
  std::vector<std::string_view> problems;
  for (const LinkMessage& message : link.messages) {
    if (message.is_problem()) problems.push_back(message.sentence);
  }
  if (!problems.empty()) return fail(join(problems, " "));
  return link;
}

std::int64_t max_link_step(const Experiment& experiment) {
  const auto points = experiment.uses_table ? experiment.table->rows()
                      : experiment.dataset != nullptr
                          ? std::size_t(experiment.samples)
                          : std::max<std::size_t>(experiment.custom_points.size(), 1);
  const double batch = static_cast<double>(std::min(std::size_t(experiment.batch_size), points));
  double inputs = static_cast<double>(experiment.features.size());
  double weights = 0;
  for (const int neurons : experiment.layers) {
    weights += inputs * neurons;
    inputs = neurons;
  }
  weights += inputs * experiment.output_count();
  // Forward, back and for the gradients, every weight is used once for each sample.
  constexpr double kPasses = 3;
  return static_cast<std::int64_t>(
      std::min<double>(kMaxStep, kMaxWork / (kPasses * weights * batch)));
}

std::string make_link(const Experiment& experiment, std::int64_t step,
                      std::span<const float> weights) {
  Experiment start;
  std::vector<LinkPair> points;
  if (!experiment.custom_points.empty()) {
    start.custom_points = experiment.custom_points;
    if (set_property(start, "dataset", "custom")) {
      points.push_back({"points", points_text(experiment.custom_points)});
      if (experiment.columns) {
        start.columns = experiment.columns;
        points.push_back({"columns", columns_text(*experiment.columns)});
      }
    }
  }
  if (experiment.table) {
    start.table = experiment.table;
    if (set_property(start, "dataset", "table")) {
      points.push_back({"table", table_text(*experiment.table)});
      if (experiment.uses_table) train_on_all_of_few(start);
    }
  }
  // Properties that differ from what the ones before them imply …
  std::vector<LinkPair> pairs;
  Experiment built = start;
  for (const Property& property : properties()) {
    // A dataset says for itself what problem it is for.
    if (property.name == "problem" && (experiment.dataset != nullptr || experiment.uses_table)) {
      continue;
    }
    const std::string value = property.get(experiment);
    if (value == property.get(built) || !set_property(built, property.name, value)) continue;
    pairs.push_back({std::string(property.name), value});
  }
  // … without those that the ones after them imply.
  for (std::size_t i = 0; i < pairs.size();) {
    std::vector<LinkPair> fewer = pairs;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (apply_pairs(fewer, start) == built) {
      pairs = std::move(fewer);
    } else {
      ++i;
    }
  }
  pairs.insert(pairs.begin(), points.begin(), points.end());
  if (step > 0) pairs.push_back({"step", number_text(step)});
  if (!weights.empty()) pairs.push_back({"weights", shorter_weights(experiment, weights)});
  // The version comes first, but last behind a name that ends as a sentence does: such signs are
  // taken off a link that is read.
  const bool first = pairs.empty() || ends_as_a_word(pairs.back().value);
  pairs.insert(first ? pairs.begin() : pairs.end(), {"v", number_text(std::int64_t{kLinkVersion})});
  return write_pairs(pairs);
}

}  // namespace backprop
