#include "shell/app/query.h"

#include "engine/base/text.h"
#include "engine/experiment/page_keys.h"

namespace backprop {

namespace {

Embed read_embed(std::string_view value) {
  Embed embed = {.network = false, .output = false, .play = false};
  std::string text(value);
  for (std::size_t at; (at = text.find("%2C")) != std::string::npos;) text.replace(at, 3, ",");
  for (const std::string_view name : split(text, ',', 8)) {
    embed.network |= name == "network";
    embed.output |= name == "output";
    embed.play |= name == "play";
  }
  return embed.network || embed.output ? embed : Embed{.play = embed.play || text.empty()};
}

}  // namespace

void read_query(View& view, std::string_view query) {
  if (query.starts_with('?')) query.remove_prefix(1);
  for (const std::string_view pair : split(query, '&', 32)) {
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    const PageKey* page_key = find_page_key(key);
    if (page_key == nullptr || !page_key->in_query) continue;
    if (key == "embed") view.embed = read_embed(value);
    if (key == "theme" && value == "dark") view.theme = ThemeChoice::kDark;
    if (key == "theme" && value == "light") view.theme = ThemeChoice::kLight;
  }
}

}  // namespace backprop
