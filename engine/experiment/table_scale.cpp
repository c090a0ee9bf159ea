#include "engine/experiment/table_scale.h"

#include <algorithm>
#include <string>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/math/math.h"

namespace backprop::tables {
namespace {

// To a millionth of the spread: fewer digits, and no difference that could be seen.
double rounded(double value, double spread) {
  constexpr int kDigits = 7;
  if (value == 0) return 0;
  const int last = rounded_decimal(spread, 1).exponent - kDigits + 1;
  const int digits = rounded_decimal(value, 1).exponent - last + 1;
  if (digits < 1) return 0;
  if (digits > 17) return value;
  const Decimal decimal = rounded_decimal(value, digits);
  double result = value;
  const std::string text = (decimal.negative ? "-" : "") + decimal.digits + 'e' +
                           std::to_string(decimal.exponent - digits + 1);
  return read_real(text, result) ? result : value;
}

// A column that is always the same is moved, and not spread.
Scale scale_to(double centre, double spread) {
  constexpr double kLeast = 1e-25;
  if (!(spread > kLeast)) spread = 1;
  return {rounded(centre, spread), rounded(spread, spread)};
}

}  // namespace

Spread spread_of(const CollectedRows& table, std::size_t column) {
  Spread spread;
  const std::size_t rows = table.count();
  if (rows == 0) return spread;
  const auto count = static_cast<double>(rows);
  spread.least = spread.most = table.row(0)[column];
  for (std::size_t i = 0; i < rows; ++i) {
    const double number = table.row(i)[column];
    spread.least = std::min(spread.least, number);
    spread.most = std::max(spread.most, number);
    spread.mean += number / count;
  }
  double squares = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const double distance = table.row(i)[column] - spread.mean;
    squares += distance * distance / count;
  }
  spread.deviation = math::sqrt(squares);
  return spread;
}

Scale standard_scale(const Spread& spread) { return scale_to(spread.mean, spread.deviation); }

Scale fitted_scale(const Spread& spread, double reach) {
  return scale_to(spread.least / 2 + spread.most / 2, (spread.most / 2 - spread.least / 2) / reach);
}

}  // namespace backprop::tables
