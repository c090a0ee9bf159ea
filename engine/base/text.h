// Numbers and words as text, the same in every locale: what links, documents and messages use.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "engine/base/real_text.h"

namespace backprop {

// The shortest text that reads back as the same bits: "0.03", "1e-8", "100000".
std::string number_text(float value);
std::string number_text(double value);
std::string number_text(std::int64_t value);
// Of a whole number of any type.
std::string count_text(std::integral auto count) {
  return number_text(static_cast<std::int64_t>(count));
}

// The number that `text` is, all of it, the nearest of its type; nothing for anything else, NaN and
// infinities included.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  if constexpr (std::floating_point<Number>) {
    if (!read_real(text, value)) return std::nullopt;
    value += Number{0};  // −0 becomes 0
  } else {
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || stop != end) return std::nullopt;
  }
  return value;
}

// A stranger's text inside a message: quoted, cut short, and without anything that does not show
// (control characters, text direction marks, broken UTF-8).
std::string quoted(std::string_view text);

// Whether `text` is valid UTF-8 without control characters.
bool is_plain_text(std::string_view text);

// Without the white space around it.
std::string_view trimmed(std::string_view text);

// The parts between separators, at most `limit` of them (the last one then holds the rest). An
// empty text has no parts.
std::vector<std::string_view> split(std::string_view text, char separator, std::size_t limit);

// How many bytes of it stay together on a line: up to a space or the end of a line, but not to one
// between a number and its unit. A line is broken nowhere else, so never inside a number.
std::size_t unbroken(std::string_view text);

// "a, b, c"
std::string join(const std::vector<std::string_view>& words, std::string_view separator = ", ");

}  // namespace backprop
