#include "engine/base/real_text.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace backprop {
namespace {

// A whole number of any size, 32 bits a limb, the lowest first; no zeros at the top.
class Whole {
 public:
  explicit Whole(std::uint32_t value) : limbs_{value} {}

  void multiply_add(std::uint32_t factor, std::uint32_t summand) {
    std::uint64_t carry = summand;
    for (std::uint32_t& limb : limbs_) {
      carry += std::uint64_t{limb} * factor;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint32_t>(carry));
  }
  void scale_by_ten(int times) {
    for (; times > 0; --times) multiply_add(10, 0);
  }
  void double_it(int times) {
    limbs_.insert(limbs_.begin(), static_cast<std::size_t>(times / 32), 0);
    multiply_add(std::uint32_t{1} << (times % 32), 0);
  }
  int bits() const {
    return static_cast<int>(limbs_.size()) * 32 - std::countl_zero(limbs_.back());
  }
  // Less than 0, 0 or more, as this is less than, equal to or more than `other`.
  int compare(const Whole& other) const {
    if (limbs_.size() != other.limbs_.size()) return limbs_.size() < other.limbs_.size() ? -1 : 1;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
      if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i] ? -1 : 1;
    }
    return 0;
  }
  // `other` is not greater.
  void subtract(const Whole& other) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
      const std::uint64_t taken = (i < other.limbs_.size() ? other.limbs_[i] : 0) + borrow;
      borrow = limbs_[i] < taken ? 1 : 0;
      limbs_[i] = static_cast<std::uint32_t>(limbs_[i] - taken);
    }
    while (limbs_.size() > 1 && limbs_.back() == 0) limbs_.pop_back();
  }

 private:
  std::vector<std::uint32_t> limbs_;
};

// The formats by their precision in bits and the least exponent of a normal number.
struct Format {
  int precision, least_exponent;
};

// ±digits · 10^exponent
struct Parts {
  bool negative = false;
  Whole digits{0};
  int count = 0;  // of digits kept, from the first that is not 0 on
  int exponent = 0;
  std::size_t length = 0;  // of the text; 0 when it is no number
};

Parts take_apart(std::string_view text) {
  // A number halfway between two doubles has at most 767 digits: what follows those only matters
  // for not being all zeros.
  constexpr int kMostDigits = 770;
  // Exponents beyond this are out of reach whatever the digits.
  constexpr int kMostExponent = 100'000;
  Parts parts;
  std::size_t at = 0;
  const auto next = [&] { return at < text.size() ? text[at] : '\0'; };
  if (next() == '-') {
    parts.negative = true;
    ++at;
  }
  bool any = false, rest = false;
  for (bool fraction = false;; ++at) {
    if (next() == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(next())) break;
    any = true;
    const auto digit = static_cast<std::uint32_t>(next() - '0');
    const bool kept = parts.count < kMostDigits;
    if (kept) {
      parts.digits.multiply_add(10, digit);
      if (parts.count > 0 || digit != 0) ++parts.count;
    } else {
      rest = rest || digit != 0;
    }
    parts.exponent += (kept ? 0 : 1) - (fraction ? 1 : 0);
  }
  if (!any) return parts;
  if (rest) {
    parts.digits.multiply_add(10, 1);
    parts.exponent -= 1;
    ++parts.count;
  }
  parts.length = at;
  if (next() != 'e' && next() != 'E') return parts;
  ++at;
  const bool down = next() == '-';
  if (down || next() == '+') ++at;
  if (!is_digit(next())) return parts;
  int exponent = 0;
  for (; is_digit(next()); ++at) {
    if (exponent < kMostExponent) exponent = exponent * 10 + (next() - '0');
  }
  parts.exponent += down ? -exponent : exponent;
  parts.length = at;
  return parts;
}

// Long division in base 2: as many bits of numerator/denominator as the format has, then the rest
// decides how the last is rounded.
bool nearest(const Parts& parts, Format format, double& value) {
  const int magnitude = parts.count + parts.exponent;  // the number is less than 10^magnitude
  if (magnitude > 310 || magnitude < -330) return false;
  Whole numerator = parts.digits, denominator(1);
  numerator.scale_by_ten(parts.exponent);
  denominator.scale_by_ten(-parts.exponent);
  int exponent = numerator.bits() - denominator.bits();
  (exponent >= 0 ? denominator : numerator).double_it(std::abs(exponent));
  if (numerator.compare(denominator) < 0) {
    numerator.double_it(1);
    --exponent;
  }
  const int bits = format.precision - std::max(0, format.least_exponent - exponent);
  if (bits < 0) return false;
  std::uint64_t quotient = 0;
  for (int i = 0; i < bits; ++i) {
    quotient *= 2;
    if (numerator.compare(denominator) >= 0) {
      numerator.subtract(denominator);
      ++quotient;
    }
    numerator.double_it(1);
  }
  const int rest = numerator.compare(denominator);  // to one half of the last bit
  if (rest > 0 || (rest == 0 && quotient % 2 == 1)) ++quotient;
  value = std::ldexp(static_cast<double>(quotient), exponent - bits + 1);
  return quotient != 0;
}

template <class Number>
bool read(std::string_view text, Number& value) {
  const Parts parts = take_apart(text);
  if (parts.length == 0 || parts.length != text.size()) return false;
  double wide = 0;
  using Limits = std::numeric_limits<Number>;
  if (parts.count > 0 && !nearest(parts, {Limits::digits, Limits::min_exponent - 1}, wide)) {
    return false;
  }
  const auto narrow = static_cast<Number>(wide);  // exact, or beyond the greatest
  if (!std::isfinite(narrow)) return false;
  value = parts.negative ? -narrow : narrow;
  return true;
}

}  // namespace

std::size_t real_length(std::string_view text) { return take_apart(text).length; }

bool read_real(std::string_view text, float& value) { return read(text, value); }
bool read_real(std::string_view text, double& value) { return read(text, value); }

}  // namespace backprop
