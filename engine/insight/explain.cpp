#include "engine/insight/explain.h"

#include <string>

#include "engine/experiment/sample_names.h"
#include "engine/insight/explain_parts.h"
#include "engine/insight/notation.h"

namespace backprop {

// "sample 205 of 500 at (−2, −0.7)", of a table "sample 3 of 150 (5.1, 3.5, 1.4, 0.2)".
std::string place_of(const Trainer& trainer, int index) {
  return sample_name(trainer.data(), index) + " of " +
         std::to_string(trainer.data().points.size()) +
         (trainer.experiment().uses_table ? " " : " at ") + place_text(trainer, index);
}

namespace {

// "hidden layer 2, neuron 3", for the middle of a sentence.
std::string lower_first(std::string text) {
  if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') {
    text.front() = static_cast<char>(text.front() - 'A' + 'a');
  }
  return text;
}

std::string source_name(const Trainer& trainer, int layer, int input) {
  if (layer == 0) return neuron_label(trainer, -1, input);
  return lower_first(neuron_name(trainer, layer - 1, input));
}

std::string context_of(const Scene& scene) {
  const int samples = scene.batch.samples;
  const std::string count = std::to_string(samples);
  if (scene.trainer.phases_done() == 0) return "No phase of this step has run yet";
  if (scene.mean()) return "Mean over the " + count + " samples of the batch";
  const std::string here =
      samples == 1 ? "the only one of this batch"
                   : "the " + ordinal(scene.sample + 1) + " of " + count + " in this batch";
  const auto column = static_cast<std::size_t>(scene.sample);
  if (column >= scene.trainer.batch().size()) return "A sample: " + here;
  std::string text = place_of(scene.trainer, scene.trainer.batch()[column]);
  text.front() = 'S';
  return text + ": " + here;
}

}  // namespace

Result<void> check_target(const Trainer& trainer, const ExplainTarget& target) {
  const Network& network = trainer.network();
  if (target.kind == ExplainTarget::Kind::kParameter) {
    if (target.parameter >= network.parameter_count()) {
      return fail("there is no parameter " + std::to_string(target.parameter) +
                  ": the network has " + std::to_string(network.parameter_count()));
    }
  } else if (target.layer < 0 || target.layer >= network.layer_count()) {
    return fail("there is no layer " + std::to_string(target.layer + 1) + ": the network has " +
                std::to_string(network.layer_count()) + ", the output being the last");
  } else if (target.neuron < 0 || target.neuron >= network.layer(target.layer).outputs) {
    return fail("there is no neuron " + std::to_string(target.neuron + 1) + " in layer " +
                std::to_string(target.layer + 1) + ": it has " +
                std::to_string(network.layer(target.layer).outputs));
  }
  if (trainer.phases_done() > 0 && target.sample >= trainer.workspace().samples) {
    return fail("there is no sample " + std::to_string(target.sample + 1) + ": the batch has " +
                std::to_string(trainer.workspace().samples));
  }
  return {};
}

// The equations of a target at one sample or the mean, but for what the whole batch decides.
void explain_chain(const Scene& scene, const ExplainTarget& target, Explanation& result) {
  const Network& network = scene.network;
  if (target.kind == ExplainTarget::Kind::kNeuron) {
    result.title = neuron_name(scene.trainer, target.layer, target.neuron) +
                   ": how the loss changes with its weighted sum z";
    explain_forward(scene, target.layer, target.neuron, result.equations);
    if (scene.is_output(target.layer)) explain_loss(scene, result.equations);
    explain_delta(scene, target.layer, target.neuron, result.equations);
    return;
  }
  const ParameterPlace place = network.place(target.parameter);
  const std::string neuron = lower_first(neuron_name(scene.trainer, place.layer, place.output));
  result.title = place.is_bias()
                     ? "Bias of " + neuron + ": how the loss changes with it"
                     : "Weight from " + source_name(scene.trainer, place.layer, place.input) +
                           " to " + neuron + ": how the loss changes with it";
  // The δ it is multiplied with comes first; its mean says nothing about the mean of products.
  if (!scene.mean()) explain_delta(scene, place.layer, place.output, result.equations);
}

// Gradient and update, which are the batch's.
void explain_training(const Scene& scene, const ExplainTarget& target, Explanation& result) {
  if (target.kind == ExplainTarget::Kind::kNeuron) return;
  explain_gradient(scene, target.parameter, result.equations);
  if (scene.done(Phase::kGradients)) result.contributions = contributions(scene, target.parameter);
  if (scene.done(Phase::kUpdate)) result.update = explain_update(scene, target.parameter);
}

Result<Explanation> explain(const Trainer& trainer, const ExplainTarget& target) {
  if (const Result<void> valid = check_target(trainer, target); !valid) {
    return std::unexpected(valid.error());
  }
  // A batch of one has no mean beside its sample.
  const bool one = trainer.phases_done() > 0 && trainer.workspace().samples == 1;
  const Scene scene(trainer, target.sample >= 0 ? target.sample : one ? 0 : -1);
  Explanation result;
  result.context = context_of(scene);
  explain_chain(scene, target, result);
  explain_training(scene, target, result);
  return result;
}

}  // namespace backprop
