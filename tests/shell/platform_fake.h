// The world as the tests of the shell have it: a clock that stands still unless they say how long
// each look at it takes, and no one's preferences.
#pragma once

namespace backprop::platform::fake {

inline double now = 0;
inline double seconds_per_look = 0;

}  // namespace backprop::platform::fake
