// Rows with all they need, and their classes.
#include "engine/experiment/table_collect.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table_parts.h"

namespace backprop::tables {
namespace {

// --- rows --------------------------------------------------------------------------------------

struct Row {
  std::vector<double> numbers;
  std::optional<double> class_number;  // the class as a number, if it is one …
  std::string class_word;              // … and as it is called
};

// Goes through the rows that have everything that is needed, and counts those that do not.
class RowReader {
 public:
  RowReader(const Table& table, const ChosenColumns& roles)
      : table_(table), roles_(roles), rows_(table.text, table.cut) {}

  template <class Visit>
  void each(const Visit& visit) {
    Row row;
    while (rows_.next()) {
      if (read(row)) visit(row);
    }
  }

  std::size_t left_out() const { return left_out_; }
  std::string left_out_text() const {
    return count_text(left_out_) + (left_out_ == 1 ? " row is" : " rows are") +
           " left out, where something is missing or no number (" +
           (left_out_ == 1 ? "" : "the first is ") + "line " + count_text(line_) + ", " +
           quoted(table_.column_name(column_)) + ": " +
           (field_.empty() ? std::string("nothing") : quoted(field_)) + ").";
  }

 private:
  bool read(Row& row) {
    row.numbers.clear();
    for (const std::size_t column : roles_.numbers) {
      const std::optional<double> number = number_in(field(column), table_.marks);
      if (!number) return leave_out(column);
      row.numbers.push_back(*number);
    }
    if (const Place column = roles_[ColumnRole::kClass]) {
      // As it is called when it is written and read back: without the letters that no name keeps.
      row.class_word = clean_name(unprotected(field(*column)));
      row.class_number = number_in(row.class_word, table_.marks);
      const bool nothing = row.class_word.empty() || is_missing(row.class_word);
      if (!row.class_number && nothing) return leave_out(*column);
    }
    return true;
  }
  std::string_view field(std::size_t column) const {
    const std::span<const std::string> fields = rows_.fields();
    return column < fields.size() ? std::string_view(fields[column]) : std::string_view();
  }
  bool leave_out(std::size_t column) {
    if (left_out_++ > 0) return false;
    line_ = rows_.line();
    column_ = column;
    field_ = field(column).substr(0, 80);
    return false;
  }

  const Table& table_;
  const ChosenColumns& roles_;
  TableRows rows_;
  std::size_t left_out_ = 0;
  std::size_t line_ = 0, column_ = 0;  // of the first one left out
  std::string field_;
};

// --- classes -----------------------------------------------------------------------------------

class Classes {
 public:
  void count(const Row& row) {
    if (const Place place = find(row)) {
      ++classes_[*place].rows;
    } else if (classes_.size() == TableColumn::kMostValues) {
      ++rows_left_out_;
    } else {
      const std::string name =
          row.class_number ? number_text(*row.class_number) : std::string(row.class_word);
      classes_.push_back({name, row.class_number, 1});
    }
  }

  // The largest, if there are too many; then in their order: numbers by size, words as they came,
  // but what says no before what says yes; what the table says of itself before all that.
  void settle(const std::optional<Columns>& told) {
    keep_largest();
    if (std::ranges::all_of(classes_, [](const auto& value) { return value.number.has_value(); })) {
      sort_stably(classes_, [](const auto& a, const auto& b) { return *a.number < *b.number; });
    } else if (classes_.size() == 2 && says_no(classes_[1].text)) {
      std::swap(classes_[0], classes_[1]);
    }
    if (told && !told->classes.empty()) order_as(told->classes);
  }

  // After settle(); nothing for a class that was left out.
  Place find(const Row& row) const {
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      const TableColumn::Value& value = classes_[i];
      if (row.class_number ? value.number == row.class_number
                           : !value.number && value.text == row.class_word) {
        return i;
      }
    }
    return std::nullopt;
  }

  std::size_t rows() const {
    std::size_t rows = 0;
    for (const auto& value : classes_) rows += value.rows;
    return rows;
  }
  std::size_t rows_left_out() const { return rows_left_out_; }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& value : classes_) names.push_back(clean_name(value.text));
    return names;
  }

 private:
  static bool says_no(std::string_view word) {
    constexpr std::string_view kNo[] = {"false", "False",    "FALSE",    "no",       "No",
                                        "NO",    "negative", "Negative", "NEGATIVE", "nein",
                                        "Nein",  "off",      "F",        "n",        "N"};
    return std::ranges::find(kNo, word) != std::end(kNo);
  }

  void keep_largest() {
    while (classes_.size() > std::size_t{kMaxClasses}) {
      // The smallest, and of several the one that came last.
      std::size_t least = 0;
      for (std::size_t i = 1; i < classes_.size(); ++i) {
        if (classes_[i].rows <= classes_[least].rows) least = i;
      }
      rows_left_out_ += classes_[least].rows;
      classes_.erase(classes_.begin() + static_cast<std::ptrdiff_t>(least));
    }
  }

  // Classes without a row are there as well; new ones come last, as far as there is room.
  void order_as(const std::vector<std::string>& names) {
    std::vector<TableColumn::Value> ordered;
    for (const std::string& name : names) {
      const auto found = std::ranges::find_if(
          classes_, [&](const auto& value) { return clean_name(value.text) == name; });
      if (found == classes_.end()) {
        ordered.push_back({name, std::nullopt, 0});
      } else {
        ordered.push_back(std::move(*found));
        classes_.erase(found);
      }
    }
    for (TableColumn::Value& value : classes_) ordered.push_back(std::move(value));
    classes_ = std::move(ordered);
    keep_largest();
  }

  std::vector<TableColumn::Value> classes_;
  std::size_t rows_left_out_ = 0;
};

}  // namespace

ChosenColumns::ChosenColumns(std::span<const ColumnRole> roles) : samples(are_samples(roles)) {
  const auto take = [&](std::initializer_list<ColumnRole> wanted) {
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (std::ranges::find(wanted, roles[i]) != wanted.end()) numbers.push_back(i);
    }
  };
  for (std::size_t i = 0; i < roles.size(); ++i) column[static_cast<std::size_t>(roles[i])] = i;
  if (samples) {
    take({ColumnRole::kInput, ColumnRole::kX1, ColumnRole::kX2});
    take({ColumnRole::kTarget, ColumnRole::kValue});
  } else {
    for (const ColumnRole role : {ColumnRole::kX1, ColumnRole::kX2, ColumnRole::kValue}) {
      if ((*this)[role]) numbers.push_back(*(*this)[role]);
    }
  }
}

CollectedRows collect_rows(const Table& table, const ChosenColumns& roles) {
  CollectedRows result;
  const bool classify = roles[ColumnRole::kClass].has_value();
  Classes classes;
  RowReader first(table, roles);
  std::size_t rows = 0;
  first.each([&](const Row& row) {
    ++rows;
    if (classify) classes.count(row);
  });
  if (first.left_out() > 0) result.says.push_back(first.left_out_text());
  if (classify) {
    classes.settle(table.told);
    rows = classes.rows();
    result.classes = classes.names();
    if (classes.rows_left_out() > 0) {
      result.says.push_back("There is room for " + count_text(std::size_t{kMaxClasses}) +
                            " classes: " + count_text(classes.rows_left_out()) +
                            " rows of others, none of them larger, are left out.");
    }
  }
  constexpr std::size_t kMost{kMaxPoints};
  if (rows > kMost) {
    result.says.push_back("There is room for " + count_text(kMost) +
                          (roles.samples ? " samples: of " : " points: of ") + count_text(rows) +
                          " rows so many are taken, evenly spread.");
  }
  std::size_t seen = 0;
  const std::size_t wanted = std::min(rows, kMost);
  // Points without a label are of class 0.
  const bool labelled = classify || roles.samples || roles[ColumnRole::kValue];
  result.width = roles.numbers.size() + (classify || !labelled ? 1 : 0);
  result.numbers.reserve(wanted * result.width);
  RowReader(table, roles).each([&](const Row& row) {
    const Place place = classify ? classes.find(row) : Place(0);
    if (!place) return;
    const bool taken = (seen + 1) * wanted / rows > seen * wanted / rows;
    ++seen;
    if (!taken) return;
    result.numbers.insert(result.numbers.end(), row.numbers.begin(), row.numbers.end());
    if (row.numbers.size() < result.width) {
      result.numbers.push_back(static_cast<double>(*place));
    }
  });
  return result;
}

}  // namespace backprop::tables
