#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/export/export.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/run.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

// A longer run's history has a row for every second, third, … step.
constexpr std::int64_t kMaxHistoryRows = 10'000;

struct ExportArguments {
  RunArguments run;
  std::string output = "-";
  std::string format = "json";
};

// Trains to the target and writes down how it went.
Result<std::vector<HistoryRow>> train_with_history(Run& run) {
  Trainer& trainer = run.trainer;
  const std::int64_t steps = run.target - trainer.step_count();
  const std::int64_t spacing = std::max<std::int64_t>(1, (steps - 1) / kMaxHistoryRows + 1);
  std::vector<HistoryRow> rows = {history_row(trainer.metrics())};
  while (trainer.step_count() < run.target) {
    const std::int64_t count = std::min(spacing, run.target - trainer.step_count());
    if (trainer.steps(static_cast<int>(count)) < count) {
      return fail(trainer.divergence() ? trainer.divergence()->message
                                       : "there are no points to train on");
    }
    rows.push_back(history_row(trainer.metrics()));
  }
  return rows;
}

Result<int> export_run(const ExportArguments& arguments, Console& console) {
  const Result<const ExportFormat*> format = find_export_format(arguments.format);
  if (!format) return std::unexpected(format.error());
  Result<Run> run = open_run(arguments.run, 0, console);
  if (!run) return std::unexpected(run.error());
  std::vector<HistoryRow> history;
  if ((*format)->reads_history) {
    Result<std::vector<HistoryRow>> rows = train_with_history(*run);
    if (!rows) return std::unexpected(rows.error());
    history = std::move(*rows);
  } else if (!train_run(*run, std::nullopt, console)) {
    return fail(run->trainer.divergence()->message);
  }
  Result<std::string> bytes = (*format)->make({run->trainer, history});
  if (!bytes) return std::unexpected(bytes.error());
  const Result<void> written = write_file(arguments.output, *bytes, console.out);
  if (!written) return std::unexpected(written.error());
  return 0;
}

std::string format_names() {
  std::string names;
  for (const ExportFormat& format : export_formats()) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return names;
}

// The table of formats, below the arguments.
std::string format_help() {
  std::ostringstream text;
  text << "Formats:\n";
  TextTable table({TextTable::kLeft, TextTable::kLeft});
  for (const ExportFormat& format : export_formats()) {
    table.add({"  " + std::string(format.name), std::string(format.help)});
  }
  table.print(text);
  return text.str();
}

}  // namespace

RunCommand declare_export(CLI::App& app) {
  const auto arguments = std::make_shared<ExportArguments>();
  declare_source(app, arguments->run);
  app.add_option("-o,--output", arguments->output, "The file to write (default: standard output)")
      ->option_text("FILE");
  declare_steps(app, arguments->run,
                "Steps to train before (default: none, or the link's own step)");
  app.add_option("--format", arguments->format, format_names())->option_text("NAME (json)");
  app.get_formatter()->enable_footer_formatting(false);  // the table is as wide as it is
  app.footer(format_help());
  return [arguments](Console& console) { return export_run(*arguments, console); };
}

}  // namespace backprop
