#include "shell/panels/analysis/landscape_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/theme.h"
#include "shell/canvas/upsample.h"

namespace backprop {

namespace {

constexpr double kShownDecades = 6, kLeastDecades = 0.1;
constexpr int kTexels = 400;     // of the finished picture's side, about
constexpr float kContours = 12;  // from the lowest to the highest

}  // namespace

std::pair<double, double> loss_range(std::span<const float> losses) {
  double low = HUGE_VAL, high = 0;
  for (const float value : losses) {
    if (!std::isfinite(value) || !(value > 0)) continue;
    low = std::min(low, static_cast<double>(value));
    high = std::max(high, static_cast<double>(value));
  }
  if (!(high > 0)) return {0.1, 1};
  low = std::max(low, high * std::pow(10, -kShownDecades));
  return {low, std::max(high, low * std::pow(10, kLeastDecades))};
}

float loss_level(double loss, double low, double high) {
  if (!(loss == loss)) return 1;
  if (!(loss > low)) return 0;
  return static_cast<float>(std::min(1.0, std::log(loss / low) / std::log(high / low)));
}

ImU32 level_color(float level) {
  static constexpr std::array<ImU32, 6> kStops = {
      IM_COL32(20, 22, 48, 255),   IM_COL32(60, 42, 120, 255),   IM_COL32(124, 62, 158, 255),
      IM_COL32(196, 84, 140, 255), IM_COL32(240, 142, 116, 255), IM_COL32(250, 222, 166, 255)};
  const float at = std::clamp(level, 0.0f, 1.0f) * static_cast<float>(kStops.size() - 1);
  const auto stop = std::min(static_cast<std::size_t>(at), kStops.size() - 2);
  return mix(kStops[stop], kStops[stop + 1], at - static_cast<float>(stop));
}

void paint_landscape(HeatmapAtlas& picture, const Landscape& landscape, double low, double high,
                     ImU32 missing) {
  const int side = landscape.resolution();
  const auto losses = landscape.losses();
  std::vector<float> levels;
  levels.reserve(losses.size());
  for (const float loss : losses) {
    levels.push_back(loss_level(static_cast<double>(loss), low, high));
  }
  const auto width = static_cast<std::size_t>(side);
  if (!landscape.done()) {
    const std::span<ImU32> cells = picture.edit_plane(side);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t row = width - 1 - i / width, column = i % width;
      const std::size_t from = row * width + column;
      cells[i] = from < levels.size() ? level_color(levels[from]) : missing;
    }
    return;
  }
  std::vector<float> rows, smooth;
  const int factor = std::max(1, kTexels / side);
  upsample(levels, side, factor, rows, smooth);
  const int texels = side * factor;
  const auto line = static_cast<std::size_t>(texels);
  std::array<ImU32, 256> ramp{};
  for (std::size_t i = 0; i < ramp.size(); ++i) {
    ramp[i] = level_color(static_cast<float>(i) / static_cast<float>(ramp.size() - 1));
  }
  const std::span<ImU32> cells = picture.edit_plane(texels);
  for (std::size_t y = 0; y < line; ++y) {
    for (std::size_t x = 0; x < line; ++x) {
      const float* here = smooth.data() + (line - 1 - y) * line + x;
      const float level = std::clamp(*here, 0.0f, 1.0f);
      ImU32 color = ramp[static_cast<std::size_t>(level * 255 + 0.5f)];
      // How many texels away the nearest contour is, from the slope of the levels here.
      const float dx = x + 1 < line ? here[1] - *here : *here - here[-1];
      const float dy = y > 0 ? here[line] - *here : *here - *(here - line);
      const float slope = kContours * std::sqrt(dx * dx + dy * dy);
      const float value = level * kContours;
      const float away = std::abs(value - std::round(value)) / std::max(slope, 1e-6f);
      if (away < 1 && level > 0 && level < 1) {
        color = mix(color, IM_COL32(255, 255, 255, 255), 0.28f * (1 - away));
      }
      cells[y * line + x] = color;
    }
  }
}

std::optional<double> loss_at(const Landscape& landscape, double x, double y) {
  const int side = landscape.resolution();
  const double last = side - 1;
  const double u = (x / landscape.extent() + 1) / 2 * last;
  const double v = (y / landscape.extent() + 1) / 2 * last;
  if (!(u >= -0.5) || !(v >= -0.5) || u > last + 0.5 || v > last + 0.5) return std::nullopt;
  const double column = std::clamp(u, 0.0, last), row = std::clamp(v, 0.0, last);
  const int left = std::min(static_cast<int>(column), std::max(0, side - 2));
  const int below = std::min(static_cast<int>(row), std::max(0, side - 2));
  const auto cell = [&](int across, int up) {
    return static_cast<std::size_t>(std::min(below + up, side - 1)) *
               static_cast<std::size_t>(side) +
           static_cast<std::size_t>(std::min(left + across, side - 1));
  };
  const auto losses = landscape.losses();
  if (cell(1, 1) >= losses.size()) return std::nullopt;
  const double a = column - left, b = row - below;
  const auto loss = [&](int across, int up) {
    return static_cast<double>(losses[cell(across, up)]);
  };
  return (1 - b) * ((1 - a) * loss(0, 0) + a * loss(1, 0)) +
         b * ((1 - a) * loss(0, 1) + a * loss(1, 1));
}

}  // namespace backprop
