// Points made of chosen columns.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table_collect.h"
#include "engine/experiment/table_parts.h"
#include "engine/experiment/table_scale.h"

namespace backprop {
namespace {

using namespace tables;

constexpr double kFitted = 5, kFittedValue = 1;  // what "fit" reaches, as the shipped data do
constexpr double kTiny = 1;   // data from 0 to 1 are hardly seen on a plane of ±6
constexpr double kFlat = 20;  // one range so many times the other: a line
constexpr double kLargeValue = 2, kTinyValues = 0.1;  // values are coloured from −1 to 1

// --- scale -------------------------------------------------------------------------------------

Columns scaled(const Table& table, const CollectedRows& rows, TableScale scale, bool values) {
  if (scale == TableScale::kTold && table.told) return *table.told;
  Columns columns;
  if (scale == TableScale::kNone || scale == TableScale::kTold) return columns;
  Column* const targets[] = {&columns.inputs[0], &columns.inputs[1], &columns.label};
  for (std::size_t i = 0; i < (values ? std::size_t{3} : std::size_t{2}); ++i) {
    const Spread spread = spread_of(rows, i);
    Scale& target = *targets[i];
    if (scale == TableScale::kStandardise) target = standard_scale(spread);
    if (scale == TableScale::kFit) target = fitted_scale(spread, i < 2 ? kFitted : kFittedValue);
  }
  return columns;
}

bool on_plane(const Columns& columns, std::span<const double> row) {
  return std::fabs(columns.inputs[0].coordinate(row[0])) <= kPlaneExtent &&
         std::fabs(columns.inputs[1].coordinate(row[1])) <= kPlaneExtent;
}

// Classes that are called 0, 1, … are called what we would call them ourselves.
bool are_plain(const std::vector<std::string>& classes) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i] != count_text(i)) return false;
  }
  return true;
}

std::string name_said(const Table& table, Place column) {
  const std::string& name = table.columns[*column].name;
  return name.empty() ? table.column_name(*column) : quoted(name);
}

// "240 points: x1 is 'height', x2 is 'weight', the class is 'group' (0 is 'cat', 1 is 'dog')."
std::string roles_said(const Table& table, const ChosenColumns& roles, const TablePoints& taken) {
  std::string text = count_text(taken.points.size()) +
                     (taken.points.size() == 1 ? " point" : " points") + ": x1 is " +
                     name_said(table, roles[ColumnRole::kX1]) + ", x2 is " +
                     name_said(table, roles[ColumnRole::kX2]);
  if (const Place value = roles[ColumnRole::kValue]) {
    return text + ", the value is " + name_said(table, value) + ".";
  }
  const Place label = roles[ColumnRole::kClass];
  if (!label) return text + ", and all are of class 0.";
  text += ", the class is " + name_said(table, label);
  if (are_plain(taken.columns.classes)) return text + ".";
  for (std::size_t i = 0; i < taken.columns.classes.size(); ++i) {
    text += (i == 0 ? ": " : ", ") + count_text(i) + " is " + quoted(taken.columns.classes[i]);
  }
  return text + ".";
}

std::string short_number(double value) {
  const Decimal decimal = rounded_decimal(value, 4);
  const std::string text =
      (decimal.negative ? "-" : "") + decimal.digits + 'e' + std::to_string(decimal.exponent - 3);
  return number_text(parse_number<double>(text).value_or(value));
}

std::string scale_said(const Columns& columns, TableScale scale) {
  const auto one = [](const Column& column, std::string_view otherwise) {
    return (column.name.empty() ? std::string(otherwise) : quoted(column.name)) + " around " +
           short_number(column.centre) + " in units of " + short_number(column.spread);
  };
  std::string text = scale == TableScale::kStandardise ? "Standardised: "
                     : scale == TableScale::kFit       ? "Fitted into the plane: "
                                                       : "Scaled as the table says: ";
  text += one(columns.inputs[0], "x1") + ", " + one(columns.inputs[1], "x2");
  if (columns.label.scaled()) text += ", " + one(columns.label, "the value");
  return text + ".";
}

// A name, unless it says no more than we would say without it.
std::string telling_name(const Table& table, Place column,
                         std::span<const std::string_view> usual) {
  if (!column) return {};
  const std::string& name = table.columns[*column].name;
  const bool number = name.find_first_not_of("0123456789") == name.npos;
  return number || std::ranges::find(usual, name) != usual.end() ? std::string() : name;
}

Result<Point> scaled_point(const Columns& columns, std::span<const double> row, bool values) {
  const Point point = {static_cast<float>(columns.inputs[0].coordinate(row[0])),
                       static_cast<float>(columns.inputs[1].coordinate(row[1])),
                       static_cast<float>(values ? columns.label.coordinate(row[2]) : row[2])};
  if (is_coordinate(point.x1) && is_coordinate(point.x2) && is_coordinate(point.label)) {
    return point;
  }
  const std::size_t which = !is_coordinate(point.x1) ? 0 : !is_coordinate(point.x2) ? 1 : 2;
  return fail(number_text(static_cast<float>(row[which])) + " lies beyond " +
              number_text(kMaxCoordinate) + ", where a point may be: choose the scale " +
              "standardise or fit");
}

}  // namespace

Result<std::optional<TableScale>> read_scale_name(std::string_view name) {
  if (name == "auto") return std::nullopt;
  for (std::size_t i = 0; i < kScaleNames.size(); ++i) {
    if (name == kScaleNames[i]) return static_cast<TableScale>(i);
  }
  return fail("a scale is auto, none, standardise or fit, not " + quoted(name));
}

TableScale wanted_scale(const Table& table, std::span<const ColumnRole> roles) {
  if (!check_roles(table, roles)) return TableScale::kNone;
  if (table.told && std::ranges::equal(roles, table.roles)) return TableScale::kTold;
  const ChosenColumns places(roles);
  const CollectedRows rows = collect_rows(table, places);
  if (rows.count() == 0 || places.samples) return TableScale::kNone;
  const bool values = places[ColumnRole::kValue].has_value();
  const Spread x1 = spread_of(rows, 0), x2 = spread_of(rows, 1), value = spread_of(rows, 2);
  const auto reach = [](const Spread& s) {
    return std::max(std::fabs(s.least), std::fabs(s.most));
  };
  const double wide = x1.most - x1.least, high = x2.most - x2.least;
  const bool tiny = std::max(wide, high) <= kTiny && std::max(reach(x1), reach(x2)) <= kPlaneExtent;
  const bool outside = reach(x1) > kPlaneExtent || reach(x2) > kPlaneExtent;
  const bool flat = std::min(wide, high) > 0 && std::max(wide, high) > kFlat * std::min(wide, high);
  const bool steep = values &&
                     (reach(value) > kLargeValue || value.most - value.least < kTinyValues) &&
                     value.most > value.least;
  if (!tiny && !outside && !flat && !steep) return TableScale::kNone;
  const Columns standard = scaled(table, rows, TableScale::kStandardise, values);
  bool all = true;
  for (std::size_t i = 0; i < rows.count(); ++i) all = all && on_plane(standard, rows.row(i));
  return all && !tiny ? TableScale::kStandardise : TableScale::kFit;
}

Result<TablePoints> take_points(const Table& table, std::span<const ColumnRole> roles,
                                TableScale scale) {
  if (const auto right = check_roles(table, roles); !right) return std::unexpected(right.error());
  if (are_samples(roles)) return fail("columns of inputs and targets make no points of the plane");
  const ChosenColumns places(roles);
  CollectedRows rows = collect_rows(table, places);
  if (rows.count() == 0) {
    return fail("there are no points in it" +
                (rows.says.empty() ? std::string() : ": " + rows.says.front()));
  }
  const bool values = places[ColumnRole::kValue].has_value();
  TablePoints taken;
  taken.problem = values ? Problem::kRegression : Problem::kClassification;
  taken.classes = std::max(2, static_cast<int>(rows.classes.size()));
  taken.columns = scaled(table, rows, scale, values);
  Column* const targets[] = {&taken.columns.inputs[0], &taken.columns.inputs[1],
                             &taken.columns.label};
  const Place label = values ? places[ColumnRole::kValue] : places[ColumnRole::kClass];
  const Place columns[] = {places[ColumnRole::kX1], places[ColumnRole::kX2], label};
  for (std::size_t i = 0; i < 3; ++i) {
    static constexpr std::array<std::string_view, 3> kUsual[] = {
        {"x1"}, {"x2"}, {"label", "class", "value"}};
    targets[i]->name = telling_name(table, columns[i], kUsual[i]);
  }
  taken.columns.classes = std::move(rows.classes);
  if (const auto right = check_columns(taken.columns); !right) {
    return std::unexpected(right.error());
  }
  std::size_t outside = 0;
  taken.points.reserve(rows.count());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::span<const double> row = rows.row(i);
    const Result<Point> point = scaled_point(taken.columns, row, values);
    if (!point) return std::unexpected(point.error());
    outside += on_plane(taken.columns, row) ? 0 : 1;
    taken.points.push_back(*point);
  }
  taken.train_on_all = taken.points.size() <= kSmallTable;

  taken.says.push_back(roles_said(table, places, taken));
  if (taken.columns.scaled()) taken.says.push_back(scale_said(taken.columns, scale));
  taken.says.insert(taken.says.end(), rows.says.begin(), rows.says.end());
  if (outside > 0) {
    taken.says.push_back(count_text(outside) + (outside == 1 ? " point lies" : " points lie") +
                         " outside the plane that is shown.");
  }
  if (are_plain(taken.columns.classes)) taken.columns.classes.clear();
  if (std::string unused = unused_said(table, roles); !unused.empty()) {
    taken.says.push_back(std::move(unused));
  }
  return taken;
}

Result<std::vector<std::string>> place_points(Experiment& experiment, TablePoints taken) {
  Experiment placed = experiment;
  const bool were_few = placed.dataset == nullptr && placed.custom_points.size() <= kSmallTable;
  placed.custom_points = std::move(taken.points);
  placed.columns.reset();
  if (taken.columns != Columns()) placed.columns = std::move(taken.columns);
  const bool classify = taken.problem == Problem::kClassification;
  if (const auto set = set_property(placed, "dataset", "custom"); !set) {
    return std::unexpected(set.error());
  }
  const auto set = set_property(placed, "problem", classify ? "classification" : "regression");
  if (!set) return std::unexpected(set.error());
  if (classify) {
    const auto classes = set_property(placed, "classes", number_text(std::int64_t{taken.classes}));
    if (!classes) return std::unexpected(classes.error());
  }
  if (taken.train_on_all && placed.train_fraction != 1) {
    placed.train_fraction = 1;
    taken.says.push_back("So few points are all trained on: the training share is 1.");
  } else if (!taken.train_on_all && placed.train_fraction == 1 && were_few) {
    placed.train_fraction = Experiment().train_fraction;
    taken.says.push_back("There are enough points now to test on some: the training share is " +
                         number_text(placed.train_fraction) + ".");
  }
  experiment = std::move(placed);
  return std::move(taken.says);
}

}  // namespace backprop
