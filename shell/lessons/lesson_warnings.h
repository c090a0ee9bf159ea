// What a lesson may say and still be wrong in: for whoever writes one.
#pragma once

#include <string>
#include <vector>

#include "shell/lessons/lesson.h"

namespace backprop {

// As many as a student reads in a few minutes, between two runs.
inline constexpr int kMaxLessonWords = 350;

struct LessonWarning {
  int line;  // of the step; of the lesson's link
  std::string text;
};

// Figures in what is told after an answer or a run that are neither a {quantity} nor {=
// arithmetic}; numbers of the run with no check beside them; too many words.
std::vector<LessonWarning> warnings_of(const Lesson& lesson);

// Of all that a student reads.
int word_count(const Lesson& lesson);

}  // namespace backprop
