#include "shell/panels/frame/toolbar_actions.h"

#include "shell/app/app.h"
#include "shell/app/share.h"

namespace backprop {

namespace {

constexpr ToolbarAction kActions[] = {
    {"toolbar.lessons", "Lessons", true, [](const App&) { return Icon::kBook; },
     [](const App&) { return "Fifteen short lessons to predict, run and see"; },
     [](App& app) {
       LessonPlayer& lessons = app.lessons();
       lessons.gallery_open() ? lessons.close_gallery() : lessons.open_gallery();
     }},
    {"toolbar.share", "Share", true, [](const App&) { return Icon::kShare; },
     [](const App&) { return "Link, QR code, picture, animation; or open a link (S)"; },
     open_share},
    {"toolbar.export", "Export", false, [](const App&) { return Icon::kDownload; },
     [](const App&) { return "Save this run, take it away as code, open a file"; }, open_export},
    {"toolbar.settings", "Preferences", false, [](const App&) { return Icon::kSettings; },
     [](const App&) { return "Theme, size and motion"; },
     [](App& app) { app.view().preferences_asked = true; }},
    {"toolbar.help", "Help", false, [](const App&) { return Icon::kHelp; },
     [](const App&) { return "Keys, and what the picture says (?)"; },
     [](App& app) { app.view().help_open = !app.view().help_open; }},
};

}  // namespace

std::span<const ToolbarAction> toolbar_actions() { return kActions; }

}  // namespace backprop
