// The table of losses. Each has a file in losses/, with its functions and its entry.
#include "engine/parts/loss.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/parts/activation.h"
#include "engine/parts/losses/bce.h"
#include "engine/parts/losses/cross_entropy.h"
#include "engine/parts/losses/hinge.h"
#include "engine/parts/losses/huber.h"
#include "engine/parts/losses/mean_absolute_error.h"
#include "engine/parts/losses/mean_squared_error.h"
#include "engine/parts/losses/mse.h"
#include "engine/parts/losses/squared_error.h"

namespace backprop {
namespace {

using namespace loss_entries;

// In the order in which they are offered.
// clang-format off: a line each
constexpr Loss kLosses[] = {
    kMse,
    kBce,
    kCrossEntropy,
    kHuber,
    kSquaredError,
    kMeanSquaredError,
    kMeanAbsoluteError,
    kHinge,
};
// clang-format on

}  // namespace

std::span<const Loss> losses() { return kLosses; }

const Loss& loss(std::string_view name) {
  const Loss* entry = find_entry(losses(), name);
  assert(entry);
  return *entry;
}

bool goes_with(const Loss& loss, const Activation& output) {
  return !loss.of_probabilities || (output.lowest >= 0 && output.highest <= 1);
}

bool is_on_logits(const Loss& loss, const Activation& output) {
  return loss.on_logits != nullptr && output.name == loss.output_activation;
}

const LossFunctions& functions_of(const Loss& loss, const Activation& output) {
  return is_on_logits(loss, output) ? *loss.on_logits : loss.functions;
}

std::string_view delta_formula_of(const Loss& loss, const Activation& output) {
  if (is_on_logits(loss, output)) return loss.delta_formula;
  if (output.output_only) return "δₖ = aₖ·(gₖ − Σⱼ gⱼ·aⱼ), g = ∂L/∂a";
  return loss.on_logits == nullptr ? std::string_view(loss.delta_formula) : "δ = ∂L/∂a·φ′(z)";
}

}  // namespace backprop
