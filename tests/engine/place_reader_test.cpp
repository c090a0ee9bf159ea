// Places as people write them: every one that a step has is read back, and nothing else is.
#include "engine/exercise/place_reader.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/exercise/exercise.h"
#include "engine/exercise/exercise_numbers.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

TEST_CASE("every place that an exercise asks for is read as it is written") {
  int read = 0;
  for (int level = 1; level <= kExerciseLevels; ++level) {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
      const Result<Exercise> exercise = make_exercise(seed, level);
      REQUIRE(exercise);
      for (const HandPlace& place : exercise->blanks) {
        const std::string text = place_text(place, exercise->step.samples());
        CAPTURE(level, seed, text);
        const Result<HandPlace> again = read_place(text, exercise->step);
        REQUIRE(again);
        CHECK(*again == place);
        ++read;
      }
    }
  }
  CHECK(read > 2000);
}

TEST_CASE("what no step has is refused in a sentence that says what there is") {
  const Result<Exercise> batch = make_exercise(1, 4);  // two samples, one hidden neuron
  const Result<Exercise> single = make_exercise(1, 3);
  REQUIRE(batch);
  REQUIRE(single);
  const auto complaint = [](const Exercise& exercise, std::string_view text) {
    const Result<HandPlace> place = read_place(text, exercise.step);
    return place ? std::string() : place.error().message;
  };
  for (const char* const text :
       {"", "z", "z:", "z:1", "z:1.2.3", "z:0.1", "z:9.1", "z:1.9", "y:1.1", "gradient:1.1.1",
        "gradient weight:1.1", "gradient weight:1.1.9", "new bias:1.1@1", "a:1.1@2", "a:1.1@x",
        "delta:1.1.", "delta 1.1", "loss:1"}) {
    CAPTURE(text);
    CHECK(complaint(*single, text) != "");
  }
  CHECK(complaint(*single, "slope:1.1").find("delta") != std::string::npos);
  CHECK(complaint(*batch, "delta:2.1").find("@2") != std::string::npos);
  CHECK(complaint(*batch, "delta:2.1@2") == "");
  CHECK(complaint(*batch, "delta:2.1@3") != "");
  CHECK(read_place("loss", batch->step)->sample == -1);
  CHECK(read_place("loss", single->step)->sample == 0);
  CHECK(read_place("loss@2", batch->step)->sample == 1);
}

TEST_CASE("what an exercise asks for is fit to be asked for, one number behind the other") {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    const Result<Exercise> exercise = make_exercise(seed, 3);
    REQUIRE(exercise);
    std::vector<HandAnswer> before;
    for (const HandPlace& place : exercise->blanks) {
      CAPTURE(seed, place_text(place, 1));
      CHECK(trouble_with(exercise->step, place, before) == "");
      before.push_back({place, exercise->step.right(place)});
    }
  }
}

TEST_CASE("numbers that cannot be worked out or told apart are named as such") {
  const auto trouble = [](const std::string& weights, std::string_view place) {
    const Trainer trainer = make_trainer(parse_link(
        "table=x;y;1,0&layers=&outputActivation=sigmoid&batchSize=1&weights=" + weights));
    const Result<HandStep> step = HandStep::of(trainer);
    REQUIRE(step);
    const Result<HandPlace> read = read_place(place, *step);
    REQUIRE(read);
    return trouble_with(*step, *read, {});
  };
  CHECK(trouble("0.001,0.002", "z:1.1").find("0.003") != std::string::npos);  // tiny
  CHECK(trouble("9,1", "z:1.1").find("10") != std::string::npos);  // beyond where it levels off
  // With a target of 0 nothing tells a − y without φ′ from a δ that is the loss's slope alone.
  CHECK(trouble("0.7,0.2", "gradient bias:1.1").find("and") != std::string::npos);
  CHECK(trouble("0.7,0.2", "z:1.1") == "");
}

}  // namespace
}  // namespace backprop
