// L1 with its cut against TensorFlow Playground's rule, written down here once more from its
// description: the gradient's step first, then L1's own step, and a weight that the second one
// carries across zero is dead: zero from then on, and out of all sums and updates. In double, with
// a network of its own, so that nothing here is the engine's but the start.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/columns.h"
#include "engine/experiment/link.h"
#include "engine/export/export.h"
#include "engine/run/document.h"
#include "engine/run/history.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

Trainer run_of(const std::string& link) {
  const ParsedLink parsed = parse_link(link);
  REQUIRE(parsed.messages.empty());
  return Trainer(parsed.experiment);
}

// Counts weights of the engine's network that are 0.
int zero_weights(const Trainer& trainer) {
  int count = 0;
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    count += trainer.network().is_weight(i) && trainer.network().parameters()[i] == 0 ? 1 : 0;
  }
  return count;
}

// The peer's network: nodes with links, tanh or another function, error ½(o − t)².
class Peer {
 public:
  explicit Peer(const Trainer& start) : experiment_(start.experiment()) {
    for (int l = 0; l < start.network().layer_count(); ++l) {
      const Network::Layer& shape = start.network().layer(l);
      Layer layer{shape.activation, {}, {}};
      for (int j = 0; j < shape.outputs; ++j) {
        std::vector<Link> links;
        for (int i = 0; i < shape.inputs; ++i) {
          links.push_back(
              {double{start.network().parameters()[start.network().weight_index(l, j, i)]}});
        }
        layer.links.push_back(links);
        layer.biases.push_back(
            double{start.network().parameters()[start.network().bias_index(l, j)]});
      }
      layers_.push_back(layer);
    }
    const auto points = start.data().train();
    std::vector<float> inputs(experiment_.features.size() * points.size()), targets(points.size());
    fill_features(experiment_, points, {}, points.size(), inputs.data());
    fill_targets(experiment_, points, {}, points.size(), targets.data());
    for (std::size_t s = 0; s < points.size(); ++s) {
      std::vector<double> x;
      for (std::size_t i = 0; i < experiment_.features.size(); ++i) {
        x.push_back(double{inputs[i * points.size() + s]});
      }
      samples_.push_back({x, double{targets[s]}});
    }
  }

  void epoch() {
    for (Layer& layer : layers_) {
      for (auto& links : layer.links) {
        for (Link& link : links) link.sum = 0;
      }
      layer.bias_sums.assign(layer.biases.size(), 0);
    }
    for (const Sample& sample : samples_) backward(sample);
    const double n = static_cast<double>(samples_.size());
    const double rate = double{experiment_.learning_rate};
    const double strength = double{experiment_.regularization_rate};
    for (Layer& layer : layers_) {
      for (std::size_t j = 0; j < layer.biases.size(); ++j) {
        layer.biases[j] -= rate * layer.bias_sums[j] / n;
        for (Link& link : layer.links[j]) {
          if (link.dead) continue;
          const double slope = link.weight < 0 ? -1 : link.weight > 0 ? 1 : 0;
          const double stepped = link.weight - rate / n * link.sum;
          const double pulled = stepped - rate * strength * slope;
          link.dead = stepped * pulled < 0;
          link.weight = link.dead ? 0 : pulled;
        }
      }
    }
  }

  double loss() const {
    double sum = 0;
    for (const Sample& sample : samples_) {
      const double error = forward(sample).a.back().front() - sample.target;
      sum += 0.5 * error * error;
    }
    return sum / static_cast<double>(samples_.size());
  }
  int zero_weights() const {
    int count = 0;
    for (const Layer& layer : layers_) {
      for (const auto& links : layer.links) {
        for (const Link& link : links) count += link.weight == 0 ? 1 : 0;
      }
    }
    return count;
  }

 private:
  struct Link {
    double weight;
    double sum = 0;
    bool dead = false;
  };
  struct Layer {
    const Activation* activation;
    std::vector<std::vector<Link>> links;  // [neuron][input]
    std::vector<double> biases, bias_sums = {};
  };
  struct Sample {
    std::vector<double> x;
    double target;
  };
  struct Pass {
    std::vector<std::vector<double>> z, a;
  };

  static double slope(const Activation& activation, double z, double a) {
    if (activation.name == "tanh") return 1 - a * a;
    if (activation.name == "sigmoid") return a * (1 - a);
    REQUIRE(activation.name == "relu");
    return z > 0 ? 1 : 0;
  }

  Pass forward(const Sample& sample) const {
    Pass pass;
    const std::vector<double>* x = &sample.x;
    for (const Layer& layer : layers_) {
      std::vector<double> z, a;
      for (std::size_t j = 0; j < layer.biases.size(); ++j) {
        double sum = layer.biases[j];
        for (std::size_t i = 0; i < x->size(); ++i) sum += layer.links[j][i].weight * (*x)[i];
        z.push_back(sum);
        a.push_back(layer.activation->value_double(sum));
      }
      pass.z.push_back(z);
      pass.a.push_back(a);
      x = &pass.a.back();
    }
    return pass;
  }

  void backward(const Sample& sample) {
    const Pass pass = forward(sample);
    std::vector<double> upstream = {pass.a.back().front() - sample.target};
    for (std::size_t l = layers_.size(); l-- > 0;) {
      Layer& layer = layers_[l];
      const std::vector<double>& x = l == 0 ? sample.x : pass.a[l - 1];
      std::vector<double> below(x.size(), 0.0);
      for (std::size_t j = 0; j < layer.biases.size(); ++j) {
        const double delta = upstream[j] * slope(*layer.activation, pass.z[l][j], pass.a[l][j]);
        layer.bias_sums[j] += delta;
        for (std::size_t i = 0; i < x.size(); ++i) {
          layer.links[j][i].sum += delta * x[i];
          below[i] += delta * layer.links[j][i].weight;
        }
      }
      upstream = below;
    }
  }

  Experiment experiment_;
  std::vector<Layer> layers_;
  std::vector<Sample> samples_;
};

void follows_the_peer(const std::string& link, int fewest_zeros, int most_zeros) {
  INFO(link);
  Trainer trainer = run_of(link + "&l1Cut=true&batchSize=10000&loss=mse&trainFraction=0.5");
  Peer peer(trainer);
  for (int epoch = 1; epoch <= 300; ++epoch) {
    REQUIRE(trainer.step());
    peer.epoch();
    if (epoch % 20 != 0) continue;
    INFO(epoch);
    CHECK(zero_weights(trainer) == peer.zero_weights());
    CHECK(std::abs(trainer.metrics().train_loss - peer.loss()) < 1e-4);
  }
  CHECK(zero_weights(trainer) >= fewest_zeros);
  CHECK(zero_weights(trainer) <= most_zeros);
}

TEST_CASE("L1 with its cut trains as the peer's rule does, and cuts as many weights") {
  follows_the_peer("dataset=circle&layers=4,2&regularization=l1&regularizationRate=0.03", 1, 13);
  follows_the_peer(
      "dataset=gauss&layers=5,3&activation=sigmoid&regularization=l1&regularizationRate=0.03"
      "&learningRate=0.1",
      8, 30);
  follows_the_peer(
      "dataset=xor&layers=6&activation=relu&features=x1,x2,x1x2&regularization=l1"
      "&regularizationRate=0.003&learningRate=0.1",
      1, 20);
  // A student's link: its rate is 0, and nothing may be cut.
  follows_the_peer(
      "dataset=spiral&noise=0.2&layers=5,3&features=x1,x2,x1x2,sinx1,sinx2&regularization=l1"
      "&regularizationRate=0&learningRate=0.03",
      0, 0);
  // Weights that begin at zero are not cut ones: the output's bias gives them their gradients.
  follows_the_peer(
      "dataset=gauss&layers=&initializer=zero&regularization=l1&regularizationRate=0.01", 0, 0);
}

TEST_CASE("L1 with its cut at rate 0 is no regularization at all, bit for bit") {
  for (const char* optimizer : {"sgd", "momentum", "adam", "rmsprop"}) {
    const std::string link =
        "dataset=spiral&noise=0.2&layers=5,3&learningRate=0.3&optimizer=" + std::string(optimizer);
    Trainer none = run_of(link), cut = run_of(link + "&regularization=l1&l1Cut=true");
    REQUIRE(none.steps(300) == 300);
    REQUIRE(cut.steps(300) == 300);
    CHECK(none.parameter_hash() == cut.parameter_hash());
  }
}

// From 0.1 the data's gradient takes the weight far below zero, which is not L1's doing.
TEST_CASE("L1 does not cut what the gradient carries across zero") {
  Trainer trainer = run_of(
      "points=1,0,0&trainFraction=1&layers=&features=x1&batchSize=1&learningRate=1"
      "&regularization=l1&l1Cut=true&regularizationRate=0.001");
  trainer.set_parameter(0, 0.1f);
  trainer.set_parameter(1, 0);
  REQUIRE(trainer.step());
  CHECK(trainer.network().parameters()[0] < -0.5f);
  REQUIRE(trainer.steps(4) == 4);
  CHECK(trainer.network().parameters()[0] < -0.9f);
}

TEST_CASE("an update of L1 with its cut adds up to what the weight became") {
  for (const char* optimizer : {"sgd", "adam"}) {
    Trainer trainer = run_of("layers=8&regularization=l1&regularizationRate=0.1&l1Cut=true" +
                             std::string("&learningRate=0.1&optimizer=") + optimizer);
    for (int step = 0; step < 200; ++step) {
      REQUIRE(trainer.step());
      const Workspace& batch = trainer.workspace();
      for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
        REQUIRE(batch.parameters_used[i] + batch.updates[i] == trainer.network().parameters()[i]);
      }
    }
    CHECK(zero_weights(trainer) > 3);
  }
}

TEST_CASE("a weight that L1 cut stays cut through history and documents") {
  Trainer trainer =
      run_of("layers=8&regularization=l1&regularizationRate=0.1&l1Cut=true&learningRate=0.1");
  History history;
  history.observe(trainer);
  for (int step = 0; step < 300; ++step) {
    REQUIRE(trainer.step());
    history.observe(trainer);
  }
  const int zeros = zero_weights(trainer);
  REQUIRE(zeros > 3);
  const Result<Trainer> read = parse_document(make_document(trainer));
  REQUIRE(read);
  Trainer again = *read;
  REQUIRE(trainer.steps(200) == 200);
  REQUIRE(again.steps(200) == 200);
  CHECK(again.parameter_hash() == trainer.parameter_hash());
  REQUIRE(history.restore(again, 300));
  REQUIRE(again.steps(200) == 200);
  CHECK(again.parameter_hash() == trainer.parameter_hash());
  CHECK(zero_weights(again) >= zeros);
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    if (!is_cut(trainer.network().parameters()[i])) continue;
    CHECK(std::signbit(trainer.workspace().parameters_used[i]));
  }
}

// An initial weight of −0, or one that was −0 before L1 began to cut, is no cut one.
TEST_CASE("only L1 cuts: a zero of whatever sign that is older is free") {
  const std::string l1 = "&regularization=l1&regularizationRate=0.0001&l1Cut=true";
  Trainer scaled = run_of("dataset=gauss&layers=&initializerScale=0" + l1);
  REQUIRE(scaled.steps(20) == 20);
  CHECK(zero_weights(scaled) == 0);
  Trainer later = run_of("dataset=gauss&layers=&initializerScale=0&regularization=l1");
  REQUIRE(later.set("l1Cut", "true"));
  REQUIRE(later.steps(20) == 20);
  CHECK(zero_weights(later) == 0);
  Trainer edited = run_of("dataset=gauss&layers=" + l1);
  edited.set_parameter(0, -0.0f);
  CHECK_FALSE(is_cut(edited.network().parameters()[0]));
  REQUIRE(edited.steps(20) == 20);
  CHECK(zero_weights(edited) == 0);
}

}  // namespace
}  // namespace backprop
