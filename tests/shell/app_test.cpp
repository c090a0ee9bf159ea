// The application without a window: what its intents do to the run.
#include "shell/app/app.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <utility>
#include <vector>

namespace backprop {
namespace {

constexpr const char* kLink = "dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5";

void post(App& app, Intent intent) {
  app.session().post(std::move(intent));
  REQUIRE(app.session().carry_out_posted());
}

TEST_CASE("a step back and forward again gives the same bits") {
  App app(kLink);
  post(app, intent::Step{20});
  const std::uint64_t before = app.session().trainer().parameter_hash();
  post(app, intent::Step{3});
  const std::uint64_t after = app.session().trainer().parameter_hash();
  for (int i = 0; i < 3; ++i) post(app, intent::Back{});
  CHECK(app.session().trainer().step_count() == 20);
  CHECK(app.session().trainer().parameter_hash() == before);
  CHECK(app.session().trainer().phases_done() == kPhaseCount);  // with the numbers that led to it
  post(app, intent::Step{3});
  CHECK(app.session().trainer().parameter_hash() == after);
}

TEST_CASE("back inside a step goes to its beginning") {
  App app(kLink);
  post(app, intent::Step{4});
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  for (int i = 0; i < 3; ++i) post(app, intent::AdvancePhase{});
  CHECK(app.session().trainer().phases_done() == 3);
  post(app, intent::Back{});
  CHECK(app.session().trainer().step_count() == 4);
  CHECK(app.session().trainer().phases_done() % kPhaseCount == 0);
  CHECK(app.session().trainer().parameter_hash() == hash);
}

TEST_CASE("phases go back one by one, over the border of a step") {
  App app(kLink);
  post(app, intent::Step{2});
  for (int i = 0; i < 2; ++i) post(app, intent::AdvancePhase{});
  struct Place {
    std::int64_t step;
    int phases;
  };
  for (const Place place : {Place{2, 1}, {2, 5}, {1, 4}, {1, 3}, {1, 2}, {1, 1}, {1, 5}, {0, 4}}) {
    post(app, intent::BackPhase{});
    CHECK(app.session().trainer().step_count() == place.step);
    CHECK(app.session().trainer().phases_done() == place.phases);
  }
  for (int i = 0; i < 5; ++i) post(app, intent::BackPhase{});
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(app.session().trainer().phases_done() == 0);
}

TEST_CASE("any step of the run can be gone to, and one before the first cannot") {
  App app(kLink);
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i <= 30; ++i) {
    hashes.push_back(app.session().trainer().parameter_hash());
    post(app, intent::Step{});
  }
  for (const int step : {17, 3, 30, 0}) {
    post(app, intent::GoTo{step});
    CHECK(app.session().trainer().step_count() == step);
    CHECK(app.session().trainer().parameter_hash() == hashes[static_cast<std::size_t>(step)]);
  }
  post(app, intent::Back{});
  CHECK(app.session().trainer().step_count() == 0);
  app.session().post(intent::GoTo{1000});
  CHECK_FALSE(app.session().carry_out_posted());
  CHECK(app.session().trainer().step_count() == 0);
}

TEST_CASE("going back to an edit shows the edited weights, and before it those of then") {
  App app(kLink);
  post(app, intent::Step{5});
  const std::uint64_t trained = app.session().trainer().parameter_hash();
  post(app, intent::EditParameter{2, 1.5F});
  const std::uint64_t edited = app.session().trainer().parameter_hash();
  REQUIRE(edited != trained);
  post(app, intent::Step{4});
  post(app, intent::GoTo{5});
  CHECK(app.session().trainer().parameter_hash() == edited);
  post(app, intent::GoTo{4});
  post(app, intent::Step{});
  CHECK(app.session().trainer().step_count() == 5);
}

TEST_CASE("a live setting keeps the run, another begins a new one") {
  App app(kLink);
  post(app, intent::Step{10});
  post(app, intent::SetProperty{"learningRate", "0.1"});
  CHECK(app.session().trainer().step_count() == 10);
  CHECK(app.session().run().history().last_step() == 10);
  post(app, intent::SetProperty{"layers", "5"});
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(app.session().run().history().last_step() == 0);
  CHECK(app.session().run().log().entries().empty());
}

}  // namespace
}  // namespace backprop
