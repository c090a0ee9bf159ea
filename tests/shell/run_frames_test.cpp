// Training between frames: as much as a frame allows, and a click before all of it.
#include <imgui.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <functional>

#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

// One frame at 60 a second, and the steps taken in it.
std::int64_t steps_of_frame(App& app) {
  const std::int64_t before = app.session().trainer().step_count();
  Frames::draw(app, 1, 0.016);
  return app.session().trainer().step_count() - before;
}

TEST_CASE("at full speed a frame trains for as long as it may, but for one with a click") {
  const Frames frames;
  platform::fake::seconds_per_look = 0.001;  // so that budgets end
  App app("#dataset=xor&speed=max");
  app.start();
  app.session().post(intent::Play{});
  Frames::draw(app, 1, 0.016);
  for (int i = 0; i < 5; ++i) CHECK(steps_of_frame(app) > 3);
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(720, 890);
  io.AddMouseButtonEvent(0, true);
  io.AddMouseButtonEvent(0, false);
  int clicks = 0;
  for (int i = 0; i < 6; ++i) {
    const std::int64_t steps = steps_of_frame(app);
    const bool click = std::ranges::any_of(io.MouseClicked, std::identity()) ||
                       std::ranges::any_of(io.MouseReleased, std::identity());
    CHECK((steps > 3) == !click);
    clicks += click ? 1 : 0;
  }
  CHECK(clicks == 2);
  CHECK(app.session().playing());
}

TEST_CASE("maps are coarser while it trains where they take too long, and fine when it stops") {
  const Frames frames;
  platform::fake::seconds_per_look = 0.002;
  App app("#dataset=xor&speed=60");
  app.start();
  Frames::draw(app, 1, 0.016);
  CHECK(app.session().shown().probe.resolution() == MapDetail::kFine);
  app.session().post(intent::Play{});
  Frames::draw(app, 3, 0.016);
  CHECK(app.session().shown().probe.resolution() == MapDetail::kCoarse);
  app.session().post(intent::Pause{});
  CHECK(app.wants_frame());
  Frames::draw(app, 1, 0.016);
  CHECK(app.session().shown().probe.resolution() == MapDetail::kFine);
  Frames::draw(app, 40, 0.016);  // the address follows, a moment later
  CHECK_FALSE(app.wants_frame());

  platform::fake::seconds_per_look = 0.0002;  // a faster machine
  app.session().post(intent::Play{});
  Frames::draw(app, 30, 0.016);
  CHECK(app.session().shown().probe.resolution() == MapDetail::kFine);
}

}  // namespace
}  // namespace backprop
