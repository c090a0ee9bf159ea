// How good the network is, over all points: the trainer's own kernels in blocks, without dropout.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/run/trainer.h"

namespace backprop {
namespace {

constexpr std::size_t kBlock = 256;  // points at a time: values stay in the cache

// Rows [row][count] of points begin .. begin+size as [row][stride], padding zero.
void copy_block(const std::vector<float>& from, std::size_t count, std::size_t begin,
                std::size_t size, std::vector<float>& to, std::size_t stride, int rows) {
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
    float* target = to.data() + row * stride;
    std::copy_n(from.data() + row * count + begin, size, target);
    std::fill(target + size, target + stride, 0.0f);
  }
}

// Which class the outputs of a sample say: the side of the middle for one output, else the
// greatest.
int predicted_class(const Workspace& values, int outputs, int sample, float middle) {
  const int last = static_cast<int>(values.layers.size()) - 1;
  if (outputs == 1) return values.a(last, 0, sample) > middle ? 1 : 0;
  int best = 0;
  for (int k = 1; k < outputs; ++k) {
    if (values.a(last, k, sample) > values.a(last, best, sample)) best = k;
  }
  return best;
}

}  // namespace

void Trainer::evaluate() const {
  const std::size_t count = data_.points.size();
  const std::size_t train_count = static_cast<std::size_t>(data_.train_count);
  if (evaluation_.capacity == 0) evaluation_.reserve(network_, static_cast<int>(kBlock));
  point_losses_.resize(count);
  const int outputs = network_.output_count();
  const float middle = experiment_.target_middle();

  // Sums in index order, training set and test set apart.
  double loss[2] = {0, 0};
  std::size_t right[2] = {0, 0};
  for (std::size_t begin = 0; begin < count; begin += kBlock) {
    const std::size_t size = std::min(kBlock, count - begin);
    evaluation_.set_samples(static_cast<int>(size));
    const std::size_t stride = static_cast<std::size_t>(evaluation_.stride);
    copy_block(features_, count, begin, size, evaluation_.inputs, stride, network_.input_count());
    copy_block(targets_, count, begin, size, evaluation_.targets, stride, outputs);
    forward(network_, evaluation_, fast_kernels());
    compute_loss(network_, *experiment_.loss, evaluation_);
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t point = begin + i;
      const std::size_t set = point < train_count ? 0 : 1;
      point_losses_[point] = evaluation_.sample_loss[i];
      loss[set] += static_cast<double>(point_losses_[point]);
      const int answer = predicted_class(evaluation_, outputs, static_cast<int>(i), middle);
      if (static_cast<float>(answer) == data_.points[point].label) ++right[set];
    }
  }

  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const bool classify = experiment_.problem == Problem::kClassification;
  const auto mean = [&](double sum, std::size_t size) {
    return size == 0 ? nothing : sum / static_cast<double>(size);
  };
  const auto share = [&](std::size_t part, std::size_t size) {
    return classify ? mean(static_cast<double>(part), size) : nothing;
  };
  metrics_.train_loss = mean(loss[0], train_count);
  metrics_.test_loss = mean(loss[1], count - train_count);
  metrics_.train_accuracy = share(right[0], train_count);
  metrics_.test_accuracy = share(right[1], count - train_count);
  metrics_.step = step_;
  metrics_.epoch = epoch();
  metrics_.phases_done = phases_done_;
  metrics_revision_ = revision_;
}

const Metrics& Trainer::metrics() const {
  if (metrics_revision_ != revision_) evaluate();
  return metrics_;
}

std::span<const float> Trainer::point_losses() const {
  if (metrics_revision_ != revision_) evaluate();
  return point_losses_;
}

std::uint64_t Trainer::parameter_hash() const {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a, 64 bits, least significant byte first
  for (const float parameter : network_.parameters()) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(parameter);
    for (int shift = 0; shift < 32; shift += 8) {
      hash = (hash ^ ((bits >> shift) & 0xFF)) * 1099511628211u;
    }
  }
  return hash;
}

}  // namespace backprop
