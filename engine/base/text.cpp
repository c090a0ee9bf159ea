#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/base/decimal.h"

namespace backprop {
namespace {

// Without a power of ten where that is not longer: "0.03", "1e-8", "1e5". No plus sign, which other
// programs may take for a space in a fragment.
template <class Number>
std::string shortest_text(Number value) {
  const Decimal decimal = shortest_decimal(value);
  const std::string sign = decimal.negative ? "-" : "";
  if (decimal.digits == "0") return sign + "0";
  std::string scientific = decimal.digits;
  if (scientific.size() > 1) scientific.insert(1, 1, '.');
  scientific += 'e' + std::to_string(decimal.exponent);
  const std::string fixed = fixed_point(decimal.digits, decimal.exponent);
  // A zero and a sign more, as the standard writes exponents: 20000, but 1e5.
  const std::size_t written = scientific.size() + (decimal.exponent >= 0 ? 1 : 0) +
                              (std::abs(decimal.exponent) < 10 ? 1 : 0);
  return sign + (fixed.size() <= written ? fixed : scientific);
}

// What stands behind numbers with a space between.
constexpr auto kUnits = std::to_array<std::string_view>({"%", "B", "KB", "MB", "GB", "ms", "s"});

struct Decoded {
  char32_t code;
  std::size_t length;  // bytes; 0 when they are not UTF-8
};

// One UTF-8 code point, rejecting overlong forms, surrogates and what lies beyond Unicode.
Decoded decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead > 0xF4 || text.size() < length) return {0, 0};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || surrogate || code > 0x10FFFF) return {0, 0};
  return {code, length};
}

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

// Characters that show nothing but change how the text around them is read.
bool is_invisible(char32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == 0xAD;
}

constexpr std::size_t kMaxQuoted = 40;  // bytes

}  // namespace

std::string number_text(float value) { return shortest_text(value); }
std::string number_text(double value) { return shortest_text(value); }
std::string number_text(std::int64_t value) { return std::to_string(value); }

std::string quoted(std::string_view text) {
  std::string result = "'";
  while (!text.empty()) {
    const Decoded character = decode_utf8(text);
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (result.size() + length > kMaxQuoted) {
      result += "…";
      break;
    }
    if (character.length == 0 || is_control(character.code) || is_invisible(character.code)) {
      result += '?';
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result + "'";
}

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const Decoded character = decode_utf8(text);
    if (character.length == 0 || is_control(character.code)) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator, std::size_t limit) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  while (parts.size() + 1 < limit) {
    const std::size_t end = text.find(separator);
    if (end == std::string_view::npos) break;
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::size_t unbroken(std::string_view text) {
  std::size_t end = 0;
  while (true) {
    end = std::min(text.find_first_of(" \n", end), text.size());
    if (end == text.size() || text[end] == '\n') return end;
    // The word behind the space, and what stands before it but for the marks of bold words.
    const std::string_view before = text.substr(0, text.find_last_not_of('*', end - 1) + 1);
    const std::string_view word =
        text.substr(end + 1, text.find_first_of(" \n.,;:)", end + 1) - end - 1);
    const bool number = end > 0 && !before.empty() && is_digit(before.back());
    if (!number || std::ranges::find(kUnits, word) == kUnits.end()) return end;
    ++end;
  }
}

std::string join(const std::vector<std::string_view>& words, std::string_view separator) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += separator;
    result += words[i];
  }
  return result;
}

}  // namespace backprop
