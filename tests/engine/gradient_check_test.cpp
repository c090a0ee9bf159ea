#include "engine/insight/gradient_check.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <cmath>
#include <limits>
#include <string_view>

#include "engine/experiment/link.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::experiment_with;
using testing::run_phases;
using testing::Settings;
using testing::trainer_with;

std::string describe(const GradientCheck& check) {
  if (check.entries.empty()) return "nothing checked";
  const GradientCheckEntry& worst = check.entries.front();
  return "worst: parameter " + std::to_string(worst.parameter) + " analytic " +
         std::to_string(worst.analytic) + " numeric " + std::to_string(worst.numeric);
}

GradientCheck check_workspace(const Trainer& trainer, const Workspace& workspace) {
  return check_gradients(trainer.network(), trainer.loss(), workspace,
                         trainer.experiment().regularization,
                         trainer.experiment().regularization_rate);
}

TEST_CASE("gradient check: the comparator is PyTorch's rule") {
  const GradientCheckSettings settings;
  const auto passes = [&](double analytic, double numeric) {
    return compare_gradient(0, analytic, numeric, false, settings).passes;
  };
  CHECK(passes(1.0, 1.0));
  CHECK(passes(1.0, 1.0 - 1.0e-3));           // within rtol
  CHECK_FALSE(passes(1.0, 1.0 - 1.1e-3));     // outside atol + rtol
  CHECK(passes(0.0, 0.99e-5));                // within atol
  CHECK_FALSE(passes(0.0, 1.1e-5));
  CHECK_FALSE(passes(-1.0, 1.0));             // the sign counts
  CHECK_FALSE(passes(std::nan(""), 0.0));
  CHECK_FALSE(passes(0.0, std::nan("")));
  CHECK_FALSE(passes(std::numeric_limits<double>::infinity(), 1.0));
}

TEST_CASE("gradient check: the verdict counts failures, forgives kinks, sorts the worst first") {
  const GradientCheckSettings settings;
  GradientCheck check = judge_gradients({compare_gradient(0, 1.0, 1.0, false, settings),
                                         compare_gradient(1, 2.0, 1.0, true, settings),
                                         compare_gradient(2, 1.0, 1.0005, false, settings)},
                                        0.5);
  CHECK(check.passes);
  CHECK(check.failed == 0);
  CHECK(check.at_kinks == 1);
  CHECK(check.entries[0].parameter == 1);
  CHECK(check.entries[1].parameter == 2);

  check = judge_gradients({compare_gradient(0, 1.0, 1.1, false, settings),
                           compare_gradient(1, std::nan(""), 1.0, false, settings)},
                          0.5);
  CHECK_FALSE(check.passes);
  CHECK(check.failed == 2);
  CHECK(check.entries[0].parameter == 1);  // NaN is worse than any number
}

TEST_CASE("gradient check: a single linear neuron has the gradient of the textbook") {
  Trainer trainer = trainer_with({{"problem", "regression"},
                                  {"dataset", "reg-plane"},
                                  {"loss", "mse"},
                                  {"layers", ""},
                                  {"batchSize", "1"}});
  run_phases(trainer, 4);
  const Workspace& batch = trainer.workspace();
  const double residual =
      static_cast<double>(batch.a(0, 0, 0)) - static_cast<double>(batch.targets[0]);
  for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
    const double input =
        entry.parameter < 2 ? static_cast<double>(batch.input(static_cast<int>(entry.parameter), 0))
                            : 1.0;
    CHECK(entry.numeric == Catch::Approx(residual * input).epsilon(1e-5).margin(1e-7));
  }
}

TEST_CASE("gradient check: the engine's float gradients pass with every activation and loss") {
  for (const Activation& activation : activations()) {
    if (activation.output_only) continue;
    for (const Loss& loss : losses()) {
      for (const Regularizer& regularizer : regularizers()) {
        Settings settings = {{"dataset", "circle"},
                             {"samples", "60"},
                             {"layers", "5,4,3"},
                             {"activation", std::string(activation.name)},
                             {"loss", std::string(loss.name)},
                             {"regularization", std::string(regularizer.name)},
                             {"regularizationRate", "0.03"},
                             {"initializer", "xavier_normal"},
                             {"features", "x1,x2,sinx1"}};
        if (loss.output_per_class) settings.insert(settings.begin(), {"dataset", "blobs"});
        for (int seed = 1; seed <= 3; ++seed) {
          settings.emplace_back("seed", std::to_string(seed));
          Trainer trainer = trainer_with(settings);
          trainer.steps(20);
          run_phases(trainer, 4);
          const GradientCheck check = check_gradients(trainer);
          INFO(activation.name << ", " << loss.name << ", " << regularizer.name << ", seed " << seed
                               << "; " << describe(check));
          CHECK(check.passes);
          CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
          // What is forgiven must be the exception.
          CHECK(check.at_kinks <= check.checked / 10);
        }
      }
    }
  }
}

TEST_CASE("gradient check: regression, dropout and clipping") {
  for (const char* dropout : {"0", "0.4"}) {
    for (const char* loss : {"mse", "huber"}) {
      Trainer trainer = trainer_with({{"problem", "regression"},
                                      {"dataset", "reg-gauss"},
                                      {"loss", loss},
                                      {"layers", "6,6"},
                                      {"dropout", dropout},
                                      {"clipping", "norm"},
                                      {"clipThreshold", "0.001"}});
      trainer.steps(5);
      run_phases(trainer, 4);
      const GradientCheck check = check_gradients(trainer);
      INFO("dropout " << dropout << ", " << loss << "; " << describe(check));
      CHECK(check.passes);
      CHECK(check.checked > 0);
    }
  }
}

TEST_CASE("gradient check: a wrong gradient is found, whichever it is") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"loss", "bce"}});
  run_phases(trainer, 4);
  REQUIRE(check_workspace(trainer, trainer.workspace()).passes);
  for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
    Workspace broken = trainer.workspace();
    float& gradient = broken.data_gradients[i];
    gradient += std::copysign(1e-4F + 0.01F * std::fabs(gradient), gradient);
    const GradientCheck check = check_workspace(trainer, broken);
    CHECK_FALSE(check.passes);
    CHECK(check.failed == 1);
    CHECK(check.entries.front().parameter == i);
  }
}

TEST_CASE("gradient check: the classic mistakes are found") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"activation", "sigmoid"}});
  run_phases(trainer, 4);
  SECTION("the sum over the batch instead of its mean") {
    Workspace broken = trainer.workspace();
    for (float& gradient : broken.data_gradients) gradient *= static_cast<float>(broken.samples);
    CHECK_FALSE(check_workspace(trainer, broken).passes);
  }
  SECTION("gradients of the step before") {
    Workspace broken = trainer.workspace();
    run_phases(trainer, 5);
    broken.inputs = trainer.workspace().inputs;
    broken.targets = trainer.workspace().targets;
    CHECK_FALSE(check_workspace(trainer, broken).passes);
  }
  SECTION("regularization forgotten") {
    Workspace batch = trainer.workspace();
    const GradientCheck forgotten =
        check_gradients(trainer.network(), trainer.loss(), batch, nullptr, 0.0F);
    CHECK(forgotten.passes);
    const Regularizer& l2 = regularizer("l2");
    Regularizer half = l2;
    half.gradient = [](float rate, float weight) { return rate * weight * 0.5F; };
    CHECK_FALSE(check_gradients(trainer.network(), trainer.loss(), batch, &half, 0.1F).passes);
    CHECK(check_gradients(trainer.network(), trainer.loss(), batch, &l2, 0.1F).passes);
  }
}

TEST_CASE("gradient check: a kink within reach is named") {
  Trainer trainer = trainer_with({{"layers", "2"}, {"activation", "relu"}, {"batchSize", "1"}});
  run_phases(trainer, 1);
  // With no weights the bias alone is z: put it within h of the kink.
  const Network& network = trainer.network();
  for (int i = 0; i < 2; ++i) trainer.set_parameter(network.weight_index(0, 0, i), 0);
  trainer.set_parameter(network.bias_index(0, 0), 1e-7F);
  run_phases(trainer, 4);
  const GradientCheck check = check_gradients(trainer);
  CHECK(check.passes);
  bool named = false;
  for (const GradientCheckEntry& entry : check.entries) {
    if (entry.parameter != network.bias_index(0, 0)) continue;
    named = entry.at_kink;
    CHECK_FALSE(entry.passes);  // half of the difference lies on the flat side
  }
  CHECK(named);
  // Further away than h there is none, and everything passes by itself.
  trainer.set_parameter(network.bias_index(0, 0), 1e-3F);
  run_phases(trainer, 4);
  for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
    if (entry.parameter == network.bias_index(0, 0)) CHECK_FALSE(entry.at_kink);
    CHECK(entry.passes);
  }
}

TEST_CASE("gradient check: |w| has its kink at zero, w² has none") {
  for (const auto& [name, kinks] : {std::pair{"l1", true}, std::pair{"l2", false}}) {
    Trainer trainer =
        trainer_with({{"layers", "2"}, {"regularization", name}, {"regularizationRate", "0.1"}});
    trainer.set_parameter(0, 0);
    run_phases(trainer, 4);
    for (const GradientCheckEntry& entry : check_gradients(trainer).entries) {
      if (entry.parameter == 0) CHECK(entry.at_kink == kinks);
    }
  }
}

TEST_CASE("gradient check: looks at any moment of a step and changes nothing") {
  for (int phases = 0; phases <= 5; ++phases) {
    Trainer trainer = trainer_with({{"layers", "4,2"}});
    trainer.steps(3);
    run_phases(trainer, phases);
    const std::uint64_t hash = trainer.parameter_hash(), revision = trainer.revision();
    const int done = trainer.phases_done();
    const GradientCheck check = check_gradients(trainer);
    INFO("after " << phases << " phases; " << describe(check));
    CHECK(check.passes);
    CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
    CHECK(trainer.parameter_hash() == hash);
    CHECK(trainer.revision() == revision);
    CHECK(trainer.phases_done() == done);
  }
}

TEST_CASE("gradient check: in pieces it comes to the same, whatever the trainer does meanwhile") {
  Trainer trainer = trainer_with({{"layers", "4,3"}, {"activation", "relu"}});
  trainer.steps(7);
  const GradientCheck whole = check_gradients(trainer);
  GradientChecker checker(trainer, {});
  CHECK_FALSE(checker.done());
  CHECK_FALSE(checker.advance(3));
  CHECK(checker.result().checked == 3);
  trainer.steps(5);
  while (!checker.advance(2)) {
  }
  CHECK(checker.progress() == 1);
  const GradientCheck pieces = checker.result();
  REQUIRE(pieces.entries.size() == whole.entries.size());
  CHECK(pieces.passes == whole.passes);
  CHECK(pieces.loss == whole.loss);
  for (std::size_t i = 0; i < whole.entries.size(); ++i) {
    CHECK(pieces.entries[i].parameter == whole.entries[i].parameter);
    CHECK(pieces.entries[i].numeric == whole.entries[i].numeric);
  }
}

TEST_CASE("gradient check: the loss is the batch's, and a limit spreads over all layers") {
  Trainer trainer = trainer_with({{"layers", "8,8"}});
  run_phases(trainer, 4);
  GradientCheckSettings settings;
  settings.limit = 20;
  const GradientCheck check = check_gradients(trainer, settings);
  CHECK(check.loss == Catch::Approx(static_cast<double>(trainer.workspace().loss)).epsilon(1e-5));
  CHECK(check.checked == 20);
  std::size_t first = trainer.network().parameter_count(), last = 0;
  for (const GradientCheckEntry& entry : check.entries) {
    first = std::min(first, entry.parameter);
    last = std::max(last, entry.parameter);
  }
  CHECK(first < trainer.network().layer(0).biases);
  CHECK(last >= trainer.network().layer(1).biases);
}

struct HardCase {
  const char* link;
  int steps;
};

// Points far out, losses of 10⁸ and 10⁹, a sine of hundreds: what the engine computes is right, and
// yet neither float sums nor differences in double have as many digits as the check would like.
constexpr HardCase kHardCases[] = {
    {"points=10.5,22.89,1;-12.77,2.473,1;-13.43,8.458,2;-3.345,-8.664,1;15.05,-7.075,0;7.095,-"
     "28.62,4;-27.76,-8.861,2;-4.135,-0.1669,2;-20.51,16.78,1;9.141,8.005,0;2.939,-5.643,3;-3."
     "238,-7.318,1;-7.279,22.39,4;11.11,-22.69,1;6.453,-0.7452,1;-8.678,-11.11,1;-24.2,-23,1;1"
     "4.75,1.457,3;-24.04,22.28,2;-7.068,-29.8,4;16.56,3.832,2;-16.19,6.492,4;-11.82,-9.684,2;"
     "8.128,23.63,2;-1.418,29.76,1;17.67,-2.208,3;-0.223,-18.75,3;-13.18,-10.84,2;5.756,-9.803"
     ",4;-17.03,-19.9,0;-18.98,23.35,4;-19.89,28.08,1;20.62,12.83,4;15.25,-15.76,0;-16.45,-16."
     "19,2;0.8278,6.8,3;-4.862,-24.77,4;16.74,-17.89,3;-12.7,17.95,0;-15.28,2.811,0;21.22,-1.9"
     "74,1;-18.32,-27.61,0;15.03,22.13,3;-5.14,14.29,4;23.86,-14.4,2;8.325,1.232,0;23.88,-23.7"
     "9,3;-11.02,25.46,1;-11.5,17.07,2;-25.5,22.22,0&trainFraction=0.5&features=x2,x1sq,sinx1,"
     "cosx1,cosx2,radius,angle&layers=4,4,10,16,16,4,1&activation=relu&loss=bce&optimizer=rmsp"
     "rop&learningRate=0.0002926&batchSize=10&schedule=constant&schedulePeriod=5&scheduleFacto"
     "r=0.1&regularization=l1&regularizationRate=0.01&clipping=norm&clipThreshold=0.001732&ini"
     "tializer=he_uniform&initializerScale=4&seed=4100142695&dropout=0.5",
     0},
    {"dataset=rings&classes=5&samples=20&noise=0.04788&trainFraction=0.5&features=x1,x2&layers"
     "=5,2,2,2,8,2,5,4&activation=tanh,sigmoid,softplus,linear,leaky_relu,linear,sine,leaky_re"
     "lu&loss=huber&optimizer=adagrad&learningRate=0.03054&batchSize=10000&schedule=constant&s"
     "chedulePeriod=10&scheduleFactor=0.9&regularization=l2&regularizationRate=0.3&l1Cut=true&"
     "clipping=none&clipThreshold=0.6853&initializer=lecun_normal&initializerScale=4&seed=4008"
     "907529&dropout=0.1",
     10},
    {"points=-25.91,-24.62,-0.7918;11.48,-1.937,-0.5057;8.163,29.27,0.1879;-18.49,5.596,0.7563"
     ";-20.07,-0.358,-0.3946;24.18,6.551,-1.154;11.44,-26.65,1.749;16.29,-29.5,1.834;-13.33,-1"
     "1.01,1.856;-25.12,-8.023,0.09321;-26.76,0.9622,0.05643;11.95,7.299,0.597;-9.469,20.62,1."
     "412;-5.195,14.01,-0.3756;-20.43,23.18,1.061;-19.1,-7.865,0.7513;3.814,-4.066,-1.191;21.0"
     "9,18.44,-0.7124;2.51,17.02,-0.4569;28.43,12.47,-1.826;21.5,5.382,1.916;13.72,-12.29,-1.4"
     "48;-7.714,-26.91,-1.852;-8.399,3.796,1.245;-1.157,-16.02,-0.6726;12.3,-4.864,1.382;-14.8"
     "2,11.32,1.144;-20.39,-15.46,1.991;-23.43,-10.32,-0.9626;4.259,23.86,-1.504;1.989,1.384,-"
     "0.1179;14.34,19.89,-0.8785;13.29,4.486,-1.962;5.063,11.71,-1.521;25.34,-23.63,-0.6984;4."
     "831,5.77,-0.3308;-1.614,-26.45,0.501;-8.601,-12.42,1.206;-26.09,17.16,0.8929;17.25,13.1,"
     "-0.8684;27.07,13.8,-1.334;0.7106,-27.41,-0.6264;-11.77,-14.26,1.262;-7.091,-8.964,-1.118"
     ";2.81,-7.805,1.347;2.286,6.228,0.07188;-19.26,2.297,1.803;15.83,-4.379,-0.2042;-19.49,8."
     "294,0.3133;-29.74,22.06,-1.066;-3.607,-9.979,1.553;-10.23,-13.39,-1.835;7.479,25.31,0.88"
     "49;1.895,-19.37,1.563;25.62,-23.86,0.6674;4.316,23.83,1.808;-20.33,14.58,1.943;-2.597,14"
     ".06,-1.308;23.16,-29.13,0.08131;7.105,-10.89,-1.369;23.24,18.83,1.454&problem=regression"
     "&trainFraction=0.73&features=x1,x2,x2sq,x1x2,sinx1,cosx1,radius&layers=3,4,3,2&activatio"
     "n=elu&loss=mse&optimizer=rmsprop&learningRate=0.0007862&momentum=0.5&beta1=0.9&beta2=0.9"
     "999&rho=0.999&epsilon=1&weightDecay=0.1&batchSize=10000&schedule=step&schedulePeriod=2&s"
     "cheduleFactor=1&regularization=l2&regularizationRate=0.3&clipping=norm&clipThreshold=0.2"
     "848&initializer=lecun_normal&initializerScale=4&seed=1099971138&dropout=0.1",
     10},
};

TEST_CASE("gradient check: what rounding alone keeps apart is said to be that, not wrong") {
  for (const HardCase& hard : kHardCases) {
    const ParsedLink parsed = parse_link(hard.link);
    Trainer trainer(parsed.experiment);
    trainer.steps(hard.steps);
    run_phases(trainer, 4);
    const GradientCheck check = check_gradients(trainer);
    INFO(describe(check));
    CHECK(check.passes);
    CHECK(check.failed == 0);
    CHECK(check.checked == static_cast<int>(trainer.network().parameter_count()));
    for (const GradientCheckEntry& entry : check.entries) {
      if (!entry.cannot_tell) continue;
      CHECK_FALSE(entry.passes);
      CHECK(entry.error <= entry.allowed + entry.uncertainty);
      CHECK(std::string_view(entry.reason).ends_with("."));
    }
  }
}

// A nudge of 1e-6 moves z by 1 there, a good part of a sine's turn.
TEST_CASE("gradient check: nudges are small where inputs are large") {
  for (const char* activation : {"sine", "tanh", "softplus"}) {
    Trainer trainer(parse_link("points=900,0,1;-1000,5,0&trainFraction=1&features=x1sq&layers=3"
                               "&activation=" +
                               std::string(activation))
                        .experiment);
    run_phases(trainer, 4);
    const GradientCheck check = check_gradients(trainer);
    INFO(activation << ": " << describe(check));
    CHECK(check.passes);
  }
}

// A gradient that is wrong by a tenth is found even there, and by a hundredth anywhere else.
TEST_CASE("gradient check: rounding excuses no wrong gradient") {
  for (const HardCase& hard : kHardCases) {
    Trainer trainer(parse_link(hard.link).experiment);
    trainer.steps(hard.steps);
    run_phases(trainer, 4);
    Workspace wrong = trainer.workspace();
    for (float& g : wrong.data_gradients) g *= 1.5F;
    const GradientCheck check = check_workspace(trainer, wrong);
    CHECK_FALSE(check.passes);
    CHECK(check.failed > check.checked / 4);
  }
  for (const char* activation : {"tanh", "relu", "sine", "gelu"}) {
    Trainer trainer = trainer_with({{"layers", "8,8,8"}, {"activation", activation}});
    trainer.steps(20);
    run_phases(trainer, 4);
    std::size_t largest = 0;
    const std::vector<float>& gradients = trainer.workspace().data_gradients;
    for (std::size_t i = 0; i < trainer.network().parameter_count(); ++i) {
      if (std::fabs(gradients[i]) > std::fabs(gradients[largest])) largest = i;
    }
    REQUIRE(std::fabs(gradients[largest]) > 0.01F);
    Workspace wrong = trainer.workspace();
    wrong.data_gradients[largest] *= 1.01F;
    const GradientCheck check = check_workspace(trainer, wrong);
    INFO(activation << "; " << describe(check));
    CHECK(check.failed == 1);
    CHECK(check.untold == 0);
    CHECK(check.entries.front().parameter == largest);
  }
}

// The loss is 10¹⁰ and more, so that differences over 10⁻⁶ have no digits left; larger steps have.
TEST_CASE("gradient check: the step grows with the parameter, and where the loss is large") {
  Trainer trainer = trainer_with(
      {{"problem", "regression"}, {"dataset", "reg-plane"}, {"loss", "mse"}, {"layers", ""}});
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(trainer.set_parameter(i, 3e4));
  run_phases(trainer, 4);
  const GradientCheck check = check_gradients(trainer);
  INFO(describe(check));
  CHECK(check.passes);
  CHECK(check.untold == 0);
}

}  // namespace
}  // namespace backprop
