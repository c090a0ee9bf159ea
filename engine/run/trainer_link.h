// Runs from links, and links to where runs stand.
#pragma once

#include <string>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {

// The run at its start, step 0, with the link's weights; to its step the caller trains it.
Trainer make_trainer(const ParsedLink& link);

// Whether a link can ask for the step where a run stands.
bool link_leads_here(const Trainer& trainer);

// The link to where a run stands: its start and its step, trained again to the same bits. Where
// that does not lead here (a weight edited or a setting changed on the way, more steps than a link
// may ask for) it starts from the parameters as they are.
std::string make_link(const Trainer& trainer);

}  // namespace backprop
