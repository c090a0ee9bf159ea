#include "engine/export/export.h"

#include <cmath>

#include "engine/base/json.h"
#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/points_csv.h"
#include "engine/export/export_parts.h"
#include "engine/run/document.h"
#include "engine/run/experiment_json.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace exports {

// In the order in which the generator drew them: given back as points of a link or a document,
// they are shuffled and split alike.
std::string points_csv(const Trainer& trainer) { return write_points_csv(trainer.experiment()); }

std::string weights_json(const Trainer& trainer) {
  const Network& network = trainer.network();
  Json json;
  const Json::Value inputs = json.array();
  for (const Feature* feature : trainer.experiment().features) {
    json.append(inputs, json.text(feature->name));
  }
  const Json::Value layers = json.array();
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    const Json::Value layer = json.object();
    json.add(layer, "activation", json.text(shape.activation->name));
    json.add(layer, "weights",
             json.numbers(network.weights(l), static_cast<std::size_t>(shape.inputs)));
    json.add(layer, "biases", json.numbers(network.biases(l)));
    json.append(layers, layer);
  }
  const Json::Value root = json.object();
  json.add(root, "link", json.text(make_link(trainer)));
  json.add(root, "step", json.integer(trainer.step_count()));
  if (const Columns* columns = trainer.experiment().shown_columns()) {
    json.add(root, "columns", columns_value(json, *columns));
  }
  if (trainer.experiment().uses_table && !trainer.experiment().table->scales.empty()) {
    json.add(root, "scales", scales_value(json, *trainer.experiment().table));
  }
  json.add(root, "inputs", inputs);
  json.add(root, "output", json.text(output_meaning(trainer.experiment())));
  json.add(root, "layers", layers);
  return json.write(root) + '\n';
}

// Layers and neurons count from 1, as on the canvas; the last layer is the output.
std::string weights_csv(const Trainer& trainer) {
  const Network& network = trainer.network();
  std::string text = "layer,neuron,input,value\n";
  const auto count = [](int value) { return number_text(std::int64_t{value}); };
  for (int l = 0; l < network.layer_count(); ++l) {
    const Network::Layer& shape = network.layer(l);
    for (int neuron = 0; neuron < shape.outputs; ++neuron) {
      const std::string place = count(l + 1) + ',' + count(neuron + 1) + ',';
      for (int input = 0; input < shape.inputs; ++input) {
        text += place;
        if (l == 0) {
          text += trainer.experiment().features[static_cast<std::size_t>(input)]->name;
        } else {
          text += count(input + 1);
        }
        text += ',' + number_text(network.data()[network.weight_index(l, neuron, input)]) + '\n';
      }
      text += place + "bias," + number_text(network.data()[network.bias_index(l, neuron)]) + '\n';
    }
  }
  return text;
}

}  // namespace exports

namespace {

template <std::string (*Make)(const Trainer&)>
Result<std::string> of_training(const ExportSource& source) {
  if (source.trainer.data().train_count == 0) {
    return fail("a script that trains needs points: place some first");
  }
  return Make(source.trainer);
}

template <std::string (*Make)(const Trainer&)>
Result<std::string> of_trainer(const ExportSource& source) {
  return Make(source.trainer);
}

constexpr std::string_view kJson = "application/json", kCsv = "text/csv";

constexpr ExportFormat kFormats[] = {
    {"json", "Document", "run.json", kJson,
     "The whole run, optimizer included: dropped on the page, it goes on bit for bit.", false,
     of_trainer<make_document>},
    {"weights-json", "Weights, JSON", "weights.json", kJson,
     "Weights and biases layer by layer, with the names of the inputs and activations.", false,
     of_trainer<exports::weights_json>},
    {"weights-csv", "Weights, CSV", "weights.csv", kCsv,
     "Weights and biases as a table, a line each.", false, of_trainer<exports::weights_csv>},
    {"history-csv", "History, CSV", "history.csv", kCsv,
     "Losses and accuracies of training and test set over the steps of the run.", false,
     [](const ExportSource& source) -> Result<std::string> { return make_history_csv(source); },
     true},
    {"points-csv", "Points, CSV", "points.csv", kCsv,
     "The points, a line each: x1, x2 and the class or value, by the names of their table.", false,
     of_trainer<exports::points_csv>},
    {"onnx", "ONNX model", "network.onnx", "application/octet-stream",
     "The network, features included, for ONNX runtimes: (N, 2) points in, (N, outputs) out.", true,
     of_trainer<exports::onnx_model>},
    {"pytorch", "PyTorch script", "train_pytorch.py", "text/x-python",
     "A program that rebuilds data, network and optimizer in PyTorch and goes on training.", false,
     of_training<exports::pytorch_script>},
    {"numpy", "NumPy script", "train_numpy.py", "text/x-python",
     "The same in plain NumPy, backpropagation written out.", false,
     of_training<exports::numpy_script>},
    {"c", "C header", "network.h", "text/x-c", "The network as one C function, for any compiler.",
     false, of_trainer<exports::c_header>},
};

}  // namespace

HistoryRow history_row(const Metrics& metrics) {
  return {metrics.step, static_cast<float>(metrics.train_loss),
          static_cast<float>(metrics.test_loss), static_cast<float>(metrics.train_accuracy),
          static_cast<float>(metrics.test_accuracy)};
}

std::string make_history_csv(const ExportSource& source) {
  std::string text = "step,trainLoss,testLoss,trainAccuracy,testAccuracy\n";
  const auto add = [&text](const HistoryRow& row) {
    text += number_text(row.step);
    for (const float value :
         {row.train_loss, row.test_loss, row.train_accuracy, row.test_accuracy}) {
      text += ',';
      if (!std::isnan(value)) text += number_text(value);
    }
    text += '\n';
  };
  for (const HistoryRow& row : source.history) add(row);
  const HistoryRow now = history_row(source.trainer.metrics());
  if (source.history.empty() || source.history.back().step < now.step) add(now);
  return text;
}

std::span<const ExportFormat> export_formats() { return kFormats; }

Result<const ExportFormat*> find_export_format(std::string_view name) {
  return require_entry(export_formats(), "format", name);
}

}  // namespace backprop
