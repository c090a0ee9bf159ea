#include "engine/parts/initializer.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/base/table.h"
#include "engine/math/math.h"

namespace backprop {
namespace {

// U(−limit, limit), drawn in index order.
void fill_uniform(std::span<float> weights, double limit, float scale, Random& random) {
  for (float& w : weights) w = static_cast<float>(random.uniform(-limit, limit) * scale);
}

// N(0, variance).
void fill_normal(std::span<float> weights, double variance, float scale, Random& random) {
  const double deviation = math::sqrt(variance);
  for (float& w : weights) w = static_cast<float>(random.normal() * deviation * scale);
}

// Gram-Schmidt on normal vectors: the rows, or the columns where those are fewer, become
// orthonormal, so that no direction is stretched.
void fill_orthogonal(std::span<float> weights, int inputs, int outputs, float scale,
                     Random& random) {
  const bool by_rows = outputs <= inputs;
  const int vectors = by_rows ? outputs : inputs;
  const int length = by_rows ? inputs : outputs;
  std::vector<double> basis(static_cast<std::size_t>(vectors) * static_cast<std::size_t>(length));
  const auto at = [&](int vector, int k) -> double& {
    return basis[static_cast<std::size_t>(vector) * static_cast<std::size_t>(length) +
                 static_cast<std::size_t>(k)];
  };
  for (int v = 0; v < vectors; ++v) {
    double norm = 0;
    do {  // again in the unlikely case that it lies in the span of the others
      for (int k = 0; k < length; ++k) at(v, k) = random.normal();
      for (int pass = 0; pass < 2; ++pass) {  // twice removes what rounding left of the first
        for (int u = 0; u < v; ++u) {
          double dot = 0;
          for (int k = 0; k < length; ++k) dot += at(u, k) * at(v, k);
          for (int k = 0; k < length; ++k) at(v, k) -= dot * at(u, k);
        }
      }
      norm = 0;
      for (int k = 0; k < length; ++k) norm += at(v, k) * at(v, k);
      norm = math::sqrt(norm);
    } while (norm < 1e-6);
    for (int k = 0; k < length; ++k) at(v, k) /= norm;
  }
  for (int j = 0; j < outputs; ++j) {
    for (int i = 0; i < inputs; ++i) {
      weights[static_cast<std::size_t>(j) * static_cast<std::size_t>(inputs) +
              static_cast<std::size_t>(i)] =
          static_cast<float>((by_rows ? at(j, i) : at(i, j)) * scale);
    }
  }
}

// Xavier: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
// networks", AISTATS 2010. He: K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers",
// ICCV 2015, arXiv:1502.01852. LeCun: Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient
// BackProp", 1998, section 4.6. Orthogonal: A. M. Saxe, J. L. McClelland, S. Ganguli, "Exact
// solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014,
// arXiv:1312.6120.
constexpr Initializer kInitializers[] = {
    {
        .name = "peer",
        .label = "Uniform ±½",
        .formula = "w = U(−0.5, 0.5), b = 0.1",
        .help = "As TensorFlow Playground starts its networks; biases are 0.1.",
        .bias = 0.1f,
        .scales = true,
        .fill = [](std::span<float> weights, int, int, float scale,
                   Random& random) { fill_uniform(weights, 0.5, scale, random); },
    },
    {
        .name = "zero",
        .label = "Zero",
        .formula = "w = 0",
        .help =
            "Every neuron of a layer stays the same as its neighbours: symmetry is never broken.",
        .bias = 0,
        .scales = false,
        .fill = [](std::span<float> weights, int, int, float,
                   Random&) { std::ranges::fill(weights, 0.0f); },
    },
    {
        .name = "constant",
        .label = "Constant",
        .formula = "w = 0.5",
        .help = "All weights alike: the neurons of a layer learn in lockstep.",
        .bias = 0,
        .scales = true,
        .fill = [](std::span<float> weights, int, int, float scale,
                   Random&) { std::ranges::fill(weights, 0.5f * scale); },
    },
    {
        .name = "uniform",
        .label = "Uniform",
        .formula = "w = U(−0.5, 0.5)",
        .help = "Small random weights, whatever the layer's size.",
        .bias = 0,
        .scales = true,
        .fill = [](std::span<float> weights, int, int, float scale,
                   Random& random) { fill_uniform(weights, 0.5, scale, random); },
    },
    {
        .name = "xavier_uniform",
        .label = "Xavier uniform",
        .formula = "w = U(±√(6/(in+out)))",
        .help = "Keeps signals and gradients about as large from layer to layer under tanh.",
        .bias = 0,
        .scales = true,
        .fill =
            [](std::span<float> weights, int inputs, int outputs, float scale, Random& random) {
              fill_uniform(weights, math::sqrt(6.0 / (inputs + outputs)), scale, random);
            },
    },
    {
        .name = "xavier_normal",
        .label = "Xavier normal",
        .formula = "w = N(0, 2/(in+out))",
        .help = "Xavier's spread with normal weights.",
        .bias = 0,
        .scales = true,
        .fill =
            [](std::span<float> weights, int inputs, int outputs, float scale, Random& random) {
              fill_normal(weights, 2.0 / (inputs + outputs), scale, random);
            },
    },
    {
        .name = "he_uniform",
        .label = "He uniform",
        .formula = "w = U(±√(6/in))",
        .help = "Makes up for the half that ReLU cuts off.",
        .bias = 0,
        .scales = true,
        .fill =
            [](std::span<float> weights, int inputs, int, float scale, Random& random) {
              fill_uniform(weights, math::sqrt(6.0 / inputs), scale, random);
            },
    },
    {
        .name = "he_normal",
        .label = "He normal",
        .formula = "w = N(0, 2/in)",
        .help = "He's spread with normal weights.",
        .bias = 0,
        .scales = true,
        .fill = [](std::span<float> weights, int inputs, int, float scale,
                   Random& random) { fill_normal(weights, 2.0 / inputs, scale, random); },
    },
    {
        .name = "lecun_uniform",
        .label = "LeCun uniform",
        .formula = "w = U(±√(3/in))",
        .help = "Keeps the variance of the weighted sums at that of the inputs.",
        .bias = 0,
        .scales = true,
        .fill =
            [](std::span<float> weights, int inputs, int, float scale, Random& random) {
              fill_uniform(weights, math::sqrt(3.0 / inputs), scale, random);
            },
    },
    {
        .name = "lecun_normal",
        .label = "LeCun normal",
        .formula = "w = N(0, 1/in)",
        .help = "LeCun's spread with normal weights.",
        .bias = 0,
        .scales = true,
        .fill = [](std::span<float> weights, int inputs, int, float scale,
                   Random& random) { fill_normal(weights, 1.0 / inputs, scale, random); },
    },
    {
        .name = "orthogonal",
        .label = "Orthogonal",
        .formula = "WWᵀ = I or WᵀW = I",
        .help = "Rows or columns at right angles and of length one: nothing is stretched.",
        .bias = 0,
        .scales = true,
        .fill = fill_orthogonal,
    },
};

}  // namespace

std::span<const Initializer> initializers() { return kInitializers; }

const Initializer& initializer(std::string_view name) {
  const Initializer* entry = find_entry(initializers(), name);
  assert(entry);
  return *entry;
}

}  // namespace backprop
