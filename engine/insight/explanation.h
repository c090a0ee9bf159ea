// The chain rule of one quantity, as data: the terms with their names and the very values the
// phases computed. The canvas sets them as mathematics, the command line prints them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace backprop {

// What a term points at, so that it can be lit in the picture.
struct TermTarget {
  enum class Kind {
    kNone,
    kInput,
    kActivation,
    kPreActivation,
    kDelta,
    kWeight,
    kBias,
    kLoss,
    kTarget
  } kind = Kind::kNone;
  int layer = -1;   // 0-based after the inputs; -1 for inputs
  int neuron = -1;  // or the input feature
  std::size_t parameter = 0;  // for weights and biases
};

// One factor or summand: "φ′(z⁽²⁾₃)" = 0.795, with LaTeX for the worked solution. The superscript
// in brackets is the layer, counted from 1; the inputs are layer 0. A bar means the batch's mean.
// A symbol that begins with "−" is a subtracted quantity; its value carries the sign.
struct Factor {
  std::string symbol;  // "w⁽²⁾₃₁": layer 2, to neuron 3, from neuron 1
  std::string latex;   // "w^{(2)}_{31}"
  float value;
  TermTarget target = {};
  std::optional<float> argument = {};  // of a function: the z in φ(z)
};

// A product of factors: one summand.
struct Term {
  std::vector<Factor> factors;
  float value;  // the product as the engine has it
};

// result = outer · (Σ terms), e.g. δ₃ = φ′(z₃) · (w₁₃δ₁ + w₂₃δ₂).
struct Equation {
  Factor result;
  std::vector<Factor> outer;  // factors before the bracket, multiplied onto it from the last one
  std::vector<Term> terms;    // summed in this order, unless they are samples (four lanes)
  float sum;                  // value of the bracket
  std::string note;           // one sentence: what this step says
  int phase;                  // index of the Phase that computed it
};

// One sample's part of a batch gradient; the gradient is their mean.
struct Contribution {
  int sample;     // column in the workspace's batch
  int point;      // index into data().points
  int number;     // of the point, as people are told it: sample_number()
  float delta;
  float input;    // the activation that multiplies δ; 1 for a bias
  float value;    // δ·input, before dividing by the batch size
};

// How Δw came from the gradient; parts that do not apply are absent.
struct UpdatePart {
  std::string name;  // "gradient", "momentum", "weight decay", "regularization", "clipping", …
  std::string formula;  // of the split's quantities: "−η·∂L/∂w"
  std::string latex;  // the formula's
  float value;  // in units of w
  std::string help;
};
struct UpdateSplit {
  float before, delta, after;  // w, Δw, w + Δw
  std::vector<Factor> quantities;  // η, g, m̂, v̂, … as used by that step
  std::vector<UpdatePart> parts;  // sum to delta up to rounding
};

// Significant digits, at least `usual`, with which w before and after an update show its change.
int digits_around(const UpdateSplit& update, int usual);

// What is explained.
struct ExplainTarget {
  enum class Kind { kNeuron, kParameter } kind;
  int layer = 0, neuron = 0;  // kNeuron
  std::size_t parameter = 0;  // kParameter
  int sample = -1;  // column of the batch, or -1 for the batch mean
  friend bool operator==(const ExplainTarget&, const ExplainTarget&) = default;
};

struct Explanation {
  std::string title;  // "Hidden layer 2, neuron 2: how the loss changes with its weighted sum z"
  std::vector<Equation> equations;  // in the order they are computed, as far as the phases have run
  std::vector<Contribution> contributions;  // for a weight or bias over the batch
  std::optional<UpdateSplit> update;  // after the update phase, for a weight or bias
  std::string context;  // "Sample 205 of 500 at (−2, −0.7): the 3rd of 10 in this batch", …
};

}  // namespace backprop
