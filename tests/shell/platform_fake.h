// The world as the tests of the shell have it: a clock that stands still unless they say how long
// each look at it takes, and no one's preferences.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "shell/platform/platform.h"

namespace backprop::platform::fake {

inline double now = 0;
inline double seconds_per_look = 0;
inline std::map<std::string, std::string, std::less<>> settings;  // what was saved

// What set_fragment was told last, and how often it was.
inline std::string fragment;
inline Kept kept;
inline int fragments_set = 0;
inline std::string saved, dialog;  // the last file, the last dialog asked for
inline bool has_dialogs = false;

// Where the later part of the program is, and whether it comes when it is waited for.
inline LaterPart later = LaterPart::kHere;
inline bool later_wanted = false;
inline bool later_can_be_had = true;

// The memory that can still be had, and whether it ran out meanwhile.
inline std::size_t memory_left = ~std::size_t{0};
inline bool memory_alarm = false;

}  // namespace backprop::platform::fake
