// What the commands have in common: a run from a link, a document, a table of points or a file with
// one of these, changed by --set and trained to a step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/trainer.h"
#include "shell/cli/command.h"

namespace backprop {

struct RunArguments {
  std::string source;
  std::vector<std::string> settings;  // name=value
  std::optional<std::string> columns = {}, scale = {};  // of a table
  std::string command = {};  // what is being run, for sentences that show how to
  std::optional<std::int64_t> steps = {};
  bool lenient = false;  // a link that asks for more than there is opens as near as it can
};

struct Run {
  Trainer trainer;
  std::int64_t target;  // step to train to
  bool named = true;  // by the link, the document or --set
};

// LINK|FILE, --set, --lenient and, for tables, --columns, --scale
void declare_source(CLI::App& app, RunArguments& arguments);
void declare_steps(CLI::App& app, RunArguments& arguments, const std::string& help);

// Opens what the arguments name. Steps count from where the link or the document stands; without
// --steps, a link or document that names a step stays there and others get `default_steps`.
Result<Run> open_run(const RunArguments& arguments, std::int64_t default_steps, Console& console);

// Trains to the target, or until the loss over the training set is at most `until_loss`, which is
// looked at after every epoch and at the end. False when it diverged or that loss was not reached.
bool train_run(Run& run, std::optional<double> until_loss, Console& console);

// For commands that look at one step: trains there, or says why that step does not exist.
Result<Trainer> open_at_target(const RunArguments& arguments, std::int64_t default_steps,
                               Console& console);

}  // namespace backprop
