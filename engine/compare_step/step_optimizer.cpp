// "optimizer", with PyTorch's settings, and "state", what it remembers from the steps before.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/text.h"
#include "engine/compare_step/step_json.h"

namespace backprop::step_json {
namespace {

struct NumberRow {
  std::string_view name;
  float OptimizerSettings::* number;
  float least, below;  // least ≤ number < below
};
struct OptimizerRow {
  std::string_view type;
  std::string_view name;  // the engine's
  std::span<const Setting> settings;
  std::span<const NumberRow> numbers;
  std::string_view first, second;  // what its state calls them; empty where it has none
};

constexpr float kNoBound = 1e30f;
// Whatever they are, the numbers are the same.
constexpr Setting kEverywhere[] = {{"lr"},         {"weight_decay"},     {"foreach"},
                                   {"fused"},      {"capturable"},       {"differentiable"},
                                   {"initial_lr"}, {"maximize", "false"}};
constexpr Setting kSgdSettings[] = {{"momentum"}, {"dampening", "0"}, {"nesterov"}};
constexpr Setting kAdagradSettings[] = {{"eps"}, {"lr_decay", "0"}, {"initial_accumulator_value"}};
constexpr Setting kRmspropSettings[] = {
    {"alpha"}, {"eps"}, {"momentum", "0"}, {"centered", "false"}};
constexpr Setting kAdamSettings[] = {
    {"betas"}, {"eps"}, {"amsgrad", "false"}, {"decoupled_weight_decay", "false"}};
constexpr Setting kAdamwSettings[] = {
    {"betas"}, {"eps"}, {"amsgrad", "false"}, {"decoupled_weight_decay", "true"}};
constexpr Setting kNadamSettings[] = {
    {"betas"}, {"eps"}, {"momentum_decay", "1e6"}, {"decoupled_weight_decay", "false"}};

constexpr NumberRow kSgdNumbers[] = {{"momentum", &OptimizerSettings::momentum, 0, 1}};
constexpr NumberRow kEpsilonOnly[] = {{"eps", &OptimizerSettings::epsilon, 0, kNoBound}};
constexpr NumberRow kRmspropNumbers[] = {{"alpha", &OptimizerSettings::rho, 0, 1},
                                         {"eps", &OptimizerSettings::epsilon, 0, kNoBound}};

constexpr OptimizerRow kOptimizerRows[] = {
    {"SGD", "sgd", kSgdSettings, kSgdNumbers, "momentum_buffer", ""},
    {"Adagrad", "adagrad", kAdagradSettings, kEpsilonOnly, "", "sum"},
    {"RMSprop", "rmsprop", kRmspropSettings, kRmspropNumbers, "", "square_avg"},
    {"Adam", "adam", kAdamSettings, kEpsilonOnly, "exp_avg", "exp_avg_sq"},
    {"AdamW", "adamw", kAdamwSettings, kEpsilonOnly, "exp_avg", "exp_avg_sq"},
    {"NAdam", "nadam", kNadamSettings, kEpsilonOnly, "exp_avg", "exp_avg_sq"},
};

Result<void> read_within(const JsonValue& value, float least, float below, float& number) {
  const Result<float> read = value.number();
  if (!read) return std::unexpected(read.error());
  if (*read >= least && *read < below) {
    number = *read;
    return {};
  }
  const std::string most = below < kNoBound ? " and below " + number_text(below) : "";
  return value.wrong("expected a number from " + number_text(least) + most + ", found " +
                     number_text(*read));
}

Result<void> read_betas(const JsonValue& value, OptimizerSettings& settings) {
  if (const auto sized = value.has_size(2, "numbers"); !sized) return sized;
  return value.each([&](const JsonValue& beta, std::size_t i) {
    return read_within(beta, 0, 1, i == 0 ? settings.beta1 : settings.beta2);
  });
}

Result<void> read_decay(const JsonValue& optimizer, StepFile& file) {
  const bool decoupled = file.optimizer_type == "AdamW";
  float& decay = decoupled ? file.settings.weight_decay : file.decay;
  if (!optimizer.has("weight_decay")) return {};  // AdamW's is 0.01 unless said otherwise
  return read_within(optimizer.member("weight_decay"), 0, kNoBound, decay);
}

// SGD is three optimizers here.
Result<std::string_view> name_of(const JsonValue& optimizer, const OptimizerRow& row,
                                 const OptimizerSettings& settings) {
  if (row.type != "SGD") return row.name;
  if (!optimizer.has("momentum") || settings.momentum == 0) return "sgd";
  if (!optimizer.has("nesterov")) return "momentum";
  const JsonValue nesterov = optimizer.member("nesterov");
  const auto text = nesterov.switch_text();
  if (!text) return std::unexpected(text.error());
  return *text == "true" ? "nesterov" : "momentum";
}

Result<void> read_settings(const JsonValue& optimizer, const OptimizerRow& row, StepFile& file) {
  OptimizerSettings& settings = file.settings;
  if (row.name == "adagrad") settings.epsilon = 1e-10f;  // PyTorch's, where it is not said
  const auto rate = read_within(optimizer.member("lr"), 0, kNoBound, settings.learning_rate);
  if (!rate) return rate;
  for (const NumberRow& number : row.numbers) {
    if (!optimizer.has(number.name)) continue;
    const auto read = read_within(optimizer.member(number.name), number.least, number.below,
                                  settings.*number.number);
    if (!read) return read;
  }
  if (optimizer.has("betas")) {
    if (const auto betas = read_betas(optimizer.member("betas"), settings); !betas) return betas;
  }
  if (const auto decay = read_decay(optimizer, file); !decay) return decay;
  const Result<std::string_view> name = name_of(optimizer, row, settings);
  if (!name) return std::unexpected(name.error());
  file.optimizer = &backprop::optimizer(*name);
  return {};
}

// --- state ---------------------------------------------------------------------------------------

// What it remembers of one weight or bias tensor.
struct TensorMemory {
  std::size_t rows, columns;  // columns 0 of a bias
  std::size_t begin;  // in the parameters
};

Result<void> read_memory(const JsonValue& value, const TensorMemory& tensor,
                         std::vector<float>& memory) {
  if (memory.empty()) return {};  // nothing is used of it
  float* out = memory.data() + tensor.begin;
  if (tensor.columns == 0) return read_row(value, tensor.rows, out);
  return read_matrix(value, tensor.rows, tensor.columns, out);
}

Result<void> read_steps(const JsonValue& value, std::int64_t& steps) {
  constexpr float kMostSteps = 1 << 24;  // beyond them a float does not count
  float number = 0;
  if (const auto read = read_within(value, 0, kMostSteps, number); !read) return read;
  if (number != std::floor(number)) return value.wrong("expected a whole number");
  if (steps > 0 && steps != static_cast<std::int64_t>(number)) {
    return value.wrong("expected as many steps as the other tensors have had, " +
                       count_text(steps));
  }
  steps = static_cast<std::int64_t>(number);
  return {};
}

Result<void> no_negative(const JsonValue& value, const std::vector<float>& memory) {
  if (std::ranges::all_of(memory, [](float number) { return number >= 0; })) return {};
  return value.wrong("expected no number below 0: it is a sum of squares");
}

Result<void> read_tensor_state(const JsonValue& value, const OptimizerRow& row,
                               const TensorMemory& tensor, OptimizerState& state) {
  std::vector<std::string_view> names = {"step", "mu_product"};
  if (!row.first.empty()) names.push_back(row.first);
  if (!row.second.empty()) names.push_back(row.second);
  if (const auto known = value.has_only(names); !known) return known;
  if (value.has("step")) {
    if (const auto steps = read_steps(value.member("step"), state.steps); !steps) return steps;
  }
  if (!row.first.empty() && value.has(row.first)) {
    if (const auto read = read_memory(value.member(row.first), tensor, state.first); !read) {
      return read;
    }
  }
  if (row.second.empty() || !value.has(row.second)) return {};
  const JsonValue second = value.member(row.second);
  if (const auto read = read_memory(second, tensor, state.second); !read) return read;
  return no_negative(second, state.second);
}

Result<void> read_state(const JsonValue& object, const OptimizerRow& row, StepFile& file) {
  std::vector<std::pair<std::string, TensorMemory>> tensors;
  for (int layer = 0; layer < file.network.layer_count(); ++layer) {
    const Network::Layer& shape = file.network.layer(layer);
    const auto rows = static_cast<std::size_t>(shape.outputs);
    tensors.emplace_back(file.layer_name(layer) + ".weight",
                         TensorMemory{rows, static_cast<std::size_t>(shape.inputs), shape.weights});
    if (!file.has_bias[static_cast<std::size_t>(layer)]) continue;
    tensors.emplace_back(file.layer_name(layer) + ".bias", TensorMemory{rows, 0, shape.biases});
  }
  std::vector<std::string_view> names;
  for (const auto& [name, tensor] : tensors) names.push_back(name);
  if (const auto known = object.has_only(names); !known) return known;
  for (const auto& [name, tensor] : tensors) {
    if (!object.has(name)) continue;
    const auto read = read_tensor_state(object.member(name), row, tensor, file.state);
    if (!read) return read;
  }
  return {};
}

}  // namespace

Result<void> read_optimizer(const JsonValue& root, StepFile& file) {
  if (!root.has("optimizer")) {
    if (!root.has("weights_after")) return {};
    return root.wrong("there are weights_after and no optimizer that says how they come about");
  }
  const JsonValue optimizer = root.member("optimizer");
  const Result<std::string_view> type = type_of(optimizer);
  if (!type) return std::unexpected(type.error());
  const auto row = std::ranges::find(kOptimizerRows, *type, &OptimizerRow::type);
  if (row == std::end(kOptimizerRows)) {
    std::vector<std::string_view> types;
    for (const OptimizerRow& known : kOptimizerRows) types.push_back(known.type);
    return optimizer.wrong(quoted(*type) + " cannot be computed here: choose one of " +
                           join(types));
  }
  std::vector<Setting> settings(std::begin(kEverywhere), std::end(kEverywhere));
  settings.insert(settings.end(), row->settings.begin(), row->settings.end());
  if (const auto right = check_settings(optimizer, settings, row->type); !right) return right;
  file.optimizer_type = row->type;
  if (const auto read = read_settings(optimizer, *row, file); !read) return read;
  file.state = make_state(*file.optimizer, static_cast<int>(file.network.parameter_capacity()));
  if (!root.has("state")) return {};
  return read_state(root.member("state"), *row, file);
}

}  // namespace backprop::step_json
