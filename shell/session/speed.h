// Training speed: phases a second (slow motion) or steps a second.
#pragma once

#include <span>
#include <string_view>

namespace backprop {

struct Speed {
  double per_second;       // infinity: as fast as the machine goes
  bool phases;             // counts phases, not steps
  std::string_view name;   // in links: "phase", "60", "max"
  std::string_view label;  // on the canvas: "60/s"
};
std::span<const Speed> speeds();  // slowest first
const Speed* find_speed(std::string_view name);
const Speed& usual_speed();  // where nothing else is asked for

}  // namespace backprop
