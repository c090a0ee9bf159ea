// Exercises on the command line: answers with feedback, codes, and sheets read again.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/exercise/exercise.h"
#include "engine/exercise/mistake.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "shell/lessons/example_quantity.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string between(const std::string& text, std::string_view before, std::string_view behind) {
  const std::size_t begin = text.find(before);
  if (begin == text.npos) return {};
  const std::size_t from = begin + before.size();
  return text.substr(from, text.find(behind, from) - from);
}

std::string without_escapes(std::string text) {
  for (std::size_t at = text.find("&amp;"); at != text.npos; at = text.find("&amp;", at + 1)) {
    text.replace(at, 5, "&");
  }
  return text;
}

// A sheet or the answers to one, as read from a file: symbols with what stands behind them.
struct ReadSheet {
  std::string title, link;
  std::vector<std::pair<std::string, std::string>> lines;
};

// "12. δ⁽¹⁾₁ = ____" and "| 12 | δ⁽¹⁾₁ | 0.2 · 0.1 = 0.02 |".
std::vector<ReadSheet> read_markdown(const std::string& text) {
  std::vector<ReadSheet> sheets;
  for (const std::string_view view : split(text, '\n', 100000)) {
    const std::string line(view);
    if (line.starts_with("# ")) sheets.push_back({line.substr(2), "", {}});
    if (sheets.empty()) continue;
    if (has(line, "#v=1&"))
      sheets.back().link = "#" + between(line, "#", line.ends_with('>') ? ">" : "`");
    const std::size_t dot = line.find(". ");
    if (dot < 3 && has(line, " = ___")) {
      sheets.back().lines.emplace_back(between(line, ". ", " = ___"), "");
    }
    const std::vector<std::string_view> cells = split(line, '|', 9);
    if (cells.size() == 5 && is_digit(trimmed(cells[1]).empty() ? ' ' : trimmed(cells[1])[0])) {
      sheets.back().lines.emplace_back(trimmed(cells[2]), trimmed(cells[3]));
    }
  }
  return sheets;
}

std::vector<ReadSheet> read_html(const std::string& text) {
  std::vector<ReadSheet> sheets;
  for (const std::string_view view : split(text, '\n', 100000)) {
    const std::string line(view);
    if (line.starts_with("<h1>")) sheets.push_back({between(line, "<h1>", "</h1>"), "", {}});
    if (sheets.empty()) continue;
    if (has(line, "class=\"link\"")) {
      sheets.back().link = without_escapes("#" + between(line, "#", "<"));
      if (has(line, "href")) sheets.back().link = without_escapes("#" + between(line, "#", "\""));
    }
    if (line.starts_with("<li ")) sheets.back().lines.emplace_back(between(line, "</b>", " ="), "");
    const std::vector<std::string_view> cells = split(line, '<', 20);
    if (line.starts_with("<tr><td>") && cells.size() == 9) {
      const auto cell = [&](std::size_t i) { return std::string(cells[i].substr(3)); };
      if (is_digit(cell(2)[0])) sheets.back().lines.emplace_back(cell(4), cell(6));
    }
  }
  return sheets;
}

// Every number of a step by its symbol, as worked examples have it: explain()'s.
std::map<std::string, std::string> numbers_by_symbol(const std::string& link) {
  const Result<ParsedLink> parsed = parse_strict_link(link);
  INFO(link);
  REQUIRE(parsed);
  Trainer trainer = make_trainer(*parsed);
  while (trainer.phases_done() < 5) trainer.advance_phase();
  const Network& network = trainer.network();
  std::map<std::string, std::string> numbers;
  const int samples = trainer.workspace().samples;
  const auto add = [&](const std::string& name) {
    const Result<ExampleQuantity> quantity = parse_example_quantity(name, trainer, -1);
    INFO(name);
    REQUIRE(quantity);
    const std::optional<double> value = value_of(*quantity, trainer);
    REQUIRE(value);
    numbers[symbol_of(*quantity, network)] = answer_text(*value);
  };
  const std::vector<std::string> at =
      samples == 1 ? std::vector<std::string>{""} : std::vector<std::string>{"@1", "@2"};
  for (int l = 1; l <= network.layer_count(); ++l) {
    for (int j = 1; j <= network.layer(l - 1).outputs; ++j) {
      const std::string neuron = std::to_string(l) + "." + std::to_string(j);
      for (const std::string& sample : at) {
        for (const char* kind : {"z:", "a:", "delta:"}) add(kind + neuron + sample);
      }
      for (const char* kind : {"gradient ", "new "}) {
        add(kind + ("bias:" + neuron));
        for (int i = 1; i <= network.layer(l - 1).inputs; ++i) {
          add(kind + ("weight:" + neuron + "." + std::to_string(i)));
        }
      }
    }
  }
  add("loss");
  if (samples > 1) add("loss@1"), add("loss@2");
  return numbers;
}

TEST_CASE("every sheet that is read again gives the key") {
  const Folder folder;
  for (int level = 1; level <= 5; ++level) {
    for (const std::string ending : {"md", "html"}) {
      for (const std::string page : {"", "https://example.org/p/?x=1"}) {
        INFO("level " << level << " ." << ending << " " << page);
        const std::string sheet = folder / ("sheet." + ending), key = folder / ("key." + ending);
        std::vector<std::string> args = {
            "exercise",    "--level", std::to_string(level), "--seed", "40", "--count", "3",
            "--worksheet", sheet,     "--solutions",         key};
        if (!page.empty()) args.insert(args.end(), {"--page", page});
        const Outcome written = run(args);
        CHECK(written.err.empty());
        CHECK(written.out.empty());
        REQUIRE(written.code == 0);
        const auto read = ending == "md" ? read_markdown : read_html;
        const std::vector<ReadSheet> sheets = read(contents(sheet)), keys = read(contents(key));
        REQUIRE(sheets.size() == 3);
        REQUIRE(keys.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
          CHECK(has(sheets[i].title, "Exercise " + std::to_string(40 + i)));
          CHECK(sheets[i].title == keys[i].title);
          CHECK(sheets[i].lines.size() >= 10);
          REQUIRE(sheets[i].lines.size() == keys[i].lines.size());
          const auto numbers = numbers_by_symbol(sheets[i].link);
          for (std::size_t k = 0; k < keys[i].lines.size(); ++k) {
            const auto& [symbol, line] = keys[i].lines[k];
            INFO(symbol << ": " << line);
            CHECK(symbol == sheets[i].lines[k].first);
            REQUIRE(numbers.contains(symbol));
            const std::size_t equals = line.rfind("= ");
            CHECK(numbers.at(symbol) == (equals == line.npos ? line : line.substr(equals + 2)));
          }
        }
      }
    }
  }
}

TEST_CASE(
    "a sheet in HTML is a page for paper, with its picture and nothing to click but its link") {
  const Folder folder;
  const std::string sheet = folder / "sheet.html";
  REQUIRE(run({"exercise", "--level", "3", "--count", "2", "--worksheet", sheet, "--page",
               "https://example.org/"})
              .code == 0);
  const std::string text = contents(sheet);
  CHECK(text.starts_with("<!doctype html>"));
  for (const char* part : {"@page", "break-after: page", "<svg ", "<meta charset=\"utf-8\">",
                           "href=\"https://example.org/#v=1&amp;table="}) {
    INFO(part);
    CHECK(has(text, part));
  }
  for (const char* part : {"<script", "<button", "<nav", "size: A4", "http://www.w3.org/1999"}) {
    INFO(part);
    CHECK_FALSE(has(text, part));
  }
  CHECK(run({"exercise", "--worksheet", folder / "sheet.pdf"}).code == 2);
  CHECK(run({"exercise", "--count", "3"}).code == 2);
  CHECK(run({"exercise", "--seed", "4294967295", "--count", "2", "--worksheet", sheet}).code == 2);
}

// The numbers of a solution file as --answers takes them.
std::vector<std::string> key_of(const Folder& folder, const std::string& seed,
                                const std::string& level) {
  const std::string key = folder / "key.md";
  REQUIRE(run({"exercise", "--seed", seed, "--level", level, "--solutions", key}).code == 0);
  std::vector<std::string> answers;
  const std::vector<ReadSheet> sheets = read_markdown(contents(key));
  for (const auto& [symbol, line] : sheets.front().lines) {
    const std::size_t equals = line.rfind("= ");
    answers.push_back(equals == line.npos ? line : line.substr(equals + 2));
  }
  return answers;
}

std::string joined(const std::vector<std::string>& answers, const std::string& separator) {
  std::string text;
  for (const std::string& answer : answers) text += (text.empty() ? "" : separator) + answer;
  return text;
}

std::string code_in(const Outcome& outcome) { return between(outcome.out, "Result code: ", "\n"); }

TEST_CASE("answers get feedback, and the result a code that can be checked") {
  const Folder folder;
  for (const char* level : {"1", "2", "3", "4", "5"}) {
    const std::vector<std::string> key = key_of(folder, "9", level);
    const Outcome right =
        run({"exercise", "--seed", "9", "--level", level, "--answers", joined(key, ",")});
    INFO(right.out << right.err);
    CHECK(right.code == 0);
    const std::string all = std::to_string(key.size()) + " of " + std::to_string(key.size());
    CHECK(has(right.out, all + " right"));
    const Outcome checked = run({"exercise", "--check", code_in(right)});
    CHECK(checked.code == 0);
    CHECK(has(checked.out, "valid: seed 9, level " + std::string(level) + ", " + all));
    CHECK_FALSE(has(checked.out, "mistake:"));
  }
  // Decimal commas, a wrong sign of δ that is carried on, one passed over, the rest left out.
  std::vector<std::string> key = key_of(folder, "9", "1");
  std::string negative = key[3].starts_with("−") ? key[3].substr(3) : "-" + key[3];
  key = {key[0], key[1], "?", negative, key[4].starts_with("−") ? key[4].substr(3) : "-" + key[4]};
  std::string typed = joined(key, "; ");
  std::ranges::replace(typed, '.', ',');
  const Outcome mixed =
      run({"exercise", "--seed", "9", "--level", "1", "--time", "125", "--answers", typed});
  INFO(mixed.out << mixed.err);
  CHECK(mixed.code == 1);
  CHECK(has(mixed.out, "Passed over."));
  CHECK(has(mixed.out, "The size is right, the sign is the other one."));
  CHECK(has(mixed.out, "Right, from your own δ⁽¹⁾₁. From the right numbers it is"));
  CHECK(has(mixed.out, "3 of 10 right"));
  const std::string code = code_in(mixed);
  std::string forged = code;
  forged[0] = forged[0] == '7' ? '8' : '7';
  const Outcome checked = run({"exercise", "--check", code, forged, "nonsense"});
  CHECK(checked.code == 1);
  CHECK(has(checked.out, "valid: seed 9, level 1, 3 of 10 right, time 2 min 5 s"));
  CHECK(has(checked.out, "mistake: wrong sign"));
  CHECK(has(checked.out, forged + "\n  NOT VALID: "));
  CHECK(has(checked.out, "nonsense\n  NOT VALID: "));
  CHECK(has(checked.out, "no secret"));
}

TEST_CASE("the page about exercises names every mistake, and its commands are true") {
  const std::string page =
      contents(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../../docs/exercises.md");
  for (const HandMistake& mistake : mistakes()) {
    INFO(mistake.label);
    CHECK(has(page, mistake.label));
  }
  for (int level = 1; level <= kExerciseLevels; ++level) {
    const std::string row = between(page, "\n| " + std::to_string(level) + " |", "|\n");
    CHECK(has(row, "(" + std::to_string(blank_count(level))));
  }
  CHECK(run({"exercise", "--check", between(page, "--check ", " ")}).code == 0);
  const Outcome answered = run({"exercise", "--seed", "7", "--level", "1", "--answers",
                                between(page, "--answers ", "\n").substr(0, 8)});
  CHECK(has(answered.out, "2 of 10 right"));
}

TEST_CASE("an exercise is printed whole, and what cannot be used is said in one sentence") {
  const Outcome shown = run({"exercise", "--seed", "3", "--level", "2"});
  CHECK(shown.code == 0);
  for (const char* part :
       {"A hidden neuron", "η = ", "#v=1&table=", "w⁽²⁾₂₁ = ", "Backward", "16. new b⁽¹⁾₁ = ?"}) {
    INFO(part);
    CHECK(has(shown.out, part));
  }
  CHECK(run({"exercise", "--seed", "3", "--level", "2"}).out == shown.out);
  const std::vector<std::vector<std::string>> bad = {{"--level", "6"},
                                                     {"--level", "0"},
                                                     {"--seed", "-1"},
                                                     {"--answers", "x"},
                                                     {"--answers", "1,2,3,4,5,6,7,8,9,10,11"},
                                                     {"--seed", "99999999999"},
                                                     {"--count", "0", "--worksheet", "a.md"}};
  for (std::vector<std::string> args : bad) {
    args.insert(args.begin(), "exercise");
    const Outcome outcome = run(args);
    INFO(args[1] << " " << args[2] << ": " << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(is_one_sentence(outcome.err));
  }
}

}  // namespace
}  // namespace backprop
