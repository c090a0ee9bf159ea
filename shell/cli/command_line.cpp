#include "shell/cli/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/version.h"
#include "shell/cli/command.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

constexpr int kBadInput = 2;

void print_help(std::ostream& out) {
  out << "backprop: small networks trained step by step, without the canvas\n\n"
         "Usage: backprop COMMAND [ARGUMENTS]\n\n";
  TextTable table({TextTable::kLeft, TextTable::kLeft});
  for (const Command& command : commands()) {
    table.add({"  " + std::string(command.name), std::string(command.summary)});
  }
  table.add({"  help", "This text; with a command's name, its arguments"});
  table.add({"  --version", "The version of this program"});
  table.print(out);
  out << "\nAn experiment is given as a link (quoted: 'dataset=spiral&layers=8,8', or a whole\n"
         "address of the page) or as a file that holds one, or a document of `backprop export`.\n\n"
         "Exit code 0: done; 1: the answer is no (a failed check, a loss not reached, training\n"
         "that diverged); 2: input that cannot be used, with one sentence that says why.\n";
}

// One line that ends as a sentence, whatever a message holds.
int refuse(std::ostream& err, std::string message) {
  std::replace_if(
      message.begin(), message.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, ' ');
  message.erase(message.find_last_not_of(" .") + 1);
  err << "backprop: " << message << ".\n" << std::flush;
  return kBadInput;
}

Result<const Command*> find_command(std::string_view name) {
  return require_entry(commands(), "command", name);
}

// What CLI11 says of arguments, in this program's words where its own are hard to read.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const std::string name = app.get_name();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return name + " does not take '" + app.remaining().front() + "'";
  }
  const std::string what = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return name + ": " + what.substr(0, what.find(':')) + " needs a value";
  }
  return name + ": " + what;
}

// CLI11 reports through exceptions; they end here. False when the help was asked for.
Result<bool> parse(CLI::App& app, std::span<const std::string> args, std::ostream& out) {
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));  // the last one first
  } catch (const CLI::CallForHelp&) {
    out << app.help("backprop");
    return false;
  } catch (const CLI::ParseError& error) {
    return fail(complaint(app, error));
  }
  return true;
}

Result<int> run(std::span<const std::string> args, Console& console) {
  if (args.empty()) return fail("Say what to do: `backprop help` lists the commands.");
  if (args[0] == "help" || args[0] == "--help" || args[0] == "-h") {
    if (args.size() < 2) return print_help(console.out), 0;
    const std::string request[] = {args[1], "--help"};
    return run(request, console);
  }
  if (args[0] == "--version") {
    console.out << "backprop " << version() << '\n';
    return 0;
  }
  const Result<const Command*> command = find_command(args[0]);
  if (!command) return std::unexpected(command.error());
  CLI::App app(std::string((*command)->summary), std::string((*command)->name));
  const RunCommand run_command = (*command)->declare(app);
  const Result<bool> parsed = parse(app, args.subspan(1), console.out);
  if (!parsed) return std::unexpected(parsed.error());
  return *parsed ? run_command(console) : Result<int>(0);
}

}  // namespace

int run_command_line(std::span<const std::string> args, std::ostream& out, std::ostream& err,
                     bool progress) {
  Console console{out, err, progress};
  const Result<int> code = run(args, console);
  if (!code) return refuse(err, code.error().message);
  // A full disk or a closed pipe must not look like success.
  if (!out.flush()) return refuse(err, "the output could not be written");
  return *code;
}

}  // namespace backprop
