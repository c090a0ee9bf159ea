#include "shell/panels/by_hand/written.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/base/text.h"
#include "engine/insight/notation.h"

namespace backprop {

std::string written(float value, int digits) {
  std::string exact = number_text(std::abs(value));
  const bool plain = std::isfinite(value) && exact.find('e') == exact.npos;
  const auto figures = std::ranges::count_if(exact, [](char c) { return c != '.'; });
  // "0.0006" has one figure that counts, and is no wider than "6e−4" would be with others around.
  if (!plain || figures > digits + 1) {
    // "0.0009981" is as wide as "9.981e−44", for which there is room, and stands well beside
    // "0.001097".
    constexpr float kLeast = 1e-4f, kMost = 1e-3f;
    if (!(std::abs(value) >= kLeast && std::abs(value) < kMost)) {
      return significant(static_cast<double>(value), digits);
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits + 3, static_cast<double>(std::abs(value)));
    exact = text;
    exact.erase(exact.find_last_not_of('0') + 1);
  }
  return value < 0 ? "−" + exact : exact;
}

}  // namespace backprop
