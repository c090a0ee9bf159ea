#include "shell/cli/arguments.h"

#include <optional>
#include <string_view>

#include "engine/base/text.h"

namespace backprop {

namespace {

template <class Number>
ArgumentCheck in_range(std::string_view kind, Number least, Number most) {
  const std::string wanted =
      "choose a " + std::string(kind) + " from " + number_text(least) + " to " + number_text(most);
  return [=](const std::string& argument) -> std::string {
    const std::optional<Number> value = parse_number<Number>(argument);
    if (value && *value >= least && *value <= most) return {};
    return "it cannot be " + backprop::quoted(argument) + ", " + wanted;
  };
}

}  // namespace

ArgumentCheck whole_number_in(std::int64_t least, std::int64_t most) {
  return in_range<std::int64_t>("whole number", least, most);
}

ArgumentCheck number_in(double least, double most) {
  return in_range<double>("number", least, most);
}

}  // namespace backprop
