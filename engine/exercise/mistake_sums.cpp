#include "engine/exercise/mistake_sums.h"

#include "engine/math/math.h"

namespace backprop::mistake_sums {
namespace {

using Kind = HandPlace::Kind;

bool is_hidden_delta(const HandSums& sums, const HandPlace& place) {
  return place.kind == Kind::kDelta && !sums.is_output(place.layer);
}

// δ of an output as ∂L/∂a·φ′(z), where φ′ is of one neuron alone.
bool is_output_delta_with_slope(const HandSums& sums, const HandPlace& place) {
  return place.kind == Kind::kDelta && sums.is_output(place.layer) && !sums.step().on_logits() &&
         !sums.activation(place.layer).output_only;
}

double before_update(const HandSums& sums, const HandPlace& place) {
  return place.input < 0 ? sums.bias(place.layer, place.neuron)
                         : sums.weight(place.layer, place.neuron, place.input);
}

double gradient_for(const HandSums& sums, HandPlace place) {
  place.kind = Kind::kGradient;
  return sums.of(place);
}

double slope_of(const HandSums& sums, const HandPlace& place) {
  return sums.slope(place.layer, place.neuron, place.sample);
}

// Layers that lead from as many neurons as they have, where a swap gives a number too.
bool is_square(const HandSums& sums, int layer) {
  const Network::Layer& shape = sums.network().layer(layer);
  return shape.inputs == shape.outputs && shape.inputs > 1;
}

bool has_half(const HandSums& sums, const HandPlace& place) {
  if (!sums.step().half_squares()) return false;
  return (place.kind == Kind::kLoss && place.sample >= 0) ||
         (place.kind == Kind::kDelta && sums.is_output(place.layer));
}

// δ of the mean sample: what becomes of averaging before anything goes back.
double delta_of_means(const HandSums& sums, int layer, int neuron) {
  const double z = sums.mean([&](int s) { return sums.sum(layer, neuron, s); });
  const double a = sums.mean([&](int s) { return sums.active(layer, neuron, s); });
  double reaches = 0;
  if (sums.is_output(layer)) {
    const double y = sums.mean([&](int s) { return sums.target(neuron, s); });
    if (sums.step().on_logits()) return a - y;
    reaches = a - y;
  } else {
    for (int k = 0; k < sums.network().layer(layer + 1).outputs; ++k) {
      reaches += sums.weight(layer + 1, k, neuron) * delta_of_means(sums, layer + 1, k);
    }
  }
  return reaches * static_cast<double>(
                       sums.activation(layer).slope(static_cast<float>(z), static_cast<float>(a)));
}

// Whether a − y is all that the loss sends back to an output.
bool error_is_upstream(const HandSums& sums) {
  return sums.step().half_squares() || sums.step().on_logits();
}

double loss_of_means(const HandSums& sums) {
  const int last = sums.network().layer_count() - 1;
  std::vector<double> a, y;
  for (int k = 0; k < sums.network().output_count(); ++k) {
    a.push_back(sums.mean([&](int s) { return sums.active(last, k, s); }));
    y.push_back(sums.mean([&](int s) { return sums.target(k, s); }));
  }
  return sums.loss_of(a, y);
}

}  // namespace

Made wrong_sign(const HandSums& sums, const HandPlace& place, int) {
  // Once is wrong; at every place it would take itself back. Of an update see gradient_added.
  if (!(place == sums.asked()) || place.kind == Kind::kNew) return std::nullopt;
  return -sums.worked(place);
}

Made slope_forgotten(const HandSums& sums, const HandPlace& place, int variant) {
  if (is_hidden_delta(sums, place)) return sums.back(place.layer, place.neuron, place.sample);
  // At an output this is error_for_delta; on the way to another place it may go along with it.
  if (variant == 0 || place == sums.asked() || !is_output_delta_with_slope(sums, place)) {
    return std::nullopt;
  }
  return sums.upstream(place.neuron, place.sample);
}

Made slope_at_activation(const HandSums& sums, const HandPlace& place, int) {
  const bool hidden = is_hidden_delta(sums, place);
  if (!hidden && !is_output_delta_with_slope(sums, place)) return std::nullopt;
  const Activation& phi = sums.activation(place.layer);
  const auto a = static_cast<float>(sums.active(place.layer, place.neuron, place.sample));
  const auto slope = static_cast<double>(phi.slope(a, phi.value(a)));
  return slope * (hidden ? sums.back(place.layer, place.neuron, place.sample)
                         : sums.upstream(place.neuron, place.sample));
}

Made one_path(const HandSums& sums, const HandPlace& place, int variant) {
  if (!is_hidden_delta(sums, place)) return std::nullopt;
  const int paths = sums.network().layer(place.layer + 1).outputs;
  if (paths < 2 || variant >= paths) return std::nullopt;
  return slope_of(sums, place) * sums.weight(place.layer + 1, variant, place.neuron) *
         sums.delta(place.layer + 1, variant, place.sample);
}

Made new_weights(const HandSums& sums, const HandPlace& place, int) {
  if (!is_hidden_delta(sums, place) || !sums.step().plain_update()) return std::nullopt;
  double back = 0;
  for (int k = 0; k < sums.network().layer(place.layer + 1).outputs; ++k) {
    const HandPlace weight = {
        .kind = Kind::kNew, .layer = place.layer + 1, .neuron = k, .input = place.neuron};
    back += sums.of(weight) * sums.delta(place.layer + 1, k, place.sample);
  }
  return slope_of(sums, place) * back;
}

Made sum_for_mean(const HandSums& sums, const HandPlace& place, int) {
  const bool mean =
      place.kind == Kind::kGradient || (place.kind == Kind::kLoss && place.sample < 0);
  if (!mean || sums.step().samples() < 2) return std::nullopt;
  return sums.step().samples() * sums.worked(place);
}

Made half_forgotten(const HandSums& sums, const HandPlace& place, int) {
  if (!has_half(sums, place)) return std::nullopt;
  return 2 * sums.worked(place);
}

Made half_twice(const HandSums& sums, const HandPlace& place, int) {
  if (!has_half(sums, place)) return std::nullopt;
  return sums.worked(place) / 2;
}

Made error_for_delta(const HandSums& sums, const HandPlace& place, int) {
  if (!is_output_delta_with_slope(sums, place)) return std::nullopt;
  return sums.error(place.neuron, place.sample);
}

Made swapped(const HandSums& sums, const HandPlace& place, int) {
  const auto [kind, layer, neuron, input, sample] = place;
  if (kind == Kind::kSum && is_square(sums, layer)) {
    double total = sums.bias(layer, neuron);
    for (int i = 0; i < sums.network().layer(layer).inputs; ++i) {
      total += sums.weight(layer, i, neuron) * sums.input(layer, i, sample);
    }
    return total;
  }
  if (is_hidden_delta(sums, place) && is_square(sums, layer + 1)) {
    double back = 0;
    for (int k = 0; k < sums.network().layer(layer + 1).outputs; ++k) {
      back += sums.weight(layer + 1, neuron, k) * sums.delta(layer + 1, k, sample);
    }
    return slope_of(sums, place) * back;
  }
  if (kind != Kind::kGradient || input < 0 || input == neuron) return std::nullopt;
  const Network::Layer& shape = sums.network().layer(layer);
  if (input >= shape.outputs || neuron >= shape.inputs) return std::nullopt;
  return sums.worked({.kind = kind, .layer = layer, .neuron = input, .input = neuron});
}

Made bias_without_input(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind == Kind::kSum) return sums.worked(place) - sums.bias(place.layer, place.neuron);
  if (place.kind == Kind::kGradient && place.input < 0) return 0;
  return std::nullopt;
}

Made rate_forgotten(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind != Kind::kNew) return std::nullopt;
  return before_update(sums, place) - gradient_for(sums, place);
}

Made gradient_added(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind != Kind::kNew) return std::nullopt;
  return before_update(sums, place) +
         static_cast<double>(sums.step().rate()) * gradient_for(sums, place);
}

Made averaged_first(const HandSums& sums, const HandPlace& place, int variant) {
  if (sums.step().samples() < 2) return std::nullopt;
  if (place.kind == Kind::kLoss && place.sample < 0) return loss_of_means(sums);
  if (place.kind != Kind::kGradient) return std::nullopt;
  const auto [kind, layer, neuron, input, sample] = place;
  const double came_in =
      input < 0 ? 1.0 : sums.mean([&](int s) { return sums.input(layer, input, s); });
  if (variant == 0) return came_in * sums.mean([&](int s) { return sums.delta(layer, neuron, s); });
  if (!error_is_upstream(sums)) return std::nullopt;
  return came_in * delta_of_means(sums, layer, neuron);
}

Made slope_too_many(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind != Kind::kDelta || !sums.is_output(place.layer) || !sums.step().on_logits()) {
    return std::nullopt;
  }
  const double a = sums.active(place.layer, place.neuron, place.sample);
  return sums.worked(place) * a * (1 - a);
}

Made activation_forgotten(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind != Kind::kActivation) return std::nullopt;
  return sums.sum(place.layer, place.neuron, place.sample);
}

Made softmax_sum_forgotten(const HandSums& sums, const HandPlace& place, int) {
  if (place.kind != Kind::kActivation || !sums.activation(place.layer).output_only) {
    return std::nullopt;
  }
  return math::exp(sums.sum(place.layer, place.neuron, place.sample));
}

}  // namespace backprop::mistake_sums
