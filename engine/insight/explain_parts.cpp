#include "engine/insight/explain_parts.h"

#include <utility>

#include "engine/insight/notation.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

using Kind = TermTarget::Kind;

Factor named(Symbol symbol, float value, TermTarget target) {
  return {std::move(symbol.text), std::move(symbol.latex), value, target};
}

const float* row(const Scene& scene, const std::vector<float>& values, int neuron) {
  return values.data() +
         static_cast<std::size_t>(neuron) * static_cast<std::size_t>(scene.batch.stride);
}

const Workspace::Layer& values_of(const Scene& scene, int layer) {
  return scene.batch.layers[static_cast<std::size_t>(layer)];
}

// A row at the scene's sample, or its mean.
float at_sample(const Scene& scene, const float* values) {
  if (!scene.mean()) return values[scene.sample];
  return static_cast<float>(exact_sum(values, scene.batch.samples) / scene.batch.samples);
}

Symbol with_sample(const Symbol& symbol, int sample) {
  const std::string index = "[" + std::to_string(sample + 1) + "]";
  return {symbol.text + index, symbol.latex + index};
}

TermTarget activation_target(int layer, int neuron) {
  return {layer < 0 ? Kind::kInput : Kind::kActivation, layer, neuron};
}

}  // namespace

float batch_sum(const float* values, int samples) {
  f32x4 lanes = splat(0);
  for (int s = 0; s < samples; ++s) lanes[s % kLanes] += values[s];
  return sum_lanes(lanes);
}

double exact_sum(const float* values, int samples) {
  double sum = 0;
  for (int s = 0; s < samples; ++s) sum += static_cast<double>(values[s]);
  return sum;
}

Symbol activation_symbol(const Scene& scene, int layer, int neuron, bool mean) {
  if (layer >= 0) return neuron_symbol("a", "a", layer, neuron, mean);
  const auto index = static_cast<std::size_t>(neuron);
  Symbol name = label_symbol(scene.trainer.experiment().features[index]->label);
  if (!mean) return name;
  return {"mean(" + name.text + ")", "\\overline{" + name.latex + "}"};
}

float batch_scale(const Scene& scene) { return 1.0F / static_cast<float>(scene.batch.samples); }

Factor activation_factor(const Scene& scene, int layer, int neuron) {
  const auto& values = layer < 0 ? scene.batch.inputs : values_of(scene, layer).a;
  return named(activation_symbol(scene, layer, neuron, scene.mean()),
               at_sample(scene, row(scene, values, neuron)), activation_target(layer, neuron));
}

Factor pre_activation_factor(const Scene& scene, int layer, int neuron) {
  return named(neuron_symbol("z", "z", layer, neuron, scene.mean()),
               at_sample(scene, row(scene, values_of(scene, layer).z, neuron)),
               {Kind::kPreActivation, layer, neuron});
}

Factor delta_factor(const Scene& scene, int layer, int neuron) {
  const float* deltas = row(scene, values_of(scene, layer).delta, neuron);
  // Their mean is the bias's gradient, with the bits the engine has.
  const float value = scene.mean() ? batch_scale(scene) * batch_sum(deltas, scene.batch.samples)
                                   : deltas[scene.sample];
  return named(neuron_symbol("δ", "\\delta", layer, neuron, scene.mean()), value,
               {Kind::kDelta, layer, neuron});
}

Factor weight_factor(const Scene& scene, int layer, int output, int input) {
  const std::size_t index = scene.network.weight_index(layer, output, input);
  return named(weight_symbol(layer, output, input), scene.batch.parameters_used[index],
               {Kind::kWeight, layer, output, index});
}

Factor bias_factor(const Scene& scene, int layer, int output) {
  const std::size_t index = scene.network.bias_index(layer, output);
  return named(bias_symbol(layer, output), scene.batch.parameters_used[index],
               {Kind::kBias, layer, output, index});
}

Factor plain_factor(std::string symbol, std::string latex, float value) {
  return {std::move(symbol), std::move(latex), value};
}

Factor function_factor(const Scene& scene, bool derivative, int layer, int neuron, float value) {
  const Symbol z = neuron_symbol("z", "z", layer, neuron);
  return {(derivative ? "φ′(" : "φ(") + z.text + ")",
          (derivative ? "\\varphi'(" : "\\varphi(") + z.latex + ")",
          value,
          {Kind::kPreActivation, layer, neuron},
          scene.batch.z(layer, neuron, scene.sample)};
}

Factor sample_delta_factor(const Scene& scene, int layer, int neuron, int sample) {
  return named(with_sample(neuron_symbol("δ", "\\delta", layer, neuron), sample),
               scene.batch.delta(layer, neuron, sample), {Kind::kDelta, layer, neuron});
}

Factor sample_activation_factor(const Scene& scene, int layer, int neuron, int sample) {
  return named(with_sample(activation_symbol(scene, layer, neuron, false), sample),
               layer < 0 ? scene.batch.input(neuron, sample) : scene.batch.a(layer, neuron, sample),
               activation_target(layer, neuron));
}

Term product(std::vector<Factor> factors) {
  float value = factors.front().value;
  for (std::size_t i = 1; i < factors.size(); ++i) value *= factors[i].value;
  return {std::move(factors), value};
}

}  // namespace backprop
