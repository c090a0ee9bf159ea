// What is said of typed numbers: of right ones, of every known mistake's own, and of what follows
// from an earlier mistake.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>

#include "engine/exercise/answer_text.h"
#include "engine/exercise/judge.h"
#include "engine/experiment/points.h"
#include "engine/insight/notation.h"
#include "tests/engine/exercises.h"

namespace backprop {
namespace {

using Kind = HandPlace::Kind;
using Verdict = Judgement::Verdict;
using testing::step_of;

// The 2-2-2 example that most courses begin with, but for its rate.
const std::string kMazur =
    "table=i1,i2;o1,o2;.05,.1,.01,.99&layers=2&activation=sigmoid&outputActivation=sigmoid&"
    "loss=mse&learningRate=0.4&batchSize=1&weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6";

const HandMistake* mistake_called(std::string_view name) {
  const auto found = std::ranges::find(mistakes(), name, &HandMistake::name);
  REQUIRE(found != mistakes().end());
  return &*found;
}

bool names(const Judgement& judgement, const HandMistake* mistake) {
  return std::ranges::find(judgement.mistakes, mistake) != judgement.mistakes.end();
}

double typed_with_digits(double value, int digits) {
  const Result<double> read = read_answer(significant(value, digits));
  REQUIRE(read);
  return *read;
}

TEST_CASE("the sums by hand are the engine's numbers", "[exercise]") {
  Random random(4, Random::Stream::kData);
  for (int i = 0; i < 300; ++i) {
    const std::string link = testing::random_hand_link(random);
    INFO(link);
    const HandStep step = step_of(link);
    const HandSums sums(step);
    const std::vector<HandPlace> places = testing::all_places(step);
    const bool on_a_kink = std::ranges::any_of(places, [&](const HandPlace& place) {
      return place.kind == Kind::kSum && std::fabs(step.right(place)) < 1e-5;
    });
    if (on_a_kink) continue;  // of relu, where a rounded z may lie on the other side
    for (const HandPlace& place : places) {
      INFO(place_text(place, step.samples()));
      CHECK(std::fabs(sums.of(place) - step.right(place)) <
            2e-6 * std::max(1.0, std::fabs(step.right(place))));
    }
  }
}

struct Share {
  int asked = 0, alone = 0, together = 0, as_right = 0, misnamed = 0, many = 0;
};

TEST_CASE("of 1,000 random networks every mistake's own answer gets its own feedback",
          "[exercise]") {
  Random random(1, Random::Stream::kData);
  std::vector<Share> shares(mistakes().size());
  Share all;
  for (int i = 0; i < 1000; ++i) {
    const std::string link = testing::random_hand_link(random);
    INFO(link);
    const HandStep step = step_of(link);
    const std::vector<HandPlace> places = testing::all_places(step);
    // A few places of each: what is asked for in one is much the same in the others.
    for (int k = 0; k < 3; ++k) {
      const HandPlace place = places[random.below(static_cast<std::uint32_t>(places.size()))];
      const double right = step.right(place);
      INFO(place_text(place, step.samples()));
      for (const int digits : {3, 4, 8}) {
        CHECK(judge(step, place, typed_with_digits(right, digits)).verdict == Verdict::kRight);
      }
      for (const auto& [mistake, value] : mistaken_numbers(step, place)) {
        Share& share = shares[mistake_index(*mistake)];
        const double typed = typed_with_digits(value, 4);
        const Judgement judgement = judge(step, place, typed);
        ++share.asked;
        if (names(judgement, mistake)) {
          ++(judgement.mistakes.size() == 1 ? share.alone : share.together);
          share.many += judgement.mistakes.size() > 2 ? 1 : 0;
        } else if (judgement.verdict == Verdict::kRight) {
          CHECK(is_near(typed, right));  // nobody could tell
          ++share.as_right;
        } else {
          ++share.misnamed;
        }
      }
    }
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Share& share = shares[i];
    INFO(mistakes()[i].name);
    CHECK(share.asked > 0);
    CHECK(share.misnamed * 100 <= share.asked);
    all.asked += share.asked;
    all.misnamed += share.misnamed;
    all.many += share.many;
    if (std::getenv("BACKPROP_PRINT_SHARES") != nullptr) {
      std::cout << mistakes()[i].name << ": " << share.asked << " asked, " << share.alone
                << " named alone, " << share.together << " with others, " << share.as_right
                << " as near as right, " << share.many << " with two others or more, "
                << share.misnamed << " misnamed\n";
    }
  }
  CHECK(all.misnamed * 100 < all.asked);
  CHECK(all.many * 20 < all.asked);
}

TEST_CASE("right answers are taken to 1 % and with the student's own rounded numbers",
          "[exercise]") {
  Random random(2, Random::Stream::kData);
  for (int i = 0; i < 200; ++i) {
    const std::string link = testing::random_hand_link(random);
    INFO(link);
    const HandStep step = step_of(link);
    // Every number rounded to three digits, and the next ones worked out from those.
    std::vector<HandAnswer> own;
    for (const HandPlace& place : testing::all_places(step)) {
      const double typed = typed_with_digits(HandSums(step, own).worked(place), 3);
      INFO(place_text(place, step.samples()) << " = " << typed);
      CHECK(judge(step, place, typed, own).counts());
      own.push_back({place, typed});
    }
  }
  const HandStep step = step_of(kMazur);
  const HandPlace delta = {.kind = Kind::kDelta, .layer = 1, .neuron = 0, .sample = 0};
  for (const double share : {0.991, 1.0, 1.009}) {
    CHECK(judge(step, delta, share * step.right(delta)).verdict == Verdict::kRight);
  }
  CHECK_FALSE(judge(step, delta, 1.02 * step.right(delta)).counts());
}

TEST_CASE("each mistake is named at the place where people make it", "[exercise]") {
  const HandStep step = step_of(kMazur);
  const HandPlace output = {.kind = Kind::kDelta, .layer = 1, .neuron = 0, .sample = 0};
  const HandPlace hidden = {.kind = Kind::kDelta, .layer = 0, .neuron = 1, .sample = 0};
  const HandPlace z = {.kind = Kind::kSum, .layer = 0, .neuron = 0, .sample = 0};
  const HandPlace loss = {.kind = Kind::kLoss, .sample = 0};
  const HandPlace bias = {.kind = Kind::kGradient, .layer = 1, .neuron = 1};
  const HandPlace weight = {.kind = Kind::kGradient, .layer = 1, .neuron = 0, .input = 1};
  const HandPlace after = {.kind = Kind::kNew, .layer = 1, .neuron = 0, .input = 0};
  // Worked out from the printed numbers of the example.
  const double a = .7513650696, ah0 = .5932699921, ah1 = .5968843783;
  const double d0 = .1384985616, d1 = -.0380982365;
  const double slope = ah1 * (1 - ah1), s = 1 / (1 + std::exp(-a));
  const struct {
    HandPlace place;
    double typed;
    const char* name;
  } cases[] = {
      {output, a - .01, "error_for_delta"},
      {output, -d0, "wrong_sign"},
      {output, (a - .01) * s * (1 - s), "slope_at_activation"},
      {output, 2 * d0, "half_forgotten"},
      {output, d0 / 2, "half_twice"},
      {loss, 2 * .2983711088, "half_forgotten"},
      {loss, .2983711088 / 2, "half_twice"},
      {hidden, .45 * d0 + .55 * d1, "slope_forgotten"},
      {hidden, slope * .45 * d0, "one_path"},
      {hidden, slope * .55 * d1, "one_path"},
      {hidden, slope * ((.45 - .4 * d0 * ah1) * d0 + (.55 - .4 * d1 * ah1) * d1), "new_weights"},
      {hidden, slope * (.5 * d0 + .55 * d1), "swapped"},
      {weight, d1 * ah0, "swapped"},
      {z, .05 * .15 + .1 * .2, "bias_without_input"},
      {bias, 0, "bias_without_input"},
      {after, .4 - d0 * ah0, "rate_forgotten"},
      {after, .4 + .4 * d0 * ah0, "gradient_added"},
      {{.kind = Kind::kActivation, .layer = 0, .neuron = 0, .sample = 0},
       .3775,
       "activation_forgotten"},
  };
  for (const auto& [place, typed, name] : cases) {
    const Judgement judgement = judge(step, place, typed);
    INFO(name << " at " << place_text(place, 1) << ": " << judgement.sentence);
    CHECK(judgement.verdict == Verdict::kMistake);
    CHECK(names(judgement, mistake_called(name)));
  }
}

TEST_CASE("a wrong sign beside another mistake is told with it", "[exercise]") {
  const HandStep step = step_of(kMazur);
  const HandPlace delta = {.kind = Kind::kDelta, .layer = 1, .neuron = 0, .sample = 0};
  const Judgement judgement = judge(step, delta, .01 - .7513650696);
  CHECK(judgement.sign_too);
  CHECK(judgement.sentence ==
        "a − y is ∂L/∂a. δ is ∂L/∂z, so φ′(z) comes as a factor. The sign is the other one, too.");
  CHECK_FALSE(judge(step, delta, .7513650696 - .01).sign_too);
}

TEST_CASE("what a batch averages is told from its sum and from averaged activations",
          "[exercise]") {
  const HandStep step = step_of(
      "table=x;y;1,1;-2,0;.5,1&layers=&outputActivation=sigmoid&loss=mse&batchSize=3&"
      "order=listed&learningRate=2&weights=.8,-.3");
  const HandPlace gradient = {.kind = Kind::kGradient, .layer = 0, .neuron = 0, .input = 0};
  double deltas = 0, inputs = 0;
  for (int s = 0; s < 3; ++s) {
    deltas += step.right({.kind = Kind::kDelta, .layer = 0, .neuron = 0, .sample = s}) / 3;
    inputs += static_cast<double>(step.batch().input(0, s)) / 3;
  }
  const Judgement sum = judge(step, gradient, 3 * step.right(gradient));
  CHECK(names(sum, mistake_called("sum_for_mean")));
  CHECK(names(judge(step, gradient, deltas * inputs), mistake_called("averaged_first")));
}

TEST_CASE("with softmax and cross-entropy a further φ′ is a mistake of its own", "[exercise]") {
  const HandStep step =
      step_of("table=x;kind~a~b;1,a&layers=&loss=cross_entropy&batchSize=1&weights=.4,.1;-.3,.2");
  const HandPlace delta = {.kind = Kind::kDelta, .layer = 0, .neuron = 0, .sample = 0};
  const double a = step.right({.kind = Kind::kActivation, .layer = 0, .neuron = 0, .sample = 0});
  CHECK(judge(step, delta, a - 1).verdict == Verdict::kRight);
  CHECK(names(judge(step, delta, (a - 1) * a * (1 - a)), mistake_called("slope_too_many")));
}

TEST_CASE("two mistakes that give one number are both named", "[exercise]") {
  // A batch of two: the sum is twice the mean, and so is a gradient without its half.
  const HandStep step = step_of(
      "table=x;y;1,1;-2,0&layers=&outputActivation=sigmoid&loss=mse&batchSize=2&"
      "order=listed&learningRate=2&weights=.8,-.3");
  const HandPlace gradient = {.kind = Kind::kGradient, .layer = 0, .neuron = 0, .input = 0};
  const Judgement both = judge(step, gradient, 2 * step.right(gradient));
  CHECK(names(both, mistake_called("sum_for_mean")));
  CHECK(names(both, mistake_called("half_forgotten")));
  CHECK(both.sentence ==
        "It is sum in place of the mean or ½ forgotten: these numbers do not tell which.");
  // Once the δ are answered, a half can no longer be forgotten there.
  std::vector<HandAnswer> own;
  for (int s = 0; s < 2; ++s) {
    const HandPlace delta = {.kind = Kind::kDelta, .layer = 0, .neuron = 0, .sample = s};
    own.push_back({delta, step.right(delta)});
  }
  const Judgement one = judge(step, gradient, 2 * step.right(gradient), own);
  CHECK(one.mistakes == std::vector{mistake_called("sum_for_mean")});
}

TEST_CASE("an earlier number of one's own is taken as given, and that is said", "[exercise]") {
  const HandStep step = step_of(kMazur);
  const HandPlace delta = {.kind = Kind::kDelta, .layer = 1, .neuron = 0, .sample = 0};
  const HandPlace gradient = {.kind = Kind::kGradient, .layer = 1, .neuron = 0, .input = 0};
  const HandPlace a = {.kind = Kind::kActivation, .layer = 0, .neuron = 0, .sample = 0};
  const double mine = .7413650696, input = step.right(a);
  const std::vector<HandAnswer> own = {{delta, mine}};

  const Judgement carried = judge(step, gradient, mine * input, own);
  CHECK(carried.verdict == Verdict::kCarried);
  CHECK(carried.carried == std::vector{delta});
  CHECK(carried.sentence == "Right, from your own δ⁽²⁾₁. From the right numbers it is 0.0822.");
  // The same number without the earlier one is the mistake itself.
  CHECK(names(judge(step, gradient, mine * input), mistake_called("error_for_delta")));
  // A mistake on top of it is named, and a number from the right δ is right.
  const Judgement again = judge(step, gradient, -mine * input, own);
  CHECK(names(again, mistake_called("wrong_sign")));
  CHECK(again.sentence ==
        "The size is right, the sign is the other one. It was judged with your own δ⁽²⁾₁.");
  CHECK(judge(step, gradient, step.right(gradient), own).verdict == Verdict::kRight);
  CHECK(judge(step, gradient, 0.5, own).verdict == Verdict::kUnknown);
  // An earlier number that does not go into this one is not spoken of.
  const HandPlace other = {.kind = Kind::kDelta, .layer = 1, .neuron = 1, .sample = 0};
  const std::vector<HandAnswer> beside = {{other, 7}};
  CHECK(judge(step, gradient, step.right(gradient), beside).carried.empty());
  CHECK(judge(step, gradient, -step.right(gradient), beside).carried.empty());
}

TEST_CASE("what cannot be worked out by hand is said", "[exercise]") {
  const auto refused = [](const std::string& link) {
    return !HandStep::of(make_trainer(parse_link(link))).has_value();
  };
  CHECK(refused("dropout=0.5"));
  Experiment empty;
  clear_points(empty);
  CHECK_FALSE(HandStep::of(Trainer(empty)));
  CHECK_FALSE(refused("dataset=xor&samples=4&layers=2"));
  const HandPlace after = {.kind = Kind::kNew, .layer = 0, .neuron = 0, .input = 0};
  CHECK(step_of("layers=1").has(after));
  for (const char* other : {"optimizer=adam", "biases=fixed", "clipping=norm",
                            "regularization=l2&regularizationRate=0.1", "schedule=cosine"}) {
    INFO(other);
    CHECK_FALSE(step_of("layers=1&" + std::string(other)).has(after));
  }
}

}  // namespace
}  // namespace backprop
