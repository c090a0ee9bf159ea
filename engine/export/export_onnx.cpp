// Networks as ONNX models: the features, layers and activations as a graph from (N, 2) points of
// the plane to (N, outputs), in 32-bit floats, with the weights inside.
//
// An ONNX file is a protocol buffer: nested messages of fields, each a tag, then a number or a
// length and bytes. https://onnx.ai/onnx/repo-docs/IR.html names the messages, and onnx.proto their
// fields' numbers, which stand here beside their names.
#include <bit>
#include <cassert>
#include <initializer_list>
#include <utility>
#include <vector>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/base/version.h"
#include "engine/export/export_parts.h"

namespace backprop::exports {
namespace {

constexpr std::int64_t kIrVersion = 8, kOpset = 17;
constexpr std::int64_t kFloat = 1, kInt64 = 7;  // TensorProto.DataType
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
  std::string scalar(float value) { return constant(fresh("c"), {}, {&value, 1}); }
  std::string integers(std::string_view name, std::initializer_list<std::int64_t> values) {
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

// --- features -----------------------------------------------------------------------------------

// arctan of the smaller over the larger distance from the axes, then into the right eighth of the
// circle: ONNX has no arctangent of two numbers.
std::string angle(Graph& graph, const std::string& x1, const std::string& x2) {
  const std::string across = graph.node("Abs", {x1}), up = graph.node("Abs", {x2});
  const std::string zero = graph.scalar(0);
  const std::string larger =
      graph.node("Max", {across, up, graph.scalar(1e-30f)});  // the centre has the angle 0
  const std::string ratio = graph.node("Div", {graph.node("Min", {across, up}), larger});
  const std::string eighth = graph.node("Atan", {ratio});
  const auto where = [&](std::string_view comparison, const std::string& a, const std::string& b,
                         const std::string& yes, const std::string& no) {
    return graph.node("Where", {graph.node(comparison, {a, b}), yes, no});
  };
  const std::string quarter =
      where("Greater", up, across, graph.node("Sub", {graph.scalar(1.57079637f), eighth}), eighth);
  const std::string half =
      where("Less", x1, zero, graph.node("Sub", {graph.scalar(3.14159274f), quarter}), quarter);
  return where("Less", x2, zero, graph.node("Neg", {half}), half);
}

// Features that are one operator, of one or two coordinates.
struct FeatureNode {
  std::string_view name, op, first, second;
};
constexpr FeatureNode kFeatures[] = {
    {"x1sq", "Mul", "x1", "x1"}, {"x2sq", "Mul", "x2", "x2"}, {"x1x2", "Mul", "x1", "x2"},
    {"sinx1", "Sin", "x1", ""},  {"sinx2", "Sin", "x2", ""},  {"cosx1", "Cos", "x1", ""},
    {"cosx2", "Cos", "x2", ""},
};

std::string feature_of(Graph& graph, std::string_view name) {
  if (name == "x1" || name == "x2") return std::string(name);
  if (name == "angle") return angle(graph, "x1", "x2");
  if (name == "radius") {
    const std::string squares[] = {feature_of(graph, "x1sq"), feature_of(graph, "x2sq")};
    return graph.node("Sqrt", {graph.node("Add", {squares[0], squares[1]})});
  }
  const FeatureNode* node = find_entry(std::span<const FeatureNode>(kFeatures), name);
  assert(node);
  if (node->second.empty()) return graph.node(node->op, {node->first});
  return graph.node(node->op, {node->first, node->second});
}

std::string inputs_of(Graph& graph, const Experiment& experiment) {
  const Message columns = int_attribute("axis", 1);
  graph.node("Split", {"x", graph.integers("one_each", {1, 1})}, {"x1", "x2"}, &columns);
  std::vector<std::string> features;
  for (const Feature* feature : experiment.features) {
    features.push_back(feature_of(graph, feature->name));
  }
  const std::vector<std::string_view> names(features.begin(), features.end());
  return graph.node("Concat", names, &columns);
}

// --- activations --------------------------------------------------------------------------------

// Activations that are an operator of ONNX, with its default settings.
struct ActivationNode {
  std::string_view name, op;
};
constexpr ActivationNode kActivations[] = {
    {"relu", "Relu"},       {"leaky_relu", "LeakyRelu"}, {"elu", "Elu"},  {"tanh", "Tanh"},
    {"sigmoid", "Sigmoid"}, {"softplus", "Softplus"},    {"sine", "Sin"}, {"softmax", "Softmax"},
};

std::string activation_of(Graph& graph, std::string_view name, const std::string& z) {
  if (name == "linear") return z;
  if (name == "silu") return graph.node("Mul", {z, graph.node("Sigmoid", {z})});
  if (name == "gelu") {
    // ½z·(1 + tanh u) = z·σ(2u), 2u = z·(2√(2/π) + 0.044715·2√(2/π)·z²)
    const std::string cubic =
        graph.node("Mul", {graph.node("Mul", {z, z}), graph.scalar(0.0713548163f)});
    const std::string inner = graph.node("Add", {cubic, graph.scalar(1.59576912f)});
    const std::string share = graph.node("Sigmoid", {graph.node("Mul", {z, inner})});
    return graph.node("Mul", {z, share});
  }
  const ActivationNode* node = find_entry(std::span<const ActivationNode>(kActivations), name);
  assert(node);
  return graph.node(node->op, {z});
}

}  // namespace

std::string onnx_model(const Trainer& trainer) {
  const Network& network = trainer.network();
  Graph graph;
  graph.value(11, "x", 2);
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
    values = activation_of(graph, shape.activation->name, z);
  }
  graph.node("Identity", {values}, {"output"});
  graph.value(12, "output", network.output_count());

  const std::string meaning =
      "x: (N, 2), points of the plane; output: " + output_meaning(trainer.experiment()) + ".";
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
