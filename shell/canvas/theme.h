// Colours, fonts and measures of the canvas. The tokens are those of the design.
#pragma once

#include <imgui.h>

namespace backprop {

struct Palette {
  ImU32 ground, panel, raised, line;
  ImU32 text, dim, faint;
  ImU32 negative, zero, positive;
  ImU32 selection;
  ImU32 other;  // the run compared with
  ImU32 good, warning, error;
  ImU32 classes[6];  // classes 0 and 1 are negative and positive; further ones Okabe-Ito
};

struct Fonts {
  ImFont* regular = nullptr;   // Inter with tabular digits, mathematical signs merged in
  ImFont* semibold = nullptr;
};

inline constexpr float kTextSize = 13, kHeadingSize = 12, kNumberSize = 22, kSmallSize = 11;
inline constexpr float kUnit = 4;           // spacing is in steps of this
inline constexpr float kPanelPadding = 16;
inline constexpr float kCornerRadius = 8;

struct Theme {
  bool dark = true;
  Palette palette{};
  Fonts fonts;

  // Loads the fonts into the atlas; once, after ImGui::CreateContext.
  void load_fonts();
  // Sets palette and ImGui style.
  void apply(bool dark);
  // Once a frame: edges, and inside the first window text, at the device's resolution.
  static void sharpen_edges();
  void sharpen_text() const;
};

// The colour of a value in −1 … 1: negative over zero to positive.
ImU32 value_color(const Palette& palette, float value, float alpha = 1);
// The colour of a number by its sign, dark enough to be read on a light ground; dim for zero.
ImU32 number_color(const Theme& theme, double value);
ImU32 with_alpha(ImU32 color, float alpha);  // alpha multiplies the colour's own
ImU32 mix(ImU32 a, ImU32 b, float t);        // linear in sRGB

}  // namespace backprop
