#include "engine/experiment/strict_link.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link_pairs.h"

namespace backprop {
namespace {

constexpr std::array<std::string_view, 4> kPageKeys = {"speed", "showTestData", "discretize",
                                                       "lesson"};

// Every message parse_link may have for this text that leaves its values as the link wants them.
std::vector<std::string> remarks(std::string_view text) {
  std::vector<std::string> remarks, unreadable;
  std::vector<LinkPair> pairs = read_pairs(text, unreadable);
  if (is_peer_link(pairs)) pairs = translate_peer_link(pairs, remarks);
  for (const LinkPair& pair : pairs) {
    remarks.push_back("The link gives " + pair.key + " twice: the last one counts.");
  }
  return remarks;
}

// "dataset cannot be "moon": choose … . It stays "circle"." without what stays.
std::string_view complaint(std::string_view message) {
  return message.substr(0, message.find(" It stays "));
}

}  // namespace

bool is_page_key(std::string_view key) {
  return std::find(kPageKeys.begin(), kPageKeys.end(), key) != kPageKeys.end();
}

Result<ParsedLink> parse_strict_link(std::string_view text) {
  ParsedLink link = parse_link(text);
  const std::vector<std::string> harmless = remarks(text);
  const auto does_harm = [&](const std::string& message) {
    return std::find(harmless.begin(), harmless.end(), message) == harmless.end();
  };
  std::vector<std::string_view> problems;
  for (const std::string& message : link.messages) {
    if (does_harm(message)) problems.push_back(complaint(message));
  }
  std::vector<std::string> unknown;
  for (const auto& [key, value] : link.others) {
    if (!is_page_key(key)) unknown.push_back("There is no property " + quoted(key) + ".");
  }
  problems.insert(problems.end(), unknown.begin(), unknown.end());
  if (!problems.empty()) return fail(join(problems, " "));
  return link;
}

}  // namespace backprop
