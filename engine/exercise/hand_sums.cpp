#include "engine/exercise/hand_sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/math/simd.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// One sample in the first lane of what the engine's functions work on.
class OneColumn {
 public:
  explicit OneColumn(std::size_t rows) : values_(rows * kLanes, 0.0f) {}
  explicit OneColumn(std::span<const double> rows) : OneColumn(rows.size()) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        values_[k * kLanes + lane] = static_cast<float>(rows[k]);
      }
    }
  }
  float* data() { return values_.data(); }
  const float* data() const { return values_.data(); }
  double at(int row) const {
    return static_cast<double>(values_[static_cast<std::size_t>(row) * kLanes]);
  }

 private:
  std::vector<float> values_;
};

// What `value` gives for every neuron of a layer.
template <class Value>
std::vector<double> row_of_values(int count, Value value) {
  std::vector<double> row;
  for (int k = 0; k < count; ++k) row.push_back(value(k));
  return row;
}

}  // namespace

HandSums::HandSums(const HandStep& step, std::span<const HandAnswer> own, const MistakeMade& made)
    : step_(step),
      made_(made),
      own_(step.place_count(), kUnknown),
      known_(step.place_count(), kUnknown) {
  for (const HandAnswer& answer : own) {
    if (step.has(answer.place)) own_[step.index(answer.place)] = answer.typed;
  }
}

double HandSums::of(const HandPlace& place) const {
  const std::size_t index = step_.index(place);
  const bool asked = made_.make != nullptr && place == made_.asked;
  if (!asked && !std::isnan(own_[index])) {
    if (std::ranges::find(own_read_, place) == own_read_.end()) own_read_.push_back(place);
    return own_[index];
  }
  if (!std::isnan(known_[index])) return known_[index];
  std::optional<double> value;
  if (made_.make != nullptr && (asked || made_.everywhere)) {
    value = made_.make(*this, place, made_.variant);
  }
  known_[index] = value ? *value : worked(place);
  return known_[index];
}

double HandSums::worked(const HandPlace& place) const {
  switch (place.kind) {
    case Kind::kSum:
      return worked_sum(place);
    case Kind::kActivation:
      return worked_activation(place);
    case Kind::kLoss:
      return worked_loss(place);
    case Kind::kDelta:
      return worked_delta(place);
    case Kind::kGradient:
      return worked_gradient(place);
    default:
      return worked_new(place);
  }
}

double HandSums::weight(int layer, int neuron, int input) const {
  return static_cast<double>(network().parameters()[network().weight_index(layer, neuron, input)]);
}

double HandSums::bias(int layer, int neuron) const {
  return static_cast<double>(network().parameters()[network().bias_index(layer, neuron)]);
}

double HandSums::input(int layer, int input, int sample) const {
  if (layer > 0) return active(layer - 1, input, sample);
  return static_cast<double>(step_.batch().input(input, sample));
}

double HandSums::target(int output, int sample) const {
  const Workspace& batch = step_.batch();
  return static_cast<double>(
      batch.targets[static_cast<std::size_t>(output * batch.stride + sample)]);
}

double HandSums::sum(int layer, int neuron, int sample) const {
  return of({.kind = Kind::kSum, .layer = layer, .neuron = neuron, .sample = sample});
}

double HandSums::active(int layer, int neuron, int sample) const {
  return of({.kind = Kind::kActivation, .layer = layer, .neuron = neuron, .sample = sample});
}

double HandSums::delta(int layer, int neuron, int sample) const {
  return of({.kind = Kind::kDelta, .layer = layer, .neuron = neuron, .sample = sample});
}

double HandSums::active_output(int output, int sample) const {
  return active(network().layer_count() - 1, output, sample);
}

double HandSums::slope(int layer, int neuron, int sample) const {
  const Activation& phi = activation(layer);
  if (phi.output_only) return kUnknown;
  return static_cast<double>(phi.slope(static_cast<float>(sum(layer, neuron, sample)),
                                       static_cast<float>(active(layer, neuron, sample))));
}

double HandSums::upstream(int output, int sample) const {
  const int last = network().layer_count() - 1, outputs = network().output_count();
  const OneColumn z(row_of_values(outputs, [&](int k) { return sum(last, k, sample); }));
  const OneColumn a(row_of_values(outputs, [&](int k) { return active(last, k, sample); }));
  const OneColumn y(row_of_values(outputs, [&](int k) { return target(k, sample); }));
  OneColumn result(static_cast<std::size_t>(outputs));
  step_.loss().gradient(z.data(), a.data(), y.data(), result.data(), outputs, 1, kLanes);
  if (activation(last).output_only && !step_.on_logits()) {  // φ′ of what mixes the outputs
    activate_backward(activation(last), z.data(), a.data(), result.data(), result.data(), outputs,
                      kLanes);
  }
  return result.at(output);
}

double HandSums::back(int layer, int neuron, int sample) const {
  double total = 0;
  for (int k = 0; k < network().layer(layer + 1).outputs; ++k) {
    total += weight(layer + 1, k, neuron) * delta(layer + 1, k, sample);
  }
  return total;
}

double HandSums::loss_of(std::span<const double> a, std::span<const double> targets) const {
  // Also of losses on the logits: −Σ y·ln a is what one has by hand.
  const LossFunctions& by_hand = step_.trainer().loss().functions;
  return by_hand.value_double(a.data(), a.data(), targets.data(), static_cast<int>(a.size()));
}

double HandSums::worked_sum(const HandPlace& place) const {
  double total = bias(place.layer, place.neuron);
  for (int i = 0; i < network().layer(place.layer).inputs; ++i) {
    total += weight(place.layer, place.neuron, i) * input(place.layer, i, place.sample);
  }
  return total;
}

double HandSums::worked_activation(const HandPlace& place) const {
  const Activation& phi = activation(place.layer);
  if (!phi.output_only) {
    return static_cast<double>(
        phi.value(static_cast<float>(sum(place.layer, place.neuron, place.sample))));
  }
  const int outputs = network().layer(place.layer).outputs;
  const OneColumn z(
      row_of_values(outputs, [&](int k) { return sum(place.layer, k, place.sample); }));
  OneColumn a(static_cast<std::size_t>(outputs));
  activate(phi, z.data(), a.data(), outputs, kLanes);
  return a.at(place.neuron);
}

double HandSums::worked_loss(const HandPlace& place) const {
  if (place.sample < 0) {
    return mean([&](int s) { return of({.kind = Kind::kLoss, .sample = s}); });
  }
  const int outputs = network().output_count();
  const std::vector<double> a =
      row_of_values(outputs, [&](int k) { return active_output(k, place.sample); });
  const std::vector<double> y =
      row_of_values(outputs, [&](int k) { return target(k, place.sample); });
  return loss_of(a, y);
}

double HandSums::worked_delta(const HandPlace& place) const {
  const auto [kind, layer, neuron, input, sample] = place;
  if (!is_output(layer)) return slope(layer, neuron, sample) * back(layer, neuron, sample);
  const double reaches = upstream(neuron, sample);
  if (step_.on_logits() || activation(layer).output_only) return reaches;
  return reaches * slope(layer, neuron, sample);
}

double HandSums::worked_gradient(const HandPlace& place) const {
  return mean([&](int s) {
    const double came_in = place.input < 0 ? 1.0 : input(place.layer, place.input, s);
    return delta(place.layer, place.neuron, s) * came_in;
  });
}

double HandSums::worked_new(const HandPlace& place) const {
  HandPlace gradient = place;
  gradient.kind = Kind::kGradient;
  const double before = place.input < 0 ? bias(place.layer, place.neuron)
                                        : weight(place.layer, place.neuron, place.input);
  return before - static_cast<double>(step_.rate()) * of(gradient);
}

}  // namespace backprop
