// The page's memory: what is used, what the browser still gives, and a reserve for when it does
// not. An allocation that cannot be had gets the reserve, once, and raises the alarm that
// take_memory_alarm() (platform.h) tells of; only the next one ends the program.
#pragma once

#include <cstddef>

namespace backprop::platform {

struct Memory {
  std::size_t used, heap, most;  // allocated; taken from the browser; what may be taken at most
};
Memory memory();

// What is left of the reserve, for the last thing that is done after the program has stopped.
void give_up_reserve();

}  // namespace backprop::platform
