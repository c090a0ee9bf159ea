// Any text as a table of points: refused with a sentence, or points that are written and read
// again without change, and that make an experiment.
#include <cstddef>
#include <cstdint>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/points_csv.h"
#include "tests/fuzz/require.h"

using namespace backprop;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Problem problem : {Problem::kClassification, Problem::kRegression}) {
    const Result<CsvPoints> table = read_points_csv(text, problem);
    if (!table) {
      require(is_plain_text(table.error().message));
      continue;
    }
    require(!table->points.empty() && table->points.size() <= kMaxPoints);
    for (const Point& point : table->points) {
      require(is_coordinate(point.x1) && is_coordinate(point.x2) && is_coordinate(point.label));
      if (problem == Problem::kRegression) continue;
      require(is_class_label(point.label));
      require(static_cast<std::size_t>(point.label) < table->class_names.size());
    }
    const Result<CsvPoints> again = read_points_csv(write_points_csv(table->points), problem);
    require(again.has_value());
    require(again->points == table->points);
    Experiment experiment;
    experiment.custom_points = table->points;
    require(set_property(experiment, "dataset", "custom").has_value());
  }
  return 0;
}
