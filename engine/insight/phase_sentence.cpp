#include "engine/insight/phase_sentence.h"

#include <cstddef>
#include <string_view>

#include "engine/insight/notation.h"
#include "engine/network/backprop.h"

namespace backprop {
namespace {

// "its one input", "its 4 inputs"
std::string several(int count, std::string_view what) {
  std::string text = count == 1 ? "one " : std::to_string(count) + " ";
  text += what;
  return count == 1 ? text : text + "s";
}

std::string neuron_forward(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  const Network::Layer& shape = network.layer(layer);
  const bool biased = trainer.experiment().biases != Biases::kNone;
  std::string text = "Forward: this neuron multiplies its " + several(shape.inputs, "input") +
                     (shape.inputs == 1 ? " with its weight" : " with their weights") +
                     (biased ? ", adds its bias," : "") + " and passes the sum z through " +
                     std::string(shape.activation->label) + ". ";
  if (layer + 1 == network.layer_count()) return text + "Its a is what the network says.";
  const int next = network.layer(layer + 1).outputs;
  return text + "Its a goes on to " + several(next, "neuron") + ".";
}

std::string neuron_backward(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  const bool dropout = trainer.settings_of(Phase::kForward).dropout > 0;
  std::string text = "Backward: ";
  if (layer + 1 == network.layer_count()) {
    text += "δ of this output says how L changes with its z.";
  } else {
    const int next = network.layer(layer + 1).outputs;
    text += "δ of this neuron is its slope " + std::string(dropout ? "and dropout's m " : "") +
            "times what comes back through its " + several(next, "outgoing weight") + ".";
  }
  if (layer == 0) return text + " It goes on to the gradients of the weights that lead here.";
  return text + " It goes back to the " + several(network.layer(layer).inputs, "neuron") +
         " before, and to the gradients of the weights that lead here.";
}

std::string batch_note(const Trainer& trainer) {
  const int samples = trainer.workspace().samples;
  if (samples == 1) return {};
  return " What the update gets is the mean over the batch's " + std::to_string(samples) +
         " samples.";
}

// What else an update is made from: " with regularization and clipping".
std::string besides_gradient(const Experiment& settings, bool weights) {
  const bool penalty =
      weights && settings.regularization->add != nullptr && settings.regularization_rate != 0;
  const bool clips = settings.clipping->limit != nullptr;
  if (!penalty && !clips) return {};
  return std::string(" with ") + (penalty ? "regularization" : "") +
         (penalty && clips ? " and " : "") + (clips ? "clipping" : "");
}

// `weights`: there are some among what moved, not biases alone.
std::string update_of(const Trainer& trainer, std::string_view what, bool weights) {
  const Experiment& settings = trainer.settings_of(Phase::kUpdate);
  const std::string besides = besides_gradient(trainer.settings_of(Phase::kGradients), weights);
  const std::string moved = "Update: " + std::string(what);
  if (settings.optimizer->name == "sgd") {
    return moved + " moved by −η times the batch's gradient" + besides + ".";
  }
  return moved + " moved by what " + std::string(settings.optimizer->label) +
         " makes of the batch's gradient" + besides + ".";
}

std::string of_neuron(const Trainer& trainer, int layer, Phase phase) {
  const bool biases_learn = trainer.experiment().biases_learn();
  switch (phase) {
    case Phase::kForward:
      return neuron_forward(trainer, layer);
    case Phase::kLoss:
      break;
    case Phase::kBackward:
      return neuron_backward(trainer, layer);
    case Phase::kGradients:
      return "Gradients: this neuron's δ times an input is the gradient of that input's weight" +
             std::string(biases_learn ? "; δ itself is the gradient of its bias." : ".") +
             batch_note(trainer);
    case Phase::kUpdate:
      return update_of(
          trainer,
          biases_learn ? "the weights that lead here and the bias" : "the weights that lead here",
          true);
  }
  return {};
}

std::string of_parameter(const Trainer& trainer, std::size_t parameter, Phase phase) {
  const ParameterPlace place = trainer.network().place(parameter);
  const bool bias = place.is_bias();
  const std::string to = neuron_label(trainer, place.layer, place.output);
  const std::string from = bias ? "" : neuron_label(trainer, place.layer - 1, place.input);
  switch (phase) {
    case Phase::kForward:
      return bias ? "Forward: this bias is added to the weighted sum of " + to + "."
                  : "Forward: this weight multiplies what " + from + " gives, on its way to " + to +
                        ".";
    case Phase::kLoss:
      break;
    case Phase::kBackward:
      return bias ? "Backward: δ of " + to + " is there now. It is this bias's gradient."
                  : "Backward: δ of " + to +
                        " is there now. Times what came forward along this weight, it is the "
                        "gradient.";
    case Phase::kGradients:
      return (bias ? "Gradients: ∂L/∂b is δ of " + to + "."
                   : "Gradients: ∂L/∂w is δ of " + to + " times what " + from + " gave.") +
             batch_note(trainer);
    case Phase::kUpdate:
      if (bias && !trainer.experiment().biases_learn()) {
        return "Update: this bias keeps its value; biases do not learn here.";
      }
      return update_of(trainer, bias ? "this bias" : "this weight", !bias);
  }
  return {};
}

}  // namespace

std::string phase_sentence(const Trainer& trainer, const ExplainTarget& target, bool mean) {
  const int done = trainer.phases_done();
  if (done == 0) return {};
  const auto phase = static_cast<Phase>(done - 1);
  if (phase == Phase::kLoss) {
    return mean ? "Loss: every sample's outputs are compared with its targets. L is the mean over "
                  "the batch; it is what all gradients are of."
                : "Loss: the outputs are compared with the targets. How far they are apart is L, "
                  "one "
                  "number; it is what all gradients are of.";
  }
  return target.kind == ExplainTarget::Kind::kNeuron
             ? of_neuron(trainer, target.layer, phase)
             : of_parameter(trainer, target.parameter, phase);
}

std::optional<StepEffect> step_effect(const Trainer& trainer, int sample) {
  constexpr std::size_t kMostValues = 200000;
  if (trainer.phases_done() < kPhaseCount) return std::nullopt;
  const Workspace& used = trainer.workspace();
  std::size_t values = 0;
  for (const Workspace::Layer& layer : used.layers) values += layer.z.size();
  if (values > kMostValues) return std::nullopt;
  Workspace again = used;
  forward(trainer.network(), again, fast_kernels());
  compute_loss(trainer.network(), trainer.loss(), again);
  StepEffect effect{static_cast<double>(used.loss), static_cast<double>(again.loss), {}, {}};
  if (sample >= 0 && sample < used.samples) {
    const auto column = static_cast<std::size_t>(sample);
    effect.sample_before = static_cast<double>(used.sample_loss[column]);
    effect.sample_after = static_cast<double>(again.sample_loss[column]);
  }
  return effect;
}

std::string effect_sentence(const StepEffect& effect) {
  // Enough digits to tell the two apart.
  const auto from_to = [](double before, double after) {
    int digits = 3;
    while (digits < 9 && before != after &&
           significant(before, digits) == significant(after, digits)) {
      ++digits;
    }
    return "from " + significant(before, digits) + " to " + significant(after, digits);
  };
  std::string text = "The step took the batch's loss " + from_to(effect.before, effect.after);
  if (effect.sample_before && effect.sample_after) {
    text += " and this sample's " + from_to(*effect.sample_before, *effect.sample_after);
  }
  return text + ".";
}

}  // namespace backprop
