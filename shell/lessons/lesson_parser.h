// A lesson from its text. Every line is checked at once against the run as the lines before it
// leave it, so that what is parsed can be played.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "shell/lessons/lesson.h"

namespace backprop {

// An error names its line: "line 12: there is no key "spead": …".
Result<Lesson> parse_lesson(std::string_view text);
// Several, one after the other: each begins with its line "lesson: …". Lines count in each.
Result<std::vector<Lesson>> parse_lessons(std::string_view text);

}  // namespace backprop
