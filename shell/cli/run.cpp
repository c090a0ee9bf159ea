#include "shell/cli/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/table.h"
#include "engine/experiment/table_samples.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/cli/arguments.h"
#include "shell/cli/example.h"
#include "shell/cli/files.h"
#include "shell/cli/progress.h"

namespace backprop {

namespace {

constexpr std::int64_t kMaxSteps = 1'000'000'000'000;

// Whether an argument that names no file is meant as a link.
bool looks_like_link(std::string_view text) {
  return text.empty() || text.front() == '#' || text.find('=') != text.npos ||
         text.find("://") != text.npos || text.find("%3D") != text.npos ||
         text.find("%3d") != text.npos;
}

Result<std::string> read_source(const std::string& source) {
  std::error_code ignored;
  const bool exists = !source.empty() && std::filesystem::exists(source, ignored);
  if (!exists && looks_like_link(source)) return source;
  if (!exists) {
    return fail("there is no file '" + source +
                "', and a link has the form dataset=spiral&layers=8,8");
  }
  Result<std::string> text = read_file(source, kMaxDocumentBytes);
  // Not the default experiment: what was meant to be in it got lost.
  if (text && trimmed(*text).empty()) return fail("'" + source + "' is empty");
  return text;
}

std::string_view without_mark(std::string_view text) {
  return trimmed(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
}

// What is no document and has more lines than a link has is a table; so is what is no text as links
// are, such as UTF-16 or a workbook, of which the table reader knows what to say.
bool looks_like_table(std::string_view text) {
  if (text.starts_with('{')) return false;
  return text.find_first_of(std::string_view("\n\r\0", 3)) != text.npos;
}

struct Settings {
  struct Property {
    std::string_view name, value;
  };
  std::vector<Property> properties;
  std::optional<std::int64_t> step;  // which is no property, but has its name in links
};

Result<Settings> parse_settings(const std::vector<std::string>& arguments) {
  Settings settings;
  for (const std::string_view text : arguments) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) {
      return fail("--set needs name=value, not " + backprop::quoted(text));
    }
    const std::string_view name = text.substr(0, equals), value = text.substr(equals + 1);
    if (name == "step") {
      settings.step = parse_number<std::int64_t>(value);
      if (!settings.step || *settings.step < 0 || *settings.step > kMaxSteps) {
        return fail("--set: step cannot be " + backprop::quoted(value) +
                    ": choose a whole number from 0 to " + number_text(kMaxSteps));
      }
      continue;
    }
    if (find_property(name) == nullptr) {
      return fail("--set: there is no property " + backprop::quoted(name) +
                  "; `backprop describe` lists them");
    }
    settings.properties.push_back({name, value});
  }
  return settings;
}

Result<Run> open_link(std::string_view text, bool lenient, const Settings& settings,
                      std::vector<std::string>& notes) {
  Result<ParsedLink> link = lenient ? parse_link(text) : parse_strict_link(text);
  if (!link) return std::unexpected(link.error());
  notes = texts_of(link->messages);
  for (const auto& setting : settings.properties) {
    const Result<void> done = set_property(link->experiment, setting.name, setting.value, &notes);
    if (!done) return fail("--set: " + done.error().message);
  }
  if (!link->weights.empty() &&
      link->weights.size() != make_network(link->experiment).parameter_count()) {
    return fail("--set makes another network than the one that the link has weights for");
  }
  return Run{make_trainer(*link), settings.step.value_or(link->step),
             settings.step.has_value() || link->names_step};
}

Result<Run> open_document(std::string_view text, const Settings& settings,
                          std::vector<std::string>& notes) {
  Result<Trainer> trainer = parse_document(text);
  if (!trainer) return fail("the document cannot be used: " + trainer.error().message);
  for (const auto& setting : settings.properties) {
    const Result<void> done = trainer->set(setting.name, setting.value, &notes);
    if (!done) return fail("--set: " + done.error().message);
  }
  const std::int64_t now = trainer->step_count();
  if (settings.step.value_or(now) < now) {
    return fail("--set: the document stands at step " + number_text(now) + ", and step " +
                number_text(*settings.step) + " is behind it");
  }
  return Run{std::move(*trainer), settings.step.value_or(now),
             settings.step.has_value() || now > 0};
}

// "'my points.csv'" as a shell wants it.
std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,=/:+@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

Result<Run> open_table(std::string_view bytes, const RunArguments& arguments,
                       const Settings& settings, std::vector<std::string>& notes) {
  const auto failure = [&](const Error& error) {
    return fail("no points can be read from '" + arguments.source + "': " + error.message);
  };
  const Result<Table> table = read_table(bytes);
  if (!table) return failure(table.error());
  std::vector<ColumnRole> roles = table->roles;
  if (arguments.columns) {
    Result<std::vector<ColumnRole>> given = read_roles(*table, *arguments.columns);
    if (!given) return fail("--columns: " + given.error().message);
    roles = std::move(*given);
  } else if (!table->certain) {
    std::string columns = roles_text(*table, roles);
    if (!check_roles(*table, roles)) columns = "x1=1,x2=2,label=3";
    return fail(table->doubt + " Say which columns are meant: `backprop " + arguments.command +
                ' ' + shell_word(arguments.source) + " --columns " + shell_word(columns) + "`");
  }
  const Result<std::optional<TableScale>> scale = read_scale_name(arguments.scale.value_or("auto"));
  if (!scale) return fail("--scale: " + scale.error().message);
  Experiment experiment;
  const Result<std::vector<std::string>> said = place_table(experiment, *table, roles, *scale);
  if (!said) return failure(said.error());
  notes = table->says;
  notes.insert(notes.end(), said->begin(), said->end());
  for (const auto& setting : settings.properties) {
    const Result<void> done = set_property(experiment, setting.name, setting.value, &notes);
    if (!done) return fail("--set: " + done.error().message);
  }
  return Run{Trainer(experiment), settings.step.value_or(0)};
}

}  // namespace

void declare_source(CLI::App& app, RunArguments& arguments) {
  arguments.command = app.get_name();
  app.add_option(
         "LINK|FILE", arguments.source,
         "A link, or a file that holds one, a document or a table of points (default: every "
         "property's default)")
      ->option_text(" ");
  app.add_option("--set", arguments.settings,
                 "Set a property (`backprop describe` lists them); may be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--lenient", arguments.lenient,
               "Open a link as near as it can be, and say what is not as it asks");
  app.add_option("--columns", arguments.columns,
                 "Of a table: its columns by name, or by number from 1; class= or value= in place "
                 "of label= says what it is; input= and target=, as often as there are some, make "
                 "rows samples of a table of their own")
      ->option_text("x1=…,x2=…,label=…");
  app.add_option("--scale", arguments.scale,
                 "Of a table: how its numbers become coordinates: auto, none, standardise, fit")
      ->option_text("NAME (auto)");
}

void declare_steps(CLI::App& app, RunArguments& arguments, const std::string& help) {
  app.add_option("--steps", arguments.steps, help)
      ->option_text("N")
      ->check(whole_number_in(0, kMaxSteps));
}

Result<Run> open_run(const RunArguments& arguments, std::int64_t default_steps, Console& console) {
  const Result<std::string> bytes = read_source(arguments.source);
  if (!bytes) return std::unexpected(bytes.error());
  const std::string_view text = without_mark(*bytes);
  const Result<Settings> settings = parse_settings(arguments.settings);
  if (!settings) return std::unexpected(settings.error());
  std::vector<std::string> notes;
  const bool table = looks_like_table(text);
  if (!table && (arguments.columns || arguments.scale)) {
    return fail("--columns and --scale are for tables, and this is none");
  }
  const bool document = text.starts_with('{');
  std::optional<Example> example;
  if (!table && !document) {
    Result<std::optional<Example>> named = example_of_link(text);
    if (!named) return std::unexpected(named.error());
    example = std::move(*named);
  }
  const std::string_view link = example ? std::string_view(example->link) : text;
  Result<Run> run = table      ? open_table(*bytes, arguments, *settings, notes)
                    : document ? open_document(text, *settings, notes)
                               : open_link(link, arguments.lenient, *settings, notes);
  if (!run) return run;
  for (const std::string& note : notes) console.err << "backprop: note: " << note << '\n';
  run->target += arguments.steps.value_or(run->named ? 0 : default_steps);
  return run;
}

bool train_run(Run& run, std::optional<double> until_loss, Console& console) {
  Trainer& trainer = run.trainer;
  const auto low_enough = [&] { return trainer.metrics().train_loss <= *until_loss; };
  if (until_loss && low_enough()) return true;
  const int train_count = std::max(1, trainer.data().train_count);
  const int batch = std::clamp(trainer.experiment().batch_size, 1, train_count);
  const std::int64_t epoch = (train_count + batch - 1) / batch;
  const std::int64_t chunk = until_loss ? epoch : 256;  // between looks at the clock or the loss
  Progress progress(console.err, console.progress, trainer.step_count(), run.target);
  while (trainer.step_count() < run.target) {
    const std::int64_t count = std::min(chunk, run.target - trainer.step_count());
    if (trainer.steps(static_cast<int>(count)) < count) return false;
    if (until_loss && low_enough()) return true;
    progress.show(trainer);
  }
  return !until_loss;
}

Result<Trainer> open_at_target(const RunArguments& arguments, std::int64_t default_steps,
                               Console& console) {
  Result<Run> run = open_run(arguments, default_steps, console);
  if (!run) return std::unexpected(run.error());
  if (!train_run(*run, std::nullopt, console)) return fail(run->trainer.divergence()->message);
  return std::move(run->trainer);
}

}  // namespace backprop
