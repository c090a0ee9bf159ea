// What tables written by this program say of themselves, in comments that people can read as well.
#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/experiment/table_parts.h"

namespace backprop::tables {
namespace {

constexpr std::size_t kMostLines = 20;  // eight inputs, six targets and six classes

// Commas and the like would make a cell of their own in a spreadsheet.
std::string escaped(std::string_view name) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  for (const char c : name) {
    if (c == ',' || c == ';' || c == '%' || c == '"' || c == '\t' || c == '|') {
      text += '%';
      text += kHex[static_cast<unsigned char>(c) >> 4];
      text += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      text += c;
    }
  }
  return text;
}

std::string unescaped(std::string_view name) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escape =
        name[i] == '%' && i + 2 < name.size() && digit(name[i + 1]) >= 0 && digit(name[i + 2]) >= 0;
    text += escape ? static_cast<char>(digit(name[i + 1]) * 16 + digit(name[i + 2])) : name[i];
    if (escape) i += 2;
  }
  return text;
}

std::string scale_text(std::size_t column, const Scale& scale) {
  std::string name = "column " + count_text(column);
  if (!scale.scaled()) return name;
  const bool negative = scale.centre < 0;
  return "(" + name + (negative ? " + " : " - ") +
         number_text(negative ? -scale.centre : scale.centre) + ") / " + number_text(scale.spread);
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

template <class Number>
std::optional<Number> take_number(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" )"), text.size());
  const std::optional<Number> number = parse_number<Number>(text.substr(0, end));
  text.remove_prefix(end);
  return number;
}

// "(column 2 - 170.2) / 9.13" or "column 2": which one, from 0, and its scale.
struct Told {
  std::size_t column;
  Scale scale;
};
std::optional<Told> read_scale(std::string_view text) {
  Told told{};
  const bool bracket = take(text, "(");
  if (!take(text, "column ")) return std::nullopt;
  const auto column = take_number<std::int64_t>(text);
  if (!column || *column < 1 || *column > static_cast<std::int64_t>(kMaxTableColumns)) {
    return std::nullopt;
  }
  told.column = static_cast<std::size_t>(*column - 1);
  if (!bracket) return text.empty() ? std::optional(told) : std::nullopt;
  const bool minus = take(text, " - ");
  if (!minus && !take(text, " + ")) return std::nullopt;
  const auto centre = take_number<double>(text);
  if (!centre || !take(text, ") / ")) return std::nullopt;
  const auto spread = take_number<double>(text);
  if (!spread || !text.empty()) return std::nullopt;
  told.scale.centre = minus ? *centre : -*centre;
  told.scale.spread = *spread;
  return told;
}

}  // namespace

std::string told_text(const Columns& columns, bool classify) {
  std::string text;
  const auto line = [&text](std::string_view name, const std::string& is) {
    text += "# " + std::string(name) + " = " + is + '\n';
  };
  line("x1", scale_text(1, columns.inputs[0]));
  line("x2", scale_text(2, columns.inputs[1]));
  line(classify ? "class" : "value", scale_text(3, columns.label));
  if (!classify) return text;
  for (std::size_t i = 0; i < columns.classes.size(); ++i) {
    line("class " + count_text(i), escaped(columns.classes[i]));
  }
  return text;
}

std::string told_text(const SampleTable& table) {
  std::string text;
  for (std::size_t i = 0; i < table.width(); ++i) {
    const bool target = i >= table.inputs.size();
    const std::string_view role = !target ? "input" : table.has_classes() ? "class" : "target";
    const Scale scale = i < table.scales.size() ? table.scales[i] : Scale();
    text += "# " + std::string(role) + " = " + scale_text(i + 1, scale) + '\n';
  }
  for (std::size_t i = 0; i < table.classes.size(); ++i) {
    text += "# class " + count_text(i) + " = " + escaped(table.classes[i]) + '\n';
  }
  return text;
}

void hear_told(Table& table, std::string_view text) {
  Columns columns;
  std::vector<ColumnRole> roles(table.columns.size(), ColumnRole::kIgnore);
  std::vector<Scale> scales(table.columns.size());
  for (std::size_t i = 0; i < kMostLines && text.starts_with("# "); ++i) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = trimmed(text.substr(2, end - 2));
    text.remove_prefix(end);
    while (!text.empty() && (text.front() == '\r' || text.front() == '\n')) text.remove_prefix(1);
    // A spreadsheet that saved the table filled the line up to the table's width.
    while (!line.empty() && std::string_view(",;\t").find(line.back()) != line.npos) {
      line.remove_suffix(1);
    }
    const std::size_t equals = line.find(" = ");
    if (equals == line.npos) continue;
    std::string_view name = line.substr(0, equals);
    const std::string_view is = line.substr(equals + 3);
    if (take(name, "class ")) {
      const bool next =
          parse_number<std::int64_t>(name) == static_cast<std::int64_t>(columns.classes.size());
      if (!next || columns.classes.size() == std::size_t{kMaxClasses}) return;
      columns.classes.push_back(clean_name(unescaped(is)));
      continue;
    }
    const auto role = std::find(kRoleNames.begin() + 1, kRoleNames.end(), name);
    const std::optional<Told> told = read_scale(is);
    if (role == kRoleNames.end() || !told || told->column >= roles.size()) continue;
    const auto which = static_cast<ColumnRole>(role - kRoleNames.begin());
    roles[told->column] = which;
    Column& target = which == ColumnRole::kX1   ? columns.inputs[0]
                     : which == ColumnRole::kX2 ? columns.inputs[1]
                                                : columns.label;
    static_cast<Scale&>(target) = told->scale;
    scales[told->column] = told->scale;
  }
  if (!check_roles(table, roles) || !check_columns(columns)) return;
  if (std::ranges::any_of(scales, [](const Scale& one) { return !check_scale(one); })) return;
  if (are_samples(roles)) table.told_scales = std::move(scales);
  table.roles = std::move(roles);
  table.told = std::move(columns);
}

}  // namespace backprop::tables
