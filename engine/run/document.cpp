#include "engine/run/document.h"

#include <cstdint>
#include <span>

#include "engine/base/text.h"
#include "engine/base/version.h"
#include "engine/run/experiment_json.h"

namespace backprop {
namespace {

// 64 bits do not fit the numbers of JSON, which are doubles to most readers.
std::string hex_text(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4) text[i] = kDigits[value & 15];
  return text;
}

// On one line, as numbers are.
Json::Value integers(Json& json, std::span<const int> values) {
  std::string list = "[";
  for (const int value : values) {
    if (list.size() > 1) list += ", ";
    list += number_text(std::int64_t{value});
  }
  return json.raw(list + ']');
}

// The values that belong to parameters, without the padding after them.
Json::Value memory(Json& json, const std::vector<float>& buffer, std::size_t count) {
  return json.numbers(std::span(buffer).first(buffer.empty() ? 0 : count));
}

// What changed between the phases of the step that comes next.
Json::Value settings_value(Json& json, const std::vector<SettingsAt>& entries) {
  const Json::Value list = json.array();
  for (const SettingsAt& entry : entries) {
    const Json::Value object = json.object();
    json.add(object, "phases", json.integer(entry.phases_done));
    json.add(object, "settings", live_settings_value(json, entry.experiment));
    if (entry.fresh_memory) json.add(object, "freshMemory", json.boolean(true));
    if (entry.fresh_cuts) json.add(object, "freshCuts", json.boolean(true));
    if (entry.matters) json.add(object, "matters", json.boolean(true));
    json.append(list, object);
  }
  return list;
}

Json::Value state_value(Json& json, const Trainer& trainer) {
  const TrainerState state = trainer.state();
  const std::size_t count = state.parameters.size();
  const Json::Value optimizer = json.object();
  json.add(optimizer, "steps", json.integer(state.optimizer.steps));
  json.add(optimizer, "first", memory(json, state.optimizer.first, count));
  json.add(optimizer, "second", memory(json, state.optimizer.second, count));

  // A stream's increment follows from its use: the other word is the whole state.
  const Json::Value random = json.object();
  json.add(random, "order", json.text(hex_text(state.order_random.state)));
  json.add(random, "dropout", json.text(hex_text(state.dropout_random.state)));

  const Json::Value object = json.object();
  json.add(object, "step", json.integer(state.step));
  json.add(object, "epochs", json.integer(state.epochs_done));
  json.add(object, "parameters", json.numbers(state.parameters));
  json.add(object, "optimizer", optimizer);
  json.add(object, "order", integers(json, state.order));
  json.add(object, "position", json.integer(state.order_position));
  json.add(object, "random", random);
  if (state.step > 0 && !trainer.start_parameters().empty()) {
    json.add(object, "start", json.numbers(trainer.start_parameters()));
  }
  const int phases = trainer.phases_done();
  if (phases > 0 && phases < kPhaseCount) json.add(object, "phases", json.integer(phases));
  if (!state.settings.empty()) json.add(object, "inside", settings_value(json, state.settings));
  if (state.changed_on_the_way) json.add(object, "changed", json.boolean(true));
  return object;
}

}  // namespace

std::string make_document(const Trainer& trainer) {
  Json json;
  const Json::Value root = json.object();
  json.add(root, "format", json.text("backprop-playground"));
  json.add(root, "version", json.integer(kDocumentVersion));
  json.add(root, "program", json.text(version()));
  json.add(root, "experiment", experiment_value(json, trainer.experiment()));
  json.add(root, "state", state_value(json, trainer));
  return json.write(root) + '\n';
}

std::string experiment_json(const Experiment& experiment) {
  Json json;
  return json.write(experiment_value(json, experiment));
}

}  // namespace backprop
