// Rows of the property table, made from pointers to members of Experiment: one template per kind
// of property builds the row with its reading and writing. Only properties.cpp needs this.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/experiment.h"

namespace backprop::row {

struct Words {
  std::string_view name, label, help, group;
};

struct Range {
  double min, max;
};

struct Slider {
  std::span<const double> stops = {};
  bool logarithmic = false;
};

using Relevant = bool (*)(const Experiment&);
inline bool always(const Experiment&) { return true; }

// The type of the member a pointer to member points at.
template <class Member>
struct MemberOf;
template <class Type>
struct MemberOf<Type Experiment::*> {
  using type = Type;
};
template <auto kMember>
using TypeOf = typename MemberOf<decltype(kMember)>::type;

template <class Number>
std::string text_of(Number value) {
  if constexpr (std::is_integral_v<Number>) {
    return number_text(static_cast<std::int64_t>(value));
  } else {
    return number_text(value);
  }
}

inline std::string range_text(const Range& range, bool whole) {
  return (whole ? "choose a whole number from " : "choose a number from ") +
         number_text(range.min) + " to " + number_text(range.max);
}

// A number within a range, or what would be right. The bounds are taken in the number's own
// precision, so that the text of a bound is within it.
template <class Number>
Result<Number> number_in(std::string_view text, const Range& range) {
  constexpr bool kWhole = std::is_integral_v<Number>;
  const std::optional<Number> value = parse_number<Number>(text);
  if (!value || *value < static_cast<Number>(range.min) ||
      *value > static_cast<Number>(range.max)) {
    return fail(range_text(range, kWhole));
  }
  return *value;
}

// --- numbers -----------------------------------------------------------------------------------

template <auto kMember, const Range& kRange>
Property number(const Words& words, Effect effect, const Slider& slider = {},
                Relevant relevant = always) {
  using Number = TypeOf<kMember>;
  return {words.name,
          words.label,
          words.help,
          words.group,
          std::is_integral_v<Number> ? PropertyKind::kInteger : PropertyKind::kReal,
          effect,
          kRange.min,
          kRange.max,
          slider.stops,
          slider.logarithmic,
          {},
          [](const Experiment& experiment) { return text_of(experiment.*kMember); },
          [](Experiment& experiment, std::string_view text) -> Result<void> {
            const Result<Number> value = number_in<Number>(text, kRange);
            if (!value) return std::unexpected(value.error());
            experiment.*kMember = *value;
            return {};
          },
          relevant};
}

// --- switches ----------------------------------------------------------------------------------

template <auto kMember>
Property toggle(const Words& words, Effect effect, Relevant relevant = always) {
  return {words.name,
          words.label,
          words.help,
          words.group,
          PropertyKind::kSwitch,
          effect,
          0,
          1,
          {},
          false,
          {},
          [](const Experiment& experiment) {
            return std::string(experiment.*kMember ? "true" : "false");
          },
          [](Experiment& experiment, std::string_view text) -> Result<void> {
            if (text != "true" && text != "false") return fail("choose true or false");
            experiment.*kMember = text == "true";
            return {};
          },
          relevant};
}

// --- one of a table's entries ------------------------------------------------------------------

inline bool offered(const auto&) { return true; }
inline bool offered(const Activation& entry) { return !entry.output_only; }

// The entries of a table as choices, without those that cannot be chosen.
template <auto kTable>
std::span<const Choice> choices_of() {
  static const std::vector<Choice> choices = [] {
    std::vector<Choice> result;
    for (const auto& entry : kTable()) {
      if (offered(entry)) result.push_back({entry.name, entry.label, entry.help});
    }
    return result;
  }();
  return choices;
}

inline std::string choose_one_of(std::span<const Choice> choices) {
  std::vector<std::string_view> names;
  for (const Choice& choice : choices) names.push_back(choice.name);
  return "choose one of " + join(names);
}

// The offered entry called `name`, or what there is to choose.
template <auto kTable>
auto entry_called(std::string_view name) -> Result<const typename decltype(kTable())::value_type*> {
  const auto* entry = find_entry(kTable(), name);
  if (entry == nullptr || !offered(*entry)) return fail(choose_one_of(choices_of<kTable>()));
  return entry;
}

template <auto kMember, auto kTable>
Property choice(const Words& words, Effect effect, Relevant relevant = always) {
  return {words.name,
          words.label,
          words.help,
          words.group,
          PropertyKind::kChoice,
          effect,
          0,
          0,
          {},
          false,
          choices_of<kTable>(),
          [](const Experiment& experiment) { return std::string((experiment.*kMember)->name); },
          [](Experiment& experiment, std::string_view text) -> Result<void> {
            const auto entry = entry_called<kTable>(text);
            if (!entry) return std::unexpected(entry.error());
            experiment.*kMember = *entry;
            return {};
          },
          relevant};
}

// The same for an enumeration whose values number the choices from 0.
template <auto kMember, const auto& kChoices>
Property enumeration(const Words& words, Effect effect, Relevant relevant = always) {
  return {words.name,
          words.label,
          words.help,
          words.group,
          PropertyKind::kChoice,
          effect,
          0,
          0,
          {},
          false,
          kChoices,
          [](const Experiment& experiment) {
            return std::string(kChoices[static_cast<std::size_t>(experiment.*kMember)].name);
          },
          [](Experiment& experiment, std::string_view text) -> Result<void> {
            for (std::size_t i = 0; i < kChoices.size(); ++i) {
              if (kChoices[i].name != text) continue;
              experiment.*kMember = static_cast<TypeOf<kMember>>(i);
              return {};
            }
            return fail(choose_one_of(kChoices));
          },
          relevant};
}

}  // namespace backprop::row
