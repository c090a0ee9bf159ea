// What is being typed on the canvas and is not part of a run yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/insight/nudge.h"
#include "shell/session/hand_sheet.h"

namespace backprop {

// The row of the sample that the picture of a small network shows.
struct RowTyping {
  std::vector<std::string> shown;  // the sample's numbers as texts; other ones begin it anew
  std::vector<std::string> typed;
  std::string trouble;     // a sentence about what cannot be applied
  std::size_t wrong = 0;   // where, while there is trouble
};

// The value of a weight or bias on its slider.
struct ParameterSliding {
  std::optional<Nudge> nudge;   // the loss over it, from where it was when the slider came to it
  std::uint64_t revision = 0;   // the trainer's when it was last seen to be of that
  double renewed = 0;           // when, in seconds
  bool held = false;            // by mouse, finger or keys, in the frame before …
  bool moved = false;           // … and has changed the parameter since
};

// The same in its field.
struct ParameterTyping {
  std::string shown;  // as it was when the field came to it
  std::string typed;
  std::string trouble;  // a sentence about what cannot be applied
  bool focus = false;   // the field is to have the keyboard
  bool renewed = false;  // `typed` is not what was typed: the field takes it
  bool asked = false;    // a lesson wants it open
  float width = 0, height = 0;  // of the window around it, once it was drawn
  ParameterSliding sliding;
};

// A new network on its sheet.
struct SheetTyping {
  struct Cell {
    int layer;  // of weights; −1: the cell is one of the samples
    std::size_t row, column;
  };
  HandSheet sheet;
  bool open = false;
  bool of_link = false;        // it came with a link, not from the gallery
  // The run that was playing behind it and goes on when it is closed, as runs_replaced() counts.
  std::optional<std::uint64_t> resumes;
  std::optional<Cell> active;  // had the keyboard in the frame before
  std::string focus;           // the place of the field that is to have it
  bool busy = false;  // a field or a list was open in the frame before: Escape closed that
};

struct ByHand {
  // The run, as runs_replaced() counts, of which the microscope was asked for the batch's mean.
  std::optional<std::uint64_t> mean_wanted;
  RowTyping row;
  ParameterTyping parameter;
  SheetTyping sheet;
};

}  // namespace backprop
