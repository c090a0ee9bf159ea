// Steps for the tests of exercises: random small networks, and every place of one.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/exercise/hand_step.h"
#include "engine/experiment/link.h"
#include "engine/math/random.h"
#include "engine/run/trainer_link.h"

namespace backprop::testing {

inline HandStep step_of(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link << ": " << (parsed.messages.empty() ? "" : parsed.messages.front().sentence));
  REQUIRE(parsed.messages.empty());
  Result<HandStep> step = HandStep::of(make_trainer(parsed));
  REQUIRE(step);
  return std::move(*step);
}

// One to three layers of one to three neurons, one to three samples, and numbers with one decimal,
// half of the time such as no exercise has: with others, of any size.
inline std::string random_hand_link(Random& random) {
  const auto number = [&random](double most) {
    const double value = random.uniform(-most, most);
    return number_text(static_cast<float>(static_cast<int>(value * 10)) / 10.0f);
  };
  const auto one_of = [&random](std::initializer_list<const char*> names) {
    return std::string(*(names.begin() + random.below(static_cast<std::uint32_t>(names.size()))));
  };
  const std::uint32_t inputs = 1 + random.below(3), outputs = 1 + random.below(3);
  const bool softmax = outputs > 1 && random.below(3) == 0;
  std::string link = "table=";
  for (std::uint32_t i = 0; i < inputs; ++i) link += (i > 0 ? ",x" : "x") + count_text(i + 1);
  link += ';';
  if (softmax) link += "kind";
  for (std::uint32_t k = 0; k < outputs; ++k) {
    link += (softmax ? "~c" : k > 0 ? ",y" : "y") + count_text(k + 1);
  }
  const std::uint32_t samples = 1 + random.below(3);
  for (std::uint32_t s = 0; s < samples; ++s) {
    link += ';';
    for (std::uint32_t i = 0; i < inputs; ++i) link += number(2) + ',';
    if (softmax) link += count_text(random.below(outputs));
    for (std::uint32_t k = 0; !softmax && k < outputs; ++k) {
      link += (k > 0 ? "," : "") + count_text(random.below(2));
    }
  }
  std::vector<std::uint32_t> sizes;
  for (std::uint32_t hidden = random.below(3); hidden > 0; --hidden) {
    sizes.push_back(1 + random.below(3));
  }
  link += "&layers=";
  for (const std::uint32_t& size : sizes)
    link += (&size != sizes.data() ? "," : "") + count_text(size);
  if (!sizes.empty()) link += "&activation=" + one_of({"sigmoid", "tanh", "relu", "softplus"});
  link += softmax ? "&loss=cross_entropy"
                  : "&loss=mse&outputActivation=" + one_of({"sigmoid", "tanh", "linear"});
  link += "&optimizer=sgd&order=listed&batchSize=" + count_text(samples) +
          "&learningRate=" + one_of({"0.1", "0.5", "0.8", "2"}) + "&weights=";
  sizes.push_back(outputs);
  std::uint32_t before = inputs;
  for (const std::uint32_t& size : sizes) {
    if (&size != sizes.data()) link += '|';
    for (std::uint32_t j = 0; j < size; ++j) {
      if (j > 0) link += ';';
      for (std::uint32_t i = 0; i <= before; ++i) link += (i > 0 ? "," : "") + number(2);
    }
    before = size;
  }
  return link;
}

inline std::vector<HandPlace> all_places(const HandStep& step) {
  using Kind = HandPlace::Kind;
  std::vector<HandPlace> places;
  const Network& network = step.network();
  for (int s = 0; s < step.samples(); ++s) {
    for (int l = 0; l < network.layer_count(); ++l) {
      for (int j = 0; j < network.layer(l).outputs; ++j) {
        for (const Kind kind : {Kind::kSum, Kind::kActivation, Kind::kDelta}) {
          places.push_back({.kind = kind, .layer = l, .neuron = j, .sample = s});
        }
      }
    }
  }
  for (int s = -1; s < step.samples(); ++s) places.push_back({.kind = Kind::kLoss, .sample = s});
  for (std::size_t p = 0; p < network.parameter_count(); ++p) {
    const ParameterPlace at = network.place(p);
    for (const Kind kind : {Kind::kGradient, Kind::kNew}) {
      const HandPlace place = {
          .kind = kind, .layer = at.layer, .neuron = at.output, .input = at.input};
      if (step.has(place)) places.push_back(place);
    }
  }
  return places;
}

}  // namespace backprop::testing
