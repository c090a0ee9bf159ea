// The phases of one training step, four of them as functions here, the fifth the optimizer's, over
// a workspace that keeps every intermediate value. What is shown on the canvas is read from here:
// the numbers that were used.
//
// D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating
// errors", Nature 323, 1986. Dropout: N. Srivastava et al., "Dropout: A Simple Way to Prevent
// Neural Networks from Overfitting", JMLR 15, 2014, with what stays scaled up while training.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/kernels.h"
#include "engine/network/network.h"
#include "engine/parts/loss.h"

namespace backprop {

enum class Phase { kForward, kLoss, kBackward, kGradients, kUpdate };
inline constexpr int kPhaseCount = 5;

// All values of one batch. Arrays of a layer are [neuron][stride].
struct Workspace {
  struct Layer {
    std::vector<float> z;      // pre-activations
    std::vector<float> a;      // activations (after dropout, when there is any)
    std::vector<float> delta;  // ∂Lₛ/∂z of every sample, not divided by the batch size
    std::vector<std::uint8_t> kept;  // dropout: 1 for an activation that stays; empty without
  };

  int samples = 0;   // valid columns
  int stride = 0;    // columns stored: samples padded to whole vectors
  int capacity = 0;  // largest batch this workspace has room for
  std::vector<float> inputs;       // [feature][stride]
  std::vector<float> targets;      // [output][stride]
  std::vector<Layer> layers;
  std::vector<float> sample_loss;  // [stride]
  std::vector<float> undropped;    // [stride] φ(z) of one neuron before its mask, for φ′
  float kept_scale = 1;            // dropout: 1/(1−p), by which what stays is multiplied
  float loss = 0;                  // mean of sample_loss: the batch's data loss
  // All four laid out as the network's parameters.
  std::vector<float> data_gradients;   // ∂L/∂w of the data loss: mean over the batch of δ·input
  std::vector<float> gradients;  // what the optimizer gets: with regularization and clipping
  std::vector<float> updates;  // Δw, what was added in the update phase
  std::vector<float> parameters_used;  // the parameters the forward and backward passes read

  // Room for batches of up to `largest` samples; no allocation afterwards.
  void reserve(const Network& network, int largest);
  // Sets samples and stride for the next batch; samples <= capacity.
  void set_samples(int count);

  // All count from 0.
  float input(int feature, int sample) const;
  float z(int layer, int neuron, int sample) const;
  float a(int layer, int neuron, int sample) const;
  float delta(int layer, int neuron, int sample) const;
  // The dropout mask m: 0 or 1/(1−p), and 1 without dropout.
  float mask(int layer, int neuron, int sample) const;
};

// Phase 1: z and a of every layer. Reads inputs.
void forward(const Network& network, Workspace& workspace, const Kernels& kernels);
// Phase 2: the loss of every sample and their mean (four lanes, then (0+1)+(2+3)).
void compute_loss(const Network& network, const Loss& loss, Workspace& workspace);
// Phase 3: δ of every layer, from the output back: δ = φ′(z)·∂L/∂a (or what a loss on the logits
// gives directly), δᵢ = φ′(zᵢ)·mᵢ·Σₖ wₖᵢδₖ with the dropout mask mᵢ, when there is one.
void backward(const Network& network, const Loss& loss, Workspace& workspace,
              const Kernels& kernels);
// Phase 4: data_gradients, ∂L/∂w = mean of δ·input and ∂L/∂b = mean of δ.
void compute_gradients(const Network& network, Workspace& workspace, const Kernels& kernels);
// Phase 5 is the optimizer's: see optimizer.h.

}  // namespace backprop
