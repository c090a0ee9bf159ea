#include "tests/shell/platform_fake.h"

#include <utility>

#include "shell/lessons/shipped_texts.h"
#include "shell/platform/platform.h"

namespace backprop::platform {

double seconds() { return fake::now += fake::seconds_per_look; }
bool can_have(std::size_t bytes) { return bytes <= fake::memory_left; }
bool take_memory_alarm() { return std::exchange(fake::memory_alarm, false); }
void renew_reserve() {}
bool visible() { return true; }
bool prefers_dark() { return true; }
bool prefers_reduced_motion() { return false; }
void save_file(std::string_view, std::string_view bytes, std::string_view) { fake::saved = bytes; }
bool open_dialog(std::string_view name) {
  fake::dialog = name;
  return fake::has_dialogs;
}
void set_fragment(std::string_view fragment, const Kept& kept) {
  fake::fragment = fragment;
  fake::kept = kept;
  ++fake::fragments_set;
}
std::optional<std::string_view> site_text(std::string_view name) {
  return name == "lessons" ? shipped_texts() : std::string_view();
}
LaterPart later_part() { return fake::later; }
void want_later_part() { fake::later_wanted = true; }
bool await_later_part() {
  if (fake::later_can_be_had) fake::later = LaterPart::kHere;
  return later_part_here();
}
std::string load_setting(std::string_view name) {
  const auto found = fake::settings.find(name);
  return found == fake::settings.end() ? std::string() : found->second;
}
void save_setting(std::string_view name, std::string_view value) {
  fake::settings.insert_or_assign(std::string(name), std::string(value));
}

}  // namespace backprop::platform
