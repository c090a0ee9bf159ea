#include "shell/lessons/series.h"

#include <algorithm>

#include "engine/base/text.h"

namespace backprop {

std::vector<LessonSeries> series_of(std::span<const Lesson> lessons) {
  std::vector<LessonSeries> all;
  for (std::size_t i = 0; i < lessons.size(); ++i) {
    if (all.empty() || all.back().name != lessons[i].series) all.push_back({lessons[i].series, i});
    ++all.back().count;
  }
  return all;
}

LessonSeries series_at(std::span<const Lesson> lessons, std::size_t index) {
  const std::vector<LessonSeries> all = series_of(lessons);
  return *std::ranges::find_if(
      all, [&](const LessonSeries& series) { return index < series.first + series.count; });
}

std::vector<int> picture_sizes(std::string_view picture) {
  constexpr std::size_t kMostLayers = 4;
  constexpr int kMostNeurons = 5;
  std::vector<int> sizes;
  for (const std::string_view part : split(picture, '-', kMostLayers + 1)) {
    const auto size = parse_number<int>(part);
    if (!size || *size < 1 || *size > kMostNeurons) return {};
    sizes.push_back(*size);
  }
  return sizes.size() >= 2 && sizes.size() <= kMostLayers ? sizes : std::vector<int>();
}

}  // namespace backprop
