// Facts about the peer's links: every control it can hide has a key NAME_hide, and course pages add
// keys of their own (goal…, tutorial). It takes anything but "false" for true, and does not check
// ranges.
#include "engine/experiment/link_peer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/page_keys.h"
#include "engine/experiment/peer_keys.h"

namespace backprop {
namespace {

using Kind = LinkMessage::Kind;
using PeerValues = std::map<std::string, std::string, std::less<>>;

// Keys that both have, and that mean something else there.
constexpr auto kTranslatedKeys = std::to_array<std::string_view>(
    {"dataset", "noise", "seed", "regularization", "showTestData", "discretize"});

struct PeerFeature {
  std::string_view key, name;
  bool on_by_default;
};
// cosX and cosY stand in its links but do nothing in its network.
constexpr auto kPeerFeatures = std::to_array<PeerFeature>({{"x", "x1", true},
                                                           {"y", "x2", true},
                                                           {"xSquared", "x1sq", false},
                                                           {"ySquared", "x2sq", false},
                                                           {"xTimesY", "x1x2", false},
                                                           {"sinX", "sinx1", false},
                                                           {"sinY", "sinx2", false}});

struct PeerControl {
  std::string_view name, ours;
};
// What it can hide, by the name before "_hide", and what that is here.
constexpr auto kPeerControls =
    std::to_array<PeerControl>({{"playButton", "play"},
                                {"stepButton", "step"},
                                {"resetButton", "restart"},
                                {"showTestData", "showTestData"},
                                {"discretize", "discretize"},
                                {"learningRate", "learningRate"},
                                {"activation", "activation"},
                                {"regularization", "regularization"},
                                {"regularizationRate", "regularizationRate"},
                                {"problem", "problem"},
                                {"dataset", "dataset"},
                                {"regDataset", "dataset"},
                                {"percTrainData", "trainFraction"},
                                {"noise", "noise"},
                                {"batchSize", "batchSize"},
                                {"numHiddenLayers", "layers"},
                                {"networkShape", "layers"},
                                {"seed", "seed"},
                                {"initZero", "initializer"},
                                {"x", "x1"},
                                {"y", "x2"},
                                {"xSquared", "x1sq"},
                                {"ySquared", "x2sq"},
                                {"xTimesY", "x1x2"},
                                {"sinX", "sinx1"},
                                {"sinY", "sinx2"}});

bool contains(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

bool is_true(std::string_view value) { return value != "false"; }

// FNV-1a, 32 bits: a number for a seed that is any text there.
std::uint32_t number_from(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

// Percent, as its sliders count, to the share of one we use.
std::string share_of(double percent) { return number_text(percent / 100); }

class Translation {
 public:
  Translation(const std::vector<LinkPair>& pairs, LinkMessages& messages) : messages_(messages) {
    for (const LinkPair& pair : pairs) {
      if (is_peer_key(pair.key) || contains(kTranslatedKeys, pair.key)) {
        values_[pair.key] = pair.value;
      } else if (pair.key.ends_with(kPeerHides)) {
        if (is_true(pair.value)) hide(pair.key);
      } else if (find_property(pair.key) != nullptr || find_page_key(pair.key) != nullptr ||
                 pair.key == "step" || pair.key == "points" || pair.key == "columns" ||
                 pair.key == "weights" || pair.key == "v") {
        result_.push_back(pair);
      } else {
        passed_over_.push_back(pair.key);  // of the page it stood on
      }
      if (pair.key == "problem") values_[pair.key] = pair.value;
    }
  }

  std::vector<LinkPair> run() {
    data();
    network();
    page();
    leftovers();
    return std::move(result_);
  }

 private:
  const std::string* value(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  bool is_on(std::string_view key, bool otherwise = false) const {
    const std::string* text = value(key);
    return text == nullptr ? otherwise : is_true(*text);
  }
  void add(std::string_view key, std::string value) {
    result_.push_back({std::string(key), std::move(value)});
  }

  void hide(std::string_view key) {
    const std::string_view name = key.substr(0, key.size() - kPeerHides.size());
    const PeerControl* control = find_entry(std::span<const PeerControl>(kPeerControls), name);
    if (control == nullptr) {
      passed_over_.emplace_back(key);
    } else if (!contains(hidden_, control->ours)) {
      hidden_.push_back(control->ours);
    }
  }

  void data() {
    // It keeps a dataset for each problem; the problem decides which one is meant.
    const std::string* problem = value("problem");
    const bool regression = problem != nullptr && *problem == "regression";
    if (const std::string* name = value(regression ? "regDataset" : "dataset")) {
      add("dataset", *name);
    }
    if (const std::string* noise = value("noise")) add_noise(*noise);
    if (const std::string* share = value("percTrainData")) {
      const auto percent = parse_number<double>(*share);
      add("trainFraction", percent ? share_of(*percent) : *share);
    }
    if (const std::string* seed = value("seed"); seed != nullptr && !seed->empty()) {
      if (parse_number<std::uint32_t>(*seed)) {
        add("seed", *seed);
      } else {
        add("seed", number_text(std::int64_t{number_from(*seed)}));
      }
      messages_.push_back(
          {"seed",
           Kind::kOtherNumbers,
           "The link is one of TensorFlow Playground: its seed " + quoted(*seed) +
               " draws other random numbers here, so points and weights differ in detail.",
           {}});
    }
  }

  // Its slider ends at 50, its links are taken up to 80, and beyond that it takes 50 itself.
  void add_noise(const std::string& text) {
    constexpr double kMost = 50, kMostThere = 80;
    const auto percent = parse_number<double>(text);
    const double used = percent ? std::clamp(*percent, 0.0, kMost) : 0;
    add("noise", percent ? share_of(used) : text);
    if (!percent || used == *percent) return;
    const bool as_there = *percent < 0 || *percent > kMostThere;
    messages_.push_back({"noise",
                         Kind::kAdapted,
                         "The noise is " + number_text(used) + " %, not the link's " +
                             quoted(text) + ": " +
                             (as_there ? "that is what TensorFlow Playground makes of it, too."
                                       : "that is the most there is here."),
                         {}});
  }

  void network() {
    if (const std::string* shape = value("networkShape")) add("layers", *shape);
    std::string features;
    for (const PeerFeature& feature : kPeerFeatures) {
      if (!is_on(feature.key, feature.on_by_default)) continue;
      if (!features.empty()) features += ',';
      features += feature.name;
    }
    add("features", features);
    if (is_on("initZero")) add("initializer", "zero");
    if (const std::string* regularization = value("regularization")) {
      const bool l1 = *regularization == "L1";
      add("regularization", l1 ? "l1" : *regularization == "L2" ? "l2" : *regularization);
      if (l1) add("l1Cut", "true");  // as it does it
    }
  }

  void page() {
    for (const std::string_view key : {"showTestData", "discretize"}) {
      if (value(key) != nullptr) add(key, is_on(key) ? "true" : "false");
    }
    if (!hidden_.empty()) add("hide", join(hidden_, ","));
  }

  // What it has and we have not, when the link asks for it, in one sentence.
  void leftovers() {
    std::vector<std::string> names;
    for (const std::string_view key : {"cosX", "cosY", "collectStats", "hideText"}) {
      if (is_on(key)) names.push_back(quoted(key));
    }
    if (const std::string* tutorial = value("tutorial");
        tutorial != nullptr && !tutorial->empty()) {
      names.push_back(quoted("tutorial"));
    }
    const auto is_goal = [](const std::string& key) { return key.starts_with("goal"); };
    for (const std::string& key : passed_over_) {
      if (!is_goal(key)) names.push_back(quoted(key));
    }
    const bool goals = std::any_of(passed_over_.begin(), passed_over_.end(), is_goal);
    if (goals) names.emplace_back("the goals of a course");
    if (names.empty()) return;
    constexpr std::size_t kMostNames = 4;
    const std::size_t shown = std::min(names.size(), kMostNames);
    std::string list = join({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown)});
    if (shown < names.size()) {
      list += " and " + number_text(static_cast<std::int64_t>(names.size() - shown)) + " more";
    }
    messages_.push_back({{},
                         Kind::kPassedOver,
                         "The link also asks for " + list + ", which " +
                             (names.size() == 1 && !goals ? "has" : "have") +
                             " no counterpart here.",
                         {}});
  }

  PeerValues values_;
  std::vector<std::string_view> hidden_;
  std::vector<std::string> passed_over_;
  std::vector<LinkPair> result_;
  LinkMessages& messages_;
};

}  // namespace

std::vector<LinkPair> translate_peer_link(const std::vector<LinkPair>& pairs,
                                          LinkMessages& messages) {
  return Translation(pairs, messages).run();
}

}  // namespace backprop
