// Lessons that belong together: a course, with a heading and a progress of its own.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "shell/lessons/lesson.h"

namespace backprop {

// Lessons of one series that follow one another.
struct LessonSeries {
  std::string_view name;  // empty: of none
  std::size_t first = 0, count = 0;
};
std::vector<LessonSeries> series_of(std::span<const Lesson> lessons);
// The one that the lesson at `index`, which exists, is in.
LessonSeries series_at(std::span<const Lesson> lessons, std::size_t index);

// The layers of a picture of a network, inputs first: 2, 2, 1 of "2-2-1". Empty where the text
// names none: it takes 2 to 4 layers of 1 to 5 each.
std::vector<int> picture_sizes(std::string_view picture);

}  // namespace backprop
