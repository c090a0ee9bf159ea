// The loss, and how it reaches an output neuron.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

float target_of(const Scene& scene, int output) {
  return scene.batch
      .targets[static_cast<std::size_t>(output) * static_cast<std::size_t>(scene.batch.stride) +
               static_cast<std::size_t>(scene.sample)];
}

std::string without_minus(const std::string& symbol) {
  return symbol.substr(std::string_view("−").size());
}

// "y⁽³⁾₁" subtracted.
Factor minus_target(const Scene& scene, int output) {
  const Symbol y = {"y" + subscript(output + 1), "y_{" + std::to_string(output + 1) + "}"};
  return {"−" + y.text,
          "-" + y.latex,
          -target_of(scene, output),
          {TermTarget::Kind::kTarget, scene.network.layer_count() - 1, output}};
}

// What the loss hands to an output at the scene's sample: ∂L/∂a, or δ itself for losses on logits;
// `alone` as if there were no other output, before a mean over them is taken.
float loss_gradient(const Scene& scene, int output, bool alone = false) {
  const int first = alone ? output : 0, count = alone ? 1 : scene.network.output_count();
  const auto outputs = static_cast<std::size_t>(count);
  const int last = scene.network.layer_count() - 1;
  std::vector<float> z(outputs * kLanes), a(z), target(z), upstream(z);
  for (std::size_t k = 0; k < outputs; ++k) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      z[k * kLanes + lane] = scene.batch.z(last, first + static_cast<int>(k), scene.sample);
      a[k * kLanes + lane] = scene.batch.a(last, first + static_cast<int>(k), scene.sample);
      target[k * kLanes + lane] = target_of(scene, first + static_cast<int>(k));
    }
  }
  functions_of(scene.trainer.loss(), activation_of(scene, last))
      .gradient(z.data(), a.data(), target.data(), upstream.data(), count, 1, kLanes);
  return upstream[static_cast<std::size_t>(output - first) * kLanes];
}

// "(a − y)" as one factor.
Factor difference_factor(const Factor& a, const Factor& minus_y) {
  return plain_factor("(" + a.symbol + " − " + without_minus(minus_y.symbol) + ")",
                      "(" + a.latex + " " + minus_y.latex + ")", a.value + minus_y.value);
}

// What a loss says of one output: "|A − Y|" with the names of this one.
Factor spelled(std::string_view text, std::string_view latex, const Factor& a,
               const Factor& minus_y, float value) {
  const auto filled = [](std::string_view pattern, std::string_view output,
                         std::string_view target) {
    std::string result;
    for (const char c : pattern) {
      if (c == 'A') {
        result += output;
      } else if (c == 'Y') {
        result += target;
      } else {
        result += c;
      }
    }
    return result;
  };
  return plain_factor(filled(text, a.symbol, without_minus(minus_y.symbol)),
                      filled(latex, a.latex, minus_y.latex.substr(1)), value);
}

// 1/K where a loss is the mean over its K outputs.
std::optional<Factor> mean_over_outputs(const Scene& scene) {
  const int outputs = scene.network.output_count();
  if (!scene.trainer.loss().spelling.mean || outputs == 1) return std::nullopt;
  const std::string count = std::to_string(outputs);
  return plain_factor("1/" + count, "\\tfrac{1}{" + count + "}",
                      1.0F / static_cast<float>(outputs));
}

// ∂L/∂a of an output: a − y with the loss's factors, or what the loss gives in its place.
void fill_loss_slope(const Scene& scene, int output, float value, Equation& equation) {
  const LossSpelling& spelling = scene.trainer.loss().spelling;
  const Factor a = activation_factor(scene, scene.network.layer_count() - 1, output);
  const Factor minus_y = minus_target(scene, output);
  const std::optional<Factor> mean = mean_over_outputs(scene);
  if (mean) equation.outer.push_back(*mean);
  const float whole = mean ? mean->value : 1.0F;
  const float difference = a.value + minus_y.value;
  const float slope = spelling.slope;
  if (spelling.squares && whole * (slope * difference) == value) {
    if (slope != 1) {
      const std::string number = significant(static_cast<double>(slope));
      equation.outer.push_back(plain_factor(number, number, slope));
    }
    equation.terms = {product({a}), product({minus_y})};
    equation.sum = difference;
    return;
  }
  const float term = mean ? loss_gradient(scene, output, true) : value;
  const bool nothing = value == 0 && spelling.slope_term.find('A') == std::string_view::npos;
  equation.terms = {
      product({nothing ? plain_factor("0", "0", 0)
                       : spelled(spelling.slope_term, spelling.slope_latex, a, minus_y, term)})};
  equation.sum = term;
}

// δ = a·Σⱼyⱼ − y of cross-entropy on its softmax, and a − y where the targets add up to 1.
void fill_logits_delta(const Scene& scene, int output, float value, Equation& equation) {
  const Factor a = activation_factor(scene, scene.network.layer_count() - 1, output);
  const Factor minus_y = minus_target(scene, output);
  float all = 0;
  for (int k = 0; k < scene.network.output_count(); ++k) all += target_of(scene, k);
  equation.terms = {product({a}), product({minus_y})};
  if (a.value + minus_y.value != value) {
    equation.terms.front() = product({a, plain_factor("Σⱼ yⱼ", "\\sum_j y_j", all)});
  }
  equation.sum = equation.terms[0].value + equation.terms[1].value;
}

Factor loss_slope_factor(const Scene& scene, int output, float value) {
  const Symbol a = neuron_symbol("a", "a", scene.network.layer_count() - 1, output);
  return {"∂L/∂" + a.text,
          "\\frac{\\partial L}{\\partial " + a.latex + "}",
          value,
          {TermTarget::Kind::kLoss, scene.network.layer_count() - 1, output}};
}

// Why δ is a − y where a loss is taken on z.
std::string logits_note(const Activation& activation) {
  if (activation.output_only) {
    return " is taken on z. Softmax lets every output depend on this z, so δ is a sum over all of "
           "them, Σₖ ∂L/∂aₖ·∂aₖ/∂z; with ∂L/∂aₖ = −yₖ/aₖ that sum comes to a − y.";
  }
  return " is taken on z: in ∂L/∂a·φ′(z) the slope φ′(z) cancels against the loss's denominator, "
         "and what is left is how far a is from y.";
}

// δₖ = aₖ·(gₖ − Σⱼ gⱼ·aⱼ) with g = ∂L/∂a: every output of a softmax depends on every z.
Equation softmax_delta(const Scene& scene, int layer, int neuron) {
  Equation delta{delta_factor(scene, layer, neuron), {}, {}, 0, {}, phase_index(Phase::kBackward)};
  delta.outer.push_back(activation_factor(scene, layer, neuron));
  float mean = 0;
  for (int k = 0; k < scene.network.output_count(); ++k) {
    mean += scene.batch.a(layer, k, scene.sample) * loss_gradient(scene, k);
  }
  const float own = loss_gradient(scene, neuron);
  delta.terms = {
      product({loss_slope_factor(scene, neuron, own)}),
      product({plain_factor("−Σⱼ aⱼ·∂L/∂aⱼ", "-\\sum_j a_j\\,\\frac{\\partial L}{\\partial a_j}",
                            -mean)})};
  delta.sum = own - mean;
  delta.note =
      "Softmax lets every output depend on this z: δ = Σⱼ ∂L/∂aⱼ·∂aⱼ/∂z with "
      "∂aⱼ/∂zₖ = aⱼ·(1[j=k] − aₖ).";
  return delta;
}

// −ln of the probability given to what is right: the share of the right class, or for a single
// output a or 1 − a. Empty where the loss is something else, or where that probability is so close
// to one or zero that only the logits still tell the loss.
std::optional<Factor> surprise(const Scene& scene, float value) {
  const int last = scene.network.layer_count() - 1;
  for (int k = 0; k < scene.network.output_count(); ++k) {
    const Factor a = activation_factor(scene, last, k);
    const bool one_output = scene.network.output_count() == 1;
    const bool right = target_of(scene, k) == 1;
    if (!right && !one_output) continue;
    if (!right && target_of(scene, k) != 0) break;
    const float p = right ? a.value : 1 - a.value;
    const double loss = -std::log(static_cast<double>(p));
    // As near as six printed digits of p can tell.
    if (!(std::fabs(loss - static_cast<double>(value)) <= 1e-6 * std::fabs(loss) + 4e-7)) break;
    return Factor{right ? "−ln(" + a.symbol + ")" : "−ln(1 − " + a.symbol + ")",
                  right ? "-\\ln(" + a.latex + ")" : "-\\ln(1 - " + a.latex + ")", value, a.target,
                  p};
  }
  return std::nullopt;
}

// What one output adds to the loss of the sample, before a mean over the outputs is taken.
float loss_of_output(const Scene& scene, int output) {
  const int last = scene.network.layer_count() - 1;
  float z[kLanes], a[kLanes], target[kLanes], value[kLanes];
  std::fill_n(z, kLanes, scene.batch.z(last, output, scene.sample));
  std::fill_n(a, kLanes, scene.batch.a(last, output, scene.sample));
  std::fill_n(target, kLanes, target_of(scene, output));
  functions_of(scene.trainer.loss(), activation_of(scene, last))
      .value(z, a, target, value, 1, 1, kLanes);
  return value[0];
}

// The terms of the sum that a loss is: its squares, or what it has in their place.
void fill_loss_terms(const Scene& scene, bool squares, Equation& equation) {
  const LossSpelling& spelling = scene.trainer.loss().spelling;
  const int last = scene.network.layer_count() - 1;
  equation.outer.clear();
  equation.terms.clear();
  equation.sum = 0;
  if (const auto mean = mean_over_outputs(scene)) equation.outer.push_back(*mean);
  if (squares && spelling.factor == 0.5F) {
    equation.outer.push_back(plain_factor("½", "\\tfrac{1}{2}", 0.5F));
  }
  for (int k = 0; k < scene.network.output_count(); ++k) {
    const Factor a = activation_factor(scene, last, k);
    const Factor minus_y = minus_target(scene, k);
    if (squares) {
      const Factor difference = difference_factor(a, minus_y);
      equation.terms.push_back(product({difference, difference}));
    } else {
      equation.terms.push_back(product(
          {spelled(spelling.term, spelling.term_latex, a, minus_y, loss_of_output(scene, k))}));
    }
    equation.sum += equation.terms.back().value;
  }
}

// The loss of a sample spelled out: ½Σ(a−y)², −ln p, or the terms it is the sum or mean of.
Equation sample_loss(const Scene& scene) {
  const int last = scene.network.layer_count() - 1;
  const Loss& loss = scene.trainer.loss();
  const float value = scene.batch.sample_loss[static_cast<std::size_t>(scene.sample)];
  Equation equation{{"L", "L", value, {TermTarget::Kind::kLoss, last, -1}},
                    {},
                    {},
                    0,
                    std::string(loss.formula) + ": the loss of this sample.",
                    phase_index(Phase::kLoss)};
  const auto is_told = [&] {
    float told = equation.sum;
    for (auto factor = equation.outer.rbegin(); factor != equation.outer.rend(); ++factor) {
      told *= factor->value;
    }
    return std::fabs(told - value) <= 1e-6F * std::fabs(value);
  };
  if (is_on_logits(loss, activation_of(scene, last))) {
    if (const auto known = surprise(scene, value)) {
      equation.terms = {product({*known})};
      equation.sum = value;
      return equation;
    }
  } else if (loss.spelling.squares) {
    fill_loss_terms(scene, true, equation);
    if (is_told()) return equation;
  }
  if (!loss.spelling.term.empty() &&
      (scene.network.output_count() > 1 || loss.on_logits == nullptr)) {
    fill_loss_terms(scene, false, equation);
    if (is_told()) return equation;
  }
  equation.outer.clear();
  equation.terms = {product({plain_factor("ℓ(a, y)", "\\ell(a, y)", value)})};
  equation.sum = value;
  return equation;
}

Equation batch_loss(const Scene& scene) {
  const float sum = batch_sum(scene.batch.sample_loss.data(), scene.batch.samples);
  return {
      {"L", "L", scene.batch.loss, {TermTarget::Kind::kLoss, scene.network.layer_count() - 1, -1}},
      {plain_factor("1/N", "\\tfrac{1}{N}", batch_scale(scene))},
      {product({plain_factor("Σₛ L[s]", "\\sum_s L[s]", sum)})},
      sum,
      std::string(scene.trainer.loss().formula) + ", averaged over the batch.",
      phase_index(Phase::kLoss)};
}

}  // namespace

void explain_loss(const Scene& scene, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kLoss)) return;
  equations.push_back(scene.mean() ? batch_loss(scene) : sample_loss(scene));
}

void explain_output_delta(const Scene& scene, int layer, int neuron,
                          std::vector<Equation>& equations) {
  const Loss& loss = scene.trainer.loss();
  const Activation& activation = activation_of(scene, layer);
  const float upstream = loss_gradient(scene, neuron);
  constexpr int kPhase = phase_index(Phase::kBackward);
  if (is_on_logits(loss, activation)) {
    Equation delta{delta_factor(scene, layer, neuron), {}, {}, 0, {}, kPhase};
    fill_logits_delta(scene, neuron, upstream, delta);
    delta.note = std::string(loss.label) + logits_note(activation);
    equations.push_back(std::move(delta));
    return;
  }
  Equation slope{loss_slope_factor(scene, neuron, upstream), {}, {}, 0, {}, kPhase};
  fill_loss_slope(scene, neuron, upstream, slope);
  slope.note = "The derivative of " + std::string(loss.formula) + " by this output" +
               (loss.spelling.squares && loss.spelling.factor == 0.5F
                    ? "; the ½ is there to cancel the 2 that comes down from the square."
                    : ".");
  equations.push_back(std::move(slope));
  if (activation.output_only) {
    equations.push_back(softmax_delta(scene, layer, neuron));
    return;
  }

  const float a = scene.batch.a(layer, neuron, scene.sample);
  const float derivative = activation.slope(scene.batch.z(layer, neuron, scene.sample), a);
  if (auto worked_out = slope_equation(scene, layer, neuron, a, derivative)) {
    equations.push_back(std::move(*worked_out));
  }
  Equation delta{delta_factor(scene, layer, neuron), {}, {}, upstream, {}, kPhase};
  delta.outer.push_back(function_factor(scene, true, layer, neuron, derivative));
  delta.terms.push_back(product({loss_slope_factor(scene, neuron, upstream)}));
  delta.note = slope_note(activation, scene.batch.z(layer, neuron, scene.sample), a) +
               ": how the loss changes with the weighted sum.";
  equations.push_back(std::move(delta));
}

}  // namespace backprop
