#include "shell/panels/toolbar_actions.h"

#include "shell/app.h"
#include "shell/share.h"

namespace backprop {

namespace {

constexpr ToolbarAction kActions[] = {
    {"toolbar.lessons", "Lessons", [](const App&) { return Icon::kHelp; },
     [](const App&) { return "Fifteen short lessons to predict, run and see"; },
     [](App& app) {
       LessonPlayer& lessons = app.lessons();
       lessons.gallery_open() ? lessons.close_gallery() : lessons.open_gallery();
     }},
    {"toolbar.share", "Share", [](const App&) { return Icon::kShare; },
     [](const App&) { return "Link, QR code, picture, animation; or open a link (S)"; },
     open_share},
    {"toolbar.export", nullptr, [](const App&) { return Icon::kDownload; },
     [](const App&) { return "Save this run, take it away as code, open a file"; }, open_export},
    {"toolbar.theme", nullptr,
     [](const App& app) { return app.theme().dark ? Icon::kSun : Icon::kMoon; },
     [](const App& app) { return app.theme().dark ? "Light theme" : "Dark theme"; },
     [](App& app) {
       app.view().theme = app.theme().dark ? ThemeChoice::kLight : ThemeChoice::kDark;
     }},
};

}  // namespace

std::span<const ToolbarAction> toolbar_actions() { return kActions; }

}  // namespace backprop
