#include "shell/session/preferences.h"

#include <iterator>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "shell/platform/platform.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

constexpr std::string_view kTheme = "theme", kMotion = "motion", kScale = "scale";
constexpr std::string_view kThemes[] = {"system", "dark", "light"};     // as ThemeChoice
constexpr std::string_view kMotions[] = {"system", "full", "reduced"};  // as Motion

template <class Choice, std::size_t kCount>
Choice load_choice(std::string_view name, const std::string_view (&names)[kCount]) {
  const std::string saved = platform::load_setting(name);
  for (std::size_t i = 0; i < kCount; ++i) {
    if (saved == names[i]) return static_cast<Choice>(i);
  }
  return static_cast<Choice>(0);
}

}  // namespace

void load_preferences(View& view) {
  view.theme = load_choice<ThemeChoice>(kTheme, kThemes);
  view.motion = load_choice<Motion>(kMotion, kMotions);
  const auto percent = parse_number<int>(platform::load_setting(kScale));
  for (const int choice : kScales) {
    if (percent == choice) view.scale = view.wanted_scale = static_cast<float>(choice) / 100;
  }
}

void save_preferences(const View& view) {
  platform::save_setting(kTheme, kThemes[static_cast<int>(view.theme)]);
  platform::save_setting(kMotion, kMotions[static_cast<int>(view.motion)]);
  const auto percent = static_cast<std::int64_t>(view.wanted_scale * 100 + 0.5f);
  platform::save_setting(kScale, number_text(percent));
}

bool reduced_motion(const View& view) {
  if (view.motion == Motion::kSystem) return platform::prefers_reduced_motion();
  return view.motion == Motion::kReduced;
}

}  // namespace backprop
