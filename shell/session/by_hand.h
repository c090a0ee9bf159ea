// What is being typed on the canvas and is not part of a run yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shell/session/hand_sheet.h"

namespace backprop {

// The row of the sample that the picture of a small network shows.
struct RowTyping {
  std::vector<std::string> shown;  // the sample's numbers as texts; other ones begin it anew
  std::vector<std::string> typed;
  std::string trouble;     // a sentence about what cannot be applied
  std::size_t wrong = 0;   // where, while there is trouble
};

// A new network on its sheet.
struct SheetTyping {
  struct Cell {
    int layer;  // of weights; −1: the cell is one of the samples
    std::size_t row, column;
  };
  HandSheet sheet;
  bool open = false;
  std::optional<Cell> active;  // had the keyboard in the frame before
  std::string focus;           // the place of the field that is to have it
};

struct ByHand {
  RowTyping row;
  SheetTyping sheet;
};

}  // namespace backprop
