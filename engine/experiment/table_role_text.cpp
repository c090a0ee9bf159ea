// What columns are to be, as somebody says it, and whether that can be.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/table_parts.h"

namespace backprop {
namespace {

using namespace tables;
using Index = std::optional<std::size_t>;

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c + 0; };
    return small(x) == small(y);
  });
}

Result<std::size_t> find_column(const Table& table, std::string_view name) {
  const auto search = [&](const auto& same) -> Index {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (!table.columns[i].name.empty() && same(table.columns[i].name)) return i;
    }
    return std::nullopt;
  };
  if (const Index i = search([&](std::string_view other) { return other == name; })) return *i;
  if (const Index i = search([&](std::string_view other) { return same_letters(other, name); })) {
    return *i;
  }
  const auto number = parse_number<std::int64_t>(name);
  if (number && *number >= 1 && *number <= static_cast<std::int64_t>(table.columns.size())) {
    return static_cast<std::size_t>(*number - 1);
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min<std::size_t>(table.columns.size(), 12); ++i) {
    names.push_back(table.columns[i].name.empty() ? count_text(i + 1)
                                                  : quoted(table.columns[i].name));
  }
  return fail("there is no column " + quoted(name) + ": the columns are " +
              join({names.begin(), names.end()}) +
              (table.columns.size() > names.size() ? ", …" : ""));
}

// "x1=a, b,x2=c" into {"x1=a, b", "x2=c"}: commas may be in names.
std::vector<std::string_view> split_roles(std::string_view text) {
  constexpr std::string_view kKeys[] = {
      "x1=", "x2=", "label=", "class=", "value=", "input=", "target="};
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',') continue;
    const std::string_view rest = trimmed(text.substr(i + 1));
    if (std::any_of(std::begin(kKeys), std::end(kKeys),
                    [&](std::string_view key) { return rest.starts_with(key); })) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace

std::string tables::unused_said(const Table& table, std::span<const ColumnRole> roles) {
  constexpr std::size_t kMostNamed = 6;
  std::vector<std::string> named;
  std::size_t others = 0;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] != ColumnRole::kIgnore) continue;
    if (named.size() < kMostNamed) {
      named.push_back(quoted(table.column_name(i)));
    } else {
      ++others;
    }
  }
  if (named.empty()) return {};
  const std::string more = others == 0   ? ""
                           : others == 1 ? " and another column"
                                         : " and " + count_text(others) + " other columns";
  return "Not used: " + join({named.begin(), named.end()}) + more + '.';
}

bool are_samples(std::span<const ColumnRole> roles) {
  return std::ranges::any_of(roles, [](ColumnRole role) {
    return role == ColumnRole::kInput || role == ColumnRole::kTarget;
  });
}

Result<std::vector<ColumnRole>> read_roles(const Table& table, std::string_view text) {
  std::vector<ColumnRole> roles(table.columns.size(), ColumnRole::kIgnore);
  std::array<bool, kRoleNames.size()> given{};
  for (const std::string_view part : split_roles(text)) {
    const std::size_t equals = part.find('=');
    if (equals == part.npos) {
      return fail("columns are given like x1=height,x2=weight,label=group, not " + quoted(part));
    }
    const std::string_view key = trimmed(part.substr(0, equals));
    ColumnRole role = ColumnRole::kIgnore;
    for (std::size_t i = 1; i < kRoleNames.size(); ++i) {
      if (kRoleNames[i] == key) role = static_cast<ColumnRole>(i);
    }
    if (role == ColumnRole::kIgnore && key != "label") {
      return fail("a column can be x1, x2, label, class, value, input or target, not " +
                  quoted(key));
    }
    const Result<std::size_t> column = find_column(table, trimmed(part.substr(equals + 1)));
    if (!column) return std::unexpected(column.error());
    if (key == "label") {
      role = is_class_by_itself(table, *column) ? ColumnRole::kClass : ColumnRole::kValue;
    }
    const bool several = role == ColumnRole::kInput || role == ColumnRole::kTarget;
    const bool label = role == ColumnRole::kClass || role == ColumnRole::kValue;
    const std::size_t slot = label ? std::size_t{3} : static_cast<std::size_t>(role);
    if (std::exchange(given[slot], true) && !several) {
      return fail(label ? std::string("a table has one label, a class or a value")
                        : std::string(key) + " is given twice");
    }
    if (roles[*column] != ColumnRole::kIgnore) {
      return fail(quoted(table.column_name(*column)) + " is given twice");
    }
    roles[*column] = role;
  }
  if (const auto right = check_roles(table, roles); !right) return std::unexpected(right.error());
  return roles;
}

std::string roles_text(const Table& table, std::span<const ColumnRole> roles) {
  constexpr ColumnRole kOrder[] = {ColumnRole::kX1,    ColumnRole::kX2,    ColumnRole::kInput,
                                   ColumnRole::kClass, ColumnRole::kValue, ColumnRole::kTarget};
  std::string text;
  for (const ColumnRole role : kOrder) {
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (roles[i] != role) continue;
      // By name where that finds this column again.
      const std::string& name = table.columns[i].name;
      const bool plain = name.find_first_of(",='\"") == name.npos;
      const Result<std::size_t> found = find_column(table, name);
      const bool by_name = !name.empty() && plain && found && *found == i;
      const bool label = role == ColumnRole::kClass || role == ColumnRole::kValue;
      text += (text.empty() ? "" : ",") +
              std::string(label ? "label" : kRoleNames[static_cast<std::size_t>(role)]) + '=' +
              (by_name ? name : count_text(i + 1));
    }
  }
  return text;
}

Result<void> check_roles(const Table& table, std::span<const ColumnRole> roles) {
  std::array<std::size_t, kRoleNames.size()> count{};
  if (roles.size() != table.columns.size()) return fail("every column needs a role");
  for (std::size_t i = 0; i < roles.size(); ++i) {
    ++count[static_cast<std::size_t>(roles[i])];
    if (roles[i] == ColumnRole::kIgnore || roles[i] == ColumnRole::kClass) continue;
    if (table.columns[i].numbers == 0) {
      return fail(quoted(table.column_name(i)) + " has no numbers, and " +
                  std::string(kRoleNames[static_cast<std::size_t>(roles[i])]) + " needs them");
    }
  }
  if (count[3] + count[4] > 1) return fail("a table has one label, a class or a value");
  if (are_samples(roles)) {
    const std::size_t inputs = count[1] + count[2] + count[5], targets = count[4] + count[6];
    if (inputs == 0) return fail("one column at least has to be an input");
    if (inputs > kMaxTableInputs) {
      return fail("there is room for " + count_text(kMaxTableInputs) + " inputs, not " +
                  count_text(inputs));
    }
    if (count[3] > 0 && targets > 0) return fail("a table has a class or targets, not both");
    if (count[3] + targets == 0) return fail("one column at least has to be a target or a class");
    if (targets <= kMaxTableTargets) return {};
    return fail("there is room for " + count_text(kMaxTableTargets) + " targets, not " +
                count_text(targets));
  }
  for (const ColumnRole role : {ColumnRole::kX1, ColumnRole::kX2}) {
    if (count[static_cast<std::size_t>(role)] != 1) {
      return fail("one column has to be " +
                  std::string(kRoleNames[static_cast<std::size_t>(role)]));
    }
  }
  return {};
}

}  // namespace backprop
