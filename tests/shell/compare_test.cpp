// Two runs side by side: the same points, seed and batches, step by step.
#include "shell/session/compare.h"
#include "engine/run/trainer_link.h"

#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "shell/app/app.h"
#include "shell/app/share.h"
#include "shell/canvas/item.h"
#include "tests/shell/platform_fake.h"

namespace backprop {
namespace {

constexpr const char* kLink = "dataset=xor&layers=4,3&batchSize=7&seed=5&learningRate=0.1";

void post(App& app, Intent intent) {
  platform::fake::now += 10;  // changes far apart in time are changes of their own
  app.session().post(std::move(intent));
  REQUIRE(app.session().carry_out_posted());
}

void set(App& app, const char* name, const char* value) {
  post(app, intent::SetProperty{name, value});
}

std::uint64_t hash_after(const std::string& link, int steps) {
  Trainer trainer = make_trainer(parse_link(link));
  trainer.steps(steps);
  return trainer.parameter_hash();
}

std::string with(const char* setting) { return std::string(kLink) + "&" + setting; }

// A run with Adam, compared with one without.
void compare_optimizers(App& app) {
  post(app, intent::Compare{true});
  set(app, "optimizer", "adam");
}

TEST_CASE("both runs are what each would be alone, at every step") {
  App app(kLink);
  CHECK(app.session().other() == nullptr);
  compare_optimizers(app);
  REQUIRE(app.session().other() != nullptr);
  for (int step = 1; step <= 40; ++step) {
    post(app, intent::Step{});
    REQUIRE(app.session().other()->trainer().step_count() == step);
    REQUIRE(app.session().trainer().parameter_hash() == hash_after(with("optimizer=adam"), step));
    REQUIRE(app.session().other()->trainer().parameter_hash() == hash_after(kLink, step));
  }
  post(app, intent::Compare{false});
  CHECK(app.session().other() == nullptr);
  CHECK(app.session().trainer().step_count() == 40);
}

TEST_CASE("a run is kept where it stands, and both start over with the first difference") {
  App app(kLink);
  post(app, intent::Step{30});
  post(app, intent::Compare{true});
  CHECK(app.session().trainer().step_count() == 30);
  CHECK(app.session().other()->trainer().step_count() == 30);
  CHECK(app.session().other()->trainer().parameter_hash() ==
        app.session().trainer().parameter_hash());
  CHECK(differences(app.session().trainer(), app.session().other()->trainer()).empty());
  set(app, "learningRate", "0.3");
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(app.session().other()->trainer().step_count() == 0);
  CHECK(app.session().trainer().parameter_hash() ==
        app.session().other()->trainer().parameter_hash());
  const auto found = differences(app.session().trainer(), app.session().other()->trainer());
  REQUIRE(found.size() == 1);
  CHECK(found[0].label == "Learning rate");
  CHECK(found[0].here == "0.3");
  CHECK(found[0].there == "0.1");
}

TEST_CASE("settings of the data go to both runs, the others to one") {
  App app(kLink);
  compare_optimizers(app);
  const struct {
    const char *name, *value;
    bool shared;
  } changes[] = {{"noise", "0.2", true},
                 {"samples", "200", true},
                 {"trainFraction", "0.7", true},
                 {"batchSize", "11", true},
                 {"seed", "9", true},
                 {"dataSeed", "3", true},
                 {"dataset", "rings", true},
                 {"activation", "relu", false},
                 {"layers", "5", false},
                 {"features", "x1,x2,x1x2", false},
                 {"initializer", "he_normal", false},
                 {"loss", "bce", false},
                 {"learningRate", "0.01", false},
                 {"regularization", "l2", false}};
  for (const auto& [name, value, shared] : changes) {
    CAPTURE(name);
    post(app, intent::Step{5});
    const std::string before =
        get_property(app.session().other()->trainer().experiment(), name).value();
    set(app, name, value);
    CHECK(get_property(app.session().trainer().experiment(), name) == value);
    CHECK(get_property(app.session().other()->trainer().experiment(), name).value() ==
          (shared ? value : before));
    CHECK(app.session().trainer().step_count() == 0);
    CHECK(app.session().other()->trainer().step_count() == 0);
    CHECK(app.session().other()->trainer().data().points == app.session().trainer().data().points);
    CHECK(app.session().other()->trainer().data().train_count ==
          app.session().trainer().data().train_count);
  }
  // The same points in the same batches.
  post(app, intent::AdvancePhase{});
  OtherRun other(Trainer(app.session().other()->trainer().experiment()));
  other.run.advance_phase();
  const auto here = app.session().trainer().batch(), there = other.trainer().batch();
  CHECK(std::vector<int>(here.begin(), here.end()) == std::vector<int>(there.begin(), there.end()));
}

TEST_CASE("another problem takes both along, whatever their losses were") {
  App app("dataset=xor&layers=4");
  post(app, intent::Compare{true});
  set(app, "loss", "bce");
  set(app, "dataset", "reg-plane");
  CHECK(app.session().other()->trainer().data().problem == Problem::kRegression);
  CHECK(app.session().other()->trainer().data().points == app.session().trainer().data().points);
  set(app, "dataset", "blobs");
  CHECK(app.session().other()->trainer().data().classes == app.session().trainer().data().classes);
  post(app, intent::Step{3});
  CHECK(app.session().other()->trainer().step_count() == 3);
}

TEST_CASE("points placed by hand are placed for both, and both go on") {
  App app(kLink);
  compare_optimizers(app);
  post(app, intent::Step{10});
  const PointEdit point = {PointEdit::Kind::kAdd, 0, {0.5f, 0.5f, 1}};
  post(app, intent::EditPoints{{point}});
  CHECK(app.session().trainer().step_count() == 10);
  CHECK(app.session().other()->trainer().step_count() == 10);
  CHECK(app.session().other()->trainer().data().points == app.session().trainer().data().points);
  post(app, intent::Step{5});
  CHECK(app.session().other()->trainer().step_count() == 15);
  post(app, intent::Undo{});
  CHECK(app.session().other()->trainer().step_count() == 10);
  CHECK(app.session().other()->trainer().data().points == app.session().trainer().data().points);
  CHECK(app.session().other()->trainer().parameter_hash() == hash_after(kLink, 10));
}

TEST_CASE("the other run goes back, forward and by phases with the one on the canvas") {
  App app(kLink);
  compare_optimizers(app);
  std::vector<std::uint64_t> hashes = {app.session().other()->trainer().parameter_hash()};
  for (int i = 0; i < 30; ++i) {
    post(app, intent::Step{});
    hashes.push_back(app.session().other()->trainer().parameter_hash());
  }
  const auto check_at = [&](std::int64_t step) {
    CHECK(app.session().trainer().step_count() == step);
    CHECK(app.session().other()->trainer().step_count() == step);
    CHECK(app.session().other()->trainer().parameter_hash() ==
          hashes[static_cast<std::size_t>(step)]);
  };
  post(app, intent::Back{});
  check_at(29);
  post(app, intent::GoTo{12});
  check_at(12);
  post(app, intent::Scrub{21});
  check_at(21);
  post(app, intent::GoTo{0});
  check_at(0);
  for (int phase = 0; phase < kPhaseCount; ++phase) {
    check_at(0);
    post(app, intent::AdvancePhase{});
  }
  check_at(1);
  post(app, intent::BackPhase{});
  check_at(0);
  post(app, intent::GoTo{30});
  check_at(30);
  post(app, intent::Restart{});
  check_at(0);
}

TEST_CASE("an edited weight is a difference, and only of the run it is edited in") {
  App app(kLink);
  post(app, intent::Compare{true});
  post(app, intent::Step{10});
  post(app, intent::EditParameter{2, 1.5F});
  CHECK(app.session().trainer().step_count() == 10);
  CHECK(app.session().other()->trainer().parameter_hash() == hash_after(kLink, 10));
  const auto found = differences(app.session().trainer(), app.session().other()->trainer());
  REQUIRE(found.size() == 1);
  CHECK(found[0].label == "Weights");
  CHECK(found[0].here != found[0].there);
}

TEST_CASE("a run that diverges stands still while the other goes on") {
  App app("dataset=reg-plane&layers=6,6&activation=linear&learningRate=10");
  post(app, intent::Compare{true});
  set(app, "learningRate", "0.01");
  post(app, intent::Step{300});
  REQUIRE(app.session().other()->trainer().divergence());
  const std::int64_t stopped = app.session().other()->trainer().step_count();
  CHECK(stopped < 300);
  CHECK(app.session().trainer().step_count() == 300);
  post(app, intent::GoTo{stopped > 0 ? stopped - 1 : 0});
  CHECK(app.session().other()->trainer().step_count() == app.session().trainer().step_count());
  CHECK_FALSE(app.session().other()->trainer().divergence());
}

TEST_CASE("swapping makes the kept run the one that is changed") {
  App app(kLink);
  compare_optimizers(app);
  post(app, intent::Step{20});
  const std::uint64_t adam = app.session().trainer().parameter_hash();
  const std::uint64_t sgd = app.session().other()->trainer().parameter_hash();
  post(app, intent::SwapRuns{});
  CHECK(app.session().trainer().parameter_hash() == sgd);
  CHECK(app.session().other()->trainer().parameter_hash() == adam);
  post(app, intent::Back{});
  CHECK(app.session().other()->trainer().parameter_hash() ==
        hash_after(with("optimizer=adam"), 19));
  set(app, "activation", "relu");
  CHECK(get_property(app.session().other()->trainer().experiment(), "activation") == "tanh");
}

TEST_CASE("comparing, swapping and stopping are undone like any change") {
  App app(kLink);
  post(app, intent::Step{20});
  const std::uint64_t alone = app.session().trainer().parameter_hash();
  compare_optimizers(app);
  post(app, intent::Step{15});
  const std::uint64_t adam = app.session().trainer().parameter_hash();
  post(app, intent::SwapRuns{});
  post(app, intent::Compare{false});
  CHECK(app.session().undo_stack().next_undo() == "Stop comparing");
  post(app, intent::Undo{});
  REQUIRE(app.session().other() != nullptr);
  CHECK(app.session().other()->trainer().parameter_hash() == adam);
  CHECK(app.session().other()->trainer().step_count() == 15);
  post(app, intent::Undo{});
  CHECK(app.session().trainer().parameter_hash() == adam);
  post(app, intent::Undo{});  // the optimizer
  CHECK(app.session().trainer().parameter_hash() == alone);
  CHECK(app.session().other()->trainer().parameter_hash() == alone);
  post(app, intent::Back{});
  CHECK(app.session().other()->trainer().step_count() == 19);
  post(app, intent::Undo{});
  CHECK(app.session().other() == nullptr);
  CHECK(app.session().trainer().parameter_hash() == alone);
  post(app, intent::Redo{});
  CHECK(app.session().other() != nullptr);
}

// --- links ---------------------------------------------------------------------------------------

TEST_CASE("a link brings both runs back at their step") {
  const char* const changes[][2] = {{"optimizer", "adam"},
                                    {"learningRate", "1"},
                                    {"layers", "6,5,4"},
                                    {"layers", ""},
                                    {"activation", "relu,sine"},
                                    {"loss", "bce"},
                                    {"outputActivation", "sigmoid"},
                                    {"outputActivation", "softmax"},
                                    {"outputPerClass", "true"},
                                    {"targetHigh", "0.9"},
                                    {"biases", "fixed"},
                                    {"features", "x1,sinx1,sinx2"},
                                    {"initializer", "zero"},
                                    {"dropout", "0.2"},
                                    {"regularization", "l1"},
                                    {"clipping", "norm"},
                                    {"schedule", "cosine"}};
  for (const auto& [name, value] : changes) {
    CAPTURE(name, value);
    App app("dataset=xor&layers=4,3&optimizer=momentum&momentum=0.8&batchSize=7&seed=5");
    post(app, intent::Compare{true});
    set(app, name, value);
    post(app, intent::Step{25});
    for (int i = 0; i < 2; ++i) {
      App again(app.link());
      CHECK(again.canvas().messages.empty());
      REQUIRE(again.session().other() != nullptr);
      CHECK(again.session().trainer().experiment() == app.session().trainer().experiment());
      CHECK(again.session().other()->trainer().experiment() ==
            app.session().other()->trainer().experiment());
      CHECK(again.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());
      CHECK(again.session().other()->trainer().parameter_hash() ==
            app.session().other()->trainer().parameter_hash());
      CHECK(again.session().other()->trainer().step_count() == 25);
      CHECK(again.link() == app.link());
      post(app, intent::SwapRuns{});  // and the other way round
    }
  }
}

TEST_CASE("a link is short, and says nothing of what is shared") {
  App app("dataset=spiral&layers=3");
  compare_optimizers(app);
  CHECK(app.link() == "v=1&dataset=spiral&layers=3&optimizer=adam&compare=optimizer%3Dsgd");
  set(app, "noise", "0.1");
  CHECK(app.link() ==
        "v=1&dataset=spiral&noise=0.1&layers=3&optimizer=adam&compare=optimizer%3Dsgd");
  post(app, intent::Compare{false});
  CHECK(app.link() == "v=1&dataset=spiral&noise=0.1&layers=3&optimizer=adam");
  CHECK(App("compare=").session().other() != nullptr);
}

TEST_CASE("edited weights of either run are in the link") {
  App app(kLink);
  post(app, intent::EditParameter{1, 0.75F});
  compare_optimizers(app);
  post(app, intent::EditParameter{1, -0.5F});
  post(app, intent::Step{10});
  App again(app.link());
  CHECK(again.canvas().messages.empty());
  CHECK(again.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());
  CHECK(again.session().other()->trainer().parameter_hash() ==
        app.session().other()->trainer().parameter_hash());

  // Edited on the way, the link starts from both as they are.
  post(app, intent::EditParameter{3, 0.25F});
  CHECK(share_links(app).at_step.empty());
  App here(app.link());
  CHECK(here.canvas().messages.empty());
  CHECK(here.session().trainer().step_count() == 0);
  CHECK(here.session().trainer().parameter_hash() == app.session().trainer().parameter_hash());
  CHECK(here.session().other()->trainer().step_count() == 0);
  CHECK(here.session().other()->trainer().parameter_hash() ==
        app.session().other()->trainer().parameter_hash());
  CHECK(share_links(app).with_weights == app.link());
}

TEST_CASE("points placed by hand are shared through a link, too") {
  App app("points=1,1,0;-1,-1,1;2,1,0;-2,1,1&trainFraction=1&layers=3");
  compare_optimizers(app);
  post(app, intent::Step{4});
  App again(app.link());
  CHECK(again.canvas().messages.empty());
  CHECK(again.session().other()->trainer().data().points == app.session().trainer().data().points);
  CHECK(again.session().other()->trainer().parameter_hash() ==
        app.session().other()->trainer().parameter_hash());
}

TEST_CASE("what a link's compare holds that cannot be used is said, and the rest is used") {
  const struct {
    const char *value, *named;
  } cases[] = {{"optimizer%3Dfast", "'fast'"},
               {"seed%3D3", "'seed'"},
               {"dataset%3Dspiral", "same in both"},
               {"step%3D100", "'step'"},
               {"points%3D1%2C1%2C0", "'points'"},
               {"compare%3Doptimizer%253Dadam", "'compare'"},
               {"networkShape%3D4", "'networkShape'"},
               {"layers%3D1000000", "layers"},
               {"weights%3DAACAPw", "their number is 1"},
               {"weights%3D!!!a", "base64"},
               {"nonsense", "nonsense"},
               {"learningRate%3Dnan%26activation%3Drelu", "learningRate"}};
  for (const auto& [value, named] : cases) {
    CAPTURE(value);
    App app(with("compare=") + value);
    REQUIRE(app.session().other() != nullptr);
    REQUIRE(app.canvas().messages.size() == 1);
    CAPTURE(app.canvas().messages[0].text);
    CHECK(app.canvas().messages[0].text.starts_with("In the run compared with: "));
    CHECK(app.canvas().messages[0].text.find(named) != std::string::npos);
    CHECK(app.session().trainer().experiment() == parse_link(kLink).experiment);
    CHECK(app.session().other()->trainer().data().points == app.session().trainer().data().points);
    const std::string activation =
        get_property(app.session().other()->trainer().experiment(), "activation").value();
    CHECK(activation == (std::string(value).ends_with("relu") ? "relu" : "tanh"));
  }
  std::string many = with("compare=");
  for (int i = 0; i < 5000; ++i) many += "a%3D" + std::to_string(i) + "%26";
  App app(many);
  CHECK(app.canvas().messages.size() < 10);
  CHECK(app.session().other() != nullptr);
}

TEST_CASE("a link to both is one that can be opened, and one without ends the comparison") {
  App app(kLink);
  compare_optimizers(app);
  bool means = false;
  CHECK(link_notes(app.link(), &means).empty());
  CHECK(means);
  app.open_link("dataset=circle");
  CHECK(app.session().other() == nullptr);
}

// --- frames --------------------------------------------------------------------------------------

TEST_CASE("both runs train and show within the same frames, whatever time these leave") {
  ImGuiContext* context = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1440, 900};
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  {
    App app(with("speed=max"));
    app.start();
    compare_optimizers(app);
    platform::fake::fragment.clear();
    post(app, intent::Play{});
    platform::fake::seconds_per_look = 0.001;
    for (int i = 0; i < 60; ++i) {
      ImGui::NewFrame();
      app.frame();
      ImGui::Render();
      REQUIRE(app.session().other()->trainer().step_count() ==
              app.session().trainer().step_count());
    }
    platform::fake::seconds_per_look = 0;
    CHECK(app.session().trainer().step_count() > 60);
    CHECK(app.session().other()->metrics.step == app.session().shown().metrics.step);
    CHECK(app.session().other()->log().entries().size() ==
          app.session().run().log().entries().size());
    CHECK(app.canvas().places.contains("output.otherPlane"));
    CHECK(app.canvas().places.contains("compare.metrics"));
    CHECK_FALSE(app.canvas().places.contains("output.compare"));
    CHECK(platform::fake::fragment.find("&compare=optimizer%3Dsgd") != std::string::npos);
    CHECK(platform::fake::kept.run.empty());

    const Paragraph lines(app.canvas().theme.fonts.regular, 13, "one\ntwo", 500);
    CHECK(lines.size().y > 20);
  }
  ImGui::DestroyContext(context);
}

}  // namespace
}  // namespace backprop
