// docs/twelve.md: every name in it is that of something there is.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/compare_step/step_mistake.h"
#include "engine/exercise/exercise_level.h"
#include "engine/exercise/mistake.h"
#include "engine/insight/quantity.h"
#include "shell/lessons/example_parser.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/shipped_texts.h"
#include "shell/session/inside_tabs.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

enum Cells : std::size_t { kWhat = 1, kSentence, kLessons, kViews, kMistakes, kQuantities, kEnd };

// The rows of the table, each between bars.
std::vector<std::vector<std::string_view>> rows_of(const std::string& page) {
  std::vector<std::vector<std::string_view>> rows;
  for (const std::string_view line : split(page, '\n', 1000)) {
    if (!line.starts_with("| ") || line.starts_with("| what is not")) continue;
    rows.push_back(split(line, '|', 20));
  }
  return rows;
}

// `names` between backticks.
std::vector<std::string> names_in(std::string_view cell) {
  std::vector<std::string> names;
  const std::vector<std::string_view> parts = split(cell, '`', 100);
  for (std::size_t i = 1; i < parts.size(); i += 2) names.emplace_back(parts[i]);
  return names;
}

std::vector<std::string> things_there_are() {
  std::vector<std::string> names;
  const auto lessons = parse_lessons(shipped_lessons());
  const auto examples = parse_examples(shipped_examples());
  REQUIRE((lessons && examples));
  for (const Lesson& lesson : *lessons) names.push_back("lesson=" + lesson.id);
  for (const Example& example : *examples) names.push_back("example=" + example.id);
  for (const InsideTabEntry& tab : kInsideTabs) names.push_back("tab:" + std::string(tab.name));
  for (int level = 1; level <= kExerciseLevels; ++level) {
    names.push_back("level " + count_text(level));
  }
  for (const Quantity& quantity : quantities()) names.emplace_back(quantity.name);
  return names;
}

bool is_mistake(std::string_view label) {
  return std::ranges::find(mistakes(), label, &HandMistake::label) != mistakes().end() ||
         std::ranges::find(step_mistakes(), label, &StepMistake::label) != step_mistakes().end();
}

TEST_CASE("the page of twelve names only what there is, and answers each of them") {
  const std::string page =
      contents(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../../docs/twelve.md");
  const std::vector<std::string> there = things_there_are();
  const auto rows = rows_of(page);
  CHECK(rows.size() == 12);
  for (const auto& row : rows) {
    INFO(row[kWhat]);
    REQUIRE(row.size() == kEnd + 1);
    std::size_t answers = 0;
    for (const Cells cell : {kLessons, kViews, kQuantities}) {
      for (const std::string& name : names_in(row[cell])) {
        INFO(name);
        CHECK(std::ranges::find(there, name) != there.end());
        answers += cell == kQuantities ? 0 : 1;
      }
      // Nothing stands there but names.
      const auto quotes = std::ranges::count(row[cell], '`');
      CHECK(quotes == 2 * std::ssize(names_in(row[cell])));
    }
    CHECK(answers >= 2);
    for (const std::string_view label : split(trimmed(row[kMistakes]), ';', 20)) {
      INFO(label);
      CHECK(is_mistake(trimmed(label)));
    }
  }
}

}  // namespace
}  // namespace backprop
