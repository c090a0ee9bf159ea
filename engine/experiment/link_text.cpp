#include "engine/experiment/link_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/link_escapes.h"
#include "engine/experiment/page_keys.h"

namespace backprop {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

// How & is written where it means something else, and what the eye does not see.
constexpr auto kSpellings = std::to_array<Replacement>(
    {{"&amp;", "&"},   {"&AMP;", "&"},   {"&#38;", "&"},  {"&#038;", "&"},   {"&#x26;", "&"},
     {"&#61;", "="},   {"&#x3D;", "="},  {"&#x3d;", "="}, {"&equals;", "="}, {"&quot;", "\""},
     {"&lt;", "<"},    {"&gt;", ">"},    {"&nbsp;", " "}, {"\\u0026", "&"},  {"\\x26", "&"},
     {"\\u003d", "="}, {"\\u003D", "="}, {"\\n", "\n"},   {"\\", ""},        {"\u00a0", " "},
     {"\u3000", " "},  {"\u00ad", ""},   {"\u200b", ""},  {"\u200c", ""},    {"\u200d", ""},
     {"\u2060", ""},   {"\ufeff", ""}});

// Signs that end a link wherever they stand: none of them is in one as it is.
constexpr auto kEnds = std::to_array<std::string_view>(
    {"\"", "<", ">",  "`",  "“",  "”",  "„",  "‘",  "’",  "«",  "»",
     "‹",  "›", "）", "】", "」", "』", "。", "，", "；", "、", "…"});

// Spaces and marks that do not show.
constexpr auto kUnseen = std::to_array<std::string_view>(
    {"\u00a0", "\u3000", "\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"});

// Signs that stand before a link.
constexpr std::string_view kFront = "([{'*#?!/&";
// Signs that end a sentence around a link, where a link that was written here never ends.
constexpr std::string_view kTail = ".,;:!?)]}'*|#&";

constexpr std::string_view kSpace = " \t\n\v\f\r";
constexpr int kMostRounds = 4;  // of escapes within escapes

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  if (text.find(from) == std::string::npos) return;
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t found = std::min(text.find(from, at), text.size());
    result.append(text, at, found - at);
    if (found < text.size()) result += to;
    at = found + (found < text.size() ? from.size() : 0);
  }
  text = std::move(result);
}

std::string plainly_spelled(std::string_view text) {
  std::string result(text);
  // A page's source in a page's source: &amp;amp;
  for (std::size_t size = result.size() + 1; result.size() < size;) {
    size = result.size();
    replace_all(result, "&amp;amp;", "&amp;");
  }
  for (const auto& [from, to] : kSpellings) replace_all(result, from, to);
  return result;
}

// Several links behind each other: the last '#' that settings follow begins the one that is meant.
std::string_view after_mark(std::string_view text) {
  std::size_t mark = text.find('#');
  if (mark == std::string_view::npos) return text;
  std::string_view fragment = text.substr(mark + 1);
  while ((mark = fragment.find('#')) != std::string_view::npos) {
    const std::string_view next = fragment.substr(mark + 1);
    const bool settings = next.find('=') < next.find('#');
    if (!settings && fragment.substr(0, mark).find('=') != std::string_view::npos) {
      return fragment.substr(0, mark);
    }
    fragment = next;
  }
  return fragment;
}

bool is_address(std::string_view text) { return text.find("://") < text.find_first_of("=&"); }

bool has_known_key(std::string_view query) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view key = query.substr(0, std::min(query.find('='), end));
    const PageKey* page_key = find_page_key(key);
    if (find_property(key) != nullptr || (page_key != nullptr && !page_key->in_query)) return true;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

// What carries the settings: behind the '#', which may be escaped (`unescaped` then holds it), or,
// in an address without one, behind the '?'. Any other address carries nothing.
std::string_view fragment_of(std::string_view text, std::string& unescaped) {
  if (text.find('#') != text.npos) return after_mark(text);
  const bool address = is_address(text);
  if (!address && text.find('=') != text.npos) return text;
  unescaped = text;
  for (int round = 0; round < kMostRounds && has_escapes(unescaped); ++round) {
    unescaped = unescape_loosely(unescaped);
    if (unescaped.find('#') != std::string::npos) return after_mark(unescaped);
  }
  if (!address) return text;
  const std::string_view query = text.substr(std::min(text.find('?'), text.size() - 1) + 1);
  return has_known_key(query) ? query : std::string_view();
}

// Whether a link that is broken here goes on in the next word.
bool goes_on(std::string_view word, std::string_view space, std::string_view next) {
  constexpr std::string_view kBefore = "&=,;", kAfter = "&=";
  if (kBefore.find(word.back()) != kBefore.npos || kAfter.find(next.front()) != kAfter.npos) {
    return true;
  }
  const bool line = space.find('\n') != space.npos;
  return line && next.find('&') != next.npos && next.find('=') != next.npos;
}

bool is_one_of(char c, std::string_view signs) { return signs.find(c) != signs.npos; }

// The first of the signs that end a link at or after `from`.
std::size_t find_end(std::string_view text, std::size_t from) {
  std::size_t end = text.size();
  for (const std::string_view sign : kEnds) end = std::min(end, text.find(sign, from));
  return end;
}

// Without the brackets, quotes and marks in front of it.
std::string_view without_front(std::string_view text) {
  while (!text.empty()) {
    std::size_t length = is_one_of(text.front(), kFront) || is_one_of(text.front(), kSpace) ? 1 : 0;
    for (const std::string_view sign : kEnds) {
      if (text.starts_with(sign)) length = sign.size();
    }
    if (length == 0) break;
    text.remove_prefix(length);
  }
  return text;
}

// How many characters at the end of a link are an escaped sign of the sentence around it: "%22",
// "%E2%80%9D".
std::size_t escaped_tail(std::string_view link) {
  for (std::size_t bytes = 1; bytes <= 3 && 3 * bytes <= link.size(); ++bytes) {
    const std::string_view end = link.substr(link.size() - 3 * bytes);
    const std::string sign = unescape_loosely(end);
    if (sign.size() != bytes) return 0;  // not escapes all of them
    const bool single =
        bytes == 1 && (is_one_of(sign[0], kTail) || is_one_of(sign[0], kSpace) || sign[0] == '\\');
    const auto is_sign = [&](std::string_view other) { return other == sign; };
    if (single || std::ranges::any_of(kEnds, is_sign) || std::ranges::any_of(kUnseen, is_sign)) {
      return 3 * bytes;
    }
  }
  return 0;
}

// Without the signs behind it, as they are or as escapes.
void remove_tail(std::string& link) {
  while (!link.empty()) {
    const std::size_t length = is_one_of(link.back(), kTail) ? 1 : escaped_tail(link);
    if (length == 0) return;
    link.resize(link.size() - length);
  }
}

// Up to the first thing that is no part of a link, without the signs of the sentence around it.
std::string without_surroundings(std::string_view text, std::string& rest) {
  text = without_front(text);
  text = text.substr(0, find_end(text, 0));
  std::string result;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
    const std::string_view space = text.substr(0, begin);
    text.remove_prefix(begin);
    if (text.empty()) break;
    const std::string_view word = text.substr(0, std::min(text.find_first_of(kSpace), text.size()));
    if (!result.empty() && !goes_on(result, space, word)) {
      rest = trimmed(text);
      break;
    }
    result += word;
    text.remove_prefix(word.size());
  }
  remove_tail(result);
  return result;
}

// Parts whose '=' is an escape are read once more: "dataset%3Dxor%26layers%3D4".
std::string with_marks(std::string_view fragment) {
  std::string result;
  while (!fragment.empty()) {
    const std::size_t end = std::min(fragment.find('&'), fragment.size());
    std::string part(fragment.substr(0, end));
    fragment.remove_prefix(std::min(end + 1, fragment.size()));
    for (int round = 0; round < kMostRounds && part.find('=') == std::string::npos; ++round) {
      if (!has_escapes(part)) break;
      part = unescape_loosely(part);
    }
    if (!result.empty()) result += '&';
    result += part;
  }
  return result;
}

}  // namespace

std::string fragment_in(std::string_view text, std::string& rest) {
  const std::string spelled = plainly_spelled(trimmed(text));
  std::string unescaped;
  const std::string_view fragment = fragment_of(spelled, unescaped);
  return without_surroundings(with_marks(without_surroundings(fragment, rest)), rest);
}

}  // namespace backprop
