// Networks as a C header: one function from a point of the plane to the outputs.
#include <vector>

#include "engine/base/text.h"
#include "engine/base/version.h"
#include "engine/export/export_parts.h"

namespace backprop::exports {
namespace {

constexpr NumberStyle kRows = {"      ", "{", "}", "f"}, kList = {"      ", "", "", "f"};

std::string weights_of(const Network& network, int index) {
  const Network::Layer& shape = network.layer(index);
  return filled(
      R"(  static const float w$L[$OUT][$IN] = {
$WEIGHTS};
  static const float b$L[$OUT] = {
$BIASES};)",
      std::vector<Slot>{{"L", count_text(index + 1)},
                        {"IN", count_text(shape.inputs)},
                        {"OUT", count_text(shape.outputs)},
                        {"WEIGHTS", number_lines(network.weights(index),
                                                 static_cast<std::size_t>(shape.inputs), kRows)},
                        {"BIASES", number_lines(network.biases(index), 1, kList)}});
}

// z = Σ w·a + b and a = φ(z) of a layer; the last one writes into `out`.
std::string layer_of(const Network& network, int index) {
  const Network::Layer& shape = network.layer(index);
  const ActivationForms& forms = shape.activation->forms;
  const bool last = index + 1 == network.layer_count();
  return filled(
      R"($DECLARE
  for (int i = 0; i < $OUT; ++i) {
    float z = b$L[i];
    for (int j = 0; j < $IN; ++j) z += w$L[i][j] * a$BELOW[j];
    $A[i] = $PHI;
  }
$MIX)",
      std::vector<Slot>{
          {"DECLARE",
           last ? std::string()
                : "  float a" + count_text(index + 1) + "[" + count_text(shape.outputs) + "];"},
          {"A", last ? "out" : "a" + count_text(index + 1)},
          {"L", count_text(index + 1)},
          {"BELOW", count_text(index)},
          {"IN", count_text(shape.inputs)},
          {"OUT", count_text(shape.outputs)},
          {"PHI", std::string(forms.c)},
          {"MIX", filled(forms.c_layer, std::vector<Slot>{{"OUT", count_text(shape.outputs)}})}});
}

std::string double_text(double value) {
  std::string text = number_text(value);
  if (text.find_first_of(".e") == text.npos) text += ".0";
  return text.starts_with('-') ? "(" + text + ")" : text;
}

// From a number of the table, where the points came from one: scaled in double, and then a float as
// every point's.
std::string coordinate_of(const std::optional<NetworkScale>& scale, std::size_t which) {
  std::string number = "x[" + number_text(static_cast<std::int64_t>(which)) + "]";
  if (!scale || !scale->inputs[which].scaled()) return number;
  const Scale& column = scale->inputs[which];
  return "(float)(((double)" + number + " - " + double_text(column.centre) + ") / " +
         double_text(column.spread) + ")";
}

}  // namespace

std::string c_header(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  const Network& network = trainer.network();
  const std::optional<NetworkScale> scale = scale_of(experiment);
  std::string features, weights, layers, coordinates;
  for (const Feature* feature : experiment.features) {
    features += (features.empty() ? "" : ", ") + ("(float)(" + std::string(feature->forms.c) + ")");
  }
  const std::size_t inputs = experiment.uses_table ? experiment.features.size() : 2;
  for (std::size_t which = 0; which < inputs; ++which) {
    const std::string name = "x" + number_text(static_cast<std::int64_t>(which + 1));
    if (features.find(name) == features.npos) continue;
    coordinates += (coordinates.empty() ? "" : ", ") + name + " = " + coordinate_of(scale, which);
  }
  std::string value;
  for (std::size_t k = 0; scale && k < scale->outputs.size(); ++k) {
    const std::string out = "out[" + number_text(static_cast<std::int64_t>(k)) + "]";
    value += (k > 0 ? "\n  " : "  ") + out + " = (float)(" + double_text(scale->outputs[k].centre) +
             " + (double)" + out + " * " + double_text(scale->outputs[k].spread) + ");";
  }
  for (int l = 0; l < network.layer_count(); ++l) {
    weights += weights_of(network, l);
    layers += layer_of(network, l);
  }
  const std::string link = short_link(trainer);
  return filled(
      R"(/* A network of the Backprop Playground $VERSION after $STEP steps of training, as one function.
$LINK
 * C99 (and C++); needs nothing but math.h (link with -lm). */
#ifndef BACKPROP_NETWORK_H
#define BACKPROP_NETWORK_H

#include <math.h>

#define BACKPROP_OUTPUTS $OUTPUTS

/* x: $INPUT.
 * out: BACKPROP_OUTPUTS numbers, $MEANING. */
static inline void backprop_predict(const float x[$X_COUNT], float out[]) {
$WEIGHTS
  const double $COORDINATES;
  const float a0[$INPUTS] = {$FEATURES};
$LAYERS
$VALUE
}

#endif
)",
      std::vector<Slot>{{"VERSION", std::string(version())},
                        {"STEP", number_text(trainer.step_count())},
                        {"LINK", link.empty() ? "" : " * The experiment: #" + link},
                        {"OUTPUTS", count_text(network.output_count())},
                        {"X_COUNT", number_text(static_cast<std::int64_t>(inputs))},
                        {"INPUT", input_meaning(experiment)},
                        {"MEANING", output_meaning(experiment)},
                        {"VALUE", value},
                        {"WEIGHTS", weights},
                        {"COORDINATES", coordinates},
                        {"INPUTS", count_text(network.input_count())},
                        {"FEATURES", features},
                        {"LAYERS", layers}});
}

}  // namespace backprop::exports
