// Training as a Python program: everything that decides how a run goes on, and the five phases in
// NumPy, or PyTorch's own. export_python_text.h has the words.
#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/base/version.h"
#include "engine/export/export_parts.h"
#include "engine/export/export_python_text.h"

namespace backprop::exports {
namespace {

// --- how ingredients are said in Python ---------------------------------------------------------

struct LossCode {
  std::string_view name;
  std::string_view numpy;  // lines that return that of every sample, from arrays z, a and y
  std::string_view numpy_upstream;  // ∂L/∂a; ∂L/∂z where the loss is taken on logits
  std::string_view torch;  // of every sample, from tensors z and y
};
constexpr LossCode kLosses[] = {
    {"mse", "    return 0.5 * ((a - y) ** 2).sum(axis=1)", "(a - y)",
     "0.5 * ((output(z) - y) ** 2).sum(dim=1)"},
    {"bce", "    return (np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).sum(axis=1)",
     "a - y", "F.binary_cross_entropy_with_logits(z, y, reduction='none').sum(dim=1)"},
    {"cross_entropy",
     "    shifted = z - z.max(axis=1, keepdims=True)\n"
     "    log_sums = np.log(np.exp(shifted).sum(axis=1, keepdims=True))\n"
     "    return (y * (log_sums - shifted)).sum(axis=1)",
     "a - y", "F.cross_entropy(z, y, reduction='none')"},
    {"huber",
     "    distance = np.abs(a - y)\n"
     "    return np.where(distance > 1, distance - np.float32(0.5), 0.5 * distance ** "
     "2).sum(axis=1)",
     "np.clip(a - y, -1, 1)", "F.huber_loss(output(z), y, reduction='none').sum(dim=1)"},
};

struct OptimizerCode {
  std::string_view name;
  std::string_view numpy;        // lines that advance the memory and return Δw
  std::string_view torch;        // the class and its settings
  std::string_view torch_state;  // what it keeps for a parameter
};
constexpr std::string_view kAdamMoments =
    "    memory.steps += 1\n"
    "    memory.first = BETA1 * memory.first + (1 - BETA1) * gradient\n"
    "    memory.second = BETA2 * memory.second + (1 - BETA2) * gradient ** 2\n"
    "    first = memory.first / (1 - float(BETA1) ** memory.steps)\n"
    "    second = memory.second / (1 - float(BETA2) ** memory.steps)\n";
constexpr std::string_view kTorchMoments =
    "step=torch.tensor($STEPS), exp_avg=first, exp_avg_sq=second";
constexpr OptimizerCode kOptimizers[] = {
    {"sgd", "    return -rate * gradient", "SGD($LR)", ""},
    {"momentum",
     "    memory.first = MOMENTUM * memory.first + gradient\n"
     "    return -rate * memory.first",
     "SGD($LR, momentum=MOMENTUM)", "momentum_buffer=first"},
    {"nesterov",
     "    memory.first = MOMENTUM * memory.first + gradient\n"
     "    return -rate * (gradient + MOMENTUM * memory.first)",
     "SGD($LR, momentum=MOMENTUM, nesterov=True)", "momentum_buffer=first"},
    {"adagrad",
     "    memory.second = memory.second + gradient ** 2\n"
     "    return -rate * gradient / (np.sqrt(memory.second) + EPSILON)",
     "Adagrad($LR, eps=EPSILON)", "step=torch.tensor($STEPS), sum=second"},
    {"rmsprop",
     "    memory.second = RHO * memory.second + (1 - RHO) * gradient ** 2\n"
     "    return -rate * gradient / (np.sqrt(memory.second) + EPSILON)",
     "RMSprop($LR, alpha=RHO, eps=EPSILON)", "step=torch.tensor($STEPS), square_avg=second"},
    {"adam", "    return -rate * first / (np.sqrt(second) + EPSILON)",
     "Adam(\n        $LR, betas=(BETA1, BETA2), eps=EPSILON)", kTorchMoments},
    {"adamw",
     "    return -rate * first / (np.sqrt(second) + EPSILON) - rate * WEIGHT_DECAY * parameters",
     "AdamW(\n        $LR, betas=(BETA1, BETA2), eps=EPSILON,\n        weight_decay=WEIGHT_DECAY)",
     kTorchMoments},
};

struct ScheduleCode {
  std::string_view name, factor;
};
constexpr ScheduleCode kSchedules[] = {
    {"constant", ""},
    {"step", " * FACTOR ** (step // PERIOD)"},
    {"exponential", " * FACTOR ** (step / PERIOD)"},
    {"cosine", " * 0.5 * (1 + math.cos(math.pi * step / PERIOD))"},
    {"warmup", " * min(1, (step + 1) / PERIOD)"},
};

template <class Entry>
const Entry& entry_of(std::span<const Entry> table, std::string_view name) {
  const Entry* entry = find_entry(table, name);
  assert(entry);
  return *entry;
}

// --- parts of a script --------------------------------------------------------------------------

std::string count_text(std::int64_t value) { return number_text(value); }

std::string constant_name(std::string_view property) {
  std::string name;
  for (const char c : property) {
    if (c >= 'A' && c <= 'Z') name += '_';
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

class Script {
 public:
  Script(const Trainer& trainer, bool torch)
      : trainer_(trainer),
        experiment_(trainer.experiment()),
        state_(trainer.state()),
        torch_(torch),
        dropout_(experiment_.dropout > 0 && !experiment_.layers.empty()),
        cut_(experiment_.l1_cut && experiment_.regularization->name == "l1"),
        optimizer_(entry_of(std::span<const OptimizerCode>(kOptimizers), optimizer_name())),
        loss_(entry_of(std::span<const LossCode>(kLosses), experiment_.loss->name)) {}

  std::string text() {
    add_common();
    if (torch_) {
      add_torch();
    } else {
      add_numpy();
    }
    std::string text = part(kPythonHead) + part(torch_ ? kTorchProgram : kNumpyProgram);
    return text + part(kPythonBatches) + part(torch_ ? kTorchMain : kNumpyMain) +
           part(kPythonNumbers);
  }

 private:
  // Without momentum the two are one, and PyTorch wants it called by its simpler name.
  std::string_view optimizer_name() const {
    const std::string_view name = experiment_.optimizer->name;
    return name == "nesterov" && experiment_.momentum == 0 ? "momentum" : name;
  }
  void set(std::string_view name, std::string value) { slots_.push_back({name, std::move(value)}); }
  std::string part(std::string_view pattern) const { return filled(pattern, slots_); }

  void add_common();
  void add_numbers();
  void add_numpy();
  void add_torch();

  std::string link() const {
    const std::string link = short_link(trainer_);
    return link.empty() ? link : "The experiment: #" + link + '\n';
  }
  std::string constants() const;
  std::string features() const {
    std::string text;
    for (const Feature* feature : experiment_.features) {
      text += (text.empty() ? "" : ", ") + feature_code(*feature, torch_ ? "torch." : "np.");
    }
    return text;
  }
  std::string targets() const;
  std::string target_help() const;
  std::string memory(std::string_view name, std::string_view help,
                     const std::vector<float>& values) const {
    if (values.empty()) return {};
    return filled(kPythonMemory,
                  std::vector<Slot>{{"MEMORY_NAME", std::string(name)},
                                    {"MEMORY_HELP", std::string(help)},
                                    {"ARRAY", torch_ ? "torch.tensor" : "np.array"},
                                    {"FLOAT", torch_ ? "torch.float32" : "np.float32"},
                                    {"MEMORY_VALUES", parameters(values)}});
  }
  // Numbers laid out as the parameters, without the padding.
  std::string parameters(std::span<const float> values) const;
  std::string numpy_activations() const;

  const Trainer& trainer_;
  const Experiment& experiment_;
  TrainerState state_;
  bool torch_, dropout_, cut_;
  const OptimizerCode& optimizer_;
  const LossCode& loss_;
  std::vector<Slot> slots_;
};

// The settings that matter here, as constants.
std::string Script::constants() const {
  std::vector<std::string_view> names = {"learningRate"};
  for (const std::string_view name : experiment_.optimizer->settings) names.push_back(name);
  std::string text;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!text.empty()) text += '\n';
    text += name + " = " + (torch_ ? value : "np.float32(" + value + ")");
  };
  for (const std::string_view name : names) {
    add(constant_name(name), find_property(name)->get(experiment_));
  }
  if (experiment_.schedule->name != "constant") {
    text += "\nPERIOD = " + count_text(std::max<std::int64_t>(1, experiment_.schedule_period));
    add("FACTOR", number_text(experiment_.schedule_factor));
  }
  if (experiment_.regularization->add != nullptr) {
    add("REGULARIZATION", number_text(experiment_.regularization_rate));
  }
  if (experiment_.clipping != Clipping::kNone) add("CLIP", number_text(experiment_.clip_threshold));
  if (dropout_) add("DROPOUT", number_text(experiment_.dropout));
  return text;
}

std::string Script::targets() const {
  if (experiment_.problem == Problem::kRegression) return "labels[:, None]";
  const int outputs = experiment_.output_count();
  const std::string classes =
      outputs == 1 ? "1" : (torch_ ? "torch.arange(" : "np.arange(") + count_text(outputs) + ')';
  const auto number = [](float value) { return number_text(value) + ".0"; };
  return std::string(torch_ ? "torch" : "np") + ".where(labels[:, None] == " + classes + ", " +
         number(experiment_.loss->target_high) + ", " + number(experiment_.loss->target_low) + ')';
}

std::string Script::target_help() const {
  if (experiment_.problem == Problem::kRegression) return "The value itself.";
  const std::string high = number_text(experiment_.loss->target_high);
  const std::string low = number_text(experiment_.loss->target_low);
  if (experiment_.output_count() == 1) return high + " for class 1, " + low + " for class 0.";
  return high + " at the output of the right class, " + low + " at the others.";
}

std::string Script::parameters(std::span<const float> values) const {
  std::string text;
  for (const Network::Layer& layer : trainer_.network().layers()) {
    const auto outputs = static_cast<std::size_t>(layer.outputs);
    const std::string_view indent = "        ";
    text += number_lines(values.subspan(layer.weights, layer.biases - layer.weights),
                         static_cast<std::size_t>(layer.inputs), {indent}) +
            ",\n" + number_lines(values.subspan(layer.biases, outputs), outputs, {indent}) + ",\n";
  }
  return text;
}

void Script::add_common() {
  std::string sizes = "[" + count_text(trainer_.network().input_count());
  for (const Network::Layer& layer : trainer_.network().layers()) {
    sizes += ", " + count_text(layer.outputs);
  }
  set("VERSION", std::string(version()));
  set("LIBRARY", torch_ ? "PyTorch" : "NumPy");
  set("FILE", torch_ ? "train_pytorch.py" : "train_numpy.py");
  set("STEP", count_text(state_.step));
  set("LINK", link());
  set("AND_DROPOUT", dropout_ ? ", dropout" : "");
  set("SIZES", sizes + "]");
  set("TRAIN_COUNT", count_text(trainer_.data().train_count));
  set("BATCH_SIZE", count_text(experiment_.batch_size));
  set("CONSTANTS", constants());
  set("FEATURES", features());
  set("TARGETS", targets());
  set("TARGET_HELP", target_help());
  set("LOSS_FORMULA", std::string(experiment_.loss->formula));
  set("MEANING", output_meaning(experiment_));
  set("SCHEDULE_FORMULA", std::string(experiment_.schedule->formula));
  const std::string rate =
      "LEARNING_RATE" +
      std::string(
          entry_of(std::span<const ScheduleCode>(kSchedules), experiment_.schedule->name).factor);
  set("RATE", torch_ ? rate : "np.float32(" + rate + ")");
  set("MASKS_ARGUMENT", dropout_ ? ", masks=None" : "");
  set("MASKS_PARAMETER", dropout_ ? ", masks" : "");
  set("MASKS", dropout_ ? ", masks" : "");
  set("DROPOUT_MASKS", dropout_ ? std::string(torch_ ? kTorchDropout : kNumpyDropout) : "");
  set("DROPOUT_RANDOM", dropout_ ? "    dropout = Random(" +
                                       std::to_string(state_.dropout_random.state) + ", " +
                                       std::to_string(state_.dropout_random.increment) + ")"
                                 : "");
  set("DRAW_MASKS", dropout_ ? "        masks = dropout_masks(dropout, len(batch))" : "");
  add_numbers();
}

void Script::add_numbers() {
  std::vector<float> points, order;
  for (const Point& point : trainer_.data().points) {
    points.insert(points.end(), {point.x1, point.x2, point.label});
  }
  for (const int index : state_.order) order.push_back(static_cast<float>(index));
  const std::string_view indent = "        ";
  set("ARRAY", torch_ ? "torch.tensor" : "np.array");
  set("FLOAT", torch_ ? "torch.float32" : "np.float32");
  set("POINTS", number_lines(points, 3, {indent, "[", "]"}));
  set("ORDER", number_lines(order, 1, {indent}));
  set("POSITION", count_text(state_.order_position));
  set("ORDER_STATE", std::to_string(state_.order_random.state));
  set("ORDER_INCREMENT", std::to_string(state_.order_random.increment));
  set("PARAMETERS", parameters(state_.parameters));
  set("MEMORY",
      memory("first_moments", "The optimizer's mean gradients, as all_parameters().",
             state_.optimizer.first) +
          memory("second_moments", "The optimizer's squared gradients, as all_parameters().",
                 state_.optimizer.second));
}

// --- NumPy --------------------------------------------------------------------------------------

// The functions of the layers' activations, each once, and what they call.
std::string Script::numpy_activations() const {
  std::vector<const Activation*> used;
  for (const Network::Layer& layer : trainer_.network().layers()) {
    if (std::ranges::find(used, layer.activation) == used.end()) used.push_back(layer.activation);
  }
  std::string text;
  bool sigmoid = false;
  const auto define = [&text](const std::string& head, std::string_view value) {
    text += "def " + head + ":\n    return " + std::string(value) + "\n\n\n";
  };
  for (const Activation* entry : used) {
    if (entry->output_only) {
      text +=
          "def softmax(z):\n    powers = np.exp(z - z.max(axis=1, keepdims=True))\n"
          "    return powers / powers.sum(axis=1, keepdims=True)\n\n\n";
      continue;
    }
    const ActivationCode& code = code_of(*entry);
    const std::string name(entry->name);
    sigmoid = sigmoid || code.numpy.find("sigmoid(") != code.numpy.npos ||
              code.numpy_slope.find("sigmoid(") != code.numpy_slope.npos;
    if (name != "sigmoid") define(name + "(z)", code.numpy);
    sigmoid = sigmoid || name == "sigmoid";
    define(name + "_slope(z, a)", code.numpy_slope);
  }
  if (!sigmoid) return text;
  return "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * z))  # 1/(1 + exp(-z))\n\n\n" + text;
}

void Script::add_numpy() {
  std::string phi, slopes;
  for (const Network::Layer& layer : trainer_.network().layers()) {
    phi += (phi.empty() ? "" : ", ") + std::string(layer.activation->name);
  }
  for (const Network::Layer& layer : trainer_.network().layers().first(experiment_.layers.size())) {
    slopes += (slopes.empty() ? "" : ", ") + std::string(layer.activation->name) + "_slope";
  }
  std::string activations = numpy_activations();
  activations.pop_back();  // one line less
  set("ACTIVATIONS", activations);
  set("PHI", phi);
  set("SLOPES", slopes);
  set("LOSS", std::string(loss_.numpy));
  set("DELTA_FORMULA", std::string(experiment_.loss->delta_formula));
  const std::string head(experiment_.output_activation().name);
  set("DELTA", std::string(loss_.numpy_upstream) +
                   (experiment_.loss->on_logits ? "" : " * " + head + "_slope(z, a)"));
  set("MASK_FORWARD", dropout_ ? " * masks[i] if masks and i < len(masks) else a[i]" : "");
  set("MASK_BACKWARD", dropout_ ? " * masks[i - 1]" : "");
  set("OPTIMIZER_FORMULA", std::string(experiment_.optimizer->formula));
  const bool moments = optimizer_.name.starts_with("adam");
  set("UPDATE", (moments ? std::string(kAdamMoments) : "") + std::string(optimizer_.numpy));
  std::string arguments = "steps=" + count_text(state_.optimizer.steps);
  if (!state_.optimizer.first.empty()) arguments += ", first=first_moments()";
  if (!state_.optimizer.second.empty()) arguments += ", second=second_moments()";
  set("MEMORY_ARGUMENTS", arguments);

  std::string regularize, clip;
  if (experiment_.regularization->add != nullptr) {
    const bool l1 = experiment_.regularization->name == "l1";
    regularize =
        "        for (slopes, _), (weights, _) in zip(views(gradient), layers):\n"
        "            slopes += REGULARIZATION * " +
        std::string(l1 ? "np.sign(weights)" : "weights");
  }
  if (experiment_.clipping == Clipping::kNorm) {
    clip =
        "        length = np.sqrt((gradient ** 2).sum())\n"
        "        if length > CLIP:\n"
        "            gradient *= CLIP / length";
  } else if (experiment_.clipping == Clipping::kValue) {
    clip = "        np.clip(gradient, -CLIP, CLIP, out=gradient)";
  }
  set("REGULARIZE", regularize);
  set("CLIP", clip);
  set("CUT_BEFORE", cut_ ? "        before = parameters.copy()" : "");
  set("CUT_AFTER", cut_ ? "        for (weights, _), (old, _) in zip(layers, views(before)):\n"
                          "            # A weight that would cross zero stays there.\n"
                          "            weights[np.sign(weights) * np.sign(old) != 1] = 0"
                        : "");
}

// --- PyTorch ------------------------------------------------------------------------------------

void Script::add_torch() {
  const int last = trainer_.network().layer_count() - 1;
  std::string network;
  for (int l = 0; l < last; ++l) {
    const std::string index = count_text(l);
    network += "        z = self.layers[" + index + "](x)\n        x = " +
               std::string(code_of(*trainer_.network().layer(l).activation).torch) + '\n';
    if (dropout_) network += "        if masks:\n            x = x * masks[" + index + "]\n";
  }
  set("NETWORK", network + "        return self.layers[" + count_text(last) + "](x)");
  const Activation& head = experiment_.output_activation();
  set("OUTPUT", head.output_only ? "torch.softmax(z, dim=1)" : std::string(code_of(head).torch));
  set("LOSS", std::string(loss_.torch));
  set("OPTIMIZER",
      "torch.optim." + filled(optimizer_.torch,
                              std::vector<Slot>{{"LR", "network.parameters(), lr=LEARNING_RATE"}}));
  std::string load;
  if (!optimizer_.torch_state.empty()) {
    const std::string state =
        filled(optimizer_.torch_state,
               std::vector<Slot>{{"STEPS", count_text(state_.optimizer.steps) + ".0"}});
    const bool first = !state_.optimizer.first.empty(), second = !state_.optimizer.second.empty();
    load =
        "    parameters = list(network.parameters())\n"
        "    sizes = [parameter.numel() for parameter in parameters]\n";
    std::string names = "parameter", lists = "parameters";
    if (first) names += ", first", lists += ", first_moments().split(sizes)";
    if (second) names += ", second", lists += ", second_moments().split(sizes)";
    load += "    for " + names + " in zip(\n            " + lists + "):\n";
    if (first) load += "        first = first.reshape(parameter.shape)\n";
    if (second) load += "        second = second.reshape(parameter.shape)\n";
    load += "        optimizer.state[parameter] = dict(" + state;
    load.back() = ')';  // in place of the end of the line
  }
  set("LOAD_MEMORY", load);
  std::string objective = "loss", clip;
  if (experiment_.regularization->add != nullptr) {
    const bool l1 = experiment_.regularization->name == "l1";
    objective = "(loss + REGULARIZATION * sum(" +
                std::string(l1 ? "layer.weight.abs().sum()" : "(layer.weight ** 2).sum() / 2") +
                " for layer in network.layers))";
  }
  if (experiment_.clipping == Clipping::kNorm) {
    clip =
        "        length = torch.cat([p.grad.flatten() for p in network.parameters()]).norm()\n"
        "        if length > CLIP:\n"
        "            for parameter in network.parameters():\n"
        "                parameter.grad *= CLIP / length";
  } else if (experiment_.clipping == Clipping::kValue) {
    clip = "        nn.utils.clip_grad_value_(network.parameters(), CLIP)";
  }
  set("OBJECTIVE", objective);
  set("CLIP", clip);
  set("CUT_BEFORE",
      cut_ ? "        before = [layer.weight.detach().clone() for layer in network.layers]" : "");
  set("CUT_AFTER", cut_ ? "        for layer, old in zip(network.layers, before):\n"
                          "            # A weight that would cross zero stays there.\n"
                          "            layer.weight.data[layer.weight.sign() * old.sign() != 1] = 0"
                        : "");
}

}  // namespace

std::string numpy_script(const Trainer& trainer) { return Script(trainer, false).text(); }
std::string pytorch_script(const Trainer& trainer) { return Script(trainer, true).text(); }

}  // namespace backprop::exports
