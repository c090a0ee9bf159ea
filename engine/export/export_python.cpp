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

// --- parts of a script --------------------------------------------------------------------------

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
        scale_(scale_of(trainer.experiment())),
        torch_(torch),
        dropout_(experiment_.dropout > 0 && !experiment_.layers.empty()),
        cut_(experiment_.cuts_at_zero()),
        optimizer_(experiment_.optimizer->forms),
        loss_(functions_of(*experiment_.loss, experiment_.output_activation()).forms) {}

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
      text += text.empty() ? "" : ", ";
      text += torch_ ? feature->forms.torch : feature->forms.numpy;
    }
    return text;
  }
  std::string coordinates() const;
  // How many numbers of a row of all_points() are inputs.
  std::string input_columns() const {
    return experiment_.uses_table ? count_text(static_cast<int>(experiment_.features.size())) : "2";
  }
  std::string input_names() const;
  std::string predict() const;
  std::string points() const;
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
  static std::string real(double value) {
    const std::string text = number_text(value);
    return text.find_first_of(".e") == text.npos ? text + ".0" : text;
  }
  bool scaled_values() const { return scale_ && !scale_->outputs.empty(); }

  std::optional<NetworkScale> scale_;  // none: the network is given numbers as they are
  bool torch_, dropout_, cut_;
  const OptimizerForms& optimizer_;
  const LossForms& loss_;
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
  if (!experiment_.schedule->settings.empty()) {
    text += "\nPERIOD = " + count_text(std::max<std::int64_t>(1, experiment_.schedule_period));
    add("FACTOR", number_text(experiment_.schedule_factor));
  }
  if (experiment_.regularization->add != nullptr) {
    add("REGULARIZATION", number_text(experiment_.regularization_rate));
  }
  if (experiment_.clipping->limit != nullptr) add("CLIP", number_text(experiment_.clip_threshold));
  if (dropout_) add("DROPOUT", number_text(experiment_.dropout));
  if (scale_) {
    const std::string array = torch_ ? "torch.tensor(" : "np.array(";
    const std::string type = torch_ ? ", dtype=torch.float64)" : ")";
    const auto all = [&](const std::vector<Scale>& scales, double Scale::* which) {
      std::string numbers;
      for (const Scale& scale : scales)
        numbers += (numbers.empty() ? "" : ", ") + real(scale.*which);
      return array + "[" + numbers + "]" + type;
    };
    text += "\nCENTRE = " + all(scale_->inputs, &Scale::centre) + "  # of the numbers of the table";
    text += "\nSPREAD = " + all(scale_->inputs, &Scale::spread);
    if (scaled_values() && experiment_.uses_table) {
      text += "\nVALUE_CENTRE = " + all(scale_->outputs, &Scale::centre);
      text += "\nVALUE_SPREAD = " + all(scale_->outputs, &Scale::spread);
    } else if (scaled_values()) {
      text += "\nVALUE_CENTRE, VALUE_SPREAD = " + real(scale_->outputs.front().centre) + ", " +
              real(scale_->outputs.front().spread);
    }
  }
  return text;
}

// "x1, x2"
std::string Script::input_names() const {
  if (!experiment_.uses_table) return "x1, x2";
  std::string names;
  for (const Feature* feature : experiment_.features) {
    names += (names.empty() ? "" : " ") + std::string(feature->name) + ",";
  }
  if (experiment_.features.size() > 1) names.pop_back();
  return names;
}

// Of points as they stand in all_points(): coordinates, or numbers of a table that become them.
std::string Script::coordinates() const {
  std::string numbers = "points[:, :" + input_columns() + "]";
  if (!scale_) return numbers;
  return "((" + numbers + " - CENTRE) / SPREAD)" +
         std::string(torch_ ? ".float()" : ".astype(np.float32)");
}

// A network that takes the numbers of a table says so in one function.
std::string Script::predict() const {
  if (!scale_) return {};
  const std::string value = scaled_values() ? " * VALUE_SPREAD + VALUE_CENTRE" : "";
  const std::string help =
      "    \"\"\"For points as in the table: " + output_meaning(experiment_) + ".\"\"\"\n";
  if (torch_) {
    return "\n\ndef predict(network, points):\n" + help +
           "    return output(network(features(points)))" + value + "\n";
  }
  return "def predict(layers, points):\n" + help +
         "    _, _, a = forward(layers, features(points))\n    return a[-1]" + value + "\n\n\n";
}

std::string Script::points() const {
  const NumberStyle style = {"        ", "[", "]"};
  if (experiment_.uses_table) {
    const SampleTable& table = *experiment_.table;
    std::vector<float> numbers;
    std::vector<double> scaled;  // numbers that become what the network sees, in doubles
    for (const int origin : trainer_.data().origins) {
      const auto row = static_cast<std::size_t>(origin);
      for (std::size_t column = 0; column < table.width(); ++column) {
        numbers.push_back(table.number(row, column));
        const bool is_scaled = column < table.scales.size() && table.scales[column].scaled();
        scaled.push_back(is_scaled ? table.scales[column].number(table.seen(row, column))
                                   : static_cast<double>(table.number(row, column)));
      }
    }
    return scale_ ? number_lines(scaled, table.width(), style)
                  : number_lines(numbers, table.width(), style);
  }
  if (!scale_) {
    std::vector<float> numbers;
    for (const Point& point : trainer_.data().points) {
      numbers.insert(numbers.end(), {point.x1, point.x2, point.label});
    }
    return number_lines(numbers, 3, style);
  }
  const Columns& columns = *experiment_.shown_columns();
  std::vector<double> numbers;
  for (const Point& point : trainer_.data().points) {
    numbers.insert(numbers.end(),
                   {columns.inputs[0].number(point.x1), columns.inputs[1].number(point.x2),
                    columns.label.number(point.label)});
  }
  return number_lines(numbers, 3, style);
}

std::string Script::targets() const {
  if (scaled_values()) {
    const std::string labels = experiment_.uses_table ? "labels" : "labels[:, None]";
    return "((" + labels + " - VALUE_CENTRE) / VALUE_SPREAD)" + (torch_ ? ".float()" : "");
  }
  if (experiment_.uses_table && experiment_.problem == Problem::kRegression) return "labels";
  if (experiment_.problem == Problem::kRegression) {
    return std::string("labels[:, None]") + (torch_ && scale_ ? ".float()" : "");
  }
  const int outputs = experiment_.output_count();
  const std::string classes =
      outputs == 1 ? "1" : (torch_ ? "torch.arange(" : "np.arange(") + count_text(outputs) + ')';
  const auto number = [](float value) {
    const std::string text = number_text(value);
    return text.find_first_of(".e") == text.npos ? text + ".0" : text;
  };
  return std::string(torch_ ? "torch" : "np") + ".where(labels[:, None] == " + classes + ", " +
         number(experiment_.target_high) + ", " + number(experiment_.target_low) + ')';
}

std::string Script::target_help() const {
  if (scaled_values())
    return experiment_.uses_table ? "The targets, scaled." : "The value, scaled.";
  if (experiment_.problem == Problem::kRegression) {
    return experiment_.uses_table ? "The targets themselves." : "The value itself.";
  }
  const std::string high = number_text(experiment_.target_high);
  const std::string low = number_text(experiment_.target_low);
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
  set("SHUFFLE",
      experiment_.order == SampleOrder::kShuffled ? "            random.shuffle(order)" : "");
  set("CONSTANTS", constants());
  set("INPUT", input_meaning(experiment_));
  set("COORDINATES", coordinates());
  set("X_NAMES", input_names());
  const bool values = experiment_.uses_table && experiment_.problem == Problem::kRegression;
  set("LABELS", "points[:, " + input_columns() + (values ? ":]" : "]"));
  set("POINT_COLUMNS", experiment_.uses_table
                           ? "Inputs and targets of every row, the training rows first."
                           : "x1, x2 and label of every point, the training points first.");
  set("PREDICT", predict());
  set("FEATURES", features());
  set("TARGETS", targets());
  set("TARGET_HELP", target_help());
  set("LOSS_FORMULA", std::string(experiment_.loss->formula));
  set("MEANING", output_meaning(experiment_));
  set("SCHEDULE_FORMULA", std::string(experiment_.schedule->formula));
  const std::string rate = "LEARNING_RATE" + std::string(experiment_.schedule->python);
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
  std::vector<float> order;
  for (const int index : state_.order) order.push_back(static_cast<float>(index));
  const std::string_view indent = "        ";
  set("ARRAY", torch_ ? "torch.tensor" : "np.array");
  set("FLOAT", torch_ ? "torch.float32" : "np.float32");
  set("POINTS", points());
  set("POINT_FLOAT", std::string(torch_ ? "torch." : "np.") + (scale_ ? "float64" : "float32"));
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
  const auto define = [&](const std::string& head, std::string_view body) {
    if (body.empty()) return;
    sigmoid = sigmoid || body.find("sigmoid(") != body.npos;
    if (head == body) return;  // sigmoid, which is defined below
    const bool lines = body.starts_with("    ");
    text += "def " + head + ":\n" + (lines ? "" : "    return ") + std::string(body) + "\n\n\n";
  };
  for (const Activation* entry : used) {
    const std::string name(entry->name);
    define(name + "(z)", entry->forms.numpy);
    define(name + "_slope(z, a)", entry->forms.numpy_slope);
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
  set("DELTA_FORMULA",
      std::string(delta_formula_of(*experiment_.loss, experiment_.output_activation())));
  const Activation& head = experiment_.output_activation();
  std::string delta(loss_.numpy_upstream);
  if (!is_on_logits(*experiment_.loss, head)) {
    delta = head.output_only
                ? "a * (" + delta + " - (a * " + delta + ").sum(axis=1, keepdims=True))"
                : delta + " * " + std::string(head.name) + "_slope(z, a)";
  }
  set("DELTA", delta);
  set("MASK_FORWARD", dropout_ ? " * masks[i] if masks and i < len(masks) else a[i]" : "");
  set("MASK_BACKWARD", dropout_ ? " * masks[i - 1]" : "");
  set("OPTIMIZER_FORMULA", std::string(experiment_.optimizer->formula));
  set("UPDATE", std::string(optimizer_.numpy));
  std::string arguments = "steps=" + count_text(state_.optimizer.steps);
  if (!state_.optimizer.first.empty()) arguments += ", first=first_moments()";
  if (!state_.optimizer.second.empty()) arguments += ", second=second_moments()";
  set("MEMORY_ARGUMENTS", arguments);

  std::string regularize;
  if (experiment_.regularization->add != nullptr && !cut_) {
    regularize =
        "        for (slopes, _), (weights, _) in zip(views(gradient), layers):\n"
        "            slopes += REGULARIZATION * " +
        std::string(experiment_.regularization->forms.numpy);
  }
  set("REGULARIZE", regularize);
  set("CLIP", std::string(experiment_.clipping->forms.numpy));
  const bool learn = experiment_.biases_learn();
  set("NO_BIAS_GRADIENTS", learn ? ""
                                 : "        for _, slopes in views(gradient):\n"
                                   "            slopes[...] = 0  # biases do not learn");
  set("KEEP_BIASES", learn ? "" : "        kept = [biases.copy() for _, biases in layers]");
  set("BIASES_BACK", learn ? ""
                           : "        for (_, biases), old in zip(layers, kept):\n"
                             "            biases[...] = old");
  set("CUT_BEFORE", cut_ ? "        before = parameters.copy()" : "");
  set("CUT_AFTER", cut_ ? std::string(experiment_.regularization->forms.numpy_cut) : "");
}

// --- PyTorch ------------------------------------------------------------------------------------

void Script::add_torch() {
  const int last = trainer_.network().layer_count() - 1;
  std::string network;
  for (int l = 0; l < last; ++l) {
    const std::string index = count_text(l);
    network += "        z = self.layers[" + index + "](x)\n        x = " +
               std::string(trainer_.network().layer(l).activation->forms.torch) + '\n';
    if (dropout_) network += "        if masks:\n            x = x * masks[" + index + "]\n";
  }
  set("NETWORK", network + "        return self.layers[" + count_text(last) + "](x)");
  set("OUTPUT", std::string(experiment_.output_activation().forms.torch));
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
  std::string objective = "loss";
  if (experiment_.regularization->add != nullptr && !cut_) {
    objective = "(loss + REGULARIZATION * sum(" +
                std::string(experiment_.regularization->forms.torch) +
                " for layer in network.layers))";
  }
  const bool learn = experiment_.biases_learn();
  set("NO_BIAS_GRADIENTS", learn ? ""
                                 : "        for layer in network.layers:\n"
                                   "            layer.bias.grad.zero_()  # biases do not learn");
  set("KEEP_BIASES",
      learn ? "" : "        kept = [layer.bias.detach().clone() for layer in network.layers]");
  set("BIASES_BACK", learn ? ""
                           : "        for layer, old in zip(network.layers, kept):\n"
                             "            layer.bias.data = old");
  set("OBJECTIVE", objective);
  set("CLIP", std::string(experiment_.clipping->forms.torch));
  set("CUT_BEFORE",
      cut_ ? "        before = [layer.weight.detach().clone() for layer in network.layers]" : "");
  set("CUT_AFTER", cut_ ? std::string(experiment_.regularization->forms.torch_cut) : "");
}

}  // namespace

std::string numpy_script(const Trainer& trainer) { return Script(trainer, false).text(); }
std::string pytorch_script(const Trainer& trainer) { return Script(trainer, true).text(); }

}  // namespace backprop::exports
