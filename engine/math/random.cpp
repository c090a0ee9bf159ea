#include "engine/math/random.h"

#include <bit>
#include <utility>

#include "engine/math/math.h"

namespace backprop {

Random::Random(std::uint64_t seed, Stream stream) {
  state_.state = 0;
  state_.increment = (static_cast<std::uint64_t>(stream) << 1) | 1;  // must be odd
  next();
  state_.state += seed;
  next();
}

std::uint32_t Random::next() {
  const std::uint64_t old = state_.state;
  state_.state = old * 6364136223846793005ull + state_.increment;
  const auto mixed = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
  return std::rotr(mixed, static_cast<int>(old >> 59));
}

std::uint32_t Random::below(std::uint32_t bound) {
  // The first 2³² mod bound values would make some remainders likelier than others: draw again.
  const std::uint32_t rejected = (0u - bound) % bound;
  for (;;) {
    const std::uint32_t value = next();
    if (value >= rejected) return value % bound;
  }
}

double Random::uniform() { return next() * 0x1p-32; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Random::normal() {
  // Box-Muller; its second number is dropped so that the state stays two words.
  const double radius = math::sqrt(-2.0 * math::log(1.0 - uniform()));
  return radius * math::cos(2.0 * math::kPi * uniform());
}

void Random::shuffle(std::span<int> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]);
  }
}

}  // namespace backprop
