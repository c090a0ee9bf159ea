// Samples have one number and classes one name, wherever they are read.
#include "engine/experiment/sample_names.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/insight/explain.h"
#include "engine/insight/notation.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::run_phases;

constexpr std::string_view kPoints =
    "points=1,0,0;2,0,1;3,0,0;4,0,1;5,0,0;6,0,1;7,0,0;8,0,1&layers=2&batchSize=3";

TEST_CASE("a point's number is its place in the list, wherever shuffling has put it") {
  for (const char* more : {"", "&seed=5", "&order=listed", "&trainFraction=1"}) {
    INFO(more);
    Trainer trainer = make_trainer(parse_link(std::string(kPoints) + more));
    const Data& data = trainer.data();
    for (int i = 0; i < 8; ++i) {
      const auto x1 = data.points[static_cast<std::size_t>(i)].x1;
      CHECK(sample_number(data, i) == static_cast<int>(x1));
      CHECK(sample_name(data, i) == "sample " + std::to_string(static_cast<int>(x1)));
    }
    // Explanations say the same, of each sample and in the list of what they say.
    run_phases(trainer, 4);
    const auto explanation = explain(trainer, {.kind = ExplainTarget::Kind::kParameter});
    REQUIRE(explanation);
    for (const Contribution& part : explanation->contributions) {
      CHECK(part.number == sample_number(data, part.point));
      const auto one =
          explain_point(trainer, {.kind = ExplainTarget::Kind::kParameter}, part.point);
      REQUIRE(one);
      CHECK(one->context.find("Sample " + std::to_string(part.number) + " of 8 at (" +
                              std::to_string(part.number) + ", 0)") != std::string::npos);
    }
    CHECK(to_text(*explanation).find("Samples  sample") != std::string::npos);
  }
}

TEST_CASE("a table's samples are its rows, and classes have its names") {
  const Trainer trainer = make_trainer(parse_link("table=iris"));
  const Experiment& experiment = trainer.experiment();
  CHECK(sample_name(trainer.data(), 0) ==
        "sample " + std::to_string(trainer.data().origins[0] + 1));
  CHECK(class_name(experiment, 0) == experiment.table->classes[0]);
  CHECK(class_name(experiment, 2) == experiment.table->classes[2]);
  Trainer begun = trainer;
  run_phases(begun, 4);
  const auto explanation = explain(begun, {.kind = ExplainTarget::Kind::kParameter});
  REQUIRE(explanation);
  CHECK(to_text(*explanation).find("Samples  sample") != std::string::npos);
  CHECK(to_markdown(*explanation).find("| in the batch | sample |") != std::string::npos);
}

TEST_CASE("without names a class is its label, and places are in the numbers of the table") {
  const ParsedLink plain = parse_link("dataset=blobs&classes=4");
  CHECK(class_name(plain.experiment, 0) == "0");
  CHECK(class_name(plain.experiment, 3) == "3");

  const Trainer trainer = make_trainer(parse_link(
      "points=0.5,-1,0;1,0,1&columns=height,170,10;weight,65,4;kind,0,1,cat,dog&order=listed"
      "&trainFraction=1"));
  CHECK(class_name(trainer.experiment(), 1) == "dog");
  CHECK(class_name(trainer.experiment(), 2) == "2");  // a class painted since
  CHECK(place_text(trainer, 0) == "(175, 61)");
  CHECK(place_text(make_trainer(plain), 0).find(", ") != std::string::npos);
}

}  // namespace
}  // namespace backprop
