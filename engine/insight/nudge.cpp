#include "engine/insight/nudge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/experiment/columns.h"

namespace backprop {
namespace {

constexpr std::size_t kFineHalf = 32, kCoarseHalf = 16;  // values to each side of the start
constexpr std::size_t kHeavyLoss = 2'000'000;  // products for one loss: coarse beyond

// The least 1, 2 or 5 times a power of ten that is at least `value`, which is above zero.
double round_reach(double value) {
  const double decade = std::pow(10.0, std::floor(std::log10(value)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (value <= digit * decade * (1 + 1e-9)) return digit * decade;
  }
  return 10 * decade;
}

// How far the values go to each side.
double reach_of(double value, double usual_input) {
  constexpr double kMove = 2, kFarthest = 5;  // of z; of the parameter for that
  const double least = std::numeric_limits<float>::min();
  const double wanted = std::min(kFarthest, kMove / std::max(usual_input, least));
  return round_reach(std::max({std::fabs(value), wanted, least}));
}

// Middle first, then both ends, then always halfway between those before: 0 … 2·half, `half` a
// power of two.
std::vector<std::size_t> coarse_to_fine(std::size_t half) {
  std::vector<std::size_t> order = {half, 0, 2 * half};
  for (std::size_t stride = half / 2; stride > 0; stride /= 2) {
    for (std::size_t index = stride; index < 2 * half; index += 2 * stride) order.push_back(index);
  }
  return order;
}

}  // namespace

Nudge::Nudge(const Trainer& trainer, std::size_t parameter, int point)
    : experiment_(trainer.experiment()),
      network_(trainer.network()),
      parameters_(network_.parameters().begin(), network_.parameters().end()),
      parameter_(parameter),
      point_(point) {
  const Data& data = trainer.data();
  load(trainer, data.train(), std::span(data.origins).first(data.train().size()), set_);
  if (point_ >= 0) {
    const auto index = static_cast<std::size_t>(point_);
    load(trainer, std::span(data.points).subspan(index, 1),
         std::span(data.origins).subspan(index, 1), sample_);
  }
  workspace_.reserve(network_, std::clamp(set_.count, 1, kPart));

  const std::size_t work = parameters_.size() * static_cast<std::size_t>(std::max(set_.count, 1));
  const std::size_t half = work > kHeavyLoss ? kCoarseHalf : kFineHalf;
  const double start = static_cast<double>(parameters_[parameter_]);
  const double reach = reach_of(start, usual_input());
  const double most = static_cast<double>(std::numeric_limits<float>::max());
  for (std::size_t i = 0; i <= 2 * half; ++i) {
    const double steps = static_cast<double>(i) - static_cast<double>(half);
    const double value = start + reach * steps / static_cast<double>(half);
    values_.push_back(static_cast<float>(std::clamp(value, -most, most)));
  }
  computed_.assign(values_.size(), false);
  if (set_.count > 0 || sample_.count > 0) order_ = coarse_to_fine(half);
  for (Curve* curve : {&set_, &sample_}) {
    if (curve->count > 0) curve->losses.assign(values_.size(), std::nan(""));
  }
}

void Nudge::load(const Trainer& trainer, std::span<const Point> points,
                 std::span<const int> origins, Curve& curve) {
  const std::size_t count = points.size();
  curve.count = static_cast<int>(count);
  curve.inputs.resize(static_cast<std::size_t>(network_.input_count()) * count);
  curve.targets.resize(static_cast<std::size_t>(network_.output_count()) * count);
  fill_features(trainer.experiment(), points, origins, count, curve.inputs.data());
  fill_targets(trainer.experiment(), points, origins, count, curve.targets.data());
}

bool Nudge::is_of(const Trainer& trainer) const {
  const std::span<const float> now = trainer.network().parameters();
  if (now.size() != parameters_.size()) return false;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (i != parameter_ && now[i] != parameters_[i]) return false;
  }
  return now[parameter_] >= values_.front() && now[parameter_] <= values_.back() &&
         trainer.experiment() == experiment_;
}

// The workspace gets the samples from `begin` on, up to kPart of them.
void Nudge::take_part(const Curve& curve, int begin) {
  const int size = std::min(kPart, curve.count - begin);
  workspace_.set_samples(size);
  const auto stride = static_cast<std::size_t>(workspace_.stride);
  const auto copy = [&](const std::vector<float>& from, std::vector<float>& to, int rows) {
    const auto count = static_cast<std::size_t>(curve.count);
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
      float* target = to.data() + row * stride;
      std::copy_n(from.data() + row * count + static_cast<std::size_t>(begin), size, target);
      std::fill(target + size, target + stride, 0.0f);
    }
  };
  copy(curve.inputs, workspace_.inputs, network_.input_count());
  copy(curve.targets, workspace_.targets, network_.output_count());
  forward(network_, workspace_, fast_kernels());
}

// The root of the mean square of what the parameter multiplies, over the first samples: 1 for a
// bias.
double Nudge::usual_input() {
  const ParameterPlace place = network_.place(parameter_);
  const Curve& curve = set_.count > 0 ? set_ : sample_;
  if (place.is_bias() || curve.count == 0) return 1;
  take_part(curve, 0);
  double sum = 0;
  for (int s = 0; s < workspace_.samples; ++s) {
    const double input =
        static_cast<double>(place.layer == 0 ? workspace_.input(place.input, s)
                                             : workspace_.a(place.layer - 1, place.input, s));
    sum += input * input;
  }
  const double usual = std::sqrt(sum / workspace_.samples);
  return std::isfinite(usual) && usual > 0 ? usual : 1;
}

bool Nudge::advance() {
  if (done()) return true;
  const std::size_t index = order_[next_];
  network_.data()[parameter_] = values_[index];
  if (begin_ < set_.count) add_part(set_, index);
  if (begin_ < set_.count) return false;
  if (sample_.count > 0) {
    begin_ = 0;
    add_part(sample_, index);
  }
  begin_ = 0;
  computed_[index] = true;
  ++next_;
  return done();
}

// The loss of the samples from begin_ on, summed in their order as the metrics are; at the start,
// their gradients too.
void Nudge::add_part(Curve& curve, std::size_t index) {
  if (begin_ == 0) sum_ = slope_sum_ = 0;
  take_part(curve, begin_);
  compute_loss(network_, *experiment_.loss, workspace_);
  for (int s = 0; s < workspace_.samples; ++s) {
    sum_ += static_cast<double>(workspace_.sample_loss[static_cast<std::size_t>(s)]);
  }
  const bool at_start = next_ == 0;
  if (at_start) {
    backward(network_, *experiment_.loss, workspace_, fast_kernels());
    compute_gradients(network_, workspace_, fast_kernels());
    slope_sum_ += workspace_.samples * static_cast<double>(workspace_.data_gradients[parameter_]);
  }
  begin_ += workspace_.samples;
  if (begin_ < curve.count) return;
  curve.losses[index] = sum_ / curve.count;
  if (at_start) curve.slope = slope_sum_ / curve.count;
}

}  // namespace backprop
