// Experiments as JSON: an object with every property of the table by its name, and the points
// placed by hand. The same in documents and in what the command line prints.
#pragma once

#include "engine/base/json.h"
#include "engine/experiment/experiment.h"

namespace backprop {

Json::Value experiment_value(Json& json, const Experiment& experiment);
// Those properties alone that can change while a run goes on.
Json::Value live_settings_value(Json& json, const Experiment& experiment);
// [{"centre", "spread"}, …] of the columns of a table that are numbers
Json::Value scales_value(Json& json, const SampleTable& table);
// [{"name", "centre", "spread"}, … of x2, … and, with "classes", of the label]
Json::Value columns_value(Json& json, const Columns& columns);

}  // namespace backprop
