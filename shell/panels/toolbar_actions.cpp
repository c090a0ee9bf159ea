#include "shell/panels/toolbar_actions.h"

#include "shell/app.h"

namespace backprop {

namespace {

constexpr ToolbarAction kActions[] = {
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
