#include "shell/platform/frame_times.h"

namespace backprop {

void FrameTimes::begin(double now) {
  now_ = {};
  now_.start = last_ = now;
}

void FrameTimes::add(Part part, double now) {
  now_.ms[part] += static_cast<float>((now - last_) * 1000);
  last_ = now;
}

void FrameTimes::end(std::int64_t step) {
  now_.step = step;
  frames_[count_ % kMost] = now_;
  ++count_;
}

const FrameTimes::Frame& FrameTimes::operator[](std::size_t i) const {
  return frames_[count_ < kMost ? i : (count_ + i) % kMost];
}

}  // namespace backprop
