#include "web/engine/values.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/base/text.h"
#include "engine/experiment/table.h"
#include "engine/export/export.h"
#include "web/engine/metrics.h"

namespace backprop::web {

using emscripten::val;

namespace {

val text(std::string_view view) { return val(std::string(view)); }

template <class Items, class ToValue>
val list(const Items& items, ToValue to_value) {
  val result = val::array();
  for (const auto& item : items) result.call<void>("push", to_value(item));
  return result;
}

// --- explanations --------------------------------------------------------------------------------

const char* kind_name(TermTarget::Kind kind) {
  switch (kind) {
    case TermTarget::Kind::kNone:
      return "none";
    case TermTarget::Kind::kInput:
      return "input";
    case TermTarget::Kind::kActivation:
      return "activation";
    case TermTarget::Kind::kPreActivation:
      return "preActivation";
    case TermTarget::Kind::kDelta:
      return "delta";
    case TermTarget::Kind::kWeight:
      return "weight";
    case TermTarget::Kind::kBias:
      return "bias";
    case TermTarget::Kind::kLoss:
      return "loss";
    case TermTarget::Kind::kTarget:
      return "target";
  }
  return "none";
}

val factor_value(const Factor& factor) {
  val target = val::object();
  target.set("kind", kind_name(factor.target.kind));
  target.set("layer", factor.target.layer);
  target.set("neuron", factor.target.neuron);
  target.set("parameter", static_cast<double>(factor.target.parameter));
  val result = val::object();
  result.set("symbol", factor.symbol);
  result.set("latex", factor.latex);
  result.set("value", factor.value);
  result.set("target", target);
  if (factor.argument) result.set("argument", *factor.argument);
  return result;
}

val term_value(const Term& term) {
  val result = val::object();
  result.set("factors", list(term.factors, factor_value));
  result.set("value", term.value);
  return result;
}

val equation_value(const Equation& equation) {
  val result = val::object();
  result.set("phase", kPhaseNames[static_cast<std::size_t>(equation.phase) + 1]);
  result.set("result", factor_value(equation.result));
  result.set("outer", list(equation.outer, factor_value));
  result.set("terms", list(equation.terms, term_value));
  result.set("sum", equation.sum);
  result.set("note", equation.note);
  return result;
}

val contribution_value(const Contribution& contribution) {
  val result = val::object();
  result.set("sample", contribution.sample);
  result.set("point", contribution.point);
  result.set("number", contribution.number);
  result.set("delta", contribution.delta);
  result.set("input", contribution.input);
  result.set("value", contribution.value);
  return result;
}

val update_part_value(const UpdatePart& part) {
  val result = val::object();
  result.set("name", part.name);
  result.set("formula", part.formula);
  result.set("latex", part.latex);
  result.set("value", part.value);
  result.set("help", part.help);
  return result;
}

val update_value(const std::optional<UpdateSplit>& update) {
  if (!update) return val::null();
  val result = val::object();
  result.set("before", update->before);
  result.set("delta", update->delta);
  result.set("after", update->after);
  result.set("quantities", list(update->quantities, factor_value));
  result.set("parts", list(update->parts, update_part_value));
  return result;
}

// --- gradient check ------------------------------------------------------------------------------

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::kGood:
      return "good";
    case Severity::kNote:
      return "note";
    case Severity::kWarning:
      return "warning";
    case Severity::kProblem:
      return "problem";
  }
  return "note";
}

val finding_value(const Finding& finding) {
  val measured = val::object();
  for (const auto& [name, value] : finding.numbers) measured.set(name, value);
  val result = val::object();
  result.set("rule", text(finding.rule));
  result.set("severity", severity_name(finding.severity));
  result.set("text", finding.text);
  result.set("advice", finding.advice);
  result.set("numbers", measured);
  result.set("layer", finding.layer);
  result.set("neurons", val::array(finding.neurons));
  return result;
}

}  // namespace

val failure(const std::string& message) {
  val result = val::object();
  result.set("error", message);
  return result;
}

val failure(const Error& error) { return failure(error.message); }

val strings(const std::vector<std::string>& texts) {
  return list(texts, [](const std::string& item) { return val(item); });
}

val numbers(std::span<const float> values) {
  return val::array(std::vector<float>(values.begin(), values.end()));
}

val layers_value(const Network& network, const float* values) {
  return list(network.layers(), [values](const Network::Layer& layer) {
    const auto inputs = static_cast<std::size_t>(layer.inputs);
    const auto outputs = static_cast<std::size_t>(layer.outputs);
    val weights = val::array();
    for (std::size_t neuron = 0; neuron < outputs; ++neuron) {
      weights.call<void>("push", numbers({values + layer.weights + neuron * inputs, inputs}));
    }
    val result = val::object();
    result.set("weights", weights);
    result.set("biases", numbers({values + layer.biases, outputs}));
    return result;
  });
}

val maps_value(const Network& network, const Probe& probe) {
  val layers = val::array();
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    val maps = val::array();
    for (int neuron = 0; neuron < network.layer(layer).outputs; ++neuron) {
      const std::span<const float> map = probe.neuron_map(layer, neuron);
      maps.call<void>("push", emscripten::typed_memory_view(map.size(), map.data()));
    }
    layers.call<void>("push", maps);
  }
  return layers;
}

val points_value(const Data& data, const Experiment& experiment) {
  const Columns* columns = experiment.shown_columns();
  const bool values = experiment.problem == Problem::kRegression;
  val result = val::array();
  for (std::size_t i = 0; i < data.points.size(); ++i) {
    const Point& point = data.points[i];
    val item = val::object();
    // As in the table they came from, and as predict() takes them.
    item.set("x1", columns ? columns->inputs[0].number(point.x1) : static_cast<double>(point.x1));
    item.set("x2", columns ? columns->inputs[1].number(point.x2) : static_cast<double>(point.x2));
    item.set("label", columns && values ? columns->label.number(point.label)
                                        : static_cast<double>(point.label));
    item.set("test", static_cast<int>(i) >= data.train_count);
    if (experiment.uses_table) {
      const auto row =
          std::span(experiment.table->numbers)
              .subspan(static_cast<std::size_t>(data.origins[i]) * experiment.table->width(),
                       experiment.table->width());
      item.set("inputs", numbers(row.first(experiment.table->inputs.size())));
      item.set("targets", numbers(row.subspan(experiment.table->inputs.size())));
    }
    result.call<void>("push", item);
  }
  return result;
}

val columns_value(const Experiment& experiment) {
  const Columns* columns = experiment.shown_columns();
  if (columns == nullptr) return val::null();
  const auto column = [](const Column& from) {
    val item = val::object();
    item.set("name", from.name);
    item.set("centre", from.centre);
    item.set("spread", from.spread);
    return item;
  };
  val result = val::object();
  result.set("x1", column(columns->inputs[0]));
  result.set("x2", column(columns->inputs[1]));
  result.set("label", column(columns->label));
  result.set("classes", strings(columns->classes));
  return result;
}

val table_value(const std::string& content) {
  const Result<Table> table = read_table(content);
  if (!table) return failure("The table cannot be read: " + table.error().message + ".");
  val columns = val::array();
  for (std::size_t i = 0; i < table->columns.size(); ++i) {
    const TableColumn& column = table->columns[i];
    val item = val::object();
    item.set("name", column.name);
    item.set("role", text(kRoleNames[static_cast<std::size_t>(table->roles[i])]));
    item.set("numbers", static_cast<double>(column.numbers));
    item.set("words", static_cast<double>(column.words));
    item.set("missing", static_cast<double>(column.missing));
    item.set("least", column.numbers > 0 ? val(column.least) : val::null());
    item.set("most", column.numbers > 0 ? val(column.most) : val::null());
    columns.call<void>("push", item);
  }
  val result = val::object();
  result.set("rows", static_cast<double>(table->rows));
  result.set("columns", columns);
  result.set("preview", list(table->preview, strings));
  result.set("roles", roles_text(*table, table->roles));
  result.set("certain", table->certain);
  result.set("doubt", table->doubt);
  result.set("scale",
             text(kScaleNames[static_cast<std::size_t>(wanted_scale(*table, table->roles))]));
  result.set("says", strings(table->says));
  return result;
}

val sample_value(const Trainer& trainer, int sample) {
  const Workspace& workspace = trainer.workspace();
  const Network& network = trainer.network();
  const int phases = trainer.phases_done();
  const auto column = [&](const std::vector<float>& rows, int count) {
    std::vector<float> values;
    for (int row = 0; row < count; ++row) {
      values.push_back(
          rows[static_cast<std::size_t>(row) * static_cast<std::size_t>(workspace.stride) +
               static_cast<std::size_t>(sample)]);
    }
    return val::array(values);
  };
  val layers = val::array();
  for (int index = 0; index < network.layer_count(); ++index) {
    const Workspace::Layer& layer = workspace.layers[static_cast<std::size_t>(index)];
    const int neurons = network.layer(index).outputs;
    val values = val::object();
    values.set("z", column(layer.z, neurons));
    values.set("a", column(layer.a, neurons));
    if (phases >= 3) values.set("delta", column(layer.delta, neurons));
    layers.call<void>("push", values);
  }
  const int point_index = trainer.batch()[static_cast<std::size_t>(sample)];
  const Point& point = trainer.data().points[static_cast<std::size_t>(point_index)];
  val result = val::object();
  result.set("point", point_index);
  result.set("x1", point.x1);
  result.set("x2", point.x2);
  result.set("label", point.label);
  result.set("inputs", column(workspace.inputs, network.input_count()));
  result.set("target", column(workspace.targets, network.output_count()));
  result.set("layers", layers);
  if (phases >= 2) result.set("loss", workspace.sample_loss[static_cast<std::size_t>(sample)]);
  return result;
}

val explanation_value(const Explanation& explanation) {
  val result = val::object();
  result.set("title", explanation.title);
  result.set("context", explanation.context);
  result.set("equations", list(explanation.equations, equation_value));
  result.set("contributions", list(explanation.contributions, contribution_value));
  result.set("update", update_value(explanation.update));
  result.set("text", to_text(explanation));
  result.set("markdown", to_markdown(explanation));
  return result;
}

val check_value(const Network& network, const GradientCheck& check) {
  val result = val::object();
  result.set("passes", check.passes);
  result.set("checked", check.checked);
  result.set("failed", check.failed);
  result.set("atKinks", check.at_kinks);
  result.set("untold", check.untold);
  result.set("loss", check.loss);
  result.set("entries", list(check.entries, [&network](const GradientCheckEntry& entry) {
               val row = val::object();
               row.set("parameter", target_text(network, entry.parameter));
               row.set("analytic", entry.analytic);
               row.set("numeric", entry.numeric);
               row.set("error", entry.error);
               row.set("allowed", entry.allowed);
               row.set("passes", entry.passes);
               row.set("atKink", entry.at_kink);
               row.set("cannotTell", entry.cannot_tell);
               row.set("uncertainty", entry.uncertainty);
               row.set("reason", std::string(entry.reason));
               return row;
             }));
  return result;
}

val bytes(std::string_view content) {
  const auto* data = reinterpret_cast<const unsigned char*>(content.data());
  return val::global("Uint8Array").new_(emscripten::typed_memory_view(content.size(), data));
}

val formats_value() {
  return list(export_formats(), [](const ExportFormat& format) {
    val result = val::object();
    result.set("name", text(format.name));
    result.set("label", text(format.label));
    result.set("file", text(format.file));
    result.set("mime", text(format.mime));
    result.set("help", text(format.help));
    return result;
  });
}

val findings_value(const std::vector<Finding>& findings) { return list(findings, finding_value); }

}  // namespace backprop::web
