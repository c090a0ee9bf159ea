#include "engine/experiment/page_keys.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"
#include "engine/experiment/nearest.h"

namespace backprop {
namespace {

using Kind = LinkMessage::Kind;

TEST_CASE("page keys: what the page can use, and what would be right") {
  const auto problem = [](const char* key, const char* value) {
    const auto checked = find_page_key(key)->check(value);
    return checked ? std::string() : checked.error().message;
  };
  for (const PageKey& key : page_keys()) {
    CHECK_FALSE(key.help.empty());
    CHECK_FALSE(key.values.empty());
    CHECK(find_property(key.name) == nullptr);
  }
  CHECK(problem("speed", "max").empty());
  CHECK(problem("speed", "warp").starts_with("choose one of phase, phases, 1,"));
  CHECK(problem("discretize", "true").empty());
  CHECK(problem("discretize", "yes") == "choose true or false");
  CHECK(problem("stopAt", "testAccuracy:0.9").empty());
  CHECK(problem("stopAt", "testAccuracy:9") == "behind testAccuracy: stands a number from 0 to 1");
  CHECK(problem("stopAt", "never:1").starts_with("choose never, or step"));
  CHECK(problem("hide", "dataset,play,sinx1").empty());
  CHECK(problem("hide", "dataset,roof") == "'roof' is no control of the page");
  CHECK_FALSE(problem("lesson", "").empty());
  CHECK(find_page_key("colour") == nullptr);
}

TEST_CASE("page keys: limits of a stop") {
  CHECK(parse_stop("step:12.5")->limit == 12);
  CHECK(parse_stop("step")->limit == 1000);
  CHECK(parse_stop("trainLoss:0.02")->key->name == "trainLoss");
  CHECK(parse_stop("never")->key == kStopKeys.data());
  for (const char* text : {"", "trainloss", "trainLoss:", "trainLoss:x", "step:0", "step:2e9"}) {
    INFO(text);
    CHECK_FALSE(parse_stop(text));
  }
}

TEST_CASE("page keys stand in links in any order, and come in the table's") {
  const ParsedLink link = parse_link(
      "lesson=zero-init&compare=optimizer%3Dadam&stopAt=step:500&speed=max&dataset=xor"
      "&showTestData=true&hide=noise");
  CHECK(link.messages.empty());
  const std::vector<LinkPair> expected = {
      {"speed", "max"},  {"showTestData", "true"},      {"stopAt", "step:500"},
      {"hide", "noise"}, {"compare", "optimizer=adam"}, {"lesson", "zero-init"}};
  CHECK(link.page == expected);
  CHECK(parse_strict_link("stopAt=trainLoss:0.05&compare=layers%3D8&hide=play").has_value());
}

TEST_CASE("page keys that cannot be used are named and left out") {
  const ParsedLink link =
      parse_link("speed=warp&stopAt=lunch&theme=dark&colour=red&discretize=true");
  CHECK(link.page == std::vector<LinkPair>{{"discretize", "true"}});
  REQUIRE(link.messages.size() == 4);
  CHECK(link.messages[0].key == "speed");
  CHECK(link.messages[0].kind == Kind::kRefused);
  CHECK(link.messages[0].text().starts_with("speed cannot be 'warp': choose one of phase"));
  CHECK(link.messages[0].text().ends_with(" It stays '60'."));
  CHECK(link.messages[1].key == "stopAt");
  CHECK(link.messages[1].text().ends_with(" It stays 'never'."));
  CHECK(link.messages[2].sentence == "theme stands before the #, as in ?theme=dark#dataset=xor.");
  CHECK(link.messages[3].kind == Kind::kUnknown);
  CHECK(link.messages[3].sentence == "There is no property 'colour'.");
  const auto strict = parse_strict_link("speed=warp&colour=red");
  REQUIRE_FALSE(strict);
  CHECK(strict.error().message.find("speed cannot be 'warp'") != std::string::npos);
  CHECK(strict.error().message.find("There is no property 'colour'.") != std::string::npos);
}

TEST_CASE("values beyond what there is come as near as they go") {
  const auto opened = [](std::string_view text) {
    const ParsedLink link = parse_link(text);
    INFO(text);
    REQUIRE(link.messages.size() == 1);
    CHECK(link.messages[0].kind == Kind::kNearest);
    CHECK_FALSE(parse_strict_link(text));  // where nobody watches it is an error
    return link;
  };
  CHECK(opened("layers=8,8,8,8,8,8,8,8,8,8").experiment.layers == std::vector<int>(8, 8));
  CHECK(opened("layers=900,0,4").experiment.layers == std::vector<int>{64, 1, 4});
  CHECK(opened("learningRate=1000").experiment.learning_rate == 100);
  CHECK(opened("learningRate=0").experiment.learning_rate == 1e-6f);
  CHECK(opened("learningRate=-1").experiment.learning_rate == 1e-6f);
  CHECK(opened("regularization=l1&regularizationRate=500").experiment.regularization_rate == 100);
  CHECK(opened("batchSize=0").experiment.batch_size == 1);
  CHECK(opened("batchSize=2.6").experiment.batch_size == 3);
  CHECK(opened("samples=50000").experiment.samples == 10000);
  CHECK(opened("noise=7").experiment.noise == 0.5);
  CHECK(opened("trainFraction=0").experiment.train_fraction == 0.01);
  CHECK(opened("seed=5000000000").experiment.seed == 4294967295u);
  CHECK(opened("dropout=1").experiment.dropout == 0.9f);
  CHECK(opened("layers=4,4,4&activation=relu,tanh").experiment.activations.size() == 3);
  CHECK(opened("learningRate=1000").messages[0].text() ==
        "learningRate cannot be '1000': choose a number from 1e-6 to 100. It is '100'.");

  const ParsedLink both = parse_link(
      "layers=1,2,3,4,5,6,7,8,9&activation=relu,tanh,relu,tanh,relu,"
      "tanh,relu,tanh,relu");
  CHECK(both.experiment.layers.size() == 8);
  CHECK(both.experiment.activations.size() == 8);
  CHECK(both.messages.size() == 2);

  for (const char* text : {"layers=many", "learningRate=fast", "noise=nan", "dataset=donut",
                           "layers=4,four", "activation=relu,relo", "step=-1"}) {
    INFO(text);
    const ParsedLink link = parse_link(text);
    REQUIRE(link.messages.size() == 1);
    CHECK(link.messages[0].kind == Kind::kRefused);
    CHECK(link.experiment == Experiment());
  }
}

TEST_CASE("what is refused says what there is in its place") {
  const auto said = [](std::string_view text, std::string_view key) {
    INFO(text);
    for (const LinkMessage& message : parse_link(text).messages) {
      if (message.key == key) return message.text();
    }
    return std::string();
  };
  CHECK(said("step=20000000", "step") ==
        "step cannot be '20000000': choose a whole number from 0 to 10000000. It stays '0'.");
  CHECK(said("stopAt=step:2000000000", "stopAt").ends_with(" It stays 'never'."));
  CHECK(said("showTestData=yes", "showTestData").ends_with(" It stays 'false'."));
  CHECK(said("discretize=yes", "discretize").ends_with(" It stays 'false'."));
  CHECK(said("hide=roof", "hide").ends_with(" It stays 'nothing'."));
  CHECK(said("points=1,2", "points") ==
        "The link's points cannot be used: point 1 should be x1,x2,label, not '1,2'. "
        "The dataset 'circle' is shown instead.");
  CHECK(said("points=1,2&dataset=xor", "points").ends_with("'xor' is shown instead."));
  CHECK(said("points=1,2&dataset=custom", "points").ends_with("'circle' is shown instead."));
  CHECK(said("table=a;b;1", "table").ends_with("The dataset 'circle' is shown instead."));
  CHECK(said("table=a;b;1&points=1,2,0", "table").ends_with("'custom' is shown instead."));
  CHECK(said("points=1,2,0&columns=a", "columns").find("cannot be used") != std::string::npos);
  // Every key of the page that can be refused says what stays.
  for (const PageKey& key : page_keys()) {
    if (key.in_query || key.check("?")) continue;
    INFO(key.name);
    CHECK_FALSE(key.usual.empty());
    CHECK((key.name == "hide" || key.check(key.usual)));
  }
  // Nothing is shown in its place where it is an error.
  const auto strict = parse_strict_link("points=1,2");
  REQUIRE_FALSE(strict);
  CHECK(strict.error().message.find("instead") == std::string::npos);
}

TEST_CASE("messages come with what matters most first") {
  const ParsedLink link =
      parse_link("colour=red&%zz=1&noise=0.1&noise=0.2&learningRate=1000&dataset=donut&size=3");
  std::vector<Kind> kinds;
  for (const LinkMessage& message : link.messages) kinds.push_back(message.kind);
  CHECK(kinds == std::vector<Kind>{Kind::kRefused, Kind::kNearest, Kind::kUnreadable,
                                   Kind::kUnknown, Kind::kUnknown, Kind::kRepeated});
  std::string many = "dataset=donut";
  for (int i = 0; i < 100; ++i) many = "k" + std::to_string(i) + "=v&" + many;
  CHECK(parse_link(many).messages.front().key == "dataset");
}

}  // namespace
}  // namespace backprop
