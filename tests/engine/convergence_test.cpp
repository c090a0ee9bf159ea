// Networks learn what they should: with honest margins, within bounded steps, from several seeds.
#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

struct Case {
  const char* link;
  int most_steps;
  double train_accuracy, test_accuracy;  // to reach at the same time
};

constexpr Case kCases[] = {
    {"", 4000, 0.95, 0.95},
    {"dataset=circle&layers=&features=x1sq,x2sq&loss=bce", 1000, 0.95, 0.95},
    {"dataset=xor", 4000, 0.95, 0.95},
    {"dataset=xor&layers=&features=x1x2", 1000, 0.95, 0.95},
    {"dataset=gauss", 200, 0.99, 0.99},
    {"dataset=gauss&layers=", 200, 0.99, 0.99},
    {"dataset=spiral&layers=8,8,8&learningRate=0.1", 20000, 0.95, 0.8},
    {"dataset=spiral&layers=8,8&features=x1,x2,sinx1,sinx2", 5000, 0.95, 0.95},
    {"dataset=rings&classes=4&layers=12,8&loss=cross_entropy&optimizer=adam&learningRate=0.01",
     2500, 0.95, 0.95},
    {"dataset=rings&layers=&features=radius&loss=bce&learningRate=0.3", 1000, 0.95, 0.95},
    {"dataset=blobs&classes=6&layers=8&loss=cross_entropy", 4000, 0.95, 0.95},
    {"dataset=blobs&classes=3&layers=8&loss=mse&learningRate=0.1", 4000, 0.95, 0.95},
    {"dataset=moons&layers=8", 4000, 0.95, 0.95},
    {"dataset=checkerboard&layers=16,16&optimizer=adam&learningRate=0.01", 8000, 0.95, 0.8},
};

TEST_CASE("training reaches the accuracy each dataset allows") {
  for (const Case& entry : kCases) {
    for (const std::uint32_t seed : {1u, 2u, 4u}) {
      ParsedLink link = parse_link(entry.link);
      REQUIRE(link.messages.empty());
      link.experiment.seed = seed;
      Trainer trainer(link.experiment);
      const auto there = [&] {
        return trainer.metrics().train_accuracy >= entry.train_accuracy &&
               trainer.metrics().test_accuracy >= entry.test_accuracy;
      };
      while (!there() && trainer.step_count() < entry.most_steps) {
        if (trainer.steps(50) != 50) break;
      }
      INFO(entry.link << " seed " << seed << " after " << trainer.step_count() << " steps: train "
                      << trainer.metrics().train_accuracy << " test "
                      << trainer.metrics().test_accuracy);
      CHECK(there());
    }
  }
}

TEST_CASE("training fits the surfaces") {
  struct Surface {
    const char* link;
    int steps;
    double share;  // of the loss of always answering zero
  };
  constexpr Surface kSurfaces[] = {
      {"dataset=reg-plane&layers=", 200, 0.001},
      {"dataset=reg-plane", 3000, 0.02},
      {"dataset=reg-gauss&layers=12,8&optimizer=adam&learningRate=0.01", 6000, 0.25},
      {"dataset=sine&layers=&features=sinx1,sinx2", 1000, 0.001},
      {"dataset=sine&layers=12,8&optimizer=adam&learningRate=0.01&loss=huber", 6000, 0.1},
  };
  for (const Surface& surface : kSurfaces) {
    for (const std::uint32_t seed : {1u, 2u, 3u}) {
      ParsedLink link = parse_link(surface.link);
      link.experiment.seed = seed;
      Trainer trainer(link.experiment);
      double zero = 0;
      for (const Point& point : trainer.data().test()) {
        zero += 0.5 * static_cast<double>(point.label) * static_cast<double>(point.label);
      }
      zero /= static_cast<double>(trainer.data().test().size());
      REQUIRE(trainer.steps(surface.steps) == surface.steps);
      INFO(surface.link << " seed " << seed << ": " << trainer.metrics().test_loss << " against "
                        << zero);
      CHECK(trainer.metrics().test_loss < surface.share * zero);
    }
  }
}

}  // namespace
}  // namespace backprop
