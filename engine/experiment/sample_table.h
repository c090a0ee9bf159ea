// Samples as a table: rows of named inputs and named targets, or a class. Its inputs are the
// network's inputs.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/entry.h"
#include "engine/base/error.h"
#include "engine/experiment/point_columns.h"
#include "engine/parts/dataset.h"

namespace backprop {

inline constexpr std::size_t kMaxTableInputs = 8, kMaxTableTargets = 6, kMaxTableRows = 10000;

struct SampleTable {
  std::vector<std::string> inputs;   // their names, 1 … kMaxTableInputs
  std::vector<std::string> targets;  // 1 … kMaxTableTargets; of classes one, what they tell apart
  std::vector<std::string> classes;  // of class 0, 1, …, at least 2; empty: targets are numbers
  std::vector<float> numbers;  // row by row the inputs, then the targets or the class
  // How numbers of the inputs, and of targets that are numbers, become those that the network sees;
  // empty where it sees them as they are.
  std::vector<Scale> scales;

  bool has_classes() const { return !classes.empty(); }
  std::size_t width() const { return inputs.size() + targets.size(); }
  std::size_t rows() const { return width() == 0 ? 0 : numbers.size() / width(); }
  float number(std::size_t row, std::size_t column) const {
    return numbers[row * width() + column];
  }
  // The number as the network sees it.
  float seen(std::size_t row, std::size_t column) const {
    return scaled(column, number(row, column));
  }
  float scaled(std::size_t column, float value) const {
    if (column >= scales.size()) return value;
    return static_cast<float>(scales[column].coordinate(static_cast<double>(value)));
  }
  // Inputs in the table's numbers, as the network sees them.
  std::vector<float> seen_inputs(std::span<const float> row) const;
  // What the network says at an output, in the numbers of its target.
  double told_output(int output, float value) const;
  // A row as a point of the plane: its first two inputs (0 where there is one), and the class or
  // the first target.
  Point point(std::size_t row) const;
  // What one of so many outputs is for: a target; of classes its own, where each has one, else what
  // they tell apart.
  const std::string& output_name(int output, int outputs) const;
  friend bool operator==(const SampleTable&, const SampleTable&) = default;
};

// Nothing wrong, or why not.
Result<void> check_table(const SampleTable& table);

// As the key "table" of links has it: names of inputs, names of targets, rows, all between
// semicolons: "x1,x2;sum,carry;0,0,0,0;0,1,1,0". With classes "x1,x2;kind~cat~dog;1,2,cat", where a
// class may be its number, too; words in the column of a single target,
// "x1,x2;kind;1,2,cat;3,4,dog", are classes in the order they come. A scale stands behind its
// column's name, centre and spread: "height|170.2|9.13,age;price|5e4|1e4;…". A table that is
// shipped goes by its name.
std::string table_text(const SampleTable& table);
Result<SampleTable> read_sample_table(std::string_view text);

// Tables that come with the program: truth tables, and Fisher's iris.
struct ShippedTable {
  Text name;  // "half_adder"
  Text label;  // "Half adder"
  Text help;
  Text text;  // as table_text() writes it
};
std::span<const ShippedTable> shipped_tables();

}  // namespace backprop
