// Any text as a link: it is read without harm, and what was understood can be said again.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "tests/fuzz/require.h"

using namespace backprop;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ParsedLink link = parse_link(text);
  for (const std::string& message : texts_of(link.messages)) require(is_plain_text(message));
  for (const auto& [key, value] : link.page) {
    require(is_plain_text(key));
    require(is_plain_text(value));
  }
  const std::string written = make_link(link.experiment, link.step, link.weights);
  const ParsedLink again = parse_link(written);
  require(again.messages.empty());
  require(again.page.empty());
  require(again.experiment == link.experiment);
  require(again.step == link.step);
  require(make_link(again.experiment, again.step, again.weights) == written);
  return 0;
}
