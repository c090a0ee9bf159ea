// Giving the experiment to others: the links there are to it, and the dialogs that offer them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"

namespace backprop {

class App;

struct ShareLinks {
  std::string at_step;       // trained again to this step; empty where that does not lead here
  std::string from_start;    // the experiment at step 0
  std::string with_weights;  // the parameters as they are now, as a start
};
ShareLinks share_links(const App& app);

// What a link asks for that differs here or cannot be used. `means_something` is false for a text
// that is no link to an experiment at all.
std::vector<std::string> link_notes(std::string_view text, bool* means_something);

// What a link says of itself, and what the run in it that is compared with says, most important
// first.
LinkMessages messages_about(const ParsedLink& link);

}  // namespace backprop
