// Links of TensorFlow Playground open as the same settings here.
#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"

namespace backprop {
namespace {

using Kind = LinkMessage::Kind;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What make_link says besides the version.
std::string settings_of(const Experiment& experiment) {
  const std::string link = make_link(experiment);
  return link == "v=1" ? "" : link.substr(link.find('&') + 1);
}

std::string message_of(std::string_view link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.size() == 1);
  return parsed.messages.front().text();
}

TEST_CASE("the peer's default link is the default, but for the random numbers") {
  const ParsedLink link = parse_link(
      "#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&"
      "regularizationRate=0&noise=0&networkShape=4,2&seed=0.85294&showTestData=false&"
      "discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&"
      "cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&"
      "initZero=false&hideText=false");
  Experiment expected;
  expected.seed = link.experiment.seed;
  REQUIRE(link.experiment == expected);
  REQUIRE(link.page == std::vector<LinkPair>{{"showTestData", "false"}, {"discretize", "false"}});
  REQUIRE(link.messages.size() == 1);
  REQUIRE(contains(link.messages[0].text(), "seed '0.85294'"));
}

TEST_CASE("the peer's links give the same settings here") {
  const auto ours = [](std::string_view peer) {
    const ParsedLink link = parse_link(peer);
    for (const std::string& message : texts_of(link.messages)) UNSCOPED_INFO(message);
    REQUIRE(link.messages.empty());
    return settings_of(link.experiment);
  };
  REQUIRE(ours("#dataset=spiral&networkShape=8,8,8&activation=relu&noise=20") ==
          "dataset=spiral&noise=0.2&layers=8,8,8&activation=relu");
  REQUIRE(ours("#networkShape=&xSquared=true&ySquared=true&x=false&y=false") ==
          "features=x1sq,x2sq&layers=");
  REQUIRE(ours("#problem=regression&regDataset=reg-gauss&learningRate=0.01&dataset=xor") ==
          "dataset=reg-gauss&learningRate=0.01");
  REQUIRE(ours("#problem=classification&regDataset=reg-gauss&dataset=xor") == "dataset=xor");
  REQUIRE(ours("percTrainData=70&seed=") == "trainFraction=0.7");
  REQUIRE(ours("regularization=L1&regularizationRate=0.003") ==
          "regularization=l1&regularizationRate=0.003&l1Cut=true");
  REQUIRE(ours("regularization=L2&regularizationRate=0.1&initZero=true") ==
          "regularization=l2&regularizationRate=0.1&initializer=zero");
  REQUIRE(ours("sinX=yes&sinY=&xTimesY=1&networkShape=4,2") == "features=x1,x2,x1x2,sinx1,sinx2");
}

TEST_CASE("what the peer has and we have not is named in one sentence, last") {
  const std::string several = message_of("networkShape=2&collectStats=true&cosX=true&tutorial=a");
  for (const char* name : {"'collectStats'", "'cosX'", "'tutorial'"}) {
    REQUIRE(contains(several, name));
  }
  REQUIRE(message_of("networkShape=2&hideText=true") ==
          "The link also asks for 'hideText', which has no counterpart here.");
  REQUIRE(message_of("networkShape=2&tutorial=a&goalTestLossMax=0.1&goalTrainLossMax=0.2") ==
          "The link also asks for 'tutorial', the goals of a course, which have no counterpart "
          "here.");
  REQUIRE(contains(message_of("x=false&y=false"), "at least one feature"));
  REQUIRE(contains(message_of("networkShape=8,900"), "layers cannot be '8,900'"));
  const ParsedLink odd = parse_link("networkShape=4,2&dataset=donut&hideText=true&utm_source=mail");
  REQUIRE(odd.messages.size() == 2);
  REQUIRE(odd.messages[0].key == "dataset");
  REQUIRE(odd.messages[1].kind == Kind::kPassedOver);
}

TEST_CASE("what the peer hides is hidden here, where there is such a control") {
  const auto hidden = [](std::string_view text) {
    const ParsedLink link = parse_link(text);
    INFO(text);
    CHECK(link.messages.empty());
    CHECK(parse_strict_link(text).has_value());
    for (const LinkPair& pair : link.page) {
      if (pair.key == "hide") return pair.value;
    }
    return std::string();
  };
  CHECK(hidden("learningRate_hide=true") == "learningRate");
  CHECK(hidden("learningRate_hide=false&noise_hide=false").empty());
  CHECK(hidden("playButton_hide=true&stepButton_hide=true&resetButton_hide=true") ==
        "play,step,restart");
  CHECK(hidden("dataset_hide=true&regDataset_hide=true&percTrainData_hide=&xTimesY_hide=yes&"
               "numHiddenLayers_hide=true&problem_hide=true&discretize_hide=true") ==
        "dataset,trainFraction,x1x2,layers,problem,discretize");
  CHECK(contains(message_of("networkShape=2&roof_hide=true"), "'roof_hide'"));
}

TEST_CASE("noise beyond what there is says first what it became") {
  const auto noise = [](std::string_view text) {
    const ParsedLink link = parse_link(text);
    REQUIRE_FALSE(link.messages.empty());
    CHECK(link.messages[0].key == "noise");
    CHECK(link.messages[0].kind == Kind::kAdapted);
    CHECK(parse_strict_link(text).has_value());
    return link.messages[0].sentence;
  };
  CHECK(noise("noise=60&networkShape=4,2") ==
        "The noise is 50 %, not the link's '60': that is the most there is here.");
  CHECK(noise("noise=80&networkShape=4,2&tutorial=x&seed=0.5") ==
        "The noise is 50 %, not the link's '80': that is the most there is here.");
  CHECK(contains(noise("noise=90&networkShape=4,2"), "TensorFlow Playground makes of it, too"));
  CHECK(contains(noise("noise=-10&networkShape=4,2"), "The noise is 0 %"));
}

TEST_CASE("a link of a course page, with its address, goals and hidden controls") {
  const ParsedLink link = parse_link(
      "https://developers.google.com/machine-learning/crash-course/playground/?utm_source=engedu&"
      "utm_medium=ss&utm_campaign=mlcc&hl=zh-cn#activation=linear&batchSize=1&dataset=gauss&"
      "regDataset=reg-plane&learningRate=3&regularizationRate=0&noise=80&networkShape=&seed=0."
      "06680&"
      "showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&"
      "xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=true&"
      "problem=classification&initZero=false&hideText=true&dataset_hide=true&"
      "percTrainData_hide=false&noise_hide=false&batchSize_hide=false&xTimesY_hide=true&"
      "xSquared_hide=true&ySquared_hide=true&sinX_hide=true&sinY_hide=true&activation_hide=true&"
      "learningRate_hide=false&regularization_hide=true&regularizationRate_hide=true&"
      "numHiddenLayers_hide=true&problem_hide=true&tutorial=dp-training-and-test-sets&"
      "goalTrainTestDiffMinThresholdFirst=0.02&goalTrainTestDiffMaxThresholdFirst=0.4");
  REQUIRE(link.messages.size() == 3);
  CHECK(contains(link.messages[0].text(), "The noise is 50 %, not the link's '80'"));
  CHECK(contains(link.messages[1].text(), "seed '0.06680' draws other random numbers"));
  CHECK(link.messages[2].text() ==
        "The link also asks for 'collectStats', 'hideText', 'tutorial', the goals of a course, "
        "which have no counterpart here.");
  CHECK(link.experiment.dataset->name == "gauss");
  CHECK(link.experiment.layers.empty());
  CHECK(link.experiment.batch_size == 1);
  CHECK(link.page.back().key == "hide");
  CHECK(link.page.back().value ==
        "dataset,x1x2,x1sq,x2sq,sinx1,sinx2,activation,regularization,regularizationRate,layers,"
        "problem");
}

}  // namespace
}  // namespace backprop
