// What the numbers of custom points were called in the table they came from, and how they became
// coordinates of the plane. A point keeps what the network sees; people are shown the table's own
// numbers, and exported networks take those.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace backprop {

inline constexpr std::size_t kMaxColumnName = 60;  // bytes, of a column as of a class

// coordinate = (number − centre) / spread, in double, then rounded to float.
struct Scale {
  double centre = 0, spread = 1;

  bool scaled() const { return centre != 0 || spread != 1; }
  double coordinate(double number) const { return (number - centre) / spread; }
  // The other way. Of the numbers that become this coordinate, one with few digits.
  double number(float coordinate) const;
  // The same, as it is: for places between points.
  double number_at(double coordinate) const { return centre + coordinate * spread; }
  friend bool operator==(const Scale&, const Scale&) = default;
};

struct Column : Scale {
  std::string name;  // as in the table; may be empty

  friend bool operator==(const Column&, const Column&) = default;
};

struct Columns {
  std::array<Column, 2> inputs;  // x1, x2
  Column label;                  // the class, or the value to be learned
  std::vector<std::string> classes;  // what they are called: class 0, 1, …; may be empty

  bool scaled() const { return inputs[0].scaled() || inputs[1].scaled() || label.scaled(); }
  friend bool operator==(const Columns&, const Columns&) = default;
};

// As the key "columns" of links has them: "height,170.2,9.13;weight,65,12;group,0,1,cat,dog", which
// is name, centre and spread of every column, inputs first, and then the classes. Names with
// commas, semicolons or quotes are in quotes, of which "" is one.
std::string columns_text(const Columns& columns);
Result<Columns> read_columns(std::string_view text);

// Nothing wrong, or why not: a spread is above 0, and both are numbers that leave sense.
Result<void> check_scale(const Scale& scale);
// Nothing wrong, or why not: names are plain text of at most kMaxColumnName bytes, spreads are
// above 0, numbers finite, classes at most as many as there can be.
Result<void> check_columns(const Columns& columns);

}  // namespace backprop
