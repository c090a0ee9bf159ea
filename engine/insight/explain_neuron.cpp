// One neuron, from its weighted sum to its δ.
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

// The dropout mask of a neuron at the scene's sample: 0 or 1/(1−p), or 1 without dropout.
float mask_of(const Scene& scene, int layer, int neuron) {
  return scene.batch.mask(layer, neuron, scene.sample);
}

bool has_dropout(const Scene& scene, int layer) {
  return !scene.batch.layers[static_cast<std::size_t>(layer)].kept.empty();
}

Factor mask_factor(const Scene& scene, int layer, int neuron) {
  const Symbol symbol = neuron_symbol("m", "m", layer, neuron);
  return plain_factor(symbol.text, symbol.latex, mask_of(scene, layer, neuron));
}

// z = b + Σᵢ wᵢaᵢ, in the order the kernels add.
Equation weighted_sum(const Scene& scene, int layer, int neuron) {
  Equation equation{pre_activation_factor(scene, layer, neuron), {}, {}, 0, {}, 0};
  equation.terms.push_back(product({bias_factor(scene, layer, neuron)}));
  for (int i = 0; i < scene.network.layer(layer).inputs; ++i) {
    equation.terms.push_back(
        product({weight_factor(scene, layer, neuron, i), activation_factor(scene, layer - 1, i)}));
  }
  for (const Term& term : equation.terms) equation.sum += term.value;
  equation.note =
      scene.mean() ? "The mean of a sum is the sum of the means, so this holds for the batch too."
                   : "Each input times its weight, plus the bias: the weighted sum.";
  return equation;
}

// aₖ = e^(zₖ − c) / Σⱼ e^(zⱼ − c): softmax needs all outputs of the layer. (m is a mask.)
Equation softmax_equation(const Scene& scene, int layer, int neuron) {
  float largest = scene.batch.z(layer, 0, scene.sample);
  for (int k = 1; k < scene.network.layer(layer).outputs; ++k) {
    largest = std::max(largest, scene.batch.z(layer, k, scene.sample));
  }
  const auto power = [&](int k) {
    return std::exp(static_cast<double>(scene.batch.z(layer, k, scene.sample)) -
                    static_cast<double>(largest));
  };
  double total = 0;
  for (int k = 0; k < scene.network.layer(layer).outputs; ++k) total += power(k);
  const Symbol z = neuron_symbol("z", "z", layer, neuron);
  Equation equation{activation_factor(scene, layer, neuron), {}, {}, 0, {}, 0};
  equation.outer.push_back(plain_factor("1/Σⱼ e^(zⱼ−c)", "\\frac{1}{\\sum_j e^{z_j - c}}",
                                        static_cast<float>(1 / total)));
  equation.terms.push_back(product({plain_factor("e^(" + z.text + "−c)", "e^{" + z.latex + "-c}",
                                                 static_cast<float>(power(neuron)))}));
  equation.sum = equation.terms.front().value;
  equation.note = "Softmax turns the outputs into positive shares that add up to 1; c = " +
                  significant(static_cast<double>(largest)) +
                  " is the largest z, taken off so that no power overflows.";
  return equation;
}

// What the mean of an activation is the mean of: φ(z[s]), under dropout m[s]·φ(z[s]). Softmax is no
// function of one z.
Symbol mean_terms(const Scene& scene, int layer, int neuron) {
  const auto of_sample = [&](std::string_view letter) {
    Symbol symbol = neuron_symbol(letter, letter, layer, neuron);
    return Symbol{symbol.text + "[s]", symbol.latex + "[s]"};
  };
  if (activation_of(scene, layer).output_only) return of_sample("a");
  const Symbol z = of_sample("z");
  Symbol terms{"φ(" + z.text + ")", "\\varphi(" + z.latex + ")"};
  if (!has_dropout(scene, layer)) return terms;
  const Symbol m = of_sample("m");
  return {m.text + "·" + terms.text, m.latex + "\\," + terms.latex};
}

std::string mean_note(const Scene& scene, int layer) {
  if (activation_of(scene, layer).output_only) {
    return "Softmax is taken sample by sample: it mixes the outputs of each.";
  }
  std::string note = "The mean of φ(z) is not φ of the mean z: φ is taken sample by sample";
  if (has_dropout(scene, layer)) note += ", and dropout's m is 0 or 1/(1−p) for each";
  return note + ".";
}

Equation activation_equation(const Scene& scene, int layer, int neuron) {
  const Activation& activation = activation_of(scene, layer);
  Equation equation{activation_factor(scene, layer, neuron), {}, {}, 0, {}, 0};
  if (scene.mean()) {
    const Symbol terms = mean_terms(scene, layer, neuron);
    equation.outer.push_back(plain_factor("1/N", "\\tfrac{1}{N}", batch_scale(scene)));
    const double total = exact_sum(
        &scene.batch.layers[static_cast<std::size_t>(layer)]
             .a[static_cast<std::size_t>(neuron) * static_cast<std::size_t>(scene.batch.stride)],
        scene.batch.samples);
    const float sum = static_cast<float>(total);
    equation.terms.push_back(
        product({plain_factor("Σₛ " + terms.text, "\\sum_s " + terms.latex, sum)}));
    equation.sum = sum;
    equation.note = std::string(activation.formula) + ". " + mean_note(scene, layer);
    return equation;
  }
  if (activation.output_only) return softmax_equation(scene, layer, neuron);
  const float value = activation.value(scene.batch.z(layer, neuron, scene.sample));
  if (has_dropout(scene, layer)) equation.outer.push_back(mask_factor(scene, layer, neuron));
  equation.terms.push_back(product({function_factor(scene, false, layer, neuron, value)}));
  equation.sum = value;
  equation.note = std::string(activation.formula) + ".";
  if (has_dropout(scene, layer)) {
    equation.note += mask_of(scene, layer, neuron) == 0
                         ? " Dropout has switched this neuron off for this sample (m = 0)."
                         : " Dropout kept this neuron and scales it up by m = 1/(1−p).";
  }
  return equation;
}

void hidden_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  const Activation& activation = activation_of(scene, layer);
  const float z = scene.batch.z(layer, neuron, scene.sample);
  const float a = activation.value(z), derivative = activation.slope(z, a);
  if (auto worked_out = slope_equation(scene, layer, neuron, a, derivative)) {
    equations.push_back(std::move(*worked_out));
  }
  Equation delta{delta_factor(scene, layer, neuron), {}, {}, 0, {}, phase_index(Phase::kBackward)};
  delta.outer.push_back(function_factor(scene, true, layer, neuron, derivative));
  if (has_dropout(scene, layer)) delta.outer.push_back(mask_factor(scene, layer, neuron));
  for (int k = 0; k < scene.network.layer(layer + 1).outputs; ++k) {
    delta.terms.push_back(
        product({weight_factor(scene, layer + 1, k, neuron), delta_factor(scene, layer + 1, k)}));
  }
  for (const Term& term : delta.terms) delta.sum += term.value;
  delta.note = slope_note(activation, z, a) +
               ". The δ of every neuron it feeds comes back through the weight that carried this "
               "neuron's activation forward (its value before this step's update).";
  equations.push_back(std::move(delta));
}

void mean_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  Equation mean{delta_factor(scene, layer, neuron), {}, {}, 0, {}, phase_index(Phase::kBackward)};
  mean.outer.push_back(plain_factor("1/N", "\\tfrac{1}{N}", batch_scale(scene)));
  std::vector<float> deltas;
  for (int s = 0; s < scene.batch.samples; ++s) {
    deltas.push_back(scene.batch.delta(layer, neuron, s));
  }
  mean.sum = batch_sum(deltas.data(), scene.batch.samples);
  if (scene.batch.samples <= kListedSamples) {
    for (int s = 0; s < scene.batch.samples; ++s) {
      mean.terms.push_back(product({sample_delta_factor(scene, layer, neuron, s)}));
    }
  } else {
    const Symbol delta = neuron_symbol("δ", "\\delta", layer, neuron);
    mean.terms.push_back(product(
        {plain_factor("Σₛ " + delta.text + "[s]", "\\sum_s " + delta.latex + "[s]", mean.sum)}));
  }
  mean.note =
      scene.batch.samples == 1
          ? "The δ of the batch's only sample, which is also the gradient of the bias. Pick "
            "the sample to see how its δ comes about."
          : "The mean over the batch's N = " + std::to_string(scene.batch.samples) +
                " samples, which is also the gradient of the bias. Pick one sample to see how its "
                "δ "
                "comes about.";
  equations.push_back(std::move(mean));
}

}  // namespace

// "φ′(z) = a·(1 − a)": the slope worked out from the activation where it is a formula of that
// alone.
std::string slope_note(const Activation& activation, float z, float a) {
  const std::string_view formula = activation.derivative;
  const std::size_t begin = formula.find("= ");
  if (activation.slope_form != SlopeForm::kOther || begin == formula.npos) {
    return std::string(formula);
  }
  const auto is_letter = [&](std::size_t at) {
    if (at >= formula.size()) return false;
    const char c = formula[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  std::string numbers;
  bool any = false;
  for (std::size_t i = begin + 2; i < formula.size(); ++i) {
    const char c = formula[i];
    if ((c != 'z' && c != 'a') || is_letter(i - 1) || is_letter(i + 1)) {
      numbers += c;
      continue;
    }
    const float value = c == 'z' ? z : a;
    const std::string number = significant(static_cast<double>(value));
    const bool apart = i + 1 == formula.size() || formula[i + 1] == ' ' || formula[i + 1] == ')';
    numbers += value < 0 && !apart ? "(" + number + ")" : number;
    any = true;
  }
  return std::string(formula) + (any ? ", here " + numbers : "");
}

std::optional<Equation> slope_equation(const Scene& scene, int layer, int neuron, float a_value,
                                       float slope) {
  const Activation& activation = activation_of(scene, layer);
  if (activation.slope_form == SlopeForm::kOther) return std::nullopt;
  Equation equation{function_factor(scene, true, layer, neuron, slope),
                    {},
                    {},
                    0,
                    {},
                    phase_index(Phase::kBackward)};
  equation.result.argument.reset();
  Factor a = activation_factor(scene, layer, neuron);
  if (has_dropout(scene, layer)) {  // φ(z), which the mask has changed
    a = function_factor(scene, false, layer, neuron, a_value);
  }
  const Factor one = plain_factor("1", "1", 1);
  const Factor minus_a = {"−" + a.symbol, "-" + a.latex, -a.value};
  switch (activation.slope_form) {
    case SlopeForm::kOneMinusA:  // a·(1 − a)
      equation.outer = {a};
      equation.terms = {product({one}), product({minus_a})};
      break;
    case SlopeForm::kHalfOneMinusSquare:  // ½·(1 − a²)
      equation.outer = {plain_factor("½", "\\tfrac{1}{2}", 0.5F)};
      [[fallthrough]];
    default:  // 1 − a²
      equation.terms = {product({one}), product({minus_a, a})};
  }
  for (const Term& term : equation.terms) equation.sum += term.value;
  equation.note = std::string(activation.derivative) + ".";
  return equation;
}

void explain_forward(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kForward)) return;
  equations.push_back(weighted_sum(scene, layer, neuron));
  equations.push_back(activation_equation(scene, layer, neuron));
}

void explain_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kBackward)) return;
  if (scene.mean()) {
    mean_delta(scene, layer, neuron, equations);
  } else if (scene.is_output(layer)) {
    explain_output_delta(scene, layer, neuron, equations);
  } else {
    hidden_delta(scene, layer, neuron, equations);
  }
}

}  // namespace backprop
