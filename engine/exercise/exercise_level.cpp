#include "engine/exercise/exercise_level.h"

#include <cassert>
#include <iterator>

#include "engine/experiment/link.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;

bool asks_all(const ParameterPlace&) { return true; }
bool asks_hidden(const ParameterPlace& place) { return place.layer == 0; }
bool asks_first_neurons(const ParameterPlace& place) { return place.output == 0; }

constexpr ExerciseLevel kLevels[] = {
    {
        .title = "An output neuron",
        .task = "One sigmoid neuron and one sample: the forward pass, the loss ½(a − y)², δ, the "
                "gradients and the step.",
        .link = "table=x1,x2;y;1,1,1&layers=&outputActivation=sigmoid&loss=mse&optimizer=sgd&"
                "order=listed&batchSize=1",
        .asks = asks_all,
    },
    {
        .title = "A hidden neuron",
        .task = "One hidden neuron that leads to two outputs, all sigmoids, one sample, the loss "
                "½Σ(a − y)². Gradients and step are asked for of the hidden neuron.",
        .link = "table=x1,x2;y1,y2;1,1,1,0&layers=1&activation=sigmoid&outputActivation=sigmoid&"
                "loss=mse&optimizer=sgd&order=listed&batchSize=1",
        .asks = asks_hidden,
    },
    {
        .title = "A whole step",
        .task = "Two hidden neurons and an output, all sigmoids, one sample, the loss ½(a − y)²: "
                "everything in one step of all nine parameters.",
        .link = "table=x1,x2;y;1,1,1&layers=2&activation=sigmoid&outputActivation=sigmoid&loss=mse&"
                "optimizer=sgd&order=listed&batchSize=1",
        .asks = asks_all,
    },
    {
        .title = "A batch of two",
        .task = "A hidden tanh neuron, a sigmoid output, and a batch of two samples with the "
                "loss ½(a − y)² of each: loss and gradients are means over the batch.",
        .link = "table=x1,x2;y;1,1,1;1,0,0&layers=1&activation=tanh&outputActivation=sigmoid&"
                "loss=mse&optimizer=sgd&order=listed&batchSize=2",
        .asks = asks_all,
    },
    {
        .title = "Two outputs with softmax",
        .task = "Two hidden tanh neurons and two outputs with softmax, one sample, the loss "
                "−Σ y·ln a with the natural logarithm. Gradients and step are asked for of the "
                "first neuron in each layer.",
        .link = "table=x1,x2;kind~A~B;1,1,A&layers=2&activation=tanh&loss=cross_entropy&"
                "optimizer=sgd&order=listed&batchSize=1",
        .asks = asks_first_neurons,
    },
};
static_assert(std::size(kLevels) == kExerciseLevels);

void ask_neuron(int layer, int neuron, int sample, std::vector<HandPlace>& blanks) {
  blanks.push_back({.kind = Kind::kSum, .layer = layer, .neuron = neuron, .sample = sample});
  blanks.push_back({.kind = Kind::kActivation, .layer = layer, .neuron = neuron, .sample = sample});
}

void ask_forward(const HandStep& step, int sample, std::vector<HandPlace>& blanks) {
  const Network& network = step.network();
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const int neurons = network.layer(layer).outputs;
    if (!network.layer(layer).activation->output_only) {
      for (int j = 0; j < neurons; ++j) ask_neuron(layer, j, sample, blanks);
      continue;
    }
    // Softmax takes every z before it gives an a.
    for (const Kind kind : {Kind::kSum, Kind::kActivation}) {
      for (int j = 0; j < neurons; ++j) {
        blanks.push_back({.kind = kind, .layer = layer, .neuron = j, .sample = sample});
      }
    }
  }
}

void ask_backward(const HandStep& step, int sample, std::vector<HandPlace>& blanks) {
  const Network& network = step.network();
  for (int layer = network.layer_count() - 1; layer >= 0; --layer) {
    for (int j = 0; j < network.layer(layer).outputs; ++j) {
      blanks.push_back({.kind = Kind::kDelta, .layer = layer, .neuron = j, .sample = sample});
    }
  }
}

void ask_parameters(const HandStep& step, const ExerciseLevel& level, Kind kind,
                    std::vector<HandPlace>& blanks) {
  const Network& network = step.network();
  for (std::size_t p = 0; p < network.parameter_count(); ++p) {
    const ParameterPlace place = network.place(p);
    if (!level.asks(place)) continue;
    blanks.push_back(
        {.kind = kind, .layer = place.layer, .neuron = place.output, .input = place.input});
  }
}

}  // namespace

const ExerciseLevel& exercise_level(int level) {
  assert(level >= 1 && level <= kExerciseLevels);
  return kLevels[static_cast<std::size_t>(level - 1)];
}

int blank_count(int level) {
  const ExerciseLevel& what = exercise_level(level);
  const Result<HandStep> step = HandStep::of(Trainer(parse_link(what.link).experiment));
  return step ? static_cast<int>(blanks_of(*step, what).size()) : 0;
}

std::vector<HandPlace> blanks_of(const HandStep& step, const ExerciseLevel& level) {
  std::vector<HandPlace> blanks;
  const int samples = step.samples();
  for (int s = 0; s < samples; ++s) ask_forward(step, s, blanks);
  for (int s = 0; s < samples; ++s) blanks.push_back({.kind = Kind::kLoss, .sample = s});
  if (samples > 1) blanks.push_back({.kind = Kind::kLoss, .sample = -1});
  for (int s = 0; s < samples; ++s) ask_backward(step, s, blanks);
  ask_parameters(step, level, Kind::kGradient, blanks);
  ask_parameters(step, level, Kind::kNew, blanks);
  return blanks;
}

}  // namespace backprop
