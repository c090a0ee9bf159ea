#include "engine/insight/slice.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr double kReach = 4;  // coordinates of the samples, of the plane's 6

std::size_t index(int value) { return static_cast<std::size_t>(value); }

// Least and most of some numbers become −4 and 4.
Column axis(std::string name, double least, double most) {
  Column column = {{(least + most) / 2, (most - least) / (2 * kReach)}, std::move(name)};
  if (!(column.spread > 0)) column.spread = 1 / kReach;
  return column;
}

Column input_axis(const SampleTable& table, int input) {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = static_cast<double>(table.number(row, index(input)));
    least = std::min(least, number);
    most = std::max(most, number);
  }
  return axis(table.inputs[index(input)], least, most);
}

// What outputs are to reach, upwards in a curve: of classes the two targets, else the targets'
// range.
Column target_axis(const Experiment& experiment) {
  const SampleTable& table = *experiment.table;
  if (table.has_classes()) {
    return axis(table.targets.front(), static_cast<double>(experiment.target_low),
                static_cast<double>(experiment.target_high));
  }
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = table.inputs.size(); column < table.width(); ++column) {
      least = std::min(least, static_cast<double>(table.number(row, column)));
      most = std::max(most, static_cast<double>(table.number(row, column)));
    }
  }
  std::string names;
  for (const std::string& name : table.targets) names += (names.empty() ? "" : ", ") + name;
  return axis(names, least, most);
}

}  // namespace

float target_reach(const Experiment& experiment, int target) {
  if (stays_within_one(experiment.output_activation())) return 1;
  const SampleTable& table = *experiment.table;
  float reach = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reach = std::max(reach, std::abs(table.seen(row, table.inputs.size() + index(target))));
  }
  return reach > 0 ? reach : 1;
}

std::span<const float> inputs_of(const SampleTable& table, int row) {
  return std::span(table.numbers).subspan(index(row) * table.width(), table.inputs.size());
}

TableSlice slice_of(const Experiment& experiment, std::array<int, 2> axes, int row) {
  const SampleTable& table = *experiment.table;
  const int count = static_cast<int>(table.inputs.size());
  TableSlice slice;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const bool there = axes[i] >= 0 && axes[i] < count;
    slice.axes[i] = there ? axes[i] : static_cast<int>(i);
  }
  if (count == 1) {
    slice.axes = {0, -1};
  } else if (slice.axes[0] == slice.axes[1]) {
    slice.axes[1] = slice.axes[0] == 0 ? 1 : 0;
  }
  row = std::clamp(row, 0, static_cast<int>(table.rows()) - 1);
  const std::span<const float> inputs = inputs_of(table, row);
  slice.inputs.assign(inputs.begin(), inputs.end());
  if (!table.scales.empty()) {
    slice.scales.assign(table.scales.begin(), table.scales.begin() + count);
  }
  slice.row = count > 2 ? row : -1;
  slice.columns.inputs[0] = input_axis(table, slice.axes[0]);
  slice.columns.inputs[1] =
      slice.is_curve() ? target_axis(experiment) : input_axis(table, slice.axes[1]);
  slice.columns.label.name = table.targets.front();
  slice.columns.classes = table.classes;
  return slice;
}

std::vector<float> TableSlice::inputs_at(double x1, double x2) const {
  std::vector<float> all = inputs;
  all[index(axes[0])] = static_cast<float>(columns.inputs[0].number_at(x1));
  if (!is_curve()) all[index(axes[1])] = static_cast<float>(columns.inputs[1].number_at(x2));
  return all;
}

std::string TableSlice::held_text(const SampleTable& table) const {
  std::string text;
  for (int i = 0; holds_others() && i < static_cast<int>(inputs.size()); ++i) {
    if (i == axes[0] || i == axes[1]) continue;
    if (!text.empty()) text += ", ";
    text += table.inputs[index(i)] + ' ' + number_text(inputs[index(i)]);
  }
  return text;
}

std::vector<float> slice_grid(const TableSlice& slice, int resolution) {
  const std::size_t side = index(resolution), cells = side * side;
  std::vector<float> grid(slice.inputs.size() * cells);
  // What a number of an input is to the network: of a float, as those of the table are.
  const auto seen = [&](std::size_t input, double number) {
    const auto value = static_cast<float>(number);
    if (slice.scales.empty()) return value;
    return static_cast<float>(slice.scales[input].coordinate(static_cast<double>(value)));
  };
  for (std::size_t input = 0; input < slice.inputs.size(); ++input) {
    std::fill_n(grid.begin() + static_cast<std::ptrdiff_t>(input * cells), cells,
                seen(input, static_cast<double>(slice.inputs[input])));
  }
  const double step = 2 * kPlaneExtent / resolution;
  float* across = grid.data() + index(slice.axes[0]) * cells;
  float* up = slice.is_curve() ? nullptr : grid.data() + index(slice.axes[1]) * cells;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const std::size_t column = cell % side, row = cell / side;
    const double x = (static_cast<double>(column) + 0.5) * step - kPlaneExtent;
    const double y = kPlaneExtent - (static_cast<double>(row) + 0.5) * step;
    across[cell] = seen(index(slice.axes[0]), slice.columns.inputs[0].number_at(x));
    if (up != nullptr) up[cell] = seen(index(slice.axes[1]), slice.columns.inputs[1].number_at(y));
  }
  return grid;
}

std::vector<Point> slice_points(const Experiment& experiment, const Data& data,
                                const TableSlice& slice, int target) {
  const SampleTable& table = *experiment.table;
  const float reach = table.has_classes() ? 1 : target_reach(experiment, target);
  std::vector<Point> points = data.points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto row = index(data.origins[i]);
    const auto coordinate = [&](std::size_t which, float number) {
      return static_cast<float>(
          slice.columns.inputs[which].coordinate(static_cast<double>(number)));
    };
    const bool high = experiment.output_count() > 1 || points[i].label > 0;
    float wanted = high ? experiment.target_high : experiment.target_low;
    if (!table.has_classes()) {
      const std::size_t column = table.inputs.size() + index(target);
      wanted = table.number(row, column);
      points[i].label = table.seen(row, column) / reach;
    }
    points[i].x1 = coordinate(0, table.number(row, index(slice.axes[0])));
    points[i].x2 =
        coordinate(1, slice.is_curve() ? wanted : table.number(row, index(slice.axes[1])));
  }
  return points;
}

}  // namespace backprop
