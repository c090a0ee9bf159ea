// What of a step a worked example has a number for, by a name that people write: "a:2.1",
// "gradient weight:1.2.1", "-delta:2.1". The value is the one that explain() shows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/insight/explain.h"
#include "engine/run/trainer.h"

namespace backprop {

struct ExampleQuantity {
  enum class Kind {
    // of a neuron
    kSum,         // z
    kActivation,  // a = φ(z)
    kSlope,       // φ′(z)
    kLossSlope,   // ∂L/∂a
    kBack,        // wₖδₖ, which a neuron of the next layer sends back to a hidden one
    kDelta,       // δ = ∂L/∂z
    kLoss,        // of the sample or the batch, or what one output adds to it
    // of a weight or a bias
    kBefore,    // as the step found it
    kGradient,  // ∂L/∂w
    kChange,    // Δw
    kAfter,     // w + Δw
  };
  Kind kind = Kind::kLoss;
  double factor = 1;   // what the source prints is so many times the engine's number
  ExplainTarget target{};  // for the loss of a batch its first output
  int part = 0;  // of kBack: the next layer's neuron; of kLoss: the output, or -1 for all of them
};

// "z:1.2", "a:1.2", "slope:1.2", "dLda:2.1", "back:1.2.1", "delta:2.1", "loss", "loss:1",
// "weight:1.2.1", "bias:1.2", "gradient weight:1.2.1", "change bias:1.2", "new weight:1.2.1"; all
// with "-" or a number before them, and "@2" behind them for the batch's second sample. `sample` is
// the one that counts without that: from 0, or -1 for the batch. An error says what there is.
Result<ExampleQuantity> parse_example_quantity(std::string_view text, const Trainer& trainer,
                                               int sample);

// Nothing before the phase that computes it.
std::optional<double> value_of(const ExampleQuantity& quantity, const Trainer& trainer);

// Which of an explanation's equations tells it; none for what the update adds and what it leaves.
std::optional<std::size_t> equation_for(const ExampleQuantity& quantity,
                                        const Explanation& explanation, const Trainer& trainer);

// The phases of its step that have to be done, 1 … 5.
int phases_for(const ExampleQuantity& quantity);

// "a⁽²⁾₁", "∂L/∂w⁽¹⁾₂₁", "new w⁽¹⁾₂₁", "−δ⁽²⁾₁"; with "[2]" where it is one sample of several.
std::string symbol_of(const ExampleQuantity& quantity, const Network& network);

}  // namespace backprop
