// The headless program `backprop`: everything it does, behind one function that tests can call.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace backprop {

// Runs one command line (without the program's name) and returns the exit code: 0 when all went
// well, 1 when the answer is no (a failed check, a loss not reached, diverged training), 2 with
// one sentence on `err` for input that cannot be used. `progress` says that `err` is a terminal
// on which a line may be redrawn.
int run_command_line(std::span<const std::string> args, std::ostream& out, std::ostream& err,
                     bool progress = false);

}  // namespace backprop
