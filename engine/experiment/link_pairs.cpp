#include "engine/experiment/link_pairs.h"

#include <algorithm>
#include <optional>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr std::size_t kMaxPairs = 200;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Text with its percent escapes resolved; nothing when an escape is broken or the result is not
// plain text. A plus sign is a plus sign.
std::optional<std::string> unescape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_plain_text(result)) return std::nullopt;
  return result;
}

void escape(std::string_view text, std::string& result) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,;";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
}

// What follows the first '#'. A URL without one carries nothing.
std::string_view fragment_of(std::string_view text) {
  if (const std::size_t mark = text.find('#'); mark != std::string_view::npos) {
    return text.substr(mark + 1);
  }
  return text.substr(0, 12).find("://") == std::string_view::npos ? text : std::string_view{};
}

}  // namespace

std::vector<LinkPair> read_pairs(std::string_view text, std::vector<std::string>& messages) {
  std::vector<LinkPair> pairs;
  if (text.size() > kMaxLinkLength) {
    messages.push_back("The link is longer than a million characters and was not read.");
    return pairs;
  }
  std::string_view rest = fragment_of(text);
  std::size_t count = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    if (++count > kMaxPairs) {
      messages.push_back("The link has more than " + number_text(std::int64_t{kMaxPairs}) +
                         " settings: the rest was not read.");
      break;
    }
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::optional<std::string> key = unescape(part.substr(0, equals));
    const std::optional<std::string> value =
        unescape(part.substr(std::min(equals + 1, part.size())));
    if (!key || !value || key->empty()) {
      messages.push_back("The link's part " + quoted(part) +
                         " cannot be read: it should be like noise=0.1.");
      continue;
    }
    pairs.push_back({*key, *value});
  }
  return pairs;
}

std::string write_pairs(const std::vector<LinkPair>& pairs) {
  std::string result;
  for (const LinkPair& pair : pairs) {
    if (!result.empty()) result += '&';
    escape(pair.key, result);
    result += '=';
    escape(pair.value, result);
  }
  return result;
}

}  // namespace backprop
