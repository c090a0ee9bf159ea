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

constexpr int phase_index(Phase phase) { return static_cast<int>(phase); }

const Activation& activation_of(const Scene& scene, int layer) {
  return *scene.network.layer(layer).activation;
}

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

// aₖ = e^(zₖ − m) / Σⱼ e^(zⱼ − m): softmax needs all outputs of the layer.
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
  equation.outer.push_back(plain_factor("1/Σⱼ e^(zⱼ−m)", "\\frac{1}{\\sum_j e^{z_j - m}}",
                                        static_cast<float>(1 / total)));
  equation.terms.push_back(product({plain_factor("e^(" + z.text + "−m)", "e^{" + z.latex + "-m}",
                                                 static_cast<float>(power(neuron)))}));
  equation.sum = equation.terms.front().value;
  equation.note = "Softmax turns the outputs into positive shares that add up to 1; m = " +
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

float target_of(const Scene& scene, int output) {
  return scene.batch
      .targets[static_cast<std::size_t>(output) * static_cast<std::size_t>(scene.batch.stride) +
               static_cast<std::size_t>(scene.sample)];
}

// "y⁽³⁾₁" subtracted.
Factor minus_target(const Scene& scene, int output) {
  const Symbol y = {"y" + subscript(output + 1), "y_{" + std::to_string(output + 1) + "}"};
  return {"−" + y.text,
          "-" + y.latex,
          -target_of(scene, output),
          {TermTarget::Kind::kTarget, scene.network.layer_count() - 1, output}};
}

// What the loss hands to an output at the scene's sample: ∂L/∂a, or δ itself for losses on logits.
float loss_gradient(const Scene& scene, int output) {
  const auto outputs = static_cast<std::size_t>(scene.network.output_count());
  const int last = scene.network.layer_count() - 1;
  std::vector<float> z(outputs * kLanes), a(z), target(z), upstream(z);
  for (std::size_t k = 0; k < outputs; ++k) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      z[k * kLanes + lane] = scene.batch.z(last, static_cast<int>(k), scene.sample);
      a[k * kLanes + lane] = scene.batch.a(last, static_cast<int>(k), scene.sample);
      target[k * kLanes + lane] = target_of(scene, static_cast<int>(k));
    }
  }
  scene.trainer.loss().gradient(z.data(), a.data(), target.data(), upstream.data(),
                                scene.network.output_count(), 1, kLanes);
  return upstream[static_cast<std::size_t>(output) * kLanes];
}

// "(a − y)" as one factor, or "sign(a − y)".
Factor difference_factor(const std::string& function, const Factor& a, const Factor& minus_y,
                         float value) {
  const std::string y = minus_y.symbol.substr(std::string_view("−").size());
  return plain_factor(function + "(" + a.symbol + " − " + y + ")",
                      (function.empty() ? "" : "\\operatorname{" + function + "}") + "(" + a.latex +
                          " " + minus_y.latex + ")",
                      value);
}

// The bracket a − y; a loss that gives something else (Huber's ±1) is named as it is.
void fill_difference(const Scene& scene, int output, float value, Equation& equation) {
  const Factor a = activation_factor(scene, scene.network.layer_count() - 1, output);
  const Factor minus_y = minus_target(scene, output);
  if (a.value + minus_y.value == value) {
    equation.terms = {product({a}), product({minus_y})};
  } else {
    equation.terms = {product({difference_factor("sign", a, minus_y, value)})};
  }
  equation.sum = value;
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

void output_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  const Loss& loss = scene.trainer.loss();
  const float upstream = loss_gradient(scene, neuron);
  constexpr int kPhase = phase_index(Phase::kBackward);
  if (loss.on_logits) {
    Equation delta{delta_factor(scene, layer, neuron), {}, {}, 0, {}, kPhase};
    fill_difference(scene, neuron, upstream, delta);
    delta.note = std::string(loss.label) + logits_note(activation_of(scene, layer));
    equations.push_back(std::move(delta));
    return;
  }
  Equation slope{loss_slope_factor(scene, neuron, upstream), {}, {}, 0, {}, kPhase};
  fill_difference(scene, neuron, upstream, slope);
  slope.note = std::string(loss.formula) + ": how the loss changes with this output.";
  equations.push_back(std::move(slope));

  const Activation& activation = activation_of(scene, layer);
  const float derivative = activation.slope(scene.batch.z(layer, neuron, scene.sample),
                                            scene.batch.a(layer, neuron, scene.sample));
  Equation delta{delta_factor(scene, layer, neuron), {}, {}, upstream, {}, kPhase};
  delta.outer.push_back(function_factor(scene, true, layer, neuron, derivative));
  delta.terms.push_back(product({loss_slope_factor(scene, neuron, upstream)}));
  delta.note = std::string(activation.derivative) + ": how the loss changes with the weighted sum.";
  equations.push_back(std::move(delta));
}

void hidden_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  const Activation& activation = activation_of(scene, layer);
  const float z = scene.batch.z(layer, neuron, scene.sample);
  Equation delta{delta_factor(scene, layer, neuron), {}, {}, 0, {}, phase_index(Phase::kBackward)};
  delta.outer.push_back(
      function_factor(scene, true, layer, neuron, activation.slope(z, activation.value(z))));
  if (has_dropout(scene, layer)) delta.outer.push_back(mask_factor(scene, layer, neuron));
  for (int k = 0; k < scene.network.layer(layer + 1).outputs; ++k) {
    delta.terms.push_back(
        product({weight_factor(scene, layer + 1, k, neuron), delta_factor(scene, layer + 1, k)}));
  }
  for (const Term& term : delta.terms) delta.sum += term.value;
  delta.note = std::string(activation.derivative) +
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
  mean.note = "The mean over the batch's N = " + std::to_string(scene.batch.samples) +
              " samples, which is also the gradient of the bias. Pick one sample to see how its δ "
              "comes about.";
  equations.push_back(std::move(mean));
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

// The loss of a sample spelled out: ½Σ(a−y)² or −ln p where it is that; else its formula by name.
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
  if (loss.on_logits) {
    equation.terms = {
        product({surprise(scene, value).value_or(plain_factor("ℓ(a, y)", "\\ell(a, y)", value))})};
    equation.sum = value;
    return equation;
  }
  for (int k = 0; k < scene.network.output_count(); ++k) {
    const Factor a = activation_factor(scene, last, k);
    const Factor minus_y = minus_target(scene, k);
    const Factor difference = difference_factor("", a, minus_y, a.value + minus_y.value);
    equation.terms.push_back(product({difference, difference}));
    equation.sum += equation.terms.back().value;
  }
  if (std::fabs(0.5F * equation.sum - value) <= 1e-6F * std::fabs(value)) {
    equation.outer.push_back(plain_factor("½", "\\tfrac{1}{2}", 0.5F));
    return equation;
  }
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

void explain_forward(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kForward)) return;
  equations.push_back(weighted_sum(scene, layer, neuron));
  equations.push_back(activation_equation(scene, layer, neuron));
}

void explain_loss(const Scene& scene, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kLoss)) return;
  equations.push_back(scene.mean() ? batch_loss(scene) : sample_loss(scene));
}

void explain_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kBackward)) return;
  if (scene.mean()) {
    mean_delta(scene, layer, neuron, equations);
  } else if (scene.is_output(layer)) {
    output_delta(scene, layer, neuron, equations);
  } else {
    hidden_delta(scene, layer, neuron, equations);
  }
}

}  // namespace backprop
