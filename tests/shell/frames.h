// Frames without a window, for tests of the shell: Dear ImGui draws into lists that nobody shows,
// in a world (platform_fake.h) that is as new.
#pragma once

#include <imgui.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "shell/app/app.h"
#include "tests/shell/platform_fake.h"

namespace backprop {

class Frames {
 public:
  Frames() : context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1440, 900};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    reset();
  }
  ~Frames() {
    ImGui::DestroyContext(context_);
    reset();
  }
  Frames(const Frames&) = delete;
  Frames& operator=(const Frames&) = delete;

  // Some frames, so many seconds apart. Every few tenths of a second the address is told.
  static void draw(App& app, int count = 3, double apart = 0.5) {
    for (int i = 0; i < count; ++i) {
      platform::fake::now += apart;
      ImGui::NewFrame();
      app.frame();
      ImGui::Render();
    }
  }

  // A click on a widget by the name of its place, which a frame before has drawn.
  static void click(App& app, std::string_view name) {
    const Place* place = app.canvas().places.find(name);
    if (place == nullptr) throw std::runtime_error("no widget " + std::string(name));
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(place->x + place->width / 2, place->y + place->height / 2);
    draw(app, 2);
    io.AddMouseButtonEvent(0, true);
    draw(app, 1);
    io.AddMouseButtonEvent(0, false);
    draw(app, 2);
  }

 private:
  static void reset() {
    namespace fake = platform::fake;
    fake::settings.clear();
    fake::fragment.clear();
    fake::kept = {};
    fake::fragments_set = 0;
    fake::seconds_per_look = 0;
    fake::memory_left = ~std::size_t{0};
    fake::memory_alarm = false;
    fake::later = platform::LaterPart::kHere;
    fake::later_can_be_had = true;
    fake::later_wanted = false;
  }

  ImGuiContext* context_;
};

}  // namespace backprop
