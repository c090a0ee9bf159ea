#include "shell/lessons/lesson_keys.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/page_keys.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/explain.h"
#include "shell/lessons/places.h"
#include "shell/session/inside_tabs.h"

namespace backprop {

namespace {

constexpr std::size_t kMostPlaces = 4;
// The update is done by a button: it is no way to look at something.
constexpr std::array<std::string_view, 4> kShownPhases = {"forward", "loss", "backward",
                                                          "gradients"};

Result<void> said_once(std::string& to, std::string_view value) {
  if (!to.empty()) return fail("this stands here twice");
  to = value;
  return {};
}

Result<void> one_of(std::string& to, std::string_view value,
                    std::span<const std::string_view> names) {
  if (std::ranges::find(names, value) == names.end()) {
    return fail("this cannot be " + quoted(value) + ": choose one of " +
                join({names.begin(), names.end()}));
  }
  return said_once(to, value);
}

// Names between commas, each checked.
template <class Check>
Result<void> read_names(std::vector<std::string>& to, std::string_view value, const char* too_many,
                        const Check& check) {
  for (const std::string_view part : split(value, ',', 10)) {
    const std::string_view name = trimmed(part);
    if (Result<void> right = check(name); !right) return right;
    if (to.size() == kMostPlaces) return fail(too_many);
    to.emplace_back(name);
  }
  return {};
}

Result<void> read_look(LessonStep& step, std::string_view value, const Trainer& trainer) {
  return read_names(step.look, value, "a step looks at 4 places at most",
                    [&](std::string_view name) -> Result<void> {
                      const auto place = find_lesson_place(name, trainer);
                      if (!place) return std::unexpected(place.error());
                      return {};
                    });
}

Result<void> read_cover(LessonStep& step, std::string_view value, const Trainer& trainer) {
  return read_names(step.cover, value, "a step covers 4 places at most",
                    [&](std::string_view name) -> Result<void> {
                      const std::string_view layer = layer_of_gradient(name);
                      const auto place = find_lesson_place(layer.empty() ? name : layer, trainer);
                      if (!place) return std::unexpected(place.error());
                      if (place->settings) return fail("settings cannot be covered");
                      return {};
                    });
}

Result<void> read_inside(LessonStep& step, std::string_view value, const Trainer&) {
  std::array<std::string_view, kInsideTabs.size()> names;
  std::ranges::transform(kInsideTabs, names.begin(), &InsideTabEntry::name);
  return one_of(step.inside, value, names);
}

Result<void> read_edges(LessonStep& step, std::string_view value, const Trainer&) {
  static constexpr std::array<std::string_view, 3> kNames = {"weight", "gradient", "update"};
  return one_of(step.edges, value, kNames);
}

Result<void> read_speed(LessonStep& step, std::string_view value, const Trainer&) {
  return one_of(step.speed, value, {kSpeedNames.begin(), kSpeedNames.end()});
}

Result<void> read_phone(LessonStep& step, std::string_view value, const Trainer&) {
  static constexpr std::array<std::string_view, 4> kNames = {"data", "network", "output", "inside"};
  return one_of(step.phone, value, kNames);
}

Result<void> read_large(LessonStep& step, std::string_view value, const Trainer&) {
  static constexpr std::array<std::string_view, 2> kNames = {"inside", "network"};
  return one_of(step.large, value, kNames);
}

Result<void> read_phase(LessonStep& step, std::string_view value, const Trainer&) {
  return one_of(step.phase, value, kShownPhases);
}

Result<void> read_pin(LessonStep& step, std::string_view value, const Trainer& trainer) {
  const auto target = parse_target(trainer, value);
  if (!target) return std::unexpected(target.error());
  return said_once(step.pin, value);
}

Result<void> read_nudge(LessonStep& step, std::string_view value, const Trainer& trainer) {
  const auto target = parse_target(trainer, value);
  if (!target) return std::unexpected(target.error());
  if (target->kind != ExplainTarget::Kind::kParameter) {
    return fail("nudge: takes a weight or a bias, as in weight:2.1.3");
  }
  return said_once(step.nudge, value);
}

// By the number people are told.
Result<void> read_sample(LessonStep& step, std::string_view value, const Trainer& trainer) {
  const Data& data = trainer.data();
  const auto number = parse_number<int>(value);
  const auto points = static_cast<int>(data.points.size());
  bool known = value == "mean";
  for (int i = 0; number && i < points; ++i) known = known || sample_number(data, i) == *number;
  if (!known) {
    return fail("there is no sample " + quoted(value) + ": write mean, or a number of one of the " +
                std::to_string(points) + " samples");
  }
  return said_once(step.sample, value);
}

constexpr std::array<LessonShowKey, 11> kShowKeys = {{
    {"look", read_look},
    {"cover", read_cover},
    {"inside", read_inside},
    {"edges", read_edges},
    {"pin", read_pin},
    {"sample", read_sample},
    {"phase", read_phase},
    {"nudge", read_nudge},
    {"large", read_large},
    {"speed", read_speed},
    {"phone", read_phone},
}};

}  // namespace

std::span<const LessonShowKey> lesson_show_keys() { return kShowKeys; }

int phases_for(std::string_view phase) {
  const auto found = std::ranges::find(kShownPhases, phase);
  return found == kShownPhases.end() ? 0 : static_cast<int>(found - kShownPhases.begin()) + 1;
}

}  // namespace backprop
