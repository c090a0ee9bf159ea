// A slider by itself: a thin track, filled up to a round knob.
#pragma once

#include <imgui.h>

#include <span>
#include <string_view>

namespace backprop {

struct Canvas;

// Where values lie between a slider's ends: stops are evenly spaced; without stops the scale is
// linear or logarithmic.
struct SliderScale {
  double min, max;
  bool logarithmic = false;
  std::span<const double> stops = {};

  double to_fraction(double value) const;    // 0 … 1
  double from_fraction(double fraction) const;  // with stops, the nearest one
  // The next value up (direction 1) or down (−1), for the keyboard.
  double neighbour(double value, int direction) const;

 private:
  double stop_position(double value) const;
  double rounded(double value) const;
};

// Of the round knob: its middle goes from so far inside of the left end to as far of the right one.
float knob_radius();

struct SliderUse {
  bool changed = false;
  bool wants_typing = false;  // ctrl+click, or Enter while it has the focus
};

// Drag, arrow keys while focused, double click for the default.
SliderUse slider(Canvas& canvas, std::string_view place, ImVec2 size, const SliderScale& scale,
                 double* value, double default_value, const char* help);

}  // namespace backprop
