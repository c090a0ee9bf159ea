// The keys of a lesson's step that say what the canvas shows: read, and checked against the run as
// it is so far.
#pragma once

#include <span>
#include <string_view>

#include "shell/lessons/lesson.h"

namespace backprop {

struct LessonShowKey {
  std::string_view name;
  Result<void> (*read)(LessonStep& step, std::string_view value, const Trainer& trainer);
};
std::span<const LessonShowKey> lesson_show_keys();

// Of the phases a lesson can lead to, "forward" to "gradients", how many are done then; 0: none.
int phases_for(std::string_view phase);

}  // namespace backprop
