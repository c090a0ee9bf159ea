#include "tests/engine/golden_case.h"

#include <memory>

#include "yyjson.h"

namespace backprop {
namespace {

// Walks a document and remembers the first thing that was not as expected.
class Reader {
 public:
  std::string error;

  yyjson_val* member(yyjson_val* object, const char* key) {
    yyjson_val* value = yyjson_obj_get(object, key);
    if (!value) complain(std::string("no '") + key + "'");
    return value;
  }

  double number(yyjson_val* value) {
    if (!yyjson_is_num(value)) complain("a number is missing");
    return yyjson_get_num(value);
  }

  std::string text(yyjson_val* value) {
    if (!yyjson_is_str(value)) complain("a text is missing");
    return yyjson_is_str(value) ? yyjson_get_str(value) : "";
  }

  // Every element of an array through `read`.
  template <class Read>
  auto list(yyjson_val* array, Read read) {
    std::vector<decltype(read(array))> result;
    if (!yyjson_is_arr(array) || yyjson_arr_size(array) == 0) complain("a list is missing");
    yyjson_arr_iter iterator = yyjson_arr_iter_with(array);
    while (yyjson_val* element = yyjson_arr_iter_next(&iterator)) result.push_back(read(element));
    return result;
  }

  std::vector<double> numbers(yyjson_val* array) {
    return list(array, [this](yyjson_val* value) { return number(value); });
  }

  Rows rows(yyjson_val* array) {
    return list(array, [this](yyjson_val* value) { return numbers(value); });
  }

  GoldenCase::Layers layers(yyjson_val* array) {
    return list(array, [this](yyjson_val* value) { return rows(value); });
  }

  std::vector<GoldenCase::Parameters> parameters(yyjson_val* array) {
    return list(array, [this](yyjson_val* layer) {
      return GoldenCase::Parameters{rows(member(layer, "weights")),
                                    numbers(member(layer, "biases"))};
    });
  }

 private:
  void complain(std::string message) {
    if (error.empty()) error = std::move(message);
  }
};

OptimizerSettings read_settings(yyjson_val* optimizer) {
  OptimizerSettings settings;
  const auto read = [&](const char* key, float& setting) {
    if (yyjson_val* value = yyjson_obj_get(optimizer, key)) {
      setting = static_cast<float>(yyjson_get_num(value));
    }
  };
  read("learning_rate", settings.learning_rate);
  read("momentum", settings.momentum);
  read("beta1", settings.beta1);
  read("beta2", settings.beta2);
  read("rho", settings.rho);
  read("epsilon", settings.epsilon);
  read("weight_decay", settings.weight_decay);
  return settings;
}

}  // namespace

Result<GoldenCase> read_golden_case(const std::filesystem::path& path) {
  const std::unique_ptr<yyjson_doc, void (*)(yyjson_doc*)> document(
      yyjson_read_file(path.string().c_str(), 0, nullptr, nullptr), yyjson_doc_free);
  if (!document) return fail("cannot read " + path.string());
  yyjson_val* root = yyjson_doc_get_root(document.get());

  Reader read;
  GoldenCase result;
  result.name = read.text(read.member(root, "name"));
  for (double size : read.numbers(read.member(root, "layers"))) {
    result.layers.push_back(static_cast<int>(size));
  }
  result.activations = read.list(read.member(root, "activations"),
                                 [&](yyjson_val* value) { return read.text(value); });
  result.loss = read.text(read.member(root, "loss"));
  yyjson_val* optimizer = read.member(root, "optimizer");
  result.optimizer = read.text(read.member(optimizer, "name"));
  result.settings = read_settings(optimizer);
  yyjson_val* regularization = read.member(root, "regularization");
  result.regularization = read.text(read.member(regularization, "name"));
  if (result.regularization != "none") {
    result.regularization_rate = read.number(read.member(regularization, "rate"));
  }
  result.parameters = read.parameters(read.member(root, "parameters"));
  result.inputs = read.rows(read.member(root, "inputs"));
  result.targets = read.rows(read.member(root, "targets"));

  yyjson_val* expected = read.member(root, "expected");
  result.pre_activations = read.layers(read.member(expected, "pre_activations"));
  result.activation_values = read.layers(read.member(expected, "activations"));
  result.deltas = read.layers(read.member(expected, "deltas"));
  result.first_loss = read.number(read.member(expected, "loss"));
  result.losses = read.numbers(read.member(expected, "losses"));
  result.gradients = read.parameters(read.member(expected, "gradients"));
  result.parameters_after_1 = read.parameters(read.member(expected, "parameters_after_1"));
  result.parameters_after_20 = read.parameters(read.member(expected, "parameters_after_20"));
  if (!read.error.empty()) return fail(path.string() + ": " + read.error);
  return result;
}

}  // namespace backprop
