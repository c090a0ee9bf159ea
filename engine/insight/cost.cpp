#include "engine/insight/cost.h"

#include <vector>

#include "engine/network/kernels_naive.h"

namespace backprop {
namespace {

// A number of which only its multiplications matter.
struct CountedNumber {
  static inline thread_local std::int64_t multiplications = 0;
  friend CountedNumber operator*(CountedNumber, CountedNumber) {
    ++multiplications;
    return {};
  }
  friend CountedNumber operator+(CountedNumber, CountedNumber) { return {}; }
  CountedNumber& operator+=(CountedNumber) { return *this; }
};

// A value and its slope.
struct CountedPair {
  CountedNumber value, slope;
  friend CountedPair operator*(CountedPair u, CountedPair v) {
    return {u.value * v.value, u.value * v.slope + u.slope * v.value};
  }
  friend CountedPair operator+(CountedPair u, CountedPair v) {
    return {u.value + v.value, u.slope + v.slope};
  }
  CountedPair& operator+=(CountedPair other) { return *this = *this + other; }
};

constexpr int kOneSample = 1;

// What `loops` multiply, called for one layer after the other from `first` on.
template <class Number, class Loops>
std::int64_t counted(const Network& network, int first, Loops loops) {
  CountedNumber::multiplications = 0;
  for (int l = first; l < network.layer_count(); ++l) {
    const Network::Layer& layer = network.layer(l);
    const auto inputs = static_cast<std::size_t>(layer.inputs);
    const auto outputs = static_cast<std::size_t>(layer.outputs);
    std::vector<Number> weights(inputs * outputs), below(inputs), above(outputs), biases(outputs);
    loops(weights.data(), biases.data(), below.data(), above.data(), layer);
  }
  return CountedNumber::multiplications;
}

template <class Number>
std::int64_t forward_pass(const Network& network) {
  return counted<Number>(network, 0, [](auto* w, auto* b, auto* a, auto* z, const auto& layer) {
    naive::weighted_sums<Number>(w, b, a, z, layer.inputs, layer.outputs, kOneSample);
  });
}

}  // namespace

GradientCost gradient_cost(const Network& network) {
  GradientCost cost;
  cost.parameters = static_cast<std::int64_t>(network.parameter_count());
  cost.forward = forward_pass<CountedNumber>(network);
  cost.forward_of_pairs = forward_pass<CountedPair>(network);
  cost.backward = counted<CountedNumber>(
      network, 1, [](auto* w, auto*, auto* upstream, auto* delta, const auto& layer) {
        naive::input_gradients<CountedNumber>(w, delta, upstream, layer.inputs, layer.outputs,
                                              kOneSample);
      });
  cost.gradients = counted<CountedNumber>(
      network, 0, [](auto* dw, auto* db, auto* a, auto* delta, const auto& layer) {
        naive::parameter_gradients<CountedNumber>(delta, a, {}, dw, db, layer.inputs, layer.outputs,
                                                  kOneSample);
      });
  return cost;
}

}  // namespace backprop
