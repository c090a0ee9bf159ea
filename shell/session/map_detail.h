// How finely the maps of all neurons are computed: as finely as the canvas can show while nothing
// moves. While it does and the machine would spend too much of every frame on them, at a quarter of
// the points; what is shown there is as exact, and the rest comes when it stands still.
#pragma once

namespace backprop {

class MapDetail {
 public:
  static constexpr int kFine = 100, kCoarse = 50;  // points along a side

  int resolution(bool moving) const { return moving && coarse_ ? kCoarse : kFine; }

  // What the maps of one picture took at a resolution.
  void took(int resolution, double seconds) {
    // A frame at 60 a second has 16 ms; about a tenth goes to the maps. The gap between the limits
    // keeps it from changing to and fro.
    constexpr double kTooMuch = 0.0016, kFewEnough = 0.0011, kFollow = 0.15;
    const double share = static_cast<double>(resolution) / kFine;
    const double whole = seconds / (share * share);
    cost_ = cost_ > 0 ? cost_ + kFollow * (whole - cost_) : whole;
    coarse_ = cost_ > (coarse_ ? kFewEnough : kTooMuch);
  }

 private:
  double cost_ = 0;  // of fine maps, smoothed
  bool coarse_ = false;
};

}  // namespace backprop
