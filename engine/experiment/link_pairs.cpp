#include "engine/experiment/link_pairs.h"

#include <algorithm>
#include <optional>

#include "engine/base/text.h"
#include "engine/experiment/link_escapes.h"
#include "engine/experiment/link_text.h"

namespace backprop {
namespace {

constexpr std::size_t kMaxPairs = 200;

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

void escape(std::string_view text, std::string& result, std::string_view also_plain = {}) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,;";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos || also_plain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
}

// A value that was escaped more than once. What a run is compared with is a link itself: its pairs
// are escaped once more than the others.
std::optional<std::string> read_value(std::string_view key, std::string_view text) {
  std::optional<std::string> value = unescape(text);
  for (int round = 0; round < 3 && value && has_escapes(*value); ++round) {
    if (key == "compare" && value->find('=') != std::string::npos) break;
    // What is between the marks of a table may have a percent sign of its own.
    const bool table = key == "columns" || key == "table";
    if (table && value->find(';') != std::string::npos) break;
    value = unescape(*value);
  }
  return value;
}

}  // namespace

std::vector<LinkPair> read_pairs(std::string_view text, LinkMessages& messages) {
  using Kind = LinkMessage::Kind;
  std::vector<LinkPair> pairs;
  if (text.size() > kMaxLinkLength) {
    messages.push_back({{},
                        Kind::kUnreadable,
                        "The link is longer than a million characters and was not read.",
                        {}});
    return pairs;
  }
  std::string behind;
  const std::string_view bare = text.starts_with('#') ? text.substr(1) : text;
  const std::string fragment =
      is_bare_fragment(bare) ? std::string(bare) : fragment_in(text, behind);
  if (!behind.empty()) {
    messages.push_back({{},
                        Kind::kPassedOver,
                        "What stands behind the link, " + quoted(behind) + ", was left out.",
                        {}});
  }
  std::string_view rest = fragment;
  std::size_t count = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    if (++count > kMaxPairs) {
      messages.push_back({{},
                          Kind::kUnreadable,
                          "The link has more than " + number_text(std::int64_t{kMaxPairs}) +
                              " settings: the rest was not read.",
                          {}});
      break;
    }
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::optional<std::string> key = unescape(part.substr(0, equals));
    const std::optional<std::string> value =
        key ? read_value(*key, part.substr(std::min(equals + 1, part.size()))) : std::nullopt;
    if (!key || !value || key->empty()) {
      messages.push_back(
          {{},
           Kind::kUnreadable,
           "The link's part " + quoted(part) + " cannot be read: it should be like noise=0.1.",
           {}});
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
    // A fragment may have this sign as it is, and weights are to be read by people.
    escape(pair.value, result, pair.key == "weights" ? "|" : "");
  }
  return result;
}

}  // namespace backprop
