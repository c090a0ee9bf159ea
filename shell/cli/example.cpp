// Worked examples: the shelf, and one of them with its printed numbers beside the engine's.
#include "shell/cli/example.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/experiment/link.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/text_table.h"
#include "shell/lessons/example_parser.h"
#include "shell/lessons/example_run.h"
#include "shell/lessons/find_example.h"
#include "shell/lessons/shipped_texts.h"

namespace backprop {

namespace {

struct ExampleArguments {
  std::string source;
  bool list = false;
};

constexpr auto kLeft = TextTable::kLeft, kRight = TextTable::kRight;

Result<Example> shipped_example(std::string_view id) {
  const Result<std::vector<Example>> shelf = parse_examples(shipped_examples());
  if (!shelf) return std::unexpected(shelf.error());
  const Result<const Example*> found = find_example(*shelf, id);
  if (!found) return fail(found.error().message + "; `backprop example --list` has them all");
  return **found;
}

// The example in a file, or the shipped one of that name.
Result<Example> find_source(const std::string& source) {
  std::error_code ignored;
  if (!std::filesystem::exists(source, ignored)) return shipped_example(source);
  const Result<std::string> text = read_file(source, kMaxExampleBytes);
  if (!text) return std::unexpected(text.error());
  Result<Example> example = parse_example(*text);
  if (!example) return fail(source + ", " + example.error().message);
  return example;
}

Result<int> list(Console& console) {
  const Result<std::vector<Example>> shelf = parse_examples(shipped_examples());
  if (!shelf) return std::unexpected(shelf.error());
  TextTable table({kLeft, kLeft});
  for (const Example& example : *shelf) table.add({example.id, example.title});
  table.print(console.out);
  return 0;
}

// Where the source is wrong, both of its numbers: "0.43, right 0.2422".
std::string printed_text(const ExampleNumber& number) {
  std::string text = shown(number.printed) + (number.printed.cut ? "…" : "");
  if (number.right) text += ", right " + shown(*number.right);
  return text;
}

std::string verdict(const ComparedNumber& compared) {
  switch (compared.verdict()) {
    case ComparedNumber::Verdict::kSame:
      return "ok";
    case ComparedNumber::Verdict::kNear:
      return "ok, but for rounding to 32 bits";
    case ComparedNumber::Verdict::kSourceWrong:
      return "source wrong";
    default:
      return "NOT SO";
  }
}

Result<int> check_example(const ExampleArguments& arguments, Console& console) {
  if (arguments.list) return list(console);
  if (arguments.source.empty()) return fail("example needs a name or a file, or --list");
  const Result<Example> example = find_source(arguments.source);
  if (!example) return std::unexpected(example.error());
  const Result<bool> all = print_example(*example, console.out);
  if (!all) return std::unexpected(all.error());
  return *all ? 0 : 1;
}

}  // namespace

Result<std::optional<Example>> example_of_link(std::string_view text) {
  const ParsedLink link = parse_link(text);
  for (const auto& [key, value] : link.page) {
    if (key != "example") continue;
    // An address of the page says the experiment as well, with what was changed of it.
    const bool alone = link.experiment == Experiment() && link.weights.empty() && !link.names_step;
    if (!alone) return std::nullopt;
    Result<Example> example = shipped_example(value);
    if (!example) return std::unexpected(example.error());
    return std::move(*example);
  }
  return std::nullopt;
}

Result<bool> print_example(const Example& example, std::ostream& out) {
  Result<Trainer> trainer = open_example(example.link);
  if (!trainer) return std::unexpected(trainer.error());
  out << example.title << '\n' << example.source << '\n';
  if (!example.page.empty()) out << "https://" << example.page << '\n';
  bool all = true;
  for (const ExampleMoment& moment : example.moments) {
    if (Result<void> there = go_to(*trainer, moment); !there) return std::unexpected(there.error());
    out << '\n' << moment.title << " (step " << moment.step << ")\n";
    TextTable table({kLeft, kLeft, kRight, kRight, kLeft, kLeft});
    for (const ComparedNumber& compared : compare(moment, *trainer)) {
      const ExampleNumber& number = *compared.number;
      all = all && compared.agrees();
      table.add({number.symbol, number.name, printed_text(number), compared.text(),
                 verdict(compared), number.computed ? "computed, not printed" : ""});
    }
    table.print(out);
  }
  for (const std::string& paragraph : example.note) out << '\n' << paragraph << '\n';
  out << '\n' << (all ? "PASS" : "FAIL") << '\n';
  return all;
}

RunCommand declare_example(CLI::App& app) {
  const auto arguments = std::make_shared<ExampleArguments>();
  app.add_option("NAME|FILE", arguments->source,
                 "A worked example of the shelf, or a file with one (docs/examples.md)")
      ->option_text(" ");
  app.add_flag("--list", arguments->list, "List the shelf");
  return [arguments](Console& console) { return check_example(*arguments, console); };
}

}  // namespace backprop
