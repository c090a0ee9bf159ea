#include "shell/cli/image.h"

#include <stb_image_write.h>

#include <algorithm>
#include <cmath>

namespace backprop {

namespace {

std::uint8_t byte(float channel) {
  return static_cast<std::uint8_t>(std::clamp(channel, 0.0f, 1.0f) * 255 + 0.5f);
}

// How much of a pixel lies inside an edge, `distance` pixels beyond its centre (negative: within).
float coverage(float distance) { return std::clamp(0.5f - distance, 0.0f, 1.0f); }

}  // namespace

Image::Image(int width, int height, Color ground) : width_(width), height_(height) {
  pixels_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (std::size_t i = 0; i < pixels_.size(); i += 3) {
    pixels_[i] = byte(ground.r);
    pixels_[i + 1] = byte(ground.g);
    pixels_[i + 2] = byte(ground.b);
  }
}

Color Image::at(int x, int y) const {
  const std::uint8_t* pixel =
      &pixels_[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                static_cast<std::size_t>(x)) *
               3];
  return {static_cast<float>(pixel[0]) / 255, static_cast<float>(pixel[1]) / 255,
          static_cast<float>(pixel[2]) / 255};
}

void Image::blend(int x, int y, Color color, float alpha) {
  if (x < 0 || y < 0 || x >= width_ || y >= height_ || !(alpha > 0)) return;
  const Color mixed = mix(at(x, y), color, std::min(alpha, 1.0f));
  std::uint8_t* pixel = &pixels_[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                                  static_cast<std::size_t>(x)) *
                                 3];
  pixel[0] = byte(mixed.r);
  pixel[1] = byte(mixed.g);
  pixel[2] = byte(mixed.b);
}

void Image::disc(float x, float y, float radius, Color color, float alpha) {
  const float reach = radius + 1;
  const int left = std::max(0, static_cast<int>(x - reach));
  const int right = std::min(width_ - 1, static_cast<int>(x + reach));
  const int top = std::max(0, static_cast<int>(y - reach));
  const int bottom = std::min(height_ - 1, static_cast<int>(y + reach));
  for (int py = top; py <= bottom; ++py) {
    for (int px = left; px <= right; ++px) {
      const float distance =
          std::hypot(static_cast<float>(px) + 0.5f - x, static_cast<float>(py) + 0.5f - y);
      blend(px, py, color, alpha * coverage(distance - radius));
    }
  }
}

void Image::square(float x, float y, float side, float corner,
                   const std::function<Color(float px, float py)>& color) {
  const float half = side / 2, centre_x = x + half, centre_y = y + half;
  const float inner = half - corner;  // where the corners begin, from the centre
  const int left = std::max(0, static_cast<int>(std::floor(x)));
  const int right = std::min(width_, static_cast<int>(std::ceil(x + side)));
  const int top = std::max(0, static_cast<int>(std::floor(y)));
  const int bottom = std::min(height_, static_cast<int>(std::ceil(y + side)));
  for (int py = top; py < bottom; ++py) {
    for (int px = left; px < right; ++px) {
      const float fx = static_cast<float>(px) + 0.5f, fy = static_cast<float>(py) + 0.5f;
      const float dx = std::abs(fx - centre_x) - inner, dy = std::abs(fy - centre_y) - inner;
      const float outside = std::hypot(std::max(dx, 0.0f), std::max(dy, 0.0f));
      const float distance = outside + std::min(std::max(dx, dy), 0.0f) - corner;
      const float alpha = coverage(distance);
      if (alpha > 0) blend(px, py, color(fx, fy), alpha);
    }
  }
}

void Image::curve(float x0, float y0, float x1, float y1, float width, Color color, float alpha) {
  // The curve is y(t) = y0 + (y1 − y0)·t²(3 − 2t), so each column of pixels meets it once, and
  // across it a vertical distance d is about d / √(1 + y′²) pixels.
  const float visible = std::max(width, 1.0f);
  const float strength = alpha * width / visible;  // thinner than a pixel is fainter instead
  const float span = x1 - x0;
  const int left = std::max(0, static_cast<int>(std::floor(x0)));
  const int right = std::min(width_ - 1, static_cast<int>(x1));
  for (int px = left; px <= right; ++px) {
    const float fx = static_cast<float>(px) + 0.5f;
    const float ends = coverage(std::max(x0 - fx, fx - x1));
    const float t = std::clamp((fx - x0) / span, 0.0f, 1.0f);
    const float y = y0 + (y1 - y0) * t * t * (3 - 2 * t);
    const float slope = (y1 - y0) * 6 * t * (1 - t) / span;
    const float stretch = std::sqrt(1 + slope * slope);
    const float reach = (visible / 2 + 1) * stretch;
    const int top = std::max(0, static_cast<int>(y - reach));
    const int bottom = std::min(height_ - 1, static_cast<int>(y + reach));
    for (int py = top; py <= bottom; ++py) {
      const float distance = std::abs(static_cast<float>(py) + 0.5f - y) / stretch;
      blend(px, py, color, strength * ends * coverage(distance - visible / 2));
    }
  }
}

std::string Image::png() const {
  std::string bytes;
  const auto append = [](void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
  };
  if (stbi_write_png_to_func(append, &bytes, width_, height_, 3, pixels_.data(), 3 * width_) == 0) {
    bytes.clear();
  }
  return bytes;
}

}  // namespace backprop
