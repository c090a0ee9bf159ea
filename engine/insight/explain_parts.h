// What the explanations are put together from: the quantities of a batch as factors with names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/insight/explanation.h"
#include "engine/insight/notation.h"
#include "engine/run/trainer.h"

namespace backprop {

// What an explanation reads: one column of the trainer's workspace, or (sample < 0) the mean of
// all of them.
struct Scene {
  explicit Scene(const Trainer& the_trainer, int the_sample)
      : trainer(the_trainer),
        network(the_trainer.network()),
        batch(the_trainer.workspace()),
        sample(the_sample) {}
  // Of a workspace that holds something else than the batch in progress.
  Scene(const Trainer& the_trainer, const Workspace& workspace, int the_sample)
      : trainer(the_trainer),
        network(the_trainer.network()),
        batch(workspace),
        sample(the_sample),
        in_batch(false) {}

  bool mean() const { return sample < 0; }
  bool done(Phase phase) const { return trainer.phases_done() > static_cast<int>(phase); }
  // What a phase of this step ran under, whatever was set since.
  const Experiment& settings(Phase phase) const { return trainer.settings_of(phase); }
  bool is_output(int layer) const { return layer == network.layer_count() - 1; }

  const Trainer& trainer;
  const Network& network;
  const Workspace& batch;
  int sample;
  bool in_batch = true;
};

constexpr int phase_index(Phase phase) { return static_cast<int>(phase); }

inline const Activation& activation_of(const Scene& scene, int layer) {
  return *scene.network.layer(layer).activation;
}

// The mean of a row of the batch, added up as the kernels add: four lanes, then (0+1)+(2+3).
float batch_sum(const float* values, int samples);
// The same in double, for means that nothing but an explanation takes: of z, a and inputs. In float
// those of thousands of samples are off in digits that are printed.
double exact_sum(const float* values, int samples);
float batch_scale(const Scene& scene);  // 1/N

// The name of an activation, or for layer −1 of an input feature.
Symbol activation_symbol(const Scene& scene, int layer, int neuron, bool mean);

// Quantities with their names and values; layer −1 are the inputs. Where the scene is the mean,
// so are z, a and δ.
Factor activation_factor(const Scene& scene, int layer, int neuron);
Factor pre_activation_factor(const Scene& scene, int layer, int neuron);
Factor delta_factor(const Scene& scene, int layer, int neuron);
Factor weight_factor(const Scene& scene, int layer, int output, int input);
Factor bias_factor(const Scene& scene, int layer, int output);
Factor plain_factor(std::string symbol, std::string latex, float value);
// φ(z) or φ′(z) of a neuron at the scene's sample.
Factor function_factor(const Scene& scene, bool derivative, int layer, int neuron, float value);

// δ of one sample, "δ⁽²⁾₃[4]".
Factor sample_delta_factor(const Scene& scene, int layer, int neuron, int sample);
Factor sample_activation_factor(const Scene& scene, int layer, int neuron, int sample);

Term product(std::vector<Factor> factors);  // multiplied from left to right

// Means over more samples than this show the sum as one term.
inline constexpr int kListedSamples = 12;

// The equations of one neuron as far as the phases have run, forward to δ.
void explain_forward(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations);
void explain_loss(const Scene& scene, std::vector<Equation>& equations);
void explain_delta(const Scene& scene, int layer, int neuron, std::vector<Equation>& equations);
// Of an output neuron at one sample.
void explain_output_delta(const Scene& scene, int layer, int neuron,
                          std::vector<Equation>& equations);
// The derivative's formula, and where its slope has no equation of its own, the same with the
// numbers of this z and a = φ(z): "φ′(z) = cos z, here cos 0.53".
std::string slope_note(const Activation& activation, float z, float a);
// "φ′(z) = a·(1 − a)" from a = φ(z) before dropout, where the slope is a formula of that alone.
std::optional<Equation> slope_equation(const Scene& scene, int layer, int neuron, float a_value,
                                       float slope);

// The gradient of one parameter: per sample, its mean, regularization, clipping.
void explain_gradient(const Scene& scene, std::size_t parameter, std::vector<Equation>& equations);
// One sample's, behind the equation of its δ: the chain on one line, and δ times the input.
void explain_sample_gradient(const Scene& scene, std::size_t parameter,
                             std::vector<Equation>& equations);
std::vector<Contribution> contributions(const Scene& scene, std::size_t parameter);

// What λ multiplies in the slope of the penalty: the weight (L2), or a function of it, sign(w)
// (L1).
Symbol penalty_slope(const Regularizer& regularizer, Symbol weight);
// Whether a penalty was added to the gradient; with its cut it is a step of its own.
bool regularizes_gradient(const Experiment& settings);

// --- explain.cpp: what explanations of a sample of the batch and of any other have in common
// ------

// "sample 205 of 500 at (−2, −0.7)", of a table "sample 3 of 150 (5.1, 3.5, 1.4, 0.2)".
std::string place_of(const Trainer& trainer, int index);
// Whether the network has such a neuron or parameter, and the batch such a sample.
Result<void> check_target(const Trainer& trainer, const ExplainTarget& target);
// The equations of a target at one sample or the mean, but for what the whole batch decides.
void explain_chain(const Scene& scene, const ExplainTarget& target, Explanation& result);
// Gradient and update, which are the batch's.
void explain_training(const Scene& scene, const ExplainTarget& target, Explanation& result);

// How the last update moved a parameter.
UpdateSplit explain_update(const Scene& scene, std::size_t parameter);

}  // namespace backprop
