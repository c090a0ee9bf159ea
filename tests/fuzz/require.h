// A property that must hold for every input; the fuzzer keeps the input for which it does not.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace backprop {

inline void require(bool holds,
                    const std::source_location& place = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: this does not hold\n", place.file_name(),
               static_cast<unsigned>(place.line()));
  std::abort();
}

}  // namespace backprop
