// The property table: everything that can be set about an experiment, one row each, in the order
// of links, panels and documentation.
#include <algorithm>
#include <array>

#include "engine/experiment/experiment.h"
#include "engine/experiment/property_lists.h"
#include "engine/experiment/property_row.h"

namespace backprop {
namespace {

using row::Range;

constexpr std::string_view kDataGroup = "Data";
constexpr std::string_view kNetworkGroup = "Network";
constexpr std::string_view kTrainingGroup = "Training";

constexpr std::array<Choice, 2> kProblems = {
    {{"classification", "Classification", "Which class is a point of?"},
     {"regression", "Regression", "How high is the surface at a point?"}}};
constexpr std::array<Choice, 2> kOrders = {
    {{"shuffled", "Shuffled", "Another random order in every epoch."},
     {"listed", "As listed", "The same order in every epoch: that of the list of points."}}};
constexpr std::array<Choice, 3> kBiases = {
    {{"learn", "Learn", "Biases are trained, as weights are."},
     {"fixed", "Fixed", "Biases keep the values they start from."},
     {"none", "None", "There are no biases: z is the weighted sum alone."}}};

constexpr Range kNoise{0, 0.5}, kSamples{10, kMaxPoints}, kClasses{2, kMaxClasses},
    kTrainFraction{0.01, 1}, kLearningRate{1e-6, 100}, kDecayRate{0, 0.99999}, kEpsilon{1e-12, 1},
    kWeightDecay{0, 10}, kBatchSize{1, kMaxPoints}, kPeriod{1, 10'000'000}, kFactor{0.001, 1},
    kRegularizationRate{0, 100}, kThreshold{1e-6, 1e6}, kDropout{0, 0.9}, kScale{0, 100},
    kTargetLow{-100, 99}, kTargetHigh{-99, 100}, kSeed{0, 4294967295.0},
    kDataSeed{-1, 4294967295.0};

constexpr auto kNoiseStops =
    std::to_array<double>({0, .05, .1, .15, .2, .25, .3, .35, .4, .45, .5});
constexpr auto kSampleStops = std::to_array<double>(
    {10, 20, 50, 100, 200, 300, 400, 500, 750, 1000, 1200, 1500, 2000, 3000, 5000, 10000});
constexpr auto kClassStops = std::to_array<double>({2, 3, 4, 5, 6});
constexpr auto kFractionStops = std::to_array<double>({.1, .2, .3, .4, .5, .6, .7, .8, .9});
constexpr auto kRateStops =
    std::to_array<double>({.00001, .0001, .001, .003, .01, .03, .1, .3, 1, 3, 10});
constexpr auto kMomentumStops = std::to_array<double>({0, .5, .6, .7, .8, .9, .95, .98, .99, .999});
constexpr auto kBatchStops = std::to_array<double>(
    {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,  15,  16,  17,  18,  19,  20,  21,
     22, 23, 24, 25, 26, 27, 28, 29, 30, 40, 50, 64, 75, 100, 128, 150, 200, 250, 500, 1000});
constexpr auto kStrengthStops = std::to_array<double>({0, .001, .003, .01, .03, .1, .3, 1, 3, 10});
constexpr auto kPeriodStops =
    std::to_array<double>({10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000});
constexpr auto kFactorStops = std::to_array<double>({.1, .2, .3, .5, .7, .8, .9, .95, .99});
constexpr auto kThresholdStops =
    std::to_array<double>({.001, .003, .01, .03, .1, .3, 1, 3, 10, 30, 100});
constexpr auto kDropoutStops = std::to_array<double>({0, .05, .1, .2, .3, .4, .5, .6, .7, .8});
constexpr auto kTargetStops =
    std::to_array<double>({-1, -.99, -.9, -.8, 0, .01, .05, .1, .2, .8, .9, .95, .99, 1});
constexpr auto kScaleStops = std::to_array<double>({0, .01, .03, .1, .3, .5, 1, 2, 3, 4, 10});

bool generated(const Experiment& experiment) { return experiment.dataset != nullptr; }

bool has_choice_of_classes(const Experiment& experiment) {
  if (experiment.problem != Problem::kClassification) return false;
  return !generated(experiment) ||
         experiment.dataset->min_classes != experiment.dataset->max_classes;
}

bool classifies(const Experiment& experiment) {
  return experiment.problem == Problem::kClassification;
}

bool has_choice_of_outputs(const Experiment& experiment) {
  return classifies(experiment) && experiment.classes == 2 && !experiment.loss->output_per_class &&
         !experiment.output_activation().output_only;
}

bool optimizer_reads(const Experiment& experiment, std::string_view property) {
  const std::span settings = experiment.optimizer->settings;
  return std::find(settings.begin(), settings.end(), property) != settings.end();
}

bool has_hidden_layers(const Experiment& experiment) { return !experiment.layers.empty(); }

bool schedule_reads(const Experiment& experiment, std::string_view property) {
  const std::span settings = experiment.schedule->settings;
  return std::find(settings.begin(), settings.end(), property) != settings.end();
}

bool regularized(const Experiment& experiment) { return experiment.regularization->add != nullptr; }

std::vector<Property> make_table() {
  using E = Experiment;
  constexpr Effect kLive = Effect::kLive, kNetwork = Effect::kNetwork, kData = Effect::kData;
  return {
      // --- Data ---
      row::enumeration<&E::problem, kProblems>(
          {"problem", "Problem", "Classify points, or fit a surface.", kDataGroup}, kData),
      row::dataset({"dataset", "Dataset", "What the points look like.", kDataGroup}, kData),
      row::number<&E::noise, kNoise>(
          {"noise", "Noise", "How far points or labels stray: 0 is none, 0.5 (50 %) a lot.",
           kDataGroup},
          kData, {.stops = kNoiseStops}, generated),
      row::number<&E::samples, kSamples>(
          {"samples", "Points", "How many points there are, training and test.", kDataGroup}, kData,
          {.stops = kSampleStops, .logarithmic = true}, generated),
      row::number<&E::classes, kClasses>(
          {"classes", "Classes", "How many classes, arms or rings.", kDataGroup}, kData,
          {.stops = kClassStops}, has_choice_of_classes),
      row::number<&E::train_fraction, kTrainFraction>(
          {"trainFraction", "Training share", "The share of points trained on; the rest test.",
           kDataGroup},
          kData, {.stops = kFractionStops}),

      // --- Network ---
      row::features({"features", "Features", "What the network sees of a point.", kNetworkGroup},
                    kNetwork),
      row::layers({"layers", "Hidden layers", "Neurons in each hidden layer, first to last.",
                   kNetworkGroup},
                  kNetwork),
      row::activations({"activation", "Activation",
                        "The function hidden neurons apply to z: one for all layers, or one each.",
                        kNetworkGroup},
                       kNetwork, has_hidden_layers),
      row::choice<&E::loss, losses>(
          {"loss", "Loss", "How far the output is from the target; suggests the output layer.",
           kNetworkGroup},
          kNetwork),
      row::output_activation(
          {"outputActivation", "Output layer",
           "The function output neurons apply to z; auto: what the loss suggests.", kNetworkGroup},
          kNetwork),
      row::toggle<&E::output_per_class>(
          {"outputPerClass", "One per class",
           "Two classes get an output each, as more classes always do.", kNetworkGroup},
          kNetwork, has_choice_of_outputs),
      row::number<&E::target_low, kTargetLow>(
          {"targetLow", "Low target",
           "What an output should be for a point that is not of its class.", kNetworkGroup},
          kNetwork, {.stops = kTargetStops}, classifies),
      row::number<&E::target_high, kTargetHigh>(
          {"targetHigh", "High target", "What an output should be for a point of its class.",
           kNetworkGroup},
          kNetwork, {.stops = kTargetStops}, classifies),

      // --- Training ---
      row::choice<&E::optimizer, optimizers>(
          {"optimizer", "Optimizer", "How a gradient becomes an update.", kTrainingGroup}, kLive),
      row::number<&E::learning_rate, kLearningRate>(
          {"learningRate", "Learning rate", "η: how far a step goes.", kTrainingGroup}, kLive,
          {.stops = kRateStops, .logarithmic = true}),
      row::number<&E::momentum, kDecayRate>(
          {"momentum", "Momentum", "μ: how much of its velocity a weight keeps.", kTrainingGroup},
          kLive, {.stops = kMomentumStops},
          [](const E& e) { return optimizer_reads(e, "momentum"); }),
      row::number<&E::beta1, kDecayRate>(
          {"beta1", "β₁", "How much of the mean gradient is kept each step.", kTrainingGroup},
          kLive, {.stops = kMomentumStops}, [](const E& e) { return optimizer_reads(e, "beta1"); }),
      row::number<&E::beta2, kDecayRate>(
          {"beta2", "β₂", "How much of the mean squared gradient is kept each step.",
           kTrainingGroup},
          kLive, {.stops = kMomentumStops}, [](const E& e) { return optimizer_reads(e, "beta2"); }),
      row::number<&E::rho, kDecayRate>(
          {"rho", "ρ", "How much of the mean squared gradient is kept each step.", kTrainingGroup},
          kLive, {.stops = kMomentumStops}, [](const E& e) { return optimizer_reads(e, "rho"); }),
      row::number<&E::epsilon, kEpsilon>(
          {"epsilon", "ε", "Keeps the division by √v away from zero.", kTrainingGroup}, kLive,
          {.logarithmic = true}, [](const E& e) { return optimizer_reads(e, "epsilon"); }),
      row::number<&E::weight_decay, kWeightDecay>(
          {"weightDecay", "Weight decay",
           "Each step removes η times this share of every weight, and of every bias.",
           kTrainingGroup},
          kLive, {.stops = kStrengthStops, .logarithmic = true},
          [](const E& e) { return optimizer_reads(e, "weightDecay"); }),
      row::number<&E::batch_size, kBatchSize>({"batchSize", "Batch size",
                                               "Points per update step. The last batch of an epoch "
                                               "may be smaller; its step is a full one.",
                                               kTrainingGroup},
                                              kLive, {.stops = kBatchStops, .logarithmic = true}),
      row::enumeration<&E::order, kOrders>(
          {"order", "Order", "In which order an epoch takes the training points.", kTrainingGroup},
          kData),
      row::choice<&E::schedule, schedules>(
          {"schedule", "Schedule", "How the learning rate changes over a run.", kTrainingGroup},
          kLive),
      row::number<&E::schedule_period, kPeriod>(
          {"schedulePeriod", "Period", "Steps of the schedule's period.", kTrainingGroup}, kLive,
          {.stops = kPeriodStops, .logarithmic = true},
          [](const E& e) { return schedule_reads(e, "schedulePeriod"); }),
      row::number<&E::schedule_factor, kFactor>(
          {"scheduleFactor", "Factor", "What a period multiplies the learning rate by.",
           kTrainingGroup},
          kLive, {.stops = kFactorStops},
          [](const E& e) { return schedule_reads(e, "scheduleFactor"); }),
      row::choice<&E::regularization, regularizers>(
          {"regularization", "Regularization",
           "What keeps weights small. Losses are shown without it.", kTrainingGroup},
          kLive),
      row::number<&E::regularization_rate, kRegularizationRate>(
          {"regularizationRate", "Rate",
           "λ: how strongly. A book's λ/2m·Σw² over m samples is L2 with λ/m.", kTrainingGroup},
          kLive, {.stops = kStrengthStops, .logarithmic = true}, regularized),
      row::toggle<&E::l1_cut>(
          {"l1Cut", "Cut at zero",
           "L1 as a step of its own: a weight that it would carry across zero stays at zero.",
           kTrainingGroup},
          kLive, [](const E& e) { return e.regularization->cut_step != nullptr; }),
      row::choice<&E::clipping, clippings>(
          {"clipping", "Clipping", "Keeps gradients from growing too long.", kTrainingGroup},
          kLive),
      row::number<&E::clip_threshold, kThreshold>(
          {"clipThreshold", "Threshold", "Where gradients are clipped.", kTrainingGroup}, kLive,
          {.stops = kThresholdStops, .logarithmic = true},
          [](const E& e) { return e.clipping->limit != nullptr; }),
      row::number<&E::dropout, kDropout>(
          {"dropout", "Dropout", "Share of hidden neurons silenced, at random, each sample.",
           kTrainingGroup},
          kLive, {.stops = kDropoutStops}, has_hidden_layers),
      row::enumeration<&E::biases, kBiases>(
          {"biases", "Biases", "Whether the biases learn.", kNetworkGroup}, kNetwork),
      row::choice<&E::initializer, initializers>(
          {"initializer", "Initial weights", "Where weights and biases start.", kNetworkGroup},
          kNetwork),
      row::number<&E::initializer_scale, kScale>(
          {"initializerScale", "Scale", "Multiplies the initial weights.", kNetworkGroup}, kNetwork,
          {.stops = kScaleStops, .logarithmic = true},
          [](const E& e) -> bool { return e.initializer->scales; }),
      row::number<&E::seed, kSeed>(
          {"seed", "Seed", "The number all randomness of a run comes from.", kDataGroup}, kData),
      row::number<&E::data_seed, kDataSeed>(
          {"dataSeed", "Data seed",
           "A number of their own for the points and their order; −1: the seed.", kDataGroup},
          kData),
  };
}

}  // namespace

std::span<const Property> properties() {
  static const std::vector<Property> table = make_table();
  return table;
}

const Property* find_property(std::string_view name) { return find_entry(properties(), name); }

}  // namespace backprop
