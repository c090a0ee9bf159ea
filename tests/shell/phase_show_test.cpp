// How the picture follows a step that is taken phase by phase.
#include "shell/session/phase_show.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <optional>

#include "engine/insight/one_sample.h"
#include "shell/app/app.h"
#include "shell/panels/network/network_numbers.h"
#include "shell/panels/network/network_phases.h"
#include "shell/session/looked_at.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

Trainer make_trainer() {
  Experiment experiment;
  REQUIRE(set_property(experiment, "layers", "4,3,2"));
  return Trainer(experiment);
}

TEST_CASE("values come to exist as the lights pass, forward and back") {
  Trainer trainer = make_trainer();
  PhaseShow show;
  constexpr int kLayers = 4;  // three hidden ones and the output
  trainer.advance_phase();
  show.follow(trainer, true, 0, false, 100);
  CHECK(show.phase() == 1);
  CHECK(show.moving());
  CHECK(show.has_activation(-1, kLayers));
  CHECK_FALSE(show.has_activation(0, kLayers));
  show.follow(trainer, true, 0, false, 100.6);
  CHECK(show.has_activation(1, kLayers));
  CHECK_FALSE(show.has_activation(3, kLayers));
  CHECK_FALSE(show.has_delta(3, kLayers));
  show.follow(trainer, true, 0, false, 103);
  CHECK_FALSE(show.moving());
  CHECK(show.has_activation(3, kLayers));

  trainer.advance_phase();
  trainer.advance_phase();
  show.follow(trainer, true, 0, false, 110);
  CHECK(show.has_delta(3, kLayers));
  CHECK_FALSE(show.has_delta(2, kLayers));
  CHECK(show.has_activation(0, kLayers));
  show.follow(trainer, true, 0, false, 112);
  CHECK(show.has_delta(0, kLayers));
}

TEST_CASE("nothing moves for who does not want motion, and whole steps are not staged") {
  Trainer trainer = make_trainer();
  PhaseShow show;
  trainer.advance_phase();
  show.follow(trainer, true, 0, true, 5);
  CHECK(show.phase() == 1);
  CHECK_FALSE(show.moving());
  CHECK(show.has_activation(3, 4));
  trainer.step();
  show.follow(trainer, false, 60, false, 6);
  CHECK(show.phase() == 0);
  CHECK_FALSE(show.moving());
}

TEST_CASE("while phases play their lights arrive before the next one") {
  Trainer trainer = make_trainer();
  PhaseShow show;
  trainer.advance_phase();
  show.follow(trainer, true, 3, false, 0);
  show.follow(trainer, true, 3, false, 0.3);
  CHECK_FALSE(show.moving());
  CHECK(show.readable());
  show.follow(trainer, true, 15, false, 0.3);
  CHECK_FALSE(show.readable());
}

TEST_CASE("a key jumps to its phase, in this step or the next") {
  App app("dataset=xor&layers=3");
  struct Jump {
    int phase;
    int done;
    std::int64_t step;
  };
  for (const Jump jump : {Jump{2, 3, 0}, {3, 4, 0}, {0, 1, 1}, {4, 5, 2}, {4, 5, 3}}) {
    app.session().post(intent::ToPhase{jump.phase});
    REQUIRE(app.session().carry_out_posted());
    CHECK(app.session().trainer().phases_done() == jump.done);
    CHECK(app.session().trainer().step_count() == jump.step);
  }
}

TEST_CASE("pictures have the values of the sample that is looked at, also outside the batch") {
  const Frames frames;
  App app("dataset=xor&layers=3,2");
  app.start();
  Session& session = app.session();
  const auto look_at = [&](std::optional<int> point) {
    session.view().selected_point = point;
    Frames::draw(app, 1);
    return values_of(session.trainer(), session.shown().sample);
  };
  session.post(intent::ToPhase{3});
  REQUIRE(session.carry_out_posted());
  const Trainer& trainer = session.trainer();
  const Workspace& workspace = trainer.workspace();
  const int chosen = trainer.batch()[2];
  const SampleValues inside = look_at(chosen);
  CHECK(&inside.workspace == &workspace);
  CHECK(inside.column == 2);
  CHECK(shown_value(workspace, workspace.layers[0].a, 1, 2) == workspace.a(0, 1, 2));
  const std::size_t weight = trainer.network().weight_index(1, 0, 1);
  CHECK(shown_edge_values(session, EdgeMode::kGradient)[weight] ==
        workspace.delta(1, 0, 2) * workspace.a(0, 1, 2));
  const float delta = workspace.delta(0, 0, 2);

  look_at(std::nullopt);
  CHECK(session.shown().sample.column == -1);
  CHECK(shown_edge_values(session, EdgeMode::kGradient)[weight] ==
        workspace.data_gradients[weight]);
  double sum = 0;
  for (int s = 0; s < workspace.samples; ++s) sum += static_cast<double>(workspace.a(0, 1, s));
  CHECK(static_cast<double>(shown_value(workspace, workspace.layers[0].a, 1, -1)) ==
        Catch::Approx(sum / workspace.samples));

  int outside = 0;
  while (std::ranges::find(trainer.batch(), outside) != trainer.batch().end()) ++outside;
  const SampleValues alone = look_at(outside);
  CHECK(&alone.workspace != &workspace);
  // Its δ is that of the network of this step: the same sample, in the batch and by itself.
  const Workspace passed = pass_alone(trainer, chosen);
  CHECK(passed.delta(0, 0, 0) == delta);
}

TEST_CASE("a phase that is pressed takes one sample, unless the mean was asked for") {
  App app("dataset=xor&layers=3,2");
  Session& session = app.session();
  const auto press = [&](int phase) {
    session.post(intent::ToPhase{phase});
    session.post(intent::LookAtOne{});
    REQUIRE(session.carry_out_posted());
  };
  press(0);
  const std::optional<int> first = session.view().selected_point;
  REQUIRE(first);
  const Trainer& trainer = session.trainer();
  const auto error_of = [&](int column) {
    return std::abs(trainer.workspace().a(trainer.network().layer_count() - 1, 0, column) -
                    trainer.workspace().targets[static_cast<std::size_t>(column)]);
  };
  const auto at = std::ranges::find(trainer.batch(), *first) - trainer.batch().begin();
  for (int s = 0; s < trainer.workspace().samples; ++s) {
    CHECK(error_of(s) <= error_of(static_cast<int>(at)));
  }
  press(4);
  press(0);  // of another batch
  CHECK(session.view().selected_point == first);
  want_mean(session);
  press(1);
  CHECK_FALSE(session.view().selected_point);
}

TEST_CASE("the widths of an update grow from the old weights to the new ones") {
  Trainer trainer = make_trainer();
  const std::vector<float> before(trainer.network().parameters().begin(),
                                  trainer.network().parameters().end());
  trainer.step();
  const std::vector<Edge> old = collect_edges(trainer, {EdgeMode::kWeight, 5}, 1);
  for (const Edge& edge : old) {
    CHECK(static_cast<double>(edge.value) ==
          Catch::Approx(static_cast<double>(before[edge.parameter])).margin(1e-6));
  }
}

TEST_CASE("numbers on edges keep clear of each other and of what is taken") {
  const Trainer trainer = make_trainer();
  const std::vector<int> counts = {2, 4, 3, 2, 1};
  const NetworkLayout layout = layout_network({{0, 0}, {900, 500}}, counts);
  const std::vector<Edge> edges = collect_edges(trainer, {EdgeMode::kWeight, 5});
  const ImVec2 size = {44, 14};
  const auto places = place_numbers(layout, edges, size, {});
  REQUIRE(places.size() == edges.size());
  int placed = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i]) continue;
    ++placed;
    for (std::size_t j = 0; j < i; ++j) {
      if (!places[j]) continue;
      const bool apart = std::abs(places[i]->x - places[j]->x) >= size.x ||
                         std::abs(places[i]->y - places[j]->y) >= size.y;
      CHECK(apart);
    }
  }
  CHECK(placed > 15);
  const auto none = place_numbers(layout, edges, size, {{{0, 0}, {900, 500}}});
  for (const auto& place : none) CHECK_FALSE(place);
}

}  // namespace
}  // namespace backprop
