// What a link, or a document that somebody writes, says of a table, and how it is told what is
// wrong.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/experiment/experiment.h"

namespace backprop {

// The rows behind the key "table": the dataset is then "table" unless the link says otherwise.
Result<void> apply_link_table(Experiment& experiment, std::string_view text);

// A table of at most kSmallTable rows is all trained on where nothing says which share is. Nothing
// changes for a larger one.
void train_on_all_of_few(Experiment& experiment);

// Why there is no dataset of this name: `choices` says what there is, and a table of that name
// is shown the way.
std::string no_such_dataset(std::string_view name, std::string choices);

}  // namespace backprop
