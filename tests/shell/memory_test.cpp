// What is remembered keeps to one budget, whatever is done; where memory ends, the run goes on.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>

#include "engine/math/random.h"
#include "shell/app/app.h"
#include "tests/shell/platform_fake.h"

namespace backprop {
namespace {

constexpr const char* kLarge =
    "layers=64,64,64,64,64,64,64,64&optimizer=adam&samples=100&trainFraction=1&batchSize=1";

// A world with memory again, however a test ends.
struct World {
  World() = default;
  ~World() {
    platform::fake::memory_left = ~std::size_t{0};
    platform::fake::memory_alarm = false;
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
};

Result<void> post(App& app, Intent intent) {
  platform::fake::now += 10;  // changes far apart in time are changes of their own
  app.session().post(std::move(intent));
  return app.session().carry_out_posted();
}

bool says(const App& app, std::string_view words) {
  for (const Message& message : app.canvas().messages) {
    if (message.text.find(words) != std::string::npos) return true;
  }
  return false;
}

TEST_CASE("undo shares the past with the run: many changes take little more than one") {
  App app(kLarge);
  REQUIRE(post(app, intent::Step{30}));
  const std::size_t run = app.session().memory().history;
  REQUIRE(run > (10 << 20));
  const std::size_t state = run / 31;
  for (int i = 1; i <= 15; ++i) {
    REQUIRE(post(app, intent::SetProperty{"learningRate", "0.00" + std::to_string(i)}));
  }
  // Each has the state it was in; and the history has one of each change.
  CHECK(app.session().memory().remembered < run + 40 * state);
  for (int i = 0; i < 15; ++i) REQUIRE(post(app, intent::Undo{}));
  CHECK(get_property(app.session().trainer().experiment(), "learningRate").value() == "0.03");
  REQUIRE(post(app, intent::GoTo{7}));  // the whole past is still there
  CHECK(app.session().trainer().step_count() == 7);
}

TEST_CASE("histories, undo and a compared run keep to one budget") {
  App app(kLarge);
  Random random(3, Random::Stream::kWeights);
  std::size_t most = 0;
  int seed = 0;
  for (int i = 0; i < 60; ++i) {
    switch (random.below(5)) {
      case 0:
        REQUIRE(post(app, intent::NewWeights{}));
        break;
      case 1:
        REQUIRE(post(app, intent::Compare{app.session().other() == nullptr}));
        break;
      case 2:
        REQUIRE(post(app, intent::Undo{}));
        break;
      case 3:
        REQUIRE(post(app, intent::SetProperty{"seed", std::to_string(++seed)}));
        break;
      default:
        break;
    }
    REQUIRE(post(app, intent::Step{12}));
    const MemoryUse use = app.session().memory();
    CHECK(use.remembered <= use.budget);
    most = std::max(most, use.remembered);
  }
  CHECK(most > kRememberedBytes * 9 / 10);  // the budget was what held it
  CHECK_FALSE(app.session().undo_stack().next_undo().empty());
}

TEST_CASE("what takes more memory than there is, is refused in words, and can be mended") {
  const World world;
  App app("layers=64,64&samples=1000&trainFraction=1&batchSize=1000&speed=max");
  platform::fake::memory_left = 1000;
  REQUIRE(post(app, intent::Step{3}));
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(says(app, "more memory than this browser gives"));
  const std::size_t messages = app.canvas().messages.size();
  REQUIRE(post(app, intent::AdvancePhase{}));
  CHECK(app.session().trainer().phases_done() == 0);
  CHECK(app.canvas().messages.size() == messages);  // said once

  REQUIRE(post(app, intent::SetProperty{"batchSize", "10"}));
  platform::fake::memory_left = 100'000;
  REQUIRE(post(app, intent::Step{3}));
  CHECK(app.session().trainer().step_count() == 3);
  // The run compared with counts as well.
  REQUIRE(post(app, intent::Compare{true}));
  platform::fake::memory_left = 1000;
  REQUIRE(post(app, intent::Step{3}));
  CHECK(app.session().trainer().step_count() == 3);
  platform::fake::memory_left = ~std::size_t{0};
  REQUIRE(post(app, intent::Step{3}));
  CHECK(app.session().trainer().step_count() == 6);
  CHECK(app.session().other()->trainer().step_count() == 6);
}

TEST_CASE("when memory ran out, what can be done without goes, and the run goes on") {
  const World world;
  App app(kLarge);
  REQUIRE(post(app, intent::Step{30}));
  REQUIRE(post(app, intent::SetProperty{"learningRate", "0.01"}));
  REQUIRE(post(app, intent::Step{5}));
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  platform::fake::memory_alarm = true;
  REQUIRE(post(app, intent::Pause{}));
  CHECK(app.session().trainer().parameter_hash() == hash);
  CHECK(app.session().trainer().step_count() == 35);
  CHECK(app.session().memory().remembered <= kScarceHistoryBytes);
  CHECK(app.session().undo_stack().next_undo().empty());
  CHECK(says(app, "no more memory"));
  REQUIRE(post(app, intent::Step{30}));
  CHECK(app.session().trainer().step_count() == 65);
  CHECK(app.session().memory().history <= kScarceHistoryBytes);
}

}  // namespace
}  // namespace backprop
