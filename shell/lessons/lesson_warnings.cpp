#include "shell/lessons/lesson_warnings.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/text.h"

namespace backprop {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The first number written in figures outside of braces. One that ends a name, as in L2 and x1, is
// none.
std::optional<std::string> loose_figure(std::string_view text) {
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') inside = true;
    if (text[at] == '}') inside = false;
    const bool begins = is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]));
    if (inside || !begins || (at > 0 && is_letter(text[at - 1]))) continue;
    std::size_t end = at;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || text[end] == ',')) {
      ++end;
    }
    while (!is_digit(text[end - 1])) --end;
    return std::string(text.substr(at, end - at));
  }
  return std::nullopt;
}

// Whether a number of the run stands in it.
bool tells_quantity(std::string_view text) {
  for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
    if (text.substr(at + 1, 1) != "=") return true;
  }
  return false;
}

int words_in(std::string_view text) {
  int words = 0;
  bool in_word = false, inside = false;
  for (const char c : text) {
    if (c == '{') inside = true;
    if (c == '}') inside = false;
    const bool letter = c != ' ' || inside;
    if (letter && !in_word) ++words;
    in_word = letter;
  }
  return words;
}

void warn_of_step(const LessonStep& step, std::vector<LessonWarning>& warnings) {
  const auto look_at = [&](std::string_view text, std::string_view where) {
    const std::optional<std::string> figure = loose_figure(text);
    if (!figure) return;
    warnings.push_back({step.line, quoted(*figure) + " stands in " + std::string(where) + " of " +
                                       quoted(step.title) +
                                       ": write a number of the run as {quantity}, one that "
                                       "arithmetic gives as {= 2 / 0.9}"});
  };
  bool tells = false;
  for (const std::string& text : step.reveal) {
    look_at(text, "the reveal");
    tells = tells || tells_quantity(text);
  }
  for (const LessonChoice& choice : step.choices) look_at(choice.feedback, "the answers");
  look_at(step.hint, "the hint");
  if (tells && step.checks.empty()) {
    warnings.push_back({step.line, "the reveal of " + quoted(step.title) +
                                       " tells numbers of the run, and no check: says what they "
                                       "have to be"});
  }
}

}  // namespace

int word_count(const Lesson& lesson) {
  int words = words_in(lesson.title) + words_in(lesson.summary);
  for (const LessonStep& step : lesson.steps) {
    words += words_in(step.title) + words_in(step.question) + words_in(step.attempt) +
             words_in(step.hint);
    for (const std::string& text : step.text) words += words_in(text);
    for (const std::string& text : step.reveal) words += words_in(text);
    for (const LessonChoice& choice : step.choices) {
      // Wrong numbers are typed, not read.
      words += (step.typed.empty() ? words_in(choice.text) : 0) + words_in(choice.feedback);
    }
  }
  return words;
}

std::vector<LessonWarning> warnings_of(const Lesson& lesson) {
  std::vector<LessonWarning> warnings;
  for (const LessonStep& step : lesson.steps) warn_of_step(step, warnings);
  const int words = word_count(lesson);
  if (words > kMaxLessonWords) {
    warnings.push_back({lesson.link_line,
                        "the lesson has " + number_text(std::int64_t{words}) + " words: " +
                            number_text(std::int64_t{kMaxLessonWords}) + " are what people read"});
  }
  return warnings;
}

}  // namespace backprop
