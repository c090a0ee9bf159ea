// Documents, read: nothing of a text that cannot be used as a whole.
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/bytes_text.h"
#include "engine/base/json_reader.h"
#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/table_link.h"
#include "engine/run/document.h"
#include "engine/run/table_json.h"
#include "engine/run/weights_json.h"

namespace backprop {
namespace {

// Parameters and the optimizer's two numbers for each, the order, and the points of the largest
// run are some 150 000 values.
constexpr std::size_t kMaxValues = 400'000;
// Steps a document may have run: far from where counting on would overflow.
constexpr std::int64_t kMaxSteps = std::int64_t{1} << 50;

// Runs the steps, functions that return Result<void>, until one fails.
template <class... Steps>
Result<void> in_turn(const Steps&... steps) {
  Result<void> done;
  static_cast<void>(((done = steps()).has_value() && ...));
  return done;
}

// --- experiment --------------------------------------------------------------------------------

// A list as the property table reads it: "8,8".
Result<std::string> list_text(const JsonValue& list, bool of_numbers) {
  std::string text;
  const Result<void> read = list.each([&](const JsonValue& element, std::size_t) -> Result<void> {
    const Result<std::string_view> item = of_numbers ? element.number_text() : element.text();
    if (!item) return std::unexpected(item.error());
    if (item->empty() || item->find(',') != std::string_view::npos) {
      return element.wrong("expected one name, found " + quoted(*item));
    }
    if (!text.empty()) text += ',';
    text += *item;
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return text;
}

Result<std::string> copied(const Result<std::string_view>& text) {
  if (!text) return std::unexpected(text.error());
  return std::string(*text);
}

// A property's value as links have it.
Result<std::string> value_text(const JsonValue& value, PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kInteger:
    case PropertyKind::kReal:
      return copied(value.number_text());
    case PropertyKind::kSwitch:
      return copied(value.switch_text());
    case PropertyKind::kIntegerList:
      return list_text(value, true);
    case PropertyKind::kChoiceList:
      return list_text(value, false);
    case PropertyKind::kChoice:
      break;
  }
  return copied(value.text());
}

Result<Point> read_point(const JsonValue& value) {
  if (const auto sized = value.has_size(3, "numbers (x1, x2, label)"); !sized) {
    return std::unexpected(sized.error());
  }
  std::array<float, 3> numbers{};
  const auto read = value.each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    const Result<float> number = element.number();
    if (!number) return std::unexpected(number.error());
    if (!is_coordinate(*number)) {
      return element.wrong("expected a number from " + number_text(-kMaxCoordinate) + " to " +
                           number_text(kMaxCoordinate) + ", found " + number_text(*number));
    }
    numbers[i] = *number;
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return Point{numbers[0], numbers[1], numbers[2]};
}

Result<std::vector<Point>> read_points(const JsonValue& list) {
  if (list.is_list() && list.size() > std::size_t{kMaxPoints}) {
    return list.wrong("expected at most " + number_text(std::int64_t{kMaxPoints}) +
                      " points, found " + number_text(static_cast<std::int64_t>(list.size())));
  }
  std::vector<Point> points;
  const auto read = list.each([&](const JsonValue& element, std::size_t) -> Result<void> {
    const Result<Point> point = read_point(element);
    if (!point) return std::unexpected(point.error());
    points.push_back(*point);
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return points;
}

// What is left out is as in a table without scale.
Result<void> read_column(const JsonValue& value, bool classes, Column& column) {
  static constexpr std::array<std::string_view, 4> kNames = {"name", "centre", "spread", "classes"};
  const auto known = value.has_only(std::span(kNames).first(classes ? 4 : 3));
  if (!known) return known;
  if (value.has("name")) {
    Result<std::string> name = copied(value.member("name").text());
    if (!name) return std::unexpected(name.error());
    column.name = std::move(*name);
  }
  for (const auto& [name, number] :
       {std::pair{"centre", &column.centre}, {"spread", &column.spread}}) {
    if (!value.has(name)) continue;
    const Result<double> read = value.member(name).real();
    if (!read) return std::unexpected(read.error());
    *number = *read;
  }
  return {};
}

Result<Columns> read_columns_value(const JsonValue& list) {
  if (const auto sized = list.has_size(3, "columns (x1, x2, label)"); !sized) {
    return std::unexpected(sized.error());
  }
  Columns columns;
  const auto read = list.each([&](const JsonValue& value, std::size_t i) -> Result<void> {
    if (i < 2) return read_column(value, false, columns.inputs[i]);
    if (const auto label = read_column(value, true, columns.label); !label) return label;
    if (!value.has("classes")) return {};
    return value.member("classes").each([&](const JsonValue& name, std::size_t at) -> Result<void> {
      Result<std::string> text = copied(name.text());
      if (!text) return std::unexpected(text.error());
      if (at < kMaxClasses) columns.classes.push_back(std::move(*text));
      return {};
    });
  });
  if (!read) return std::unexpected(read.error());
  if (const auto right = check_columns(columns); !right) return list.wrong(right.error().message);
  return columns;
}

std::vector<std::string_view> experiment_names() {
  std::vector<std::string_view> names;
  for (const Property& property : properties()) names.push_back(property.name);
  names.push_back("points");
  names.push_back("columns");
  names.push_back("table");
  return names;
}

bool names_custom_dataset(const JsonValue& value) {
  const Result<std::string_view> dataset = value.member("dataset").text();
  return dataset && *dataset == "custom";
}

// In the order of the table, each property in agreement with those before it; in the end all of
// them must still be what the document says.
Result<Experiment> read_experiment(const JsonValue& value) {
  if (const auto known = value.has_only(experiment_names()); !known) {
    return std::unexpected(known.error());
  }
  Experiment experiment;
  if (value.has("points")) {
    Result<std::vector<Point>> points = read_points(value.member("points"));
    if (!points) return std::unexpected(points.error());
    experiment.custom_points = std::move(*points);
  }
  if (value.has("columns")) {
    Result<Columns> columns = read_columns_value(value.member("columns"));
    if (!columns) return std::unexpected(columns.error());
    if (!experiment.custom_points.empty()) experiment.columns = std::move(*columns);
  }
  if (value.has("table")) {
    Result<SampleTable> table = read_table_value(value.member("table"));
    if (!table) return std::unexpected(table.error());
    experiment.table = std::move(*table);
  }
  // What a person writes need not say that the data it brings are used.
  if (!value.has("dataset")) {
    if (!experiment.custom_points.empty()) (void)set_property(experiment, "dataset", "custom");
    if (experiment.table) (void)set_property(experiment, "dataset", "table");
  }
  // A custom dataset from which every point was removed is none that could be chosen.
  const bool no_points = experiment.custom_points.empty() && names_custom_dataset(value);
  if (no_points) experiment.dataset = nullptr;
  std::vector<std::pair<const Property*, std::string>> accepted;
  for (const Property& property : properties()) {
    if (!value.has(property.name) || (no_points && property.name == "dataset")) continue;
    const JsonValue member = value.member(property.name);
    const Result<std::string> text = value_text(member, property.kind);
    if (!text) return std::unexpected(text.error());
    if (const auto set = set_property(experiment, property.name, *text); !set) {
      return member.wrong(set.error().message);
    }
    accepted.emplace_back(&property, property.get(experiment));
  }
  if (experiment.uses_table && !value.has("trainFraction")) train_on_all_of_few(experiment);
  for (const auto& [property, text] : accepted) {
    const std::string now = property->get(experiment);
    if (now == text) continue;
    return value.member(property->name)
        .wrong(quoted(text) + " does not go with the other settings, which make it " + quoted(now));
  }
  return experiment;
}

// --- state -------------------------------------------------------------------------------------

// Into `numbers`, which has the size that is right, or that and padding after it.
Result<void> read_numbers(const JsonValue& list, std::size_t count, std::vector<float>& numbers) {
  if (const auto sized = list.has_size(count, "numbers"); !sized) return sized;
  return list.each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    const Result<float> number = element.number();
    if (!number) return std::unexpected(number.error());
    numbers[i] = *number;
    return {};
  });
}

Result<void> read_integer(const JsonValue& value, std::int64_t max, std::int64_t& result) {
  const Result<std::int64_t> number = value.integer(0, max);
  if (!number) return std::unexpected(number.error());
  result = *number;
  return {};
}

// Mean squares cannot be negative: their root would not be a number.
Result<void> no_negative(const JsonValue& list, const std::vector<float>& numbers) {
  return list.each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    if (numbers[i] < 0) return element.wrong("expected a number that is not negative");
    return {};
  });
}

Result<void> read_optimizer(const JsonValue& value, std::size_t count, OptimizerState& state) {
  static constexpr std::array<std::string_view, 3> kNames = {"steps", "first", "second"};
  const JsonValue first = value.member("first"), second = value.member("second");
  return in_turn(
      [&] { return value.has_only(kNames); },
      [&] { return read_integer(value.member("steps"), kMaxSteps, state.steps); },
      [&] { return read_numbers(first, state.first.empty() ? 0 : count, state.first); },
      [&] { return read_numbers(second, state.second.empty() ? 0 : count, state.second); },
      [&] { return no_negative(second, state.second); });
}

// Every training point once.
Result<void> read_order(const JsonValue& list, std::vector<int>& order) {
  const std::size_t count = order.size();
  if (const auto sized = list.has_size(count, "training points"); !sized) return sized;
  std::vector<bool> seen(count, false);
  return list.each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    const auto index = element.integer(0, static_cast<std::int64_t>(count) - 1);
    if (!index) return std::unexpected(index.error());
    if (seen[static_cast<std::size_t>(*index)]) {
      return element.wrong("training point " + number_text(*index) + " is in the order twice");
    }
    seen[static_cast<std::size_t>(*index)] = true;
    order[i] = static_cast<int>(*index);
    return {};
  });
}

Result<void> read_word(const JsonValue& value, std::uint64_t& word) {
  const Result<std::string_view> text = value.text();
  if (!text) return std::unexpected(text.error());
  std::uint64_t result = 0;
  const char* end = text->data() + text->size();
  const auto [stop, problem] = std::from_chars(text->data(), end, result, 16);
  if (text->size() != 16 || problem != std::errc{} || stop != end) {
    return value.wrong("expected 16 hexadecimal digits, found " + quoted(*text));
  }
  word = result;
  return {};
}

Result<void> read_random(const JsonValue& value, TrainerState& state) {
  static constexpr std::array<std::string_view, 2> kNames = {"order", "dropout"};
  return in_turn([&] { return value.has_only(kNames); },
                 [&] { return read_word(value.member("order"), state.order_random.state); },
                 [&] { return read_word(value.member("dropout"), state.dropout_random.state); });
}

// Where the run began, when that is not with the initializer's parameters.
Result<void> read_start(const JsonValue& state, Trainer& trainer) {
  if (!state.has("start")) return {};
  std::vector<float> start(trainer.network().parameter_count());
  const Result<void> read = read_numbers(state.member("start"), start.size(), start);
  if (read) trainer.start_from(start);
  return read;
}

// "weights" beside the experiment: the run starts from them.
Result<void> read_weights(const JsonValue& root, Trainer& trainer) {
  if (!root.has("weights")) return {};
  const JsonValue value = root.member("weights");
  const bool biases = trainer.experiment().biases != Biases::kNone;
  const auto weights = read_weights_value(value, trainer.network(), biases);
  if (!weights) return std::unexpected(weights.error());
  if (!trainer.start_from(*weights)) return value.wrong("expected finite numbers");
  return {};
}

Result<bool> read_switch(const JsonValue& value, std::string_view name) {
  if (!value.has(name)) return false;
  const Result<std::string_view> text = value.member(name).switch_text();
  if (!text) return std::unexpected(text.error());
  return *text == "true";
}

// Live settings within a step; those left out are the experiment's.
Result<SettingsAt> read_settings(const JsonValue& value, const Experiment& experiment) {
  static constexpr std::array<std::string_view, 5> kNames = {"phases", "settings", "freshMemory",
                                                             "freshCuts", "matters"};
  if (const auto known = value.has_only(kNames); !known) return std::unexpected(known.error());
  const Result<std::int64_t> phases = value.member("phases").integer(0, kPhaseCount - 1);
  if (!phases) return std::unexpected(phases.error());
  const Result<bool> memory = read_switch(value, "freshMemory");
  if (!memory) return std::unexpected(memory.error());
  const Result<bool> cuts = read_switch(value, "freshCuts");
  if (!cuts) return std::unexpected(cuts.error());
  const Result<bool> matters = read_switch(value, "matters");
  if (!matters) return std::unexpected(matters.error());
  SettingsAt entry{static_cast<int>(*phases), experiment, *memory, *cuts, *matters};
  entry.experiment.custom_points.clear();
  const JsonValue settings = value.member("settings");
  std::vector<std::string_view> names;
  for (const Property& property : properties()) {
    if (property.effect == Effect::kLive) names.push_back(property.name);
  }
  if (const auto known = settings.has_only(names); !known) return std::unexpected(known.error());
  for (const std::string_view name : names) {
    if (!settings.has(name)) continue;
    const JsonValue member = settings.member(name);
    const Property& property = *find_property(name);
    const Result<std::string> text = value_text(member, property.kind);
    if (!text) return std::unexpected(text.error());
    if (const auto set = property.set(entry.experiment, *text); !set) {
      return member.wrong(std::string(name) + " cannot be " + quoted(*text) + ": " +
                          set.error().message);
    }
  }
  return entry;
}

// In the order of their phases, from the step's beginning.
Result<void> read_inside(const JsonValue& state, const Experiment& experiment,
                         std::vector<SettingsAt>& entries) {
  if (!state.has("inside")) return {};
  return state.member("inside").each([&](const JsonValue& element, std::size_t i) -> Result<void> {
    Result<SettingsAt> entry = read_settings(element, experiment);
    if (!entry) return std::unexpected(entry.error());
    if (i == 0 ? entry->phases_done != 0 : entry->phases_done <= entries.back().phases_done) {
      return element.member("phases").wrong(
          "expected 0 in the first entry, and more in each after it");
    }
    entries.push_back(std::move(*entry));
    return {};
  });
}

// `state` is the one at the start of the run: all its sizes are right. What a document at step 0
// leaves out is as at the start.
Result<void> read_state(const JsonValue& value, TrainerState& state) {
  static constexpr std::array<std::string_view, 11> kNames = {
      "step",     "epochs", "parameters", "optimizer", "order", "start",
      "position", "random", "changed",    "phases",    "inside"};
  const std::size_t count = state.parameters.size();
  const auto last = static_cast<std::int64_t>(state.order.size());
  std::int64_t position = state.order_position;
  if (const auto known = value.has_only(kNames); !known) return known;
  if (value.has("step")) {
    const auto read = read_integer(value.member("step"), kMaxSteps, state.step);
    if (!read) return read;
  }
  const auto given = [&](std::string_view name) { return state.step > 0 || value.has(name); };
  const auto read_if_given = [&](std::string_view name, const auto& read) -> Result<void> {
    return given(name) ? read(value.member(name)) : Result<void>();
  };
  const Result<void> read = in_turn(
      [&] {
        return read_if_given(
            "epochs", [&](const auto& v) { return read_integer(v, kMaxSteps, state.epochs_done); });
      },
      [&] {
        return read_if_given(
            "parameters", [&](const auto& v) { return read_numbers(v, count, state.parameters); });
      },
      [&] {
        return read_if_given(
            "optimizer", [&](const auto& v) { return read_optimizer(v, count, state.optimizer); });
      },
      [&] {
        return read_if_given("order", [&](const auto& v) { return read_order(v, state.order); });
      },
      [&] {
        return read_if_given("position",
                             [&](const auto& v) { return read_integer(v, last, position); });
      },
      [&] {
        return read_if_given("random", [&](const auto& v) { return read_random(v, state); });
      });
  if (!read) return read;
  const Result<bool> changed = read_switch(value, "changed");
  if (!changed) return std::unexpected(changed.error());
  state.changed_on_the_way = *changed;
  state.order_position = static_cast<int>(position);
  return {};
}

// The phases of the step in progress, under the settings they ran under.
Result<void> run_phases(const JsonValue& value, Trainer& trainer, const Experiment& experiment) {
  std::int64_t phases = 0;
  if (value.has("phases")) {
    const JsonValue member = value.member("phases");
    if (const auto read = read_integer(member, kPhaseCount - 1, phases); !read) return read;
  }
  // Fewer where the step fails, as it did when the document was written.
  while (trainer.phases_done() < phases && trainer.advance_phase()) {
  }
  if (trainer.experiment() == experiment) return {};
  return value.member("inside").wrong(
      "its settings after the phases that are done are not those of "
      "the experiment");
}

Result<void> check_head(const JsonValue& root) {
  static constexpr std::array<std::string_view, 6> kNames = {"format",     "version", "program",
                                                             "experiment", "weights", "state"};
  if (const auto known = root.has_only(kNames); !known) return known;
  const JsonValue format = root.member("format"), version = root.member("version");
  // One that a person writes begins with the experiment.
  if (!root.has("format") && !root.has("version") && root.has("experiment")) return {};
  const Result<std::string_view> name = format.text();
  if (!name) return std::unexpected(name.error());
  if (*name != "backprop-playground") {
    return format.wrong("expected 'backprop-playground', found " + quoted(*name));
  }
  const Result<std::int64_t> number = version.integer(1, std::int64_t{1} << 50);
  if (!number) return std::unexpected(number.error());
  if (*number > kDocumentVersion) {
    return version.wrong("this program reads documents up to version " +
                         number_text(std::int64_t{kDocumentVersion}) + ", and this one has " +
                         number_text(*number) + ": a newer program wrote it");
  }
  return {};
}

}  // namespace

Result<Trainer> parse_document(std::string_view text) {
  if (text.size() > kMaxDocumentBytes) {
    return fail("the document: expected at most " + bytes_text(kMaxDocumentBytes));
  }
  const Result<JsonDocument> document = JsonDocument::parse(text, kMaxValues);
  if (!document) return fail("the document cannot be read: " + document.error().message);
  const JsonValue root(*document);
  if (const auto head = check_head(root); !head) return std::unexpected(head.error());
  const Result<Experiment> experiment = read_experiment(root.member("experiment"));
  if (!experiment) return std::unexpected(experiment.error());
  Trainer trainer(*experiment);
  if (const auto read = read_weights(root, trainer); !read) return std::unexpected(read.error());
  if (!root.has("state")) return trainer;
  const JsonValue value = root.member("state");
  if (const auto read = read_start(value, trainer); !read) return std::unexpected(read.error());
  TrainerState state = trainer.state();
  if (const auto read = read_inside(value, *experiment, state.settings); !read) {
    return std::unexpected(read.error());
  }
  if (!state.settings.empty()) {
    state.optimizer = make_state(*state.settings.front().experiment.optimizer,
                                 static_cast<int>(trainer.network().parameter_capacity()));
  }
  if (const auto read = read_state(value, state); !read) return std::unexpected(read.error());
  if (!trainer.restore(state)) return value.wrong("it does not fit the experiment");
  if (const auto done = run_phases(value, trainer, *experiment); !done) {
    return std::unexpected(done.error());
  }
  return trainer;
}

}  // namespace backprop
