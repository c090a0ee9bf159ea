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

// What the outputs of such a network are, whatever the data are called.
std::string plain_meaning(const Experiment& experiment) {
  if (experiment.problem == Problem::kRegression) return "the value at a point of the plane";
  const Activation& head = experiment.output_activation();
  if (head.output_only) return "the probabilities of the classes 0, 1, ...";
  if (experiment.output_count() > 1) {
    return "a number for each class 0, 1, ...: the greatest is the answer";
  }
  if (head.lowest >= 0 && head.highest <= 1) return "the probability of class 1";
  const std::string middle = number_text(experiment.target_middle());
  return "above " + middle + " it is class 1, below " + middle + " class 0";
}

// A stranger's name where code and comments stand around it.
std::string plain_name(std::string_view name, std::string_view otherwise) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _.,:()%+-=";
  std::string text;
  for (const char c : name) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (!continues) text += kPlain.find(c) == kPlain.npos ? '_' : c;
  }
  return text.empty() ? std::string(otherwise) : text;
}

template <class Number>
std::string lines_of(std::span<const Number> values, std::size_t row, const NumberStyle& style) {
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

}  // namespace

std::optional<NetworkScale> scale_of(const Experiment& experiment) {
  NetworkScale scale;
  if (experiment.uses_table) {
    const SampleTable& table = *experiment.table;
    if (table.scales.empty()) return std::nullopt;
    const auto targets = table.scales.begin() + static_cast<std::ptrdiff_t>(table.inputs.size());
    scale.inputs.assign(table.scales.begin(), targets);
    scale.outputs.assign(targets, table.scales.end());
    return scale;
  }
  const Columns* columns = experiment.shown_columns();
  if (columns == nullptr || !columns->scaled()) return std::nullopt;
  scale.inputs.assign(columns->inputs.begin(), columns->inputs.end());
  if (experiment.problem == Problem::kRegression) scale.outputs.push_back(columns->label);
  return scale;
}

std::string input_meaning(const Experiment& experiment) {
  if (experiment.uses_table) {
    std::string meaning = "a row of the table:";
    for (const std::string& name : experiment.table->inputs) {
      meaning += (meaning.back() == ':' ? " " : ", ") + plain_name(name, "?");
    }
    return meaning;
  }
  const Columns* columns = experiment.shown_columns();
  if (columns == nullptr) return "a point of the plane, x1 and x2";
  return plain_name(columns->inputs[0].name, "x1") + " and " +
         plain_name(columns->inputs[1].name, "x2") + ", as in the table of the points";
}

std::string output_meaning(const Experiment& experiment) {
  const Columns* columns = experiment.shown_columns();
  std::string meaning = plain_meaning(experiment);
  if (experiment.uses_table) {
    const SampleTable& table = *experiment.table;
    if (!table.has_classes()) meaning.clear();
    const std::vector<std::string>& names = table.has_classes() ? table.classes : table.targets;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string count = number_text(static_cast<std::int64_t>(i));
      meaning += table.has_classes() ? (i == 0 ? "; class " : ", ") + count + " is "
                 : i > 0             ? ", "
                                     : "";
      meaning += plain_name(names[i], "?");
    }
    return meaning;
  }
  if (columns == nullptr) return meaning;
  if (experiment.problem == Problem::kRegression) {
    return columns->label.name.empty() ? meaning : plain_name(columns->label.name, "the value");
  }
  for (std::size_t i = 0; i < columns->classes.size(); ++i) {
    meaning += (i == 0 ? "; class " : ", ") + number_text(static_cast<std::int64_t>(i)) + " is " +
               plain_name(columns->classes[i], "?");
  }
  return meaning;
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
  return lines_of(values, row, style);
}

std::string number_lines(std::span<const double> values, std::size_t row,
                         const NumberStyle& style) {
  return lines_of(values, row, style);
}

}  // namespace backprop::exports
