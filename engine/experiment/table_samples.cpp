#include "engine/experiment/table_samples.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/table_collect.h"
#include "engine/experiment/table_parts.h"
#include "engine/experiment/table_scale.h"

namespace backprop {
namespace {

using namespace tables;

constexpr double kFittedReach = 1;  // what "fit" reaches

// As a link can have it, and as no other column is called: "a;b" is "a b", the second "a" is "a 2".
std::string linked_name(std::string_view name, std::string_view otherwise,
                        const std::vector<std::string>& taken) {
  std::string plain;
  for (const char c : name) {
    const bool between = std::string_view(",;~|\"").find(c) != std::string_view::npos;
    if (!between) {
      plain += c;
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  plain = clean_name(trimmed(plain));
  if (plain.empty()) plain = otherwise;
  std::string unique = plain;
  for (std::size_t n = 2; std::ranges::find(taken, unique) != taken.end(); ++n) {
    const std::string number = ' ' + count_text(n);
    std::string cut = plain;
    while (cut.size() + number.size() > kMaxColumnName || !is_plain_text(cut)) cut.pop_back();
    unique = cut + number;
  }
  return unique;
}

std::string names_said(const std::vector<std::string>& names) {
  std::vector<std::string> said;
  for (const std::string& name : names) said.push_back(quoted(name));
  return join({said.begin(), said.end()});
}

// "150 samples: the inputs are 'a', 'b', the class is 'kind' ('cat', 'dog')."
std::string samples_said(const SampleTable& table) {
  const bool one = table.inputs.size() == 1, single = table.targets.size() == 1;
  std::string text = count_text(table.rows()) + (table.rows() == 1 ? " sample" : " samples") +
                     (one ? ": the input is " : ": the inputs are ") + names_said(table.inputs);
  if (table.has_classes()) {
    return text + ", the class is " + quoted(table.targets.front()) + " (" +
           names_said(table.classes) + ").";
  }
  return text + (single ? ", the target is " : ", the targets are ") + names_said(table.targets) +
         '.';
}

// Numbers stay as they are; that some are large is worth knowing.
std::string far_inputs_said(const SampleTable& table) {
  if (!table.scales.empty()) return {};
  constexpr float kFar = 20;
  for (std::size_t i = 0; i < table.inputs.size(); ++i) {
    float most = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      most = std::max(most, std::abs(table.number(row, i)));
    }
    if (most <= kFar) continue;
    return "Numbers are taken as they are: " + quoted(table.inputs[i]) + " goes to " +
           number_text(most) + ".";
  }
  return {};
}

// Of every column of numbers, inputs first; none where they stay as they are.
std::vector<Scale> scales_of(const Table& table, const ChosenColumns& chosen,
                             const CollectedRows& rows, TableScale scale) {
  std::vector<Scale> scales;
  for (std::size_t i = 0; i < chosen.numbers.size(); ++i) {
    const std::size_t column = chosen.numbers[i];
    Scale one;
    if (scale == TableScale::kStandardise) one = standard_scale(spread_of(rows, i));
    if (scale == TableScale::kFit) one = fitted_scale(spread_of(rows, i), kFittedReach);
    if (scale == TableScale::kTold && column < table.told_scales.size()) {
      one = table.told_scales[column];
    }
    scales.push_back(one);
  }
  if (std::ranges::none_of(scales, &Scale::scaled)) scales.clear();
  return scales;
}

std::string scale_said(TableScale scale) {
  const std::string how = scale == TableScale::kStandardise ? "with mean 0 and deviation 1"
                          : scale == TableScale::kFit       ? "from −1 to 1"
                                                            : "scaled as the table says";
  return "The network sees the numbers of every column " + how + ".";
}

}  // namespace

Result<TableSamples> take_samples(const Table& table, std::span<const ColumnRole> roles,
                                  TableScale scale) {
  if (const auto right = check_roles(table, roles); !right) return std::unexpected(right.error());
  const ChosenColumns chosen(roles);
  CollectedRows rows = collect_rows(table, chosen);
  if (rows.count() == 0) {
    return fail("there are no samples in it" +
                (rows.says.empty() ? std::string() : ": " + rows.says.front()));
  }
  TableSamples taken;
  SampleTable& samples = taken.table;
  std::vector<std::string> all;  // no name twice
  const auto add = [&](std::size_t column, std::vector<std::string>& names, char letter) {
    const std::string usual = letter + count_text(names.size() + 1);
    names.push_back(linked_name(table.columns[column].name, usual, all));
    all.push_back(names.back());
  };
  for (const std::size_t column : chosen.numbers) {
    const ColumnRole role = roles[column];
    const bool target = role == ColumnRole::kTarget || role == ColumnRole::kValue;
    add(column, target ? samples.targets : samples.inputs, target ? 'y' : 'x');
  }
  if (const Place column = chosen[ColumnRole::kClass]) {
    add(*column, samples.targets, 'y');
    for (const std::string& name : rows.classes) {
      samples.classes.push_back(
          linked_name(name, count_text(samples.classes.size()), samples.classes));
    }
  }
  samples.numbers.assign(rows.numbers.begin(), rows.numbers.end());
  samples.scales = scales_of(table, chosen, rows, scale);
  if (const auto right = check_table(samples); !right) return std::unexpected(right.error());
  taken.says.push_back(samples_said(samples));
  if (!samples.scales.empty()) taken.says.push_back(scale_said(scale));
  if (const std::string far = far_inputs_said(samples); !far.empty()) taken.says.push_back(far);
  taken.says.insert(taken.says.end(), rows.says.begin(), rows.says.end());
  if (std::string unused = unused_said(table, roles); !unused.empty()) {
    taken.says.push_back(std::move(unused));
  }
  return taken;
}

Result<std::vector<std::string>> place_samples(Experiment& experiment, TableSamples taken) {
  Experiment placed = experiment;
  const bool few = taken.table.rows() <= kSmallTable;
  const bool classes = taken.table.has_classes();
  placed.table = std::move(taken.table);
  placed.uses_table = false;  // so that what follows from a table follows from this one
  placed.dataset = nullptr;
  std::vector<std::string> notes;
  if (const auto set = set_property(placed, "dataset", "table", &notes); !set) {
    return std::unexpected(set.error());
  }
  const auto set =
      set_property(placed, "problem", classes ? "classification" : "regression", &notes);
  if (!set) return std::unexpected(set.error());
  taken.says.insert(taken.says.end(), notes.begin(), notes.end());
  if (few && placed.train_fraction != 1) {
    placed.train_fraction = 1;
    taken.says.emplace_back("So few samples are all trained on: the training share is 1.");
  }
  experiment = std::move(placed);
  return std::move(taken.says);
}

Result<std::vector<std::string>> place_table(Experiment& experiment, const Table& table,
                                             std::span<const ColumnRole> roles,
                                             std::optional<TableScale> scale) {
  const TableScale chosen = scale ? *scale : wanted_scale(table, roles);
  if (are_samples(roles)) {
    Result<TableSamples> samples = take_samples(table, roles, chosen);
    if (!samples) return std::unexpected(samples.error());
    return place_samples(experiment, std::move(*samples));
  }
  Result<TablePoints> points = take_points(table, roles, chosen);
  if (!points) return std::unexpected(points.error());
  return place_points(experiment, std::move(*points));
}

std::vector<ColumnRole> sample_roles(const Table& table) {
  std::vector<ColumnRole> roles = table.roles;
  std::size_t inputs = 0;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] == ColumnRole::kValue || roles[i] == ColumnRole::kTarget) {
      roles[i] = ColumnRole::kTarget;
    } else if (roles[i] != ColumnRole::kClass) {
      const bool input = is_usable_number(table, i) && inputs < kMaxTableInputs;
      roles[i] = input ? ColumnRole::kInput : ColumnRole::kIgnore;
      inputs += input ? 1 : 0;
    }
  }
  // Two columns of numbers alone are an input and a target.
  const bool all_inputs = std::ranges::none_of(roles, [](ColumnRole role) {
    return role == ColumnRole::kClass || role == ColumnRole::kTarget;
  });
  if (all_inputs && inputs == 2) {
    *std::ranges::find(roles.rbegin(), roles.rend(), ColumnRole::kInput) = ColumnRole::kTarget;
  }
  return roles;
}

std::vector<ColumnRole> point_roles(const Table& table) {
  if (!are_samples(table.roles)) return table.roles;
  std::vector<ColumnRole> roles(table.roles.size(), ColumnRole::kIgnore);
  std::size_t inputs = 0;
  bool labelled = false;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const ColumnRole role = table.roles[i];
    if (role == ColumnRole::kInput && inputs < 2) {
      roles[i] = inputs++ == 0 ? ColumnRole::kX1 : ColumnRole::kX2;
    } else if (!labelled && (role == ColumnRole::kClass || role == ColumnRole::kTarget)) {
      roles[i] = role == ColumnRole::kClass ? role : ColumnRole::kValue;
      labelled = true;
    }
  }
  return roles;
}

}  // namespace backprop
