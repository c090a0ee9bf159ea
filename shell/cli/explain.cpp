#include "engine/insight/explain.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <ostream>

#include "shell/cli/command.h"
#include "shell/cli/example.h"
#include "shell/cli/run.h"

namespace backprop {

namespace {

struct ExplainArguments {
  RunArguments run;
  std::string target;
  bool markdown = false;
};

// Without a target: all that the source of a worked example prints.
Result<int> explain_example(const ExplainArguments& arguments, Console& console) {
  const Result<std::optional<Example>> example = example_of_link(arguments.run.source);
  if (!example) return std::unexpected(example.error());
  if (!*example) {
    return fail(
        "explain needs a TARGET, such as neuron:2.1 or weight:2.1.1, except for "
        "example=NAME");
  }
  const Result<bool> all = print_example(**example, console.out);
  if (!all) return std::unexpected(all.error());
  return *all ? 0 : 1;
}

Result<int> explain_target(const ExplainArguments& arguments, Console& console) {
  if (arguments.target.empty()) return explain_example(arguments, console);
  const Result<Trainer> trainer = open_at_target(arguments.run, 1, console);
  if (!trainer) return std::unexpected(trainer.error());
  if (trainer->phases_done() == 0) {
    return fail("before the first step there is nothing to explain; give --steps 1 or more");
  }
  const Result<ExplainTarget> target = parse_target(*trainer, arguments.target);
  if (!target) return std::unexpected(target.error());
  const Result<Explanation> explanation = explain(*trainer, *target);
  if (!explanation) return std::unexpected(explanation.error());
  const std::string text = arguments.markdown ? to_markdown(*explanation) : to_text(*explanation);
  console.out << text << (text.ends_with('\n') ? "" : "\n");
  return 0;
}

}  // namespace

RunCommand declare_explain(CLI::App& app) {
  const auto arguments = std::make_shared<ExplainArguments>();
  declare_source(app, arguments->run);
  app.get_option("LINK|FILE")->required();
  app.add_option(
         "TARGET", arguments->target,
         "delta:2.3 or neuron:2.3 (layer, neuron), weight:2.3.1 (and input), bias:2.3, "
         "counted from 1; @4 after it takes the fourth sample of the batch alone. Not needed "
         "for example=NAME, which prints all numbers of that worked example")
      ->option_text(" ");
  declare_steps(app, arguments->run,
                "Steps to train before; the last one is explained (default: 1, none for a link "
                "with a step of its own)");
  app.add_flag("--markdown", arguments->markdown, "A worked solution: Markdown with LaTeX");
  return [arguments](Console& console) { return explain_target(*arguments, console); };
}

}  // namespace backprop
