// A property that must hold for every input; the fuzzer keeps the input for which it does not.
#pragma once

#include <cstdlib>

namespace backprop {

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace backprop
