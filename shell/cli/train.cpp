#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

#include "engine/base/text.h"
#include "shell/cli/arguments.h"
#include "shell/cli/command.h"
#include "shell/cli/report.h"
#include "shell/cli/run.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

constexpr std::int64_t kDefaultSteps = 1000;
constexpr std::int64_t kDefaultStepsUntil = 100'000;

struct TrainArguments {
  RunArguments run;
  std::optional<double> until_loss;
  bool json = false;
};

Result<int> train(const TrainArguments& arguments, Console& console) {
  // A loss to reach asks for training, also from a link that names a step.
  RunArguments run_arguments = arguments.run;
  if (arguments.until_loss && !run_arguments.steps) run_arguments.steps = kDefaultStepsUntil;
  Result<Run> run = open_run(run_arguments, kDefaultSteps, console);
  if (!run) return std::unexpected(run.error());
  const bool reached = train_run(*run, arguments.until_loss, console);
  if (arguments.json) {
    console.out << run_json(run->trainer) << '\n';
  } else {
    print_summary(run->trainer, console.out);
  }
  if (reached) return 0;
  console.err << "backprop: ";
  if (const auto& divergence = run->trainer.divergence()) {
    console.err << divergence->message << '\n';
  } else {
    console.err << "the training loss is " << score(run->trainer.metrics().train_loss) << " after "
                << with_separators(run->trainer.step_count()) << " steps, above "
                << number_text(*arguments.until_loss) << ".\n";
  }
  return 1;
}

}  // namespace

RunCommand declare_train(CLI::App& app) {
  const auto arguments = std::make_shared<TrainArguments>();
  declare_source(app, arguments->run);
  declare_steps(app, arguments->run,
                "Steps to train (default: 1000, 100000 with --until-loss, none for a link with "
                "a step of its own)");
  app.add_option("--until-loss", arguments->until_loss,
                 "Stop at the end of the first epoch whose training loss is at most X; exit "
                 "code 1 when none is")
      ->option_text("X")
      ->check(number_in(0, 1e30));
  app.add_flag("--json", arguments->json, "Print one JSON object");
  return [arguments](Console& console) { return train(*arguments, console); };
}

}  // namespace backprop
