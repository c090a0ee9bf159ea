#include "engine/experiment/link_points.h"

#include <optional>

#include "engine/base/text.h"
#include "engine/experiment/points.h"

namespace backprop {

std::string points_text(const std::vector<Point>& points) {
  std::string text;
  for (const Point& point : points) {
    if (!text.empty()) text += ';';
    text += number_text(point.x1) + ',' + number_text(point.x2) + ',' + number_text(point.label);
  }
  return text;
}

Result<std::vector<Point>> read_points(std::string_view text) {
  std::vector<Point> points;
  for (const std::string_view part : split(text, ';', kMaxPoints + 1)) {
    const std::string place = "point " + number_text(static_cast<std::int64_t>(points.size() + 1));
    if (points.size() == kMaxPoints) {
      return fail("there are more than " + number_text(std::int64_t{kMaxPoints}) + " points");
    }
    const std::vector<std::string_view> numbers = split(part, ',', 4);
    if (numbers.size() != 3) {
      return fail(place + " should be x1,x2,label, not " + quoted(part));
    }
    float values[3];
    for (std::size_t i = 0; i < 3; ++i) {
      const std::optional<float> number = parse_number<float>(numbers[i]);
      if (!number || !is_coordinate(*number)) {
        return fail(place + " has " + quoted(numbers[i]) + " where a number from " +
                    number_text(-kMaxCoordinate) + " to " + number_text(kMaxCoordinate) +
                    " should be");
      }
      values[i] = *number;
    }
    points.push_back({values[0], values[1], values[2]});
  }
  if (points.empty()) return fail("there are none");
  return points;
}

}  // namespace backprop
