// What came of an exercise as a few letters and digits that can be handed in. A checksum over all
// of it finds slips of the pen and numbers that were changed. It is no secret: whoever reads this
// file can make a code. Nothing is sent anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace backprop {

struct HandMistake;

inline constexpr int kMostResultSeconds = (1 << 20) - 1;  // twelve days

struct ExerciseResult {
  std::uint32_t seed = 0;
  int level = 1;
  int right = 0, blanks = 0;  // answers that count as right, of so many
  std::uint32_t mistakes = 0;  // a bit for each that was named, by mistake_index()
  int seconds = 0;             // 0 … kMostResultSeconds; 0 where nobody took the time

  std::vector<const HandMistake*> named() const;
  friend bool operator==(const ExerciseResult&, const ExerciseResult&) = default;
};

// "1H3K0-…": 25 digits of base 32 (D. Crockford's, without I, L, O and U) in groups of five. The
// result is one that check_result_code() takes.
std::string result_code(const ExerciseResult& result);
// In capitals or not, with or without what stands between the groups; O is read as 0, I and L as 1.
// An error says why a code is not valid: a digit is wrong, or it speaks of what there is not.
Result<ExerciseResult> check_result_code(std::string_view text);

}  // namespace backprop
