// The tabs below the network, which look inside the run: one row each, read by the row of tabs, by
// lessons and by whatever asks where a tab stands. What a tab draws is said in
// shell/panels/inside/inside_panel.cpp, which does not compile without it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace backprop {

enum class InsideTab {
  kMicroscope,
  kRoutes,
  kMatrices,
  kFlow,
  kLandscape,
  kHistory,
  kCheck,
  kCost
};

struct InsideTabEntry {
  InsideTab tab;
  std::string_view name;  // in lessons and links: "flow"
  const char* label;      // on the canvas: "Flow"
  const char* place;      // the name of its widget: "inside.flow"
};

inline constexpr std::array kInsideTabs = {
    InsideTabEntry{InsideTab::kMicroscope, "microscope", "Microscope", "inside.microscope"},
    InsideTabEntry{InsideTab::kRoutes, "routes", "Routes", "inside.routes"},
    InsideTabEntry{InsideTab::kMatrices, "matrices", "Matrices", "inside.matrices"},
    InsideTabEntry{InsideTab::kFlow, "flow", "Flow", "inside.flow"},
    InsideTabEntry{InsideTab::kLandscape, "landscape", "Landscape", "inside.landscape"},
    InsideTabEntry{InsideTab::kHistory, "history", "History", "inside.history"},
    InsideTabEntry{InsideTab::kCheck, "check", "Check", "inside.check"},
    InsideTabEntry{InsideTab::kCost, "cost", "Cost", "inside.cost"},
};

static_assert([] {
  for (std::size_t i = 0; i < kInsideTabs.size(); ++i) {
    const InsideTabEntry& entry = kInsideTabs[i];
    if (entry.tab != static_cast<InsideTab>(i) || entry.name.empty()) return false;
    if (std::string_view(entry.place).substr(std::string_view("inside.").size()) != entry.name) {
      return false;
    }
  }
  return true;
}());

}  // namespace backprop
