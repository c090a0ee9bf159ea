// The application in a window of its own: GLFW, OpenGL 3.3.
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/lessons/shipped_texts.h"
#include "shell/platform/gl_grounds.h"
#include "shell/platform/platform.h"
#include "shell/platform/whole_file.h"

namespace backprop::platform {

namespace {

constexpr int kFirstWidth = 1440, kFirstHeight = 900;
constexpr int kLeastWidth = 360, kLeastHeight = 480;
constexpr const char* kGlsl = "#version 330 core";
// After input, frames go on this long, so that hover delays and scrolling settle, and so many,
// because Dear ImGui takes a press and a release in a frame each: both count on a slow machine.
constexpr double kAwakeSeconds = 1;
constexpr int kAwakeFrames = 8;
// While nothing moves, the window looks for work this often (a file, the system's theme).
constexpr double kIdleWait = 0.5;

GLFWwindow* window = nullptr;
App* the_app = nullptr;
double awake_until = 0;
int awake_frames = 0;

void wake() {
  awake_until = seconds() + kAwakeSeconds;
  awake_frames = kAwakeFrames;
}

bool busy(const App& app) {
  return app.wants_frame() || seconds() < awake_until || awake_frames > 0 ||
         ImGui::GetIO().WantTextInput;
}

void report(int code, const char* text) { std::fprintf(stderr, "GLFW error %d: %s\n", code, text); }

// On desktops where the window is measured in pixels (Windows, X11) the content scale is larger
// than framebuffer per window; 'points' below are window units divided by what remains.
float pixels_per_point() {
  float scale = 1, unused = 1;
  glfwGetWindowContentScale(window, &scale, &unused);
  return (scale > 0 ? scale : 1) * the_app->session().view().scale;
}

float window_units_per_point() {
  int width = 0, height = 0, pixel_width = 0, pixel_height = 0;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixel_width, &pixel_height);
  if (width <= 0 || pixel_width <= 0) return 1;
  const float pixels_per_unit = static_cast<float>(pixel_width) / static_cast<float>(width);
  return pixels_per_point() / pixels_per_unit;
}

// A file dropped on the window; no more of it is read than shows that it is too large.
void open_dropped(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kMaxDocumentBytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  const std::string name = path.substr(path.find_last_of("/\\") + 1);
  if (Result<void> done = the_app->open_file(name, bytes); !done) {
    the_app->canvas().say(Message::Kind::kError, done.error().message);
  }
  wake();
}

// Our own cursor callback goes before ImGui's, which takes window units for points.
void on_cursor(GLFWwindow* target, double x, double y) {
  const double unit = window_units_per_point();
  wake();
  ImGui_ImplGlfw_CursorPosCallback(target, x / unit, y / unit);
}

void install_callbacks() {
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) {
    wake();
    ImGui_ImplGlfw_WindowFocusCallback(w, focused);
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    wake();
    ImGui_ImplGlfw_CursorEnterCallback(w, entered);
  });
  glfwSetCursorPosCallback(window, on_cursor);
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int mods) {
    wake();
    ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double x, double y) {
    wake();
    ImGui_ImplGlfw_ScrollCallback(w, x, y);
  });
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    wake();
    ImGui_ImplGlfw_KeyCallback(w, key, scancode, action, mods);
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned int c) {
    wake();
    ImGui_ImplGlfw_CharCallback(w, c);
  });
  glfwSetDropCallback(window, [](GLFWwindow*, int count, const char** paths) {
    if (count > 0) open_dropped(paths[0]);
  });
  glfwSetWindowSizeCallback(window, [](GLFWwindow*, int, int) { wake(); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow*) { wake(); });
}

void draw(App& app) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  int pixel_width = 0, pixel_height = 0;
  glfwGetFramebufferSize(window, &pixel_width, &pixel_height);
  ImGuiIO& io = ImGui::GetIO();
  const float scale = pixels_per_point();
  io.DisplaySize = {static_cast<float>(pixel_width) / scale,
                    static_cast<float>(pixel_height) / scale};
  io.DisplayFramebufferScale = {scale, scale};
  ImGui::NewFrame();
  app.frame();
  ImGui::Render();
  glViewport(0, 0, pixel_width, pixel_height);
  clear_grounds(app.canvas(), pixel_height, scale);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window);
}

bool open_window(const std::string& title) {
  glfwSetErrorCallback(report);
  if (glfwInit() == GLFW_FALSE) return false;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  window = glfwCreateWindow(kFirstWidth, kFirstHeight, title.c_str(), nullptr, nullptr);
  if (window == nullptr) {
    std::fprintf(stderr, "No window with OpenGL 3.3 could be opened.\n");
    glfwTerminate();
    return false;
  }
  glfwSetWindowSizeLimits(window, kLeastWidth, kLeastHeight, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  return true;
}

}  // namespace

int run(App& app, std::string_view title) {
  the_app = &app;
  if (!open_window(std::string(title))) return 1;
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, false);
  install_callbacks();
  ImGui_ImplOpenGL3_Init(kGlsl);
  wake();
  while (glfwWindowShouldClose(window) == GLFW_FALSE) {
    if (busy(app) && visible()) {
      glfwPollEvents();
    } else {
      glfwWaitEventsTimeout(kIdleWait);
      if (!busy(app) || !visible()) continue;
    }
    if (awake_frames > 0) --awake_frames;
    draw(app);
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  glfwDestroyWindow(window);
  glfwTerminate();
  return 0;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool visible() {
  return window == nullptr || glfwGetWindowAttrib(window, GLFW_ICONIFIED) == GLFW_FALSE;
}

// GLFW does not tell the desktop's colour scheme; GTK's variable does where it is set.
bool prefers_dark() {
  const char* theme = std::getenv("GTK_THEME");
  return theme == nullptr || std::string_view(theme).ends_with("dark");
}

bool prefers_reduced_motion() { return false; }

void save_file(std::string_view name, std::string_view bytes, std::string_view /*mime*/) {
  const std::string path(name);
  if (const Result<void> written = write_whole_file(path, bytes); !written) {
    std::fprintf(stderr, "%s could not be written: %s.\n", path.c_str(),
                 written.error().message.c_str());
  }
}

namespace {

// A file for every setting, in the user's folder for such things.
std::filesystem::path setting_file(std::string_view name) {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (config != nullptr && *config != '\0') {
    folder = config;
  } else if (home != nullptr && *home != '\0') {
    folder = std::filesystem::path(home) / ".config";
  } else {
    return {};
  }
  return folder / "backprop-playground" / name;
}

}  // namespace

std::string load_setting(std::string_view name) {
  std::ifstream file(setting_file(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void save_setting(std::string_view name, std::string_view value) {
  const std::filesystem::path path = setting_file(name);
  if (path.empty()) return;
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  (void)write_whole_file(path.string(), value);  // where nothing may be kept, nothing is
}

bool can_have(std::size_t /*bytes*/) { return true; }

bool take_memory_alarm() { return false; }

void renew_reserve() {}

bool open_dialog(std::string_view /*name*/) { return false; }

void set_fragment(std::string_view /*fragment*/, const Kept& /*kept*/) {}

std::optional<std::string_view> site_text(std::string_view name) {
  return name == "lessons" ? shipped_texts() : std::string_view();
}

LaterPart later_part() { return LaterPart::kHere; }

void want_later_part() {}

bool await_later_part() { return true; }

}  // namespace backprop::platform
