#include "shell/panels/frame/toolbar_actions.h"

#include <cstdint>

#include "engine/run/trainer.h"
#include "shell/lessons/lesson_player.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr ToolbarAction kActions[] = {
    {"toolbar.lessons", "Lessons", true, Icon::kBook, "Lessons and worked examples",
     [](View&, LessonPlayer& lessons) {
       lessons.gallery_open() ? lessons.close_gallery() : lessons.open_gallery();
     }},
    {"toolbar.share", "Share", true, Icon::kShare,
     "Link, QR code, picture, animation; or open a link (S)",
     [](View& view, LessonPlayer&) { view.share_asked = true; }},
    {"toolbar.export", "Export", false, Icon::kDownload,
     "Save this run, take it away as code, open a file",
     [](View& view, LessonPlayer&) { view.export_asked = true; }},
    {"toolbar.settings", "Preferences", false, Icon::kSettings, "Theme, size and motion",
     [](View& view, LessonPlayer&) { view.preferences_asked = true; }},
    {"toolbar.help", "Help", false, Icon::kHelp, "Keys, and what the picture says (?)",
     [](View& view, LessonPlayer&) { view.help_open = !view.help_open; }},
};

}  // namespace

std::span<const ToolbarAction> toolbar_actions() { return kActions; }

std::string step_help(const Trainer& trainer, bool epoch) {
  const std::int64_t steps = trainer.steps_left_in_epoch();
  const std::string count = grouped(steps) + (steps == 1 ? " step" : " steps");
  if (!epoch) return "One step: one update (→). With Shift one epoch: " + count;
  return "One epoch: every training point once, " + count + " (Shift+→)";
}

}  // namespace backprop
