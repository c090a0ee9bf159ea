// A text field of a row or a table: Tab goes on to the next one.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

namespace backprop {

struct Canvas;

struct CellLook {
  bool changed = false;  // what is typed is not applied yet
  bool wrong = false;
  const char* hint = "";  // shown while it is empty
  bool focus = false;     // takes the keyboard in this frame
};

struct CellUse {
  bool active = false;   // the keyboard is in it
  bool changed = false;  // in this frame
  bool entered = false;  // Enter was pressed in it
};

CellUse cell_field(Canvas& canvas, std::string_view place, ImVec2 at, ImVec2 size,
                   std::string& text, const CellLook& look = {});

}  // namespace backprop
