// Where the time of the last frames went, by part. Costs a look at the clock for each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace backprop {

class FrameTimes {
 public:
  // In the order in which a frame goes through them. Training takes what is left (see
  // advance_training); `refresh` is what the engine computes for the picture: the maps and their
  // colours, metrics, statistics, diagnosis; `panels` the lists of what is to be drawn; `drawing`
  // the calls of the graphics API.
  enum Part { kInput, kTraining, kRefresh, kPanels, kDrawing, kPartCount };
  static constexpr std::array<const char*, kPartCount> kNames = {"input", "training", "refresh",
                                                                 "panels", "drawing"};
  static constexpr std::size_t kMost = 1024;  // frames remembered

  struct Frame {
    double start = 0;  // seconds
    std::int64_t step = 0;  // of the run, at its end
    std::array<float, kPartCount> ms = {};
  };

  void begin(double now);
  // The time since the last call goes to this part.
  void add(Part part, double now);
  void end(std::int64_t step);
  void forget() { count_ = 0; }

  std::size_t size() const { return count_ < kMost ? count_ : kMost; }
  const Frame& operator[](std::size_t i) const;  // the oldest first

 private:
  std::array<Frame, kMost> frames_;
  std::size_t count_ = 0;  // of all ever
  Frame now_;
  double last_ = 0;
};

}  // namespace backprop
