#include "engine/insight/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "engine/base/order.h"
#include "engine/insight/double_pass.h"
#include "engine/math/random.h"

namespace backprop {
namespace {

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
  // No z may move so far that its activation is another one there (a sine of large z).
  constexpr double kFarthest = 1e-4;
  const double reach = pass.reach(place);
  double h = settings.step * std::max(1.0, std::fabs(weight));
  if (h * reach > kFarthest) h = kFarthest / reach;
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
