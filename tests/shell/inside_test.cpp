// What the tabs that look inside the run compute for their pictures.
#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "shell/app/app.h"
#include "shell/canvas/chart.h"
#include "shell/panels/analysis/check_plot.h"
#include "shell/panels/analysis/landscape_picture.h"

namespace backprop {
namespace {

void post(App& app, Intent intent) {
  app.session().post(std::move(intent));
  REQUIRE(app.session().carry_out_posted());
}

TEST_CASE("a line keeps the first, lowest, highest and last point of a column") {
  const std::vector<ImVec2> points = {{0, 5},    {0.1f, 9}, {0.2f, 1}, {0.3f, 4},
                                      {0.4f, 6}, {2, 3},    {4, 2}};
  const std::vector<ImVec2> kept = thin_out(points, 1);
  std::vector<std::pair<float, float>> places;
  for (const ImVec2 point : kept) places.emplace_back(point.x, point.y);
  CHECK(places == std::vector<std::pair<float, float>>{
                      {0, 5}, {0.1f, 9}, {0.2f, 1}, {0.4f, 6}, {2, 3}, {4, 2}});
  CHECK(thin_out({}, 1).empty());
}

TEST_CASE("a long line thins to a few points a column and loses no peak") {
  std::vector<ImVec2> points;
  for (int i = 0; i < 10000; ++i) {
    points.push_back({static_cast<float>(i) * 0.01f, i == 4321 ? 100.0f : std::sin(i * 0.3f)});
  }
  const std::vector<ImVec2> kept = thin_out(points, 1);
  CHECK(kept.size() <= 4 * 101);
  CHECK(std::ranges::any_of(kept, [](ImVec2 point) { return point.y == 100; }));
  CHECK(std::ranges::is_sorted(kept, {}, &ImVec2::x));
}

TEST_CASE("labels that would cover each other move apart and keep their order") {
  std::vector<float> places = {50, 48, 90, 49};
  spread_labels(places, 12, 0, 100);
  CHECK(places[1] < places[3]);
  CHECK(places[3] < places[0]);
  CHECK(places[0] < places[2]);
  std::vector<float> sorted = places;
  std::ranges::sort(sorted);
  for (std::size_t i = 1; i < sorted.size(); ++i) CHECK(sorted[i] - sorted[i - 1] >= 11.99f);
  std::vector<float> low = {99, 98, 100};
  spread_labels(low, 12, 0, 100);
  for (const float place : low) CHECK(place <= 100);
}

TEST_CASE("a chart's place knows its step") {
  ChartPlot plot;
  plot.min = {100, 0};
  plot.max = {300, 100};
  plot.first_step = 50;
  plot.last_step = 250;
  for (const std::int64_t step : {50, 51, 170, 250}) CHECK(plot.step_at(plot.x(step)) == step);
  CHECK(plot.step_at(-1000) == 50);
  CHECK(plot.step_at(1000) == 250);
}

TEST_CASE("scrubbing gives the bits the run had, forward and back, with changes on the way") {
  App app("dataset=xor&layers=4,3&optimizer=adam&batchSize=7&seed=5");
  std::vector<std::uint64_t> hashes = {app.session().trainer().parameter_hash()};
  const auto run = [&](int count) {
    for (int i = 0; i < count; ++i) {
      post(app, intent::Step{1});
      hashes.push_back(app.session().trainer().parameter_hash());
    }
  };
  run(20);
  post(app, intent::SetProperty{"learningRate", "0.1"});
  run(15);
  post(app, intent::EditParameter{3, 0.75f});
  hashes.back() = app.session().trainer().parameter_hash();
  run(15);
  for (const std::int64_t step : {0, 50, 17, 18, 20, 21, 34, 35, 36, 49, 3, 48}) {
    CAPTURE(step);
    post(app, intent::Scrub{step});
    CHECK(app.session().sought_step() == step);
    CHECK(app.session().trainer().step_count() == step);
    CHECK(app.session().trainer().parameter_hash() == hashes[static_cast<std::size_t>(step)]);
  }
  CHECK(app.session().trainer().experiment().learning_rate == 0.1f);
  post(app, intent::Scrub{10});
  CHECK(app.session().trainer().experiment().learning_rate == 0.03f);
  CHECK(app.session().trainer().phases_done() == kPhaseCount);  // with the numbers that led to it
  CHECK(app.session().run().history().last_step() == 50);
}

TEST_CASE("the history's marks tell what was changed and where") {
  App app("dataset=xor&layers=3&seed=2");
  post(app, intent::Step{8});
  post(app, intent::SetProperty{"learningRate", "0.3"});
  post(app, intent::Step{4});
  const History& history = app.session().run().history();
  const std::size_t index = history.mark_at(8);
  CHECK(history.mark(index).step == 8);
  CHECK(history.mark(index).changed);
  CHECK(history.mark(index).experiment.learning_rate == 0.3f);
  CHECK(history.mark(index - 1).experiment.learning_rate == 0.03f);
  CHECK_FALSE(history.mark(history.mark_at(0)).changed);
  CHECK_FALSE(history.mark(history.mark_at(11)).changed);
}

TEST_CASE("levels of loss are logarithmic between the ends and survive what is no number") {
  CHECK(loss_level(0.1, 0.1, 10) == 0);
  CHECK(loss_level(1, 0.1, 10) == Catch::Approx(0.5));
  CHECK(loss_level(10, 0.1, 10) == 1);
  CHECK(loss_level(1e30, 0.1, 10) == 1);
  CHECK(loss_level(0, 0.1, 10) == 0);
  CHECK(loss_level(std::nan(""), 0.1, 10) == 1);
  const std::vector<float> losses = {0.5f, NAN, INFINITY, 2, 0};
  const auto [low, high] = loss_range(losses);
  CHECK(low == 0.5);
  CHECK(high == 2);
  const auto [flat_low, flat_high] = loss_range(std::vector<float>{1, 1});
  CHECK(flat_high > flat_low);
  CHECK(loss_range({}).first < loss_range({}).second);
}

TEST_CASE("the loss between the cells of a slice agrees with its cells") {
  const App app("dataset=xor&layers=3&seed=2");
  Landscape landscape(app.session().trainer(),
                      random_direction(app.session().trainer().network(), 1),
                      random_direction(app.session().trainer().network(), 2), 5, 1);
  CHECK_FALSE(loss_at(landscape, 0, 0));
  while (!landscape.advance_cells(3)) {
  }
  const auto losses = landscape.losses();
  CHECK(loss_at(landscape, 0, 0) == Catch::Approx(static_cast<double>(losses[12])));
  CHECK(loss_at(landscape, -1, -1) == Catch::Approx(static_cast<double>(losses[0])));
  CHECK(loss_at(landscape, 1, -1) == Catch::Approx(static_cast<double>(losses[4])));
  CHECK(loss_at(landscape, 0.25, 0) ==
        Catch::Approx((static_cast<double>(losses[12]) + static_cast<double>(losses[13])) / 2));
  CHECK_FALSE(loss_at(landscape, 1.3, 0));
}

TEST_CASE("dots of a check lie on the diagonal where both agree, and on top of each other once") {
  GradientCheck check{true, 4, 0, 0, 0.5, {}};
  for (const double value : {-2.0, 0.0, 1e-6, 1.0, 1.0}) {
    check.entries.push_back({check.entries.size(), value, value, 0, 1, true, false});
  }
  const double reach = check_reach(check);
  CHECK(reach == 2);
  for (const GradientCheckEntry& entry : check.entries) {
    const ImVec2 place = check_dot(entry, reach);
    CHECK(place.x == place.y);
    CHECK(place.x >= 0);
    CHECK(place.x <= 1);
  }
  CHECK(check_dot(check.entries[0], reach).x == Catch::Approx(0));
  CHECK(check_dot(check.entries[1], reach).x == Catch::Approx(0.5));
  CHECK(check_dots(check, reach).size() == 3);  // 0 and 1e−6 share a place, and so do the ones
  CHECK(check_reach({true, 0, 0, 0, 0, {}}) == 1);
}

}  // namespace
}  // namespace backprop
