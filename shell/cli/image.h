// A picture in memory: anti-aliased shapes, and PNG out of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace backprop {

// sRGB, each channel 0 … 1. Mixing happens in sRGB, as on the canvas.
struct Color {
  float r = 0, g = 0, b = 0;
  static constexpr Color hex(unsigned rgb) {
    return {static_cast<float>((rgb >> 16) & 0xff) / 255,
            static_cast<float>((rgb >> 8) & 0xff) / 255, static_cast<float>(rgb & 0xff) / 255};
  }
};

constexpr Color mix(Color from, Color to, float t) {
  return {from.r + (to.r - from.r) * t, from.g + (to.g - from.g) * t, from.b + (to.b - from.b) * t};
}

// Coordinates are in pixels from the top left corner; the centre of a pixel is at its index + ½.
class Image {
 public:
  Image(int width, int height, Color ground);

  int width() const { return width_; }
  int height() const { return height_; }
  Color at(int x, int y) const;

  void blend(int x, int y, Color color, float alpha);  // outside the picture: nothing
  void disc(float x, float y, float radius, Color color, float alpha = 1);
  // A square with rounded corners whose colour is asked for pixel by pixel.
  void square(float x, float y, float side, float corner,
              const std::function<Color(float px, float py)>& color);
  // From (x0, y0) to (x1, y1), x0 < x1, leaving and arriving level.
  void curve(float x0, float y0, float x1, float y1, float width, Color color, float alpha);

  std::string png() const;  // empty only when memory ran out

 private:
  int width_, height_;
  std::vector<std::uint8_t> pixels_;  // [y][x] r g b
};

}  // namespace backprop
