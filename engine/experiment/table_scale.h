// How far the numbers of a column reach, and the scales that follow from it.
#pragma once

#include <cstddef>

#include "engine/experiment/table_collect.h"

namespace backprop::tables {

struct Spread {
  double least = 0, most = 0, mean = 0, deviation = 0;
};
Spread spread_of(const CollectedRows& table, std::size_t column);

// Mean 0 and deviation 1; from −reach to reach. A column that is always the same is moved, and not
// spread.
Scale standard_scale(const Spread& spread);
Scale fitted_scale(const Spread& spread, double reach);

}  // namespace backprop::tables
