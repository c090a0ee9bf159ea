// What a link hides is not on the canvas, comes back by a click, and stands in the links given out.
#include <catch2/catch_test_macros.hpp>

#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

TEST_CASE("controls that a link hides are not drawn") {
  const Frames frames;
  App all("layers=3");
  all.start();
  Frames::draw(all, 3);
  App app(
      "layers=3&hide=learningRate,dataset,problem,layers,activation,play,step,discretize,noise");
  app.start();
  Frames::draw(app, 3);
  for (const char* place :
       {"settings.learningRate", "data.dataset.circle", "data.problem.regression",
        "network.layers.add", "network.layer.1.add", "network.layer.1.activation", "toolbar.play",
        "toolbar.step", "output.discretize", "settings.noise"}) {
    INFO(place);
    CHECK(all.canvas().places.contains(place));
    CHECK_FALSE(app.canvas().places.contains(place));
  }
  for (const char* place : {"toolbar.reset", "settings.batchSize", "output.testData"}) {
    INFO(place);
    CHECK(app.canvas().places.contains(place));
  }
  CHECK(app.link() ==
        "v=1&layers=3&hide=learningRate,dataset,problem,layers,activation,play,step,discretize,"
        "noise");
  CHECK(app.canvas().messages.empty());
}

TEST_CASE("a link of TensorFlow Playground hides what it hides there") {
  const Frames frames;
  App app("networkShape=3&xSquared_hide=true&noise_hide=true&resetButton_hide=true");
  app.start();
  Frames::draw(app, 3);
  CHECK_FALSE(app.canvas().places.contains("toolbar.reset"));
  CHECK_FALSE(app.canvas().places.contains("settings.noise"));
  CHECK(app.canvas().places.contains("toolbar.play"));
  const App again(app.link());
  CHECK(again.session().view().hidden == app.session().view().hidden);
  app.open_link("layers=3");
  CHECK(app.session().view().hidden.empty());
}

TEST_CASE("a step is one update, an epoch every training point once") {
  const Frames frames;
  App app("dataset=xor&samples=100&trainFraction=0.5&batchSize=8");
  app.start();
  Frames::draw(app, 2);
  Frames::click(app, "toolbar.step");
  CHECK(app.session().trainer().step_count() == 1);
  CHECK(app.session().trainer().steps_left_in_epoch() == 6);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  Frames::click(app, "toolbar.step");
  CHECK(app.session().trainer().step_count() == 7);
  CHECK(app.session().trainer().epoch() == 1);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_RightArrow, true);
  Frames::draw(app, 2, 0.01);
  ImGui::GetIO().AddKeyEvent(ImGuiKey_RightArrow, false);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  Frames::draw(app, 2, 0.01);
  CHECK(app.session().trainer().step_count() == 14);
  CHECK(app.session().trainer().epoch() == 2);
}

}  // namespace
}  // namespace backprop
