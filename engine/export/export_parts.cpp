#include "engine/export/export_parts.h"

#include <algorithm>
#include <cassert>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/run/trainer_link.h"

namespace backprop::exports {
namespace {

constexpr std::size_t kLongestLine = 100;
constexpr std::size_t kLongestLink = 1000;

bool is_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::string replaced(std::string_view line, std::span<const Slot> slots) {
  std::string text;
  while (!line.empty()) {
    const std::size_t mark = line.find('$');
    text += line.substr(0, mark);
    if (mark == line.npos) break;
    line.remove_prefix(mark + 1);
    std::size_t length = 0;
    while (length < line.size() && is_name(line[length])) ++length;
    const Slot* slot = find_entry(slots, line.substr(0, length));
    assert(slot);
    text += slot->value;
    line.remove_prefix(length);
  }
  return text;
}

}  // namespace

std::string output_meaning(const Experiment& experiment) {
  if (experiment.problem == Problem::kRegression) return "the value at a point of the plane";
  const Activation& head = experiment.output_activation();
  if (head.output_only) return "the probabilities of the classes 0, 1, ...";
  if (experiment.output_count() > 1) {
    return "a number for each class 0, 1, ...: the greatest is the answer";
  }
  return head.lowest >= 0 ? "the probability of class 1" : "above 0 it is class 1, below 0 class 0";
}

std::string short_link(const Trainer& trainer) {
  std::string link = make_link(trainer);
  if (link.size() > kLongestLink) link.clear();
  return link;
}

std::string filled(std::string_view pattern, std::span<const Slot> slots) {
  std::string text;
  while (!pattern.empty()) {
    const std::string_view line = pattern.substr(0, pattern.find('\n'));
    const std::string value = replaced(line, slots);
    if (!value.empty() || line.empty()) text += value;
    if ((!value.empty() || line.empty()) && !value.ends_with('\n')) text += '\n';
    pattern.remove_prefix(std::min(line.size() + 1, pattern.size()));
  }
  return text;
}

std::string number_lines(std::span<const float> values, std::size_t row, const NumberStyle& style) {
  std::string text, line;
  const auto end_line = [&] {
    if (!text.empty()) text += '\n';
    text += std::string(style.indent) + line;
    line.clear();
  };
  for (std::size_t begin = 0; begin < values.size(); begin += row) {
    std::string entry(style.open);
    for (std::size_t i = begin; i < std::min(begin + row, values.size()); ++i) {
      if (i > begin) entry += ", ";
      std::string number = number_text(values[i]);
      if (!style.suffix.empty() && number.find_first_of(".e") == number.npos) number += ".0";
      entry += number + std::string(style.suffix);
    }
    entry += style.close;
    const bool last = begin + row >= values.size();
    if (!last) entry += ',';
    if (!line.empty() && style.indent.size() + line.size() + 1 + entry.size() > kLongestLine) {
      end_line();
    }
    line += (line.empty() ? "" : " ") + entry;
  }
  if (!line.empty()) end_line();
  return text;
}

}  // namespace backprop::exports
