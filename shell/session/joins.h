// Which change before it a change is one with, when it is undone.
#pragma once

namespace backprop {

enum class Joins {
  kSoon,  // the same again within a second: points being painted, a key pressed again and again
  kMovement,  // that of the same movement, however long it took: a slider being dragged
  kNone,  // none: a number that was typed
};

}  // namespace backprop
