// Undo and redo: whatever was changed comes back bit for bit, with the past of its run.
#include "shell/session/undo.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "shell/app/app.h"
#include "tests/shell/platform_fake.h"

namespace backprop {
namespace {

constexpr const char* kLink = "dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5";

void post(App& app, Intent intent) {
  platform::fake::now += 10;  // changes far apart in time are changes of their own
  app.session().post(std::move(intent));
  REQUIRE(app.session().carry_out_posted());
}

std::string value_of(const App& app, const char* name) {
  return get_property(app.session().trainer().experiment(), name).value();
}

TEST_CASE("an edited weight comes back, and the edit with redo") {
  App app(kLink);
  post(app, intent::Step{12});
  const std::uint64_t before = app.session().trainer().parameter_hash();
  post(app, intent::EditParameter{3, 2.5F});
  const std::uint64_t edited = app.session().trainer().parameter_hash();
  REQUIRE(edited != before);
  CHECK(app.session().undo_stack().next_undo().starts_with("w from"));
  post(app, intent::Undo{});
  CHECK(app.session().trainer().parameter_hash() == before);
  CHECK(app.session().trainer().step_count() == 12);
  post(app, intent::Redo{});
  CHECK(app.session().trainer().parameter_hash() == edited);
  post(app, intent::Undo{});
  CHECK(app.session().trainer().parameter_hash() == before);
}

TEST_CASE("undo takes back the training after a change too, and redo returns to it") {
  App app(kLink);
  post(app, intent::Step{12});
  const std::uint64_t before = app.session().trainer().parameter_hash();
  post(app, intent::SetProperty{"learningRate", "3"});
  post(app, intent::Step{30});
  const std::uint64_t after = app.session().trainer().parameter_hash();
  post(app, intent::Undo{});
  CHECK(app.session().trainer().step_count() == 12);
  CHECK(app.session().trainer().parameter_hash() == before);
  CHECK(value_of(app, "learningRate") == "0.03");
  post(app, intent::Redo{});
  CHECK(app.session().trainer().step_count() == 42);
  CHECK(app.session().trainer().parameter_hash() == after);
  CHECK(value_of(app, "learningRate") == "3");
}

TEST_CASE("another network comes back with its trained weights, its past and its future") {
  App app(kLink);
  post(app, intent::Step{20});
  const std::uint64_t twentieth = app.session().trainer().parameter_hash();
  post(app, intent::Step{5});
  const std::uint64_t trained = app.session().trainer().parameter_hash();
  const std::size_t logged = app.session().run().log().entries().size();
  post(app, intent::SetProperty{"layers", "6,6"});
  REQUIRE(app.session().trainer().step_count() == 0);
  post(app, intent::Undo{});
  CHECK(value_of(app, "layers") == "4,3");
  CHECK(app.session().trainer().parameter_hash() == trained);
  CHECK(app.session().run().log().entries().size() == logged);
  post(app, intent::GoTo{20});
  CHECK(app.session().trainer().parameter_hash() == twentieth);

  App plain(kLink);
  post(plain, intent::Step{30});
  post(app, intent::Step{10});
  CHECK(app.session().trainer().parameter_hash() == plain.session().trainer().parameter_hash());
}

TEST_CASE("starting over and new weights can be taken back") {
  App app(kLink);
  post(app, intent::Step{9});
  const std::uint64_t trained = app.session().trainer().parameter_hash();
  for (const Intent& intent :
       {Intent(intent::Restart{}), Intent(intent::NewWeights{}), Intent(intent::NewData{})}) {
    post(app, intent);
    REQUIRE(app.session().trainer().step_count() == 0);
    post(app, intent::Undo{});
    CHECK(app.session().trainer().step_count() == 9);
    CHECK(app.session().trainer().parameter_hash() == trained);
  }
}

TEST_CASE("weights edited at the start are no longer those that a restart comes back to") {
  App app(kLink);
  const std::uint64_t initial = app.session().trainer().parameter_hash();
  post(app, intent::EditParameter{0, 4});
  post(app, intent::Undo{});
  post(app, intent::Step{3});
  post(app, intent::Restart{});
  CHECK(app.session().trainer().parameter_hash() == initial);
}

TEST_CASE("what was said of a change goes with it") {
  App app("dataset=rings&classes=3&loss=cross_entropy&layers=4");
  post(app, intent::SetProperty{"dataset", "moons"});
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text.find("2") != std::string::npos);  // classes there are now
  post(app, intent::Undo{});
  CHECK(app.canvas().messages.empty());
  CHECK(value_of(app, "classes") == "3");
}

TEST_CASE("a slider being dragged is one change") {
  App app(kLink);
  platform::fake::now += 10;
  for (const char* rate : {"0.04", "0.05", "0.06"}) {
    platform::fake::now += 0.1;
    app.session().post(intent::SetProperty{"learningRate", rate});
    REQUIRE(app.session().carry_out_posted());
  }
  post(app, intent::Undo{});
  CHECK(value_of(app, "learningRate") == "0.03");
  CHECK(app.session().undo_stack().next_undo().empty());
}

TEST_CASE("numbers typed for one weight, however soon, are changes of their own") {
  App app(kLink);
  post(app, intent::Step{3});
  for (const float value : {0.5f, -0.25f}) {
    app.session().post(intent::EditParameter{5, value});
    REQUIRE(app.session().carry_out_posted());
  }
  post(app, intent::Undo{});
  CHECK(app.session().trainer().network().parameters()[5] == 0.5f);
}

TEST_CASE("a long movement of the slider of a weight is one change, two are two") {
  App app(kLink);
  post(app, intent::Step{3});
  const float before = app.session().trainer().network().parameters()[5];
  const auto slide = [&](float from) {
    for (int i = 0; i < 30; ++i) {
      // Slowly, with rests longer than two changes need to be two.
      post(app, intent::EditParameter{5, from + 0.01f * static_cast<float>(i),
                                      i > 0 ? Joins::kMovement : Joins::kSoon});
    }
  };
  slide(0.5f);
  slide(2.5f);
  CHECK(app.session().trainer().network().parameters()[5] == 2.5f + 0.01f * 29);
  post(app, intent::Undo{});
  CHECK(app.session().trainer().network().parameters()[5] == 0.5f + 0.01f * 29);
  post(app, intent::Undo{});
  CHECK(app.session().trainer().network().parameters()[5] == before);
  CHECK(app.session().undo_stack().next_undo().empty());
  post(app, intent::Redo{});
  CHECK(app.session().trainer().network().parameters()[5] == 0.5f + 0.01f * 29);
  // What is undone in the middle of a movement is not gone on with.
  post(app, intent::Undo{});
  post(app, intent::EditParameter{5, 7, Joins::kMovement});
  post(app, intent::Undo{});
  CHECK(app.session().trainer().network().parameters()[5] == before);
}

TEST_CASE("a weight edited within a step: the same batch comes to the same phase, undo too") {
  for (int phases = 0; phases < kPhaseCount; ++phases) {
    CAPTURE(phases);
    App app("dataset=xor&layers=4,3&dropout=0.3&batchSize=7&seed=5");
    post(app, intent::Step{12});
    for (int phase = 0; phase < phases; ++phase) post(app, intent::AdvancePhase{});
    const Trainer& trainer = app.session().trainer();
    const std::vector<int> batch(trainer.batch().begin(), trainer.batch().end());
    const std::vector<float> z = trainer.workspace().layers[0].z;
    const std::uint64_t before = trainer.parameter_hash();
    post(app, intent::EditParameter{0, 2.5f});
    const bool whole = phases == 0;  // after twelve steps: all but the update of the next one
    CHECK(trainer.phases_done() == (whole ? kPhaseCount - 1 : phases));
    CHECK(trainer.step_count() == 12);
    CHECK(trainer.network().parameters()[0] == 2.5f);
    if (!whole) {
      CHECK(std::ranges::equal(trainer.batch(), batch));
      CHECK(trainer.workspace().layers[0].z != z);
    }
    CHECK(trainer.workspace().parameters_used[0] == 2.5f);
    // Training goes on as if no phase had been looked at.
    App plain("dataset=xor&layers=4,3&dropout=0.3&batchSize=7&seed=5");
    post(plain, intent::Step{12});
    post(plain, intent::EditParameter{0, 2.5f});
    post(plain, intent::Step{5});
    post(app, intent::Step{5});
    CHECK(trainer.step_count() == 17);
    CHECK(trainer.parameter_hash() == plain.session().trainer().parameter_hash());
    post(app, intent::Undo{});
    CHECK(trainer.step_count() == 12);
    CHECK(trainer.parameter_hash() == before);
    CHECK(trainer.phases_done() == (whole ? kPhaseCount : phases));
    if (!whole) CHECK(trainer.workspace().layers[0].z == z);
    post(app, intent::Redo{});
    CHECK(trainer.step_count() == 17);
    CHECK(trainer.parameter_hash() == plain.session().trainer().parameter_hash());
  }
}

TEST_CASE("a weight edited while it plays, or where training has diverged, takes no phase") {
  App playing(kLink);
  post(playing, intent::AdvancePhase{});
  post(playing, intent::Play{});
  post(playing, intent::EditParameter{0, 0.5f});
  CHECK(playing.session().trainer().phases_done() == 0);
  App lost("dataset=reg-plane&layers=6,6&activation=linear&learningRate=10");
  post(lost, intent::Step{300});
  REQUIRE(lost.session().trainer().divergence());
  post(lost, intent::EditParameter{0, 0.5f});
  CHECK_FALSE(lost.session().trainer().divergence());
  CHECK(lost.session().trainer().phases_done() == 0);
}

TEST_CASE("what changed nothing is nothing to undo") {
  App app(kLink);
  app.session().post(intent::SetProperty{"layers", "nonsense"});
  CHECK_FALSE(app.session().carry_out_posted());
  app.session().post(intent::EditParameter{100000, 1});
  CHECK_FALSE(app.session().carry_out_posted());
  post(app, intent::SetProperty{"layers", "4,3"});
  CHECK(app.session().undo_stack().next_undo().empty());
  const std::uint64_t hash = app.session().trainer().parameter_hash();
  post(app, intent::Undo{});
  post(app, intent::Redo{});
  CHECK(app.session().trainer().parameter_hash() == hash);
}

TEST_CASE("a new change ends what could be redone, and the stack is bounded") {
  App app(kLink);
  post(app, intent::SetProperty{"learningRate", "0.1"});
  post(app, intent::Undo{});
  CHECK(app.session().undo_stack().next_redo() == "Learning rate");
  post(app, intent::SetProperty{"momentum", "0.5"});
  CHECK(app.session().undo_stack().next_redo().empty());
  for (std::size_t i = 0; i < UndoStack::kMost + 5; ++i) {
    post(app, intent::EditParameter{i % 3, static_cast<float>(i)});
  }
  std::size_t undone = 0;
  while (!app.session().undo_stack().next_undo().empty()) {
    post(app, intent::Undo{});
    ++undone;
  }
  CHECK(undone == UndoStack::kMost);
}

}  // namespace
}  // namespace backprop
