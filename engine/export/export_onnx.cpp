// Networks as ONNX models: the features, layers and activations as a graph from (N, 2) points of
// the plane to (N, outputs), in 32-bit floats, with the weights inside.
//
// An ONNX file is a protocol buffer: nested messages of fields, each a tag, then a number or a
// length and bytes. https://onnx.ai/onnx/repo-docs/IR.html names the messages, and onnx.proto their
// fields' numbers, which stand here beside their names.
#include <algorithm>
#include <bit>
#include <initializer_list>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/version.h"
#include "engine/export/export_parts.h"

namespace backprop::exports {
namespace {

constexpr std::int64_t kIrVersion = 8, kOpset = 17;
constexpr std::int64_t kFloat = 1, kInt64 = 7, kDouble = 11;  // TensorProto.DataType
constexpr std::int64_t kIntAttribute = 2;  // AttributeProto.AttributeType

// One message of a protocol buffer.
class Message {
 public:
  Message& number(int field, std::int64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& bytes(int field, std::string_view value) {
    varint((static_cast<std::uint64_t>(field) << 3) | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(int field, const Message& value) { return bytes(field, value.bytes_); }
  void little_endian(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  const std::string& text() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

Message int_attribute(std::string_view name, std::int64_t value) {
  return Message().bytes(1, name).number(3, value).number(20, kIntAttribute);
}

// A list of names, from braces or a vector.
class Names : public std::span<const std::string_view> {
 public:
  using std::span<const std::string_view>::span;
  Names(std::initializer_list<std::string_view> names) : span(names.begin(), names.size()) {}
};

class Graph {
 public:
  // Adds a node with one output, which it names and returns.
  std::string node(std::string_view op, Names inputs, const Message* attribute = nullptr) {
    const std::string output = fresh(op);
    node(op, inputs, {output}, attribute);
    return output;
  }
  void node(std::string_view op, Names inputs, Names outputs, const Message* attribute = nullptr) {
    Message node;
    for (const std::string_view name : inputs) node.bytes(1, name);
    for (const std::string_view name : outputs) node.bytes(2, name);
    node.bytes(3, fresh("node")).bytes(4, op);
    if (attribute) node.message(5, *attribute);
    graph_.message(1, node);
  }
  // A tensor that is part of the model. No dimensions: a single number.
  std::string constant(std::string_view name, std::initializer_list<int> dimensions,
                       std::span<const float> values) {
    Message raw;
    for (const float value : values) raw.little_endian(std::bit_cast<std::uint32_t>(value), 4);
    return tensor(name, kFloat, dimensions, raw);
  }
  // One row of doubles.
  std::string doubles(std::string_view name, std::span<const double> values) {
    Message raw;
    for (const double value : values) raw.little_endian(std::bit_cast<std::uint64_t>(value), 8);
    return tensor(name, kDouble, {1, static_cast<int>(values.size())}, raw);
  }
  std::string cast(const std::string& value, std::int64_t type) {
    const Message to = int_attribute("to", type);
    return node("Cast", {value}, &to);
  }
  std::string scalar(float value) { return constant(fresh("c"), {}, {&value, 1}); }
  std::string integers(std::string_view name, std::span<const std::int64_t> values) {
    Message raw;
    for (const std::int64_t value : values) raw.little_endian(static_cast<std::uint64_t>(value), 8);
    return tensor(name, kInt64, {static_cast<int>(values.size())}, raw);
  }
  // (N, columns): field 11 is an input of the graph, 12 an output.
  void value(int field, std::string_view name, int columns) {
    const Message rows = Message().bytes(2, "N");
    const Message shape = Message().message(1, rows).message(1, Message().number(1, columns));
    const Message type = Message().message(1, Message().number(1, kFloat).message(2, shape));
    graph_.message(field, Message().bytes(1, name).message(2, type));
  }
  Message finish() { return std::move(graph_.bytes(2, "network")); }

 private:
  std::string fresh(std::string_view name) {
    return std::string(name) + '_' + number_text(std::int64_t{++names_});
  }
  std::string tensor(std::string_view name, std::int64_t type,
                     std::initializer_list<int> dimensions, const Message& raw) {
    Message tensor;
    for (const int dimension : dimensions) tensor.number(1, dimension);
    graph_.message(5, tensor.number(2, type).bytes(8, name).bytes(9, raw.text()));
    return std::string(name);
  }

  Message graph_;
  int names_ = 0;
};

// --- forms --------------------------------------------------------------------------------------

// Reads what the parts' entries say in operators of ONNX: "t = Tanh(z); Mul(t, 0.5)" adds the nodes
// and gives the name of the last one's output. Numbers become constants; every other name is one
// that was given before, or one of the graph's.
class Form {
 public:
  Form(Graph& graph, std::string_view text) : graph_(graph), rest_(text) {}
  std::string output(const std::string& z = {}) {
    given_.push_back({"z", z});
    for (;;) {
      const std::string name = word();
      if (!take('=')) return value(name);
      given_.push_back({name, value(word())});
      take(';');
    }
  }

 private:
  bool take(char c) {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    return true;
  }
  std::string word() {
    const std::string_view found = rest_.substr(0, rest_.find_first_of(" =(,);"));
    rest_.remove_prefix(found.size());
    return std::string(found);
  }
  std::string value(const std::string& word) {
    if (!take('(')) {
      if (const auto number = parse_number<float>(word)) return graph_.scalar(*number);
      const auto found = std::ranges::find(given_, word, &Named::name);
      return found == given_.end() ? word : found->output;
    }
    std::vector<std::string> inputs;
    do inputs.push_back(value(this->word()));
    while (take(','));
    take(')');
    return graph_.node(word, std::vector<std::string_view>(inputs.begin(), inputs.end()));
  }

  struct Named {
    std::string name, output;
  };
  Graph& graph_;
  std::string_view rest_;
  std::vector<Named> given_;
};

std::vector<double> centres_of(const std::vector<Scale>& scales) {
  std::vector<double> centres;
  for (const Scale& scale : scales) centres.push_back(scale.centre);
  return centres;
}

std::vector<double> spreads_of(const std::vector<Scale>& scales) {
  std::vector<double> spreads;
  for (const Scale& scale : scales) spreads.push_back(scale.spread);
  return spreads;
}

// The numbers of the table become those that the network sees, in doubles as the engine scales
// them.
std::string coordinates_of(Graph& graph, const Experiment& experiment) {
  const std::optional<NetworkScale> scale = scale_of(experiment);
  if (!scale) return "x";
  const std::vector<double> centres = centres_of(scale->inputs);
  const std::vector<double> spreads = spreads_of(scale->inputs);
  const std::string moved =
      graph.node("Sub", {graph.cast("x", kDouble), graph.doubles("centre", centres)});
  return graph.cast(graph.node("Div", {moved, graph.doubles("spread", spreads)}), kFloat);
}

// Values become those of the table again.
std::string value_of(Graph& graph, const Experiment& experiment, const std::string& output) {
  const std::optional<NetworkScale> scale = scale_of(experiment);
  if (!scale || scale->outputs.empty()) return output;
  const std::vector<double> centre = centres_of(scale->outputs);
  const std::vector<double> spread = spreads_of(scale->outputs);
  const std::string wide =
      graph.node("Mul", {graph.cast(output, kDouble), graph.doubles("value_spread", spread)});
  return graph.cast(graph.node("Add", {wide, graph.doubles("value_centre", centre)}), kFloat);
}

// What a row of the graph's input has: the coordinates, or a table's inputs.
std::size_t input_columns(const Experiment& experiment) {
  return experiment.uses_table ? experiment.features.size() : 2;
}

std::string inputs_of(Graph& graph, const Experiment& experiment) {
  const Message columns = int_attribute("axis", 1);
  std::vector<std::string_view> numbers;
  for (const Feature* input : table_features().first(input_columns(experiment))) {
    numbers.push_back(input->name);
  }
  const std::vector<std::int64_t> ones(numbers.size(), 1);
  graph.node("Split", {coordinates_of(graph, experiment), graph.integers("one_each", ones)},
             numbers, &columns);
  std::vector<std::string> features;
  for (const Feature* feature : experiment.features) {
    features.push_back(Form(graph, feature->forms.onnx).output());
  }
  const std::vector<std::string_view> names(features.begin(), features.end());
  return graph.node("Concat", names, &columns);
}

}  // namespace

std::string onnx_model(const Trainer& trainer) {
  const Network& network = trainer.network();
  Graph graph;
  const auto inputs = static_cast<int>(input_columns(trainer.experiment()));
  graph.value(11, "x", inputs);
  std::string values = inputs_of(graph, trainer.experiment());
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    const std::string count = number_text(std::int64_t{l + 1});
    const std::string weights =
        graph.constant("weights_" + count, {shape.outputs, shape.inputs}, network.weights(l));
    const std::string biases =
        graph.constant("biases_" + count, {shape.outputs}, network.biases(l));
    const Message transposed = int_attribute("transB", 1);  // weights are [neuron][input]
    const std::string z = graph.node("Gemm", {values, weights, biases}, &transposed);
    values = Form(graph, shape.activation->forms.onnx).output(z);
  }
  values = value_of(graph, trainer.experiment(), values);
  graph.node("Identity", {values}, {"output"});
  graph.value(12, "output", network.output_count());

  const std::string meaning = "x: (N, " + number_text(std::int64_t{inputs}) + "), " +
                              input_meaning(trainer.experiment()) +
                              "; output: " + output_meaning(trainer.experiment()) + ".";
  Message model;
  model.number(1, kIrVersion).bytes(2, "backprop-playground").bytes(3, version()).bytes(6, meaning);
  model.message(7, graph.finish());
  model.message(8, Message().number(2, kOpset));
  if (const std::string link = short_link(trainer); !link.empty()) {
    model.message(14, Message().bytes(1, "link").bytes(2, link));
  }
  return model.text();
}

}  // namespace backprop::exports
