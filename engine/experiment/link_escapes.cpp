#include "engine/experiment/link_escapes.h"

namespace backprop {
namespace {

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool is_letter(char c) { return kLetters.find(c) != kLetters.npos; }

}  // namespace

bool is_bare_fragment(std::string_view text) {
  constexpr std::string_view kBetween = "=&.,-_+~";
  for (const char c : text) {
    if (!is_letter(c) && kBetween.find(c) == kBetween.npos) return false;
  }
  return text.empty() ||
         (is_letter(text.front()) && (is_letter(text.back()) || text.back() == '='));
}

bool ends_as_a_word(std::string_view text) {
  constexpr std::string_view kOthers = "-_=";
  return text.empty() || is_letter(text.back()) || kOthers.find(text.back()) != kOthers.npos;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_escapes(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '%' && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) return true;
  }
  return false;
}

std::string unescape_loosely(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      result += text[i];
      continue;
    }
    result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
  }
  return result;
}

}  // namespace backprop
