// Points as a table of text, for spreadsheets and other programs; table.h reads it back.
#pragma once

#include <string>

#include "engine/experiment/experiment.h"

namespace backprop {

// The points of an experiment as a table that read_table() reads back: the same points, and names,
// scale and classes where there are any. A scale is taken back: the table has the numbers it came
// from. What a spreadsheet would run as a formula has an apostrophe before it.
std::string write_points_csv(const Experiment& experiment);

}  // namespace backprop
