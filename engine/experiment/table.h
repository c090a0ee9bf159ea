// Tables as people have them, read in two steps: what the columns are, and points made of those
// that were chosen. Between the two somebody may be asked, where the first is not certain.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/point_columns.h"
#include "engine/experiment/table_number.h"
#include "engine/experiment/table_text.h"

namespace backprop {

// Points of the plane have x1, x2 and a class or a value. With an input or a target among them the
// rows are samples: then x1 and x2 are inputs, too, and a value is a target.
enum class ColumnRole { kIgnore, kX1, kX2, kClass, kValue, kInput, kTarget };
inline constexpr std::array<std::string_view, 7> kRoleNames = {"ignore", "x1",    "x2",    "class",
                                                               "value",  "input", "target"};
bool are_samples(std::span<const ColumnRole> roles);

// One column, summed up over all rows.
struct TableColumn {
  std::string name;  // of the header, with the unit of a line below it; may be empty
  std::size_t numbers = 0, words = 0, missing = 0;  // fields of each kind
  bool whole = true;      // all numbers are whole …
  bool plain_whole = true;  // … and written without a decimal mark
  bool counts = true;     // they are n, n + 1, n + 2, … from 0 or 1, row by row
  double least = 0, most = 0;
  // Its different values in the order they come, numbers in their shortest form; as many as are
  // counted.
  static constexpr std::size_t kMostValues = 64;
  struct Value {
    std::string text;
    std::optional<double> number;
    std::size_t rows = 0;
  };
  std::vector<Value> values;
  bool more_values = false;

  bool empty() const { return numbers == 0 && words == 0; }
  bool numeric() const { return numbers > 0 && numbers >= 3 * words; }  // a few cells may be wrong
  bool constant() const { return values.size() <= 1 && !more_values; }
};

struct Table {
  std::string text;  // UTF-8
  TableCut cut;  // where the first row of data begins
  NumberMarks marks;
  bool has_header = false;
  std::vector<TableColumn> columns;
  std::size_t rows = 0;
  std::vector<std::vector<std::string>> preview;  // the first rows, a field per column

  // What each column seems to be, and whether that is certain: else `doubt` is a sentence or
  // a question that says what is not.
  std::vector<ColumnRole> roles;
  bool certain = false;
  std::string doubt;
  std::vector<std::string> says;  // what was understood, in sentences
  // What a table written by this program says of itself.
  std::optional<Columns> told;
  std::vector<Scale> told_scales;  // of every column, where it says that it has samples

  std::string column_name(std::size_t column) const;  // "height", or "column 2"
};

// Bounded in time and memory for any input. An error says what would be right.
Result<Table> read_table(std::string_view bytes);

// "x1=height,x2=3,label=species": columns by name or by number from 1; `class=` or `value=` in
// place of `label=` says what it is to be. "input=a,input=b,target=c,target=d" are samples. The
// rest is ignored.
Result<std::vector<ColumnRole>> read_roles(const Table& table, std::string_view text);
// The same text for roles.
std::string roles_text(const Table& table, std::span<const ColumnRole> roles);
// What keeps these roles from making points; nothing when they do.
Result<void> check_roles(const Table& table, std::span<const ColumnRole> roles);

// How numbers become coordinates: as they are; mean 0 and deviation 1; from −5 to 5, where the
// shipped data lie (values, and all of a table taken whole: from −1 to 1); or as the table says of
// itself.
enum class TableScale { kNone, kStandardise, kFit, kTold };
inline constexpr std::array<std::string_view, 4> kScaleNames = {"none", "standardise", "fit",
                                                                "told"};
// "auto" is nothing: the one that is wanted.
Result<std::optional<TableScale>> read_scale_name(std::string_view name);
// The one that shows all points: none, where they fill a good part of the plane already.
TableScale wanted_scale(const Table& table, std::span<const ColumnRole> roles);

struct TablePoints {
  std::vector<Point> points;
  Problem problem = Problem::kClassification;
  int classes = 2;
  Columns columns;
  bool train_on_all = false;  // too few to set some apart
  std::vector<std::string> says;  // what was taken and what was left out
};
// Most rows that are all trained on.
inline constexpr std::size_t kSmallTable = 20;

// Rows with fields that are missing or no numbers are left out; so are the smaller of more than
// kMaxClasses classes, and evenly some of more than kMaxPoints rows. The roles are those of points.
Result<TablePoints> take_points(const Table& table, std::span<const ColumnRole> roles,
                                TableScale scale);

// They take the place of the experiment's data; the network and the other settings stay. Says what
// changed with them.
Result<std::vector<std::string>> place_points(Experiment& experiment, TablePoints taken);

}  // namespace backprop
