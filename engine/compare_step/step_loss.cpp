// "loss": which of the engine's it is, and how many times that.
#include <algorithm>
#include <string>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/compare_step/step_json.h"

namespace backprop::step_json {
namespace {

struct LossRow {
  std::string_view type;
  std::string_view loss;  // the engine's
  // The activation that it brings itself; empty where it takes the outputs as they are.
  std::string_view brings;
  // Where its mean is one over the outputs as well, and the engine's a sum over them.
  bool mean_of_outputs;
  std::span<const Setting> settings;
};

constexpr Setting kReduction[] = {{"reduction"}};
constexpr Setting kHuberSettings[] = {{"reduction"}, {"delta", "1"}};
constexpr Setting kSmoothSettings[] = {{"reduction"}, {"beta", "1"}};
constexpr Setting kClassSettings[] = {
    {"reduction"}, {"ignore_index", "-100"}, {"label_smoothing", "0"}};

constexpr LossRow kLossRows[] = {
    {"MSELoss", "mean_squared_error", "", false, kReduction},
    {"L1Loss", "mean_absolute_error", "", false, kReduction},
    {"HuberLoss", "huber", "", true, kHuberSettings},
    {"SmoothL1Loss", "huber", "", true, kSmoothSettings},
    {"BCELoss", "bce", "", true, kReduction},
    {"BCEWithLogitsLoss", "bce", "sigmoid", true, kReduction},
    {"CrossEntropyLoss", "cross_entropy", "softmax", false, kClassSettings},
    {"NLLLoss", "cross_entropy", "softmax", false, kClassSettings},
};

// PyTorch's losses, or one of the engine's by its own name.
Result<LossRow> row_named(const JsonValue& loss) {
  const Result<std::string_view> type = type_of(loss);
  if (!type) return std::unexpected(type.error());
  const auto row = std::ranges::find(kLossRows, *type, &LossRow::type);
  if (row != std::end(kLossRows)) return *row;
  if (const Loss* own = find_entry(losses(), *type)) {
    return LossRow{own->name, own->name, "", false, kReduction};
  }
  std::vector<std::string_view> types;
  for (const LossRow& known : kLossRows) types.push_back(known.type);
  for (const Loss& own : losses()) types.push_back(own.name);
  return loss.wrong(quoted(*type) + " cannot be computed here: choose one of " + join(types));
}

Result<bool> sums(const JsonValue& loss) {
  if (!loss.has("reduction")) return false;
  const JsonValue reduction = loss.member("reduction");
  const auto text = reduction.text();
  if (!text) return std::unexpected(text.error());
  if (*text == "sum" || *text == "mean") return *text == "sum";
  return reduction.wrong("expected mean or sum, found " + quoted(*text));
}

// The same network with another activation at its output.
void set_output(Network& network, const Activation& output) {
  std::vector<LayerSpec> layers;
  for (const Network::Layer& layer : network.layers()) {
    layers.push_back({layer.outputs, layer.activation});
  }
  layers.back().activation = &output;
  network = Network(network.input_count(), layers);
}

Result<void> bring_activation(const JsonValue& loss, const LossRow& row, StepFile& file) {
  const Activation& last = *file.network.layers().back().activation;
  const Activation& brought = activation(row.brings);
  if (&last != &brought && last.name != "linear") {
    return loss.wrong(std::string(row.type) + " after " + std::string(last.label) +
                      " cannot be computed here: it takes the outputs of a Linear");
  }
  const bool is_log = file.modules.back().kind == StepModule::Kind::kLogSoftmax;
  const bool wants_log = row.type == "NLLLoss";
  file.output_twice = &last == &brought && !is_log && !wants_log;
  set_output(file.network, brought);
  return {};
}

float factor_of(const LossRow& row, bool sum, const StepFile& file) {
  const auto outputs = static_cast<float>(file.network.output_count());
  const bool loss_is_mean = backprop::loss(row.loss).spelling.mean;
  if (!sum) return row.mean_of_outputs ? 1 / outputs : 1;
  return static_cast<float>(file.samples) * (loss_is_mean ? outputs : 1);
}

}  // namespace

Result<void> read_loss(const JsonValue& loss, StepFile& file) {
  const Result<LossRow> row = row_named(loss);
  if (!row) return std::unexpected(row.error());
  if (const auto right = check_settings(loss, row->settings, row->type); !right) return right;
  const Result<bool> sum = sums(loss);
  if (!sum) return std::unexpected(sum.error());
  file.loss = &backprop::loss(row->loss);
  file.loss_type = row->type;
  file.loss_sums = *sum;
  file.loss_factor = factor_of(*row, *sum, file);
  if (!row->brings.empty()) return bring_activation(loss, *row, file);
  if (file.modules.back().kind == StepModule::Kind::kLogSoftmax) {
    return loss.wrong("after LogSoftmax expected NLLLoss, found " + quoted(row->type));
  }
  if (goes_with(*file.loss, *file.network.layers().back().activation)) return {};
  return loss.wrong(std::string(row->type) +
                    " is defined for outputs from 0 to 1: end with Sigmoid or Softmax");
}

}  // namespace backprop::step_json
