// engine.mjs: the engine alone, for Node and browsers. engine_api.js wraps this class as Trainer
// and throws the errors that come back here; engine.d.ts says what it offers.
#include <emscripten.h>
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/table.h"
#include "engine/experiment/table_samples.h"
#include "engine/export/export.h"
#include "engine/insight/gradient_check.h"
#include "engine/insight/probe.h"
#include "engine/insight/slice.h"
#include "engine/run/document.h"
#include "engine/run/run.h"
#include "engine/run/trainer_link.h"
#include "web/engine/metrics.h"
#include "web/engine/values.h"

namespace backprop::web {

using emscripten::val;

class EngineTrainer {
 public:
  // `lenient`: what a link says that cannot be used is no error but a message. `at_once`: a link
  // with a step is trained to it; else `aim()` says where it leads.
  EngineTrainer(const std::string& source, bool lenient, bool at_once) {
    open(source, lenient, at_once);
  }

  // What the constructor could not use; nothing else may be called then.
  std::string error() const { return error_; }

  // --- running -----------------------------------------------------------------------------------

  // Up to `count` steps, and no new one after `seconds`.
  double step(double count, double seconds) {
    const bool bounded = std::isfinite(seconds);  // else the clock is not looked at
    const double end = bounded ? emscripten_get_now() + 1000 * seconds : 0;
    double done = 0;
    while (done < count && run_->step()) {
      ++done;
      if (bounded && emscripten_get_now() >= end) break;
    }
    return done;
  }
  std::string phase() { return run_->advance_phase() ? phase_name(trainer()) : std::string(); }
  void restart() { run_->restart(); }
  // The step that the link asks for.
  double aim() const { return static_cast<double>(aim_); }
  // The nearest remembered state at or before a step, from which it is trained to again.
  val near(double step) {
    const Result<void> done = run_->restore_checkpoint(static_cast<std::int64_t>(step));
    return done ? val::undefined() : failure(done.error());
  }
  val restore(double step) {
    const Result<void> done = run_->restore(static_cast<std::int64_t>(step));
    return done ? val::undefined() : failure(done.error());
  }

  // --- changing ----------------------------------------------------------------------------------

  // What else changed, so that all settings agree.
  val set(const std::string& name, const std::string& value) {
    if (name == "step") return go_to(value);
    std::vector<std::string> notes;
    const Result<void> done = run_->set(name, value, &notes);
    return done ? strings(notes) : failure(done.error());
  }
  val get(const std::string& name) const {
    if (name == "step") return val(number_text(trainer().step_count()));
    const Result<std::string> value = get_property(trainer().experiment(), name);
    return value ? val(*value) : failure(value.error());
  }
  val edit(const std::string& target, double value) {
    const Result<ExplainTarget> place = parse_target(trainer(), target);
    if (!place) return failure(place.error());
    if (place->kind != ExplainTarget::Kind::kParameter) {
      return failure(quoted(target) + " is computed: edit a weight or a bias");
    }
    const Result<void> done = run_->set_parameter(place->parameter, value);
    if (!done) return failure(target + ": " + done.error().message);
    return val::undefined();
  }

  // The points of a table in place of the data; what was taken, in sentences.
  val take_table(const std::string& content, const std::string& columns, const std::string& scale) {
    const Result<Table> table = read_table(content);
    if (!table) return failure("The table cannot be read: " + table.error().message + ".");
    std::vector<ColumnRole> roles = table->roles;
    if (!columns.empty()) {
      Result<std::vector<ColumnRole>> given = read_roles(*table, columns);
      if (!given) return failure("The columns cannot be used: " + given.error().message + ".");
      roles = std::move(*given);
    } else if (!table->certain) {
      return failure(table->doubt + " Give the columns: " + roles_text(*table, roles) +
                     " would be a guess.");
    }
    const Result<std::optional<TableScale>> wanted = read_scale_name(scale);
    if (!wanted) return failure(wanted.error().message + ".");
    Experiment experiment = trainer().experiment();
    const Result<std::vector<std::string>> said = place_table(experiment, *table, roles, *wanted);
    if (!said) return failure("The table cannot be used: " + said.error().message + ".");
    run_.emplace(Trainer(experiment));
    return strings(*said);
  }

  // --- looking -----------------------------------------------------------------------------------

  MetricsValue metrics() const { return metrics_of(trainer()); }
  std::string hash() const { return hash_text(trainer()); }
  std::string link() const { return make_link(trainer()); }
  std::string json() const { return make_document(trainer()); }
  val exported(const std::string& name) const {
    const Result<const ExportFormat*> format = find_export_format(name);
    if (!format) return failure(format.error());
    std::vector<HistoryRow> history;
    if ((*format)->reads_history) history = history_rows();
    const Result<std::string> content = (*format)->make({trainer(), history});
    if (!content) return failure(content.error());
    return (*format)->binary ? bytes(*content) : val(*content);
  }
  val messages() const { return strings(messages_); }
  std::string divergence() const {
    return trainer().divergence() ? trainer().divergence()->message : std::string();
  }
  // How many numbers predict() takes.
  int input_count() const {
    const Experiment& experiment = trainer().experiment();
    return experiment.uses_table ? static_cast<int>(experiment.table->inputs.size()) : 2;
  }
  val predict(const val& given) const {
    std::vector<double> inputs = emscripten::vecFromJSArray<double>(given);
    const Experiment& experiment = trainer().experiment();
    if (experiment.uses_table) {
      const SampleTable& table = *experiment.table;
      const std::vector<float> floats(inputs.begin(), inputs.end());
      const std::vector<float> outputs =
          activations_of(trainer().network(), table.seen_inputs(floats)).back();
      if (table.scales.empty()) return numbers(outputs);
      val told = val::array();
      for (std::size_t k = 0; k < outputs.size(); ++k) {
        told.call<void>("push", table.told_output(static_cast<int>(k), outputs[k]));
      }
      return told;
    }
    const Columns* columns = experiment.shown_columns();
    if (columns != nullptr) {
      for (std::size_t i = 0; i < 2; ++i) inputs[i] = columns->inputs[i].coordinate(inputs[i]);
    }
    const auto layers =
        activations_at(trainer().network(), experiment.features, inputs[0], inputs[1]);
    if (columns == nullptr || experiment.problem != Problem::kRegression) {
      return numbers(layers.back());
    }
    val value = val::array();
    value.call<void>("push", columns->label.number_at(static_cast<double>(layers.back().front())));
    return value;
  }
  // Views into the engine's memory, true until the next call. The last three are a slice's.
  val maps(double resolution, double across, double up, double row) {
    const Experiment& experiment = trainer().experiment();
    const int side = static_cast<int>(resolution);
    if (experiment.uses_table) {
      const TableSlice slice = slice_of(
          experiment, {static_cast<int>(across), static_cast<int>(up)}, static_cast<int>(row));
      probe_.configure(side, slice_grid(slice, side));
    } else {
      probe_.configure(experiment.features, side);
    }
    probe_.evaluate(trainer().network());
    return maps_value(trainer().network(), probe_);
  }
  val points() const { return points_value(trainer().data(), trainer().experiment()); }
  val columns() const { return columns_value(trainer().experiment()); }
  val activations(double sample) const {
    if (trainer().phases_done() < 1) {
      return failure("There are no activations before the forward phase: call phase() or step().");
    }
    const int count = trainer().workspace().samples;
    if (sample >= count) {
      return failure("The batch has the samples 0 to " + number_text(std::int64_t{count - 1}) +
                     ": there is no sample " + number_text(sample) + ".");
    }
    return sample_value(trainer(), static_cast<int>(sample));
  }
  val parameters() const { return layers_value(trainer().network(), trainer().network().data()); }
  val gradients() const {
    if (trainer().phases_done() < 4) {
      return failure(
          "There are no gradients before the gradients phase: call phase() until it is done, or "
          "step().");
    }
    return layers_value(trainer().network(), trainer().workspace().gradients.data());
  }
  val explain(const std::string& target) const {
    const Result<ExplainTarget> place = parse_target(trainer(), target);
    if (!place) return failure(place.error());
    const Result<Explanation> explanation = backprop::explain(trainer(), *place);
    return explanation ? explanation_value(*explanation) : failure(explanation.error());
  }
  // At most `limit` parameters (0: all), and no further one after `seconds`.
  val check(double limit, double seconds) const {
    GradientCheckSettings settings;
    settings.limit = static_cast<std::size_t>(limit);
    GradientChecker checker(trainer(), settings);
    const double end = emscripten_get_now() + 1000 * seconds;
    while (!checker.advance(1) && emscripten_get_now() < end) {
    }
    return check_value(trainer().network(), checker.result());
  }
  val diagnose() const {
    return findings_value(backprop::diagnose(trainer(), recent_statistics()));
  }

 private:
  const Trainer& trainer() const { return run_->trainer(); }

  // Back through the history, or on by training.
  val go_to(const std::string& value) {
    const auto step = parse_number<std::int64_t>(value);
    const std::int64_t most =
        std::max(run_->history().last_step(), max_link_step(trainer().experiment()));
    if (!step || *step < 0 || *step > most) {
      return failure("step cannot be " + quoted(value) + ": choose a whole number from 0 to " +
                     number_text(most) + ".");
    }
    if (*step <= run_->history().last_step()) {
      const Result<void> done = run_->restore(*step);
      return done ? strings({}) : failure(done.error());
    }
    while (trainer().step_count() < *step && run_->step()) {
    }
    return strings({});
  }
  void open(std::string_view source, bool lenient, bool at_once) {
    source = trimmed(source);
    if (source.starts_with("\xEF\xBB\xBF"))
      source = trimmed(source.substr(3));  // a byte order mark
    if (source.starts_with('{')) {
      Result<Trainer> saved = parse_document(source);
      if (!saved) {
        error_ = saved.error().message;
        return;
      }
      run_.emplace(std::move(*saved));
      return;
    }
    Result<ParsedLink> link = lenient ? parse_link(source) : parse_strict_link(source);
    if (!link) {
      error_ = link.error().message;
      return;
    }
    messages_ = texts_of(link->messages);
    run_.emplace(make_trainer(*link));
    aim_ = link->step;
    while (at_once && trainer().step_count() < aim_ && run_->step()) {
    }
  }

  // What a watcher would have written down, evenly spread over the run: replayed on a copy, so that
  // training pays nothing for it.
  std::vector<StepStatistics> recent_statistics() const {
    constexpr std::int64_t kEntries = 48;
    std::vector<StepStatistics> statistics;
    Trainer past = trainer();
    const std::int64_t first = run_->history().first_step();
    const std::int64_t steps = trainer().step_count() - first;
    const std::int64_t entries = std::min(kEntries, steps);
    for (std::int64_t i = 1; i <= entries; ++i) {
      const std::int64_t step = first + steps * i / entries;
      // The step itself is run, since it is what fills gradients and updates.
      if (run_->history().restore(past, step - 1) && past.step())
        statistics.push_back(measure(past));
    }
    return statistics;
  }

  // The run so far, replayed on a copy: all steps of a short one, evenly spread ones of a long one.
  std::vector<HistoryRow> history_rows() const {
    constexpr std::int64_t kEntries = 2000;
    std::vector<HistoryRow> rows;
    Trainer past = trainer();
    const std::int64_t last = trainer().step_count();
    std::int64_t step = run_->history().first_step();
    const std::int64_t spacing = 1 + (last - step) / kEntries;
    for (; step <= last && run_->history().restore(past, step); step += spacing) {
      rows.push_back(history_row(past.metrics()));
    }
    return rows;
  }

  std::optional<Run> run_;
  Probe probe_;
  std::vector<std::string> messages_;
  std::string error_;
  std::int64_t aim_ = 0;
};

}  // namespace backprop::web

EMSCRIPTEN_BINDINGS(backprop_engine) {
  using namespace emscripten;
  using namespace backprop::web;
  function("listFormats", &formats_value);
  function("tableValue", &table_value);
  value_object<MetricsValue>("Metrics")
      .field("step", &MetricsValue::step)
      .field("epoch", &MetricsValue::epoch)
      .field("phase", &MetricsValue::phase)
      .field("trainLoss", &MetricsValue::train_loss)
      .field("testLoss", &MetricsValue::test_loss)
      .field("trainAccuracy", &MetricsValue::train_accuracy)
      .field("testAccuracy", &MetricsValue::test_accuracy)
      .field("diverged", &MetricsValue::diverged);
  class_<EngineTrainer>("EngineTrainer")
      .constructor<const std::string&, bool, bool>()
      .function("aim", &EngineTrainer::aim)
      .function("near", &EngineTrainer::near)
      .function("error", &EngineTrainer::error)
      .function("step", &EngineTrainer::step)
      .function("phase", &EngineTrainer::phase)
      .function("restart", &EngineTrainer::restart)
      .function("restore", &EngineTrainer::restore)
      .function("set", &EngineTrainer::set)
      .function("get", &EngineTrainer::get)
      .function("edit", &EngineTrainer::edit)
      .function("takeTable", &EngineTrainer::take_table)
      .function("columns", &EngineTrainer::columns)
      .function("metrics", &EngineTrainer::metrics)
      .function("hash", &EngineTrainer::hash)
      .function("link", &EngineTrainer::link)
      .function("json", &EngineTrainer::json)
      .function("exported", &EngineTrainer::exported)
      .function("messages", &EngineTrainer::messages)
      .function("divergence", &EngineTrainer::divergence)
      .function("inputCount", &EngineTrainer::input_count)
      .function("predict", &EngineTrainer::predict)
      .function("maps", &EngineTrainer::maps)
      .function("points", &EngineTrainer::points)
      .function("activations", &EngineTrainer::activations)
      .function("parameters", &EngineTrainer::parameters)
      .function("gradients", &EngineTrainer::gradients)
      .function("explain", &EngineTrainer::explain)
      .function("check", &EngineTrainer::check)
      .function("diagnose", &EngineTrainer::diagnose);
}
