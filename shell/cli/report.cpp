#include "shell/cli/report.h"

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include "engine/insight/notation.h"
#include "engine/run/experiment_json.h"
#include "engine/run/trainer_link.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

// One array of a layer's numbers: weights [neuron][input], or one per neuron.
struct Quantity {
  const char* name;
  std::span<const float> values;
  int row_length;  // 0: one row
};

std::vector<Quantity> quantities(const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  const Network::Layer& shape = network.layer(layer);
  const auto weight_count =
      static_cast<std::size_t>(shape.inputs) * static_cast<std::size_t>(shape.outputs);
  const auto bias_count = static_cast<std::size_t>(shape.outputs);
  std::vector<Quantity> list;
  const auto add = [&](const char* weights, const char* biases, const float* all) {
    list.push_back({weights, {all + shape.weights, weight_count}, shape.inputs});
    list.push_back({biases, {all + shape.biases, bias_count}, 0});
  };
  add("weights", "biases", network.data());
  const Workspace& workspace = trainer.workspace();
  const std::size_t count = network.parameter_count();
  // What the last step had; nothing before the first one.
  if (trainer.phases_done() >= 4 && workspace.gradients.size() >= count) {
    add("weightGradients", "biasGradients", workspace.gradients.data());
  }
  if (trainer.phases_done() >= 5 && workspace.updates.size() >= count) {
    add("weightUpdates", "biasUpdates", workspace.updates.data());
  }
  return list;
}

double norm(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += double{value} * double{value};
  return std::sqrt(sum);
}

Json::Value layer_value(Json& json, const Trainer& trainer, int layer) {
  const Network& network = trainer.network();
  const Network::Layer& shape = network.layer(layer);
  const Json::Value object = json.object();
  json.add(object, "name", json.text(layer_name(network, layer)));
  json.add(object, "inputs", json.integer(shape.inputs));
  json.add(object, "neurons", json.integer(shape.outputs));
  json.add(object, "activation", json.text(shape.activation->name));
  const Json::Value norms = json.object();
  for (const Quantity& quantity : quantities(trainer, layer)) {
    json.add(object, quantity.name,
             json.numbers(quantity.values, static_cast<std::size_t>(quantity.row_length)));
    json.add(norms, quantity.name, json.number(norm(quantity.values)));
  }
  json.add(object, "norms", norms);
  return object;
}

Json::Value pair_value(Json& json, double train, double test) {
  const Json::Value object = json.object();
  json.add(object, "train", json.number(train));
  json.add(object, "test", json.number(test));
  return object;
}

std::string hash_text(const Trainer& trainer) {
  char text[20];
  std::snprintf(text, sizeof text, "%016" PRIx64, trainer.parameter_hash());
  return text;
}

void print_layers(const Trainer& trainer, std::ostream& out) {
  constexpr auto kLeft = TextTable::kLeft, kRight = TextTable::kRight;
  TextTable table({kLeft, kLeft, kLeft, kRight, kRight, kRight, kRight});
  table.add({"layer", "size", "activation", "|w|", "|b|", "|grad w|", "|update w|"});
  const Network& network = trainer.network();
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const Network::Layer& shape = network.layer(layer);
    std::vector<std::string> row = {
        layer_name(network, layer),
        std::to_string(shape.inputs) + " → " + std::to_string(shape.outputs),
        std::string(shape.activation->label)};
    const std::vector<Quantity> list = quantities(trainer, layer);
    for (const std::size_t i : {0, 1, 2, 4}) {
      row.push_back(i < list.size() ? score(norm(list[i].values)) : "–");
    }
    table.add(std::move(row));
  }
  table.print(out);
}

}  // namespace

std::string run_json(const Trainer& trainer) {
  Json json;
  const Metrics& metrics = trainer.metrics();
  const Json::Value root = json.object();
  json.add(root, "experiment", experiment_value(json, trainer.experiment()));
  json.add(root, "link", json.text(make_link(trainer)));
  json.add(root, "step", json.integer(trainer.step_count()));
  json.add(root, "epoch", json.number(trainer.epoch()));
  json.add(root, "losses", pair_value(json, metrics.train_loss, metrics.test_loss));
  json.add(root, "accuracies", pair_value(json, metrics.train_accuracy, metrics.test_accuracy));
  json.add(root, "learningRate", json.number(trainer.learning_rate()));
  const Json::Value layers = json.array();
  for (int layer = 0; layer < trainer.network().layer_count(); ++layer) {
    json.append(layers, layer_value(json, trainer, layer));
  }
  json.add(root, "layers", layers);
  json.add(root, "parameterHash", json.text(hash_text(trainer)));
  if (const auto& divergence = trainer.divergence()) {
    json.add(root, "diverged", json.text(divergence->message));
  }
  return json.write(root);
}

void print_summary(const Trainer& trainer, std::ostream& out) {
  const Metrics& metrics = trainer.metrics();
  out << '#' << make_link(trainer) << "\n\n";
  out << "step " << with_separators(trainer.step_count()) << ", epoch "
      << significant(trainer.epoch(), 6) << ", " << trainer.network().parameter_count()
      << " parameters, hash " << hash_text(trainer) << "\n\n";
  TextTable scores({TextTable::kLeft, TextTable::kRight, TextTable::kRight, TextTable::kRight});
  const Data& data = trainer.data();
  scores.add({"", "points", "loss", "accuracy"});
  scores.add({"training", with_separators(data.train_count), score(metrics.train_loss),
              percent(metrics.train_accuracy)});
  scores.add({"test", with_separators(static_cast<std::int64_t>(data.test().size())),
              score(metrics.test_loss), percent(metrics.test_accuracy)});
  scores.print(out);
  out << '\n';
  print_layers(trainer, out);
}

}  // namespace backprop
