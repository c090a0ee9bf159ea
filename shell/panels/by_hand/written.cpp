#include "shell/panels/by_hand/written.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {

std::string written(float value, int digits) {
  std::string exact = number_text(std::abs(value));
  const bool plain = std::isfinite(value) && exact.find('e') == exact.npos;
  const auto figures = std::ranges::count_if(exact, [](char c) { return c != '.'; });
  // "0.0006" has one figure that counts, and is no wider than "6e−4" would be with others around.
  if (!plain || figures > digits + 1) return significant(static_cast<double>(value), digits);
  return value < 0 ? "−" + exact : exact;
}

}  // namespace backprop
