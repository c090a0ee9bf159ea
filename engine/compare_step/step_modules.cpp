// "layers": an nn.Sequential of Linear and activations.
#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/compare_step/step_json.h"

namespace backprop::step_json {
namespace {

constexpr std::size_t kMostModules = 64;

struct ModuleRow {
  std::string_view type;
  StepModule::Kind kind;
  std::string_view activation;  // the engine's
  std::span<const Setting> settings;
};

constexpr Setting kLinearSettings[] = {{"name"}, {"in_features"}, {"out_features"}};
constexpr Setting kPlain[] = {{"name"}, {"inplace"}};
constexpr Setting kLeaky[] = {{"name"}, {"inplace"}, {"negative_slope", "0.01"}};
constexpr Setting kElu[] = {{"name"}, {"inplace"}, {"alpha", "1"}};
constexpr Setting kHard[] = {{"name"}, {"inplace"}, {"min_val", "-1"}, {"max_val", "1"}};
constexpr Setting kSoftplus[] = {{"name"}, {"beta", "1"}, {"threshold", "20"}};
constexpr Setting kGelu[] = {{"name"}, {"approximate", "tanh"}};
constexpr Setting kSoft[] = {{"name"}, {"dim", "1|-1"}};

using ModuleKind = StepModule::Kind;
constexpr ModuleRow kModules[] = {
    {"Linear", ModuleKind::kLinear, "linear", kLinearSettings},
    {"Identity", ModuleKind::kIdentity, "linear", kPlain},
    {"ReLU", ModuleKind::kActivation, "relu", kPlain},
    {"LeakyReLU", ModuleKind::kActivation, "leaky_relu", kLeaky},
    {"ELU", ModuleKind::kActivation, "elu", kElu},
    {"SELU", ModuleKind::kActivation, "selu", kPlain},
    {"Tanh", ModuleKind::kActivation, "tanh", kPlain},
    {"Hardtanh", ModuleKind::kActivation, "hard_tanh", kHard},
    {"Sigmoid", ModuleKind::kActivation, "sigmoid", kPlain},
    {"Softplus", ModuleKind::kActivation, "softplus", kSoftplus},
    {"SiLU", ModuleKind::kActivation, "silu", kPlain},
    {"Mish", ModuleKind::kActivation, "mish", kPlain},
    {"GELU", ModuleKind::kActivation, "gelu", kGelu},
    {"Softmax", ModuleKind::kActivation, "softmax", kSoft},
    {"LogSoftmax", ModuleKind::kLogSoftmax, "softmax", kSoft},
};

Result<const ModuleRow*> row_of(const JsonValue& module) {
  const Result<std::string_view> type = type_of(module);
  if (!type) return std::unexpected(type.error());
  const auto row = std::ranges::find(kModules, *type, &ModuleRow::type);
  if (row != std::end(kModules)) return row;
  std::vector<std::string_view> types;
  for (const ModuleRow& known : kModules) types.push_back(known.type);
  return module.wrong(quoted(*type) + " cannot be computed here: layers are of " + join(types));
}

Result<int> width_of(const JsonValue& module, std::string_view name) {
  const JsonValue member = module.member(name);
  const auto width = member.integer(1, kMaxStepWidth);
  if (!width) return std::unexpected(width.error());
  return static_cast<int>(*width);
}

// The layers of the network while modules are read one after the other.
struct Shape {
  int inputs = 0;
  std::vector<LayerSpec> layers;
  bool activated = true;  // the last layer has its activation: at first there is no layer
};

Result<void> add_linear(const JsonValue& module, Shape& shape) {
  const Result<int> inputs = width_of(module, "in_features");
  if (!inputs) return std::unexpected(inputs.error());
  const Result<int> outputs = width_of(module, "out_features");
  if (!outputs) return std::unexpected(outputs.error());
  const int before = shape.layers.empty() ? *inputs : shape.layers.back().neurons;
  if (*inputs != before) {
    return module.wrong("in_features is " + count_text(*inputs) + ", and the layer before has " +
                        count_text(before) + " outputs");
  }
  if (shape.layers.empty()) shape.inputs = *inputs;
  shape.layers.push_back({*outputs, &activation("linear")});
  shape.activated = false;
  return {};
}

Result<void> add_activation(const JsonValue& module, const ModuleRow& row, Shape& shape) {
  if (shape.layers.empty()) return module.wrong("an activation stands before the first Linear");
  if (shape.activated) return module.wrong("two activations follow one another");
  shape.layers.back().activation = &activation(row.activation);
  shape.activated = true;
  return {};
}

Result<void> add_module(const JsonValue& module, std::size_t index, Shape& shape, StepFile& file) {
  const Result<const ModuleRow*> row = row_of(module);
  if (!row) return std::unexpected(row.error());
  const ModuleRow& is = **row;
  if (const auto right = check_settings(module, is.settings, is.type); !right) return right;
  std::string name = count_text(index);
  if (module.has("name")) {
    const JsonValue member = module.member("name");
    const auto text = member.text();
    if (!text) return std::unexpected(text.error());
    name = *text;
  }
  const auto taken = [&](const StepModule& other) { return other.name == name; };
  if (std::ranges::any_of(file.modules, taken)) {
    return module.wrong("there are two layers called " + quoted(name));
  }
  if (is.kind != ModuleKind::kIdentity) {
    const Result<void> added = is.kind == ModuleKind::kLinear ? add_linear(module, shape)
                                                              : add_activation(module, is, shape);
    if (!added) return added;
  }
  file.modules.push_back(
      {is.kind, std::move(name), std::string(is.type), static_cast<int>(shape.layers.size()) - 1});
  return {};
}

Result<void> check_softmax(const JsonValue& list, const Shape& shape) {
  for (std::size_t i = 0; i + 1 < shape.layers.size(); ++i) {
    if (shape.layers[i].activation->output_only) {
      return list.wrong("Softmax can be computed here as the last layer only");
    }
  }
  return {};
}

}  // namespace

Result<void> read_modules(const JsonValue& list, StepFile& file) {
  if (list.is_list() && list.size() > kMostModules) {
    return list.wrong("expected at most " + count_text(kMostModules) + " layers");
  }
  Shape shape;
  const auto read = list.each(
      [&](const JsonValue& module, std::size_t i) { return add_module(module, i, shape, file); });
  if (!read) return read;
  if (shape.layers.empty()) return list.wrong("expected a Linear");
  if (const auto right = check_softmax(list, shape); !right) return right;
  std::size_t parameters = 0, inputs = static_cast<std::size_t>(shape.inputs);
  for (const LayerSpec& layer : shape.layers) {
    parameters += (inputs + 1) * static_cast<std::size_t>(layer.neurons);
    inputs = static_cast<std::size_t>(layer.neurons);
  }
  if (parameters > kMaxStepParameters) {
    return list.wrong("there are " + count_text(parameters) + " weights and biases, and at most " +
                      count_text(kMaxStepParameters) + " can be compared");
  }
  file.network = Network(shape.inputs, shape.layers);
  return {};
}

}  // namespace backprop::step_json
