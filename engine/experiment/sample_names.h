// What people are told samples and classes are, the same everywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/experiment/experiment.h"

namespace backprop {

// The number of a sample, given as an index into data.points: its row in the table or its place
// among the points as they are listed (make_points, a saved table), from 1, wherever shuffling has
// put it.
int sample_number(const Data& data, int index);
// "sample 3"
std::string sample_name(const Data& data, int index);

// A class by the name that the table has for it, else by its label in links and files: 0, 1, …
std::string class_name(const Experiment& experiment, int label);
// What stands for it where there is room for two letters: its name, else its label.
std::string class_mark(const Experiment& experiment, int label);

// What a column is called where there is little room: its name, else `otherwise`; cut after
// `most` characters.
std::string short_name(const Column* column, std::string_view otherwise, std::size_t most = 11);

}  // namespace backprop
