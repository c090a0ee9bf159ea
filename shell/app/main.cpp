// The application's entry, in the window and on the page alike: one optional argument, a link.
#include <imgui.h>

#include <cstdio>
#include <string_view>

#include "shell/app/app.h"
#include "shell/app/query.h"
#include "shell/platform/platform.h"

namespace {

constexpr std::string_view kTitle = "Backprop Playground";
constexpr std::string_view kHelp =
    "Usage: backprop-playground [LINK]\n"
    "\n"
    "Opens the Backprop Playground in a window. LINK is an experiment as the page's address holds\n"
    "it after the #, for example 'dataset=spiral&layers=8,8&learningRate=0.03'; a whole address\n"
    "works too.\n"
    "\n"
    "  '?embed=network,output,play&theme=dark'  shows only these, in that theme\n"
    "  -h, --help  this text\n";

// Outlives the application, whose textures are registered with it.
struct ImGuiSession {
  ImGuiSession() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
  }
  ~ImGuiSession() { ImGui::DestroyContext(); }
  ImGuiSession(const ImGuiSession&) = delete;
  ImGuiSession& operator=(const ImGuiSession&) = delete;
};

int usage(const char* option) {
  std::fprintf(stderr, "There is no option %s.\n\n%.*s", option, static_cast<int>(kHelp.size()),
               kHelp.data());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view link, query;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "-h" || argument == "--help") {
      std::fwrite(kHelp.data(), 1, kHelp.size(), stdout);
      return 0;
    }
    if (argument.starts_with('?')) {
      query = argument;
      continue;
    }
    if (argument.starts_with('-') || !link.empty()) return usage(argv[i]);
    link = argument;
  }
  // Static, because on the page main returns at once and the browser goes on to drive the frames.
  static ImGuiSession session;
  static backprop::App app(link);
  backprop::read_query(app.session().view(), query);
  app.start();
  return backprop::platform::run(app, kTitle);
}
