#include "engine/experiment/sample_table.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/point_columns.h"

namespace backprop {
namespace {

// As far as coordinates of points go.
constexpr float kMaxNumber = 1e6f;

bool is_number(float value) { return value >= -kMaxNumber && value <= kMaxNumber; }

// As the network sees it, as far as coordinates of points go; what is scaled may itself be far.
bool can_be_seen(const SampleTable& table, std::size_t column, float number) {
  return std::isfinite(number) && is_number(table.scaled(column, number));
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxColumnName && is_plain_text(name) &&
         name == trimmed(name) && name.find_first_of(",;~|\"") == name.npos;
}

Result<void> check_names(const std::vector<std::string>& names, std::size_t fewest,
                         std::size_t most, std::string_view what) {
  if (names.size() < fewest || names.size() > most) {
    return fail("a table has " + count_text(fewest) + " to " + count_text(most) + ' ' +
                std::string(what) + ", not " + count_text(names.size()));
  }
  for (const std::string& name : names) {
    if (!is_name(name)) return fail(quoted(name) + " is no name for a column or a class");
  }
  return {};
}

// Names between commas, from the given column on, each with its scale.
std::string joined(const SampleTable& table, const std::vector<std::string>& names,
                   std::size_t first) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i > 0 ? "," : "") + names[i];
    if (first + i >= table.scales.size()) continue;
    const Scale& scale = table.scales[first + i];
    if (scale.scaled()) {
      text += '|' + number_text(scale.centre) + '|' + number_text(scale.spread);
    }
  }
  return text;
}

// A class by its name, or by its number from 0.
std::optional<float> class_in(const SampleTable& table, std::string_view word) {
  const auto named = std::ranges::find(table.classes, word);
  if (named != table.classes.end()) return static_cast<float>(named - table.classes.begin());
  const std::optional<std::int64_t> number = parse_number<std::int64_t>(word);
  if (!number || *number < 0 || *number >= static_cast<std::int64_t>(table.classes.size())) {
    return std::nullopt;
  }
  return static_cast<float>(*number);
}

// Then their places would be taken for names: of the classes 1 and 2, "1" is the first one.
bool are_called_by_numbers(const std::vector<std::string>& classes) {
  return std::ranges::any_of(classes, [](const std::string& name) {
    return parse_number<std::int64_t>(name).has_value();
  });
}

Result<void> read_row(std::string_view text, SampleTable& table) {
  const std::size_t row = table.rows() + 1;
  const std::vector<std::string_view> words = split(text, ',', table.width() + 1);
  if (words.size() != table.width()) {
    return fail("row " + count_text(row) + " should have " + count_text(table.width()) +
                " numbers, not " + quoted(text));
  }
  std::vector<float> numbers;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = trimmed(words[i]);
    const bool is_class = table.has_classes() && i == table.inputs.size();
    const std::optional<float> number =
        is_class ? class_in(table, word) : parse_number<float>(word);
    if (!number || !(is_class ? is_number(*number) : can_be_seen(table, i, *number))) {
      return fail("row " + count_text(row) + " has " + quoted(word) + " where a " +
                  (is_class ? "class" : "number") + " should be");
    }
    numbers.push_back(*number);
  }
  table.numbers.insert(table.numbers.end(), numbers.begin(), numbers.end());
  return {};
}

// The words in the only target's column of all rows, each once, in the order they come: classes.
// None where a row has a number there, or all rows the same word.
std::vector<std::string> words_in(std::span<const std::string_view> rows, std::size_t inputs) {
  std::vector<std::string> words;
  for (const std::string_view row : rows) {
    const std::vector<std::string_view> cells = split(row, ',', inputs + 2);
    const std::string_view word = cells.size() == inputs + 1 ? trimmed(cells.back()) : "";
    if (!is_name(word) || parse_number<float>(word)) return {};
    if (std::ranges::find(words, word) == words.end()) words.emplace_back(word);
    if (words.size() > kMaxClasses + 1) break;  // too many, whatever follows
  }
  return words.size() > 1 ? words : std::vector<std::string>();
}

std::vector<std::string> names_in(std::string_view text, char between) {
  std::vector<std::string> names;
  for (const std::string_view name : split(text, between, 20)) names.emplace_back(trimmed(name));
  return names;
}

// Takes the scales off names, "height|170.2|9.13", and adds them to the table's.
Result<void> take_scales(std::vector<std::string>& names, SampleTable& table) {
  for (std::string& name : names) {
    const std::vector<std::string_view> parts = split(name, '|', 4);
    Scale& scale = table.scales.emplace_back();
    if (parts.size() < 2) continue;  // an empty name has no part
    const auto centre = parse_number<double>(parts[1]);
    const auto spread = parts.size() == 3 ? parse_number<double>(parts[2]) : std::nullopt;
    if (!centre || !spread) {
      return fail("a scale is a centre and a spread, as in height|170|9, not " + quoted(name));
    }
    scale = {*centre, *spread};
    if (const auto right = check_scale(scale); !right) return right;
    name = std::string(trimmed(parts[0]));
  }
  return {};
}

// Where every one leaves numbers as they are, there is none.
void drop_plain_scales(SampleTable& table) {
  if (std::ranges::none_of(table.scales, &Scale::scaled)) table.scales.clear();
}

}  // namespace

Point SampleTable::point(std::size_t row) const {
  return {number(row, 0), inputs.size() > 1 ? number(row, 1) : 0.0f, number(row, inputs.size())};
}

std::vector<float> SampleTable::seen_inputs(std::span<const float> row) const {
  std::vector<float> result(row.begin(), row.end());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = scaled(i, result[i]);
  return result;
}

double SampleTable::told_output(int output, float value) const {
  const std::size_t column = inputs.size() + static_cast<std::size_t>(output);
  const auto number = static_cast<double>(value);
  return column < scales.size() ? scales[column].number_at(number) : number;
}

const std::string& SampleTable::output_name(int output, int outputs) const {
  const bool own_class = has_classes() && outputs > 1;
  if (has_classes() && !own_class) return targets.front();
  return (own_class ? classes : targets)[static_cast<std::size_t>(output)];
}

Result<void> check_table(const SampleTable& table) {
  if (const auto right = check_names(table.inputs, 1, kMaxTableInputs, "inputs"); !right) {
    return right;
  }
  const std::size_t most = table.has_classes() ? 1 : kMaxTableTargets;
  if (const auto right = check_names(table.targets, 1, most, "targets"); !right) return right;
  if (table.has_classes()) {
    if (const auto right = check_names(table.classes, 2, kMaxClasses, "classes"); !right) {
      return right;
    }
  }
  const std::size_t scaled = table.inputs.size() + (table.has_classes() ? 0 : table.targets.size());
  if (!table.scales.empty() && table.scales.size() != scaled) {
    return fail("a table has a scale for every column of numbers, or none");
  }
  for (const Scale& scale : table.scales) {
    if (const auto right = check_scale(scale); !right) return right;
  }
  if (table.numbers.empty() || table.numbers.size() % table.width() != 0) {
    return fail("a table has rows of as many numbers as it has columns");
  }
  if (table.rows() > kMaxTableRows) {
    return fail("a table has at most " + count_text(kMaxTableRows) + " rows");
  }
  for (std::size_t i = 0; i < table.numbers.size(); ++i) {
    const float number = table.numbers[i];
    const bool is_class = table.has_classes() && i % table.width() == table.inputs.size();
    const auto classes = static_cast<float>(table.classes.size());
    const bool counts = number >= 0 && number < classes && number == std::floor(number);
    const bool right = is_class ? counts : can_be_seen(table, i % table.width(), number);
    if (!right) return fail(number_text(number) + " is no number that a table can have");
  }
  return {};
}

std::string table_text(const SampleTable& table) {
  for (const ShippedTable& shipped : shipped_tables()) {
    if (*read_sample_table(shipped.name) == table) return std::string(shipped.name);
  }
  std::string text =
      joined(table, table.inputs, 0) + ';' + joined(table, table.targets, table.inputs.size());
  for (const std::string& name : table.classes) text += '~' + name;
  const bool by_name = are_called_by_numbers(table.classes);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.width(); ++column) {
      const float number = table.number(row, column);
      const bool name = by_name && column == table.inputs.size();
      text += column == 0 ? ";" : ",";
      text += name ? table.classes[static_cast<std::size_t>(number)] : number_text(number);
    }
  }
  return text;
}

Result<SampleTable> read_sample_table(std::string_view text) {
  if (const ShippedTable* shipped = find_entry(shipped_tables(), text)) {
    static const std::vector<SampleTable> all = [] {
      std::vector<SampleTable> result;
      for (const ShippedTable& entry : shipped_tables()) {
        result.push_back(*read_sample_table(entry.text));
      }
      return result;
    }();
    return all[static_cast<std::size_t>(shipped - shipped_tables().data())];
  }
  const std::vector<std::string_view> parts = split(text, ';', kMaxTableRows + 3);
  if (parts.size() < 3) {
    std::vector<std::string_view> names;
    for (const ShippedTable& entry : shipped_tables()) names.push_back(entry.name);
    return fail(
        "it should be the names of the inputs, those of the targets, and rows, as in "
        "x1,x2;y;0,1,1, or one of " +
        join(names));
  }
  if (parts.size() > kMaxTableRows + 2) {
    return fail("there are more than " + count_text(kMaxTableRows) + " rows");
  }
  SampleTable table;
  table.inputs = names_in(parts[0], ',');
  if (const auto taken = take_scales(table.inputs, table); !taken) {
    return std::unexpected(taken.error());
  }
  if (parts[1].find('~') != parts[1].npos) {
    table.classes = names_in(parts[1], '~');
    table.targets = {table.classes.front()};
    table.classes.erase(table.classes.begin());
  } else {
    table.targets = names_in(parts[1], ',');
    if (const auto taken = take_scales(table.targets, table); !taken) {
      return std::unexpected(taken.error());
    }
    if (table.targets.size() == 1) {
      table.classes = words_in(std::span(parts).subspan(2), table.inputs.size());
    }
    if (table.classes.size() > kMaxClasses) {
      return fail("there are more than " + count_text(kMaxClasses) + " classes");
    }
  }
  drop_plain_scales(table);
  for (std::size_t i = 2; i < parts.size(); ++i) {
    if (const auto read = read_row(parts[i], table); !read) return std::unexpected(read.error());
  }
  if (const auto right = check_table(table); !right) return std::unexpected(right.error());
  return table;
}

}  // namespace backprop
