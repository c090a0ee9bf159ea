// Links of TensorFlow Playground, in its own keys, as the same settings in ours.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>

#include "engine/base/text.h"
#include "engine/experiment/link_pairs.h"

namespace backprop {
namespace {

using PeerValues = std::map<std::string, std::string, std::less<>>;

// Keys that only the peer has.
constexpr auto kPeerKeys = std::to_array<std::string_view>(
    {"networkShape", "percTrainData", "regDataset", "x", "y", "xTimesY", "xSquared", "ySquared",
     "cosX", "sinX", "cosY", "sinY", "collectStats", "tutorial", "initZero", "hideText"});

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

constexpr std::string_view kHideSuffix = "_hide";

bool contains(std::span<const std::string_view> keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// The peer takes anything but "false" for true.
bool is_on(const PeerValues& values, std::string_view key, bool otherwise = false) {
  const auto found = values.find(key);
  return found == values.end() ? otherwise : found->second != "false";
}

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
  Translation(const std::vector<LinkPair>& pairs, std::vector<std::string>& messages)
      : messages_(messages) {
    for (const LinkPair& pair : pairs) {
      const bool translated = contains(kPeerKeys, pair.key) || pair.key.ends_with(kHideSuffix) ||
                              pair.key == "dataset" || pair.key == "noise" || pair.key == "seed" ||
                              pair.key == "regularization";
      if (translated) {
        values_[pair.key] = pair.value;
      } else {
        result_.push_back(pair);
      }
      if (pair.key == "problem") values_[pair.key] = pair.value;
    }
  }

  std::vector<LinkPair> run() {
    data();
    network();
    leftovers();
    return std::move(result_);
  }

 private:
  const std::string* value(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  void add(std::string_view key, std::string value) {
    result_.push_back({std::string(key), std::move(value)});
  }

  void data() {
    // It keeps a dataset for each problem; the problem decides which one is meant.
    const std::string* problem = value("problem");
    const bool regression = problem != nullptr && *problem == "regression";
    if (const std::string* name = value(regression ? "regDataset" : "dataset")) {
      add("dataset", *name);
    }
    if (const std::string* noise = value("noise")) {
      const auto percent = parse_number<double>(*noise);
      // Beyond 80 it takes 50 itself; between, it goes further than we do.
      if (percent && *percent > 50) {
        add("noise", "0.5");
        if (*percent <= 80)
          messages_.push_back("noise=" + *noise +
                              " is more than the 50 there is here: it is 50 %.");
      } else {
        add("noise", percent ? share_of(std::max(0.0, *percent)) : *noise);
      }
    }
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
          "The link is one of TensorFlow Playground: its seed " + quoted(*seed) +
          " draws other random numbers here, so points and weights differ in detail.");
    }
  }

  void network() {
    if (const std::string* shape = value("networkShape")) add("layers", *shape);
    std::string features;
    for (const PeerFeature& feature : kPeerFeatures) {
      if (!is_on(values_, feature.key, feature.on_by_default)) continue;
      if (!features.empty()) features += ',';
      features += feature.name;
    }
    add("features", features);
    if (is_on(values_, "initZero")) add("initializer", "zero");
    if (const std::string* regularization = value("regularization")) {
      const bool l1 = *regularization == "L1";
      add("regularization", l1 ? "l1" : *regularization == "L2" ? "l2" : *regularization);
      if (l1) add("l1Cut", "true");  // as it does it
    }
  }

  // What it has and we have not, when the link asks for it.
  void leftovers() {
    std::vector<std::string_view> names;
    for (const std::string_view key : {"cosX", "cosY", "collectStats", "hideText"}) {
      if (is_on(values_, key)) names.push_back(key);
    }
    if (const std::string* tutorial = value("tutorial");
        tutorial != nullptr && !tutorial->empty()) {
      names.push_back("tutorial");
    }
    for (const auto& [key, text] : values_) {
      if (key.ends_with(kHideSuffix) && text != "false") names.push_back(key);
    }
    if (names.empty()) return;
    constexpr std::size_t kMostNames = 30;
    const bool more = names.size() > kMostNames;
    if (more) names.resize(kMostNames);
    std::vector<std::string> shown;
    shown.reserve(names.size());
    for (const std::string_view name : names) shown.push_back(quoted(name));
    messages_.push_back("The link also asks for " + join({shown.begin(), shown.end()}) +
                        (more ? " and more" : "") + ", which " +
                        (names.size() == 1 ? "has" : "have") + " no counterpart here.");
  }

  PeerValues values_;
  std::vector<LinkPair> result_;
  std::vector<std::string>& messages_;
};

}  // namespace

bool is_peer_link(const std::vector<LinkPair>& pairs) {
  return std::any_of(pairs.begin(), pairs.end(), [](const LinkPair& pair) {
    if (contains(kPeerKeys, pair.key) || pair.key.ends_with(kHideSuffix)) return true;
    return pair.key == "regularization" && (pair.value == "L1" || pair.value == "L2");
  });
}

std::vector<LinkPair> translate_peer_link(const std::vector<LinkPair>& pairs,
                                          std::vector<std::string>& messages) {
  return Translation(pairs, messages).run();
}

}  // namespace backprop
