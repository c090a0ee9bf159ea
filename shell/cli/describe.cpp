#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/page_keys.h"
#include "engine/run/experiment_json.h"
#include "shell/cli/command.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

struct DescribeArguments {
  std::string property;
  bool json = false, markdown = false;
};

const char* kind_name(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kInteger:
      return "integer";
    case PropertyKind::kReal:
      return "number";
    case PropertyKind::kSwitch:
      return "switch";
    case PropertyKind::kChoice:
      return "choice";
    case PropertyKind::kChoiceList:
      return "list of choices";
    case PropertyKind::kIntegerList:
      return "list of integers";
  }
  return "";
}

const char* effect_name(Effect effect) {
  switch (effect) {
    case Effect::kLive:
      return "live";
    case Effect::kNetwork:
      return "network";
    case Effect::kData:
      return "data";
  }
  return "";
}

bool has_range(const Property& property) {
  return property.kind == PropertyKind::kInteger || property.kind == PropertyKind::kReal ||
         property.kind == PropertyKind::kIntegerList;
}

// "0 … 0.5", "true, false" or the names of the choices.
std::string values_text(const Property& property) {
  if (has_range(property)) return number_text(property.min) + " … " + number_text(property.max);
  if (property.kind == PropertyKind::kSwitch) return "true, false";
  std::vector<std::string_view> names;
  for (const Choice& choice : property.choices) names.push_back(choice.name);
  return join(names);
}

std::string describe_json(std::span<const Property> rows) {
  Json json;
  const Experiment defaults;
  const Json::Value default_values = experiment_value(json, defaults);
  const Json::Value list = json.array();
  for (const Property& property : rows) {
    const Json::Value object = json.object();
    json.add(object, "name", json.text(property.name));
    json.add(object, "label", json.text(property.label));
    json.add(object, "help", json.text(property.help));
    json.add(object, "group", json.text(property.group));
    json.add(object, "type", json.text(kind_name(property.kind)));
    json.add(object, "effect", json.text(effect_name(property.effect)));
    json.add(object, "default", json.member_copy(default_values, property.name));
    if (has_range(property)) {
      json.add(object, "min", json.number(property.min));
      json.add(object, "max", json.number(property.max));
    }
    if (!property.choices.empty()) {
      const Json::Value choices = json.array();
      for (const Choice& choice : property.choices) {
        const Json::Value entry = json.object();
        json.add(entry, "name", json.text(choice.name));
        json.add(entry, "label", json.text(choice.label));
        json.add(entry, "help", json.text(choice.help));
        json.append(choices, entry);
      }
      json.add(object, "choices", choices);
    }
    json.append(list, object);
  }
  return json.write(list);
}

// A cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void print_choices_markdown(const Property& property, std::ostream& out) {
  out << "\n### `" << property.name << "`\n\n| value | label | what it is |\n|---|---|---|\n";
  for (const Choice& choice : property.choices) {
    out << "| `" << choice.name << "` | " << cell(choice.label) << " | " << cell(choice.help)
        << " |\n";
  }
}

void print_markdown(std::span<const Property> rows, std::ostream& out) {
  const Experiment defaults;
  out << "| name | type | range | default | what it is |\n|---|---|---|---|---|\n";
  for (const Property& property : rows) {
    const std::string value = property.get(defaults);
    out << "| `" << property.name << "` | " << kind_name(property.kind) << " | "
        << (property.choices.empty() ? cell(values_text(property)) : "see below") << " | "
        << (value.empty() ? "none" : "`" + value + "`") << " | **" << cell(property.label) << ".** "
        << cell(property.help) << " |\n";
  }
  for (const Property& property : rows) {
    if (!property.choices.empty()) print_choices_markdown(property, out);
  }
}

void print_page_keys_markdown(std::ostream& out) {
  out << "\n## Keys of the page\n\nThey say how the page shows and plays a link's experiment; "
         "other programs pass them over.\n`embed` and `theme` stand before the `#`.\n\n"
         "| name | values | default | what it does |\n|---|---|---|---|\n";
  for (const PageKey& key : page_keys()) {
    out << "| `" << key.name << "` | " << cell(key.values) << " | "
        << (key.usual.empty() ? "" : "`" + std::string(key.usual) + "`") << " | " << cell(key.help)
        << " |\n";
  }
}

void print_text(std::span<const Property> rows, std::ostream& out) {
  const Experiment defaults;
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  table.add({"name", "default", "values", "what it is"});
  for (const Property& property : rows) {
    const bool choices = !property.choices.empty();
    table.add(
        {std::string(property.name), property.get(defaults),
         choices ? std::to_string(property.choices.size()) + " choices" : values_text(property),
         std::string(property.help)});
  }
  table.print(out);
}

// One property in full, with its choices.
void print_property(const Property& property, std::ostream& out) {
  const std::string value = property.get(Experiment());
  out << property.name << ": " << property.label << ", " << kind_name(property.kind) << "\n"
      << property.help << "\n\ndefault  " << (value.empty() ? "none" : value) << '\n';
  if (has_range(property)) out << "range    " << values_text(property) << '\n';
  if (property.choices.empty()) return;
  out << '\n';
  TextTable table({TextTable::kLeft, TextTable::kLeft, TextTable::kLeft});
  for (const Choice& choice : property.choices) {
    table.add({std::string(choice.name), std::string(choice.label), std::string(choice.help)});
  }
  table.print(out);
}

Result<int> describe(const DescribeArguments& arguments, Console& console) {
  std::span<const Property> rows = properties();
  if (!arguments.property.empty()) {
    const Property* property = find_property(arguments.property);
    if (property == nullptr) {
      return fail("there is no property " + backprop::quoted(arguments.property) +
                  "; `backprop describe` lists them");
    }
    rows = {property, 1};
  }
  if (arguments.json) {
    console.out << describe_json(rows) << '\n';
  } else if (arguments.markdown) {
    print_markdown(rows, console.out);
    if (rows.size() > 1) print_page_keys_markdown(console.out);
  } else if (rows.size() == 1) {
    print_property(rows.front(), console.out);
  } else {
    print_text(rows, console.out);
    console.out << "\nbackprop describe NAME says more of one, with its choices.\n";
  }
  return 0;
}

}  // namespace

RunCommand declare_describe(CLI::App& app) {
  const auto arguments = std::make_shared<DescribeArguments>();
  app.add_option("NAME", arguments->property, "One property alone")->option_text(" ");
  CLI::Option* json = app.add_flag("--json", arguments->json, "Print a JSON list");
  app.add_flag("--markdown", arguments->markdown, "Print Markdown tables")->excludes(json);
  return [arguments](Console& console) { return describe(*arguments, console); };
}

}  // namespace backprop
