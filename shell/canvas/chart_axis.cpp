#include "shell/canvas/chart_axis.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop {

namespace {

constexpr int kLeastDecade = -12;

// 10^exponent as the literal of that power, not the product of rounded ones.
double power_of_ten(int exponent) {
  char text[16];
  std::snprintf(text, sizeof text, "1e%d", exponent);
  return std::strtod(text, nullptr);
}

// The greatest 1, 2 or 5 times a power of ten that is at most `value`, or the least at least it.
double round_down(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(value) + 1e-9));
  const double decade = power_of_ten(exponent), digit = value / decade * (1 + 1e-9);
  return decade * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}
double round_up(double value) {
  const double below = round_down(value);
  if (value <= below * (1 + 1e-9)) return below;
  const double digit = below / power_of_ten(static_cast<int>(std::floor(std::log10(below) + 1e-9)));
  return below * (digit < 1.5 ? 2 : digit < 3 ? 2.5 : 2);
}

// Lines at the decades; over less than two of them also at 2 and 5.
Axis logarithmic_axis(double low, double high) {
  Axis axis;
  axis.logarithmic = true;
  high = high > 0 ? high : 1;
  low = std::clamp(low, power_of_ten(kLeastDecade), high);
  axis.low = round_down(low);
  axis.high = round_up(high);
  if (axis.high < axis.low * 9.9) axis.low = round_down(axis.high / 10);
  const int first = static_cast<int>(std::ceil(std::log10(axis.low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(axis.high) + 1e-9));
  const int every = std::max(1, (last - first + 4) / 5);
  for (int exponent = last; exponent >= first; exponent -= every) {
    axis.ticks.insert(axis.ticks.begin(), power_of_ten(exponent));
  }
  if (axis.ticks.size() < 2) {
    axis.ticks.clear();
    for (double tick = axis.low; tick <= axis.high * (1 + 1e-9); tick = round_up(tick * 1.01)) {
      axis.ticks.push_back(tick);
    }
  }
  return axis;
}

Axis linear_axis(double low, double high, int ticks) {
  Axis axis;
  if (!(high > low)) {
    const double room = std::max(1e-12, std::abs(low) * 0.5);
    low -= room;
    high += room;
  }
  const double rough = (high - low) / std::max(1, ticks);
  const int exponent = static_cast<int>(std::floor(std::log10(rough)));
  const double digit = rough / std::pow(10, exponent);
  const double step = (digit <= 1   ? 1
                       : digit <= 2 ? 2
                       : digit <= 5 ? 5
                                    : 10) *
                      std::pow(10, exponent);
  axis.low = std::floor(low / step + 1e-9) * step;
  axis.high = std::ceil(high / step - 1e-9) * step;
  const int count = static_cast<int>(std::lround((axis.high - axis.low) / step));
  for (int i = 0; i <= count; ++i) {
    const double tick = axis.low + i * step;
    axis.ticks.push_back(std::abs(tick) < step * 1e-6 ? 0 : tick);
  }
  return axis;
}

}  // namespace

double Axis::place(double value) const {
  if (!logarithmic) return (value - low) / (high - low);
  if (!(value > 0)) return 0;
  return std::max(0.0, std::log10(value / low) / std::log10(high / low));
}

Axis make_axis(double low, double high, bool logarithmic, int ticks) {
  return logarithmic ? logarithmic_axis(low, high) : linear_axis(low, high, ticks);
}

void thin_out_ticks(Axis& axis, float height, float least) {
  double below = -1;
  std::erase_if(axis.ticks, [&](double tick) {
    const double place = axis.place(tick);
    if ((place - below) * static_cast<double>(height) < static_cast<double>(least)) return true;
    below = place;
    return false;
  });
}

std::string tick_label(double value) {
  char text[32];
  const double size = std::abs(value);
  if (size != 0 && (size < 0.00099 || size >= 1e5)) {
    std::snprintf(text, sizeof text, "%.0e", size);
    // "1e-06" → "1e−6"
    const std::string raw = text;
    const std::size_t e = raw.find('e');
    const int exponent = std::atoi(raw.c_str() + e + 1);
    return (value < 0 ? "−" : "") + raw.substr(0, e) + "e" + (exponent < 0 ? "−" : "") +
           std::to_string(std::abs(exponent));
  }
  std::snprintf(text, sizeof text, "%.6g", size);
  return (value < 0 ? "−" : "") + std::string(text);
}

std::string with_thousands(std::int64_t number) {
  std::string text = std::to_string(number < 0 ? -number : number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return (number < 0 ? "−" : "") + text;
}

}  // namespace backprop
