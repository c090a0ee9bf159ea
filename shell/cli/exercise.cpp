// Exercises: one to work out here, sheets of many to print, and the codes that are handed in.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/exercise/exercise_work.h"
#include "engine/exercise/mistake.h"
#include "engine/exercise/sheet.h"
#include "engine/exercise/sheet_parts.h"
#include "engine/insight/notation.h"
#include "shell/cli/arguments.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

constexpr std::int64_t kMostSeed = 0xffffffff, kMostSheets = 500;

struct ExerciseArguments {
  std::int64_t seed = 1, count = 1;
  int level = 1, time = 0;
  std::optional<std::string> answers;
  std::vector<std::string> codes;
  std::string worksheet, solutions, page;
};

// Between semicolons where there are some: then a comma is a decimal one.
std::vector<std::string_view> split_answers(std::string_view text) {
  constexpr std::size_t kMostAnswers = 1000;
  const char separator = text.find(';') == text.npos ? ',' : ';';
  std::vector<std::string_view> answers = split(text, separator, kMostAnswers);
  for (std::string_view& answer : answers) answer = trimmed(answer);
  return answers;
}

bool is_passed_over(std::string_view answer) {
  return answer.empty() || answer == "-" || answer == "?";
}

std::string parameter_text(const Network& network, const ParameterPlace& place) {
  const std::size_t index = place.is_bias()
                                ? network.bias_index(place.layer, place.output)
                                : network.weight_index(place.layer, place.output, place.input);
  return parameter_symbol(place).text + " = " +
         answer_text(static_cast<double>(network.parameters()[index]));
}

// A line for every neuron: what leads to it, and its bias.
void print_parameters(const Network& network, std::ostream& out) {
  std::size_t widest = 0;
  for (const Network::Layer& layer : network.layers()) {
    widest = std::max(widest, static_cast<std::size_t>(layer.inputs) + 1);
  }
  TextTable table(std::vector<TextTable::Align>(widest, TextTable::kLeft));
  std::vector<std::string> cells;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      cells.clear();
      for (int input = 0; input < network.layer(layer).inputs; ++input) {
        cells.push_back(parameter_text(network, {layer, neuron, input}));
      }
      cells.push_back(parameter_text(network, {layer, neuron, -1}));
      cells.resize(widest);
      table.add(cells);
    }
  }
  table.print(out);
}

void print_exercise(const Exercise& exercise, std::ostream& out) {
  out << sheet_title(exercise) << '\n' << exercise.what().task << '\n';
  out << given_text(exercise) << "\n#" << exercise.link << '\n';
  const SampleRows samples = sample_rows(exercise.step);
  TextTable table(std::vector<TextTable::Align>(samples.names.size(), TextTable::kRight));
  table.add(samples.names);
  for (const auto& row : samples.rows) table.add(row);
  out << '\n';
  table.print(out);
  out << '\n';
  print_parameters(exercise.step.network(), out);
}

void print_blanks(const Exercise& exercise, std::ostream& out) {
  for (const auto& [phase, first, places] : blanks_by_phase(exercise)) {
    out << '\n' << phase_title(phase) << '\n';
    std::size_t number = first;
    for (const HandPlace& place : places) {
      out << "  " << number++ << ". " << place_symbol(place, exercise.step.samples()) << " = ?\n";
    }
  }
  out << "\nAnswer with --answers, in this order: decimal points with commas between the answers,\n"
         "or decimal commas with semicolons; ? passes one over.\n";
}

Result<int> print_feedback(const Exercise& exercise, const ExerciseArguments& arguments,
                           std::ostream& out) {
  const std::vector<std::string_view> answers = split_answers(*arguments.answers);
  if (answers.size() > exercise.blanks.size()) {
    return fail("--answers has " + count_text(answers.size()) + " numbers, and the exercise has " +
                count_text(exercise.blanks.size()) +
                " blanks; with decimal commas put semicolons between the answers");
  }
  ExerciseWork work(exercise, 1);
  constexpr auto kLeft = TextTable::kLeft, kRight = TextTable::kRight;
  TextTable table({kRight, kLeft, kRight, kLeft});
  std::size_t number = 0;
  for (const std::string_view answer : answers) {
    const std::string symbol = place_symbol(*work.blank(), exercise.step.samples());
    const ExerciseWork::Reply reply = is_passed_over(answer) ? work.pass() : work.answer(answer);
    ++number;
    if (!reply.done) return fail("answer " + count_text(number) + ": " + reply.text);
    table.add({count_text(number) + ".", symbol, std::string(answer), reply.text});
  }
  out << '\n';
  table.print(out);
  const ExerciseResult result = work.result(arguments.time);
  out << '\n'
      << result.right << " of " << result.blanks << " right\nResult code: " << result_code(result)
      << '\n';
  return result.right == result.blanks ? 0 : 1;
}

std::string time_text(int seconds) {
  if (seconds == 0) return "not taken";
  return count_text(seconds / 60) + " min " + count_text(seconds % 60) + " s";
}

Result<int> check_codes(const ExerciseArguments& arguments, std::ostream& out) {
  bool all = true;
  for (const std::string& code : arguments.codes) {
    const Result<ExerciseResult> result = check_result_code(code);
    all = all && result.has_value();
    if (!result) {
      out << code << "\n  NOT VALID: " << result.error().message << ".\n";
      continue;
    }
    out << code << "\n  valid: seed " << result->seed << ", level " << result->level << ", "
        << result->right << " of " << result->blanks << " right, time "
        << time_text(result->seconds) << '\n';
    for (const HandMistake* mistake : result->named())
      out << "  mistake: " << mistake->label << '\n';
  }
  out << "The check finds slips of the pen. It is no secret: who reads the program can make a "
         "code.\n";
  return all ? 0 : 1;
}

Result<SheetForm> form_of(const std::string& file) {
  if (file == "-") return SheetForm::kMarkdown;
  const std::optional<SheetForm> form = sheet_form(file);
  if (!form) return fail("'" + file + "' should end in .md or .html");
  return *form;
}

Result<int> write_sheets(const ExerciseArguments& arguments, Console& console) {
  std::vector<Exercise> exercises;
  for (std::int64_t i = 0; i < arguments.count; ++i) {
    const auto seed = static_cast<std::uint32_t>(arguments.seed + i);
    Result<Exercise> exercise = make_exercise(seed, arguments.level);
    if (!exercise) return std::unexpected(exercise.error());
    exercises.push_back(std::move(*exercise));
  }
  const auto write = [&](const std::string& file, auto make) -> Result<void> {
    if (file.empty()) return {};
    const Result<SheetForm> form = form_of(file);
    if (!form) return std::unexpected(form.error());
    return write_file(file, make(*form), console.out);
  };
  const Result<void> sheets = write(arguments.worksheet, [&](SheetForm form) {
    return worksheets(exercises, form, arguments.page);
  });
  if (!sheets) return std::unexpected(sheets.error());
  const Result<void> key =
      write(arguments.solutions, [&](SheetForm form) { return solution_sheets(exercises, form); });
  if (!key) return std::unexpected(key.error());
  return 0;
}

Result<int> run_exercise(const ExerciseArguments& arguments, Console& console) {
  if (!arguments.codes.empty()) return check_codes(arguments, console.out);
  if (arguments.seed + arguments.count - 1 > kMostSeed) {
    return fail("the last seed would be beyond " + number_text(kMostSeed));
  }
  if (!arguments.worksheet.empty() || !arguments.solutions.empty()) {
    return write_sheets(arguments, console);
  }
  if (arguments.count > 1) return fail("--count is for sheets: name a file with --worksheet");
  const Result<Exercise> exercise =
      make_exercise(static_cast<std::uint32_t>(arguments.seed), arguments.level);
  if (!exercise) return std::unexpected(exercise.error());
  print_exercise(*exercise, console.out);
  if (arguments.answers) return print_feedback(*exercise, arguments, console.out);
  print_blanks(*exercise, console.out);
  return 0;
}

}  // namespace

RunCommand declare_exercise(CLI::App& app) {
  const auto arguments = std::make_shared<ExerciseArguments>();
  app.add_option("--seed", arguments->seed, "Which exercise")
      ->option_text("N (1)")
      ->check(whole_number_in(0, kMostSeed));
  app.add_option(
         "--level", arguments->level,
         "1 to 5: 1 an output neuron, 2 a hidden one, 3 a whole step, 4 a batch of two, 5 softmax")
      ->option_text("N (1)")
      ->check(whole_number_in(1, kExerciseLevels));
  app.add_option("--answers", arguments->answers,
                 "The numbers for the blanks: says of each what is right or which mistake it is")
      ->option_text("A,B,...");
  app.add_option("--time", arguments->time, "Seconds it took, for the result code")
      ->option_text("S")
      ->check(whole_number_in(0, kMostResultSeconds));
  app.add_option("--check", arguments->codes, "Check result codes and say what is in them")
      ->option_text("CODE ...");
  app.add_option("--worksheet", arguments->worksheet,
                 "Write sheets to print, one for each seed (.md or .html; - prints Markdown)")
      ->option_text("FILE");
  app.add_option("--solutions", arguments->solutions,
                 "Write the answers to them (.md or .html; - prints Markdown)")
      ->option_text("FILE");
  app.add_option("--count", arguments->count, "How many sheets, of seeds that follow one another")
      ->option_text("N (1)")
      ->check(whole_number_in(1, kMostSheets));
  app.add_option("--page", arguments->page, "The playground's address, for the links on the sheets")
      ->option_text("URL");
  return [arguments](Console& console) { return run_exercise(*arguments, console); };
}

}  // namespace backprop
