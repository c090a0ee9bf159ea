// Where the later part of the page's program (see platform.h) is asked for, and when it cannot be
// had.
#pragma once

#include <string_view>

namespace backprop {

class App;

inline constexpr std::string_view kLaterPartLost =
    "This part of the page could not be loaded. Is there a connection?";

// Whether it is there, at once. If not, a message says why nothing happens.
bool ask_for_later_part(App& app);
// Once a frame while it is not there: what has been opened and waits for it has it come, or is
// given up with a message when it is lost.
void see_to_later_part(App& app);

}  // namespace backprop
