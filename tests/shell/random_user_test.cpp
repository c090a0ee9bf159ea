// A user who does anything at all, by a seed: clicks, drags, wheel and keys on whatever is there,
// in windows of many sizes. What touches memory it should not is found by the sanitized build. By
// hand as many things as one likes: BACKPROP_SEEDS=1,2,3 BACKPROP_EVENTS=5000 shell_tests "[random
// user]".
// With BACKPROP_TELL=1 it says each of them.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/math/random.h"
#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

constexpr std::array kRandomLinks = {
    "",
    "dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5&speed=max",
    "dataset=rings&classes=3&loss=cross_entropy&layers=8,8&optimizer=adam&compare=optimizer%3Dsgd",
    "problem=regression&dataset=plane&activation=relu&learningRate=10&layers=4&speed=max",
    "dataset=custom",
    "example=nielsen",
    "example=mazur",
    "lesson=vanishing-gradients",
    "layers=&dataset=gauss&batchSize=1",
};
constexpr std::array kRandomSizes = {ImVec2{1440, 900}, ImVec2{1024, 768}, ImVec2{390, 844},
                                     ImVec2{700, 500}, ImVec2{2560, 1440}};
constexpr std::array kRandomKeys = {
    ImGuiKey_Space,  ImGuiKey_RightArrow, ImGuiKey_LeftArrow, ImGuiKey_UpArrow,  ImGuiKey_DownArrow,
    ImGuiKey_P,      ImGuiKey_R,          ImGuiKey_C,         ImGuiKey_S,        ImGuiKey_M,
    ImGuiKey_E,      ImGuiKey_Escape,     ImGuiKey_Tab,       ImGuiKey_Enter,    ImGuiKey_Backspace,
    ImGuiKey_Delete, ImGuiKey_Home,       ImGuiKey_End,       ImGuiKey_PageDown, ImGuiKey_1,
    ImGuiKey_3,      ImGuiKey_5,          ImGuiKey_Slash,     ImGuiKey_F2,
};
constexpr std::array kRandomTexts = {"0.3", "-1", "1e9", "nan", "8,8", "64", "3", "x1", "²"};

class RandomUser {
 public:
  RandomUser(App& app, std::uint64_t seed) : app_(app), random_(seed, Random::Stream::kData) {}

  // Does one thing; says what, for whoever looks for a fault.
  std::string act() {
    ImGuiIO& io = ImGui::GetIO();
    const std::size_t kind = below(100);
    if (kind < 40) return click(below(10) == 0 ? 1 : 0, below(8) == 0 ? 2 : 1);
    if (kind < 50) return drag();
    if (kind < 54) {
      io.AddMouseWheelEvent(0, static_cast<float>(below(9)) - 4);
      Frames::draw(app_, 2, 0.02);
      return "wheel";
    }
    if (kind < 60) {
      const std::string over = move();
      Frames::draw(app_, 3, 0.3);  // long enough for what is said of it
      return "over " + over;
    }
    if (kind < 84) return press(kRandomKeys[below(kRandomKeys.size())]);
    if (kind < 90) {
      io.AddKeyEvent(ImGuiMod_Ctrl, true);
      const std::string key = press(below(3) > 0 ? ImGuiKey_Z : ImGuiKey_Y);
      io.AddKeyEvent(ImGuiMod_Ctrl, false);
      return "undo or redo by " + key;
    }
    if (kind < 95) {
      const char* text = kRandomTexts[below(kRandomTexts.size())];
      io.AddInputCharactersUTF8(text);
      Frames::draw(app_, 2, 0.02);
      return std::string("types ") + text + ", " + press(ImGuiKey_Enter);
    }
    if (kind < 97) {
      io.DisplaySize = kRandomSizes[below(kRandomSizes.size())];
      Frames::draw(app_, 3, 0.1);
      return "another size";
    }
    const char* link = kRandomLinks[below(kRandomLinks.size())];
    app_.open_link(link);
    Frames::draw(app_, 3, 0.1);
    return std::string("opens ") + link;
  }

 private:
  std::size_t below(std::size_t count) { return random_.below(static_cast<std::uint32_t>(count)); }

  // To something that is there; kinds of things first, or the many neurons and edges would have
  // all.
  std::string move() {
    const std::vector<std::string_view> names = app_.canvas().places.names();
    std::set<std::string_view> kinds;
    const auto kind_of = [](std::string_view name) {
      const std::size_t dot = name.find('.');
      return name.substr(0, name.find('.', dot == name.npos ? 0 : dot + 1));
    };
    for (const std::string_view name : names) kinds.insert(kind_of(name));
    if (kinds.empty()) return "nothing";
    const std::string_view kind = *std::next(kinds.begin(), static_cast<long>(below(kinds.size())));
    std::vector<std::string_view> those;
    for (const std::string_view name : names) {
      if (kind_of(name) == kind) those.push_back(name);
    }
    const std::string name(those[below(those.size())]);
    const Place place = *app_.canvas().places.find(name);
    const auto inside = [&](float from, float size) {
      return from + size * static_cast<float>(below(1000)) / 1000;
    };
    ImGui::GetIO().AddMousePosEvent(inside(place.x, place.width), inside(place.y, place.height));
    return name;
  }

  std::string click(int button, int times) {
    ImGuiIO& io = ImGui::GetIO();
    const std::string on = move();
    Frames::draw(app_, 2, 0.02);
    for (int i = 0; i < times; ++i) {
      io.AddMouseButtonEvent(button, true);
      Frames::draw(app_, 1, 0.02);
      io.AddMouseButtonEvent(button, false);
      Frames::draw(app_, 2, 0.02);
    }
    return "click on " + on;
  }

  std::string drag() {
    ImGuiIO& io = ImGui::GetIO();
    const std::string from = move();
    Frames::draw(app_, 2, 0.02);
    io.AddMouseButtonEvent(0, true);
    Frames::draw(app_, 1, 0.02);
    std::string to;
    for (std::size_t steps = 1 + below(4); steps > 0; --steps) {
      to = move();
      Frames::draw(app_, 1, 0.02);
    }
    io.AddMouseButtonEvent(0, false);
    Frames::draw(app_, 2, 0.02);
    return "drag " + from + " to " + to;
  }

  std::string press(ImGuiKey key) {
    ImGuiIO& io = ImGui::GetIO();
    const bool shift = below(8) == 0;
    if (shift) io.AddKeyEvent(ImGuiMod_Shift, true);
    io.AddKeyEvent(key, true);
    Frames::draw(app_, 1, 0.02);
    io.AddKeyEvent(key, false);
    if (shift) io.AddKeyEvent(ImGuiMod_Shift, false);
    Frames::draw(app_, 2, 0.02);
    return std::string("key ") + ImGui::GetKeyName(key);
  }

  App& app_;
  Random random_;
};

std::vector<std::uint64_t> seeds_asked_for() {
  const char* text = std::getenv("BACKPROP_SEEDS");
  std::istringstream list(text != nullptr ? text : "1,2,3,4");
  std::vector<std::uint64_t> seeds;
  for (std::string seed; std::getline(list, seed, ',');) seeds.push_back(std::stoull(seed));
  return seeds;
}

}  // namespace

TEST_CASE("whatever is done, the canvas stands and its numbers are one run's", "[random user]") {
  const char* wanted = std::getenv("BACKPROP_EVENTS");
  const int events = wanted != nullptr ? std::atoi(wanted) : 300;
  const bool told = std::getenv("BACKPROP_TELL") != nullptr;
  for (const std::uint64_t seed : seeds_asked_for()) {
    const Frames frames;
    platform::fake::seconds_per_look = 0.001;  // or training at full speed would never end
    App app(kRandomLinks[seed % kRandomLinks.size()]);
    app.start();
    Frames::draw(app, 3);
    RandomUser user(app, seed);
    std::string done;
    for (int i = 0; i < events; ++i) {
      const std::string now = user.act();
      if (told)
        std::fprintf(stderr, "%llu.%d: %s\n", static_cast<unsigned long long>(seed), i,
                     now.c_str());
      done = now + "; " + done.substr(0, 400);
      INFO("seed " << seed << ", thing " << i << "; the last first: " << done);
      REQUIRE(!app.canvas().places.names().empty());
    }
    // Whatever became of it, its link is a link.
    CHECK(parse_strict_link(app.link()));
  }
}

}  // namespace backprop
