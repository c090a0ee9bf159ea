// What moves along the path of an edit is what the engine computes before and after it.
#include "engine/insight/moved.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/insight/one_sample.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

TEST_CASE("moved: from the neuron of a weight to the loss") {
  for (const char* link : {"dataset=xor&layers=3,4,2&activation=sigmoid",
                           "dataset=rings&classes=3&loss=cross_entropy&layers=4",
                           "dataset=plane&problem=regression&layers="}) {
    INFO(link);
    Trainer trainer = make_trainer(parse_link(link));
    trainer.steps(3);
    const Network& network = trainer.network();
    const std::size_t parameter = network.weight_index(0, 0, 1);
    const float before = network.parameters()[parameter];
    const Workspace old_pass = pass_alone(trainer, network.parameters(), 2);
    trainer.set_parameter(parameter, before + 0.5f);
    const Workspace new_pass = pass_alone(trainer, network.parameters(), 2);

    const std::vector<MovedNumber> moved = moved_numbers(trainer, parameter, before, 2);
    const int last = network.layer_count() - 1;
    CHECK(moved.front().symbol.starts_with("z"));
    CHECK(moved.front().before == old_pass.z(0, 0, 0));
    CHECK(moved.front().after == new_pass.z(0, 0, 0));
    CHECK(moved.back().symbol == "L");
    CHECK(moved.back().before == old_pass.sample_loss[0]);
    CHECK(moved.back().after == new_pass.sample_loss[0]);
    CHECK(moved.size() == static_cast<std::size_t>(last + network.output_count() + 2));
    for (const MovedNumber& number : moved) {
      if (number.target.kind != TermTarget::Kind::kActivation) continue;
      CHECK(number.before == old_pass.a(number.target.layer, number.target.neuron, 0));
      CHECK(number.after == new_pass.a(number.target.layer, number.target.neuron, 0));
    }
  }
}

}  // namespace
}  // namespace backprop
