// What assets/lessons and assets/examples hold, one text after the other: lessons, then worked
// examples. The page fetches it as a file; every other program has it inside.
#pragma once

#include <string_view>

namespace backprop {

// Not on the page.
std::string_view shipped_texts();

struct ShippedTexts {
  std::string_view lessons, examples;
};
inline ShippedTexts divide_texts(std::string_view all) {
  constexpr std::string_view kFirst = "\nexample:";
  const std::size_t end = all.find(kFirst);
  if (end == all.npos) return {all, {}};
  return {all.substr(0, end + 1), all.substr(end + 1)};
}
inline std::string_view shipped_lessons() { return divide_texts(shipped_texts()).lessons; }
inline std::string_view shipped_examples() { return divide_texts(shipped_texts()).examples; }

}  // namespace backprop
