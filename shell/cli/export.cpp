#include <CLI/CLI.hpp>

#include <memory>
#include <span>

#include "engine/document.h"
#include "engine/points_csv.h"
#include "engine/table.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/run.h"

namespace backprop {

namespace {

// In the order in which the generator drew them: given back as points of a link or a document,
// they are shuffled and split alike.
std::string points_table(const Trainer& trainer) {
  return write_points_csv(make_points(trainer.experiment()));
}

struct Format {
  std::string_view name;
  std::string_view help;
  std::string (*make)(const Trainer& trainer);
};

constexpr Format kFormats[] = {
    {"json", "a document with everything, from which the run goes on bit for bit", make_document},
    {"csv", "the points, a line each: x1, x2, label", points_table},
};

struct ExportArguments {
  RunArguments run;
  std::string output = "-";
  std::string format = "json";
};

Result<int> export_run(const ExportArguments& arguments, Console& console) {
  const auto format = require_entry(std::span<const Format>(kFormats), "format", arguments.format);
  if (!format) return std::unexpected(format.error());
  const Result<Trainer> trainer = open_at_target(arguments.run, 0, console);
  if (!trainer) return std::unexpected(trainer.error());
  std::string text = (*format)->make(*trainer);
  if (!text.ends_with('\n')) text += '\n';
  const Result<void> written = write_file(arguments.output, text, console.out);
  if (!written) return std::unexpected(written.error());
  return 0;
}

std::string format_help() {
  std::string text;
  for (const Format& format : kFormats) {
    if (!text.empty()) text += "; ";
    text += std::string(format.name) + ": " + std::string(format.help);
  }
  return text;
}

}  // namespace

RunCommand declare_export(CLI::App& app) {
  const auto arguments = std::make_shared<ExportArguments>();
  declare_source(app, arguments->run);
  app.add_option("-o,--output", arguments->output, "The file to write (default: standard output)")
      ->option_text("FILE");
  declare_steps(app, arguments->run,
                "Steps to train before (default: none, or the link's own step)");
  app.add_option("--format", arguments->format, format_help())->option_text("NAME (json)");
  return [arguments](Console& console) { return export_run(*arguments, console); };
}

}  // namespace backprop
