#include "shell/lessons/places.h"

#include <array>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/insight/explain.h"
#include "shell/session/inside_tabs.h"

namespace backprop {

namespace {

struct Entry {
  std::string_view name, place, phone;
};

// Beside the tabs that look inside. A place that ends with a dot stands for all whose names begin
// so.
constexpr std::array kPlaces = {
    Entry{"network", "network.picture", "network"},
    Entry{"edges", "network.edges", "network"},
    Entry{"features", "network.feature.", "network"},
    Entry{"output", "output.plane", "output"},
    Entry{"chart", "output.chart", "output"},
    Entry{"trainloss", "output.trainLoss", "output"},
    Entry{"testdata", "output.testData", "output"},
    Entry{"health", "output.health.", "output"},
    Entry{"play", "toolbar.play", ""},
    Entry{"step", "toolbar.step", ""},
    Entry{"reset", "toolbar.reset", ""},
    Entry{"phases", "toolbar.phase.", ""},
    Entry{"speed", "toolbar.speed", ""},
};

}  // namespace

std::string_view layer_of_gradient(std::string_view name) {
  constexpr std::string_view kGradient = " gradient";
  if (!name.starts_with("layer:") || !name.ends_with(kGradient)) return {};
  return name.substr(0, name.size() - kGradient.size());
}

Result<LessonPlace> find_lesson_place(std::string_view name, const Trainer& trainer) {
  if (const Entry* entry = find_entry(std::span<const Entry>(kPlaces), name)) {
    return LessonPlace{std::string(entry->place), entry->phone, false};
  }
  if (const InsideTabEntry* tab = find_entry(std::span<const InsideTabEntry>(kInsideTabs), name)) {
    return LessonPlace{tab->place, "inside", false};
  }
  if (name == "dataset") return LessonPlace{"data.dataset.", "data", true};
  if (find_property(name) != nullptr) {
    return LessonPlace{"settings." + std::string(name), "data", true};
  }
  const std::size_t colon = name.find(':');
  if (colon != name.npos) {
    const std::string kind(name.substr(0, colon)), rest(name.substr(colon + 1));
    if (kind == "layer") {
      const auto layer = parse_number<int>(rest);
      const int layers = trainer.network().layer_count();
      if (layer && *layer >= 1 && *layer <= layers) {
        return LessonPlace{"network.neuron." + rest + ".", "network", false};
      }
      return fail("there is no layer " + quoted(rest) + ": the network has " +
                  std::to_string(layers) + ", the output being the last");
    }
    const Result<ExplainTarget> target = parse_target(trainer, name);
    if (!target) return std::unexpected(target.error());
    return LessonPlace{"network." + (kind == "delta" ? "neuron" : kind) + "." + rest, "network",
                       false};
  }
  std::vector<std::string_view> names;
  for (const Entry& entry : kPlaces) names.push_back(entry.name);
  for (const InsideTabEntry& tab : kInsideTabs) names.push_back(tab.name);
  return fail("there is no place " + quoted(name) + " to look at: choose " + join(names) +
              ", a property's name, or layer:1, neuron:1.2, weight:1.2.1, bias:1.2");
}

}  // namespace backprop
