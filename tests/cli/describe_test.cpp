#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/experiment.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

TEST_CASE("describe --json is the property table") {
  const Outcome outcome = run({"describe", "--json"});
  REQUIRE(outcome.code == 0);
  const Parsed json(outcome.out);
  REQUIRE(json.valid());
  REQUIRE(yyjson_arr_size(json.at("")) == properties().size());
  for (std::size_t i = 0; i < properties().size(); ++i) {
    const Property& property = properties()[i];
    const std::string place = "/" + std::to_string(i);
    INFO(property.name);
    CHECK(json.text(place + "/name") == property.name);
    CHECK(json.text(place + "/label") == property.label);
    CHECK(json.text(place + "/help") == property.help);
    CHECK(json.at((place + "/default").c_str()) != nullptr);
    CHECK(yyjson_arr_size(json.at((place + "/choices").c_str())) == property.choices.size());
    if (property.kind == PropertyKind::kReal || property.kind == PropertyKind::kInteger) {
      CHECK(json.number(place + "/min") == property.min);
      CHECK(json.number(place + "/max") == property.max);
    }
  }
}

TEST_CASE("describe gives types and defaults as JSON has them") {
  const Parsed rate(run({"describe", "learningRate", "--json"}).out);
  CHECK(rate.text("/0/type") == "number");
  CHECK(static_cast<float>(rate.number("/0/default")) == 0.03f);
  CHECK(rate.text("/0/effect") == "live");
  const Parsed layers(run({"describe", "layers", "--json"}).out);
  CHECK(layers.number("/0/default/0") == 4);
  const Parsed activation(run({"describe", "activation", "--json"}).out);
  CHECK(activation.text("/0/default/0") == "tanh");
  CHECK(activation.text("/0/choices/1/name") == "relu");
}

TEST_CASE("describe prints every property in text and in Markdown") {
  const Outcome text = run({"describe"});
  const Outcome markdown = run({"describe", "--markdown"});
  CHECK(text.code == 0);
  CHECK(markdown.code == 0);
  for (const Property& property : properties()) {
    INFO(property.name);
    CHECK(text.out.find("\n" + std::string(property.name) + " ") != std::string::npos);
    CHECK(markdown.out.find("\n| `" + std::string(property.name) + "` | ") != std::string::npos);
    for (const Choice& choice : property.choices) {
      CHECK(markdown.out.find("\n| `" + std::string(choice.name) + "` | ") != std::string::npos);
    }
  }
}

TEST_CASE("every row of a Markdown table has the columns of its head") {
  std::istringstream lines(run({"describe", "--markdown"}).out);
  std::ptrdiff_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    std::ptrdiff_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    }
    INFO(line);
    if (bars > 0 && columns > 0) CHECK(bars == columns);
    columns = bars;
  }
}

TEST_CASE("describe of one property lists its choices") {
  const Outcome outcome = run({"describe", "optimizer"});
  CHECK(outcome.code == 0);
  for (const Optimizer& optimizer : optimizers()) {
    CHECK(outcome.out.find("\n" + std::string(optimizer.name) + " ") != std::string::npos);
  }
}

TEST_CASE("the page of documentation is what the table says") {
  const std::string page =
      contents(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../../docs/properties.md");
  INFO("docs/properties.md: put the output of `backprop describe --markdown` under its head");
  CHECK(page.starts_with("# Properties of an experiment\n"));
  CHECK(page.ends_with(run({"describe", "--markdown"}).out));
}

}  // namespace
}  // namespace backprop
