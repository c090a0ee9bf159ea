#include "engine/experiment/link.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What make_link says besides the version.
std::string settings_of(const Experiment& experiment) {
  const std::string link = make_link(experiment);
  REQUIRE(link.starts_with("v=1"));
  return link.substr(std::min<std::size_t>(link.size(), 4));
}

// The one message of a link that has one.
std::string message_of(std::string_view link) {
  const ParsedLink parsed = parse_link(link);
  INFO(link);
  REQUIRE(parsed.messages.size() == 1);
  return parsed.messages.front().text();
}

TEST_CASE("the default experiment is a link without settings") {
  REQUIRE(make_link(Experiment()) == "v=1");
  for (const char* text : {"", "#", "&&&", "https://example.org/", "https://example.org/#"}) {
    const ParsedLink link = parse_link(text);
    REQUIRE(link.experiment == Experiment());
    REQUIRE(link.step == 0);
    REQUIRE(link.messages.empty());
    REQUIRE(link.page.empty());
  }
}

TEST_CASE("a link sets what it names") {
  constexpr std::string_view kLink =
      "dataset=spiral&layers=8,8&activation=tanh&loss=mse&learningRate=0.03&batchSize=10&noise=0.1&"
      "trainFraction=0.5&features=x1,x2&seed=1&speed=max";
  for (const std::string& text : {std::string(kLink), "#" + std::string(kLink),
                                  "https://example.org/page/?a=b#" + std::string(kLink)}) {
    const ParsedLink link = parse_link(text);
    REQUIRE(link.messages.empty());
    REQUIRE(link.experiment.dataset->name == "spiral");
    REQUIRE(link.experiment.layers == std::vector{8, 8});
    REQUIRE(link.experiment.noise == 0.1);
    REQUIRE(link.page == std::vector<LinkPair>{{"speed", "max"}});
    // Only what differs from the default is printed.
    REQUIRE(make_link(link.experiment) == "v=1&dataset=spiral&noise=0.1&layers=8,8");
  }
}

TEST_CASE("the order of a link does not matter") {
  const ParsedLink forward = parse_link("dataset=rings&classes=4&layers=3,3&activation=relu,tanh");
  const ParsedLink backward = parse_link("activation=relu,tanh&layers=3,3&classes=4&dataset=rings");
  REQUIRE(forward.messages.empty());
  REQUIRE(backward.messages.empty());
  REQUIRE(forward.experiment == backward.experiment);
}

TEST_CASE("a link says no more than it must") {
  const auto shortest = [](std::string_view text) {
    return settings_of(parse_link(text).experiment);
  };
  REQUIRE(shortest("dataset=reg-gauss&problem=regression&samples=1200&loss=mse&classes=2") ==
          "dataset=reg-gauss");
  REQUIRE(shortest("problem=regression") == "dataset=reg-plane");
  REQUIRE(shortest("layers=") == "layers=");
  REQUIRE(shortest("learningRate=1e-5&layers=2,2&activation=relu,relu") ==
          "layers=2,2&activation=relu&learningRate=1e-5");
}

TEST_CASE("escapes are resolved and plus signs are plus signs") {
  const ParsedLink link = parse_link("layers=8%2C8&name=a%20b+c%26d&gr%C3%B6%C3%9Fe=1");
  REQUIRE(link.experiment.layers == std::vector{8, 8});
  REQUIRE(link.messages.size() == 2);
  REQUIRE(link.messages[0].key == "name");
  REQUIRE(link.messages[1].key == "größe");
  std::vector<LinkMessage> messages;
  REQUIRE(read_pairs("name=a%20b+c%26d&gr%C3%B6%C3%9Fe=1", messages) ==
          std::vector<LinkPair>{{"name", "a b+c&d"}, {"größe", "1"}});
  REQUIRE(messages.empty());
}

TEST_CASE("steps") {
  REQUIRE(parse_link("step=250").step == 250);
  REQUIRE(make_link(Experiment(), 250) == "v=1&step=250");
  REQUIRE(parse_link("step=10000000").step == 10'000'000);
  for (const char* text : {"step=-1", "step=10000001", "step=1e3", "step=", "step=9e99",
                           "step=99999999999999999999"}) {
    REQUIRE(contains(message_of(text), "step cannot be"));
    REQUIRE(parse_link(text).step == 0);
  }
}

TEST_CASE("a value that cannot be used is named, and the default stands") {
  REQUIRE(message_of("noise=lots") ==
          "noise cannot be 'lots': choose a number from 0 to 0.5. It stays '0'.");
  REQUIRE(contains(message_of("learningRate=1e9"), "1e-6 to 100. It is '100'."));
  REQUIRE(contains(message_of("dataset=donut&layers=3"), "dataset cannot be 'donut'"));
  REQUIRE(parse_link("dataset=donut&layers=3").experiment.layers == std::vector{3});
  REQUIRE(contains(message_of("dataset=custom"), "no points placed by hand"));
  REQUIRE(contains(message_of("noise=0.1&noise=0.2"), "noise twice"));
  REQUIRE(parse_link("noise=0.1&noise=0.2").experiment.noise == 0.2);
  REQUIRE(contains(message_of("noise"), "noise cannot be ''"));
  REQUIRE(contains(message_of("=3"), "cannot be read"));
  REQUIRE(contains(message_of("problem=regression&dataset=xor"),
                   "problem cannot be 'regression' along with"));
}

TEST_CASE("strangers' text is never shown as it is") {
  REQUIRE(contains(message_of("dataset=%3Cb%3Ei"), "'<b>i'"));
  for (const char* text : {"dataset=%00", "a%01=b", "x=%0ab", "x=%ff%fe", "x=%c0%af", "x=%", "x=%4",
                           "x=%zz", "x=\x01", "x=\xff", "%e2%80=1"}) {
    const std::string message = message_of(text);
    REQUIRE(contains(message, "cannot be read"));
    REQUIRE(std::none_of(message.begin(), message.end(),
                         [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    REQUIRE(is_plain_text(message));
    REQUIRE(parse_link(text).page.empty());
  }
  REQUIRE(message_of("dataset=" + std::string(5000, 'a')).size() < 300);
}

TEST_CASE("links are bounded") {
  std::string many;
  for (int i = 0; i < 1000; ++i) many.append("k").append(std::to_string(i)).append("=v&");
  const ParsedLink link = parse_link(many);
  REQUIRE(link.page.empty());
  REQUIRE(link.messages.size() == 25);
  REQUIRE(contains(link.messages[0].text(), "more than 200 settings"));
  REQUIRE(contains(link.messages[24].text(), "177 more"));

  std::string broken;
  for (int i = 0; i < 150; ++i) broken += "%zz=1&";
  REQUIRE(parse_link(broken).messages.size() == 25);
  REQUIRE(contains(parse_link(broken).messages.back().text(), "126 more"));

  REQUIRE(contains(message_of("noise=" + std::string(kMaxLinkLength, '1')), "was not read"));
  const std::string commas = "layers=" + std::string(kMaxLinkLength - 100, ',') + '8';
  REQUIRE(contains(message_of(commas), "layers cannot be"));
  const std::string digits = "seed=" + std::string(kMaxLinkLength - 100, '9');
  REQUIRE(contains(message_of(digits), "seed cannot be"));
}

TEST_CASE("points placed by hand travel in the link") {
  Experiment experiment;
  experiment.custom_points = {{1.5f, -2, 0}, {0.1f, 1e-7f, 1}};
  REQUIRE(set_property(experiment, "dataset", "custom"));
  const std::string link = make_link(experiment);
  REQUIRE(link == "v=1&points=1.5,-2,0;0.1,1e-7,1");
  REQUIRE(parse_link(link).experiment == experiment);

  REQUIRE(contains(message_of("points=1,2"), "point 1 should be x1,x2,label, not '1,2'"));
  REQUIRE(contains(message_of("points=1,2,0;1,nan,0"), "point 2 has 'nan'"));
  REQUIRE(contains(message_of("points=1,2,0;1,2000,0"), "from -1000 to 1000"));
  REQUIRE(contains(message_of("points="), "there are none"));
  std::string many = "points=0,0,0";
  for (int i = 0; i < kMaxPoints; ++i) many += ";0,0,1";
  REQUIRE(contains(message_of(many), "more than 10000 points"));
  REQUIRE(parse_link(many).experiment == Experiment());
}

TEST_CASE("any experiment comes back from its link exactly") {
  Random random(21, Random::Stream::kData);
  for (int round = 0; round < 1500; ++round) {
    const Experiment experiment = random_experiment(random);
    const auto most = static_cast<std::uint32_t>(max_link_step(experiment));
    const std::int64_t step = random.below(2) == 0 ? 0 : std::int64_t{random.below(most + 1)};
    const std::string text = make_link(experiment, step);
    INFO(text);
    const ParsedLink link = parse_link(text);
    REQUIRE(link.messages.empty());
    REQUIRE(link.page.empty());
    REQUIRE(link.experiment == experiment);
    REQUIRE(link.step == step);
    REQUIRE(make_link(link.experiment, link.step) == text);
  }
}

TEST_CASE("random fragments are read without harm") {
  Random random(22, Random::Stream::kData);
  const std::vector<std::string> kPieces = {"dataset",
                                            "=",
                                            "&",
                                            "spiral",
                                            "layers",
                                            "8,8",
                                            ",",
                                            "%",
                                            "%41",
                                            "%ff",
                                            "noise",
                                            "0.1",
                                            "#",
                                            "1e999",
                                            "-",
                                            "points",
                                            "1,2,0",
                                            ";",
                                            "step",
                                            "networkShape",
                                            "x_hide",
                                            "true",
                                            "percTrainData",
                                            "50",
                                            "\xf0\x9f\x98\x80",
                                            "\xff",
                                            std::string(1, '\0'),
                                            "regularization",
                                            "L1",
                                            "seed",
                                            "999999"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    const std::uint32_t count = random.below(40);
    for (std::uint32_t i = 0; i < count; ++i) {
      text += kPieces[random.below(static_cast<std::uint32_t>(kPieces.size()))];
    }
    const ParsedLink link = parse_link(text);
    for (const std::string& message : texts_of(link.messages)) REQUIRE(is_plain_text(message));
    for (const auto& [key, value] : link.page) {
      REQUIRE(is_plain_text(key));
      REQUIRE(is_plain_text(value));
    }
    // What was understood can be said again.
    REQUIRE(parse_link(make_link(link.experiment)).experiment == link.experiment);
  }
}

}  // namespace
}  // namespace backprop
