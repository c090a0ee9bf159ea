// A table as people have it, taken whole: several inputs and several targets, or a class. It keeps
// its numbers; what the network sees may be scaled.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/experiment/sample_table.h"
#include "engine/experiment/table.h"

namespace backprop {

struct TableSamples {
  SampleTable table;
  std::vector<std::string> says;  // what was taken and what was left out
};

// Rows with fields that are missing or no numbers are left out; so are the smaller of more than
// kMaxClasses classes, and evenly some of more than kMaxTableRows rows. Names that links cannot
// have are changed.
Result<TableSamples> take_samples(const Table& table, std::span<const ColumnRole> roles,
                                  TableScale scale = TableScale::kNone);

// They take the place of the experiment's data, and become the network's inputs and outputs; the
// hidden layers and the other settings stay. Says what changed with them.
Result<std::vector<std::string>> place_samples(Experiment& experiment, TableSamples taken);

// Points or samples, as the roles say, in place of the experiment's data; without a scale points
// get the one that is wanted. An error leaves the experiment as it was.
Result<std::vector<std::string>> place_table(Experiment& experiment, const Table& table,
                                             std::span<const ColumnRole> roles,
                                             std::optional<TableScale> scale);

// What every column is when the whole table is taken: numbers are inputs, and what would be the
// label of points stays a class or becomes the target.
std::vector<ColumnRole> sample_roles(const Table& table);
// The other way, where a table says of itself that it has samples: its first two inputs are x1 and
// x2, and the class or the first target is the label.
std::vector<ColumnRole> point_roles(const Table& table);

}  // namespace backprop
