#include "shell/cli/run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <system_error>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/cli/arguments.h"
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
  if (!text) return text;
  text->erase(text->find_last_not_of(" \t\r\n") + 1);
  text->erase(0, text->find_first_not_of(" \t\r\n"));
  // Not the default experiment: what was meant to be in it got lost.
  if (text->empty()) return fail("'" + source + "' is empty");
  return text;
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

}  // namespace

void declare_source(CLI::App& app, RunArguments& arguments) {
  app.add_option(
         "LINK|FILE", arguments.source,
         "A link, or a file that holds one or a document (default: every property's default)")
      ->option_text(" ");
  app.add_option("--set", arguments.settings,
                 "Set a property (`backprop describe` lists them); may be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--lenient", arguments.lenient,
               "Open a link as near as it can be, and say what is not as it asks");
}

void declare_steps(CLI::App& app, RunArguments& arguments, const std::string& help) {
  app.add_option("--steps", arguments.steps, help)
      ->option_text("N")
      ->check(whole_number_in(0, kMaxSteps));
}

Result<Run> open_run(const RunArguments& arguments, std::int64_t default_steps, Console& console) {
  const Result<std::string> text = read_source(arguments.source);
  if (!text) return std::unexpected(text.error());
  const Result<Settings> settings = parse_settings(arguments.settings);
  if (!settings) return std::unexpected(settings.error());
  std::vector<std::string> notes;
  Result<Run> run = text->starts_with('{') ? open_document(*text, *settings, notes)
                                           : open_link(*text, arguments.lenient, *settings, notes);
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
