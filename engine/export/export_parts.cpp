#include "engine/export/export_parts.h"

#include <algorithm>
#include <cassert>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/run/trainer_link.h"

namespace backprop::exports {
namespace {

constexpr ActivationCode kActivationCode[] = {
    {"linear", "z", "z", "np.ones_like(z)", "z"},
    {"relu", "z > 0.0f ? z : 0.0f", "np.maximum(z, 0)", "z > 0", "F.relu(z)"},
    {"leaky_relu", "z > 0.0f ? z : 0.01f * z", "np.maximum(z, 0) + 0.01 * np.minimum(z, 0)",
     "0.01 + np.float32(0.99) * (z > 0)", "F.leaky_relu(z, 0.01)"},
    {"elu", "z > 0.0f ? z : expm1f(z)", "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
     "np.where(z > 0, np.float32(1), a + 1)", "F.elu(z)"},
    {"tanh", "tanhf(z)", "np.tanh(z)", "1 - a * a", "torch.tanh(z)"},
    {"sigmoid", "1.0f / (1.0f + expf(-z))", "sigmoid(z)", "a * (1 - a)", "torch.sigmoid(z)"},
    {"softplus", "(z > 0.0f ? z : 0.0f) + log1pf(expf(-fabsf(z)))",
     "np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))", "sigmoid(z)", "F.softplus(z)"},
    {"silu", "z / (1.0f + expf(-z))", "z * sigmoid(z)", "sigmoid(z) * (1 + z * (1 - sigmoid(z)))",
     "F.silu(z)"},
    {"gelu", "z / (1.0f + expf(-z * (1.595769122f + 0.07135481628f * z * z)))",
     "0.5 * z * (1 + np.tanh(z * (0.7978845608 + 0.03567740814 * z * z)))",
     "sigmoid(z * (1.595769122 + 0.07135481628 * z * z)) + a * "
     "(1 - sigmoid(z * (1.595769122 + 0.07135481628 * z * z))) * "
     "(1.595769122 + 0.2140644488 * z * z)",
     "F.gelu(z, approximate='tanh')"},
    {"sine", "sinf(z)", "np.sin(z)", "np.cos(z)", "torch.sin(z)"},
};

// '@' stands for what a language puts before its functions.
struct FeatureCode {
  std::string_view name, code;
};
constexpr FeatureCode kFeatureCode[] = {
    {"x1", "x1"},
    {"x2", "x2"},
    {"x1sq", "x1 * x1"},
    {"x2sq", "x2 * x2"},
    {"x1x2", "x1 * x2"},
    {"sinx1", "@sin(x1)"},
    {"sinx2", "@sin(x2)"},
    {"cosx1", "@cos(x1)"},
    {"cosx2", "@cos(x2)"},
    {"radius", "@sqrt(x1 * x1 + x2 * x2)"},
    {"angle", "@atan2(x2, x1)"},
};

constexpr std::size_t kLongestLine = 100;
constexpr std::size_t kLongestLink = 1000;

bool is_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::string replaced(std::string_view line, std::span<const Slot> slots) {
  std::string text;
  while (!line.empty()) {
    const std::size_t mark = line.find('$');
    text += line.substr(0, mark);
    if (mark == line.npos) break;
    line.remove_prefix(mark + 1);
    std::size_t length = 0;
    while (length < line.size() && is_name(line[length])) ++length;
    const Slot* slot = find_entry(slots, line.substr(0, length));
    assert(slot);
    text += slot->value;
    line.remove_prefix(length);
  }
  return text;
}

}  // namespace

const ActivationCode& code_of(const Activation& activation) {
  const ActivationCode* code =
      find_entry(std::span<const ActivationCode>(kActivationCode), activation.name);
  assert(code);
  return *code;
}

std::string feature_code(const Feature& feature, std::string_view prefix) {
  const FeatureCode* code = find_entry(std::span<const FeatureCode>(kFeatureCode), feature.name);
  assert(code);
  if (prefix == "np." && feature.name == "angle") return "np.arctan2(x2, x1)";
  std::string text(code->code);
  if (const std::size_t mark = text.find('@'); mark != text.npos) text.replace(mark, 1, prefix);
  return text;
}

std::string output_meaning(const Experiment& experiment) {
  if (experiment.problem == Problem::kRegression) return "the value at a point of the plane";
  const std::string_view head = experiment.output_activation().name;
  if (head == "softmax") return "the probabilities of the classes 0, 1, ...";
  if (experiment.output_count() > 1) {
    return "a number for each class 0, 1, ...: the greatest is the answer";
  }
  return head == "sigmoid" ? "the probability of class 1"
                           : "above 0 it is class 1, below 0 class 0";
}

std::string short_link(const Trainer& trainer) {
  std::string link = make_link(trainer);
  if (link.size() > kLongestLink) link.clear();
  return link;
}

std::string filled(std::string_view pattern, std::span<const Slot> slots) {
  std::string text;
  while (!pattern.empty()) {
    const std::string_view line = pattern.substr(0, pattern.find('\n'));
    const std::string value = replaced(line, slots);
    if (!value.empty() || line.empty()) text += value;
    if ((!value.empty() || line.empty()) && !value.ends_with('\n')) text += '\n';
    pattern.remove_prefix(std::min(line.size() + 1, pattern.size()));
  }
  return text;
}

std::string number_lines(std::span<const float> values, std::size_t row, const NumberStyle& style) {
  std::string text, line;
  const auto end_line = [&] {
    if (!text.empty()) text += '\n';
    text += std::string(style.indent) + line;
    line.clear();
  };
  for (std::size_t begin = 0; begin < values.size(); begin += row) {
    std::string entry(style.open);
    for (std::size_t i = begin; i < std::min(begin + row, values.size()); ++i) {
      if (i > begin) entry += ", ";
      std::string number = number_text(values[i]);
      if (!style.suffix.empty() && number.find_first_of(".e") == number.npos) number += ".0";
      entry += number + std::string(style.suffix);
    }
    entry += style.close;
    const bool last = begin + row >= values.size();
    if (!last) entry += ',';
    if (!line.empty() && style.indent.size() + line.size() + 1 + entry.size() > kLongestLine) {
      end_line();
    }
    line += (line.empty() ? "" : " ") + entry;
  }
  if (!line.empty()) end_line();
  return text;
}

}  // namespace backprop::exports
