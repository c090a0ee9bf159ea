#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

#include "engine/insight/explain.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/notation.h"
#include "shell/cli/command.h"
#include "shell/cli/report.h"
#include "shell/cli/run.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

constexpr std::size_t kRows = 20;

struct CheckArguments {
  RunArguments run;
  bool all = false;
};

const char* verdict(const GradientCheckEntry& entry) {
  if (entry.passes) return "ok";
  if (entry.cannot_tell) return "cannot tell";
  return entry.at_kink ? "at a kink" : "WRONG";
}

void print_entries(const Trainer& trainer, const GradientCheck& check, std::size_t rows,
                   std::ostream& out) {
  constexpr auto kLeft = TextTable::kLeft, kRight = TextTable::kRight;
  TextTable table({kLeft, kRight, kRight, kRight, kRight, kLeft});
  table.add({"parameter", "analytic", "numeric", "error", "allowed", ""});
  for (const GradientCheckEntry& entry : std::span(check.entries).first(rows)) {
    table.add({target_text(trainer.network(), entry.parameter), significant(entry.analytic, 7),
               significant(entry.numeric, 7), significant(entry.error, 2),
               significant(entry.allowed, 2), verdict(entry)});
  }
  table.print(out);
}

Result<int> check_run(const CheckArguments& arguments, Console& console) {
  const Result<Trainer> trainer = open_at_target(arguments.run, 0, console);
  if (!trainer) return std::unexpected(trainer.error());
  const GradientCheck check = check_gradients(*trainer);
  const std::size_t rows =
      arguments.all ? check.entries.size() : std::min(check.entries.size(), kRows);
  print_entries(*trainer, check, rows, console.out);
  if (rows < check.entries.size()) {
    console.out << "… and " << check.entries.size() - rows << " closer ones (--all shows them)\n";
  }
  console.out << '\n'
              << (check.passes ? "PASS" : "FAIL") << ": " << check.checked << " gradients at step "
              << with_separators(trainer->step_count()) << ", " << check.failed << " wrong, "
              << check.at_kinks << " at kinks";
  if (check.untold > 0) console.out << ", " << check.untold << " cannot be told";
  console.out << "; batch loss " << significant(check.loss, 7) << '\n';
  for (const GradientCheckEntry& entry : check.entries) {
    if (!entry.cannot_tell) continue;
    console.out << "Cannot be told, as " << target_text(trainer->network(), entry.parameter) << ": "
                << entry.reason << '\n';
    break;
  }
  return check.passes ? 0 : 1;
}

}  // namespace

RunCommand declare_check(CLI::App& app) {
  const auto arguments = std::make_shared<CheckArguments>();
  declare_source(app, arguments->run);
  declare_steps(app, arguments->run,
                "Steps to train before (default: none, or the link's own step)");
  app.add_flag("--all", arguments->all, "Print every parameter, not only the 20 worst");
  return [arguments](Console& console) { return check_run(*arguments, console); };
}

}  // namespace backprop
