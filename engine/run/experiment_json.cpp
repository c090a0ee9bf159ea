#include "engine/run/experiment_json.h"

#include <vector>

#include "engine/base/text.h"

namespace backprop {
namespace {

constexpr std::size_t kMaxListLength = kMaxHiddenLayers + kMaxNeurons;  // no list is longer

Json::Value property_value(Json& json, const Property& property, const Experiment& experiment) {
  const std::string text = property.get(experiment);
  switch (property.kind) {
    case PropertyKind::kInteger:
    case PropertyKind::kReal:
    case PropertyKind::kSwitch:
      return json.raw(text);
    case PropertyKind::kIntegerList:
      return json.raw("[" + join(split(text, ',', kMaxListLength)) + "]");
    case PropertyKind::kChoiceList: {
      const Json::Value list = json.array();
      for (const std::string_view part : split(text, ',', kMaxListLength)) {
        json.append(list, json.text(part));
      }
      return list;
    }
    case PropertyKind::kChoice:
      break;
  }
  return json.text(text);
}

Json::Value column_value(Json& json, const Column& column) {
  const Json::Value object = json.object();
  json.add(object, "name", json.text(column.name));
  json.add(object, "centre", json.number(column.centre));
  json.add(object, "spread", json.number(column.spread));
  return object;
}

Json::Value names_value(Json& json, const std::vector<std::string>& names) {
  const Json::Value list = json.array();
  for (const std::string& name : names) json.append(list, json.text(name));
  return list;
}

// A shipped one by its name.
Json::Value table_value(Json& json, const SampleTable& table) {
  const std::string text = table_text(table);
  if (text.find(';') == text.npos) return json.text(text);
  const Json::Value object = json.object();
  json.add(object, "inputs", names_value(json, table.inputs));
  json.add(object, "targets", names_value(json, table.targets));
  if (table.has_classes()) json.add(object, "classes", names_value(json, table.classes));
  if (!table.scales.empty()) json.add(object, "scales", scales_value(json, table));
  json.add(object, "rows", json.numbers(table.numbers, table.width()));
  return object;
}

}  // namespace

Json::Value scales_value(Json& json, const SampleTable& table) {
  const Json::Value scales = json.array();
  for (const Scale& scale : table.scales) {
    const Json::Value one = json.object();
    json.add(one, "centre", json.number(scale.centre));
    json.add(one, "spread", json.number(scale.spread));
    json.append(scales, one);
  }
  return scales;
}

Json::Value columns_value(Json& json, const Columns& columns) {
  const Json::Value list = json.array();
  for (const Column& column : columns.inputs) json.append(list, column_value(json, column));
  const Json::Value label = column_value(json, columns.label);
  if (!columns.classes.empty()) {
    const Json::Value classes = json.array();
    for (const std::string& name : columns.classes) json.append(classes, json.text(name));
    json.add(label, "classes", classes);
  }
  json.append(list, label);
  return list;
}

Json::Value experiment_value(Json& json, const Experiment& experiment) {
  const Json::Value object = json.object();
  for (const Property& property : properties()) {
    json.add(object, property.name, property_value(json, property, experiment));
  }
  if (experiment.table) json.add(object, "table", table_value(json, *experiment.table));
  if (!experiment.custom_points.empty()) {
    std::vector<float> coordinates;
    coordinates.reserve(3 * experiment.custom_points.size());
    for (const Point& point : experiment.custom_points) {
      coordinates.insert(coordinates.end(), {point.x1, point.x2, point.label});
    }
    json.add(object, "points", json.numbers(coordinates, 3));
    if (experiment.columns) {
      json.add(object, "columns", columns_value(json, *experiment.columns));
    }
  }
  return object;
}

Json::Value live_settings_value(Json& json, const Experiment& experiment) {
  const Json::Value object = json.object();
  for (const Property& property : properties()) {
    if (property.effect != Effect::kLive) continue;
    json.add(object, property.name, property_value(json, property, experiment));
  }
  return object;
}

}  // namespace backprop
