// Quantities by name, conditions on them, and the runs that are done beside a run.
#include "engine/insight/quantity.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <string>

#include "engine/insight/observation.h"
#include "engine/insight/what_if.h"
#include "tests/engine/lessons.h"

namespace backprop {
namespace {

using lessons::run_of;

constexpr const char* kXor =
    "dataset=xor&samples=60&trainFraction=1&layers=4,3&loss=bce&learningRate=0.1"
    "&initializer=xavier_normal";

double value(const std::string& name, const Trainer& trainer) {
  const auto quantity = parse_quantity(name, &trainer.network());
  REQUIRE(quantity);
  CHECK(quantity->text() == name);
  return quantity->of(trainer);
}

TEST_CASE("quantities have names of their own and numbers for an ordinary run") {
  std::set<std::string_view> names;
  Trainer trainer = run_of(kXor);
  REQUIRE(trainer.steps(5) == 5);
  for (const Quantity& quantity : quantities()) {
    CAPTURE(quantity.name);
    CHECK(names.insert(quantity.name).second);
    CHECK_FALSE(quantity_help(quantity.name).empty());
    std::string name(quantity.name);
    if (quantity.argument == QuantityArgument::kSteps) name += ":3";
    const double number = value(name, trainer);
    const bool none = quantity.name.starts_with("test") && !quantity.name.starts_with("textbook");
    CHECK(std::isnan(number) == none);  // every point trains
  }
}

TEST_CASE("quantities are what the engine measures") {
  Trainer trainer = run_of(kXor);
  REQUIRE(trainer.steps(30) == 30);
  CHECK(value("step", trainer) == 30);
  CHECK(value("loss", trainer) == trainer.metrics().train_loss);
  CHECK(value("accuracy", trainer) == trainer.metrics().train_accuracy);
  CHECK(value("gradientNorm:2", trainer) == lessons::gradient_norm(trainer, 1));
  CHECK(std::abs(value("gradientRatio", trainer) -
                 lessons::gradient_norm(trainer, 0) / lessons::gradient_norm(trainer, 2)) < 1e-12);
  CHECK(value("neurons", trainer) == 7);
  CHECK(value("checked", trainer) == static_cast<double>(trainer.network().parameter_count()));
}

TEST_CASE("what is no quantity is named") {
  const Trainer trainer = run_of(kXor);
  const auto complaint = [&](std::string_view text) {
    const auto quantity = parse_quantity(text, &trainer.network());
    return quantity ? std::string() : quantity.error().message;
  };
  CHECK(complaint("acuracy").find("acuracy") != std::string::npos);
  CHECK(complaint("gradientNorm:4").find("1 to 3") != std::string::npos);
  CHECK(complaint("loss:2").find("no number") != std::string::npos);
  CHECK(complaint("uphill").find("uphill:100") != std::string::npos);
  CHECK(complaint("uphill:100000").find("2000") != std::string::npos);
  CHECK_FALSE(parse_condition("accuracy"));
  CHECK_FALSE(parse_condition("accuracy > much"));
}

TEST_CASE("conditions hold where they say") {
  const auto holds = [](std::string_view text, double number) {
    const auto condition = parse_condition(text);
    REQUIRE(condition);
    CHECK(condition->text() == text);
    return condition->holds(number);
  };
  CHECK(holds("accuracy <= 0.6", 0.6));
  CHECK_FALSE(holds("accuracy <= 0.6", 0.61));
  CHECK(holds("loss < 1e-7", 0));
  CHECK_FALSE(holds("loss < 1", 1));
  CHECK(holds("dead = 0", 0));
  CHECK(holds("dead >= 4", 4));
  CHECK_FALSE(holds("dead > 4", 4));
  CHECK_FALSE(holds("testLoss >= 0", std::nan("")));
  CHECK(parse_condition("accuracy >= 0.955")->bound_text() == "≥ 95.5 %");
  CHECK(parse_quantity("step")->value_text(12345) == "12,345");
}

TEST_CASE("descent without a mistake is what a trainer of full batches does") {
  Trainer trainer = run_of(std::string(kXor) + "&batchSize=60");
  const Descent right = descend(trainer, Mistake::kNone, 40);
  REQUIRE(trainer.steps(40) == 40);
  CHECK(std::abs(right.loss - trainer.metrics().train_loss) < 1e-6);
  // The first step keeps nothing and changes nothing before its gradients.
  CHECK(descend(trainer, Mistake::kKeptGradients, 1).loss ==
        descend(trainer, Mistake::kNone, 1).loss);
  CHECK(descend(trainer, Mistake::kKeptGradients, 5).loss != right.loss);
  CHECK(descend(trainer, Mistake::kNewWeights, 1).loss != descend(trainer, Mistake::kNone, 1).loss);
}

// Measured on more than one seed; what the lesson about it says.
TEST_CASE(
    "descent through new weights goes nearly the same way, and a check of its update sees it") {
  for (const char* const seed : {"&seed=1", "&seed=2", "&seed=3"}) {
    const Trainer trainer =
        run_of(std::string("dataset=xor&samples=60&trainFraction=1&layers=4,3&loss=bce&batchSize=60"
                           "&initializer=xavier_normal&learningRate=0.5") +
               seed);
    const NewWeights first = compare_new_weights(trainer, 1),
                     many = compare_new_weights(trainer, 50);
    CHECK(first.cosine < 1);
    CHECK(many.cosine <= first.cosine);
    CHECK(many.cosine > 0.9);
    CHECK(first.faulted > 0);
    // The last layer is updated first, with nothing changed behind it.
    const Network& network = trainer.network();
    const auto& last = network.layer(network.layer_count() - 1);
    CHECK(first.faulted <=
          static_cast<int>(network.parameter_count()) - last.outputs * (last.inputs + 1));
  }
}

// The weights out of the neuron read its a, and the weights into it its slope: no others do.
TEST_CASE("a lost activation spoils the gradients around its neuron, and no others") {
  for (const char* const activation : {"sigmoid", "tanh", "softplus"}) {
    // Two weights into the first neuron and its bias; of softplus the slope is one of z. Now and
    // then one of them is near 0 anyway.
    const bool reads_a = std::string_view(activation) != "softplus";
    int into = 0;
    for (int seed = 1; seed <= 20; ++seed) {
      const Trainer trainer =
          run_of("dataset=gauss&samples=40&trainFraction=1&layers=3,2&loss=bce&activation=" +
                 std::string(activation) + "&seed=" + std::to_string(seed));
      CAPTURE(activation, seed);
      const int first = faulted_by_lost_activation(trainer, 1);
      CHECK(first <= (reads_a ? 3 : 0));
      into += first;
      CHECK(faulted_by_lost_activation(trainer, 2) == 2);  // one to each neuron behind it
      CHECK(faulted_by_lost_activation(trainer, 3) == 0);
      CHECK(faulted_by_lost_activation(trainer, 0) == first + 2);
    }
    CHECK(into >= (reads_a ? 57 : 0));
  }
}

TEST_CASE("the share of δ that arrives is that of the tab Flow") {
  const Trainer trainer = run_of("dataset=circle&layers=4,4&activation=sigmoid");
  const auto ratio = parse_quantity("deltaRatio");
  REQUIRE(ratio);
  const Observation observation = observe(trainer, {});
  CHECK(ratio->of(trainer) == observation.layers.front().delta / observation.layers.back().delta);
  CHECK(ratio->of(trainer) < 0.25);
}

TEST_CASE("the textbook example gives the textbook's errors") {
  CHECK(std::abs(textbook_error(Mistake::kNone) - .2910277737) < 2e-8);
  CHECK(std::abs(textbook_error(Mistake::kNewWeights) - .291027924) < 2e-8);
}

TEST_CASE("curvature of a linear neuron under squared error is the data's largest eigenvalue") {
  const Trainer trainer = run_of(
      "dataset=reg-plane&samples=200&trainFraction=1&batchSize=200&layers="
      "&initializer=xavier_normal");
  // By its limit: just below it a run converges, just above it diverges.
  const double limit = 2 / curvature(trainer);
  for (const double share : {0.97, 1.03}) {
    Trainer run = trainer;
    REQUIRE(run.set("learningRate", std::to_string(share * limit)));
    run.steps(300);
    CHECK((run.metrics().train_loss < 1) == (share < 1));
  }
}

}  // namespace
}  // namespace backprop
