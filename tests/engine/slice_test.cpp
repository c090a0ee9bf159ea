#include "engine/insight/slice.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <set>

#include "engine/experiment/link.h"
#include "engine/insight/probe.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

using Catch::Matchers::WithinAbs;

Trainer trainer_of(const char* link) {
  const ParsedLink parsed = parse_link(link);
  REQUIRE(parsed.messages.empty());
  return Trainer(parsed.experiment);
}

const SampleTable& table_of(const Trainer& trainer) { return *trainer.experiment().table; }

constexpr const char* kTables[] = {
    "dataset=table&table=iris&layers=4", "dataset=table&table=xor&layers=2",
    "dataset=table&table=majority3&layers=3", "dataset=table&table=x;y;-2,3;0,-1;4,5&layers=3",
    "dataset=table&table=x;y~no~yes;-2,no;0,yes;4,yes&layers=3"};

TEST_CASE("samples lie within the plane, as far as the slice has them") {
  for (const char* link : kTables) {
    INFO(link);
    const Trainer trainer = trainer_of(link);
    const TableSlice slice = slice_of(trainer.experiment(), {0, 1}, 0);
    const std::vector<Point> points = slice_points(trainer.experiment(), trainer.data(), slice);
    REQUIRE(points.size() == trainer.data().points.size());
    float least = 99, most = -99;
    for (const Point& point : points) {
      REQUIRE(std::abs(point.x1) <= 4.0001f);
      REQUIRE(std::abs(point.x2) <= 4.0001f);
      least = std::min(least, point.x1);
      most = std::max(most, point.x1);
    }
    REQUIRE_THAT(least, WithinAbs(-4, 1e-5));
    REQUIRE_THAT(most, WithinAbs(4, 1e-5));
  }
}

TEST_CASE("a place's inputs are two of the axes and the others of the row") {
  const Trainer trainer = trainer_of("dataset=table&table=iris&layers=4");
  const SampleTable& table = table_of(trainer);
  for (const int row : {0, 57, 149}) {
    const TableSlice slice = slice_of(trainer.experiment(), {3, 1}, row);
    REQUIRE(slice.axes == std::array{3, 1});
    REQUIRE(slice.row == row);
    const std::span<const float> own = inputs_of(table, row);
    const double x1 = slice.columns.inputs[0].coordinate(static_cast<double>(own[3]));
    const double x2 = slice.columns.inputs[1].coordinate(static_cast<double>(own[1]));
    const std::vector<float> there = slice.inputs_at(x1, x2);
    for (std::size_t i = 0; i < own.size(); ++i) {
      REQUIRE_THAT(there[i], WithinAbs(static_cast<double>(own[i]), 1e-5));
    }
    const std::vector<float> corner = slice.inputs_at(-6, 6);
    REQUIRE(corner[0] == own[0]);
    REQUIRE(corner[2] == own[2]);
    REQUIRE(corner[3] != own[3]);
  }
}

TEST_CASE("the grid of a slice is what it has at the centres of cells") {
  for (const char* link : kTables) {
    INFO(link);
    const Trainer trainer = trainer_of(link);
    const TableSlice slice = slice_of(trainer.experiment(), {1, 0}, 1);
    constexpr int kSide = 5;
    Probe probe;
    probe.configure(kSide, slice_grid(slice, kSide));
    probe.evaluate(trainer.network());
    for (int row = 0; row < kSide; ++row) {
      for (int column = 0; column < kSide; ++column) {
        const double step = 12.0 / kSide;
        const auto inputs = slice.inputs_at((column + 0.5) * step - 6, 6 - (row + 0.5) * step);
        const auto cell = static_cast<std::size_t>(row * kSide + column);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
          REQUIRE(probe.feature_map(static_cast<int>(i))[cell] == inputs[i]);
        }
        const auto layers = activations_of(trainer.network(), inputs);
        for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
          const auto& values = layers[static_cast<std::size_t>(layer)];
          for (std::size_t n = 0; n < values.size(); ++n) {
            REQUIRE(probe.neuron_map(layer, static_cast<int>(n))[cell] == values[n]);
          }
        }
      }
    }
  }
}

TEST_CASE("a probe goes from the plane to a slice and back") {
  const Trainer plane = trainer_of("dataset=xor&layers=4");
  const Trainer iris = trainer_of("dataset=table&table=iris&layers=4");
  Probe fresh, used;
  fresh.configure(plane.experiment().features, 20);
  fresh.evaluate(plane.network());
  used.configure(plane.experiment().features, 20);
  used.evaluate(plane.network());
  used.configure(20, slice_grid(slice_of(iris.experiment(), {0, 1}, 0), 20));
  used.evaluate(iris.network());
  used.configure(plane.experiment().features, 20);
  used.evaluate(plane.network());
  REQUIRE(std::ranges::equal(used.neuron_map(1, 0), fresh.neuron_map(1, 0)));
}

TEST_CASE("axes that are not there are the first two, and never the same") {
  const Trainer trainer = trainer_of("dataset=table&table=iris&layers=4");
  const Experiment& experiment = trainer.experiment();
  REQUIRE(slice_of(experiment, {9, -3}, 0).axes == std::array{0, 1});
  REQUIRE(slice_of(experiment, {2, 2}, 0).axes == std::array{2, 0});
  REQUIRE(slice_of(experiment, {0, 0}, 0).axes == std::array{0, 1});
  REQUIRE(slice_of(experiment, {0, 1}, 1000).row == 149);
  const TableSlice both = slice_of(trainer_of("dataset=table&table=xor").experiment(), {1, 0}, 2);
  REQUIRE(both.axes == std::array{1, 0});
  REQUIRE(both.row == -1);
  REQUIRE_FALSE(both.holds_others());
}

TEST_CASE("what is held is said with its names") {
  const Trainer trainer = trainer_of("dataset=table&table=iris&layers=4");
  const SampleTable& table = table_of(trainer);
  const std::string held = slice_of(trainer.experiment(), {0, 1}, 0).held_text(table);
  REQUIRE(held.find(table.inputs[2]) != held.npos);
  REQUIRE(held.find(table.inputs[3]) != held.npos);
  REQUIRE(held.find(table.inputs[0]) == held.npos);
}

TEST_CASE("with one input what is up is what outputs are to reach") {
  const Trainer values = trainer_of("dataset=table&table=x;y;-2,3;0,-1;4,5&layers=3");
  const TableSlice slice = slice_of(values.experiment(), {0, 1}, 0);
  REQUIRE(slice.is_curve());
  REQUIRE(slice.columns.inputs[1].number_at(4) == 5);
  REQUIRE(slice.columns.inputs[1].number_at(-4) == -1);
  const std::vector<Point> points = slice_points(values.experiment(), values.data(), slice);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto target = static_cast<double>(values.data().points[i].label);
    REQUIRE_THAT(slice.columns.inputs[1].number_at(static_cast<double>(points[i].x2)),
                 WithinAbs(target, 1e-6));
    REQUIRE_THAT(points[i].label, WithinAbs(target / 5, 1e-6));
  }
  REQUIRE(target_reach(values.experiment(), 0) == 5);

  // Of several targets each has a reach of its own.
  const Trainer two = trainer_of("dataset=table&table=a,b;p,q;1,2,900,0.5;3,4,-200,-0.25&layers=2");
  const TableSlice plane = slice_of(two.experiment(), {0, 1}, 0);
  for (const int target : {0, 1}) {
    float most = 0;
    for (const Point& point : slice_points(two.experiment(), two.data(), plane, target)) {
      most = std::max(most, std::abs(point.label));
    }
    REQUIRE(most == 1);
  }

  const Trainer classes = trainer_of(
      "dataset=table&table=x;y~no~yes;-2,no;0,yes;4,yes&layers=3&targetLow=0.1&targetHigh=0.9"
      "&outputActivation=sigmoid&loss=squared_error");
  const TableSlice sides = slice_of(classes.experiment(), {0, 1}, 0);
  std::set<float> heights;
  for (const Point& point : slice_points(classes.experiment(), classes.data(), sides)) {
    heights.insert(std::round(point.x2));
  }
  REQUIRE(heights == std::set<float>{-4, 4});
}

TEST_CASE("a curve of several outputs has the names of all of them upwards") {
  const Trainer trainer = trainer_of("dataset=table&table=x;sin,cos;0,0,1;1,0.84,0.54&layers=3");
  const TableSlice slice = slice_of(trainer.experiment(), {0, 1}, 0);
  REQUIRE(slice.is_curve());
  REQUIRE(slice.columns.inputs[1].name == "sin, cos");
}

}  // namespace
}  // namespace backprop
