// Random numbers that are the same on every machine.
#pragma once

#include <cstdint>
#include <span>

namespace backprop {

// PCG32 (XSH-RR 64/32, M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient
// Statistically Good Algorithms for Random Number Generation", 2014). The whole state is two
// words, so that a checkpoint can keep it.
class Random {
 public:
  // Streams keep the uses of one seed apart: changing the data does not change the weights.
  enum class Stream : std::uint64_t { kData = 1, kSplit, kWeights, kBatchOrder, kDropout };

  Random() : Random(0, Stream::kData) {}
  Random(std::uint64_t seed, Stream stream);

  std::uint32_t next();                        // uniform over all 32-bit values
  std::uint32_t below(std::uint32_t bound);    // uniform over 0 … bound−1, unbiased; bound > 0
  double uniform();                            // uniform over [0, 1), 32 bits of resolution
  double uniform(double low, double high);     // uniform over [low, high)
  // Mean 0, variance 1: one of the pair of G. E. P. Box, M. E. Muller, "A Note on the Generation of
  // Random Normal Deviates", 1958, with the log and cos of math.h.
  double normal();

  // Every order alike: R. A. Fisher and F. Yates' shuffle as R. Durstenfeld has it, "Algorithm 235:
  // Random Permutation", CACM 7, 1964.
  void shuffle(std::span<int> values);

  struct State {
    std::uint64_t state = 0;
    std::uint64_t increment = 0;
    friend bool operator==(const State&, const State&) = default;
  };
  State state() const { return state_; }
  void restore(State state) { state_ = state; }

 private:
  State state_;
};

}  // namespace backprop
