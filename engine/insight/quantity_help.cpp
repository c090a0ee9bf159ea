// What quantities are, in the order of docs/lessons.md.
#include <array>
#include <span>

#include "engine/base/table.h"
#include "engine/insight/quantity.h"

namespace backprop {
namespace {

struct QuantityHelp {
  std::string_view name, text;
};
constexpr std::array kQuantityHelp = {
    QuantityHelp{"step", "Updates done."},
    QuantityHelp{"epoch", "Passes over the training points."},
    QuantityHelp{"loss", "Mean loss of the training points."},
    QuantityHelp{"testLoss", "Mean loss of the test points."},
    QuantityHelp{"accuracy", "Share of training points on the right side."},
    QuantityHelp{"testAccuracy", "Share of test points on the right side."},
    QuantityHelp{"diverged", "1 when training stopped because a number became infinite."},
    QuantityHelp{"gradientNorm",
                 "Length of the gradient over the training points, of one layer's weights or of "
                 "all parameters."},
    QuantityHelp{"gradientRatio", "The first layer's ‖∂L/∂W‖ divided by the last one's."},
    QuantityHelp{"deltaRatio",
                 "Root mean square of the first layer's δ divided by that of the last one's."},
    QuantityHelp{"weightNorm", "Length of one layer's weights or of all parameters."},
    QuantityHelp{"weightSpread",
                 "Largest difference between the weights into two neurons of a layer (the first)."},
    QuantityHelp{"neurons", "How many there are."},
    QuantityHelp{"dead", "Hidden neurons whose slope is zero at every training point."},
    QuantityHelp{"saturated", "Hidden neurons that have levelled off at most training points."},
    QuantityHelp{"rate", "The one the next update uses."},
    QuantityHelp{"curvature", "Largest curvature of the training loss here."},
    QuantityHelp{"rateLimit",
                 "2 ÷ κ, with momentum (2 + 2μ) ÷ κ: beyond it steps grow on a bowl this curved."},
    QuantityHelp{"pull", "Learning rate times strength of the regularization."},
    QuantityHelp{"uphill", "Share of the run's first N updates that raised the training loss."},
    QuantityHelp{"cosine",
                 "Between a batch's gradient and that of all training points, mean over the run's "
                 "first N updates."},
    QuantityHelp{"checked", "Parameters in the gradient check."},
    QuantityHelp{"checkFailed", "Those outside of PyTorch's tolerances, 1e-5 + 1e-3·|gradient|."},
    QuantityHelp{"checkError", "Largest difference in the gradient check."},
    QuantityHelp{"checkRelative", "Largest difference divided by the gradient's size."},
    QuantityHelp{"rightLoss",
                 "After N steps of plain descent on all training points from the run's start."},
    QuantityHelp{"rightGradient", "Length of its last gradient."},
    QuantityHelp{"keptLoss", "The same N steps when every gradient is added to all before."},
    QuantityHelp{"keptUsed", "Length of that sum at the end."},
    QuantityHelp{"keptGradient", "Length of the loss's gradient at that place."},
    QuantityHelp{"newLoss",
                 "The same N steps when δ goes back through weights that are already updated."},
    QuantityHelp{"newGap", "How far the two losses after N steps are apart, of the right one."},
    QuantityHelp{"newCosine",
                 "The smallest in those N steps between what one used and the gradient."},
    QuantityHelp{"newFailed",
                 "Of the first of those steps: what a gradient check of its update finds outside "
                 "of PyTorch's tolerances."},
    QuantityHelp{"lostFailed",
                 "Gradients of one layer or of all that a gradient check faults once the first "
                 "neuron's stored activation is 0 in the backward pass."},
    QuantityHelp{"textbookError", "One right step of the 2-2-2 textbook example."},
    QuantityHelp{"textbookMistake", "The same step with δ through updated weights."},
};

}  // namespace

std::string_view quantity_help(std::string_view name) {
  const QuantityHelp* help = find_entry(std::span<const QuantityHelp>(kQuantityHelp), name);
  return help == nullptr ? std::string_view() : help->text;
}

}  // namespace backprop
