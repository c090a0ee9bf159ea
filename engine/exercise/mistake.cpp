#include "engine/exercise/mistake.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/exercise/mistake_sums.h"

namespace backprop {
namespace {

// As many ways as a hidden neuron has paths in what is worked out by hand.
constexpr int kMostPaths = 8;

constexpr HandMistake kMistakes[] = {
    {
        .name = "wrong_sign",
        .label = "wrong sign",
        .sentence = "The size is right, the sign is the other one.",
        .kind = MistakeKind::kSign,
        .variants = 1,
        .make = mistake_sums::wrong_sign,
    },
    {
        .name = "slope_forgotten",
        .label = "φ′ forgotten",
        .sentence = "φ′(z) is missing: what comes back to a neuron is multiplied by its slope.",
        .kind = MistakeKind::kSlope,
        .variants = 2,
        .make = mistake_sums::slope_forgotten,
    },
    {
        .name = "slope_at_activation",
        .label = "φ′ taken at a",
        .sentence = "φ′ was taken at a. It belongs at z: where it is a·(1 − a) or 1 − a², that is "
                    "φ′(z) already.",
        .kind = MistakeKind::kSlope,
        .variants = 1,
        .make = mistake_sums::slope_at_activation,
    },
    {
        .name = "one_path",
        .label = "only one path",
        .sentence = "That is one path. A neuron gets w·δ back from every neuron it leads to, and "
                    "they add up.",
        .kind = MistakeKind::kPath,
        .variants = kMostPaths,
        .make = mistake_sums::one_path,
    },
    {
        .name = "new_weights",
        .label = "new weights in place of the old",
        .sentence = "The updated weights were taken. δ goes back through the weights that the "
                    "forward pass used.",
        .kind = MistakeKind::kPath,
        .variants = 1,
        .make = mistake_sums::new_weights,
    },
    {
        .name = "sum_for_mean",
        .label = "sum in place of the mean",
        .sentence = "That is the sum over the batch; its mean is asked for, the sum divided by the "
                    "number of samples.",
        .kind = MistakeKind::kBatch,
        .variants = 1,
        .make = mistake_sums::sum_for_mean,
    },
    {
        .name = "half_forgotten",
        .label = "½ forgotten",
        .sentence = "It is twice too large: the loss is half the square, and its ½ takes away the "
                    "2 of the derivative.",
        .kind = MistakeKind::kFactor,
        .variants = 1,
        .make = mistake_sums::half_forgotten,
    },
    {
        .name = "half_twice",
        .label = "½ taken twice",
        .sentence = "It is half of what it should be: the loss has one ½, and its derivative none.",
        .kind = MistakeKind::kFactor,
        .variants = 1,
        .make = mistake_sums::half_twice,
    },
    {
        .name = "error_for_delta",
        .label = "a − y taken for δ",
        .sentence = "a − y is ∂L/∂a. δ is ∂L/∂z, so φ′(z) comes as a factor.",
        .kind = MistakeKind::kSlope,
        .variants = 1,
        .make = mistake_sums::error_for_delta,
    },
    {
        .name = "swapped",
        .label = "input and output swapped",
        .sentence = "The indices are swapped, as in the transposed matrix: in w₂₁ the first number "
                    "is the neuron it leads to, the second where it comes from.",
        .kind = MistakeKind::kPath,
        .variants = 1,
        .make = mistake_sums::swapped,
    },
    {
        .name = "bias_without_input",
        .label = "bias as an input of 0",
        .sentence = "The bias was left out, as if its input were 0. It counts as a weight with the "
                    "input 1.",
        .kind = MistakeKind::kForward,
        .variants = 1,
        .make = mistake_sums::bias_without_input,
    },
    {
        .name = "rate_forgotten",
        .label = "η forgotten",
        .sentence = "The learning rate is missing: the step is η times the gradient.",
        .kind = MistakeKind::kUpdate,
        .variants = 1,
        .make = mistake_sums::rate_forgotten,
    },
    {
        .name = "gradient_added",
        .label = "gradient added",
        .sentence = "The gradient was added. It points uphill, so η times the gradient is "
                    "subtracted.",
        .kind = MistakeKind::kUpdate,
        .variants = 1,
        .make = mistake_sums::gradient_added,
    },
    {
        .name = "averaged_first",
        .label = "averaged before the gradient",
        .sentence = "Activations were averaged over the batch first. Every sample has its own "
                    "gradient, and those are averaged.",
        .kind = MistakeKind::kBatch,
        .variants = 2,
        .make = mistake_sums::averaged_first,
    },
    {
        .name = "slope_too_many",
        .label = "a·(1 − a) too many",
        .sentence = "With this loss on this output φ′ has cancelled: δ is a − y and no more.",
        .kind = MistakeKind::kSlope,
        .variants = 1,
        .make = mistake_sums::slope_too_many,
    },
    {
        .name = "activation_forgotten",
        .label = "z in place of a",
        .sentence = "That is z. The activation a is φ(z).",
        .kind = MistakeKind::kForward,
        .variants = 1,
        .make = mistake_sums::activation_forgotten,
    },
    {
        .name = "softmax_sum_forgotten",
        .label = "softmax not divided",
        .sentence = "That is e to the z. Softmax divides it by the sum of all of them.",
        .kind = MistakeKind::kForward,
        .variants = 1,
        .make = mistake_sums::softmax_sum_forgotten,
    },
};
static_assert(std::size(kMistakes) <= kMaxMistakes);

struct KindRow {
  MistakeKind kind;
  std::string_view sentence;
};
constexpr KindRow kKindRows[] = {
    {MistakeKind::kSign, "The sign is the other one."},
    {MistakeKind::kFactor, "A factor of 2 or ½ is wrong."},
    {MistakeKind::kSlope, "Something is wrong with the factor φ′."},
    {MistakeKind::kPath, "Something is wrong with the weights that δ comes back through."},
    {MistakeKind::kBatch, "Something is wrong with the mean over the batch."},
    {MistakeKind::kUpdate, "Something is wrong with the step: it is w − η·∂L/∂w."},
    {MistakeKind::kForward, "Something is wrong on the way forward."},
};

bool is_same_number(double one, double other) {
  return std::fabs(one - other) <= 1e-6 * std::max(std::fabs(one), std::fabs(other)) + 1e-12;
}

}  // namespace

std::string_view kind_sentence(MistakeKind kind) {
  return std::ranges::find(kKindRows, kind, &KindRow::kind)->sentence;
}

std::span<const HandMistake> mistakes() { return kMistakes; }

std::size_t mistake_index(const HandMistake& mistake) {
  return static_cast<std::size_t>(&mistake - kMistakes);
}

std::vector<MistakenNumber> mistaken_numbers(const HandStep& step, const HandPlace& place,
                                             std::span<const HandAnswer> own) {
  std::vector<MistakenNumber> numbers;
  const double right = HandSums(step, own).worked(place);
  int widest = 2;  // there are no more paths than that
  for (const Network::Layer& layer : step.network().layers()) {
    widest = std::max(widest, layer.outputs);
  }
  for (const HandMistake& mistake : kMistakes) {
    for (int variant = 0; variant < std::min(mistake.variants, widest); ++variant) {
      for (const bool everywhere : {false, true}) {
        const HandSums sums(step, own, {mistake.make, variant, place, everywhere});
        const double value = sums.of(place);
        const bool known = std::ranges::any_of(numbers, [&](const MistakenNumber& number) {
          return number.mistake == &mistake && is_same_number(number.value, value);
        });
        if (known || !std::isfinite(value) || is_same_number(value, right)) continue;
        numbers.push_back({&mistake, value});
      }
    }
  }
  return numbers;
}

}  // namespace backprop
