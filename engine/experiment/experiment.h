// The description of an experiment: everything that decides a run's bits. One property table
// drives defaults, validation, links, documents, the settings panel and the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/experiment/point_columns.h"
#include "engine/experiment/sample_table.h"
#include "engine/network/network.h"
#include "engine/parts/activation.h"
#include "engine/parts/clipping.h"
#include "engine/parts/dataset.h"
#include "engine/parts/feature.h"
#include "engine/parts/initializer.h"
#include "engine/parts/loss.h"
#include "engine/parts/optimizer.h"
#include "engine/parts/regularizer.h"
#include "engine/parts/schedule.h"

namespace backprop {

inline constexpr int kMaxHiddenLayers = 8;
inline constexpr int kMaxNeurons = 64;
inline constexpr int kMaxPoints = 10000;

// What becomes of biases: they learn, keep their start values, or there are none.
enum class Biases { kLearn, kFixed, kNone };

// In which order an epoch takes the training points: another random one each, or as they are
// listed.
enum class SampleOrder { kShuffled, kListed };

struct Experiment {
  Problem problem = Problem::kClassification;
  const Dataset* dataset;  // nullptr: custom points, or the table
  std::vector<Point> custom_points;
  std::optional<Columns> columns;  // of the table they came from, where it says more than they do
  std::optional<SampleTable> table;
  bool uses_table = false;  // in place of custom points; then there is a table and no dataset
  // Ranges are those of the property table (properties.cpp), whatever the text they come from.
  double noise = 0;
  int samples = 500;
  int classes = 2;
  double train_fraction = 0.5;
  SampleOrder order = SampleOrder::kShuffled;
  std::vector<const Feature*> features;  // at least one, in table order
  std::vector<int> layers = {4, 2};  // up to kMaxHiddenLayers hidden ones of 1 … kMaxNeurons
  std::vector<const Activation*> activations;  // one for all hidden layers, or one each
  const Loss* loss;
  const Activation* chosen_output =
      nullptr;  // of the output layer; nullptr: what the loss suggests
  bool output_per_class = false;  // also for two classes, which else share one output
  float target_low = -1, target_high = 1;  // of an output for the other classes and for its own
  const Optimizer* optimizer;
  float learning_rate = 0.03f;
  float momentum = 0.9f, beta1 = 0.9f, beta2 = 0.999f, rho = 0.9f, epsilon = 1e-8f;
  float weight_decay = 0.01f;
  int batch_size = 10;  // clamped to the training set when it runs
  const Schedule* schedule;
  std::int64_t schedule_period = 1000;
  float schedule_factor = 0.5f;
  const Regularizer* regularization;
  float regularization_rate = 0;  // λ
  bool l1_cut =
      false;  // L1 as a step of its own that stops weights at zero: see Regularizer::cut_step
  const Clipping* clipping;
  float clip_threshold = 1;
  float dropout = 0;  // share of hidden neurons that a sample does without
  Biases biases = Biases::kLearn;
  const Initializer* initializer;
  float initializer_scale = 1;
  std::uint32_t seed = 1;
  std::int64_t data_seed = -1;  // of the points and their order in batches; -1: the seed

  Experiment();  // the defaults of the property table
  friend bool operator==(const Experiment&, const Experiment&) = default;

  const Activation& hidden_activation(int layer) const;  // from 0
  const Activation& output_activation() const;
  int output_count() const;  // 1, or one per class, or one per target of a table
  // On this side of it an output says class 0, above it class 1; target_low is below target_high.
  float target_middle() const { return (target_low + target_high) / 2; }
  std::uint32_t points_seed() const;
  // What the optimizer works with in a step whose rate, after the schedule, is this one.
  OptimizerSettings optimizer_settings(float rate) const;
  bool biases_learn() const { return biases == Biases::kLearn; }
  // Whether a penalty is in effect that cuts, as a step of its own.
  bool cuts_at_zero() const { return l1_cut && regularization->cut_step != nullptr; }
  // Those of the points there are now: nullptr for generated ones.
  const Columns* shown_columns() const {
    return dataset == nullptr && !uses_table && columns ? &*columns : nullptr;
  }
};

// How much of a running experiment a changed property touches.
enum class Effect {
  kLive,  // applies from the next step on (learning rate, optimizer settings, batch size, …)
  kNetwork,  // new weights (layers, features, initializer, …)
  kData,  // new points, and with them a fresh start
};

enum class PropertyKind { kInteger, kReal, kSwitch, kChoice, kChoiceList, kIntegerList };

struct Choice {
  std::string_view name;
  std::string_view label;
  std::string_view help;
};

struct Property {
  std::string_view name;  // "learningRate", in links, documents, --set and set()
  std::string_view label;  // "Learning rate"
  std::string_view help;  // one line
  std::string_view group;  // "Data", "Network", "Training"
  PropertyKind kind;
  Effect effect;
  double min, max;  // for numbers (each element of a list)
  std::span<const double> stops;  // values a slider offers, as the peer's; may be empty
  bool logarithmic;  // slider scale
  std::span<const Choice> choices;  // for kChoice and kChoiceList
  // Text as in links; get(default Experiment) is the default. Numbers print so that they read
  // back as the same bits.
  std::string (*get)(const Experiment& experiment);
  // Leaves the experiment unchanged on error.
  Result<void> (*set)(Experiment& experiment, std::string_view text);
  // Whether it matters under the other settings ("momentum" only with momentum and nesterov).
  bool (*relevant)(const Experiment& experiment);
  // Whether a choice goes with the other settings; nullptr where every one does.
  bool (*possible)(const Experiment& experiment, std::string_view choice) = nullptr;
};

std::span<const Property> properties();
const Property* find_property(std::string_view name);

// Whether a loss can be that of an experiment with this problem and these targets.
bool loss_fits(const Loss& loss, const Experiment& experiment);
// The first target of its table that is not from 0 to 1, as probabilities are.
std::optional<float> target_no_probability(const Experiment& experiment);

// Sets by name and makes the rest agree (a regression dataset makes the problem regression and
// the loss one that can do it, …). `notes`, unless null, gets a sentence for everything else that
// changed. An error says what would be right; then nothing has changed. Of set_property it is a
// whole sentence, "learningRate cannot be '1e9': choose …."; of try_property the reason alone, for
// who says in words of the screen what cannot be.
Result<void> try_property(Experiment& experiment, std::string_view name, std::string_view text,
                          std::vector<std::string>* notes = nullptr);
Result<void> set_property(Experiment& experiment, std::string_view name, std::string_view text,
                          std::vector<std::string>* notes = nullptr);
// As text, as in links. An error where no property has this name.
Result<std::string> get_property(const Experiment& experiment, std::string_view name);

// The points of an experiment, as the generator draws them, as they were placed by hand, or the
// rows of its table (SampleTable::point).
std::vector<Point> make_points(const Experiment& experiment);
// The same shuffled and split; deterministic in points_seed(). With the order as listed, training
// and test points are each in the order of make_points().
Data make_data(const Experiment& experiment);
// The network of an experiment with its initial parameters.
Network make_network(const Experiment& experiment);

}  // namespace backprop
