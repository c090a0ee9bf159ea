// The step that was last begun, taken again: with other numbers of a sample, or out of a copy.
#pragma once

#include "engine/run/run.h"

namespace backprop {

// The run goes to where its last step began, if that is done; one in progress ends with what is
// changed. How many phases of it there were: 0 too where there is no way back, and the run stays.
int phases_to_take_again(Run& run);

// A copy is of whole steps: its last phases are run again behind it, so that their numbers are
// there, too. Where something was set behind a step that was done, its copy stays as it is.
void run_phases_again(Run& run, const RunCopy& copy, int phases);

}  // namespace backprop
