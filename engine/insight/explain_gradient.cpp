// From δ to the gradient an optimizer gets: samples, their mean, regularization, clipping.
#include <string>
#include <utility>

#include "engine/experiment/sample_names.h"
#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

constexpr int kPhase = static_cast<int>(Phase::kGradients);

struct Names {
  Symbol parameter;  // w⁽²⁾₃₁
  Symbol slope;      // ∂L/∂w⁽²⁾₃₁
};

Names names_of(const ParameterPlace& place) {
  Symbol symbol = parameter_symbol(place);
  Symbol slope = {"∂L/∂" + symbol.text, "\\frac{\\partial L}{\\partial " + symbol.latex + "}"};
  return {std::move(symbol), std::move(slope)};
}

TermTarget target_of(const ParameterPlace& place, std::size_t parameter) {
  return {place.is_bias() ? TermTarget::Kind::kBias : TermTarget::Kind::kWeight, place.layer,
          place.output, parameter};
}

float input_at(const Scene& scene, const ParameterPlace& place, int sample) {
  if (place.is_bias()) return 1;
  return place.layer == 0 ? scene.batch.input(place.input, sample)
                          : scene.batch.a(place.layer - 1, place.input, sample);
}

// ∂L/∂w of one sample: δ·a, or δ for a bias.
Equation sample_gradient(const Scene& scene, const ParameterPlace& place, std::size_t parameter) {
  const Names names = names_of(place);
  const std::string index =
      scene.in_batch ? "[" + std::to_string(scene.sample + 1) + "]" : std::string("[p]");
  std::vector<Factor> factors = {delta_factor(scene, place.layer, place.output)};
  if (!place.is_bias()) factors.push_back(activation_factor(scene, place.layer - 1, place.input));
  Term term = product(std::move(factors));
  const float value = term.value;
  return {{names.slope.text + index, names.slope.latex + index, value, target_of(place, parameter)},
          {},
          {std::move(term)},
          value,
          place.is_bias() ? "A bias adds to z as it is, so its gradient is δ itself."
                          : "How the loss of this sample changes with the weight: δ times what "
                            "came in through it.",
          kPhase};
}

// What the chain on one line says of its factors, from right to left as they came to exist.
std::string chain_note(const Scene& scene, const ParameterPlace& place) {
  const std::string whole = "The chain on one line, ∂L/∂w = ";
  const Activation& activation = activation_of(scene, place.layer);
  if (!scene.is_output(place.layer)) {
    return whole + "∂z/∂w · ∂a/∂z · ∂L/∂a: what came in, " + std::string(activation.derivative) +
           ", and the sum of what comes back through the weights behind this neuron.";
  }
  if (is_on_logits(scene.trainer.loss(), activation) || activation.output_only) {
    return whole + "∂z/∂w · ∂L/∂z: what came in, and δ, which here is not split further.";
  }
  return whole + "∂z/∂w · ∂a/∂z · ∂L/∂a: what came in, " + std::string(activation.derivative) +
         ", and how the loss changes with this output.";
}

// ∂L/∂w of one sample with its δ written out: ∂z/∂w · ∂a/∂z · ∂L/∂a, of a hidden neuron with the
// sum over the next layer. `delta` is the equation of that δ, which is multiplied by the input
// last, as the engine does.
Equation chain_on_one_line(const Scene& scene, const ParameterPlace& place, std::size_t parameter,
                           const Equation& delta) {
  Equation chain = sample_gradient(scene, place, parameter);
  chain.outer = {activation_factor(scene, place.layer - 1, place.input)};
  chain.outer.insert(chain.outer.end(), delta.outer.begin(), delta.outer.end());
  chain.terms = delta.terms;
  chain.sum = delta.sum;
  chain.note = chain_note(scene, place);
  return chain;
}

Equation mean_gradient(const Scene& scene, const ParameterPlace& place, std::size_t parameter) {
  const Names names = names_of(place);
  Equation equation{{names.slope.text, names.slope.latex, scene.batch.data_gradients[parameter],
                     target_of(place, parameter)},
                    {plain_factor("1/N", "\\tfrac{1}{N}", batch_scale(scene))},
                    {},
                    0,
                    {},
                    kPhase};
  std::vector<float> products;
  for (const Contribution& part : contributions(scene, parameter)) products.push_back(part.value);
  equation.sum = batch_sum(products.data(), scene.batch.samples);
  if (scene.batch.samples <= kListedSamples) {
    for (int s = 0; s < scene.batch.samples; ++s) {
      std::vector<Factor> factors = {sample_delta_factor(scene, place.layer, place.output, s)};
      if (!place.is_bias()) {
        factors.push_back(sample_activation_factor(scene, place.layer - 1, place.input, s));
      }
      equation.terms.push_back(product(std::move(factors)));
    }
  } else {
    const Symbol delta = neuron_symbol("δ", "\\delta", place.layer, place.output);
    const bool bias = place.is_bias();
    const Symbol input =
        bias ? Symbol{} : activation_symbol(scene, place.layer - 1, place.input, false);
    equation.terms.push_back(product(
        {plain_factor("Σₛ " + delta.text + "[s]" + (bias ? "" : "·" + input.text + "[s]"),
                      "\\sum_s " + delta.latex + "[s]" + (bias ? "" : "\\," + input.latex + "[s]"),
                      equation.sum)}));
  }
  equation.note = scene.batch.samples == 1
                      ? "The gradient of the batch's only sample is that of the batch."
                      : "The gradient of the batch is the mean over its N = " +
                            std::to_string(scene.batch.samples) + " samples.";
  return equation;
}

// The gradients before clipping, as the trainer built them.
std::vector<float> unclipped(const Scene& scene) {
  const Experiment& experiment = scene.settings(Phase::kGradients);
  std::vector<float> gradients = scene.batch.data_gradients;
  if (!experiment.biases_learn()) scene.network.clear_biases(gradients.data());
  if (!regularizes_gradient(experiment)) return gradients;
  for (const Network::Layer& layer : scene.network.layers()) {
    for (std::size_t i = layer.weights; i < layer.biases; ++i) {
      gradients[i] += experiment.regularization->gradient(experiment.regularization_rate,
                                                          scene.batch.parameters_used[i]);
    }
  }
  return gradients;
}

bool is_regularized(const Scene& scene, const ParameterPlace& place) {
  return !place.is_bias() && regularizes_gradient(scene.settings(Phase::kGradients));
}

// g = ∂L/∂w + λ·w (or + λ·sign w).
Equation regularized(const Scene& scene, const ParameterPlace& place, std::size_t parameter,
                     const Symbol& result, float value) {
  const Experiment& experiment = scene.settings(Phase::kGradients);
  const Regularizer& regularizer = *experiment.regularization;
  const float rate = experiment.regularization_rate;
  Factor weight = weight_factor(scene, place.layer, place.output, place.input);
  const float term_value = regularizer.gradient(rate, weight.value);
  Symbol pulled = penalty_slope(regularizer, {weight.symbol, weight.latex});
  weight.symbol = std::move(pulled.text);
  weight.latex = std::move(pulled.latex);
  weight.value = regularizer.gradient(1, weight.value);
  const Names names = names_of(place);
  const float data = scene.batch.data_gradients[parameter];
  return {{result.text, result.latex, value, target_of(place, parameter)},
          {},
          {product({plain_factor(names.slope.text, names.slope.latex, data)}),
           {{plain_factor("λ", "\\lambda", rate), std::move(weight)}, term_value}},
          value,
          std::string(regularizer.label) + " (" + std::string(regularizer.formula) +
              ") pulls the weight towards zero.",
          kPhase};
}

Equation clipped(const Scene& scene, const ParameterPlace& place, std::size_t parameter,
                 const Factor& before, const std::vector<float>& gradients) {
  const Experiment& experiment = scene.settings(Phase::kGradients);
  const float value = scene.batch.gradients[parameter];
  const std::string limit = significant(static_cast<double>(experiment.clip_threshold));
  Equation equation{{"g", "g", value, target_of(place, parameter)}, {}, {}, 0, {}, kPhase};
  if (experiment.clipping->factor != nullptr) {
    const float factor = experiment.clipping->factor(experiment.clip_threshold, gradients.data(),
                                                     static_cast<int>(gradients.size()));
    equation.outer.push_back(plain_factor("c", "c", factor));
    equation.terms.push_back(product({before}));
    equation.note = factor == 1 ? "The whole gradient is no longer than " + limit +
                                      ": nothing is clipped (c = 1)."
                                : "The whole gradient was longer than " + limit +
                                      ": all of it is scaled by c = limit/‖g₀‖.";
  } else {
    equation.terms.push_back(product({plain_factor(
        "clip(" + before.symbol + ")", "\\operatorname{clip}(" + before.latex + ")", value)}));
    equation.note = "Each number of the gradient is kept within ±" + limit + ".";
  }
  equation.sum = equation.terms.front().value;
  return equation;
}

}  // namespace

Symbol penalty_slope(const Regularizer& regularizer, Symbol weight) {
  const RegularizerForms& forms = regularizer.forms;
  if (forms.function.empty()) return weight;
  return {std::string(forms.function) + "(" + weight.text + ")",
          std::string(forms.function_latex) + "(" + weight.latex + ")"};
}

bool regularizes_gradient(const Experiment& settings) {
  return settings.regularization->add != nullptr && settings.regularization_rate != 0 &&
         !settings.cuts_at_zero();
}

std::vector<Contribution> contributions(const Scene& scene, std::size_t parameter) {
  const ParameterPlace place = scene.network.place(parameter);
  const std::span<const int> points = scene.trainer.batch();
  std::vector<Contribution> parts;
  for (int s = 0; s < scene.batch.samples; ++s) {
    const float delta = scene.batch.delta(place.layer, place.output, s);
    const float input = input_at(scene, place, s);
    const auto column = static_cast<std::size_t>(s);
    const int point = column < points.size() ? points[column] : -1;
    const int number = point < 0 ? 0 : sample_number(scene.trainer.data(), point);
    parts.push_back({s, point, number, delta, input, delta * input});
  }
  return parts;
}

void explain_sample_gradient(const Scene& scene, std::size_t parameter,
                             std::vector<Equation>& equations) {
  if (!scene.done(Phase::kGradients)) return;
  const ParameterPlace place = scene.network.place(parameter);
  if (!place.is_bias() && !equations.empty()) {  // the last one is its neuron's δ
    equations.push_back(chain_on_one_line(scene, place, parameter, Equation(equations.back())));
  }
  equations.push_back(sample_gradient(scene, place, parameter));
}

void explain_gradient(const Scene& scene, std::size_t parameter, std::vector<Equation>& equations) {
  if (!scene.done(Phase::kGradients)) return;
  const ParameterPlace place = scene.network.place(parameter);
  if (!scene.mean()) explain_sample_gradient(scene, parameter, equations);
  equations.push_back(mean_gradient(scene, place, parameter));
  if (place.is_bias() && !scene.settings(Phase::kGradients).biases_learn()) {
    equations.back().note += " Biases do not learn here: the update leaves it out.";
    return;
  }

  const bool clips = scene.settings(Phase::kGradients).clipping->limit != nullptr;
  const bool regularizes = is_regularized(scene, place);
  if (!clips && !regularizes) return;
  const std::vector<float> gradients = unclipped(scene);
  Factor before = equations.back().result;
  if (regularizes) {
    const Symbol name = clips ? Symbol{"g₀", "g_0"} : Symbol{"g", "g"};
    equations.push_back(regularized(scene, place, parameter, name, gradients[parameter]));
    before = equations.back().result;
  }
  if (clips) equations.push_back(clipped(scene, place, parameter, before, gradients));
}

}  // namespace backprop
