#include "engine/experiment/link_refused.h"

#include "engine/base/text.h"

namespace backprop {

using Kind = LinkMessage::Kind;

LinkMessage refused_step(std::string_view text, std::int64_t most, bool fewer) {
  return {"step", Kind::kRefused,
          "step cannot be " + quoted(text) + ": choose a whole number from 0 to " +
              number_text(most) + (fewer ? " for a network and batches of this size." : "."),
          "0"};
}

LinkMessage refused_version(std::string_view text, int known) {
  return {"v",
          Kind::kUnreadable,
          "The link is of version " + quoted(text) + ", and this program knows " +
              number_text(std::int64_t{known}) + ": what it shows may differ from what was meant.",
          {}};
}

LinkMessage refused_part(std::string_view key, const Error& why) {
  const std::string name(key);
  return {name, Kind::kRefused, "The link's " + name + " cannot be used: " + why.message + '.', {}};
}

LinkMessage refused_page_key(const PageKey& key, std::string_view text, const Error& why) {
  const std::string name(key.name);
  return {name, Kind::kRefused, name + " cannot be " + quoted(text) + ": " + why.message + '.',
          std::string(key.usual)};
}

LinkMessage misplaced_page_key(const PageKey& key) {
  const std::string name(key.name);
  return {name,
          Kind::kRefused,
          name + " stands before the #, as in ?" + name + '=' +
              std::string(key.values.substr(0, key.values.find(','))) + "#dataset=xor.",
          {}};
}

void say_dataset(std::string_view dataset, LinkMessages& messages) {
  for (LinkMessage& message : messages) {
    if (message.is_data() && message.taken.empty()) message.taken = dataset;
  }
}

}  // namespace backprop
