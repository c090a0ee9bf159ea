#include "engine/experiment/experiment.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "engine/experiment/link.h"
#include "engine/network/network.h"
#include "engine/run/trainer.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

// What must hold of every experiment, however it came about.
void require_sound(const Experiment& experiment) {
  REQUIRE(!experiment.features.empty());
  REQUIRE(std::is_sorted(experiment.features.begin(), experiment.features.end()));
  REQUIRE(experiment.layers.size() <= kMaxHiddenLayers);
  for (const int neurons : experiment.layers) {
    REQUIRE(neurons >= 1);
    REQUIRE(neurons <= kMaxNeurons);
  }
  const std::size_t activations = experiment.activations.size();
  REQUIRE((activations == 1 || activations == experiment.layers.size()));
  if (experiment.dataset != nullptr) {
    REQUIRE(experiment.dataset->problem == experiment.problem);
    if (experiment.problem == Problem::kClassification) {
      REQUIRE(experiment.classes >= experiment.dataset->min_classes);
      REQUIRE(experiment.classes <= experiment.dataset->max_classes);
    }
    REQUIRE_FALSE(experiment.uses_table);
  } else if (experiment.uses_table) {
    REQUIRE(experiment.table);
    REQUIRE(experiment.features.size() == experiment.table->inputs.size());
  } else {
    REQUIRE(!experiment.custom_points.empty());
  }
  const bool regression = experiment.problem == Problem::kRegression;
  const Loss& loss = *experiment.loss;
  // Targets of a table from 0 to 1 are probabilities, too.
  const bool labels = experiment.uses_table && loss.of_probabilities;
  REQUIRE((regression ? loss.regression || labels : bool{loss.classification}));
  REQUIRE(experiment.noise >= 0);
  REQUIRE(experiment.noise <= 0.5);
  REQUIRE(experiment.learning_rate > 0);
  REQUIRE(experiment.batch_size >= 1);
}

std::string value_of(const Experiment& experiment, std::string_view name) {
  const Result<std::string> value = get_property(experiment, name);
  REQUIRE(value);
  return *value;
}

std::string error_of(std::string_view name, std::string_view text, Experiment experiment = {}) {
  const Experiment before = experiment;
  const Result<void> set = set_property(experiment, name, text);
  REQUIRE(!set);
  REQUIRE(experiment == before);  // an error changes nothing
  return set.error().message;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST_CASE("the defaults are those of TensorFlow Playground") {
  const Experiment experiment;
  const std::pair<std::string_view, std::string_view> kDefaults[] = {{"problem", "classification"},
                                                                     {"dataset", "circle"},
                                                                     {"noise", "0"},
                                                                     {"samples", "500"},
                                                                     {"trainFraction", "0.5"},
                                                                     {"features", "x1,x2"},
                                                                     {"layers", "4,2"},
                                                                     {"activation", "tanh"},
                                                                     {"loss", "mse"},
                                                                     {"optimizer", "sgd"},
                                                                     {"learningRate", "0.03"},
                                                                     {"batchSize", "10"},
                                                                     {"schedule", "constant"},
                                                                     {"regularization", "none"},
                                                                     {"regularizationRate", "0"},
                                                                     {"clipping", "none"},
                                                                     {"dropout", "0"},
                                                                     {"initializer", "peer"},
                                                                     {"seed", "1"},
                                                                     {"momentum", "0.9"},
                                                                     {"beta1", "0.9"},
                                                                     {"beta2", "0.999"},
                                                                     {"rho", "0.9"},
                                                                     {"epsilon", "1e-8"},
                                                                     {"weightDecay", "0.01"},
                                                                     {"l1Cut", "false"},
                                                                     {"classes", "2"}};
  for (const auto& [name, value] : kDefaults) {
    INFO(name);
    REQUIRE(value_of(experiment, name) == value);
  }
  require_sound(experiment);
}

TEST_CASE("every row of the property table is complete") {
  const std::set<std::string_view> groups = {"Data", "Network", "Training"};
  std::set<std::string_view> names;
  for (const Property& property : properties()) {
    INFO(property.name);
    REQUIRE(names.insert(property.name).second);
    REQUIRE(find_property(property.name) == &property);
    REQUIRE(!property.label.empty());
    REQUIRE(!property.help.empty());
    REQUIRE(groups.contains(property.group));
    REQUIRE(property.get);
    REQUIRE(property.set);
    REQUIRE(property.relevant);
    const bool number =
        property.kind == PropertyKind::kInteger || property.kind == PropertyKind::kReal;
    if (number) REQUIRE(property.min < property.max);
    const bool choice =
        property.kind == PropertyKind::kChoice || property.kind == PropertyKind::kChoiceList;
    REQUIRE(choice == !property.choices.empty());
    REQUIRE(std::is_sorted(property.stops.begin(), property.stops.end()));
    for (const double stop : property.stops) {
      REQUIRE(stop >= property.min);
      REQUIRE(stop <= property.max);
    }
    // The default can be set, and is then still the default.
    Experiment experiment;
    REQUIRE(set_property(experiment, property.name, property.get(experiment)));
    REQUIRE(experiment == Experiment());
  }
}

TEST_CASE("stops, bounds and choices of every property can be set and read back") {
  for (const Property& property : properties()) {
    INFO(property.name);
    std::vector<double> numbers(property.stops.begin(), property.stops.end());
    const bool number =
        property.kind == PropertyKind::kInteger || property.kind == PropertyKind::kReal;
    if (number) numbers.insert(numbers.end(), {property.min, property.max});
    for (const double value : numbers) {
      const std::string text = property.kind == PropertyKind::kInteger
                                   ? number_text(static_cast<std::int64_t>(value))
                                   : number_text(value);
      Experiment experiment;
      if (property.name == "classes") REQUIRE(set_property(experiment, "dataset", "spiral"));
      INFO(text);
      REQUIRE(set_property(experiment, property.name, text));
      REQUIRE(property.get(experiment) == text);
    }
    for (const Choice& choice : property.choices) {
      Experiment experiment;
      if (choice.name == "custom") experiment.custom_points = {{0, 0, 1}};
      INFO(choice.name);
      REQUIRE(set_property(experiment, property.name, choice.name));
      REQUIRE(property.get(experiment) == choice.name);
      require_sound(experiment);
    }
  }
}

TEST_CASE("what is out of range or no value is refused with what would be right") {
  REQUIRE(error_of("learningRate", "1e9") ==
          "learningRate cannot be '1e9': choose a number from 1e-6 to 100.");
  REQUIRE(error_of("batchSize", "0") ==
          "batchSize cannot be '0': choose a whole number from 1 to 10000.");
  REQUIRE(contains(error_of("dataset", "donut"), "choose one of circle, xor, gauss, spiral"));
  REQUIRE(contains(error_of("dataset", "custom"), "no points placed by hand"));
  REQUIRE(contains(error_of("loss", "log_cosh"), "mse"));
  REQUIRE(contains(error_of("features", ""), "at least one feature"));
  REQUIRE(contains(error_of("features", "x1,x3"), "x1sq"));
  REQUIRE(contains(error_of("layers", "8,0"), "1 to 64 neurons"));
  REQUIRE(contains(error_of("layers", "1,1,1,1,1,1,1,1,1"), "up to 8 layers"));
  REQUIRE(contains(error_of("layers", "8,,8"), "such as 8,8"));
  REQUIRE(contains(error_of("layers", std::string(100000, ',')), "such as 8,8"));
  REQUIRE(contains(error_of("activation", ""), "choose one of"));
  REQUIRE(contains(error_of("activation", "softmax"), "choose one of"));  // output only
  REQUIRE(contains(error_of("activation", "tanh,relu,tanh"), "one for each of the 2"));
  REQUIRE(contains(error_of("classes", "3"), "always 2 classes"));
  REQUIRE(contains(error_of("l1Cut", "maybe"), "true or false"));
  for (const char* text : {"", "nan", "inf", "-inf", "0.1x", " 0.1", "1e999", "-0.1", "0.6"}) {
    INFO(text);
    REQUIRE(contains(error_of("noise", text), "choose a number from 0 to 0.5"));
  }
  for (const char* text : {"", "1.5", "-1", "4294967296", "seven", "1e3"}) {
    INFO(text);
    REQUIRE(contains(error_of("seed", text), "whole number from 0 to 4294967295"));
  }
  Experiment experiment;
  const Result<void> unknown = set_property(experiment, "speed\x01", "1");
  REQUIRE(!unknown);
  REQUIRE(contains(unknown.error().message, "no property 'speed?'"));
  REQUIRE(!get_property(experiment, "speed"));
}

TEST_CASE("a regression dataset makes the problem regression, and back") {
  Experiment experiment;
  std::vector<std::string> notes;
  REQUIRE(set_property(experiment, "loss", "bce"));
  REQUIRE(set_property(experiment, "dataset", "reg-gauss", &notes));
  REQUIRE(experiment.problem == Problem::kRegression);
  REQUIRE(experiment.loss->name == "mse");
  REQUIRE(experiment.samples == 1200);
  REQUIRE(experiment.output_count() == 1);
  REQUIRE(experiment.output_activation().name == "linear");
  REQUIRE(notes.size() == 3);  // problem, samples, loss
  REQUIRE(contains(error_of("loss", "bce", experiment),
                   "for regression choose ½ squared error (mse) or Huber (huber)"));

  REQUIRE(set_property(experiment, "problem", "classification"));
  REQUIRE(experiment.dataset->name == "circle");
  REQUIRE(experiment.samples == 500);
  REQUIRE(set_property(experiment, "problem", "regression"));
  REQUIRE(experiment.dataset->name == "reg-plane");
}

TEST_CASE("a number of points chosen by hand stays") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "samples", "300"));
  REQUIRE(set_property(experiment, "dataset", "reg-plane"));
  REQUIRE(experiment.samples == 300);
}

TEST_CASE("classes follow the dataset, and outputs follow classes and loss") {
  Experiment experiment;
  REQUIRE(experiment.output_count() == 1);
  REQUIRE(experiment.output_activation().name == "tanh");
  REQUIRE(set_property(experiment, "loss", "bce"));
  REQUIRE(experiment.output_activation().name == "sigmoid");
  REQUIRE(set_property(experiment, "loss", "cross_entropy"));
  REQUIRE(experiment.output_count() == 2);
  REQUIRE(experiment.output_activation().name == "softmax");
  REQUIRE(set_property(experiment, "dataset", "rings"));
  REQUIRE(set_property(experiment, "classes", "5"));
  REQUIRE(experiment.output_count() == 5);
  REQUIRE(set_property(experiment, "loss", "mse"));
  REQUIRE(experiment.output_count() == 5);  // one against the rest
  std::vector<std::string> notes;
  REQUIRE(set_property(experiment, "dataset", "moons", &notes));
  REQUIRE(experiment.classes == 2);
  REQUIRE(notes == std::vector<std::string>{"Classes: now 2, to go with the new 'Dataset'."});
}

TEST_CASE("points placed by hand need as many classes as their labels") {
  Experiment experiment;
  experiment.custom_points = {{0, 0, 0}, {1, 1, 3}};
  REQUIRE(set_property(experiment, "dataset", "custom"));
  REQUIRE(experiment.classes == 4);
  REQUIRE(contains(error_of("classes", "3", experiment), "4 to 6"));
  REQUIRE(set_property(experiment, "classes", "6"));
  REQUIRE(set_property(experiment, "problem", "regression"));
  REQUIRE(experiment.dataset == nullptr);

  experiment.custom_points = {{0, 0, 0.5f}};
  REQUIRE(contains(error_of("problem", "classification", experiment), "heights, not classes"));
}

TEST_CASE("activations are one for all layers or one each") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "layers", "3,3,3"));
  REQUIRE(set_property(experiment, "activation", "relu,tanh,sigmoid"));
  REQUIRE(experiment.hidden_activation(1).name == "tanh");
  REQUIRE(set_property(experiment, "layers", "3,3"));
  REQUIRE(value_of(experiment, "activation") == "relu,tanh");
  REQUIRE(set_property(experiment, "layers", "3,3,3,3"));
  REQUIRE(value_of(experiment, "activation") == "relu,tanh,tanh,tanh");
  REQUIRE(set_property(experiment, "activation", "relu,relu,relu,relu"));
  REQUIRE(value_of(experiment, "activation") == "relu");
  REQUIRE(experiment.hidden_activation(3).name == "relu");
  REQUIRE(set_property(experiment, "layers", ""));
  REQUIRE(experiment.layers.empty());
  REQUIRE(set_property(experiment, "activation", "tanh"));
}

TEST_CASE("features stand in the order of the table, each once") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "features", "sinx1,x2,x1,x2"));
  REQUIRE(value_of(experiment, "features") == "x1,x2,sinx1");
}

TEST_CASE("settings say when they matter") {
  Experiment experiment;
  const auto relevant = [&](std::string_view name) {
    return find_property(name)->relevant(experiment);
  };
  REQUIRE(!relevant("momentum"));
  REQUIRE(!relevant("beta1"));
  REQUIRE(!relevant("classes"));
  REQUIRE(!relevant("regularizationRate"));
  REQUIRE(!relevant("schedulePeriod"));
  REQUIRE(set_property(experiment, "optimizer", "adamw"));
  REQUIRE(!relevant("momentum"));
  for (const auto name : {"beta1", "beta2", "epsilon", "weightDecay"}) REQUIRE(relevant(name));
  REQUIRE(set_property(experiment, "optimizer", "nesterov"));
  REQUIRE(relevant("momentum"));
  REQUIRE(set_property(experiment, "optimizer", "rmsprop"));
  REQUIRE(relevant("rho"));
  REQUIRE(set_property(experiment, "dataset", "blobs"));
  REQUIRE(relevant("classes"));
  REQUIRE(set_property(experiment, "regularization", "l1"));
  REQUIRE(relevant("l1Cut"));
  REQUIRE(relevant("regularizationRate"));
  REQUIRE(set_property(experiment, "layers", ""));
  REQUIRE(!relevant("activation"));
}

TEST_CASE("every setting an optimizer reads is a property") {
  for (const Optimizer& optimizer : optimizers()) {
    for (const std::string_view name : optimizer.settings) {
      INFO(optimizer.name << " " << name);
      REQUIRE(find_property(name) != nullptr);
    }
  }
}

TEST_CASE("random settings keep an experiment sound and read back exactly") {
  Random random(11, Random::Stream::kData);
  for (int round = 0; round < 2000; ++round) {
    const Experiment experiment = random_experiment(random);
    require_sound(experiment);
    for (const Property& property : properties()) {
      Experiment copy = experiment;
      INFO(property.name << " = " << property.get(experiment));
      REQUIRE(set_property(copy, property.name, property.get(experiment)));
      REQUIRE(copy == experiment);
    }
  }
}

TEST_CASE("random texts are refused or accepted, never half") {
  Random random(12, Random::Stream::kData);
  constexpr std::string_view kAlphabet = "0123456789.,-+e;=%&#xtanhrelu \t\n\x80\xff\xe2";
  Experiment experiment;
  int refused = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::uint32_t length = random.below(12);
    for (std::uint32_t i = 0; i < length; ++i) {
      text += kAlphabet[random.below(static_cast<std::uint32_t>(kAlphabet.size()))];
    }
    const auto count = static_cast<std::uint32_t>(properties().size());
    const Property& property = properties()[random.below(count)];
    const Experiment before = experiment;
    const Result<void> set = set_property(experiment, property.name, text);
    if (!set) {
      ++refused;
      REQUIRE(experiment == before);
      REQUIRE(is_plain_text(set.error().message));
      REQUIRE(set.error().message.starts_with(property.name));
    }
    require_sound(experiment);
  }
  REQUIRE(refused > 10000);
}

TEST_CASE("the network has the shape and start the experiment says, the same every time") {
  Experiment experiment;
  REQUIRE(set_property(experiment, "features", "x1,x2,x1x2"));
  REQUIRE(set_property(experiment, "layers", "5,3"));
  REQUIRE(set_property(experiment, "activation", "relu,sigmoid"));
  const Network network = make_network(experiment);
  REQUIRE(network.input_count() == 3);
  REQUIRE(network.layer_count() == 3);
  REQUIRE(network.layer(0).outputs == 5);
  REQUIRE(network.layer(0).activation->name == "relu");
  REQUIRE(network.layer(1).activation->name == "sigmoid");
  REQUIRE(network.layer(2).activation->name == "tanh");
  for (const float weight : network.weights(0)) REQUIRE(std::abs(weight) <= 0.5f);
  for (const float bias : network.biases(1)) REQUIRE(bias == 0.1f);

  const auto values = [](const Network& n) {
    return std::vector<float>(n.parameters().begin(), n.parameters().end());
  };
  REQUIRE(values(network) == values(make_network(experiment)));
  REQUIRE(set_property(experiment, "noise", "0.3"));  // data and weights are apart
  REQUIRE(values(network) == values(make_network(experiment)));
  REQUIRE(set_property(experiment, "seed", "2"));
  REQUIRE(values(network) != values(make_network(experiment)));
}

TEST_CASE("data and weights can have seeds of their own") {
  const auto experiment = [](std::string_view text) { return parse_link(text).experiment; };
  const auto points = [](const Experiment& e) { return make_data(e).points; };
  const auto weights = [](const Experiment& e) {
    const Network network = make_network(e);
    return std::vector<float>(network.parameters().begin(), network.parameters().end());
  };
  const Experiment plain = experiment("seed=5");
  CHECK(experiment("seed=5&dataSeed=-1") == plain);
  CHECK(points(experiment("seed=5&dataSeed=5")) == points(plain));
  CHECK(weights(experiment("seed=5&dataSeed=9")) == weights(plain));
  CHECK(points(experiment("seed=5&dataSeed=9")) == points(experiment("seed=9")));
  CHECK(points(experiment("seed=6&dataSeed=5")) == points(plain));
  CHECK(weights(experiment("seed=6&dataSeed=5")) == weights(experiment("seed=6")));
  CHECK(points(experiment("seed=5&dataSeed=0")) == points(experiment("seed=0")));
  CHECK(points(experiment("seed=5&dataSeed=4294967295")) == points(experiment("seed=4294967295")));
  // The order in which batches show the points goes with them.
  Trainer one(experiment("seed=6&dataSeed=5")), other(plain);
  one.steps(60);
  other.steps(60);
  CHECK(std::ranges::equal(one.batch(), other.batch()));
  for (const char* text : {"dataSeed=-2", "dataSeed=4294967296", "dataSeed=", "dataSeed=1.5"}) {
    CHECK(parse_link(text).messages.size() == 1);
  }
}

}  // namespace
}  // namespace backprop
