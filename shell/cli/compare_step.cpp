// A training step of a program of one's own, compared with the engine's number by number.
#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <string>

#include "engine/compare_step/compare_step.h"
#include "engine/compare_step/read_step.h"
#include "engine/run/document.h"
#include "shell/cli/command.h"
#include "shell/cli/dump_step.h"
#include "shell/cli/files.h"

namespace backprop {

namespace {

struct CompareStepArguments {
  std::string file;
  bool snippet = false;
};

Result<int> compare_step_file(const CompareStepArguments& arguments, Console& console) {
  if (arguments.snippet) {
    console.out << dump_step_text();
    return 0;
  }
  if (arguments.file.empty()) {
    return fail(
        "compare-step needs the file of a step; --snippet prints the Python that writes one");
  }
  const Result<std::string> text = read_file(arguments.file, kMaxDocumentBytes);
  if (!text) return std::unexpected(text.error());
  const Result<StepFile> step = read_step_file(*text);
  if (!step) {
    return fail("'" + arguments.file + "' cannot be used as a step: " + step.error().message);
  }
  const StepComparison comparison = compare_step(*step);
  for (const std::string& sentence : step_sentences(*step, comparison)) {
    console.out << sentence << '\n';
  }
  return comparison.first ? 1 : 0;
}

}  // namespace

RunCommand declare_compare_step(CLI::App& app) {
  const auto arguments = std::make_shared<CompareStepArguments>();
  app.add_option("file", arguments->file, "The step, as the snippet writes it")
      ->option_text("FILE");
  app.add_flag("--snippet", arguments->snippet,
               "Print the Python that writes a step of a PyTorch program into a file");
  return [arguments](Console& console) { return compare_step_file(*arguments, console); };
}

}  // namespace backprop
