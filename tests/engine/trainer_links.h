// Experiments for the tests of the trainer: between them most of what a link can ask for.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {

inline constexpr const char* kLinks[] = {
    "",
    "dataset=spiral&layers=8,8,8&features=x1,x2,sinx1,sinx2&optimizer=adam&learningRate=0.01",
    "dataset=rings&classes=3&loss=cross_entropy&batchSize=7&optimizer=momentum",
    ("dataset=reg-gauss&layers=6,6&activation=relu,tanh&batchSize=32&regularization=l2&"
     "regularizationRate=0.001"),
    "dataset=xor&layers=6&dropout=0.3&optimizer=rmsprop&learningRate=0.003&batchSize=1",
    "dataset=gauss&layers=&loss=bce&clipping=norm&clipThreshold=0.1&schedule=cosine",
    "dataset=moons&regularization=l1&regularizationRate=0.03&l1Cut=true&batchSize=500",
};

inline Experiment experiment_from(std::string_view link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.empty());
  return parsed.experiment;
}

inline std::vector<float> parameters_of(const Trainer& trainer) {
  const auto parameters = trainer.network().parameters();
  return {parameters.begin(), parameters.end()};
}

}  // namespace backprop
