// Every way from a weight, a bias or a neuron to the loss of one sample. By the chain rule a route
// carries back the product of what lies on it, and the gradient is the sum over all routes: what
// backpropagation adds up layer by layer, without going through them one by one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/error.h"
#include "engine/insight/explain.h"
#include "engine/insight/explanation.h"
#include "engine/network/network.h"
#include "engine/run/trainer.h"

namespace backprop {

// One neuron of every layer, from the target's to the output.
struct Route {
  std::vector<int> neurons;
  double value = 0;  // the product of its factors
};

class Routes {
 public:
  // Those of a sample, an index into data().points, at the step whose backward phase has run: all
  // where there are at most `all`, else the `most` ≥ 1 with the largest products. An error says
  // what is missing.
  static Result<Routes> find(const Trainer& trainer, const ExplainTarget& target, int point,
                             std::size_t most, std::size_t all = 0);

  // How many there are: the product of the sizes of the layers behind the target's.
  double count() const { return count_; }
  std::span<const Route> largest() const { return largest_; }  // by magnitude
  double sum() const { return sum_; }  // of all
  double rest() const;  // of those that are not listed
  // What the engine has: δ of a neuron, δ·input of a weight or bias, of this sample.
  const Factor& gradient() const { return gradient_; }

  // The weight's input; then of every hidden neuron its slope, with its dropout mask where there is
  // dropout, and the weight that leads on; at last δ of the output. In this order, multiplied.
  std::vector<Factor> factors(const Route& route) const;

 private:
  Routes() = default;
  int last() const { return network_.layer_count() - 1; }
  double weight(int layer, int output, int input) const;
  double passed(int layer, int neuron) const;  // slope · mask of a hidden neuron
  void add_up();
  void list_largest(std::size_t most);

  Network network_;  // with the parameters that the step used
  int layer_ = 0, neuron_ = 0;  // where the routes begin
  std::optional<Factor> input_;  // of a weight
  std::vector<std::vector<float>> slopes_;  // [hidden layer][neuron]
  std::vector<std::vector<float>> masks_;  // likewise; empty without dropout
  std::vector<float> deltas_;  // of the outputs
  std::vector<Route> largest_;
  double count_ = 1, sum_ = 0;
  Factor gradient_;
};

}  // namespace backprop
