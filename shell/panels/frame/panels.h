// The panels, one file each: every one draws itself into the current ImGui window, reads the
// trainer, changes the view or posts an intent, and never trains by itself.
#pragma once

#include <imgui.h>

namespace backprop {

class App;

struct Rect {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

// Whether the settings are in a drawer, for want of room for a column of their own.
bool settings_in_drawer(const App& app);
float lesson_width(const App& app);  // of the open lesson's column; 0 without one, and on phones

inline constexpr float kTabBarHeight = 56;  // at the bottom of phones

void draw_layout(App& app);  // places the panels below in the window

void draw_embed(App& app, Rect screen);  // instead of them, inside another page

void draw_toolbar(App& app, Rect area);
float toolbar_height();  // one row, or two on phones
void draw_data_panel(App& app, float width);      // dataset tiles and data settings
void draw_training_panel(App& app, float width);  // from the property table
void draw_network_panel(App& app, Rect area);
void draw_output_panel(App& app, Rect area);
void draw_inside_panel(App& app,
                       Rect area);  // the tabs that look inside the run, below the network
float inside_tabs_height();                   // of their row, which stays when they are closed
bool has_inside_panels();
void draw_messages(App& app);  // toasts over everything

}  // namespace backprop
