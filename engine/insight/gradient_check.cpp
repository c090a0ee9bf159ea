#include "engine/insight/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "engine/base/order.h"
#include "engine/math/random.h"

namespace backprop {
namespace {

double activate(const Activation& activation, double z) {
  return activation.output_only ? z : activation.value_double(z);
}

// The network on one batch in double precision, and what one moved parameter changes of it. Arrays
// are [neuron][sample] without padding.
class DoublePass {
 public:
  // With parameters of its own, as many as the network has.
  DoublePass(const Network& network, const Loss& loss, const Workspace& workspace,
             std::vector<double> parameters);

  double loss() const { return loss_at(layers_); }
  // ∂L/∂w of every parameter, with as much noise as float arithmetic has.
  std::vector<double> gradient(Random& noise) const;
  // The loss with one parameter moved by `move`; sets `kink` when a pre-activation ends up on the
  // other side of its activation's kink than the engine had it.
  double moved_loss(const ParameterPlace& place, double move, bool& kink);

 private:
  struct Layer {
    std::vector<double> z, a;
  };

  std::size_t at(int neuron, int sample) const {
    return static_cast<std::size_t>(neuron) * static_cast<std::size_t>(samples_) +
           static_cast<std::size_t>(sample);
  }
  double input(int layer, int neuron, int sample) const {
    return (layer == 0 ? inputs_
                       : layers_[static_cast<std::size_t>(layer - 1)].a)[at(neuron, sample)];
  }
  double parameter(std::size_t index) const { return parameters_[index]; }
  // 0 or 1/(1−p) under dropout, else 1.
  double mask(int layer, int neuron, int sample) const;
  void weighted_sums(int layer, std::vector<Layer>& layers) const;
  void activate_row(int layer, int neuron, Layer& values) const;
  bool crosses_kink(int layer, int neuron, const Layer& values) const;
  double loss_at(const std::vector<Layer>& layers) const;
  double sample_loss(const std::vector<double>& z, int sample) const;

  const Network& network_;
  const Loss& loss_function_;
  const Workspace& workspace_;
  std::vector<double> parameters_;
  int samples_;
  std::vector<double> inputs_;
  std::vector<Layer> layers_;  // at the parameters as they are
  std::vector<Layer> moved_;  // with one moved; valid from the moved layer on
};

DoublePass::DoublePass(const Network& network, const Loss& loss, const Workspace& workspace,
                       std::vector<double> parameters)
    : network_(network),
      loss_function_(loss),
      workspace_(workspace),
      parameters_(std::move(parameters)),
      samples_(workspace.samples) {
  for (int i = 0; i < network.input_count(); ++i) {
    for (int s = 0; s < samples_; ++s) {
      inputs_.push_back(static_cast<double>(workspace.input(i, s)));
    }
  }
  for (const Network::Layer& layer : network.layers()) {
    const auto size = static_cast<std::size_t>(layer.outputs) * static_cast<std::size_t>(samples_);
    layers_.push_back({std::vector<double>(size), std::vector<double>(size)});
  }
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    weighted_sums(layer, layers_);
    for (int j = 0; j < network.layer(layer).outputs; ++j) {
      activate_row(layer, j, layers_[static_cast<std::size_t>(layer)]);
    }
  }
  moved_ = layers_;
}

double DoublePass::mask(int layer, int neuron, int sample) const {
  return static_cast<double>(workspace_.mask(layer, neuron, sample));
}

// z[j][s] = b[j] + Σᵢ w[j][i]·a[i][s]; the inputs of the first layer never move.
void DoublePass::weighted_sums(int layer, std::vector<Layer>& layers) const {
  const Network::Layer& shape = network_.layer(layer);
  const double* inputs =
      layer == 0 ? inputs_.data() : layers[static_cast<std::size_t>(layer - 1)].a.data();
  const double* weight = parameters_.data() + shape.weights;
  const auto samples = static_cast<std::size_t>(samples_);
  for (int j = 0; j < shape.outputs; ++j) {
    double* z = layers[static_cast<std::size_t>(layer)].z.data() + at(j, 0);
    std::fill_n(z, samples, parameters_[shape.biases + static_cast<std::size_t>(j)]);
    const double* a = inputs;
    for (int i = 0; i < shape.inputs; ++i, a += samples) {
      const double w = *weight++;
      for (std::size_t s = 0; s < samples; ++s) z[s] += w * a[s];
    }
  }
}

void DoublePass::activate_row(int layer, int neuron, Layer& values) const {
  const Activation& activation = *network_.layer(layer).activation;
  for (int s = 0; s < samples_; ++s) {
    const std::size_t i = at(neuron, s);
    values.a[i] = mask(layer, neuron, s) * activate(activation, values.z[i]);
  }
}

bool DoublePass::crosses_kink(int layer, int neuron, const Layer& values) const {
  const Activation& activation = *network_.layer(layer).activation;
  const std::span<const double> kinks = activation.kinks;
  for (int s = 0; s < samples_; ++s) {
    if (mask(layer, neuron, s) == 0) continue;  // dropped: what it does is not seen
    const double used = static_cast<double>(workspace_.z(layer, neuron, s));
    for (const double kink : kinks) {
      if ((values.z[at(neuron, s)] > kink) != (used > kink)) return true;
    }
  }
  return false;
}

double DoublePass::loss_at(const std::vector<Layer>& layers) const {
  std::vector<double> z(static_cast<std::size_t>(network_.output_count()));
  double sum = 0;
  for (int s = 0; s < samples_; ++s) {
    for (std::size_t k = 0; k < z.size(); ++k) {
      z[k] = layers.back().z[at(static_cast<int>(k), s)];
    }
    sum += sample_loss(z, s);
  }
  return sum / samples_;
}

double DoublePass::sample_loss(const std::vector<double>& z, int sample) const {
  const Activation& head = *network_.layers().back().activation;
  std::vector<double> a(z), target(z);
  for (std::size_t k = 0; k < z.size(); ++k) {
    target[k] =
        static_cast<double>(workspace_.targets[k * static_cast<std::size_t>(workspace_.stride) +
                                               static_cast<std::size_t>(sample)]);
    a[k] = activate(head, z[k]);
  }
  if (head.output_only) {
    const double largest = *std::max_element(z.begin(), z.end());
    double total = 0;
    for (std::size_t k = 0; k < z.size(); ++k) total += a[k] = std::exp(z[k] - largest);
    for (double& value : a) value /= total;
  }
  return functions_of(loss_function_, head)
      .value_double(z.data(), a.data(), target.data(), static_cast<int>(z.size()));
}

// δ of every output and sample by differences, then back through slopes that are differences too:
// nothing of the engine's own derivatives. `noise` adds what float rounds off: to every slope,
// which is often a small rest of numbers near 1 (tanh's 1 − a², ELU's a + 1), and to every δ.
std::vector<double> DoublePass::gradient(Random& noise) const {
  constexpr double kLastPlaces = 2 * 0x1p-24;
  const auto shaken = [&](double size) { return size * noise.uniform(-kLastPlaces, kLastPlaces); };
  const auto step_at = [](double z) { return 1e-6 * std::max(1.0, std::fabs(z)); };
  const int last = network_.layer_count() - 1;
  std::vector<double> gradients(parameters_.size()), delta, below;
  delta.resize(static_cast<std::size_t>(network_.output_count() * samples_));
  std::vector<double> z(static_cast<std::size_t>(network_.output_count()));
  for (int s = 0; s < samples_; ++s) {
    for (std::size_t k = 0; k < z.size(); ++k) z[k] = layers_.back().z[at(static_cast<int>(k), s)];
    for (std::size_t k = 0; k < z.size(); ++k) {
      const double here = z[k], h = step_at(here);
      z[k] = here + h;
      const double right = sample_loss(z, s);
      z[k] = here - h;
      const double slope = (right - sample_loss(z, s)) / (2 * h);
      z[k] = here;
      delta[at(static_cast<int>(k), s)] = slope + shaken(slope);
    }
  }
  for (int l = last;; --l) {
    const Network::Layer& shape = network_.layer(l);
    below.assign(static_cast<std::size_t>(shape.inputs * samples_), 0.0);
    for (int j = 0; j < shape.outputs; ++j) {
      for (int s = 0; s < samples_; ++s) {
        const double d = delta[at(j, s)];
        gradients[network_.bias_index(l, j)] += d / samples_;
        for (int i = 0; i < shape.inputs; ++i) {
          const std::size_t w = network_.weight_index(l, j, i);
          gradients[w] += d * input(l, i, s) / samples_;
          below[at(i, s)] += d * parameters_[w];
        }
      }
    }
    if (l == 0) return gradients;
    const Activation& activation = *network_.layer(l - 1).activation;
    delta.resize(below.size());
    for (int i = 0; i < shape.inputs; ++i) {
      for (int s = 0; s < samples_; ++s) {
        const double at_z = layers_[static_cast<std::size_t>(l - 1)].z[at(i, s)], h = step_at(at_z);
        const double slope =
            (activate(activation, at_z + h) - activate(activation, at_z - h)) / (2 * h);
        const double d = below[at(i, s)] * mask(l - 1, i, s);
        // Where it is flat or straight, φ′ is 0 or 1 exactly.
        const bool exact = slope == 0 || std::fabs(slope - 1) < 1e-8;
        delta[at(i, s)] = d * (slope + (exact ? 0 : shaken(1))) + shaken(d * slope);
      }
    }
  }
}

double DoublePass::moved_loss(const ParameterPlace& place, double move, bool& kink) {
  const auto [layer, output, input_neuron] = place;
  const auto first = static_cast<std::size_t>(layer);
  // In its own layer the parameter moves one neuron, by move·input (1 for a bias) …
  Layer& own = moved_[first];
  own = layers_[first];
  for (int s = 0; s < samples_; ++s) {
    own.z[at(output, s)] += move * (input_neuron < 0 ? 1.0 : input(layer, input_neuron, s));
  }
  activate_row(layer, output, own);
  kink = kink || crosses_kink(layer, output, own);
  // … and from there on everything.
  for (int l = layer + 1; l < network_.layer_count(); ++l) {
    Layer& values = moved_[static_cast<std::size_t>(l)];
    if (l == layer + 1) {  // only one of its inputs has moved
      values.z = layers_[static_cast<std::size_t>(l)].z;
      for (int j = 0; j < network_.layer(l).outputs; ++j) {
        const double weight = parameter(network_.weight_index(l, j, output));
        for (int s = 0; s < samples_; ++s) {
          values.z[at(j, s)] += weight * (own.a[at(output, s)] - layers_[first].a[at(output, s)]);
        }
      }
    } else {
      weighted_sums(l, moved_);
    }
    for (int j = 0; j < network_.layer(l).outputs; ++j) {
      activate_row(l, j, values);
      kink = kink || crosses_kink(l, j, values);
    }
  }
  return loss_at(moved_);
}

// What the penalty of one weight adds to the numeric gradient; it depends on that weight alone.
struct PenaltySlope {
  double central;
  bool at_kink;  // |w| at zero: the slopes to the left and to the right differ
};

PenaltySlope penalty_slope(const Regularizer& regularizer, double rate, double w, double h) {
  const double here = regularizer.penalty(rate, w);
  const double right = (regularizer.penalty(rate, w + h) - here) / h;
  const double left = (here - regularizer.penalty(rate, w - h)) / h;
  return {(left + right) / 2, std::fabs(right - left) > 0.01 * std::fabs(rate)};
}

// Evenly spread over `count` parameters, at most `limit` of them.
std::vector<std::size_t> chosen_parameters(std::size_t count, std::size_t limit) {
  const std::size_t chosen = limit == 0 ? count : std::min(limit, count);
  std::vector<std::size_t> result(chosen);
  for (std::size_t i = 0; i < chosen; ++i) result[i] = i * count / chosen;
  return result;
}

std::vector<double> parameters_used(const Network& network, const Workspace& workspace) {
  const auto begin = workspace.parameters_used.begin();
  return {begin, begin + static_cast<std::ptrdiff_t>(network.parameter_count())};
}

// The same, each shaken by as much as rounding in float amounts to: every rounded sum and function
// of the engine is the exact one of weights that differ by a few of their last places.
std::vector<double> shaken_parameters(const Network& network, const Workspace& workspace,
                                      Random& random) {
  constexpr double kLastPlaces = 2 * 0x1p-24;
  std::vector<double> parameters = parameters_used(network, workspace);
  for (double& parameter : parameters) parameter *= 1 + random.uniform(-kLastPlaces, kLastPlaces);
  return parameters;
}

// A central difference, and how far rounding and curvature may have it off.
struct Quotient {
  double slope, uncertainty;
  bool kink;
};

Quotient central_difference(DoublePass& pass, const ParameterPlace& place, double h) {
  constexpr double kRounding = 4 * 0x1p-53;  // of a loss, relative
  bool kink = false;
  const double right = pass.moved_loss(place, h, kink);
  const double left = pass.moved_loss(place, -h, kink);
  return {(right - left) / (2 * h), kRounding * (std::fabs(right) + std::fabs(left)) / (2 * h),
          kink};
}

// The best of larger and larger steps: rounding matters less in them, curvature more, which shows
// where two of them differ by more than rounding explains. None goes beyond a kink.
Quotient best_difference(DoublePass& pass, const ParameterPlace& place, double h,
                         const Quotient& first) {
  Quotient best = first, before = first;
  for (int i = 0; i < 4; ++i) {
    h *= 10;
    Quotient next = central_difference(pass, place, h);
    if (next.kink) break;
    const double rounding = next.uncertainty;
    next.uncertainty +=
        std::max(0.0, std::fabs(next.slope - before.slope) - before.uncertainty - rounding);
    if (!(next.uncertainty < best.uncertainty)) continue;
    best = next;
    before = {next.slope, rounding, false};
  }
  return best;
}

// A check under way: the parameters chosen, one after the other.
struct Checking {
  Checking(const Network& checked, const Loss& loss, const Workspace& values,
           const Regularizer* penalty, float penalty_rate, const GradientCheckSettings& how)
      : network(checked),
        workspace(values),
        regularizer(penalty),
        rate(penalty_rate),
        settings(how),
        loss_function(loss),
        pass(checked, loss, values, parameters_used(checked, values)),
        chosen(chosen_parameters(checked.parameter_count(), how.limit)) {
    entries.reserve(chosen.size());
  }
  bool done() const { return entries.size() == chosen.size(); }
  void check_next();
  // Where it does not pass: with a better step, and if that does not, whether rounding explains it.
  GradientCheckEntry second_look(std::size_t index, const ParameterPlace& place, double h,
                                 const Quotient& first, double penalty, double analytic);
  double rounding_of(std::size_t index);

  const Network& network;
  const Workspace& workspace;
  const Regularizer* regularizer;
  float rate;
  GradientCheckSettings settings;
  const Loss& loss_function;
  DoublePass pass;
  std::vector<std::vector<double>> shaken;  // gradients of shaken networks, made when needed
  std::vector<std::size_t> chosen;
  std::vector<GradientCheckEntry> entries;
};

void Checking::check_next() {
  const std::size_t index = chosen[entries.size()];
  const ParameterPlace place = network.place(index);
  const double weight = static_cast<double>(workspace.parameters_used[index]);
  const double h = settings.step * std::max(1.0, std::fabs(weight));
  const Quotient difference = central_difference(pass, place, h);
  double penalty = 0, analytic = static_cast<double>(workspace.data_gradients[index]);
  bool kink = difference.kink;
  if (!place.is_bias() && regularizer != nullptr) {
    const PenaltySlope slope = penalty_slope(*regularizer, static_cast<double>(rate), weight, h);
    penalty = slope.central;
    analytic += static_cast<double>(regularizer->gradient(rate, workspace.parameters_used[index]));
    kink = kink || slope.at_kink;
  }
  GradientCheckEntry entry =
      compare_gradient(index, analytic, difference.slope + penalty, kink, settings);
  if (!entry.passes && !kink) {
    entry = second_look(index, place, h, difference, penalty, analytic);
  }
  entries.push_back(entry);
}

GradientCheckEntry Checking::second_look(std::size_t index, const ParameterPlace& place, double h,
                                         const Quotient& first, double penalty, double analytic) {
  const Quotient best = best_difference(pass, place, h, first);
  GradientCheckEntry entry =
      compare_gradient(index, analytic, best.slope + penalty, false, settings);
  if (entry.passes) return entry;
  const double rounding = rounding_of(index);
  entry.uncertainty = best.uncertainty + rounding;
  entry.cannot_tell = entry.error <= entry.allowed + entry.uncertainty;
  if (!entry.cannot_tell) return entry;
  entry.reason = best.uncertainty > rounding
                     ? "The loss is so large that its differences drown in rounding."
                     : "Rounding in float alone moves this gradient by as much.";
  return entry;
}

// How much of a float gradient may be rounding: what it differs by among networks that are shaken
// in their last places, forward and backward.
double Checking::rounding_of(std::size_t index) {
  constexpr int kTimes = 8;
  constexpr double kCaution = 2;
  if (shaken.empty()) {
    Random random(1, Random::Stream::kData);
    for (int i = 0; i < kTimes; ++i) {
      const DoublePass other(network, loss_function, workspace,
                             shaken_parameters(network, workspace, random));
      shaken.push_back(other.gradient(random));
    }
  }
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const std::vector<double>& gradient : shaken) {
    low = std::min(low, gradient[index]);
    high = std::max(high, gradient[index]);
  }
  return kCaution * (high - low);
}

constexpr int kGradientsDone = static_cast<int>(Phase::kGradients) + 1;

// Runs the phases up to the gradients; false where training has diverged.
bool run_to_gradients(Trainer& trainer) {
  while (trainer.phases_done() < kGradientsDone && trainer.advance_phase()) {
  }
  return trainer.phases_done() >= kGradientsDone;
}

}  // namespace

GradientCheckEntry compare_gradient(std::size_t parameter, double analytic, double numeric,
                                    bool at_kink, const GradientCheckSettings& settings) {
  const double error = std::fabs(analytic - numeric);
  const double allowed =
      settings.absolute_tolerance + settings.relative_tolerance * std::fabs(numeric);
  // Written so that NaN fails.
  return {parameter, analytic, numeric, error, allowed, error <= allowed, at_kink, 0, false, ""};
}

GradientCheck judge_gradients(std::vector<GradientCheckEntry> entries, double loss) {
  GradientCheck check{true, static_cast<int>(entries.size()), 0, 0, loss, std::move(entries), 0};
  for (const GradientCheckEntry& entry : check.entries) {
    if (entry.at_kink) ++check.at_kinks;
    if (entry.cannot_tell) ++check.untold;
    if (!entry.passes && !entry.at_kink && !entry.cannot_tell) ++check.failed;
  }
  check.passes = check.failed == 0;
  // By how much of the tolerance is used, where rounding excuses nothing; NaN counts as the worst.
  const auto badness = [](const GradientCheckEntry& entry) {
    const double ratio = entry.error / (entry.allowed + entry.uncertainty);
    return std::isnan(ratio) ? HUGE_VAL : ratio;
  };
  sort_stably(check.entries,
              [&](const auto& left, const auto& right) { return badness(left) > badness(right); });
  return check;
}

GradientCheck check_gradients(const Network& network, const Loss& loss, const Workspace& workspace,
                              const Regularizer* regularizer, float regularization_rate,
                              const GradientCheckSettings& settings) {
  Checking checking(network, loss, workspace, regularizer, regularization_rate, settings);
  while (!checking.done()) checking.check_next();
  return judge_gradients(std::move(checking.entries), checking.pass.loss());
}

GradientCheck check_gradients(const Trainer& trainer, const GradientCheckSettings& settings) {
  const Experiment& experiment = trainer.experiment();
  const auto check = [&](const Trainer& ready) {
    return check_gradients(ready.network(), ready.loss(), ready.workspace(),
                           experiment.regularization, experiment.regularization_rate, settings);
  };
  if (trainer.phases_done() >= kGradientsDone) return check(trainer);
  Trainer ahead = trainer;
  // Where training has diverged there are no gradients to check.
  if (!run_to_gradients(ahead)) return {false, 0, 0, 0, std::nan(""), {}, 0};
  return check(ahead);
}

struct GradientChecker::Work {
  explicit Work(const Trainer& checked) : trainer(checked) {}
  Trainer trainer;  // a copy: the original goes on
  std::optional<Checking> checking;  // nothing where there are no gradients to check
};

GradientChecker::GradientChecker(const Trainer& trainer, const GradientCheckSettings& settings)
    : work_(std::make_unique<Work>(trainer)) {
  if (!run_to_gradients(work_->trainer)) return;
  const Trainer& ready = work_->trainer;
  const Experiment& experiment = ready.experiment();
  work_->checking.emplace(ready.network(), ready.loss(), ready.workspace(),
                          experiment.regularization, experiment.regularization_rate, settings);
}

GradientChecker::~GradientChecker() = default;
GradientChecker::GradientChecker(GradientChecker&&) noexcept = default;
GradientChecker& GradientChecker::operator=(GradientChecker&&) noexcept = default;

bool GradientChecker::done() const { return !work_->checking || work_->checking->done(); }

double GradientChecker::progress() const {
  if (done()) return 1;
  const Checking& checking = *work_->checking;
  return static_cast<double>(checking.entries.size()) / static_cast<double>(checking.chosen.size());
}

bool GradientChecker::advance(int parameters) {
  for (; parameters > 0 && !done(); --parameters) work_->checking->check_next();
  return done();
}

GradientCheck GradientChecker::result() const {
  if (!work_->checking) return {false, 0, 0, 0, std::nan(""), {}, 0};
  return judge_gradients(work_->checking->entries, work_->checking->pass.loss());
}

}  // namespace backprop
