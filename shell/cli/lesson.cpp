// Checks a lesson: reads it, plays it from beginning to end, and tells whether its signs appear.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include "engine/base/order.h"
#include "engine/insight/notation.h"
#include "shell/cli/arguments.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/text_table.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/lesson_warnings.h"
#include "shell/lessons/shipped_texts.h"

namespace backprop {

namespace {

struct LessonArguments {
  std::string source;
  bool list = false, text = false, quantities = false;
  int seeds = 0;  // 0: as many as the lesson names
};

constexpr auto kLeft = TextTable::kLeft, kRight = TextTable::kRight;

// The lesson in a file, or the shipped one of that name.
Result<Lesson> find_lesson(const std::string& source) {
  std::error_code ignored;
  if (std::filesystem::exists(source, ignored)) {
    const Result<std::string> text = read_file(source, kMaxLessonBytes);
    if (!text) return std::unexpected(text.error());
    Result<Lesson> lesson = parse_lesson(*text);
    if (!lesson) return fail(source + ", " + lesson.error().message);
    return lesson;
  }
  const Result<std::vector<Lesson>> shipped = parse_lessons(shipped_lessons());
  if (!shipped) return std::unexpected(shipped.error());
  for (const Lesson& lesson : *shipped) {
    if (lesson.id == source) return lesson;
  }
  return fail("there is no file and no lesson '" + source +
              "': lesson --list has the shipped ones");
}

Result<int> list(Console& console) {
  const Result<std::vector<Lesson>> lessons = parse_lessons(shipped_lessons());
  if (!lessons) return std::unexpected(lessons.error());
  TextTable table({kLeft, kRight, kLeft});
  for (const Lesson& lesson : *lessons) {
    table.add({lesson.id, std::to_string(lesson.minutes) + " min", lesson.title});
  }
  table.print(console.out);
  return 0;
}

// As docs/lessons.md has them.
int print_quantities(std::ostream& out) {
  out << "| quantity | what it is |\n|---|---|\n";
  for (const Quantity& quantity : quantities()) {
    const bool layer = quantity.argument == QuantityArgument::kLayer;
    const bool steps = quantity.argument == QuantityArgument::kSteps;
    out << "| `" << quantity.name << (steps ? ":N`" : "`");
    if (layer) out << ", `" << quantity.name << ":1`";
    out << " | " << quantity_help(quantity.name) << " |\n";
  }
  return 0;
}

// Without the marks of bold.
std::string plain(std::string text) {
  for (std::size_t at = 0; (at = text.find("**", at)) != text.npos;) text.erase(at, 2);
  return text;
}

// What a student reads, with the numbers of the moment.
Result<void> print_text(const Lesson& lesson, std::ostream& out) {
  Result<Trainer> trainer = open_experiment(lesson, lesson.link);
  if (!trainer) return std::unexpected(trainer.error());
  for (const LessonStep& step : lesson.steps) {
    begin_step(*trainer, step);
    out << "# " << step.title << '\n';
    for (const std::string& text : step.text) out << plain(with_numbers(text, *trainer)) << '\n';
    if (!step.question.empty()) out << "? " << plain(with_numbers(step.question, *trainer)) << '\n';
    if (!step.typed.empty()) {
      out << "= " << (step.symbol.empty() ? std::string(step.typed) : step.symbol) << '\n';
    }
    for (const LessonChoice& choice : step.choices) {
      out << (choice.right ? "+ " : "- ") << choice.text << "\n    "
          << plain(with_numbers(choice.feedback, *trainer)) << '\n';
    }
    if (!step.actions.empty()) out << "[" << button_text(step, *trainer) << "]\n";
    for (const LessonAction& action : step.actions) {
      if (Result<void> done = perform(*trainer, lesson, action); !done) return done;
    }
    for (const std::string& text : step.reveal) out << plain(with_numbers(text, *trainer)) << '\n';
    for (const QuantityRef& watched : step.watch) {
      out << watched.label() << ": " << watched.value_text(watched.of(*trainer)) << '\n';
    }
    if (!step.attempt.empty())
      out << "Try: " << plain(with_numbers(step.attempt, *trainer)) << '\n';
    out << '\n';
  }
  return {};
}

// A sign or a number that is asked for, and what it was on all seeds.
struct Sign {
  const LessonStep* step;
  int line;
  std::string text;  // "accuracy <= 0.6", "type delta:2.1"
  std::optional<QuantityRef> quantity;  // none of a number that is typed
  double own, lowest, highest;
  int appeared;
  std::string trouble;  // the first one with what is typed, on whatever seed

  std::string value_text(double value) const {
    return quantity ? quantity->value_text(value) : significant(value);
  }
};

std::vector<Sign> signs_in(const PlayedLesson& played) {
  std::vector<Sign> signs;
  for (const auto& [step, check, value, holds] : played.checks) {
    signs.push_back({step,
                     check.line,
                     check.condition.text(),
                     check.condition.quantity,
                     value,
                     value,
                     value,
                     holds ? 1 : 0,
                     {}});
  }
  for (const auto& [step, value, trouble] : played.answers) {
    signs.push_back({step, step->line, "type " + step->typed, std::nullopt, value, value, value,
                     trouble.empty() ? 1 : 0, trouble});
  }
  sort_stably(signs, [](const Sign& a, const Sign& b) { return a.line < b.line; });
  return signs;
}

// On the lesson's own seed, and on as many next ones as it names.
Result<std::vector<Sign>> signs_of(const Lesson& lesson) {
  const Result<PlayedLesson> own = play_through(lesson);
  if (!own) return std::unexpected(own.error());
  std::vector<Sign> signs = signs_in(*own);
  Lesson again = lesson;
  for (again.further = 1; again.further < lesson.seeds; ++again.further) {
    const Result<PlayedLesson> played = play_through(again);
    if (!played) return std::unexpected(played.error());
    const std::vector<Sign> next = signs_in(*played);
    for (std::size_t i = 0; i < signs.size(); ++i) {
      signs[i].lowest = std::fmin(signs[i].lowest, next[i].own);
      signs[i].highest = std::fmax(signs[i].highest, next[i].own);
      signs[i].appeared += next[i].appeared;
      if (signs[i].trouble.empty()) signs[i].trouble = next[i].trouble;
    }
  }
  return signs;
}

std::string range_text(const Sign& sign) {
  const std::string lowest = sign.value_text(sign.lowest), highest = sign.value_text(sign.highest);
  return lowest == highest ? lowest : lowest + " to " + highest;
}

void print_signs(const Lesson& lesson, const std::vector<Sign>& signs, std::ostream& out) {
  std::vector<TextTable::Align> columns = {kLeft, kLeft, kLeft, kRight, kLeft};
  const bool several = lesson.seeds > 1;
  if (several) columns.insert(columns.end(), {kRight, kLeft});
  TextTable table(columns);
  for (const Sign& sign : signs) {
    std::vector<std::string> row = {sign.appeared == lesson.seeds ? "ok" : "NOT SO",
                                    sign.step->title, sign.text, sign.value_text(sign.own),
                                    "line " + std::to_string(sign.line)};
    if (several) {
      row.push_back(std::to_string(sign.appeared) + " of " + std::to_string(lesson.seeds));
      row.push_back(range_text(sign));
    }
    table.add(row);
  }
  out << lesson.title << ": " << lesson.steps.size() << " steps, " << signs.size() << " signs"
      << (several ? ", " + std::to_string(lesson.seeds) + " seeds" : "") << '\n';
  table.print(out);
}

Result<int> check_lesson(const LessonArguments& arguments, Console& console) {
  if (arguments.list) return list(console);
  if (arguments.quantities) return print_quantities(console.out);
  if (arguments.source.empty()) return fail("lesson needs a file, or --list");
  Result<Lesson> lesson = find_lesson(arguments.source);
  if (!lesson) return std::unexpected(lesson.error());
  if (arguments.seeds > 0) lesson->seeds = arguments.seeds;
  if (arguments.text) {
    if (Result<void> done = print_text(*lesson, console.out); !done)
      return std::unexpected(done.error());
  }
  const Result<std::vector<Sign>> signs = signs_of(*lesson);
  if (!signs) return fail(arguments.source + ", " + signs.error().message);
  print_signs(*lesson, *signs, console.out);
  for (const Sign& sign : *signs) {
    if (sign.trouble.empty()) continue;
    console.out << "WARNING line " << sign.line << ": " << sign.text << ": " << sign.trouble
                << '\n';
  }
  const std::vector<LessonWarning> warnings = warnings_of(*lesson);
  for (const LessonWarning& warning : warnings) {
    console.out << "WARNING line " << warning.line << ": " << warning.text << '\n';
  }
  const bool all =
      std::ranges::all_of(*signs, [&](const Sign& sign) { return sign.appeared == lesson->seeds; });
  console.out << (all ? "PASS" : "FAIL") << '\n';
  return all ? 0 : 1;
}

}  // namespace

RunCommand declare_lesson(CLI::App& app) {
  const auto arguments = std::make_shared<LessonArguments>();
  app.add_option("FILE", arguments->source, "A lesson (docs/lessons.md), or a shipped one's name")
      ->option_text(" ");
  app.add_flag("--list", arguments->list, "List the shipped lessons");
  app.add_flag("--quantities", arguments->quantities, "List what lessons can show and check");
  app.add_flag("--text", arguments->text, "Print what a student reads, with its numbers");
  app.add_option("--seeds", arguments->seeds, "Look for its signs on so many seeds")
      ->option_text("N")
      ->check(whole_number_in(1, kMaxLessonSeeds));
  return [arguments](Console& console) { return check_lesson(*arguments, console); };
}

}  // namespace backprop
