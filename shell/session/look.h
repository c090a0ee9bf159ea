// Where one looks in a run, as links say it (engine/experiment/look_key.h): read from what is
// shown, and brought about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace backprop {

class Session;

// A link's value of "look" until the run is where it can be seen.
struct WantedLook {
  std::string text;
  // To the beginning of the step whose phases are asked for, the run goes back from this one.
  std::optional<std::int64_t> back_from;
  // While something is still to be done of it: a link's steps are gone through first.
  bool waits() const { return !text.empty(); }
};

// Does what can be done of it by now: chooses sample, neuron, tab and edges, and goes through the
// phases, unless somebody plays the run on. What the run does not have is said. Leaves nothing
// wanted once all is done.
void take_look(Session& session, WantedLook& wanted);

// "&look=…" for what is shown; empty where it is what every visitor sees first. The phase of a run
// that plays is not told, nor that of one which the link does not lead to.
std::string look_key(const Session& session, bool with_phase);

}  // namespace backprop
