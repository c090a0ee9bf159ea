#include "engine/run/table_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"

namespace backprop {
namespace {

Result<std::vector<std::string>> read_names(const JsonValue& list) {
  std::vector<std::string> names;
  const auto read = list.each([&](const JsonValue& element, std::size_t) -> Result<void> {
    const Result<std::string_view> name = element.text();
    if (!name) return std::unexpected(name.error());
    names.emplace_back(*name);
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return names;
}

Result<float> read_cell(const JsonValue& value, const SampleTable& table, std::size_t column) {
  if (!table.has_classes() || column < table.inputs.size() || value.is_number()) {
    return value.number();
  }
  const Result<std::string_view> name = value.text();
  if (!name) return std::unexpected(name.error());
  const auto found = std::ranges::find(table.classes, *name);
  if (found == table.classes.end()) return value.wrong("there is no class " + quoted(*name));
  return static_cast<float>(found - table.classes.begin());
}

Result<void> read_scales(const JsonValue& list, SampleTable& table) {
  return list.each([&](const JsonValue& element, std::size_t) -> Result<void> {
    static constexpr std::array<std::string_view, 2> kNames = {"centre", "spread"};
    if (const auto known = element.has_only(kNames); !known) return known;
    Scale& scale = table.scales.emplace_back();
    for (const auto& [name, number] :
         {std::pair{"centre", &scale.centre}, {"spread", &scale.spread}}) {
      const Result<double> read = element.member(name).real();
      if (!read) return std::unexpected(read.error());
      *number = *read;
    }
    return {};
  });
}

Result<void> read_rows(const JsonValue& list, SampleTable& table) {
  return list.each([&](const JsonValue& row, std::size_t) -> Result<void> {
    if (const auto sized = row.has_size(table.width(), "numbers"); !sized) return sized;
    return row.each([&](const JsonValue& cell, std::size_t column) -> Result<void> {
      const Result<float> number = read_cell(cell, table, column);
      if (!number) return std::unexpected(number.error());
      table.numbers.push_back(*number);
      return {};
    });
  });
}

}  // namespace

Result<SampleTable> read_table_value(const JsonValue& value) {
  if (const Result<std::string_view> text = value.text(); text) {
    Result<SampleTable> table = read_sample_table(*text);
    if (!table) return value.wrong(table.error().message);
    return table;
  }
  static constexpr std::array<std::string_view, 5> kNames = {"inputs", "targets", "classes",
                                                             "scales", "rows"};
  if (const auto known = value.has_only(kNames); !known) return std::unexpected(known.error());
  SampleTable table;
  for (const auto& [name, names] : {std::pair{"inputs", &table.inputs},
                                    {"targets", &table.targets},
                                    {"classes", &table.classes}}) {
    if (name == std::string_view("classes") && !value.has(name)) continue;
    Result<std::vector<std::string>> read = read_names(value.member(name));
    if (!read) return std::unexpected(read.error());
    *names = std::move(*read);
  }
  if (value.has("scales")) {
    if (const auto read = read_scales(value.member("scales"), table); !read) {
      return std::unexpected(read.error());
    }
  }
  if (const auto read = read_rows(value.member("rows"), table); !read) {
    return std::unexpected(read.error());
  }
  if (std::ranges::none_of(table.scales, &Scale::scaled)) table.scales.clear();
  if (const auto right = check_table(table); !right) return value.wrong(right.error().message);
  return table;
}

}  // namespace backprop
