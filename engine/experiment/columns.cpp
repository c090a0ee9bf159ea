#include "engine/experiment/columns.h"

namespace backprop {

namespace {

// Columns first, first + 1, … of a table's rows as the network sees them, [column][stride].
void fill_columns_of(const SampleTable& table, std::size_t first, int count,
                     std::span<const int> rows, std::size_t stride, float* values) {
  for (std::size_t column = first; column < first + static_cast<std::size_t>(count); ++column) {
    for (std::size_t s = 0; s < rows.size(); ++s) {
      values[s] = table.seen(static_cast<std::size_t>(rows[s]), column);
    }
    values += stride;
  }
}

}  // namespace

void fill_features(const Experiment& experiment, std::span<const Point> points,
                   std::span<const int> origins, std::size_t stride, float* features) {
  if (experiment.uses_table) {
    const auto count = static_cast<int>(experiment.features.size());
    fill_columns_of(*experiment.table, 0, count, origins, stride, features);
    return;
  }
  for (const Feature* feature : experiment.features) {
    for (std::size_t s = 0; s < points.size(); ++s) {
      features[s] = static_cast<float>(
          feature->value(static_cast<double>(points[s].x1), static_cast<double>(points[s].x2)));
    }
    features += stride;
  }
}

void fill_targets(const Experiment& experiment, std::span<const Point> points,
                  std::span<const int> origins, std::size_t stride, float* targets) {
  const bool regression = experiment.problem == Problem::kRegression;
  const float low = experiment.target_low, high = experiment.target_high;
  const int outputs = experiment.output_count();
  if (experiment.uses_table && regression) {
    const SampleTable& table = *experiment.table;
    fill_columns_of(table, table.inputs.size(), outputs, origins, stride, targets);
    return;
  }
  for (int k = 0; k < outputs; ++k) {
    const float right = outputs == 1 ? 1.0f : static_cast<float>(k);  // the class it stands for
    for (std::size_t s = 0; s < points.size(); ++s) {
      const float label = points[s].label;
      targets[s] = regression ? label : label == right ? high : low;
    }
    targets += stride;
  }
}

}  // namespace backprop
