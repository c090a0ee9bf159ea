// Counted multiplications against what one works out on paper.
#include "engine/insight/cost.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

GradientCost cost_of(const char* link) {
  return gradient_cost(make_trainer(parse_link(link)).network());
}

TEST_CASE("cost: a 2-2-1 network on paper") {
  const GradientCost cost = cost_of("layers=2&dataset=xor");
  CHECK(cost.parameters == 9);
  CHECK(cost.forward == 2 * 2 + 2 * 1);
  CHECK(cost.backward == 2 * 1);  // the inputs need no δ
  // δ·input for six weights; the mean over the batch, a multiplication for each of the nine.
  CHECK(cost.gradients == 6 + 9);
  CHECK(cost.nudging() == 2 * 9 * 6);
  CHECK(cost.forward_mode() == 9 * 3 * 6);
}

TEST_CASE("cost: going back costs about as much as two passes, nudging grows with the network") {
  for (const char* link : {"layers=8", "layers=8,8,8", "layers=32,32", "layers=64,64,64,64"}) {
    const GradientCost cost = cost_of(link);
    INFO(link);
    CHECK(cost.backpropagation() > 2 * cost.forward);
    CHECK(cost.backpropagation() < 5 * cost.forward);
    CHECK(cost.nudging() > 10 * cost.backpropagation());
    CHECK(cost.forward_mode() > cost.nudging());
  }
}

}  // namespace
}  // namespace backprop
