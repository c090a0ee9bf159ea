#include "engine/experiment/link_message.h"

#include "engine/base/order.h"
#include "engine/base/text.h"

namespace backprop {

bool LinkMessage::is_problem() const {
  return kind == Kind::kRefused || kind == Kind::kNearest || kind == Kind::kUnreadable ||
         kind == Kind::kUnknown;
}

std::string LinkMessage::text() const {
  if (taken.empty()) return sentence;
  if (key == "weights") return sentence + ' ' + taken + " are used instead.";
  if (is_data()) return sentence + " The dataset " + quoted(taken) + " is shown instead.";
  return sentence + (kind == Kind::kNearest ? " It is " : " It stays ") + quoted(taken) + ".";
}

void sort_by_weight(LinkMessages& messages) {
  sort_stably(messages, [](const LinkMessage& one, const LinkMessage& other) {
    return one.kind < other.kind;
  });
}

std::vector<std::string> texts_of(const LinkMessages& messages) {
  std::vector<std::string> texts;
  texts.reserve(messages.size());
  for (const LinkMessage& message : messages) texts.push_back(message.text());
  return texts;
}

}  // namespace backprop
