#include "engine/exercise/result_code.h"

#include <array>
#include <optional>

#include "engine/base/text.h"
#include "engine/exercise/exercise.h"
#include "engine/exercise/mistake.h"

namespace backprop {
namespace {

constexpr std::string_view kCodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeDigits = 25, kCodeGroup = 5;
constexpr int kDigitBits = 5;
constexpr std::uint32_t kCodeVersion = 1;

// The fields in their order, with their bits; the checksum is the last one.
struct CodeField {
  enum Index { kVersion, kLevel, kSeed, kRight, kBlanks, kMistakes, kSeconds, kChecksum };
};
constexpr std::array kFieldBits = {3, 3, 32, 7, 7, 24, 20, 29};
using Fields = std::array<std::uint32_t, kFieldBits.size()>;

// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo; 64 bits) over the fields before it, folded.
std::uint32_t checksum(const Fields& fields) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](std::uint32_t byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const char c : std::string_view("backprop exercise")) add(static_cast<unsigned char>(c));
  for (std::size_t i = 0; i < CodeField::kChecksum; ++i) {
    for (int shift = 0; shift < 32; shift += 8) add((fields[i] >> shift) & 0xffU);
  }
  return static_cast<std::uint32_t>((hash ^ (hash >> 32)) &
                                    ((1U << kFieldBits[CodeField::kChecksum]) - 1));
}

// The bits of all fields, the first one's highest first.
template <class Take>
void each_bit(Take take) {
  std::size_t at = 0;
  for (std::size_t field = 0; field < kFieldBits.size(); ++field) {
    for (int bit = kFieldBits[field] - 1; bit >= 0; --bit) take(at++, field, bit);
  }
}

std::optional<std::uint32_t> digit_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const std::size_t at = kCodeLetters.find(c);
  if (at == kCodeLetters.npos) return std::nullopt;
  return static_cast<std::uint32_t>(at);
}

Result<Fields> read_fields(std::string_view text) {
  std::vector<std::uint32_t> digits;
  for (const char c : trimmed(text)) {
    if (c == '-' || c == ' ') continue;
    const auto value = digit_value(c);
    if (!value || digits.size() == kCodeDigits) {
      return fail(quoted(text) +
                  " is no result code: one has 25 letters and digits, in groups of 5");
    }
    digits.push_back(*value);
  }
  if (digits.size() != kCodeDigits) {
    return fail("the code has " + count_text(digits.size()) +
                " letters and digits, and 25 are a "
                "whole one");
  }
  Fields fields{};
  each_bit([&](std::size_t at, std::size_t field, int bit) {
    const std::uint32_t value = digits[at / kDigitBits] >> (kDigitBits - 1 - at % kDigitBits) & 1U;
    fields[field] |= value << bit;
  });
  return fields;
}

}  // namespace

std::vector<const HandMistake*> ExerciseResult::named() const {
  std::vector<const HandMistake*> list;
  for (const HandMistake& mistake : backprop::mistakes()) {
    if ((mistakes >> mistake_index(mistake) & 1U) != 0) list.push_back(&mistake);
  }
  return list;
}

std::string result_code(const ExerciseResult& result) {
  Fields fields = {kCodeVersion,
                   static_cast<std::uint32_t>(result.level),
                   result.seed,
                   static_cast<std::uint32_t>(result.right),
                   static_cast<std::uint32_t>(result.blanks),
                   result.mistakes,
                   static_cast<std::uint32_t>(result.seconds),
                   0};
  fields[CodeField::kChecksum] = checksum(fields);
  std::array<std::uint32_t, kCodeDigits> digits{};
  each_bit([&](std::size_t at, std::size_t field, int bit) {
    digits[at / kDigitBits] |= (fields[field] >> bit & 1U) << (kDigitBits - 1 - at % kDigitBits);
  });
  std::string text;
  for (std::size_t i = 0; i < kCodeDigits; ++i) {
    if (i > 0 && i % kCodeGroup == 0) text += '-';
    text += kCodeLetters[digits[i]];
  }
  return text;
}

Result<ExerciseResult> check_result_code(std::string_view text) {
  const Result<Fields> read = read_fields(text);
  if (!read) return std::unexpected(read.error());
  const Fields& fields = *read;
  if (fields[CodeField::kChecksum] != checksum(fields)) {
    return fail("the code is not valid: a letter or digit of it is not what it was");
  }
  if (fields[CodeField::kVersion] != kCodeVersion) return fail("the code is of another version");
  const ExerciseResult result = {.seed = fields[CodeField::kSeed],
                                 .level = static_cast<int>(fields[CodeField::kLevel]),
                                 .right = static_cast<int>(fields[CodeField::kRight]),
                                 .blanks = static_cast<int>(fields[CodeField::kBlanks]),
                                 .mistakes = fields[CodeField::kMistakes],
                                 .seconds = static_cast<int>(fields[CodeField::kSeconds])};
  const bool possible = result.level >= 1 && result.level <= kExerciseLevels &&
                        result.blanks == blank_count(result.level) &&
                        result.right <= result.blanks && result.mistakes >> mistakes().size() == 0;
  if (!possible) return fail("the code is not valid: no exercise ends like that");
  return result;
}

}  // namespace backprop
