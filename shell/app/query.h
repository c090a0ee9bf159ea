// What the page's address says before the #: not the experiment, but how much of it is shown.
#pragma once

#include <string_view>

#include "shell/session/view.h"

namespace backprop {

// "?embed=network,output,play&theme=dark". `embed` alone shows all three; names nobody knows count
// for nothing. Anything else in the query is the host's own business.
void read_query(View& view, std::string_view query);

}  // namespace backprop
