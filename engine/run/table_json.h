// Tables of samples in documents.
#pragma once

#include "engine/base/json_reader.h"
#include "engine/experiment/sample_table.h"

namespace backprop {

// A text as links have it, or {"inputs": [names], "targets": [names], "classes": [names], where the
// target is one of them, "scales": [{"centre", "spread"}, …] of the columns of numbers, if the
// network sees them scaled, "rows": [[numbers], …]}; the class of a row is its name or its number.
Result<SampleTable> read_table_value(const JsonValue& value);

}  // namespace backprop
