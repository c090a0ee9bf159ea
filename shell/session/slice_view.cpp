#include "shell/session/slice_view.h"

#include "engine/run/trainer.h"
#include "shell/session/shown.h"
#include "shell/session/view.h"

namespace backprop {
namespace {

constexpr float kCurveReach = 1.5f;  // of a curve's picture, in units of the scale's reach

// The row of the table that the selected point is; without one, the first of the training set.
int held_row(const Trainer& trainer, const View& view) {
  const std::vector<int>& rows = trainer.data().origins;
  const auto point = static_cast<std::size_t>(view.selected_point.value_or(0));
  return point < rows.size() ? rows[point] : 0;
}

}  // namespace

void show_slice(const Trainer& trainer, const View& view, int resolution, Shown& shown) {
  SliceView& now = shown.slice ? *shown.slice : shown.slice.emplace();
  now.slice = slice_of(trainer.experiment(), view.slice_axes, held_row(trainer, view));
  now.axes = view.slice_axes;
  now.point = view.selected_point;
  now.places = slice_points(trainer.experiment(), trainer.data(), now.slice);
  probe_slice(shown, resolution, shown.probe);
}

void probe_slice(const Shown& shown, int resolution, Probe& probe) {
  probe.configure(resolution, slice_grid(shown.slice->slice, resolution));
}

void curve_map(std::span<const float> map, int side, MapScale scale, std::vector<float>& out) {
  const auto size = static_cast<std::size_t>(side);
  out.assign(map.size(), scale.center);
  const float step = 2 * kCurveReach / static_cast<float>(side);
  for (std::size_t row = 0; row < size; ++row) {
    const float height = kCurveReach - (static_cast<float>(row) + 0.5f) * step;
    for (std::size_t column = 0; column < size; ++column) {
      const float value = scale(map[column]);
      const bool below = height > 0 ? height <= value : height >= value;
      if (below) out[row * size + column] = map[column];
    }
  }
}

}  // namespace backprop
