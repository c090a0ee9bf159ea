#include "engine/experiment/points_csv.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table_parts.h"

namespace backprop {
namespace {

std::string cell(std::string_view text) {
  std::string protected_text(text);
  if (tables::is_formula(text) && !parse_number<double>(text)) protected_text.insert(0, 1, '\'');
  const bool plain = text.find_first_of(",;|\t\"#%\r\n") == text.npos && trimmed(text) == text;
  if (plain) return protected_text;
  std::string quoted_text = "\"";
  for (const char c : protected_text) {
    if (c == '"') quoted_text += '"';
    quoted_text += c;
  }
  return quoted_text + '"';
}

std::string number(const Column& column, float value) {
  return column.scaled() ? number_text(column.number(value)) : number_text(value);
}

// Of a table all columns, by their names, and what they are.
std::string write_table_csv(const SampleTable& table) {
  std::string text = tables::told_text(table);
  for (std::size_t i = 0; i < table.width(); ++i) {
    const std::size_t inputs = table.inputs.size();
    text += (i > 0 ? "," : "") + cell(i < inputs ? table.inputs[i] : table.targets[i - inputs]);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t i = 0; i < table.width(); ++i) {
      const float number = table.number(row, i);
      const bool is_class = table.has_classes() && i == table.inputs.size();
      text += i > 0 ? "," : "\n";
      text +=
          is_class ? cell(table.classes[static_cast<std::size_t>(number)]) : number_text(number);
    }
  }
  return text + '\n';
}

}  // namespace

std::string write_points_csv(const Experiment& experiment) {
  if (experiment.uses_table) return write_table_csv(*experiment.table);
  const std::vector<Point> points = points_to_place(experiment);
  const bool classify = experiment.problem == Problem::kClassification;
  const Columns* shown = experiment.shown_columns();
  Columns columns = shown ? *shown : Columns();
  // Classes without a point would be forgotten, and others count anew, if they had no names.
  std::array<bool, kMaxClasses> there{};
  std::size_t classes = 0;
  for (const Point& point : points) {
    if (!classify) break;
    const auto label = static_cast<std::size_t>(point.label);
    there[label] = true;
    classes = std::max(classes, label + 1);
  }
  const bool gaps =
      static_cast<std::size_t>(std::count(there.begin(), there.end(), true)) < classes;
  const bool named = !columns.classes.empty();
  if (named || gaps) {
    classes = std::max(classes, columns.classes.size());
    while (columns.classes.size() < classes) {
      columns.classes.push_back(number_text(static_cast<std::int64_t>(columns.classes.size())));
    }
  }
  std::string text;
  const auto name = [](const Column& column, std::string_view otherwise) {
    return column.name.empty() ? std::string(otherwise) : cell(column.name);
  };
  text += name(columns.inputs[0], "x1") + ',' + name(columns.inputs[1], "x2") + ',' +
          name(columns.label, classify ? "label" : "value") + '\n';
  for (const Point& point : points) {
    text += number(columns.inputs[0], point.x1) + ',' + number(columns.inputs[1], point.x2) + ',';
    if (classify && named) {
      text += cell(columns.classes[static_cast<std::size_t>(point.label)]);
    } else {
      text += number(columns.label, point.label);
    }
    text += '\n';
  }
  // What the reader would find by itself need not be said.
  const Result<Table> plain = columns == Columns() ? read_table(text) : Result<Table>(Table());
  const bool clear =
      plain && plain->certain && wanted_scale(*plain, plain->roles) == TableScale::kNone;
  return clear ? text : tables::told_text(columns, classify) + text;
}

}  // namespace backprop
