#include "engine/experiment/points_csv.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/experiment/points.h"

namespace backprop {
namespace {

constexpr std::size_t kColumns = 3;
constexpr std::array<std::string_view, kColumns> kNames = {"x1", "x2", "label"};
constexpr std::size_t kMaxNameLength = 60;

std::string count_text(std::size_t count) { return number_text(static_cast<std::int64_t>(count)); }

// The next line, without its end (LF, CRLF or CR), taken from the front of `rest`.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end);
  if (rest.starts_with("\r\n")) {
    rest.remove_prefix(2);
  } else if (!rest.empty()) {
    rest.remove_prefix(1);
  }
  return line;
}

// What stands between columns: the strongest of tab, semicolon and comma that is there, outside
// quotes.
char separator_of(std::string_view line) {
  bool inside = false;
  char separator = ',';
  for (const char c : line) {
    if (c == '"') inside = !inside;
    if (inside) continue;
    if (c == '\t') return '\t';
    if (c == ';') separator = ';';
  }
  return separator;
}

// One line of the table, and where it stands.
struct Row {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

std::unexpected<Error> wrong_line(std::size_t line, const std::string& message) {
  return fail("line " + count_text(line) + ": " + message);
}

std::unexpected<Error> wrong_field(const Row& row, std::size_t column, std::string_view name,
                                   const std::string& message) {
  return fail("line " + count_text(row.line) + ", column " + count_text(column + 1) + " (" +
              std::string(name) + "): " + message);
}

// A field in quotes, of which "" is one quote, taken from the front of `rest`.
Result<std::string> take_quoted(std::string_view& rest, std::size_t line) {
  std::string field;
  rest.remove_prefix(1);
  for (;;) {
    const std::size_t end = rest.find('"');
    if (end == std::string_view::npos) return wrong_line(line, "a quote is not closed");
    field += rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!rest.starts_with('"')) return field;
    field += '"';
    rest.remove_prefix(1);
  }
}

Result<Row> split_line(std::string_view text, std::size_t line, char separator) {
  Row row{line, {}};
  for (;;) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    std::string field;
    if (text.starts_with('"')) {
      Result<std::string> quoted_field = take_quoted(text, line);
      if (!quoted_field) return std::unexpected(quoted_field.error());
      field = std::move(*quoted_field);
      while (text.starts_with(' ')) text.remove_prefix(1);
      if (!text.empty() && text.front() != separator) {
        return wrong_line(line, "there is text after a closing quote");
      }
    } else {
      const std::size_t end = std::min(text.find(separator), text.size());
      field = trimmed(text.substr(0, end));
      text.remove_prefix(end);
    }
    row.fields.push_back(std::move(field));
    if (text.empty()) break;
    if (row.fields.size() == kColumns) {
      return wrong_line(line, "there are more than three columns (x1, x2, label)");
    }
    text.remove_prefix(1);
  }
  if (row.fields.size() < kColumns) {
    return wrong_line(
        line, "expected three columns (x1, x2, label), found " + count_text(row.fields.size()));
  }
  return row;
}

std::optional<float> number_of(std::string_view field, char separator) {
  if (field.starts_with('+')) field.remove_prefix(1);
  if (separator == ',') return parse_number<float>(field);
  std::string text(field.substr(0, kMaxNameLength));
  if (text.size() < field.size()) return std::nullopt;
  std::replace(text.begin(), text.end(), ',', '.');
  return parse_number<float>(text);
}

// --- labels ------------------------------------------------------------------------------------

// Classes as they are called in the table, in the order they come.
class ClassNames {
 public:
  Result<float> class_of(const Row& row, std::size_t column) {
    const std::string& name = row.fields[column];
    if (name.empty() || name.size() > kMaxNameLength || !is_plain_text(name)) {
      return wrong_field(row, column, kNames[2],
                         "expected the name of a class, found " + quoted(name));
    }
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found != names_.end()) return static_cast<float>(found - names_.begin());
    if (names_.size() == std::size_t{kMaxClasses}) {
      return wrong_field(row, column, kNames[2],
                         quoted(name) + " is one class more than the " +
                             count_text(std::size_t{kMaxClasses}) +
                             " there may be; labels that are any numbers need a regression");
    }
    names_.push_back(name);
    return static_cast<float>(names_.size() - 1);
  }

  // When all names are numbers, their own order counts, and 0, 1, … are classes as they are.
  // Gives the class that each number given so far becomes.
  std::vector<float> settle(char separator) {
    std::vector<std::pair<float, std::size_t>> numbers;
    std::vector<float> classes(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) {
      classes[i] = static_cast<float>(i);
      if (const auto number = number_of(names_[i], separator)) numbers.emplace_back(*number, i);
    }
    if (numbers.size() != names_.size()) return classes;
    const bool are_classes = std::all_of(numbers.begin(), numbers.end(), [](const auto& entry) {
      return is_class_label(entry.first);
    });
    sort_stably(numbers, std::less<>());
    std::vector<std::string> sorted;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto [number, index] = numbers[i];
      const bool again = i > 0 && numbers[i - 1].first == number;  // "1" and "1.0"
      const auto place = are_classes ? static_cast<std::size_t>(number)
                                     : sorted.size() - (again ? std::size_t{1} : std::size_t{0});
      classes[index] = static_cast<float>(place);
      sorted.resize(std::max(sorted.size(), place + 1));
      sorted[place] = names_[index];
    }
    // A class without a point is called by its number.
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (sorted[i].empty()) sorted[i] = count_text(i);
    }
    names_ = std::move(sorted);
    return classes;
  }

  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

// --- the table ---------------------------------------------------------------------------------

class Table {
 public:
  Table(Problem problem, char separator) : problem_(problem), separator_(separator) {}

  // A first line without numbers names the columns.
  bool is_header(const Row& row) const {
    return std::none_of(row.fields.begin(), row.fields.end(), [this](const std::string& field) {
      return number_of(field, separator_).has_value();
    });
  }

  void read_header(const Row& row) {
    std::array<std::size_t, kColumns> columns{};
    for (std::size_t i = 0; i < kColumns; ++i) {
      const auto found = std::find(row.fields.begin(), row.fields.end(), kNames[i]);
      if (found == row.fields.end()) return;  // other names: the order is the usual one
      columns[i] = static_cast<std::size_t>(found - row.fields.begin());
    }
    columns_ = columns;
  }

  Result<void> read_row(const Row& row) {
    if (points_.size() == std::size_t{kMaxPoints}) {
      return wrong_line(row.line,
                        "there are more than " + count_text(std::size_t{kMaxPoints}) + " points");
    }
    const Result<float> x1 = number(row, 0), x2 = number(row, 1);
    if (!x1) return std::unexpected(x1.error());
    if (!x2) return std::unexpected(x2.error());
    const Result<float> label =
        problem_ == Problem::kRegression ? number(row, 2) : classes_.class_of(row, columns_[2]);
    if (!label) return std::unexpected(label.error());
    points_.push_back({*x1, *x2, *label});
    return {};
  }

  Result<CsvPoints> finish() {
    if (points_.empty()) return fail("there are no points in it: a line is x1, x2, label");
    if (problem_ == Problem::kClassification) {
      const std::vector<float> classes = classes_.settle(separator_);
      for (Point& point : points_) point.label = classes[static_cast<std::size_t>(point.label)];
    }
    return CsvPoints{std::move(points_), classes_.take()};
  }

 private:
  Result<float> number(const Row& row, std::size_t which) const {
    const std::size_t column = columns_[which];
    const std::string& field = row.fields[column];
    const std::optional<float> value = number_of(field, separator_);
    if (!value) {
      return wrong_field(row, column, kNames[which], "expected a number, found " + quoted(field));
    }
    if (!is_coordinate(*value)) {
      return wrong_field(row, column, kNames[which],
                         "expected a number from " + number_text(-kMaxCoordinate) + " to " +
                             number_text(kMaxCoordinate) + ", found " + quoted(field));
    }
    return *value;
  }

  Problem problem_;
  char separator_;
  std::array<std::size_t, kColumns> columns_ = {0, 1, 2};
  std::vector<Point> points_;
  ClassNames classes_;
};

}  // namespace

Result<CsvPoints> read_points_csv(std::string_view text, Problem problem) {
  if (text.size() > kMaxCsvBytes) {
    return fail("the table is longer than " + count_text(kMaxCsvBytes >> 20) + " MB");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  std::optional<Table> table;
  char separator = ',';
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view content = take_line(text);
    if (trimmed(content).empty()) continue;
    const bool first = !table.has_value();
    if (first) {
      separator = separator_of(content);
      table.emplace(problem, separator);
    }
    const Result<Row> row = split_line(content, line, separator);
    if (!row) return std::unexpected(row.error());
    if (first && table->is_header(*row)) {
      table->read_header(*row);
    } else if (const auto read = table->read_row(*row); !read) {
      return std::unexpected(read.error());
    }
  }
  return table.value_or(Table(problem, separator)).finish();
}

std::string write_points_csv(std::span<const Point> points) {
  std::string text = "x1,x2,label\n";
  for (const Point& point : points) {
    text +=
        number_text(point.x1) + ',' + number_text(point.x2) + ',' + number_text(point.label) + '\n';
  }
  return text;
}

}  // namespace backprop
